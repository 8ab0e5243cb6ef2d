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
	known    bool               // a line of an earlier reading was listed: what is inserted below it is late
	widened  core.Date          // lines older than this were left out on purpose before: they are history, not late
	oldest   core.Date          // listed day
	recent   []span             // the last pages, proofLines lines or little more
	end      bool               // the list ended
	above    []core.Transaction // the page before

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
	r.alive, r.quiet, r.known, r.oldest, r.recent, r.above = 0, 0, false, 0, nil, nil
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
	p := page{reading: r, view: view, list: lines, days: make(map[core.Date][]core.Line)}
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
	if p.fresh == 0 && len(lines) > 0 || echoes(r.above, lines) {
		if r.stale++; r.stale >= maxStale {
			return Step{}, &core.Error{Code: core.CodeProtocol, Op: "read transactions", Msg: "the list repeats itself and does not go on",
				Hint: "Ferry tries again later; tell Ponto if it stays"}
		}
	} else {
		r.stale = 0
	}
	r.above = lines
	r.recent = append(r.recent, span{len(lines), p.newest})
	r.count(p)
	p.changes = append(p.changes, r.decide(r.reached())...)
	r.state.Next, r.end = next, next == ""
	r.state.Restart = len(r.waiting) > 0
	return Step{Changes: p.changes, State: r.state, First: first, Done: r.end || r.enough()}, nil
}

// echoes reports whether a page says what the one above said, under other ids: such a list does not go on. Pages of nothing
// but equal payments are no echo.
func echoes(above, lines []core.Transaction) bool {
	same := func(a, b core.Transaction) bool {
		return spotOf(a) == spotOf(b) && fingerprint(a) == fingerprint(b)
	}
	return len(lines) > 0 && slices.EqualFunc(above, lines, same) &&
		slices.ContainsFunc(lines, func(t core.Transaction) bool { return !same(t, lines[0]) })
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
