package fetch

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/consent"
	"ferry/core/ponto"
)

// pauses are how long a failing account is left alone: the first failure, the second, and so on.
var pauses = [...]time.Duration{time.Minute, 2 * time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// pause is the wait after so many failures in a row, or longer when Ponto asks for it.
func pause(failures int, err error) time.Duration {
	wait := pauses[min(max(failures, 1), len(pauses))-1]
	if e, ok := asError(err); ok {
		wait = max(wait, e.RetryAfter)
	}
	return wait
}

func asError(err error) (*core.Error, bool) { return errors.AsType[*core.Error](err) }

// standing is what is the matter with an account although it could be read: the consent is over, or the bank's last
// synchronization failed. Nil when new lines can arrive.
func standing(a core.Account, inst core.Institution, now time.Time) error {
	c := consent.Judge(a, inst.LifetimeDays, now)
	switch {
	case c.State == core.ConsentWithdrawn:
		return &core.Error{Code: core.CodeWithdrawn, Op: "fetch", Msg: txtWithdrawn, Hint: txtWithdrawnHint}
	case c.State == core.ConsentExpired && !c.Estimated:
		return &core.Error{Code: core.CodeConsentExpired, Op: "fetch", Msg: fmt.Sprintf(txtExpired, c.ExpiresAt.Format("2 January 2006")), Hint: txtExpiredHint}
	}
	last := a.LatestSync
	if last.Updated.Before(a.AuthorizedAt) {
		return nil // what failed before the renewal says nothing any more
	}
	err := ponto.SynchronizationError(last)
	if e, ok := asError(err); ok && strings.HasPrefix(last.Code, "authorization") && c.State == core.ConsentExpired {
		e.Code = core.CodeConsentExpired // the estimate and the bank agree
	}
	return err
}

// fail turns an error into the outcome of an account, stores it with the next try, and tells it when it is news.
func (r *Runner) fail(ctx context.Context, j job, err error) Result {
	res := Result{Account: j.account.ID, Outcome: core.CodeOf(err), Err: err}
	if ctx.Err() != nil {
		// Stopped by the user or the end of the program: nothing is wrong with the account.
		res.Outcome, res.Err = core.CodeCancelled, ctx.Err()
		return res
	}
	state, stateErr := r.cfg.Store.FeedState(j.account.ID)
	if stateErr != nil {
		r.cfg.Log.Warn("feed state not read", "account", j.account.ID, "error", stateErr)
		return res
	}
	before := state.Outcome
	state.Account, state.LastTry = j.account.ID, j.now()
	state.Failures++
	state.NextTry = state.LastTry.Add(pause(state.Failures, err))
	switch {
	case j.refused(res.Outcome):
		state.NextTry = time.Time{} // until the credentials change or the user tries
	case res.Outcome == core.CodeWithdrawn:
		state.Failures, state.NextTry = 0, j.next(state.LastTry)
	}
	describe(&state, res.Outcome, err)
	if err := r.cfg.Store.PutFeedState(ctx, state); err != nil {
		r.cfg.Log.Warn("outcome not stored", "account", j.account.ID, "error", err)
	}
	res.NextTry, res.SyncNext = state.NextTry, state.NextSync
	r.news(ctx, j, before, state)
	return res
}

// refused reports whether the credentials of the whole connection were refused, not access to this account alone.
func (j job) refused(outcome core.Code) bool { return outcome == core.CodeAuth && j.bank == nil }

// describe writes an outcome into the state, with the words a screen shows.
func describe(s *core.FeedState, outcome core.Code, err error) {
	s.Outcome, s.Message, s.Hint, s.RequestID = outcome, "", "", ""
	if err == nil {
		return
	}
	s.Message, s.Hint = core.CleanText(err.Error()), core.HintOf(err)
	if e, ok := asError(err); ok {
		s.RequestID = e.RequestID
		if e.Msg != "" {
			s.Message = core.CleanText(e.Msg)
		}
	}
}

// news tells a change of outcome, once.
func (r *Runner) news(ctx context.Context, j job, before core.Code, s core.FeedState) {
	if before == s.Outcome || before == "" && s.Outcome == core.CodeOK || j.refused(s.Outcome) {
		return // refused credentials are told once for the whole connection
	}
	a := core.Activity{At: j.now(), Level: core.Warning, Dossier: j.account.Dossier, Account: j.account.ID, Code: s.Outcome,
		Text: j.account.Name() + ": " + s.Message + ".", Hint: s.Hint, RequestID: s.RequestID}
	switch s.Outcome {
	case core.CodeOK:
		a.Level, a.Text = core.Info, fmt.Sprintf(txtAgain, j.account.Name())
	case core.CodeConsentExpired, core.CodeConsentNeeded, core.CodeStorage, core.CodeCorrupt:
		a.Level = core.Alarm
	case core.CodeWithdrawn:
		return // told when it left
	}
	r.tell(ctx, a)
}

// summary tells what arrived.
func (rd *reading) summary(ctx context.Context) {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{rd.result.New, "1 new line", "%d new lines"}, {rd.result.Late, "1 of them late", "%d of them late"}, {rd.result.Changed, "1 changed by the bank", "%d changed by the bank"}} {
		switch {
		case p.n == 1:
			parts = append(parts, p.one)
		case p.n > 1:
			parts = append(parts, fmt.Sprintf(p.many, p.n))
		}
	}
	if len(parts) > 0 {
		rd.runner.tell(ctx, core.Activity{At: rd.now(), Dossier: rd.account.Dossier, Account: rd.account.ID,
			Text: fmt.Sprintf(txtLines, rd.account.Name(), strings.Join(parts, ", "))})
	}
}
