package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"ferry/core"
	"ferry/core/consent"
	"ferry/core/event"
	"ferry/core/fetch"
)

func one(id core.ConnectionID, p *pontoDouble) map[core.ConnectionID]*pontoDouble {
	return map[core.ConnectionID]*pontoDouble{id: p}
}

func TestFirstFetchThenNothingNew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a", "b")
		for i := range 5000 {
			p.post("a", i/20, int64(i))
		}
		p.post("b", 1, 5)
		p.pending["a"] = []core.Transaction{{ID: "p", State: core.Pending}}
		w := newWorld(t, one("c", p))
		res := w.round()
		if res[0].New != 5000 || res[1].New != 1 || res[0].Pending != 1 || res[0].Outcome != core.CodeOK || res[0].Err != nil {
			t.Fatalf("%+v", res)
		}
		if w.store.largest > 700 || w.store.writes > 12 {
			t.Errorf("%d writes, the largest of %d lines", w.store.writes, w.store.largest)
		}
		before := p.count("transactions a")
		res = w.round("b", "a", "b")
		if len(res) != 2 || res[0].Account != "b" || res[1].New+res[1].Changed+res[1].Late != 0 {
			t.Fatalf("again: %+v", res)
		}
		if asked := p.count("transactions a") - before; asked > 2 {
			t.Errorf("%d pages for nothing new", asked)
		}
		if p.count("accounts") != 2 || p.count("institution") != 1 {
			t.Errorf("%d lists of accounts and %d institutions in two rounds", p.count("accounts"), p.count("institution"))
		}
		p.pending["a"] = nil
		if res = w.round("a"); res[0].Pending != 0 || len(w.store.ledgers["a"].pending) != 0 {
			t.Error("an announced line that is gone is still shown")
		}
	})
}

// TestT20LateLineArrivesOnce: a line dated 60 days back arrives because the synchronization names it, or because the
// balance does not agree, or on the daily look further down.
func TestT20LateLineArrivesOnce(t *testing.T) {
	t.Parallel()
	for _, named := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			p := newPonto("a")
			for i := range 3000 {
				p.post("a", i/30, int64(i))
			}
			w := newWorld(t, one("c", p))
			w.round()
			late := p.post("a", 60, 77)
			if named {
				p.latest = core.SyncResult{ID: "s", Status: "success"}
				p.updated["s"] = []core.Transaction{late}
			}
			if res := w.round()[0]; res.New != 1 || res.Late != 1 {
				t.Fatalf("named %v: %+v", named, res)
			}
			if res := w.round()[0]; res.New != 0 {
				t.Fatalf("again: %+v", res)
			}
			if named && p.count("updated s") != 1 {
				t.Errorf("updated transactions read %d times", p.count("updated s"))
			}
		})
	}
}

func TestOneFailingAccountStopsNoOther(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, q := newPonto("a", "b", "c"), newPonto("d")
		q.set("accounts", &core.Error{Code: core.CodeNetwork, Msg: "no route"})
		p.set("transactions b", &core.Error{Code: core.CodeBankDown, Msg: "500", RequestID: "r1"})
		for _, id := range []core.AccountID{"a", "b", "c"} {
			p.post(id, 1, 1)
		}
		w := newWorld(t, map[core.ConnectionID]*pontoDouble{"p": p, "q": q})
		var got []core.Code
		for _, r := range w.round() {
			got = append(got, r.Outcome)
			if (r.Err == nil) != (r.Outcome == core.CodeOK) {
				t.Errorf("%s: outcome %s with error %v", r.Account, r.Outcome, r.Err)
			}
		}
		if want := []core.Code{core.CodeOK, core.CodeBankDown, core.CodeOK, core.CodeNetwork}; !slices.Equal(got, want) {
			t.Errorf("outcomes %v, want %v", got, want)
		}
		if s := w.store.states["b"]; s.RequestID != "r1" || s.Failures != 1 || !s.LastGood.IsZero() || s.NextTry.Sub(s.LastTry) != time.Minute {
			t.Errorf("state %+v", s)
		}
		res := w.round("zz")
		if res[0].Outcome != core.CodeNotFound {
			t.Errorf("unknown account: %+v", res)
		}
	})
}

// TestT36BackOff: a bank that answers 429 for ever is left alone longer and longer, never called ok, and read again when
// it works.
func TestT36BackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.set("transactions", &core.Error{Code: core.CodeRateLimited, Msg: "slow down"})
		w := newWorld(t, one("c", p))
		w.run(4 * time.Hour)
		var gaps []time.Duration
		times := p.times["transactions a"]
		for i := 1; i < len(times); i++ {
			gaps = append(gaps, times[i].Sub(times[i-1]).Round(time.Minute))
		}
		m := time.Minute
		if want := []time.Duration{m, 2 * m, 5 * m, 15 * m, 60 * m, 60 * m, 60 * m}; !slices.Equal(gaps, want) {
			t.Errorf("waits %v, want %v", gaps, want)
		}
		if s := w.store.states["a"]; s.Outcome != core.CodeRateLimited || s.Message == "" || !s.LastGood.IsZero() {
			t.Errorf("state %+v", s)
		}
		if told := w.store.told(core.CodeRateLimited); len(told) != 1 {
			t.Errorf("told %d times: %q", len(told), told)
		}
		p.set("transactions", nil)
		w.run(time.Hour)
		if s := w.store.states["a"]; s.Outcome != core.CodeOK || s.Failures != 0 || s.Message != "" {
			t.Errorf("after it works: %+v", s)
		}
		p.set("transactions", &core.Error{Code: core.CodeRateLimited, RetryAfter: 3 * time.Hour})
		if res := w.round()[0]; time.Until(res.NextTry) != 3*time.Hour {
			t.Errorf("next try in %s, Ponto asked for three hours", time.Until(res.NextTry))
		}
	})
}

func TestRefusedCredentialsStopTheConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, q := newPonto("a", "b"), newPonto("z")
		p.set("accounts", &core.Error{Code: core.CodeAuth, Msg: "refused"})
		w := newWorld(t, map[core.ConnectionID]*pontoDouble{"p": p, "q": q})
		w.run(24 * time.Hour)
		if p.count("accounts") != 1 || q.count("accounts") < 90 {
			t.Errorf("asked %d and %d times", p.count("accounts"), q.count("accounts"))
		}
		conn := w.store.conns["p"]
		if conn.Broken != core.CodeAuth || conn.BrokenSince.IsZero() || len(w.store.told(core.CodeAuth)) != 1 {
			t.Errorf("%+v, told %q", conn, w.store.told(core.CodeAuth))
		}
		p.set("accounts", nil)
		if res := w.round("a")[0]; res.Outcome != core.CodeOK || w.store.conns["p"].Broken != "" {
			t.Errorf("the user's retry: %+v", res)
		}
	})
}

// TestAccessToOneAccountRefused: a 403 for one account is that account's trouble, not the connection's.
func TestAccessToOneAccountRefused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a", "b")
		p.set("transactions a", &core.Error{Code: core.CodeAuth, Msg: "forbidden"})
		w := newWorld(t, one("p", p))
		w.run(3 * time.Hour)
		if n := p.count("transactions b"); n < 12 || w.store.conns["p"].Broken != "" {
			t.Errorf("the other account was read %d times, connection %+v", n, w.store.conns["p"])
		}
		if n := p.count("transactions a"); n > 8 {
			t.Errorf("%d tries", n)
		}
	})
}

func TestExpiredConsentKeepsReading(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.accounts[0].AuthorizedAt, p.accounts[0].ExpiresAt = time.Now().AddDate(0, 0, -181), time.Now().AddDate(0, 0, -1)
		p.post("a", 1, 1)
		w := newWorld(t, one("c", p))
		res := w.round()[0]
		if res.Outcome != core.CodeConsentExpired || core.HintOf(res.Err) == "" || res.New != 1 || time.Until(res.NextTry) != core.DefaultSettings().FetchEvery {
			t.Errorf("%+v, next in %s", res, time.Until(res.NextTry))
		}
		p.latest = core.SyncResult{ID: "s", Status: "error", Code: "authorizationInvalid", Updated: time.Now()}
		p.accounts[0].ExpiresAt = time.Now().AddDate(0, 0, 9)
		if res := w.round()[0]; res.Outcome != core.CodeConsentNeeded {
			t.Errorf("the bank refuses before the date: %+v", res)
		}
		time.Sleep(time.Minute)
		p.accounts[0].AuthorizedAt, p.accounts[0].ExpiresAt = time.Now(), time.Now().AddDate(0, 0, 180)
		if res := w.round()[0]; res.Outcome != core.CodeOK || res.New != 0 {
			t.Errorf("after the renewal: %+v", res)
		}
		if s := w.store.states["a"]; !s.AuthorizedAt.Equal(time.Now()) {
			t.Errorf("read under %s", s.AuthorizedAt)
		}
	})
}

// TestRenewalIsReadAtOnce: whoever has just renewed a consent wants to see its lines, not wait for the next quarter of an hour.
func TestRenewalIsReadAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.accounts[0].AuthorizedAt, p.accounts[0].ExpiresAt = time.Now().AddDate(0, 0, -181), time.Now().AddDate(0, 0, -1)
		w := newWorld(t, one("c", p))
		w.round()
		time.Sleep(2 * time.Minute)
		a := w.store.accounts["a"]
		a.AuthorizedAt, a.ExpiresAt = time.Now(), time.Now().AddDate(0, 0, 180)
		p.accounts[0].AuthorizedAt, p.accounts[0].ExpiresAt = a.AuthorizedAt, a.ExpiresAt
		w.store.accounts["a"] = a
		w.run(time.Minute)
		if s := w.store.states["a"]; s.Outcome != core.CodeOK {
			t.Errorf("a minute after the renewal the account is %s, next try %s", s.Outcome, time.Until(s.NextTry))
		}
	})
}

// TestT31RenewalFloodsNothing: nothing is doubled by a renewal that gives the account and every line a new id.
func TestT31RenewalFloodsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a", "b")
		for i := range 700 {
			p.post("a", i/2, int64(i%5))
		}
		w := newWorld(t, one("c", p))
		w.round()
		p.accounts[0].ID = "a2" // taken out and put back
		for i, l := range p.lines["a"] {
			l.ID = core.TransactionID(fmt.Sprint("new-", i))
			p.lines["a2"] = append(p.lines["a2"], l)
		}
		p.post("a2", 0, 9)
		res := w.round("a", "b")
		if res[0].New != 1 || res[0].Outcome != core.CodeOK {
			t.Fatalf("%+v", res)
		}
		a, ok := w.store.accounts["a2"]
		if !ok || !a.Connected || !slices.Equal(a.Replaces, []core.AccountID{"a"}) || len(w.store.accounts) != 2 {
			t.Errorf("%+v", w.store.accounts)
		}
		if n := len(w.store.ledgers["a2"].lines); n != 701 {
			t.Errorf("%d lines", n)
		}
	})
}

// TestAnAccountStaysInItsDossier: a second integration that lists the same account must not carry its lines into the books
// of another client.
func TestAnAccountStaysInItsDossier(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, q := newPonto("a"), newPonto("b")
		w := newWorld(t, map[core.ConnectionID]*pontoDouble{"c": p, "other": q})
		w.round()
		q.accounts = append(q.accounts, p.accounts[0])
		r, err := w.runner.Refresh(t.Context(), "other", "user")
		if err != nil || len(r.New) != 0 || w.store.accounts["a"].Connection != "c" {
			t.Fatalf("%+v, %v; the account went to %s", r, err, w.store.accounts["a"].Connection)
		}
		delete(w.store.conns, "c")
		if r, err = w.runner.Refresh(t.Context(), "other", "user"); err != nil || w.store.accounts["a"].Connection != "other" {
			t.Errorf("with its connection removed it goes on through the other: %+v, %v", r, err)
		}
	})
}

func TestAccountsComeAndGo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a", "eur")
		w := newWorld(t, one("c", p))
		w.round()
		eur := p.accounts[1]
		usd := eur
		usd.ID, usd.Currency, usd.InternalReference = "usd", "USD", ""
		p.accounts = []core.Account{usd}
		r, err := w.runner.Refresh(t.Context(), "c", "user")
		if err != nil || !slices.Equal(r.New, []core.AccountID{"usd"}) || len(r.Gone) != 2 || len(r.Moved) != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		if w.store.accounts["usd"].Connected || w.store.accounts["a"].WithdrawnAt.IsZero() {
			t.Errorf("%+v", w.store.accounts)
		}
		res := w.round("a")[0]
		if res.Outcome != core.CodeWithdrawn || res.Err == nil || p.count("transactions a") != 1 {
			t.Errorf("withdrawn: %+v, %d pages", res, p.count("transactions a"))
		}
		eur.ID, eur.InternalReference = "eur2", "" // the same number at the same bank in the same currency
		p.accounts = append(p.accounts, eur)
		if r, err = w.runner.Refresh(t.Context(), "c", "user"); err != nil || r.Moved["eur"] != "eur2" || len(r.New) != 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		p.accounts = append(p.accounts, core.Account{ID: "a", Reference: "BE0", Currency: core.EUR, Institution: "bank"})
		if res := w.round("a")[0]; res.Outcome != core.CodeOK || !w.store.accounts["a"].WithdrawnAt.IsZero() {
			t.Errorf("back: %+v", res)
		}
	})
}

func TestRemindersComeOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.accounts[0].AuthorizedAt, p.accounts[0].ExpiresAt = time.Now(), time.Now().AddDate(0, 0, 60)
		w := newWorld(t, one("c", p))
		w.store.set.FetchEvery = 3 * time.Hour
		w.run(70 * 24 * time.Hour)
		var steps []int
		for _, g := range w.store.reminders["a"] {
			steps = append(steps, g.Step)
		}
		if !slices.Equal(steps, consent.Ladder()) {
			t.Errorf("reminders %v", steps)
		}
	})
}

// TestAMonthOfBackgroundAsksNoBank also shows that the rhythm holds: every 15 minutes and behind Ponto's own runs.
func TestAMonthOfBackgroundAsksNoBank(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a", "b")
		p.post("a", 1, 1)
		w := newWorld(t, one("c", p))
		w.run(30 * 24 * time.Hour)
		if n := p.count("all sync"); n != 0 {
			t.Errorf("%d synchronizations", n)
		}
		if n := p.count("accounts"); n < 30*24*4-10 || n > 30*24*4+30*4+10 {
			t.Errorf("%d lists of accounts in a month", n)
		}
		brussels := core.Institution{}.Zone()
		behind := make(map[int]bool)
		for _, at := range p.times["accounts"] {
			if at = at.In(brussels); at.Minute() < 11 {
				behind[at.Hour()] = true
			}
		}
		for _, hour := range []int{2, 8, 14, 20} {
			if !behind[hour] {
				t.Errorf("not read shortly after %d o'clock", hour)
			}
		}
	})
}

func TestFullDiskIsNoHotLoop(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.post("a", 1, 1)
		w := newWorld(t, one("c", p))
		w.store.broken = &core.Error{Code: core.CodeStorage, Msg: "disk full"}
		if res := w.round()[0]; res.Outcome != core.CodeStorage {
			t.Errorf("%+v", res)
		}
		before := p.count("accounts")
		w.run(time.Hour)
		if n := p.count("accounts") - before; n > 61 {
			t.Errorf("%d tries in an hour", n)
		}
		w.store.broken = nil
		if res := w.round()[0]; res.Outcome != core.CodeOK || res.New != 1 {
			t.Errorf("with room again: %+v", res)
		}
	})
}

func TestParallelIsBoundedAndCancelEndsAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var ids []core.AccountID
		for i := range 20 {
			ids = append(ids, core.AccountID(fmt.Sprint("a", i)))
		}
		p := newPonto(ids...)
		p.slow = time.Second
		for _, id := range ids {
			for i := range 300 {
				p.post(id, i, 1)
			}
		}
		w := newWorld(t, one("c", p))
		ctx, cancel := context.WithTimeout(t.Context(), 8*time.Second)
		defer cancel()
		for _, res := range w.runner.Round(ctx, nil, fetch.Options{}) {
			if res.Outcome != core.CodeOK && (res.Outcome != core.CodeCancelled || !errors.Is(res.Err, context.DeadlineExceeded)) {
				t.Errorf("%+v", res)
			}
		}
		if p.most > 4 || p.most < 3 {
			t.Errorf("%d accounts read at once", p.most)
		}
		for id, s := range w.store.states {
			if s.Failures != 0 {
				t.Errorf("%s: cancelling counted as failure", id)
			}
		}
		for _, res := range w.round() {
			if n := len(w.store.ledgers[res.Account].lines); res.Outcome != core.CodeOK || n != 300 {
				t.Errorf("%+v, %d lines", res, n)
			}
		}
	})
}

func TestProgressAndEvents(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.post("a", 1, 1)
		w := newWorld(t, one("c", p))
		box := event.NewMailbox()
		w.runner = fetch.New(fetch.Config{Store: w.store, Events: box, Now: func(core.Connection) time.Time { return time.Now() },
			Open: func(context.Context, core.Connection) (fetch.Bank, error) { return p, nil }})
		var phases []fetch.Phase
		w.runner.Round(t.Context(), nil, fetch.Options{Progress: func(g fetch.Progress) {
			if len(phases) == 0 || phases[len(phases)-1] != g.Phase {
				phases = append(phases, g.Phase)
			}
		}})
		if want := []fetch.Phase{fetch.Waiting, fetch.Reading, fetch.Writing, fetch.Done}; !slices.Equal(phases, want) {
			t.Errorf("phases %v", phases)
		}
		if _, busy := w.runner.Progress("a"); busy {
			t.Error("still shown as being read")
		}
		if got := box.Drain(); !slices.Contains(got, event.Change{Topic: event.Transactions, Scope: "a"}) {
			t.Errorf("events %v", got)
		}
	})
}
