package match

import (
	"cmp"
	"slices"

	"ferry/core"
)

// Own is an account of the dossier, to know transfers between own accounts.
type Own struct {
	ID     core.AccountID
	IBAN   string
	Holder string
}

// OwnAccounts takes what the engine needs from the dossier's accounts.
func OwnAccounts(accounts []core.Account) []Own {
	own := make([]Own, len(accounts))
	for i, a := range accounts {
		own[i] = Own{ID: a.ID, IBAN: a.Reference, Holder: a.Holder}
	}
	return own
}

// Engine explains bank lines with open items. It is made for one state of the books and follows them by [Engine.Update];
// its methods must not be called at the same time.
type Engine struct {
	*index
	settings Settings
	own      map[string]core.AccountID // by account number
	holders  []name
	searcher searcher
}

// New builds the indexes for the open items of one dossier. The order of items and accounts does not matter; ids are unique.
func New(items []core.OpenItem, own []Own, settings Settings) *Engine {
	e := &Engine{index: newIndex(items), settings: settings, own: map[string]core.AccountID{}}
	for _, o := range own {
		if number := account(o.IBAN); number != "" {
			e.own[number] = o.ID
		}
		e.holders = append(e.holders, newName(o.Holder))
	}
	return e
}

// Update puts items as they are now in the place of those with the same id: new ones are added, those with nothing open vanish.
// Afterwards the engine says in everything what [New] of the new list would say. It costs what the change is worth, not
// what the book is.
func (e *Engine) Update(items ...core.OpenItem) { e.update(items) }

// Explain lists the ways to account for one line by open items, best first, as if it were the only line.
func (e *Engine) Explain(line core.Line) []core.Explanation {
	t := &task{r: e.read(line)}
	t.options = e.explain(t.r)
	return e.proposal(t).Options
}

// task is one line on its way to a proposal.
type task struct {
	r       *reading
	options []option
	first   []option // before anything was settled
	parties []int    // whose items its options depend on
	done    *core.Proposal
	stale   bool
}

// claim is the option that the line would take by itself.
func (t *task) claim() *option {
	if t.done != nil || len(t.options) == 0 || t.options[0].blocked != "" {
		return nil
	}
	return &t.options[0]
}

// Propose explains many lines at once, so that no item is used twice and no line takes by weak evidence what another has
// strong evidence for. There is one proposal for each line, in the order of the lines; what it says depends on that order in
// nothing. Lines that are pending or unreadable get an empty proposal. progress, which may be nil, is called now and then.
func (e *Engine) Propose(lines []core.Line, progress func(done, total int)) []core.Proposal {
	if progress == nil {
		progress = func(int, int) {}
	}
	tasks := make([]*task, len(lines))
	for i, l := range lines {
		tasks[i] = &task{r: &reading{line: l}}
	}
	sorted := slices.Clone(tasks)
	slices.SortStableFunc(sorted, func(a, b *task) int { return compareKeys(a.r.line.Key(), b.r.line.Key()) })
	sorted = slices.DeleteFunc(sorted, func(t *task) bool {
		l := t.r.line
		if l.State == core.Pending || l.AmountText != "" || l.Amount.IsZero() {
			t.done = &core.Proposal{Line: l.Key(), Reason: "The line is not booked, or its amount cannot be read."}
		}
		return t.done != nil
	})
	e.transfers(sorted)
	e.reversals(sorted)
	for i, t := range sorted {
		if t.done == nil {
			t.r = e.read(t.r.line)
			e.refresh(t)
			t.first = t.options
		}
		if i%64 == 0 {
			progress(i, len(sorted))
		}
	}
	before := make([]int64, len(e.items))
	for n := range e.items {
		before[n] = e.items[n].open
	}
	e.assign(sorted)
	for n := range e.items {
		e.items[n].open = before[n]
	}
	progress(len(sorted), len(sorted))
	proposals := make([]core.Proposal, len(tasks))
	for i, t := range tasks {
		if t.done == nil {
			e.recall(t)
			p := e.proposal(t)
			t.done = &p
		}
		proposals[i] = *t.done
	}
	return proposals
}

// recall shows, behind what is left, the options that other lines have taken meanwhile: the line may be a second payment, or
// the better one of the two.
func (e *Engine) recall(t *task) {
	for _, o := range t.first {
		kept := slices.ContainsFunc(t.options, func(p option) bool { return slices.Equal(p.items, o.items) })
		if !kept && len(t.options) < maxOptions {
			o.blocked = "other lines settle it already"
			t.options = append(t.options, o)
		}
	}
}

func compareKeys(a, b core.LineKey) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.No, b.No))
}

// refresh explains a line anew with what is still open.
func (e *Engine) refresh(t *task) {
	t.options = e.explain(t.r)
	t.stale = false
	t.parties = t.parties[:0]
	for _, p := range t.r.payers {
		t.parties = append(t.parties, p.party)
	}
	for _, m := range t.r.mentions {
		for _, n := range m.items {
			t.parties = append(t.parties, e.items[n].party)
		}
	}
	for _, o := range t.options {
		for _, n := range o.items {
			t.parties = append(t.parties, e.items[n].party)
		}
	}
	slices.Sort(t.parties)
	t.parties = slices.Compact(t.parties)
}

// assign accepts claims grade by grade, strongest first. Within a grade all claims are weighed together and accepted at once, so
// the order of the lines has no say; an item that two lines claim goes to neither. Each acceptance can settle what other lines
// depended on: they are looked at again, until nothing changes.
func (e *Engine) assign(tasks []*task) {
	touching := map[int][]*task{}
	note := func(t *task) {
		for _, p := range t.parties {
			if list := touching[p]; len(list) == 0 || !slices.Contains(list, t) {
				touching[p] = append(list, t)
			}
		}
	}
	for _, t := range tasks {
		note(t)
	}
	for grade := GradeReference; grade <= GradePartial; grade++ {
		if grade == GradePartial {
			e.joinLines(tasks)
		}
		for {
			accepted := e.uncontested(tasks, grade)
			if len(accepted) == 0 {
				break
			}
			changed := map[int]bool{}
			for _, t := range accepted {
				o := t.claim()
				p := e.proposal(t)
				p.Auto = true
				t.done = &p
				for k, n := range o.items {
					e.items[n].open -= o.settles[k]
					changed[e.items[n].party] = true
				}
			}
			e.renew(touching, changed, note)
		}
	}
}

// renew explains again the lines that depend on changed parties.
func (e *Engine) renew(touching map[int][]*task, changed map[int]bool, note func(*task)) {
	var again []*task
	for p := range changed {
		for _, t := range touching[p] {
			if t.done == nil && !t.stale {
				t.stale = true
				again = append(again, t)
			}
		}
	}
	for _, t := range again {
		e.refresh(t)
		note(t)
	}
}

// uncontested lists the claims of a grade that no other line of this or a stronger grade disputes.
func (e *Engine) uncontested(tasks []*task, grade core.Grade) (accepted []*task) {
	wanted := map[int]int64{}
	paid := map[int][]int64{} // parts of an item, to know equal ones
	var claims []*task
	namers := map[int]int{} // lines that name an item
	for _, t := range tasks {
		if t.done == nil {
			for _, n := range e.named(t.r) {
				namers[n]++
			}
		}
		o := t.claim()
		if o == nil || o.grade > grade {
			continue
		}
		claims = append(claims, t)
		for k, n := range o.items {
			wanted[n] += o.settles[k]
			paid[n] = append(paid[n], o.settles[k])
		}
	}
	for _, t := range claims {
		o := t.claim()
		free := true
		for k, n := range o.items {
			twins := 0
			for _, s := range paid[n] {
				if s == o.settles[k] {
					twins++
				}
			}
			// Two equal parts may be one payment made twice, unless together they settle the item.
			if wanted[n] > e.items[n].open || twins > 1 && wanted[n] != e.items[n].open {
				free = false
			}
			// What is missing from an inexact amount may be what another line pays.
			if !o.exact && o.kind != core.MatchPartial && o.kind != core.MatchLines && namers[n] > 1 {
				free = false
			}
		}
		if free {
			accepted = append(accepted, t)
		}
	}
	return accepted
}

// joinLines finds items that several lines name and settle together, to the cent.
func (e *Engine) joinLines(tasks []*task) {
	byItem := map[int][]*task{}
	for _, t := range tasks {
		if o := t.claim(); o != nil && o.kind == core.MatchPartial {
			byItem[o.items[0]] = append(byItem[o.items[0]], t)
		}
	}
	for n, group := range byItem {
		var sum int64
		for _, t := range group {
			sum += t.options[0].settles[0]
		}
		if len(group) > 1 && sum == e.items[n].open {
			for _, t := range group {
				t.options[0].kind = core.MatchLines
				for _, other := range group {
					if other != t {
						t.options[0].with = append(t.options[0].with, other.r.line.Key())
					}
				}
			}
		}
	}
}
