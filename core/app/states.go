package app

import (
	"cmp"
	"context"
	"strings"

	"ferry/core"
	"ferry/core/event"
)

func compareKeys(a, b core.LineKey) int {
	return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.No, b.No))
}

// States tells where lines stand in the reconciliation, one for each key, in order.
func (s *Service) States(_ context.Context, keys []core.LineKey) (states []core.LineState, err error) {
	defer tell("read where the lines stand", &err)
	return s.store.States(keys)
}

// Match is one match.
func (s *Service) Match(_ context.Context, d core.DossierID, id uint64) (m core.Match, err error) {
	defer tell("read the match", &err)
	return s.store.Match(d, id)
}

// Matches lists matches, newest first, before the given number (0: from the newest).
func (s *Service) Matches(_ context.Context, d core.DossierID, before uint64, n int) (list []core.Match, err error) {
	defer tell("read the matches", &err)
	return s.store.Matches(d, before, n)
}

// Acts lists what was done to the books, newest first; also what was undone and can be done again.
func (s *Service) Acts(_ context.Context, d core.DossierID, n int) (list []core.Done, err error) {
	defer tell("read what was done", &err)
	list, err = s.store.Acts(d, n)
	return s.inWords(list), err
}

// Undo takes back the last act on the books that is not undone.
func (s *Service) Undo(ctx context.Context, d core.DossierID) (done core.Done, err error) {
	defer tell("undo", &err)
	return s.turnBack(ctx, d, false, s.store.Undo)
}

// NextUndo is the act that Undo would take back, and whether it is one of reconciliation: one that touched lines. Others, such as
// an import, deserve a question. There is none: CodeNotFound.
func (s *Service) NextUndo(_ context.Context, d core.DossierID) (next core.Done, reconciles bool, err error) {
	defer tell("look at what undo would take back", &err)
	acts, err := s.store.Acts(d, recentActs)
	if err != nil {
		return core.Done{}, false, err
	}
	next, ok := nextTurn(acts, false)
	switch {
	case !ok:
		return core.Done{}, false, refuse(core.CodeNotFound, txtNothingDone, txtNothingDoneHint)
	case next.By != byUser:
		return core.Done{}, false, notYours(next)
	}
	return s.inWords([]core.Done{next})[0], len(next.Lines) > 0, nil
}

// notYours refuses to take back what somebody else did, and says what that was.
func notYours(next core.Done) error {
	return refuse(core.CodeNotFound, txtNothingYours, say(txtNothingYoursHint, core.CleanText(next.By), core.CleanText(next.What)))
}

// Redo does the last undone act again.
func (s *Service) Redo(ctx context.Context, d core.DossierID) (done core.Done, err error) {
	defer tell("redo", &err)
	return s.turnBack(ctx, d, true, s.store.Redo)
}

// turnBack undoes or redoes an act, and finds out which items that touched: those of the matches that its lines had before,
// and of those that they have afterwards.
func (s *Service) turnBack(ctx context.Context, d core.DossierID, redo bool, turn func(context.Context, core.DossierID, string) (core.Done, error)) (core.Done, error) {
	w := s.bench(d)
	w.acting.Lock()
	defer w.acting.Unlock()
	before := s.store.BooksRevision(d)
	var was []core.ItemID
	known := false
	if acts, err := s.store.Acts(d, recentActs); err == nil {
		if next, ok := nextTurn(acts, redo); ok {
			if !redo && next.By != byUser {
				return core.Done{}, notYours(next)
			}
			was, known = s.itemsOfLines(d, next.Lines)
		}
	}
	done, err := turn(ctx, d, byUser)
	if err != nil {
		return core.Done{}, err
	}
	is, found := s.itemsOfLines(d, done.Lines)
	w.follow(before, effect{lines: done.Lines, items: append(was, is...), doubt: true, all: !known || !found}, nil)
	s.announce(d, done.Lines)
	return s.inWords([]core.Done{done})[0], nil
}

// recentActs is how far back the act is looked for that is undone or done again next.
const recentActs = 50

// nextTurn is the act that undo or redo would take.
func nextTurn(acts []core.Done, redo bool) (next core.Done, ok bool) {
	for _, a := range acts {
		switch {
		case redo && a.Undone:
			next, ok = a, true // the oldest undone one comes first
		case redo:
			return next, ok
		case !a.Undone:
			return a, true
		}
	}
	return next, ok && redo
}

// itemsOfLines are the items that the matches of some lines settle, if they are few enough to be looked up.
func (s *Service) itemsOfLines(d core.DossierID, lines []core.LineKey) (ids []core.ItemID, ok bool) {
	if len(lines) == 0 || len(lines) > few {
		return nil, false
	}
	states, err := s.store.States(lines)
	if err != nil {
		return nil, false
	}
	for _, state := range states {
		if state.Match == 0 {
			continue
		}
		m, err := s.store.Match(d, state.Match)
		if err != nil {
			return nil, false
		}
		ids = append(ids, itemsOf(m.Why)...)
	}
	return ids, true
}

// Months tells how far the accounts of a dossier are reconciled, month by month.
func (s *Service) Months(ctx context.Context, d core.DossierID, from, until core.Date) (months []core.MonthProgress, err error) {
	defer tell("read the months", &err)
	accounts, err := s.accountsIn(d)
	if err != nil {
		return nil, err
	}
	ids := make([]core.AccountID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	return s.store.Progress(ctx, ids, from, until)
}

// Locks are the accounts whose past is closed.
func (s *Service) Locks(_ context.Context) (locks map[core.AccountID]core.Lock, err error) {
	defer tell("read the locks", &err)
	return s.store.Locks()
}

// SetLock closes the past of an account up to and including a day; without a day it is open again.
func (s *Service) SetLock(ctx context.Context, account core.AccountID, until core.Date, why string) (err error) {
	defer tell("lock the period", &err)
	a, err := s.store.Account(account)
	if err != nil {
		return err
	}
	return s.settle(a.Dossier, effect{doubt: true}, func() error {
		return s.store.SetLock(ctx, account, until, byUser, strings.TrimSpace(core.CleanText(why)))
	}, func() { s.events.Put(event.Transactions, string(account)) })
}

// LockPreview counts the lines of an account that a lock up to and including a day would close before they are explained: all of
// them, and those of the month of that day.
func (s *Service) LockPreview(ctx context.Context, account core.AccountID, until core.Date) (open, ofMonth int, err error) {
	defer tell("look at what a lock would close", &err)
	a, err := s.store.Account(account)
	if err != nil || until.IsZero() {
		return 0, 0, err
	}
	day := until.Time()
	for _, since := range []core.Date{0, core.NewDate(day.Year(), day.Month(), 1)} {
		list, err := s.store.Lines(ctx, core.Query{Dossier: a.Dossier, Accounts: []core.AccountID{account}, Work: core.WorkOpen, Since: since, Until: until})
		if err != nil {
			return 0, 0, err
		}
		open, ofMonth = max(open, list.Len()), list.Len()
	}
	return open, ofMonth, nil
}

// Limits are how far payments may differ.
func (s *Service) Limits(_ context.Context, d core.DossierID) (l core.Limits, err error) {
	defer tell("read the limits", &err)
	return s.store.Limits(d)
}

// PutLimits checks and keeps how far payments may differ.
func (s *Service) PutLimits(ctx context.Context, d core.DossierID, l core.Limits) (err error) {
	defer tell("keep the limits", &err)
	if err := s.knownDossier(d); err != nil {
		return err
	}
	switch {
	case max(l.Rounding, l.Fee) > maxTolerance || max(l.DiscountDays, l.TransferDays) > maxDays:
		return refuseWith(core.CodeInvalid, txtWideLimitHint, txtWideLimit, core.Amount{Minor: maxTolerance, Currency: core.EUR})
	case l.Rounding < 0 || l.Fee < 0 || l.DiscountDays < 0 || l.TransferDays < 0:
		return refuse(core.CodeInvalid, txtBadLimit, txtBadLimitHint)
	case l.Discount < 0 || l.Discount >= tenThousand || l.RateSlack < 0 || l.RateSlack >= tenThousand:
		return refuse(core.CodeInvalid, txtBadPercent, txtBadPercentHint)
	}
	for _, r := range l.Rates {
		if !r.From.Valid() || !r.To.Valid() || r.From == r.To || r.Value.Num <= 0 || r.Value.Den <= 0 {
			return refuse(core.CodeInvalid, say(txtBadRate, core.CleanText(string(r.From)), core.CleanText(string(r.To))), txtBadRateHint)
		}
	}
	return s.settle(d, effect{all: true}, func() error { return s.store.PutLimits(ctx, d, l, byUser) }, nil)
}

const tenThousand = 10_000

// Bounds of what a limit may allow: beyond them it is a slip of the finger.
const (
	maxTolerance = 100_000 // minor units
	maxDays      = 366
)

// settle changes what belongs to the books but is no act.
func (s *Service) settle(d core.DossierID, e effect, change func() error, told func()) error {
	w := s.bench(d)
	w.acting.Lock()
	defer w.acting.Unlock()
	before := s.store.BooksRevision(d)
	if err := change(); err != nil {
		return err
	}
	w.follow(before, e, nil)
	s.announce(d, nil)
	if told != nil {
		told()
	}
	return nil
}
