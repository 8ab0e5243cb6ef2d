package fetch

import (
	"context"
	"slices"
	"sync"
	"time"

	"ferry/core"
	"ferry/core/consent"
)

// job is the reading of one account.
type job struct {
	account core.Account
	conn    core.Connection
	inst    core.Institution
	bank    Bank // nil when the connection could not be read
	set     core.Settings
	opts    Options
	now     func() time.Time // the bank's clock
	sync    string           // a synchronization whose lines are to be found
	fault   error            // what a synchronization before it met
}

// Round reads the given accounts now (none: all connected ones), each with its own outcome, in the order asked for.
func (r *Runner) Round(ctx context.Context, ids []core.AccountID, opts Options) []Result {
	return r.round(ctx, ids, opts, nil)
}

// started is what a synchronization left for the reading behind it.
type started struct {
	id    string
	fault error
}

func (r *Runner) round(ctx context.Context, ids []core.AccountID, opts Options, syncs map[core.AccountID]started) []Result {
	if opts.By == "" {
		opts.By = "background"
	}
	ids, groups, results := r.plan(ids)
	var mu sync.Mutex
	put := func(res Result) {
		mu.Lock()
		defer mu.Unlock()
		results[res.Account] = res
	}
	var work sync.WaitGroup
	for conn, members := range groups {
		work.Go(func() {
			defer r.cfg.Recover()
			r.readConnection(ctx, conn, members, opts, syncs, put)
		})
	}
	work.Wait()
	list := make([]Result, len(ids))
	for i, id := range ids {
		list[i] = results[id]
	}
	return list
}

// plan sorts the accounts by connection. Those that cannot be read have their result already.
func (r *Runner) plan(ids []core.AccountID) ([]core.AccountID, map[core.ConnectionID][]core.AccountID, map[core.AccountID]Result) {
	results, groups := make(map[core.AccountID]Result), make(map[core.ConnectionID][]core.AccountID)
	accounts, err := r.cfg.Store.Accounts()
	if len(ids) == 0 {
		for _, a := range accounts {
			if a.Connected {
				ids = append(ids, a.ID)
			}
		}
	}
	ids = unique(ids)
	for _, id := range ids {
		i := slices.IndexFunc(accounts, func(a core.Account) bool { return a.ID == id })
		switch {
		case err != nil:
			results[id] = Result{Account: id, Outcome: core.CodeOf(err), Err: err}
		case i < 0:
			results[id] = refusal(id, core.CodeNotFound, "", txtNotKnown, id)
		case !accounts[i].Connected:
			results[id] = refusal(id, core.CodeInvalid, txtConnectHint, txtNotConnected)
		default:
			groups[accounts[i].Connection] = append(groups[accounts[i].Connection], id)
		}
	}
	return ids, groups, results
}

func unique(ids []core.AccountID) []core.AccountID {
	seen := make(map[core.AccountID]bool, len(ids))
	var list []core.AccountID
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			list = append(list, id)
		}
	}
	return list
}

// readConnection refreshes one connection's accounts and reads those that are asked for.
func (r *Runner) readConnection(ctx context.Context, id core.ConnectionID, members []core.AccountID, opts Options,
	syncs map[core.AccountID]started, put func(Result)) {
	conn, err := r.connection(id)
	var refreshed Refreshed
	var bank Bank
	if err == nil {
		refreshed, bank, err = r.refresh(ctx, conn, opts.By)
	}
	set, setErr := r.cfg.Store.Settings()
	if setErr != nil {
		set = core.DefaultSettings()
	}
	known, _, listErr := r.members(id)
	if err == nil {
		err = listErr
	}
	if err == nil {
		conn, err = r.connection(id) // it may have been mended by the way
	}
	r.remind(ctx, conn, known)
	banks := r.banks(conn)
	var work sync.WaitGroup
	for _, asked := range members {
		current := asked
		if to, ok := refreshed.Moved[asked]; ok {
			current = to
		}
		i := slices.IndexFunc(known, func(a core.Account) bool { return a.ID == current })
		if i < 0 {
			put(refusal(asked, core.CodeNotFound, "", txtNotKnown, asked))
			continue
		}
		j := job{account: known[i], conn: conn, inst: banks[known[i].Institution], bank: bank, set: set, opts: opts,
			now: func() time.Time { return r.cfg.Now(conn) }, sync: syncs[asked].id, fault: syncs[asked].fault}
		work.Go(func() {
			defer r.cfg.Recover()
			res := r.read(ctx, j, err)
			res.Account = asked
			put(res)
		})
	}
	work.Wait()
}

// read reads one account, unless something stands in the way already.
func (r *Runner) read(ctx context.Context, j job, obstacle error) Result {
	r.show(Progress{Account: j.account.ID, Phase: Waiting, Since: j.now()}, j.opts.Progress)
	defer func() { r.show(Progress{Account: j.account.ID, Phase: Done, Since: j.now()}, j.opts.Progress) }()
	if obstacle != nil {
		return r.fail(ctx, j, obstacle)
	}
	if !j.account.WithdrawnAt.IsZero() {
		return r.fail(ctx, j, standing(j.account, j.inst, j.now()))
	}
	unlock, err := hold(ctx, &r.mu, r.accounts, j.account.ID)
	if err != nil {
		return r.fail(ctx, j, err)
	}
	defer unlock()
	free, err := acquire(ctx, r.slots)
	if err != nil {
		return r.fail(ctx, j, err)
	}
	defer free()
	res, err := r.readLines(ctx, j)
	if err != nil {
		if e, ok := asError(err); ok && e.Code == core.CodeBankDown && j.inst.InMaintenance(j.now()) {
			err = &core.Error{Code: core.CodeMaintenance, Op: e.Op, Msg: txtMaintenance, Hint: txtMaintHint, RequestID: e.RequestID, RetryAfter: e.RetryAfter, Err: err}
		}
		failed := r.fail(ctx, j, err)
		failed.New, failed.Changed, failed.Late = res.New, res.Changed, res.Late
		return failed
	}
	return res
}

// remind gives the reminders that are due, each once per account and end of its consent.
func (r *Runner) remind(ctx context.Context, conn core.Connection, accounts []core.Account) {
	banks := r.banks(conn)
	for _, a := range accounts {
		if !a.Connected {
			continue
		}
		bank := banks[a.Institution]
		c := consent.Judge(a, bank.LifetimeDays, r.cfg.Now(conn))
		list, err := r.cfg.Store.Reminders(a.ID)
		if err != nil {
			r.cfg.Log.Warn("reminders not read", "account", a.ID, "error", err)
			continue
		}
		var given []int
		for _, g := range list {
			// Banks tell the end to the second and not always the same second: the same day is the same end.
			if apart := g.Expires.Sub(c.ExpiresAt).Abs(); apart < 24*time.Hour {
				given = append(given, g.Step)
			}
		}
		step, due := consent.Due(given, c)
		if !due {
			continue
		}
		_, next := consent.Advice(conn.Door, c, bank.Name)
		r.tell(ctx, core.Activity{At: r.cfg.Now(conn), Level: consent.Level(step), Dossier: a.Dossier, Account: a.ID,
			Code: codeOfConsent(c), Text: consent.Reminder(step, c, a.Name(), bank.Name), Hint: next})
		if err := r.cfg.Store.PutReminder(ctx, a.ID, c.ExpiresAt, step); err != nil {
			r.cfg.Log.Warn("reminder not stored", "account", a.ID, "error", err)
		}
	}
}

func codeOfConsent(c core.Consent) core.Code {
	if c.State == core.ConsentExpired {
		return core.CodeConsentExpired
	}
	return ""
}
