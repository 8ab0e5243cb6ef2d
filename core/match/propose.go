package match

import (
	"cmp"
	"context"
	"slices"

	"ferry/core"
)

// task is one line on its way to a proposal.
type task struct {
	r       *reading
	options []option
	first   []option // before anything was settled
	parties []int    // whose items its options depend on
	done    *core.Proposal
	stale   bool
	extra   []core.Explanation // transfers that it may be a side of
	inner   bool               // and that both sides speak of
	torn    bool               // one side speaks of something else as well
	joined  bool               // with other lines it makes up an item
}

// claim is the option that the line would take by itself.
func (t *task) claim() *option {
	if t.done != nil || len(t.options) == 0 || t.options[0].blocked != "" || t.torn || t.inner && t.options[0].grade >= GradeCover {
		return nil
	}
	return &t.options[0]
}

// Propose explains many lines at once, so that no item is used twice and no line takes by weak evidence what another has
// strong evidence for. There is one proposal for each line, in the order of the lines; what it says depends on that order in
// nothing. Lines that are pending or unreadable get an empty proposal. progress, which may be nil, is called after every line that
// was looked at; done reaches total when all is decided.
func (e *Engine) Propose(lines []core.Line, progress func(done, total int)) []core.Proposal {
	run := &run{Engine: e, progress: progress, stopped: func() error { return nil }}
	proposals, _ := run.propose(lines) // nothing stops it
	return proposals
}

// ProposeContext is Propose that ends early, with the context's error and without proposals, when the context ends. It
// looks after every line. The engine can be used again at once.
func (e *Engine) ProposeContext(ctx context.Context, lines []core.Line, progress func(done, total int)) ([]core.Proposal, error) {
	run := &run{Engine: e, progress: progress, stopped: ctx.Err}
	return run.propose(lines)
}

// Of so many lines only the first options are kept: they are looked at one by one, if at all, and [Engine.Explain] has the rest.
const (
	manyLines     = 20_000
	optionsOfMany = 5
)

// run is one pass over many lines.
type run struct {
	*Engine
	tasks    []*task // in the order of their keys, without those that nobody explains
	progress func(done, total int)
	stopped  func() error
	done     int
	late     []*task // stale ones that nothing is accepted of yet
}

// step is called after every piece of work.
func (r *run) step() error {
	if r.progress != nil {
		r.progress(r.done, len(r.tasks))
	}
	return r.stopped()
}

// looked counts a line that was looked at. The last one is done when all are weighed.
func (r *run) looked() { r.done = min(r.done+1, max(len(r.tasks)-1, 0)) }

// silent: the text names no item, so that nothing stronger than its payer speaks for any option of the line.
func (t *task) silent() bool { return len(t.r.mentions) == 0 }

// NothingPaid is said of a line of nothing, as banks write them for a message or for interest that comes to nothing.
const NothingPaid = "Nothing was paid. Booked on any account, the line counts as explained."

func (r *run) propose(lines []core.Line) ([]core.Proposal, error) {
	all := make([]*task, len(lines))
	for i, l := range lines {
		all[i] = &task{r: &reading{line: shown(l)}}
	}
	r.tasks = slices.Clone(all)
	slices.SortFunc(r.tasks, func(a, b *task) int { return compareKeys(a.r.line.Key(), b.r.line.Key()) })
	r.tasks = slices.DeleteFunc(r.tasks, func(t *task) bool {
		switch l := t.r.line; {
		case l.State == core.Pending || l.AmountText != "":
			t.done = &core.Proposal{Line: l.Key(), Reason: "The line is not booked, or its amount cannot be read."}
		case l.Amount.IsZero():
			t.done = &core.Proposal{Line: l.Key(), Reason: NothingPaid}
		}
		return t.done != nil
	})
	if len(lines) > manyLines {
		r.options = optionsOfMany
		defer func() { r.options = 0 }()
	}
	if err := r.step(); err != nil {
		return nil, err
	}
	before := make([]int64, len(r.items))
	for n := range r.items {
		before[n] = r.items[n].open
	}
	defer func() {
		for n := range r.items {
			r.items[n].open = before[n]
		}
	}()
	for _, phase := range []func() error{r.transfers, r.reversals, r.explainAll, r.assign, r.instalments} {
		if err := phase(); err != nil {
			return nil, err
		}
	}
	for n := range r.items { // what is said of the rest speaks of the books as they are
		r.items[n].open = before[n]
	}
	proposals := make([]core.Proposal, len(all))
	for i, t := range all {
		if t.done == nil {
			r.recall(t)
			p := r.contested(t)
			t.done = &p
			if err := r.step(); err != nil {
				return nil, err
			}
		}
		proposals[i], t.r, t.options, t.first = *t.done, nil, nil, nil
	}
	r.done = len(r.tasks)
	return proposals, r.step()
}

// explainAll looks at every line as if it were the only one: those of one payer together, since the searches can then share what
// they made.
func (r *run) explainAll() error {
	var rest []*task
	for _, t := range r.tasks {
		if t.done == nil {
			t.r = r.read(t.r.line)
			rest = append(rest, t)
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	r.together(rest)
	for _, t := range rest {
		r.refresh(t)
		t.first = t.options
		if err := r.step(); err != nil {
			return err
		}
		r.looked()
	}
	return nil
}

// together sorts lines by payer, size and day.
func (r *run) together(tasks []*task) {
	party := func(t *task) int {
		if len(t.r.payers) == 0 {
			return -1
		}
		return t.r.payers[0].party
	}
	size := func(t *task) int64 { return roundUp(max(t.r.line.Amount.Minor, -t.r.line.Amount.Minor)) }
	slices.SortFunc(tasks, func(a, b *task) int {
		if p, q := party(a), party(b); p != q {
			return cmp.Compare(p, q)
		}
		return cmp.Or(cmp.Compare(size(a), size(b)), cmp.Compare(a.r.line.BookingDate, b.r.line.BookingDate), compareKeys(a.r.line.Key(), b.r.line.Key()))
	})
}

// recall shows, behind what is left, the options that other lines have taken meanwhile: the line may be a second payment, or
// the better one of the two.
func (e *Engine) recall(t *task) {
	for _, o := range t.first {
		kept := slices.ContainsFunc(t.options, func(p option) bool { return slices.Equal(p.items, o.items) })
		if !kept && len(t.options) < cmp.Or(e.options, maxOptions) {
			o.blocked = "other lines settle it already"
			t.options = append(t.options, o)
		}
	}
}

func compareKeys(a, b core.LineKey) int {
	if a.Account != b.Account {
		return cmp.Compare(a.Account, b.Account)
	}
	return cmp.Compare(a.No, b.No)
}

// refresh explains a line anew with what is still open.
func (e *Engine) refresh(t *task) {
	t.options = e.explain(t.r)
	if e.options > 0 && len(t.options) > e.options {
		t.options = slices.Clone(t.options[:e.options])
	}
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
func (r *run) assign() error {
	touching := map[int][]*task{}
	note := func(t *task) {
		for _, p := range t.parties {
			if list := touching[p]; len(list) == 0 || !slices.Contains(list, t) {
				touching[p] = append(list, t)
			}
		}
	}
	for _, t := range r.tasks {
		note(t)
		if err := r.step(); err != nil {
			return err
		}
	}
	for grade := GradeReference; grade <= GradePartial; grade++ {
		switch grade {
		case GradePayer:
			if err := r.again(r.late, note); err != nil {
				return err
			}
		case GradePartial:
			r.joinLines()
		}
		for {
			accepted, err := r.uncontested(r.tasks, grade)
			if err != nil {
				return err
			}
			if len(accepted) == 0 {
				break
			}
			changed := map[int]bool{}
			for _, t := range accepted {
				o := t.claim()
				p := r.proposal(t)
				p.Auto = true
				t.done = &p
				for k, n := range o.items {
					r.items[n].open -= o.settles[k]
					changed[r.items[n].party] = true
				}
			}
			if err := r.renew(touching, changed, grade, note); err != nil {
				return err
			}
		}
	}
	return nil
}

// renew explains again the lines that depend on changed parties: those that the grade is not about yet, later.
func (r *run) renew(touching map[int][]*task, changed map[int]bool, grade core.Grade, note func(*task)) error {
	var now []*task
	for p := range changed {
		for _, t := range touching[p] {
			switch {
			case t.done != nil || t.stale:
				continue
			case grade < GradePayer && t.silent():
				r.late = append(r.late, t)
			default:
				now = append(now, t)
			}
			t.stale = true
		}
	}
	return r.again(now, note)
}

func (r *run) again(tasks []*task, note func(*task)) error {
	r.together(tasks)
	for _, t := range tasks {
		r.refresh(t)
		note(t)
		if err := r.step(); err != nil {
			return err
		}
	}
	return nil
}

// uncontested lists the claims of a grade that no other line of this or a stronger grade disputes.
func (r *run) uncontested(tasks []*task, grade core.Grade) (accepted []*task, err error) {
	wanted := map[int]int64{}
	paid := map[int][]int64{} // parts of an item, to know equal ones
	var claims []*task
	namers := map[int]int{} // lines that name an item
	for _, t := range tasks {
		if err := r.step(); err != nil {
			return nil, err
		}
		if t.done == nil {
			for _, n := range r.named(t.r) {
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
	doubles := equals(tasks, grade)
	for _, t := range claims {
		o := t.claim()
		free := !doubles.of(t, o)
		for k, n := range o.items {
			twins := 0
			for _, s := range paid[n] {
				if s == o.settles[k] {
					twins++
				}
			}
			// Two equal parts may be one payment made twice, unless together they settle the item.
			if wanted[n] > r.items[n].open || twins > 1 && wanted[n] != r.items[n].open {
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
	return accepted, nil
}

// equal is what a line would settle to the cent if nothing spoke against it.
type equal struct {
	task  *task
	grade core.Grade
}

// equalLines are the lines that nothing is decided of, by the first item that they would settle.
type equalLines map[int][]equal

// equals lists lines whose evidence for some items is as strong as what is to be accepted, and against which something else speaks:
// a payment made twice may have been written differently.
func equals(tasks []*task, grade core.Grade) equalLines {
	found := equalLines{}
	for _, t := range tasks {
		if t.done != nil {
			continue
		}
		for i := range t.options {
			if o := &t.options[i]; (o.blocked != "" || t.torn) && o.exact && o.grade <= grade {
				found[o.items[0]] = append(found[o.items[0]], equal{t, o.grade})
			}
		}
	}
	return found
}

// of reports whether another line of the same amount could as well settle what a claim settles.
func (e equalLines) of(t *task, claim *option) bool {
	return slices.ContainsFunc(e[claim.items[0]], func(other equal) bool {
		return other.task != t && other.task.claim() == nil && other.grade <= claim.grade && other.task.r.line.Amount == t.r.line.Amount
	})
}
