package app

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"time"

	"ferry/core"
	"ferry/core/event"
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
	// Browse opens an address in the user's browser; nil: there is none.
	Browse func(ctx context.Context, address string) error
	// LookUpIP asks a third party for this machine's public address. It is called only when the user opted in.
	LookUpIP func(ctx context.Context) (string, error)
	// Origin finds the raw delivery that brought a line; Verify and Backup look after the file. They stand beside the Store
	// because their results are the file's own types; the wiring translates them.
	Origin func(core.AccountID, core.LineNo) (Origin, error)
	Verify func(ctx context.Context, progress func(done, total int)) (VerifyReport, error)
	Backup func(ctx context.Context, path string) error
	// Simulator is where the embedded Ponto listens; nil outside the demo.
	Simulator *sandbox.Addresses
}

// Service is the desk at which every request of a screen or a command is handed in.
type Service struct {
	cfg    Config
	events *event.Mailbox
}

// New wires a service. It starts nothing: see Start. ctx is the program's: it carries values, and its end does not undo
// what must be written at any rate, such as a token that was just renewed.
func New(ctx context.Context, cfg Config) (*Service, error) { panic("todo") }

// Start starts the background core; it runs until ctx ends or Close is called.
func (s *Service) Start(ctx context.Context) { panic("todo") }

// Close stops the background core and waits for what it is doing.
func (s *Service) Close() error { panic("todo") }

// Events is the mailbox in which the screens are told what has become old.
func (s *Service) Events() *event.Mailbox { return s.events }
