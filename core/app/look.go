package app

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/match"
)

// run is what one look at all open lines of a dossier said.
type run struct {
	books, ledger uint64
	lines         [sha256.Size]byte // which lines they were, and in which revision
	own           []match.Own
	at            map[core.LineKey]int
	tied          map[core.LineKey][]int // which proposals settle a line beside their own
	proposals     packed
	outlooks      []Outlook // by place
	supports      supports
	state         ProposalsState
	marked        []core.LineKey // to check, when the look began
}

// working is a look that is going on.
type working struct {
	done, total int
	since       *touches
	marks       map[core.LineKey]bool // to check, or no longer, since the look began
	ended       chan struct{}
	hurry       context.CancelFunc // ends the rest before it
}

// safe reports whether the proposal at a place can be accepted without asking.
func (r *run) safe(i int) bool { return r.outlooks[i] == OutlookSafe }

// proposal is what the run said of a line. The workbench's mu is held.
func (r *run) proposal(key core.LineKey) (p core.Proposal, ok bool) {
	if r == nil {
		return p, false
	}
	i, ok := r.at[key]
	if !ok {
		return p, false
	}
	p, err := r.proposals.at(i)
	return p, err == nil
}

// Proposals says how far the engine is with the open lines of a dossier, and has it look at them unless what it said is fresh.
func (s *Service) Proposals(ctx context.Context, d core.DossierID) (state ProposalsState, err error) {
	defer tell("look at the open lines", &err)
	if err := s.knownDossier(d); err != nil {
		return ProposalsState{}, err
	}
	w := s.bench(d)
	ledger, err := s.ledgerRevision(ctx, d)
	if err != nil {
		return ProposalsState{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	fresh, err := w.fresh(ledger)
	if err != nil {
		return ProposalsState{}, err
	}
	if !fresh {
		w.look()
	}
	if w.run != nil {
		state = w.run.state
		checked := len(w.keptBack())
		state.Safe, state.Choice = state.Safe-checked, state.Choice+checked
	}
	state.Dossier, state.Fresh = d, fresh
	if w.working != nil {
		state.Done, state.Total = w.working.done, w.working.total
	}
	return state, nil
}

// Look waits until all open lines of a dossier were looked at together as they are now, so that [Service.Proposal] says of each
// what it says beside the others.
func (s *Service) Look(ctx context.Context, d core.DossierID) (err error) {
	defer tell("look at the open lines", &err)
	if err := s.knownDossier(d); err != nil {
		return err
	}
	_, err = s.bench(d).current(ctx)
	return err
}

func (s *Service) knownDossier(d core.DossierID) error {
	_, err := s.dossier(d)
	return err
}

// ledgerRevision grows whenever lines change.
func (s *Service) ledgerRevision(ctx context.Context, d core.DossierID) (uint64, error) {
	list, err := s.store.Lines(ctx, core.Query{Dossier: d, Limit: 1})
	if err != nil {
		return 0, err
	}
	return list.Revision(), nil
}

// fresh reports whether the last run is one of the books, the lines and the accounts as they are. mu is held.
func (w *workbench) fresh(ledger uint64) (bool, error) {
	if w.run == nil || w.run.books != w.s.store.BooksRevision(w.id) || w.run.ledger != ledger {
		return false, nil
	}
	own, err := w.s.ownAccounts(w.id)
	return err == nil && slices.Equal(own, w.run.own), err
}

// look starts a look at all open lines unless one is going on, and returns it. It leaves the machine to whoever acts for a moment
// after an act, and between two looks there is a rest as long as the first took: work on large books does not keep the machine
// busy all day. mu is held.
func (w *workbench) look() *working {
	if w.working != nil {
		return w.working
	}
	ctx := w.s.ctx
	resting, hurry := context.WithCancel(ctx)
	job := &working{since: newTouches(), marks: map[core.LineKey]bool{}, ended: make(chan struct{}), hurry: hurry}
	if w.failed = ctx.Err(); w.failed != nil {
		hurry()
		close(job.ended)
		return job
	}
	w.working = job
	pause := max(w.rest.Sub(w.s.cfg.Now()), w.acted.Add(actRest).Sub(w.s.cfg.Now()))
	w.s.work.Go(func() {
		defer hurry()
		defer w.s.cfg.Recover()
		if pause > 0 {
			_ = w.s.cfg.Sleep(resting, pause) // its end is no failure: somebody is in a hurry, or the program ends
		}
		began := w.s.cfg.Now()
		r, err := w.propose(ctx, job)
		w.mu.Lock()
		if err == nil {
			w.run, w.since, w.marked = r, job.since, map[core.LineKey]bool{}
			w.looks++
			for _, key := range r.marked {
				w.marked[key] = true
			}
			w.mark(job.marks)
		}
		w.failed, w.working = err, nil
		w.rest = w.s.cfg.Now()
		w.rest = w.rest.Add(w.rest.Sub(began))
		if err != nil {
			w.rest = w.rest.Add(failedRest) // what fails is not tried again at every key
		}
		w.mu.Unlock()
		close(job.ended)
		if err != nil && ctx.Err() == nil {
			w.s.log.Error("the open lines could not be looked at", "dossier", w.id, "error", err)
		}
		w.s.events.Put(event.Proposals, string(w.id))
	})
	return job
}

// actRest follows an act: what it leaves behind is read and painted before all lines are looked at again.
const actRest = 250 * time.Millisecond

// failedRest follows a look that failed, unless somebody is in a hurry.
const failedRest = 5 * time.Second

// lineWindow is how many lines are read at a time.
const lineWindow = 1000

// propose looks at all open lines.
func (w *workbench) propose(ctx context.Context, job *working) (*run, error) {
	if err := w.relearn(); err != nil {
		return nil, err
	}
	w.mu.Lock()
	err := w.load()
	job.since = newTouches() // what happened up to here is in what was loaded
	if err != nil {
		w.mu.Unlock()
		return nil, err
	}
	r := &run{books: w.books, own: w.own}
	items, limits, coders := w.open.items(), w.limits, w.coders()
	w.mu.Unlock()
	list, err := w.s.store.Lines(ctx, core.Query{Dossier: w.id, Work: core.WorkOpen})
	if err != nil {
		return nil, err
	}
	r.ledger = list.Revision()
	if r.marked, err = w.marks(ctx); err != nil {
		return nil, err
	}
	lines, rejected, err := w.s.openLines(ctx, list)
	if err != nil {
		return nil, err
	}
	r.lines = sumOf(lines)
	if same := w.still(r); same != nil {
		return same, nil
	}
	told := -1
	proposals, err := match.New(items, r.own, match.Settings(limits)).ProposeContext(ctx, lines, func(done, total int) {
		if percent := done * 100 / max(total, 1); percent != told {
			told = percent
			w.progress(job, done, total)
		}
	})
	if err != nil {
		return nil, err
	}
	finish(proposals, lines, rejected, coders...)
	return r, r.keep(w.id, proposals)
}

// still is the last run, if it was of the same books, lines and accounts as a new one.
func (w *workbench) still(r *run) *run {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.run == nil || w.run.books != r.books || w.run.lines != r.lines || !slices.Equal(w.run.own, r.own) {
		return nil
	}
	same := *w.run
	same.ledger, same.marked = r.ledger, r.marked
	return &same
}

// relearn reads again what was learned from, if some of it may have been taken back.
func (w *workbench) relearn() error {
	w.mu.Lock()
	stale, books := w.forget, w.books
	w.mu.Unlock()
	if !stale {
		return nil
	}
	coded, err := w.s.codedLines(w.id)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.books == books {
		w.coded, w.memory, w.forget = coded, nil, false
	}
	return nil
}

// progress keeps how far a look is, and tells the screens.
func (w *workbench) progress(job *working, done, total int) {
	w.mu.Lock()
	job.done, job.total = done, total
	w.mu.Unlock()
	w.s.events.Put(event.Proposals, string(w.id))
}

// openLines reads the lines of a listing, and what the user rejected of them.
func (s *Service) openLines(ctx context.Context, list core.Listing) (lines []core.Line, rejected map[core.LineKey][]core.Rejection, err error) {
	lines = make([]core.Line, 0, list.Len())
	rejected = map[core.LineKey][]core.Rejection{}
	for from := 0; from < list.Len(); from += lineWindow {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		window, err := list.Window(from, lineWindow)
		if err != nil {
			return nil, nil, err
		}
		keys := make([]core.LineKey, len(window))
		for i := range window {
			keys[i] = window[i].Key()
		}
		states, err := s.store.States(keys)
		if err != nil {
			return nil, nil, err
		}
		for i, state := range states {
			if state.Match != 0 {
				continue // since the list was made
			}
			lines = append(lines, window[i])
			if len(state.Rejected) > 0 {
				rejected[keys[i]] = state.Rejected
			}
		}
	}
	return lines, rejected, nil
}

// sumOf tells two sets of lines apart by their names and revisions.
func sumOf(lines []core.Line) (sum [sha256.Size]byte) {
	h := sha256.New()
	var b []byte
	for i := range lines {
		b = append(b[:0], lines[i].Account...)
		b = binary.BigEndian.AppendUint64(append(b, 0), uint64(lines[i].No))
		h.Write(binary.BigEndian.AppendUint64(b, uint64(lines[i].Revision)))
	}
	h.Sum(sum[:0])
	return sum
}

// finish takes out what the user rejected, and asks rules and memory about what is left unexplained.
func finish(proposals []core.Proposal, lines []core.Line, rejected map[core.LineKey][]core.Rejection, coders ...match.Coder) {
	for i := range proposals {
		without(&proposals[i], rejected[lines[i].Key()])
	}
	match.Complete(proposals, lines, coders...)
	for i := range proposals {
		without(&proposals[i], rejected[lines[i].Key()])
	}
}

// without takes the rejected options out. A line of which the user rejected anything is left to the user.
func without(p *core.Proposal, rejected []core.Rejection) {
	if len(rejected) == 0 {
		return
	}
	before := p.Best()
	p.Options = slices.DeleteFunc(p.Options, func(x core.Explanation) bool {
		return slices.ContainsFunc(rejected, func(r core.Rejection) bool { return rejects(r, x) })
	})
	p.Auto, p.OneKey = false, false
	if len(p.Options) == 0 {
		*p = core.Proposal{Line: p.Line, Reason: txtAllRejected}
		return
	}
	if !match.SameOption(before, p.Options[0]) {
		p.Rule, p.Confidence, p.From = "", core.Ratio{}, nil
		p.Reason = p.Options[0].Reason + " " + txtFirstRejected
	}
}

// keep packs the proposals and counts them.
func (r *run) keep(d core.DossierID, proposals []core.Proposal) (err error) {
	r.at = make(map[core.LineKey]int, len(proposals))
	r.outlooks, r.tied = make([]Outlook, len(proposals)), make(map[core.LineKey][]int)
	r.state = ProposalsState{Dossier: d, Revision: r.books, Done: len(proposals), Total: len(proposals)}
	for i, p := range proposals {
		r.at[p.Line], r.outlooks[i] = i, outlookOf(p)
		r.supports.add(p)
		for _, key := range p.Best().With {
			r.tied[key] = append(r.tied[key], i)
		}
		switch r.outlooks[i] {
		case OutlookSafe:
			r.state.Safe++
		case OutlookChoice:
			r.state.Choice++
		default:
			r.state.None++
		}
	}
	r.proposals, err = pack(proposals)
	return err
}

// current waits until what is known of all open lines is fresh.
func (w *workbench) current(ctx context.Context) (*run, error) {
	for {
		ledger, err := w.s.ledgerRevision(ctx, w.id)
		if err != nil {
			return nil, err
		}
		w.mu.Lock()
		fresh, err := w.fresh(ledger)
		if err != nil || fresh {
			r := w.run
			w.mu.Unlock()
			return r, err
		}
		job := w.look()
		w.mu.Unlock()
		job.hurry()
		select {
		case <-job.ended:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		w.mu.Lock()
		err = w.failed
		w.mu.Unlock()
		if err != nil {
			return nil, err
		}
	}
}
