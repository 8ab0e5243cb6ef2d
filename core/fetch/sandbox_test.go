package fetch_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/fetch"
	"ferry/core/ponto"
	"ferry/core/sandbox"
)

// bench is the real client and the background core against the simulator.
type bench struct {
	*testing.T
	at     sandbox.Addresses
	server *sandbox.Server
	store  *memory
	runner *fetch.Runner
	client *http.Client
}

// keys is a secret in memory.
type keys struct {
	sync.Mutex
	mu     sync.Mutex
	secret core.Secret
}

func (k *keys) Secret() (core.Secret, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.secret, nil
}

func (k *keys) SaveSecret(s core.Secret) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.secret = s
	return nil
}

func newBench(t *testing.T, transactions int) *bench {
	t.Helper()
	began := time.Now()
	server, err := sandbox.New(sandbox.Options{Seed: 3, Transactions: transactions, Elapsed: func() time.Duration { return 200 * time.Since(began) }})
	if err != nil {
		t.Fatal(err)
	}
	at, err := server.Start(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	b := &bench{T: t, at: at, server: server, store: newMemory(), client: &http.Client{Transport: transport}}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	secret := &keys{secret: core.Secret{ClientID: at.ClientID, ClientSecret: at.ClientSecret}}
	client, err := ponto.New(ponto.Config{API: at.API, Auth: ponto.ClientCredentials(at.API, secret), Transport: transport, Now: server.World().Now})
	if err != nil {
		t.Fatal(err)
	}
	b.store.conns["c"] = core.Connection{ID: "c", API: at.API, Door: core.CustomIntegration, Sandbox: true}
	b.runner = fetch.New(fetch.Config{Store: b.store,
		Now:  func(core.Connection) time.Time { return server.World().Now() },
		Open: func(context.Context, core.Connection) (fetch.Bank, error) { return client, nil }})
	r, err := b.runner.Refresh(t.Context(), "c", "user")
	if err != nil || len(r.New) == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, a := range r.Accounts {
		a.Connected = true
		b.store.accounts[a.ID] = a
	}
	return b
}

// control sends an order to the simulator's control address, or reads it when there is no order.
func (b *bench) control(path string, order, answer any) {
	b.Helper()
	method, body := http.MethodGet, []byte(nil)
	if order != nil {
		method = http.MethodPost
		body, _ = json.Marshal(order)
	}
	req, err := http.NewRequestWithContext(b.Context(), method, b.at.Control+path, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := b.client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		b.Fatalf("%s: %s %s %v", path, res.Status, text, err)
	}
	if answer != nil {
		if err := json.Unmarshal(text, answer); err != nil {
			b.Fatal(err)
		}
	}
}

type truth struct {
	ID      core.AccountID
	Lines   int
	Sum     string
	Pending int
}

// same compares every account with what the simulator says a client must hold.
func (b *bench) same(when string) {
	b.Helper()
	var truths []truth
	b.control("/truth", nil, &truths)
	found := 0
	for _, want := range truths {
		a, ok := b.store.accounts[want.ID]
		if !ok || !a.WithdrawnAt.IsZero() {
			continue
		}
		found++
		l := b.store.ledgers[want.ID]
		stats, _ := l.Stats()
		stats.Sum.Currency = a.Currency
		if stats.Lines-stats.Missing != want.Lines || stats.Sum.String() != want.Sum || len(l.pending) != want.Pending {
			b.Errorf("%s: account %s holds %d lines, %s, %d pending; the bank %d, %s, %d", when, want.ID,
				stats.Lines-stats.Missing, stats.Sum, len(l.pending), want.Lines, want.Sum, want.Pending)
		}
	}
	if found == 0 {
		b.Fatal("no account to compare")
	}
}

// fetch makes a round and returns the sums of what it brought.
func (b *bench) fetch() (brought, changed int) {
	b.Helper()
	for _, res := range b.runner.Round(b.Context(), nil, fetch.Options{}) {
		if code := res.Outcome; code == core.CodeInternal || code == core.CodeProtocol || code == core.CodeNetwork {
			b.Errorf("%+v", res)
		}
		brought += res.New
		changed += res.Changed
	}
	return brought, changed
}

// healthy finds an account whose bank can be asked.
func (b *bench) healthy() core.AccountID {
	b.Helper()
	now := b.server.World().Now()
	for id, a := range b.store.accounts {
		l := b.store.ledgers[id]
		if a.ExpiresAt.After(now.AddDate(0, 0, 20)) && !a.ReadOnly && !a.Deprecated && a.LatestSync.Status != "error" && l != nil && len(l.lines) > 150 {
			return id
		}
	}
	b.Fatal("no account can be synchronized")
	return ""
}

func TestAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	b := newBench(t, 3000)
	if brought, _ := b.fetch(); brought == 0 {
		t.Fatal("nothing arrived")
	}
	b.same("first fetch")
	if brought, changed := b.fetch(); brought != 0 || changed != 0 {
		t.Errorf("second fetch: %d new, %d changed", brought, changed)
	}

	id := b.healthy()
	day := func(ago int) string { return b.server.World().Now().AddDate(0, 0, -ago).Format(time.DateOnly) }
	b.control("/transactions", map[string]any{"account": id, "amount": "-12.30", "executionDate": day(0)}, nil)
	b.control("/transactions", map[string]any{"account": id, "amount": "45.67", "executionDate": day(60)}, nil)
	if brought, _ := b.fetch(); brought != 0 {
		t.Errorf("%d lines arrived without a synchronization", brought)
	}
	res := b.runner.Synchronize(t.Context(), []core.AccountID{id}, fetch.Options{})[0]
	if res.New < 2 || res.Late < 1 || res.Outcome != core.CodeOK {
		t.Errorf("after the synchronization: %+v", res)
	}
	b.same("synchronized")
	if res := b.runner.Synchronize(t.Context(), []core.AccountID{id}, fetch.Options{})[0]; res.Outcome != core.CodeTooSoon && res.New != 0 {
		t.Errorf("again: %+v", res)
	}

	b.control("/reissue", map[string]any{"account": id}, nil)
	if brought, _ := b.fetch(); brought != 0 {
		t.Errorf("%d lines doubled by new ids", brought)
	}
	b.same("new ids")

	for _, step := range []struct {
		action string
		want   core.Code
	}{{"withdraw", core.CodeWithdrawn}, {"restore", core.CodeOK}, {"expire", core.CodeConsentExpired}, {"reauthorize", core.CodeOK}} {
		b.control("/consent", map[string]any{"account": id, "action": step.action}, nil)
		res := b.runner.Round(t.Context(), []core.AccountID{id}, fetch.Options{})[0]
		if res.Outcome != step.want || res.New != 0 {
			t.Errorf("%s: %+v, want %s", step.action, res, step.want)
		}
		if step.action == "restore" { // it may have come back under another id
			for _, a := range b.store.accounts {
				for _, old := range a.Replaces {
					if old == id {
						id = a.ID
					}
				}
			}
		}
	}
	b.same("consents")
}

// TestFaultsOfTheSimulator: whatever the answers are like, the round after them has every line once.
func TestFaultsOfTheSimulator(t *testing.T) {
	t.Parallel()
	b := newBench(t, 2000)
	faults := []string{sandbox.FaultRepeat, sandbox.FaultUnknown, sandbox.FaultNulls, sandbox.FaultCut, sandbox.FaultCyclic, sandbox.FaultForeign, "500html"}
	for _, name := range faults {
		b.control("/faults", map[string]any{"name": name, "times": 3, "path": "/accounts/"}, nil)
		b.runner.Round(t.Context(), nil, fetch.Options{})
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodDelete, b.at.Control+"/faults", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	b.fetch()
	b.fetch()
	b.same(fmt.Sprint("after ", faults))
	var syncs []any
	b.control("/synchronizations?by=user", nil, &syncs)
	if len(syncs) != 0 {
		t.Errorf("%d synchronizations by reading", len(syncs))
	}
}

// TestDaysOfReadingOnly: Ponto's own runs bring new lines, reading finds them, and nobody asked a bank.
func TestDaysOfReadingOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, 1000)
	b.fetch()
	brought := 0
	id := b.healthy()
	for range 10 {
		b.control("/transactions", map[string]any{"account": id, "amount": "-5.00", "executionDate": b.server.World().Now().Format(time.DateOnly)}, nil)
		b.control("/clock", map[string]any{"advance": "1d"}, nil)
		n, _ := b.fetch()
		brought += n
	}
	b.same("after ten days")
	if brought != 10 {
		t.Errorf("%d lines arrived of 10 that Ponto's own runs found", brought)
	}
	var syncs []any
	b.control("/synchronizations?by=user", nil, &syncs)
	if len(syncs) != 0 {
		t.Errorf("%d synchronizations by reading", len(syncs))
	}
}
