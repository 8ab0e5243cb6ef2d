package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/fetch"
	"ferry/core/sandbox"
)

// Config is what the service is wired from. Store, Now and Rand must be given; everything else has a sensible absence.
type Config struct {
	Store     Store
	Now       func() time.Time
	Rand      io.Reader // ids, states and PKCE verifiers
	Log       *slog.Logger
	Mailbox   *event.Mailbox    // nil: the service makes its own
	Transport http.RoundTripper // nil: the default
	UserAgent string
	// Sleep waits between two polls; nil waits for real.
	Sleep func(context.Context, time.Duration) error
	// Recover is deferred in every goroutine that the service starts: it may catch a panic there, to give the terminal back
	// before the program ends. Nil: none is caught.
	Recover func()
	// Browse opens an address in the user's browser; nil: there is none.
	Browse func(ctx context.Context, address string) error
	// LookUpIP asks a third party for this machine's public address. It is called only when the user opted in.
	LookUpIP func(ctx context.Context) (string, error)
	// Origin finds the raw delivery that brought a line, Verify checks the file. They stand beside the Store because their
	// results are the file's own types; the wiring translates them.
	Origin func(core.AccountID, core.LineNo) (Origin, error)
	Verify func(ctx context.Context, progress func(done, total int)) (VerifyReport, error)
	// Simulator is where the embedded Ponto listens; nil outside the demo.
	Simulator *sandbox.Addresses
}

// Service is the desk at which every request of a screen or a command is handed in.
type Service struct {
	cfg       Config
	ctx       context.Context // the program's values, without its end: see New
	store     Store
	events    *event.Mailbox
	clock     *clocks
	banks     *banks
	directory *directory
	flows     *flows
	forms     *forms
	benches   *benches
	runner    *fetch.Runner
	log       *slog.Logger
	work      sync.WaitGroup // what runs beside the calls of the screens
	stop      context.CancelFunc
}

// New wires a service. It starts nothing: see Start. ctx is the program's: it carries values, and its end does not undo
// what must be written at any rate, such as a token that was just renewed.
func New(ctx context.Context, cfg Config) (*Service, error) {
	if cfg.Store == nil || cfg.Now == nil || cfg.Rand == nil {
		return nil, &core.Error{Code: core.CodeInternal, Op: "start", Msg: "the service was wired without a file, a clock or randomness"}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Mailbox == nil {
		cfg.Mailbox = event.NewMailbox()
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Recover == nil {
		cfg.Recover = func() {}
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	s := &Service{cfg: cfg, ctx: running, stop: stop, store: cfg.Store, events: cfg.Mailbox, log: cfg.Log}
	s.clock = newClocks(s)
	s.banks = newBanks(s)
	s.directory = newDirectory()
	s.flows = newFlows()
	s.forms = newForms(cfg.Transport)
	s.benches = &benches{byID: make(map[core.DossierID]*workbench)}
	s.runner = s.newRunner()
	return s, nil
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

// Close stops the background core and waits for what it is doing.
func (s *Service) Close() error {
	s.stop()
	s.flows.closeAll()
	s.work.Wait()
	return nil
}

// Events is the mailbox in which the screens are told what has become old.
func (s *Service) Events() *event.Mailbox { return s.events }
