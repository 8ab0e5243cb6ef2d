package feed

import (
	"slices"

	"ferry/core"
)

// page gathers what one page does.
type page struct {
	reading *Reading
	view    core.LedgerView
	days    map[core.Date][]core.Line
	list    []core.Transaction // delivered
	changes []core.Change
	newest  core.Date
	fresh   int  // ids not listed before
	news    bool // something else than known, unchanged lines of earlier readings
	blind   bool // a decision is needed that a partial reading cannot take
}

// line takes up one delivered line.
func (p *page) line(t core.Transaction) error {
	r := p.reading
	day := dayOf(t)
	p.newest = max(p.newest, day)
	k := keyOf(t.ID)
	if _, again := r.seen[k]; again {
		return p.repeated(t)
	}
	r.seen[k] = struct{}{}
	delete(r.expected, k)
	p.fresh++
	if !day.IsZero() && (r.oldest.IsZero() || day < r.oldest) {
		r.oldest = day
	}
	if r.fill {
		if !r.tooOld(day) {
			p.news = true
			p.insert(r.take(t))
		}
		return nil
	}
	old, known, err := p.view.ByID(t.ID)
	if err != nil {
		return err
	}
	if _, gone := r.claimed[old.No]; known && !gone {
		return p.recognised(old, t)
	}
	if r.tooOld(day) {
		return nil
	}
	p.news = true
	return p.unknown(t, nil)
}

// repeated takes up a line whose id this reading has listed already. As lists grow while they are read, the last lines of a
// page come again on the next one; if one then says something else, it has changed in between, and the reading begins anew.
// One answer that gives one id to two payments is wrong, and no line of it can be trusted.
func (p *page) repeated(t core.Transaction) error {
	same := func(o core.Transaction) bool { return o.ID == t.ID }
	here := slices.IndexFunc(p.list, same)
	if o := p.list[here]; otherPayment(o, t) {
		return &core.Error{Code: core.CodeProtocol, Op: "read transactions", Msg: "the bank's list gives one number to two payments",
			Hint: "nothing of this page was stored; Ferry tries again later; tell Ponto if it stays"}
	}
	if at := slices.IndexFunc(p.reading.above, same); at >= 0 && differs(p.reading.above[at], t) {
		p.blind = true
	}
	return nil
}

func (r *Reading) tooOld(day core.Date) bool { return !day.IsZero() && day < r.opts.HistoryFrom }

// recognised takes up a line whose id the ledger has.
func (p *page) recognised(old core.Line, t core.Transaction) error {
	r := p.reading
	renumbered := otherPayment(old.Transaction, t)
	if !renumbered && fingerprint(old.Transaction) != fingerprint(t) {
		var err error
		if renumbered, err = p.elsewhere(t, old); err != nil {
			return err
		}
	}
	if renumbered {
		r.held[old.No] = struct{}{}
		p.news = true
		return p.unknown(t, &old)
	}
	if uint64(old.No)>>32 < r.state.Reading {
		r.known = true
	} else {
		p.news = true
	}
	if g := r.waiting[spotOf(old.Transaction)]; g != nil {
		g.candidates = slices.DeleteFunc(g.candidates, func(c core.Line) bool { return c.No == old.No })
	}
	r.alive++
	changes := restate(core.Revise, old, t, r.position)
	p.news = p.news || len(changes) > 0
	p.changes = append(p.changes, changes...)
	return nil
}

// unknown takes up a line that is new or a stored one under another id. holder is the stored line that has t's id and is
// another payment.
func (p *page) unknown(t core.Transaction, holder *core.Line) error {
	r := p.reading
	e := r.take(t)
	e.holder = holder
	s := spotOf(t)
	g := r.waiting[s]
	if g == nil {
		candidates, err := p.candidates(s)
		if err != nil {
			return err
		}
		if len(candidates) == 0 && holder == nil {
			p.insert(e)
			return nil
		}
		if r.partial {
			p.blind = true
			return nil
		}
		g = &group{day: s.day, candidates: candidates}
		r.waiting[s] = g
	}
	g.entries = append(g.entries, e)
	return nil
}

// elsewhere reports whether a stored line other than old, not listed yet, is exactly this payment: then its id has moved.
func (p *page) elsewhere(t core.Transaction, old core.Line) (bool, error) {
	lines, err := p.candidates(spotOf(t))
	return slices.ContainsFunc(lines, func(l core.Line) bool {
		return l.No != old.No && fingerprint(l.Transaction) == fingerprint(t)
	}), err
}

// candidates are the stored lines of a day and amount that this reading has not listed.
func (p *page) candidates(s spot) ([]core.Line, error) {
	lines, ok := p.days[s.day]
	if !ok {
		var err error
		if lines, err = p.view.OnDay(s.day); err != nil {
			return nil, err
		}
		p.days[s.day] = lines
	}
	var found []core.Line
	for _, l := range lines {
		if spotOf(l.Transaction) == s && p.reading.unlisted(l) {
			found = append(found, l)
		}
	}
	return found, nil
}

// unlisted reports whether this reading has not met a stored line yet.
func (r *Reading) unlisted(l core.Line) bool {
	if _, ok := r.claimed[l.No]; ok {
		return false
	}
	if _, ok := r.held[l.No]; ok {
		return true
	}
	if r.partial && uint64(l.No)>>32 == r.state.Reading {
		return false // inserted by this very reading, on a page before the interruption
	}
	_, listed := r.seen[keyOf(l.ID)]
	return !listed
}

// take gives an unknown line its number, by its place in the list: higher up sorts first.
func (r *Reading) take(t core.Transaction) entry {
	e := entry{
		line: t, item: r.position,
		no:   core.LineNo(r.state.Reading<<32 | uint64(^r.state.Taken)),
		late: r.known && dayOf(t) >= r.widened,
	}
	r.state.Taken++
	return e
}

func (p *page) insert(e entry) {
	p.reading.alive++
	if p.changes == nil {
		p.changes = make([]core.Change, 0, len(p.list)) // news is rarely alone on a first page
	}
	p.changes = append(p.changes, e.insert())
}
