package tui

import (
	"context"
	"io"
	"log/slog"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core/event"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/term"
	"ferry/tui/theme"
)

// Options are everything the program needs; it knows no service and no screen by itself.
type Options struct {
	Screens map[nav.Kind]Maker
	Actions [][]action.Def // tables of the screens; the built-in ones are added
	Keymap  action.Keymap  // the user's own keys; may be nil
	Home    nav.Page
	Open    nav.Page // page to start on, above Home; zero: Home itself
	Theme   *theme.Theme
	Notices []string // what must be read before anything else

	Events *event.Mailbox
	// Status is shown at the right of the header: "demo", a warning. May be nil; it is asked when something changed.
	Status func() string
	// Places are pages that the palette offers besides the actions: accounts, dossiers. May be nil.
	Places func(context.Context) ([]Place, error)
	// Busy gives the reason why leaving needs a question: work that is not saved, a job that runs. May be nil.
	Busy func() string

	Now func() time.Time
	// Timer and Clip are what tests put in place of real time and the real clipboard; nil otherwise. A background timer is
	// one nobody waits for: a spinner, a message that goes away.
	Timer func(d time.Duration, msg tea.Msg, background bool) tea.Cmd
	Clip  func(text string) error
	Log   *slog.Logger

	// The terminal. In and Out are standard input and output when nil.
	Environ    term.Environ
	In, Out    *os.File
	EscapeWait time.Duration // 0: term.DefaultEscapeWait; negative: do not wait
	Mouse      bool
	Strict     bool      // a frame of the wrong size is a panic: for tests
	Messages   io.Writer // every message is written here, for hunting faults; may be nil
}

// Place is a page the palette can go to.
type Place struct {
	Title, Detail string
	Page          nav.Page
}
