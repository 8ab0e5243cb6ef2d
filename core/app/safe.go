package app

import (
	"context"
	"slices"

	"ferry/core"
	"ferry/core/match"
)

// Safe says what accepting all safe proposals of a query's lines would do. It waits until all open lines of the dossier were
// looked at as they are now. Lines that are marked to check are left to whoever marked them, with the other sides of their
// transfers.
func (s *Service) Safe(ctx context.Context, q core.Query) (p SafePreview, err error) {
	defer tell("find the safe proposals", &err)
	if err := s.knownDossier(q.Dossier); err != nil {
		return SafePreview{}, err
	}
	r, err := s.bench(q.Dossier).current(ctx)
	if err != nil {
		return SafePreview{}, err
	}
	q.Work, q.Pending = core.WorkOpen, false
	list, err := s.store.Lines(ctx, q)
	if err != nil {
		return SafePreview{}, err
	}
	p = SafePreview{Dossier: q.Dossier, Revision: r.books}
	chosen := map[int]bool{}
	for from := 0; from < list.Len(); from += lineWindow {
		window, err := list.Window(from, lineWindow)
		if err != nil {
			return SafePreview{}, err
		}
		var keys []core.LineKey
		var lines []core.Line
		for i := range window {
			if at, ok := r.at[window[i].Key()]; ok && r.safe(at) {
				keys, lines = append(keys, window[i].Key()), append(lines, window[i])
			}
		}
		marked, err := s.toCheck(keys)
		if err != nil {
			return SafePreview{}, err
		}
		for i, line := range lines {
			if !marked[keys[i]] {
				chosen[r.at[keys[i]]] = true
				p.Lines = append(p.Lines, line)
			}
		}
	}
	return s.explained(r, p, chosen)
}

func (s *Service) toCheck(keys []core.LineKey) (map[core.LineKey]bool, error) {
	states, err := s.store.States(keys)
	return core.ToCheck(states), err
}

// explained reads the proposals of the lines of a preview, and adds the lines that belong to them: the other side of a transfer
// is settled with it, wherever it stands.
func (s *Service) explained(r *run, p SafePreview, chosen map[int]bool) (SafePreview, error) {
	read := map[int]core.Proposal{}
	get := func(key core.LineKey) (core.Proposal, error) {
		at := r.at[key]
		if _, ok := read[at]; !ok {
			list, err := r.proposals.block(at)
			if err != nil {
				return core.Proposal{}, err
			}
			for i, one := range list {
				if n := at - at%perBlock + i; r.safe(n) {
					one.Options = slices.Clone(one.Options[:1]) // a preview is kept while somebody looks at it
					read[n] = one
				}
			}
		}
		one := read[at]
		delete(read, at)
		return one, nil
	}
	for i := 0; i < len(p.Lines); i++ {
		one, err := get(p.Lines[i].Key())
		if err != nil {
			return SafePreview{}, err
		}
		if marked, err := s.toCheck(one.Best().With); err != nil {
			return SafePreview{}, err
		} else if len(marked) > 0 {
			p.Lines = slices.Delete(p.Lines, i, i+1)
			i--
			continue
		}
		p.Proposals = append(p.Proposals, one)
		p.Sums = core.AddTo(p.Sums, p.Lines[i].Amount)
		for _, key := range one.Best().With {
			at, ok := r.at[key]
			if !ok || !r.safe(at) {
				return SafePreview{}, changed(match.ErrNothing) // both sides are safe, or none
			}
			if chosen[at] {
				continue
			}
			chosen[at] = true
			other, err := s.store.Line(key.Account, key.No)
			if err != nil {
				return SafePreview{}, err
			}
			p.Lines = append(p.Lines, other)
		}
	}
	return p, nil
}

// AcceptSafe accepts what a preview shows, in one act. It is refused when books or lines have changed since.
func (s *Service) AcceptSafe(ctx context.Context, p SafePreview) (done core.Done, err error) {
	defer tell("accept the safe proposals", &err)
	if len(p.Proposals) == 0 {
		return core.Done{}, refuse(core.CodeInvalid, txtNothingSafe, txtNothingSafeHint)
	}
	r, err := s.bench(p.Dossier).current(ctx)
	if err != nil {
		return core.Done{}, err
	}
	if r.books != p.Revision || len(p.Lines) != len(p.Proposals) {
		return core.Done{}, refuse(core.CodeConflict, txtPreviewOld, txtPreviewOldHint)
	}
	return s.do(ctx, p.Dossier, func() (core.Act, effect, error) {
		matches, err := s.safeMatches(r, p)
		if err != nil {
			return core.Act{}, effect{}, err
		}
		return core.Act{What: say(txtDidAcceptSafe, count(len(p.Proposals), "safe proposal")), Match: matches, Expect: p.Revision}, effect{}, nil
	})
}

// safeMatches makes the matches of a preview: one for each proposal, or for all those that belong together. What a preview
// says must be what was found, and the lines must be as they were then.
func (s *Service) safeMatches(r *run, p SafePreview) ([]core.Match, error) {
	old := refuse(core.CodeConflict, txtPreviewOld, txtPreviewOldHint)
	at := map[core.LineKey]int{}
	for i, l := range p.Lines {
		now, err := s.store.Line(l.Account, l.No)
		if err != nil {
			return nil, err
		}
		n, ok := r.at[l.Key()]
		if !ok || !r.safe(n) || l.Key() != p.Proposals[i].Line || now.Revision != l.Revision || now.Amount != l.Amount || now.Missing != l.Missing {
			return nil, old
		}
		at[l.Key()] = i
	}
	left := map[core.ItemID]core.OpenItem{}
	taken := make([]bool, len(p.Lines))
	var matches []core.Match
	for i, one := range p.Proposals {
		if taken[i] {
			continue
		}
		if !one.Auto || len(one.Options) == 0 {
			return nil, old
		}
		why := reasoned(one, 0)
		lines := []core.Line{p.Lines[i]}
		taken[i] = true
		for _, key := range why.With {
			j, ok := at[key]
			if !ok || taken[j] || !p.Proposals[j].Auto || !sameLines(one, p.Proposals[j]) {
				return nil, old
			}
			taken[j] = true
			lines = append(lines, p.Lines[j])
		}
		why = match.Join(why, lines[0], lines[1:])
		if err := match.Check(why, lines, s.takeFrom(p.Dossier, left, why)); err != nil {
			return nil, changed(err)
		}
		m := core.Match{Auto: true, Why: why}
		for _, l := range lines {
			m.Lines = append(m.Lines, l.Key())
		}
		matches = append(matches, m)
	}
	return matches, nil
}

// sameLines reports whether the first options of two proposals tie the same lines together.
func sameLines(a, b core.Proposal) bool {
	tied := func(p core.Proposal) []core.LineKey {
		return slices.SortedFunc(slices.Values(append([]core.LineKey{p.Line}, p.Best().With...)), compareKeys)
	}
	return slices.Equal(tied(a), tied(b))
}

// takeFrom looks up items of which earlier matches of the same act have taken some. As the order of the matches must not
// matter, an item is shown with just that open which the explanation settles, if so much is left of it.
func (s *Service) takeFrom(d core.DossierID, left map[core.ItemID]core.OpenItem, why core.Explanation) func(core.ItemID) (core.OpenItem, bool) {
	return func(id core.ItemID) (core.OpenItem, bool) {
		item, known := left[id]
		if !known {
			var err error
			if item, err = s.store.Item(d, id); err != nil {
				return item, false
			}
		}
		for _, p := range why.Parts {
			if p.Item != id || p.Settles.Currency != item.Open().Currency || magnitude(p.Settles.Minor) > magnitude(item.Open().Minor) {
				continue
			}
			shown := item
			shown.Settled = item.Amount.Minor - p.Settles.Minor
			item.Settled += p.Settles.Minor
			left[id] = item
			return shown, true
		}
		return item, true // Check says that so much is not open
	}
}
