package fetch_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ferry/core"
	"ferry/core/fetch"
	"ferry/core/ponto"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pontoDouble is one connection's Ponto in memory.
type pontoDouble struct {
	mu       sync.Mutex
	accounts []core.Account
	lines    map[core.AccountID][]core.Transaction // newest first
	pending  map[core.AccountID][]core.Transaction
	updated  map[string][]core.Transaction
	latest   core.SyncResult
	fail     map[string]error // by what was asked: "accounts", "transactions a1", …
	asked    map[string]int
	times    map[string][]time.Time
	reading  int
	most     int           // accounts read at once
	slow     time.Duration // of every page
	outcome  core.SyncResult
}

func newPonto(ids ...core.AccountID) *pontoDouble {
	p := &pontoDouble{lines: make(map[core.AccountID][]core.Transaction), pending: make(map[core.AccountID][]core.Transaction),
		updated: make(map[string][]core.Transaction), fail: make(map[string]error), asked: make(map[string]int), times: make(map[string][]time.Time)}
	for i, id := range ids {
		p.accounts = append(p.accounts, core.Account{ID: id, Institution: "bank", Reference: fmt.Sprint("BE", i), Currency: core.EUR,
			InternalReference: fmt.Sprint("ref-", i), Description: "Account " + string(id)})
	}
	return p
}

// ask counts a request and answers with the fault that is set for it.
func (p *pontoDouble) ask(ctx context.Context, what string) error {
	if p.slow > 0 {
		select {
		case <-time.After(p.slow):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[what]++
	p.times[what] = append(p.times[what], time.Now())
	kind, _, _ := strings.Cut(what, " ")
	p.asked["all "+kind]++
	if err := p.fail[what]; err != nil {
		return err
	}
	return p.fail[kind]
}

func (p *pontoDouble) Accounts(ctx context.Context) ([]core.Account, error) {
	if err := p.ask(ctx, "accounts"); err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	list := slices.Clone(p.accounts)
	for i := range list {
		sum := core.Amount{Currency: list[i].Currency}
		for _, t := range p.lines[list[i].ID] {
			sum.Minor += t.Amount.Minor
		}
		list[i].CurrentBalance, list[i].BalanceKnown, list[i].LatestSync = sum, true, p.latest
	}
	return list, nil
}

func (p *pontoDouble) Institution(ctx context.Context, id core.InstitutionID) (core.Institution, error) {
	return core.Institution{ID: id, Name: "Bank", Pending: true}, p.ask(ctx, "institution")
}

func page(list []core.Transaction, cursor string) ponto.TransactionPage {
	from := 0
	if cursor != "" {
		if from = slices.IndexFunc(list, func(t core.Transaction) bool { return string(t.ID) == cursor }) + 1; from == 0 {
			return ponto.TransactionPage{Raw: []byte("{}")}
		}
	}
	to := min(from+100, len(list))
	out := ponto.TransactionPage{Lines: slices.Clone(list[from:to]), Raw: []byte("{}")}
	if to < len(list) {
		out.Next = string(list[to-1].ID)
	}
	return out
}

func (p *pontoDouble) Transactions(ctx context.Context, of ponto.TransactionsOf, cursor string) (ponto.TransactionPage, error) {
	p.mu.Lock()
	p.reading++
	p.most = max(p.most, p.reading)
	p.mu.Unlock()
	err := p.ask(ctx, "transactions "+string(of.Account))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reading--
	out := page(p.lines[of.Account], cursor)
	out.Latest = p.latest
	return out, err
}

func (p *pontoDouble) PendingTransactions(ctx context.Context, of ponto.TransactionsOf, cursor string) (ponto.TransactionPage, error) {
	err := p.ask(ctx, "pending "+string(of.Account))
	p.mu.Lock()
	defer p.mu.Unlock()
	return page(p.pending[of.Account], cursor), err
}

func (p *pontoDouble) UpdatedTransactions(ctx context.Context, _ ponto.TransactionsOf, id, cursor string) (ponto.TransactionPage, error) {
	err := p.ask(ctx, "updated "+id)
	p.mu.Lock()
	defer p.mu.Unlock()
	return page(p.updated[id], cursor), err
}

func (p *pontoDouble) StartSynchronization(ctx context.Context, _ core.AccountID, subtype, ip string) (core.SyncResult, error) {
	if ip == "" {
		return core.SyncResult{}, &core.Error{Code: core.CodeInvalid}
	}
	return core.SyncResult{ID: subtype, Subtype: subtype, Status: "pending"}, p.ask(ctx, "sync "+subtype)
}

func (p *pontoDouble) Synchronization(ctx context.Context, id string) (core.SyncResult, error) {
	err := p.ask(ctx, "poll "+id)
	p.mu.Lock()
	defer p.mu.Unlock()
	res := core.SyncResult{ID: id, Status: "running"}
	if p.asked["poll "+id] >= 3 {
		res = p.outcome
		res.ID = id
		if res.Status == "" {
			res.Status = "success"
		}
		p.latest = res
	}
	return res, err
}

// post puts a line of so many days ago where its day stands in the list.
func (p *pontoDouble) post(id core.AccountID, ago int, cents int64) core.Transaction {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked["posted"]++
	t := core.Transaction{ID: core.TransactionID(fmt.Sprintf("%s-%06d", id, p.asked["posted"])), Account: id,
		BookingDate: core.DateIn(time.Now(), time.UTC).AddDays(-ago), Amount: core.Amount{Minor: cents, Currency: core.EUR}}
	list := p.lines[id]
	at := slices.IndexFunc(list, func(l core.Transaction) bool { return l.BookingDate <= t.BookingDate })
	if at < 0 {
		at = len(list)
	}
	p.lines[id] = slices.Insert(list, at, t)
	return t
}

func (p *pontoDouble) count(what string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[what]
}

func (p *pontoDouble) set(what string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fail[what] = err
}

// world is a store, its Pontos and a runner over them.
type world struct {
	*testing.T
	store  *memory
	pontos map[core.ConnectionID]*pontoDouble
	runner *fetch.Runner
}

func newWorld(t *testing.T, pontos map[core.ConnectionID]*pontoDouble) *world {
	w := &world{T: t, store: newMemory(), pontos: pontos}
	for id, p := range pontos {
		w.store.conns[id] = core.Connection{ID: id, Dossier: "d", API: "https://api.example", Name: "Firm", Door: core.CustomIntegration}
		for _, a := range p.accounts {
			a.Connection, a.Dossier, a.Connected = id, "d", true
			w.store.accounts[a.ID] = a
		}
	}
	w.runner = fetch.New(fetch.Config{
		Store: w.store,
		Open:  func(_ context.Context, c core.Connection) (fetch.Bank, error) { return pontos[c.ID], nil },
		Now:   func(core.Connection) time.Time { return time.Now() },
	})
	return w
}

func (w *world) round(ids ...core.AccountID) []fetch.Result {
	return w.runner.Round(w.Context(), ids, fetch.Options{})
}

// run lets the background work for a while.
func (w *world) run(d time.Duration) {
	ctx, cancel := context.WithTimeout(w.Context(), d)
	defer cancel()
	if err := w.runner.Run(ctx); err != context.DeadlineExceeded {
		w.Fatal(err)
	}
}
