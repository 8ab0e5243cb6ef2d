// Package fetch is the background core: when to read which account, how far, and what to tell of it.
package fetch

import (
	"context"
	"log/slog"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/ponto"
)

// Bank is what reading and synchronizing need of one connection; *ponto.Client satisfies it.
type Bank interface {
	Accounts(context.Context) ([]core.Account, error)
	Institution(context.Context, core.InstitutionID) (core.Institution, error)
	Transactions(ctx context.Context, of ponto.TransactionsOf, cursor string) (ponto.TransactionPage, error)
	PendingTransactions(ctx context.Context, of ponto.TransactionsOf, cursor string) (ponto.TransactionPage, error)
	UpdatedTransactions(ctx context.Context, of ponto.TransactionsOf, syncID, cursor string) (ponto.TransactionPage, error)
	StartSynchronization(ctx context.Context, account core.AccountID, subtype, customerIP string) (core.SyncResult, error)
	Synchronization(ctx context.Context, id string) (core.SyncResult, error)
}

// Store is what the background core needs of the file; store.File satisfies it.
type Store interface {
	Connections() ([]core.Connection, error)
	PutConnection(ctx context.Context, c core.Connection, by string) error
	Institutions(api string) ([]core.Institution, error)
	PutInstitutions(ctx context.Context, api string, list []core.Institution) error
	Accounts() ([]core.Account, error)
	PutAccounts(ctx context.Context, accounts []core.Account, by, why string) error
	MoveAccount(ctx context.Context, from, to core.AccountID, by, why string) error
	FeedState(id core.AccountID) (core.FeedState, error)
	PutFeedState(ctx context.Context, s core.FeedState) error
	Settings() (core.Settings, error)
	Reminders(id core.AccountID) ([]core.Reminder, error)
	PutReminder(ctx context.Context, id core.AccountID, expires time.Time, step int) error
	AddActivity(ctx context.Context, a core.Activity) error
	Apply(ctx context.Context, deliveries ...core.Delivery) error
	View(id core.AccountID, read func(core.LedgerView) error) error
}

// Config is what a Runner is wired from.
type Config struct {
	Store Store
	// Open returns the client of a connection. It is called once per round and connection.
	Open func(context.Context, core.Connection) (Bank, error)
	// Now is the clock of a connection's bank: the machine's, or a simulator's own.
	Now func(core.Connection) time.Time
	// Events is told what has become old; may be nil.
	Events *event.Mailbox
	Log    *slog.Logger // nil: silent
	// Parallel is how many accounts are read at once; 0: 4.
	Parallel int
}

// Options belong to one round.
type Options struct {
	By string // who asks: "background" or "user"
	// CustomerIP is the user's public address for a synchronization; empty: the one in the settings.
	CustomerIP string
	// Progress is told how far each account has come; may be nil. It must not block.
	Progress func(Progress)
}

// Phase is what is being done for an account.
type Phase string

// The phases, in order.
const (
	Waiting       Phase = "waiting"
	Synchronizing Phase = "synchronizing"
	Reading       Phase = "reading"
	Writing       Phase = "writing"
	Done          Phase = "done"
)

// Progress is how far an account has come. The last value wins.
type Progress struct {
	Account core.AccountID
	Phase   Phase
	Pages   int
	Lines   int
	New     int
	Since   time.Time
}

// Result is the outcome of one account in a round.
type Result struct {
	Account  core.AccountID
	Outcome  core.Code // CodeOK, or what stopped the round or the bank
	New      int
	Changed  int
	Late     int
	Pending  int
	Err      error // nil when Outcome is CodeOK
	NextTry  time.Time
	SyncNext time.Time // when the bank may be asked again
}

// Runner reads accounts: alone in the background, or when told to.
type Runner struct{ cfg Config }

// New returns a runner. It starts nothing.
func New(cfg Config) *Runner { return &Runner{cfg: cfg} }

// Run reads every connected account when it is due, until ctx ends. It never asks a bank for anything.
func (r *Runner) Run(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }

// Wake makes Run look at its plan again: accounts, settings or credentials have changed.
func (r *Runner) Wake() {}

// Round reads the given accounts now (none: all connected ones), each with its own outcome, in the order of the store.
func (r *Runner) Round(ctx context.Context, ids []core.AccountID, opts Options) []Result { return nil }

// Synchronize asks the banks for news in the name of the present user, waits for their answer, then reads.
func (r *Runner) Synchronize(ctx context.Context, ids []core.AccountID, opts Options) []Result {
	return nil
}

// Refreshed is what reading a connection's list of accounts showed.
type Refreshed struct {
	Accounts []core.Account // all of the connection as they now stand, also withdrawn ones
	New      []core.AccountID
	Moved    map[core.AccountID]core.AccountID // old id to new
	Gone     []core.AccountID                  // withdrawn since the last time
	Renewed  []core.AccountID                  // a later consent was seen
}

// Refresh reads a connection's accounts and their institutions and stores what changed. New accounts are noted, not connected.
func (r *Runner) Refresh(ctx context.Context, connection core.ConnectionID, by string) (Refreshed, error) {
	return Refreshed{}, nil
}

// Progress is how far an account has come, while it is being read.
func (r *Runner) Progress(id core.AccountID) (Progress, bool) { return Progress{}, false }
