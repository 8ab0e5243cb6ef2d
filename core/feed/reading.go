package feed

import (
	"math"
	"slices"
	"time"

	"ferry/core"
)

const (
	// slack is how many days a line may stand below its booking day's place in the list: announced ahead, booked late.
	slack = 40
	// deepDays is how far back a deep reading goes.
	deepDays = 120
	// fullEvery limits how often an unexplained balance may cost a reading to the end.
	fullEvery = 7 * 24 * time.Hour
	// proofLines is how many lines in a row must lie below a day before the list counts as having passed it.
	proofLines = 100
	// maxRestarts and maxStale bound what a broken list can cost: beginnings anew, and pages in a row that only repeat.
	maxRestarts = 3
	maxStale    = 3
)

// Options say how a reading is to be made.
type Options struct {
	Depth       core.Depth
	Now         time.Time // of the bank's clock
	Renewed     bool      // the consent is new, or the account came back under a new id: read everything
	HistoryFrom core.Date // older lines are left out; zero: none are
}

// Step is what one page, or the end of a reading, brings.
type Step struct {
	// Changes in an order in which they can be applied. Item counts the lines of the whole reading: see First.
	Changes []core.Change
	State   core.FeedState // to be stored with the changes, in the same write
	First   int            // position within the reading of the page's first line
	Done    bool           // Page: nothing more to ask for, call Finish. Finish: the reading is complete
}

// Reading is one pass over an account's list, from the top down. It is not safe for concurrent use.
type Reading struct {
	state core.FeedState
	opts  Options

	seen     map[key]struct{}         // ids that this reading has listed
	claimed  map[core.LineNo]struct{} // stored lines that got another id in this reading
	held     map[core.LineNo]struct{} // stored lines whose id may now stand for another payment
	waiting  map[spot]*group
	expected map[key]core.Date

	looked  bool
	fill    bool // the ledger was empty: nothing to look up
	partial bool // continues below pages that another process read: seen is not all that was listed

	alive    int // lines of the ledger that this reading has listed
	position int // lines delivered so far
	quiet    int // pages in a row that showed nothing new
	stale    int // pages in a row that only repeated
	restarts int
	known    bool      // a line of an earlier reading was listed: what is inserted below it is late
	widened  core.Date // lines older than this were left out on purpose before: they are history, not late
	oldest   core.Date // listed day
	recent   []span    // the last pages, proofLines lines or little more
	end      bool      // the list ended

	corrections int64 // minor units by which Finish revises amounts
}

// Begin starts a reading, or takes up the one that was interrupted. State says where to ask first.
func Begin(state core.FeedState, opts Options) *Reading {
	r := &Reading{opts: opts, expected: make(map[key]core.Date)}
	first := state.Complete.IsZero()
	depth := opts.Depth
	if wider := state.HistoryFrom > opts.HistoryFrom && !first; wider {
		depth, r.widened = core.Full, state.HistoryFrom
	}
	if first || opts.Renewed {
		depth = core.Full
	}
	if state.Open {
		depth = max(depth, state.Depth)
		if state.Restart {
			depth, state.Next = max(depth, core.Deep), ""
		}
	} else {
		state.Reading, state.Taken, state.Open, state.Next = state.Reading+1, 0, true, ""
	}
	state.Depth = depth
	r.state, r.partial = state, state.Next != ""
	r.forget()
	return r
}

// forget drops what was seen: the reading starts at the top.
func (r *Reading) forget() {
	r.seen = make(map[key]struct{})
	r.claimed, r.held = make(map[core.LineNo]struct{}), make(map[core.LineNo]struct{})
	r.waiting = make(map[spot]*group)
	r.alive, r.quiet, r.known, r.oldest, r.recent = 0, 0, false, 0, nil
}

// State is where the reading stands: State().Next is the cursor to ask for.
func (r *Reading) State() core.FeedState { return r.state }

// Expect tells the reading which lines a synchronization brought or changed, so that it goes down to them. Lines that the
// ledger already has as they are ask for nothing.
func (r *Reading) Expect(view core.LedgerView, lines []core.Transaction) error {
	for _, t := range lines {
		day := dayOf(t)
		if day < r.opts.HistoryFrom && !day.IsZero() {
			continue
		}
		old, known, err := view.ByID(t.ID)
		if err != nil {
			return err
		}
		if !known || differs(old.Transaction, t) {
			r.expected[keyOf(t.ID)] = day
		}
	}
	return nil
}

// Page decides one page of the list: the answer to the cursor State().Next. The view may lag behind the changes of this
// reading's earlier steps, so that several pages can share a write; only behind a step that begins anew (not Done, no
// Next) they must have been written.
func (r *Reading) Page(view core.LedgerView, lines []core.Transaction, next string) (Step, error) {
	if err := r.look(view); err != nil {
		return Step{}, err
	}
	if len(lines) == 0 && r.state.Next != "" {
		return r.restart() // never the end: behind the last line there is no cursor
	}
	p := page{reading: r, view: view, days: make(map[core.Date][]core.Line)}
	first := r.position
	for _, t := range lines {
		if err := p.line(t); err != nil {
			return Step{}, err
		}
		if p.blind {
			return r.restart()
		}
		r.position++
	}
	if p.fresh == 0 && len(lines) > 0 {
		if r.stale++; r.stale >= maxStale {
			return Step{}, &core.Error{Code: core.CodeProtocol, Op: "read transactions", Msg: "the list repeats itself and does not go on",
				Hint: "Ferry tries again later; tell Ponto if it stays"}
		}
	} else {
		r.stale = 0
	}
	r.recent = append(r.recent, span{len(lines), p.newest})
	r.count(p)
	p.changes = append(p.changes, r.decide(r.reached())...)
	r.state.Next, r.end = next, next == ""
	r.state.Restart = len(r.waiting) > 0
	return Step{Changes: p.changes, State: r.state, First: first, Done: r.end || r.enough()}, nil
}

// look takes the ledger's measure once, before anything is decided.
func (r *Reading) look(view core.LedgerView) error {
	if r.looked {
		return nil
	}
	stats, err := view.Stats()
	r.looked, r.fill = true, err == nil && stats.Lines == 0
	return err
}

// restart begins again at the top: the cursor has become unknown, or a decision needs what was seen above.
func (r *Reading) restart() (Step, error) {
	if r.restarts++; r.restarts > maxRestarts {
		return Step{}, &core.Error{Code: core.CodeProtocol, Op: "read transactions", Msg: "the list changes faster than it can be read",
			Hint: "Ferry tries again later"}
	}
	r.forget()
	r.partial, r.fill = false, false
	r.state.Next, r.state.Restart = "", true
	r.state.Depth = max(r.state.Depth, core.Deep)
	return Step{State: r.state, First: r.position}, nil
}

// count keeps the proof that the known lines have begun.
func (r *Reading) count(p page) {
	switch {
	case p.news:
		r.quiet = 0
	case p.fresh > 0:
		r.quiet++
	}
	reached := r.reached()
	for k, day := range r.expected {
		if reached < day.AddDays(-slack) {
			delete(r.expected, k) // no longer listed
		}
	}
}

// span is what a page says of how far down the list it stands.
type span struct {
	lines  int
	newest core.Date
}

// reached is the day that the list has come down to: the newest of the last proofLines lines.
func (r *Reading) reached() core.Date {
	lines, newest := 0, core.Date(0)
	for i, s := range slices.Backward(r.recent) {
		lines, newest = lines+s.lines, max(newest, s.newest)
		if lines >= proofLines {
			r.recent = slices.Delete(r.recent, 0, i)
			return newest
		}
	}
	return math.MaxInt32
}

// enough reports whether the reading may stop before the end of the list.
func (r *Reading) enough() bool {
	if r.quiet < 2 || len(r.waiting) > 0 || len(r.expected) > 0 {
		return false
	}
	switch r.state.Depth {
	case core.Light:
		return true
	case core.Deep:
		return r.reached() < r.deepest()
	default:
		return !r.opts.HistoryFrom.IsZero() && r.reached() < r.opts.HistoryFrom.AddDays(-slack)
	}
}

// deepest is the day to which a deep reading goes.
func (r *Reading) deepest() core.Date { return core.DateIn(r.opts.Now, time.UTC).AddDays(-deepDays) }

// page gathers what one page does.
type page struct {
	reading *Reading
	view    core.LedgerView
	days    map[core.Date][]core.Line
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
		return nil
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

func (r *Reading) tooOld(day core.Date) bool { return !day.IsZero() && day < r.opts.HistoryFrom }

// recognised takes up a line whose id the ledger has.
func (p *page) recognised(old core.Line, t core.Transaction) error {
	r := p.reading
	if uint64(old.No)>>32 < r.state.Reading {
		r.known = true
	} else {
		p.news = true
	}
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
	p.changes = append(p.changes, e.insert())
}
