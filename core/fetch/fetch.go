// Package fetch is the background core: when to read which account, how far, and what to tell of it. Reading is all that it
// does by itself: a bank is asked for news only by Synchronize, which a present user starts.
//
// A round groups accounts by connection, reads each connection's list of accounts once, then up to Parallel accounts at a time. The
// next page is on its way while one is decided, and several pages share a write that runs beside both. Every account has its
// own outcome and its own next try; what went wrong with one concerns no other.
//
// All times are those of the connection's bank clock, which a simulator may move.
package fetch

import (
	"context"
	"log/slog"
	"sync"
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
	// Sleep waits between two looks at a synchronization; nil waits for real.
	Sleep func(context.Context, time.Duration) error
	// Events is told what has become old; may be nil.
	Events *event.Mailbox
	Log    *slog.Logger // nil: silent
	// Recover is deferred in every goroutine that the runner starts: it may catch a panic there. Nil: none is caught.
	Recover func()
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
type Runner struct {
	cfg   Config
	slots chan struct{} // accounts being read, over all rounds
	doors chan struct{} // lists of accounts being read: a person waits for them, so they do not queue behind long readings
	wake  chan struct{}

	directory sync.Mutex // completing and writing the institutions

	mu       sync.Mutex
	accounts map[core.AccountID]chan struct{}    // held while an account is read
	lists    map[core.ConnectionID]chan struct{} // held while a connection's accounts are refreshed
	looked   map[core.InstitutionID]time.Time    // when an institution was last read
	tried    map[core.AccountID]time.Time        // when the background last tried, should the file not take it
	progress map[core.AccountID]Progress
}

// New returns a runner. It starts nothing.
func New(cfg Config) *Runner {
	if cfg.Parallel <= 0 {
		cfg.Parallel = 4
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Recover == nil {
		cfg.Recover = func() {}
	}
	return &Runner{
		cfg:      cfg,
		slots:    make(chan struct{}, cfg.Parallel),
		doors:    make(chan struct{}, cfg.Parallel),
		wake:     make(chan struct{}, 1),
		accounts: make(map[core.AccountID]chan struct{}),
		lists:    make(map[core.ConnectionID]chan struct{}),
		looked:   make(map[core.InstitutionID]time.Time),
		tried:    make(map[core.AccountID]time.Time),
		progress: make(map[core.AccountID]Progress),
	}
}

// Wake makes Run look at its plan again: accounts, settings or credentials have changed.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Progress is how far an account has come, while it is being read.
func (r *Runner) Progress(id core.AccountID) (Progress, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p, ok := r.progress[id]
	return p, ok
}

// show publishes how far an account has come.
func (r *Runner) show(p Progress, tell func(Progress)) {
	r.mu.Lock()
	if p.Phase == Done {
		delete(r.progress, p.Account)
	} else {
		r.progress[p.Account] = p
	}
	r.mu.Unlock()
	r.changed(event.Feeds, string(p.Account))
	if tell != nil {
		tell(p)
	}
}

func (r *Runner) changed(topic event.Topic, scope string) {
	if r.cfg.Events != nil {
		r.cfg.Events.Put(topic, scope)
	}
}

// tell adds an entry to the activity list. One that cannot be written is only logged: it must not stop the reading.
func (r *Runner) tell(ctx context.Context, a core.Activity) {
	if err := r.cfg.Store.AddActivity(ctx, a); err != nil {
		r.cfg.Log.Warn("activity not stored", "error", err)
		return
	}
	r.changed(event.Activities, "")
}

// hold makes sure that one thing is done by one goroutine at a time.
func hold[K comparable](ctx context.Context, mu *sync.Mutex, held map[K]chan struct{}, k K) (release func(), err error) {
	mu.Lock()
	lock, ok := held[k]
	if !ok {
		lock = make(chan struct{}, 1)
		held[k] = lock
	}
	mu.Unlock()
	return acquire(ctx, lock)
}

// acquire waits for one of the places.
func acquire(ctx context.Context, places chan struct{}) (release func(), err error) {
	select {
	case places <- struct{}{}:
		return func() { <-places }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
