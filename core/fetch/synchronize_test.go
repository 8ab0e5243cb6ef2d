package fetch_test

import (
	"testing"
	"testing/synctest"
	"time"

	"ferry/core"
	"ferry/core/fetch"
)

func TestSynchronizeAsksWaitsAndReads(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		p.post("a", 90, 1)
		w := newWorld(t, one("c", p))
		w.store.set.CustomerIP = "203.0.113.7"
		w.round()
		p.updated["accountTransactionsWithUnsettled"] = []core.Transaction{p.post("a", 60, 5)}
		res := w.runner.Synchronize(t.Context(), nil, fetch.Options{})[0]
		if res.Outcome != core.CodeOK || res.New != 1 || time.Until(res.SyncNext) <= 0 {
			t.Fatalf("%+v", res)
		}
		if p.count("sync accountDetails") != 1 || p.count("sync accountTransactionsWithUnsettled") != 1 || p.count("updated accountTransactionsWithUnsettled") != 1 {
			t.Errorf("asked %v", p.asked)
		}
		asked := p.count("all sync")
		res = w.runner.Synchronize(t.Context(), []core.AccountID{"a"}, fetch.Options{})[0]
		if res.Outcome != core.CodeTooSoon || p.count("all sync") != asked || !res.SyncNext.After(time.Now()) {
			t.Errorf("at once again: %+v", res)
		}
		time.Sleep(5 * time.Minute)
		p.outcome = core.SyncResult{Status: "error", Code: "authorizationInvalid", Updated: time.Now()}
		p.asked["poll accountDetails"] = 0
		res = w.runner.Synchronize(t.Context(), nil, fetch.Options{})[0]
		if res.Outcome != core.CodeConsentNeeded || core.HintOf(res.Err) == "" {
			t.Errorf("the bank refuses: %+v", res)
		}
	})
}

func TestSynchronizeWaitsNoLongerThanItMust(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		w := newWorld(t, one("c", p))
		w.store.set.CustomerIP = "203.0.113.7"
		p.outcome = core.SyncResult{Status: "running"}
		began := time.Now()
		res := w.runner.Synchronize(t.Context(), nil, fetch.Options{})[0]
		if res.Outcome != core.CodeBankDown || time.Since(began) > 4*time.Minute {
			t.Errorf("%+v after %s", res, time.Since(began))
		}
		time.Sleep(time.Hour)
		p.set("sync", &core.Error{Code: core.CodeTooSoon, Msg: "recently", RetryAfter: 9 * time.Minute})
		res = w.runner.Synchronize(t.Context(), nil, fetch.Options{})[0]
		if res.Outcome != core.CodeTooSoon || time.Until(res.SyncNext) != 9*time.Minute {
			t.Errorf("%+v", res)
		}
	})
}

// TestSynchronizeRefusesBeforeAsking: every reason has its own code and sentence, and the bank hears nothing.
func TestSynchronizeRefusesBeforeAsking(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		ip   string
		make func(*world, *pontoDouble)
		code core.Code
	}{
		{"no address", "", nil, core.CodeInvalid},
		{"not an address", "home", nil, core.CodeInvalid},
		{"private", "192.168.1.9", nil, core.CodeInvalid},
		{"private, mapped", "::ffff:10.0.0.1", nil, core.CodeInvalid},
		{"loopback", "127.0.0.1", nil, core.CodeInvalid},
		{"unspecified", "0.0.0.0", nil, core.CodeInvalid},
		{"link-local", "fe80::1", nil, core.CodeInvalid},
		{"behind a carrier's NAT", "100.64.3.4", nil, core.CodeInvalid},
		{"expired", "203.0.113.7", func(_ *world, p *pontoDouble) { p.accounts[0].ExpiresAt = time.Now().Add(-time.Hour) }, core.CodeConsentExpired},
		{"maintenance", "203.0.113.7", func(_ *world, p *pontoDouble) { p.accounts[0].ReadOnly = true }, core.CodeMaintenance},
		{"withdrawn", "203.0.113.7", func(_ *world, p *pontoDouble) { p.accounts = nil }, core.CodeWithdrawn},
		{"not chosen", "203.0.113.7", func(w *world, _ *pontoDouble) {
			a := w.store.accounts["a"]
			a.Connected = false
			w.store.accounts["a"] = a
		}, core.CodeInvalid},
		{"cooling down", "203.0.113.7", func(w *world, _ *pontoDouble) {
			w.store.states["a"] = core.FeedState{Account: "a", NextSync: time.Now().Add(time.Minute)}
		}, core.CodeTooSoon},
		{"refused credentials", "203.0.113.7", func(_ *world, p *pontoDouble) { p.set("accounts", &core.Error{Code: core.CodeAuth, Msg: "no"}) }, core.CodeAuth},
	}
	said := make(map[string]string)
	for _, tt := range tests {
		synctest.Test(t, func(t *testing.T) {
			p := newPonto("a")
			w := newWorld(t, one("c", p))
			if tt.make != nil {
				tt.make(w, p)
			}
			res := w.runner.Synchronize(t.Context(), []core.AccountID{"a"}, fetch.Options{CustomerIP: tt.ip})[0]
			if res.Outcome != tt.code || res.Err == nil || p.count("all sync") != 0 {
				t.Errorf("%s: %+v, %d requests to the bank", tt.name, res, p.count("all sync"))
				return
			}
			if tt.code != core.CodeInvalid {
				if other := said[res.Err.Error()]; other != "" {
					t.Errorf("%s says the same as %s", tt.name, other)
				}
				said[res.Err.Error()] = tt.name
			}
		})
	}
}

func TestSimulatorTakesAnyAddress(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, api := range []string{"http://127.0.0.1:4001", "http://[::1]:4001", "http://localhost:4001"} {
			p := newPonto("a")
			w := newWorld(t, one("c", p))
			conn := w.store.conns["c"]
			conn.API = api
			w.store.conns["c"] = conn
			if res := w.runner.Synchronize(t.Context(), nil, fetch.Options{})[0]; res.Outcome != core.CodeOK {
				t.Errorf("%s: %+v", api, res)
			}
		}
	})
}

func TestBudgetIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := fetch.NewBudget(10)
		began := time.Now()
		for range 50 {
			if err := b.Wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took < 3900*time.Millisecond || took > 5*time.Second {
			t.Errorf("50 requests at 10 a second took %s", took)
		}
	})
}
