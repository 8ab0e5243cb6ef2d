package fetch

import (
	"context"
	"hash/fnv"
	"sync"
	"time"

	"ferry/core"
)

const (
	// longestNap bounds how late Run notices that a clock was moved or the machine slept.
	longestNap = time.Minute
	// leastPause keeps a failure that cannot even be stored from becoming a hot loop.
	leastPause = time.Minute
	// behindRun and runSpread place the reading behind each of Ponto's own runs.
	behindRun, runSpread = 2 * time.Minute, 8 * time.Minute
)

// pontoRuns are the hours in Brussels at which Ponto asks the banks by itself.
var pontoRuns = [...]int{2, 8, 14, 20}

// next is when an account should be read again by the normal rhythm: every so often, and shortly behind Ponto's own runs.
// Connections are spread, their accounts stay together: they share one list.
func (j job) next(now time.Time) time.Time {
	every := j.set.FetchEvery
	if every <= 0 {
		every = core.DefaultSettings().FetchEvery
	}
	next := now.Add(every)
	if run := nextRun(now).Add(behindRun + spread(string(j.conn.ID), runSpread)); run.Before(next) {
		next = run
	}
	return next
}

// nextRun is the next of Ponto's own runs.
func nextRun(now time.Time) time.Time {
	zone := core.Institution{}.Zone()
	year, month, day := now.In(zone).Date()
	for ; ; day++ {
		for _, hour := range pontoRuns {
			if run := time.Date(year, month, day, hour, 0, 0, 0, zone); run.After(now) {
				return run
			}
		}
	}
}

// spread is a wait between nothing and the limit, always the same for the same name.
func spread(name string, limit time.Duration) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(name))
	return time.Duration(h.Sum32()>>16) * limit / (1 << 16)
}

// Run reads every connected account when it is due, until ctx ends. It never asks a bank for anything.
func (r *Runner) Run(ctx context.Context) error {
	var work sync.WaitGroup
	defer work.Wait()
	ended := make(chan core.ConnectionID)
	busy := make(map[core.ConnectionID]bool)
	nap := time.NewTimer(0)
	defer nap.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-r.wake:
		case conn := <-ended:
			delete(busy, conn)
		case <-nap.C:
		}
		due, wait := r.due(busy)
		for conn, ids := range due {
			busy[conn] = true
			work.Go(func() {
				defer r.cfg.Recover()
				r.Round(ctx, ids, Options{By: "background"})
				select {
				case ended <- conn:
				case <-ctx.Done():
				}
			})
		}
		nap.Reset(wait)
	}
}

// due lists the accounts to be read now, and how long nothing else will be.
func (r *Runner) due(busy map[core.ConnectionID]bool) (map[core.ConnectionID][]core.AccountID, time.Duration) {
	due, wait := make(map[core.ConnectionID][]core.AccountID), longestNap
	conns, err := r.cfg.Store.Connections()
	if err != nil {
		r.cfg.Log.Warn("connections not read", "error", err)
		return nil, wait
	}
	clocks := make(map[core.ConnectionID]time.Time)
	for _, c := range conns {
		if c.Broken == "" && !busy[c.ID] {
			clocks[c.ID] = r.cfg.Now(c)
		}
	}
	accounts, err := r.cfg.Store.Accounts()
	if err != nil {
		r.cfg.Log.Warn("accounts not read", "error", err)
		return nil, wait
	}
	for _, a := range accounts {
		now, ok := clocks[a.Connection]
		if !ok || !a.Connected {
			continue
		}
		state, err := r.cfg.Store.FeedState(a.ID)
		if err != nil {
			r.cfg.Log.Warn("feed state not read", "account", a.ID, "error", err)
			continue
		}
		if left := r.left(a, state, now); left > 0 {
			wait = min(wait, left)
			continue
		}
		due[a.Connection] = append(due[a.Connection], a.ID)
		r.attempt(a.ID, now)
	}
	return due, wait
}

// left is how long until an account is due.
func (r *Runner) left(a core.Account, s core.FeedState, now time.Time) time.Duration {
	r.mu.Lock()
	tried, ok := r.tried[a.ID]
	r.mu.Unlock()
	left := s.NextTry.Sub(now)
	if s.LastTry.After(now) || a.AuthorizedAt.After(s.LastTry) {
		left = 0 // the clock was moved back; or the consent is new, and so are lines
	}
	if since := now.Sub(tried); ok && since >= 0 && since < leastPause {
		left = max(left, leastPause-since)
	}
	return left
}

func (r *Runner) attempt(id core.AccountID, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tried[id] = now
}
