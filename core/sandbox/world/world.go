package world

import (
	"cmp"
	"sync"
	"time"

	"ferry/core"
)

// Options choose a world.
type Options struct {
	Seed         uint64
	Transactions int       // lines over all accounts of the full organization; 0: 1,000
	Now          time.Time // start of the virtual clock; zero: a fixed day
	// Elapsed is a monotonic source that the clock follows. Nil freezes the clock: only Advance and Set move it.
	Elapsed func() time.Duration
}

const (
	defaultTransactions = 1000
	defaultSeed         = 1
)

// World is safe for concurrent use.
type World struct {
	mu       sync.Mutex
	seed     uint64
	cipher   cipher
	clock    clock
	started  time.Time
	firstDay core.Date // of the start, in Brussels
	brussels *time.Location
	nextRun  time.Time // of Ponto's own
	drawn    uint64    // ids given out by NewID
	secrets  uint64

	institutions  []*institution
	bySlug        map[string]*institution
	byInstitution map[core.InstitutionID]*institution

	users         []*User
	organizations []*organization
	integrations  []*integration
	application   Application
	full, starter *integration
	connect       *organization

	banks   map[string]*bankAccount
	held    map[atBank][]*bankAccount
	numbers numbers

	accounts  []*account // also those that were taken out
	byAccount map[core.AccountID]*account

	added chan struct{} // see Added

	runs     map[string]*run
	runsMade uint64
	open     []*run // started by users, not finished
}

// New makes a world. It does no work per line.
func New(o Options) *World {
	now := o.Now.UTC()
	if o.Now.IsZero() {
		now = time.Date(2026, time.March, 3, 9, 30, 0, 0, time.UTC)
	}
	seed := mix(cmp.Or(o.Seed, defaultSeed))
	w := &World{seed: seed, cipher: newCipher(seed), started: now, brussels: location("Europe/Brussels", time.UTC),
		banks: map[string]*bankAccount{}, held: map[atBank][]*bankAccount{}, numbers: numbers{}, byAccount: map[core.AccountID]*account{}, runs: map[string]*run{},
		added: make(chan struct{}, 1)}
	w.clock = clock{elapsed: o.Elapsed}
	w.clock.set(now)
	w.firstDay = core.DateIn(now, w.brussels)
	w.nextRun = w.runAfter(now)
	w.addInstitutions(now)
	w.addCustomers(cmp.Or(o.Transactions, defaultTransactions))
	return w
}

// FullIntegration is the custom integration whose accounts cover every shape and consent state.
func (w *World) FullIntegration() Integration { return w.copyOf(w.full) }

// StarterIntegration is the custom integration that holds no account at first.
func (w *World) StarterIntegration() Integration { return w.copyOf(w.starter) }

// Added is ready when somebody gave an integration access to accounts since it was last received from.
func (w *World) Added() <-chan struct{} { return w.added }

func (w *World) copyOf(i *integration) Integration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return i.Integration
}

// ConnectApplication is the vendor's registration for Ponto Connect.
func (w *World) ConnectApplication() Application { return w.application }

// ConnectOrganization is the organization reachable through Ponto Connect.
func (w *World) ConnectOrganization() Organization {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.connect.Organization
}

// ConnectUser signs in for the organization reachable through Ponto Connect.
func (w *World) ConnectUser() User {
	w.mu.Lock()
	id := w.connect.ID
	w.mu.Unlock()
	u, err := w.UserOf(id)
	if err != nil {
		panic("the connect organization has a user: " + err.Error()) // cannot happen: New makes one
	}
	return u
}
