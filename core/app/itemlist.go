package app

import (
	"cmp"
	"context"
	"slices"

	"ferry/core"
)

// Items lists open items that fit what the user typed, oldest first; for a line, those most likely meant by it first.
func (s *Service) Items(_ context.Context, d core.DossierID, q ItemQuery) (views []ItemView, err error) {
	defer tell("list the open items", &err)
	if err := s.knownDossier(d); err != nil {
		return nil, err
	}
	if q.IDs != nil {
		return s.itemsCalled(d, q.IDs)
	}
	var line *core.Line
	if q.For != nil {
		l, err := s.store.Line(q.For.Account, q.For.No)
		if err != nil {
			return nil, err
		}
		line = &l
	}
	w := s.bench(d)
	w.mu.Lock()
	defer w.mu.Unlock()
	found, err := w.find(q)
	if err != nil {
		return nil, err
	}
	if line != nil {
		found = w.nearest(*line, found, q.Limit)
	}
	if q.Limit > 0 && len(found) > q.Limit {
		found = found[:q.Limit]
	}
	today := core.DateIn(s.cfg.Now(), s.cfg.Now().Location())
	views = make([]ItemView, len(found))
	for i, e := range found {
		views[i] = viewOn(today, e.OpenItem)
	}
	return views, nil
}

func viewOn(today core.Date, i core.OpenItem) ItemView {
	v := ItemView{OpenItem: i}
	if !i.Due.IsZero() {
		v.Overdue = int(today - i.Due)
	}
	return v
}

// itemsCalled reads items by what they are: an explanation names them so, whatever became of them.
func (s *Service) itemsCalled(d core.DossierID, ids []core.ItemID) (views []ItemView, err error) {
	today := core.DateIn(s.cfg.Now(), s.cfg.Now().Location())
	for _, id := range ids {
		item, err := s.store.Item(d, id)
		if core.CodeOf(err) == core.CodeNotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		views = append(views, viewOn(today, item))
	}
	return views, nil
}

// find lists the items that fit, oldest first. The list is the shelf's own. mu is held.
func (w *workbench) find(q ItemQuery) ([]*shelved, error) {
	if err := w.load(); err != nil {
		return nil, err
	}
	from := w.open
	if q.All {
		if w.all == nil {
			items, err := w.s.store.Items(w.id, false)
			if err != nil {
				return nil, err
			}
			w.all = newShelf(items)
		}
		from = w.all
	}
	want := newWanted(q.Text)
	if len(want.words) == 0 {
		return from.entries, nil
	}
	var found []*shelved
	for _, e := range from.entries {
		if e.fits(want) {
			found = append(found, e)
		}
	}
	return found, nil
}

// nearest orders items by how likely a line means them: what the engine proposes comes first, in its order, then what else
// is open with the same parties, then what is nearest in amount. Only the first limit of them are wanted, where it is not 0. mu
// is held.
func (w *workbench) nearest(line core.Line, found []*shelved, limit int) []*shelved {
	rank := map[core.ItemID]int{}
	parties := map[string]bool{}
	for _, x := range w.engine.Explain(line) {
		for _, p := range x.Parts {
			if _, ok := rank[p.Item]; !ok {
				rank[p.Item] = len(rank) + 1
			}
		}
	}
	payer := fold(line.CounterpartName)
	for _, e := range found {
		if rank[e.ID] > 0 || payer != "" && e.party == payer || e.PartyIBAN != "" && e.PartyIBAN == line.CounterpartReference {
			parties[e.party] = true
		}
	}
	type placed struct {
		*shelved
		rank, far int
		away      int64
	}
	list := make([]placed, len(found))
	for i, e := range found {
		p := placed{shelved: e, rank: rank[e.ID], far: 2, away: magnitude(e.Effect().Minor - line.Amount.Minor)}
		switch {
		case p.rank > 0:
			p.far = 0
		case parties[e.party]:
			p.far = 1
		case e.Amount.Currency != line.Amount.Currency:
			p.far = 3
		}
		list[i] = p
	}
	list = firstOf(list, limit, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.rank, b.rank), cmp.Compare(a.away, b.away))
	})
	sorted := make([]*shelved, len(list))
	for i, p := range list {
		sorted[i] = p.shelved
	}
	return sorted
}

// firstOf sorts a list, equal ones staying in their order, and leaves its first n; all where n is 0. Of a long list of which
// little is wanted it moves little.
func firstOf[T any](list []T, n int, compare func(a, b T) int) []T {
	if n <= 0 || n > len(list)/10 {
		slices.SortStableFunc(list, compare)
		if n <= 0 {
			return list
		}
		return list[:min(n, len(list))]
	}
	first := make([]T, 0, n+1)
	for _, v := range list {
		if len(first) == n && compare(v, first[n-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, v, func(a, b T) int {
			if compare(a, b) <= 0 {
				return -1 // behind its equals
			}
			return 1
		})
		first = slices.Insert(first, at, v)[:min(len(first)+1, n)]
	}
	return first
}
