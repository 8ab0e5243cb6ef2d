package feed

import (
	"time"

	"ferry/core"
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
	Changes []core.Change
	State   core.FeedState // to be stored with the changes, in the same write
	Done    bool           // Page: nothing more to ask for, call Finish. Finish: the reading is complete
}

// Reading is one pass over an account's list, from the top down.
type Reading struct {
	state core.FeedState
	opts  Options
}

// Begin starts a reading, or takes up the one that was interrupted. State says where to ask first.
func Begin(state core.FeedState, opts Options) *Reading { return &Reading{state: state, opts: opts} }

// State is where the reading stands: State().Next is the cursor to ask for.
func (r *Reading) State() core.FeedState { return r.state }

// Expect tells the reading which lines a synchronization brought or changed, so that it goes down to them.
func (r *Reading) Expect(view core.LedgerView, lines []core.Transaction) error { return nil }

// Page decides one page of the list.
func (r *Reading) Page(view core.LedgerView, lines []core.Transaction, next string) (Step, error) {
	return Step{State: r.state, Done: true}, nil
}

// Finish ends the reading once Page said Done.
func (r *Reading) Finish(view core.LedgerView, balance core.Amount, known bool) (Step, error) {
	return Step{State: r.state, Done: true}, nil
}
