package fetch

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"time"

	"ferry/core"
	"ferry/core/consent"
	"ferry/core/event"
	"ferry/core/ponto"
)

// The two things that a bank is asked for, one after the other: two cannot run at once for one account.
const (
	detailsOf = "accountDetails"
	linesOf   = "accountTransactionsWithUnsettled"
)

// patience is how long a bank's answer is waited for.
const patience = 3 * time.Minute

// polls are the waits between two looks at a synchronization; the last one goes on.
var polls = [...]time.Duration{time.Second, time.Second, 2 * time.Second, 3 * time.Second, 5 * time.Second}

// Synchronize asks the banks for news in the name of the present user, waits for their answer, then reads. What cannot be
// asked is refused with its own reason before anything is sent to the bank.
func (r *Runner) Synchronize(ctx context.Context, ids []core.AccountID, opts Options) []Result {
	if opts.By == "" {
		opts.By = "user"
	}
	ids, groups, results := r.plan(ids)
	syncs := make(map[core.AccountID]started)
	var mu sync.Mutex
	var work sync.WaitGroup
	for conn, members := range groups {
		work.Go(func() {
			defer r.cfg.Recover()
			r.ask(ctx, conn, members, opts, func(id core.AccountID, s started, refused *Result) {
				mu.Lock()
				defer mu.Unlock()
				if refused != nil {
					results[id] = *refused
					return
				}
				syncs[id] = s
			})
		})
	}
	work.Wait()
	var asked []core.AccountID
	for _, id := range ids {
		if _, ok := syncs[id]; ok {
			asked = append(asked, id)
		}
	}
	if len(asked) > 0 {
		for _, res := range r.round(ctx, asked, opts, syncs) {
			results[res.Account] = res
		}
	}
	list := make([]Result, len(ids))
	for i, id := range ids {
		list[i] = results[id]
	}
	return list
}

// ask synchronizes the accounts of one connection.
func (r *Runner) ask(ctx context.Context, id core.ConnectionID, members []core.AccountID, opts Options, put func(core.AccountID, started, *Result)) {
	all := func(err error) {
		for _, m := range members {
			put(m, started{}, &Result{Account: m, Outcome: core.CodeOf(err), Err: err})
		}
	}
	conn, err := r.connection(id)
	if err != nil {
		all(err)
		return
	}
	set, err := r.cfg.Store.Settings()
	if err != nil {
		all(err)
		return
	}
	ip, err := customerIP(conn, set, opts)
	if err != nil {
		all(err)
		return
	}
	refreshed, bank, err := r.refresh(ctx, conn, opts.By) // what the file knows may be old: the consent may have been renewed
	if err != nil {
		r.unasked(ctx, conn, members, set, opts, err, put)
		return
	}
	banks := r.banks(conn)
	var work sync.WaitGroup
	for _, m := range members {
		i := slices.IndexFunc(refreshed.Accounts, func(a core.Account) bool { return a.ID == m })
		if i < 0 {
			res := refusal(m, core.CodeNotFound, "", txtNotKnown, m)
			put(m, started{}, &res)
			continue
		}
		a := refreshed.Accounts[i]
		j := job{account: a, conn: conn, inst: banks[a.Institution], bank: bank, set: set, opts: opts, now: func() time.Time { return r.cfg.Now(conn) }}
		if res, refused := r.refused(j); refused {
			put(m, started{}, &res)
			continue
		}
		work.Go(func() {
			defer r.cfg.Recover()
			put(m, r.synchronize(ctx, j, ip), nil)
		})
	}
	work.Wait()
}

// unasked notes on the accounts of a connection that Ponto itself could not be reached: what was well is so no longer.
func (r *Runner) unasked(ctx context.Context, conn core.Connection, members []core.AccountID, set core.Settings, opts Options,
	cause error, put func(core.AccountID, started, *Result)) {
	known, _, err := r.members(conn.ID)
	for _, m := range members {
		res := Result{Account: m, Outcome: core.CodeOf(cause), Err: cause}
		if i := slices.IndexFunc(known, func(a core.Account) bool { return a.ID == m }); err == nil && i >= 0 {
			res = r.fail(ctx, job{account: known[i], conn: conn, set: set, opts: opts, now: func() time.Time { return r.cfg.Now(conn) }}, cause)
		}
		put(m, started{}, &res)
	}
}

func refusal(id core.AccountID, code core.Code, hint, format string, args ...any) Result {
	return Result{Account: id, Outcome: code, Err: &core.Error{Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint}}
}

// refused tells why an account cannot be synchronized now, if so.
func (r *Runner) refused(j job) (Result, bool) {
	id, now := j.account.ID, j.now()
	c := consent.Judge(j.account, j.inst.LifetimeDays, now)
	switch {
	case c.State == core.ConsentWithdrawn:
		return refusal(id, core.CodeWithdrawn, txtWithdrawnHint, txtWithdrawn), true
	case c.State == core.ConsentExpired && !c.Estimated: // an estimate is no reason not to ask
		return refusal(id, core.CodeConsentExpired, txtExpiredHint, txtExpired, c.ExpiresAt.Format("2 January 2006")), true
	case j.account.ReadOnly || j.inst.InMaintenance(now):
		return refusal(id, core.CodeMaintenance, txtMaintHint, txtMaintenance), true
	}
	state, err := r.cfg.Store.FeedState(id)
	if err != nil {
		return Result{Account: id, Outcome: core.CodeOf(err), Err: err}, true
	}
	if left := state.NextSync.Sub(now); left > 0 {
		res := refusal(id, core.CodeTooSoon, txtTooSoonHint, txtTooSoon, roundUp(left))
		res.SyncNext, res.NextTry = state.NextSync, state.NextTry
		return res, true
	}
	return Result{}, false
}

func roundUp(d time.Duration) time.Duration {
	return (d + time.Second - 1).Truncate(time.Second)
}

// synchronize asks one bank and waits. Its failure does not keep the account from being read.
func (r *Runner) synchronize(ctx context.Context, j job, ip string) started {
	unlock, err := hold(ctx, &r.mu, r.accounts, j.account.ID)
	if err != nil {
		return started{fault: err}
	}
	defer unlock()
	free, err := acquire(ctx, r.slots)
	if err != nil {
		return started{fault: err}
	}
	defer free()
	r.show(Progress{Account: j.account.ID, Phase: Synchronizing, Since: j.now()}, j.opts.Progress)
	defer r.show(Progress{Account: j.account.ID, Phase: Done, Since: j.now()}, nil)
	if _, err := r.await(ctx, j, detailsOf, ip); err != nil && core.CodeOf(err) != core.CodeTooSoon {
		return started{fault: err} // the balance of moments ago will do; anything else will not get better by asking twice
	}
	last, err := r.await(ctx, j, linesOf, ip)
	return started{id: last.ID, fault: err}
}

// await starts a synchronization and polls until it has ended.
func (r *Runner) await(ctx context.Context, j job, subtype, ip string) (core.SyncResult, error) {
	last, err := j.bank.StartSynchronization(ctx, j.account.ID, subtype, ip)
	if err != nil && core.CodeOf(err) != core.CodeTooSoon {
		return last, err
	}
	r.cool(ctx, j, err)
	if err != nil {
		return last, err
	}
	for i, waited := 0, time.Duration(0); last.Status != "success" && last.Status != "error"; i++ {
		if waited > patience {
			return last, &core.Error{Code: core.CodeBankDown, Op: "synchronize with the bank", Msg: txtSlow, Hint: txtSlowHint}
		}
		pause := polls[min(i, len(polls)-1)]
		if err := r.cfg.Sleep(ctx, pause); err != nil {
			return last, err
		}
		waited += pause
		if last, err = j.bank.Synchronization(ctx, last.ID); err != nil {
			return last, err
		}
	}
	return last, ponto.SynchronizationError(last)
}

// sleep waits for real, unless ctx ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// cool notes when the bank may be asked again.
func (r *Runner) cool(ctx context.Context, j job, err error) {
	state, stateErr := r.cfg.Store.FeedState(j.account.ID)
	if stateErr == nil {
		wait := j.set.SyncCooldown
		if wait <= 0 {
			wait = core.DefaultSettings().SyncCooldown
		}
		if e, ok := asError(err); ok && e.RetryAfter > 0 {
			wait = e.RetryAfter
		}
		state.Account, state.NextSync = j.account.ID, j.now().Add(wait)
		stateErr = r.cfg.Store.PutFeedState(ctx, state)
	}
	if stateErr != nil {
		r.cfg.Log.Warn("next synchronization not stored", "account", j.account.ID, "error", stateErr)
	}
	r.changed(event.Feeds, string(j.account.ID))
}

// customerIP is the address that is sent to the bank. A real Ponto gets a public one or nothing; a simulator on this machine
// takes any.
func customerIP(conn core.Connection, set core.Settings, opts Options) (string, error) {
	text := opts.CustomerIP
	if text == "" {
		text = set.CustomerIP
	}
	simulated := core.Loopback(conn.API)
	if text == "" && simulated {
		text = "127.0.0.1"
	}
	if text == "" {
		return "", &core.Error{Code: core.CodeInvalid, Op: "synchronize", Msg: txtNoIP, Hint: txtIPHint}
	}
	ip, err := netip.ParseAddr(text)
	ip = ip.Unmap()
	if err != nil || !simulated && (!ip.IsGlobalUnicast() || ip.IsPrivate() || behindNAT(ip) || ip.Zone() != "") {
		return "", &core.Error{Code: core.CodeInvalid, Op: "synchronize", Msg: fmt.Sprintf(txtBadIP, core.CleanText(text)), Hint: txtIPHint}
	}
	return ip.String(), nil
}

// behindNAT reports whether the address is of the space that carriers share among customers, 100.64.0.0/10.
func behindNAT(ip netip.Addr) bool {
	if !ip.Is4() {
		return false
	}
	b := ip.As4()
	return b[0] == 100 && b[1]&0xc0 == 64
}
