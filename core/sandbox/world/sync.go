package world

import (
	"cmp"
	"slices"
	"time"

	"ferry/core"
)

// The starters of a synchronization.
const (
	byPonto   = "ponto"
	byUser    = "user"
	byControl = "control"
)

// How long a run takes and how often a user may ask for one.
const (
	untilRunning = 600 * time.Millisecond
	untilDone    = 1500 * time.Millisecond
	cooldown     = 5 * time.Minute
)

// run is a synchronization with what it brought.
type run struct {
	Synchronization
	number  uint64
	account *account
	all     bool     // it brought the whole list: the first run of an account
	keys    []uint64 // created and changed lines
	pending []uint64
}

func (r *run) describe() Synchronization {
	s := r.Synchronization
	s.Errors = slices.Clone(r.Errors)
	return s
}

func (r *run) open() bool { return r.Status == Pending || r.Status == Running }

func (w *World) newRun(a *account, subtype, by string, at time.Time) *run {
	w.runsMade++
	r := &run{number: w.runsMade, account: a}
	r.Synchronization = Synchronization{ID: w.fixedID(idRun, w.runsMade), Account: a.id, Subtype: subtype, Status: Pending, By: by,
		CustomerOnline: by == byUser, CreatedAt: at, UpdatedAt: at}
	w.runs[r.ID] = r
	return r
}

// runNow makes one of Ponto's own runs, which takes no time. Of those that brought nothing only the latest is kept:
// half a year has 700 for each account.
func (w *World) runNow(a *account, subtype, by string, at time.Time) *run {
	if last := a.own[subtype]; last != nil && len(last.keys)+len(last.pending) == 0 && !last.all {
		delete(w.runs, last.ID)
	}
	r := w.newRun(a, subtype, by, at)
	a.own[subtype] = r
	w.finish(r, at)
	return r
}

// transactionsSubtype is what Ponto asks this bank for.
func (a *account) transactionsSubtype() string {
	if a.bank.institution.has(hasPending) || len(a.bank.pending)+len(a.pending) > 0 {
		return AccountTransactionsWithUnsettled
	}
	return AccountTransactions
}

// ownRuns are Ponto's four times a day, over all accounts.
func (w *World) ownRuns(at time.Time) {
	for _, a := range w.accounts {
		if a.live() {
			w.runNow(a, AccountDetails, byPonto, at)
			w.runNow(a, a.transactionsSubtype(), byPonto, at)
		}
	}
}

// Sync lets Ponto synchronize an account at once, as one of its own runs would.
func (w *World) Sync(id core.AccountID) error {
	return w.withLive(id, func(a *account, now time.Time) {
		w.runNow(a, AccountDetails, byControl, now)
		w.runNow(a, a.transactionsSubtype(), byControl, now)
	})
}

// SyncDetails lets Ponto ask for the balance only: it then runs ahead of the listed lines.
func (w *World) SyncDetails(id core.AccountID) error {
	return w.withLive(id, func(a *account, now time.Time) { w.runNow(a, AccountDetails, byControl, now) })
}

// StartSynchronization asks for news in a user's name.
func (w *World) StartSynchronization(id core.AccountID, subtype, customerIP string) (Synchronization, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return Synchronization{}, err
	}
	if subtype != AccountDetails && subtype != AccountTransactions && subtype != AccountTransactionsWithUnsettled {
		return Synchronization{}, ErrSubtype
	}
	if last, ok := a.asked[subtype]; ok && now.Sub(last) < cooldown {
		return Synchronization{}, ErrRecentlySynchronized
	}
	a.asked[subtype] = now
	r := w.newRun(a, subtype, byUser, now)
	r.CustomerIP = customerIP
	w.open = append(w.open, r)
	return r.describe(), nil
}

// Synchronization reads a run. Each reading moves it a step, so that a frozen clock cannot keep a client waiting.
func (w *World) Synchronization(id string) (Synchronization, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	r, ok := w.runs[id]
	if !ok {
		return Synchronization{}, ErrNotFound
	}
	w.step(r, now)
	w.dropFinished()
	return r.describe(), nil
}

// step moves an open run on.
func (w *World) step(r *run, at time.Time) {
	switch r.Status {
	case Pending:
		r.Status, r.UpdatedAt = Running, at
	case Running:
		w.finish(r, at)
	}
}

// advanceRuns moves the runs that users started to where they stand at an instant.
func (w *World) advanceRuns(at time.Time) {
	for _, r := range w.open {
		if running := r.CreatedAt.Add(untilRunning); r.Status == Pending && !running.After(at) {
			w.step(r, running)
		}
		if done := r.CreatedAt.Add(untilDone); r.Status == Running && !done.After(at) {
			w.step(r, done)
		}
	}
	w.dropFinished()
}

func (w *World) dropFinished() {
	w.open = slices.DeleteFunc(w.open, func(r *run) bool { return !r.open() })
}

// finish ends a run: with an error that the bank gave, or with Ponto's copy brought up to the bank's.
func (w *World) finish(r *run, at time.Time) {
	a := r.account
	r.UpdatedAt = at
	if !a.live() {
		r.Status = Failed
		r.Errors = []SyncError{w.bankError(r, at, "accountNotAvailable", "The account is no longer in this integration.", 404, `{"error":"unknown account"}`)}
		return
	}
	a.latest = r
	if trouble := w.trouble(r, at); trouble != nil {
		r.Status, r.Errors = Failed, []SyncError{*trouble}
		return
	}
	r.Status = Success
	a.synced = at
	if r.Subtype == AccountDetails {
		a.askBalance(at)
		return
	}
	r.keys = a.follow(at)
	r.Updated = len(r.keys)
	if r.Subtype == AccountTransactionsWithUnsettled {
		r.pending = a.followPending(at)
		r.UpdatedPending = len(r.pending)
	}
}

func (a *account) askBalance(at time.Time) {
	a.balanceAsked = at
	if balance := a.bank.balance(); balance != a.current {
		a.current, a.balanceChanged = balance, at
	}
}

// follow applies to Ponto's copy what happened at the bank since the last run.
func (a *account) follow(at time.Time) []uint64 {
	var keys []uint64
	seen := map[uint64]bool{}
	for _, e := range a.bank.events[a.followed:] {
		if e.gone {
			a.book.remove(e.key)
			continue
		}
		a.book.put(e.key, e.content, at)
		if !seen[e.key] {
			seen[e.key] = true
			keys = append(keys, e.key)
		}
	}
	a.followed = len(a.bank.events)
	return keys
}

// followPending takes over the bank's announced lines and tells which are new or changed.
func (a *account) followPending(at time.Time) []uint64 {
	var keys []uint64
	next := make([]*row, 0, len(a.bank.pending))
	for _, r := range a.bank.pending {
		i := slices.IndexFunc(a.pending, func(o *row) bool { return o.key == r.key })
		switch {
		case i < 0:
			keys = append(keys, r.key)
			next = append(next, &row{key: r.key, content: r.content, created: at, updated: at})
		case a.pending[i].content != r.content:
			keys = append(keys, r.key)
			next = append(next, &row{key: r.key, content: r.content, created: a.pending[i].created, updated: at})
		default:
			next = append(next, a.pending[i])
		}
	}
	a.pending = next
	return keys
}

// trouble is why a run cannot succeed at this instant, or nil.
func (w *World) trouble(r *run, at time.Time) *SyncError {
	a, i := r.account, r.account.bank.institution
	var e SyncError
	switch {
	case i.down:
		e = w.bankError(r, at, "financialInstitutionUnavailable", "The financial institution could not be reached, try again later.",
			503, "<html><head><title>503</title></head><body><h1>Service Unavailable</h1></body></html>")
		e.BodyHTML = true
	case i.inMaintenance(at, ""):
		e = w.bankError(r, at, "financialInstitutionInMaintenance", "The financial institution is in maintenance.", 503, `{"message":"maintenance"}`)
	case a.revoked:
		e = w.bankError(r, at, "authorizationInvalid", reauthorizeDetail, 401,
			`{"tppMessages":[{"category":"ERROR","code":"CONSENT_INVALID","text":"The consent was revoked by the user"}]}`)
	case !a.expires.IsZero() && !at.Before(a.expires):
		e = w.bankError(r, at, "authorizationInvalid", reauthorizeDetail, 401,
			`{"tppMessages":[{"category":"ERROR","code":"CONSENT_EXPIRED","text":"The consent has expired"}]}`)
	default:
		return nil
	}
	return &e
}

const reauthorizeDetail = "The authorization is invalid, you should ask the customer to reauthorize the account"

func (w *World) bankError(r *run, at time.Time, code, detail string, status int, body string) SyncError {
	return SyncError{Code: code, Detail: detail, StatusCode: status, Body: body, Timestamp: at,
		RequestID:  w.fixedID(idShape, idRun, r.number),
		RequestURI: "https://psd2." + r.account.bank.institution.slug + ".example/v1/accounts"}
}

// Synchronizations lists the runs that are still known, oldest first: all that users started, and of Ponto's own the
// latest and those that brought something. Unlike reading one, listing moves nothing.
func (w *World) Synchronizations() []Synchronization {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	runs := make([]*run, 0, len(w.runs))
	for _, r := range w.runs {
		runs = append(runs, r)
	}
	slices.SortFunc(runs, func(x, y *run) int { return cmp.Compare(x.number, y.number) })
	list := make([]Synchronization, len(runs))
	for i, r := range runs {
		list[i] = r.describe()
	}
	return list
}

// report finds a synchronization and the account that it was about, as long as that may be read.
func (w *World) report(synchronization string) (*run, *account, error) {
	r, ok := w.runs[synchronization]
	if !ok {
		return nil, nil, ErrNotFound
	}
	a, err := w.readable(r.account.id)
	return r, a, err
}

// UpdatedTransactions is a page of the lines that a synchronization created or changed, newest first. Lines that left
// the list since are not in it.
func (w *World) UpdatedTransactions(synchronization string, q Query) (Page[Line], error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	r, a, err := w.report(synchronization)
	if err != nil {
		return Page[Line]{}, err
	}
	v := w.view(a)
	if r.all {
		return PageOf(v, q)
	}
	var positions []int
	for _, key := range r.keys {
		if i, ok := a.book.position(key); ok {
			positions = append(positions, i)
		}
	}
	slices.Sort(positions)
	lines := make([]Line, len(positions))
	for i, at := range positions {
		lines[i] = v.At(at)
	}
	return PageOf(ListOf(lines, v.ID), q)
}

// UpdatedPendingTransactions is the same for announced lines.
func (w *World) UpdatedPendingTransactions(synchronization string, q Query) (Page[Line], error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	r, a, err := w.report(synchronization)
	if err != nil {
		return Page[Line]{}, err
	}
	keys := r.pending
	if keys == nil {
		keys = []uint64{}
	}
	return PageOf(w.announced(a, keys), q)
}
