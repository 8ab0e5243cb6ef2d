//go:build unix

package tui_test

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"github.com/hinshun/vt10x"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	terminal "ferry/tui/term"
	"ferry/tui/theme"
)

// counter is a screen that counts what happens to it.
type counter struct {
	ups, changed int
	typed        string
}

func (c *counter) Page() nav.Page { return nav.Page{Kind: "counter"} }
func (c *counter) Title() string  { return "Counter" }

func (c *counter) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Changed:
		c.changed++
	case action.Key:
		c.typed += msg.Text
	}
	return nil
}

func (c *counter) Do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == action.Up {
		c.ups++
		return nil, true
	}
	return nil, false
}

func (c *counter) View(r layout.Box) string {
	return layout.Fit(strings.Repeat("u", c.ups)+" up\n"+strings.Repeat("c", c.changed)+" changed", r)
}

func (c *counter) Scope() action.Scope { return action.Scope{With: []action.Name{action.List}} }

// emulator shows what a terminal shows.
type emulator struct {
	mu   sync.Mutex
	vt   vt10x.Terminal
	raw  strings.Builder
	grew chan struct{}
}

func emulate(f *os.File) *emulator {
	e := &emulator{vt: vt10x.New(vt10x.WithSize(80, 24)), grew: make(chan struct{}, 1)}
	go func() {
		buf := make([]byte, 64<<10)
		for {
			n, err := f.Read(buf)
			e.mu.Lock()
			e.raw.Write(buf[:n])
			_, _ = e.vt.Write(buf[:n])
			e.mu.Unlock()
			select {
			case e.grew <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	}()
	return e
}

// patience is how long a test waits for what never comes: long enough for the busiest machine, and never slept.
const patience = 30 * time.Second

func (e *emulator) await(t *testing.T, text string) {
	t.Helper()
	late := time.After(patience)
	for {
		e.mu.Lock()
		screen := e.vt.String()
		e.mu.Unlock()
		if strings.Contains(screen, text) {
			return
		}
		select {
		case <-e.grew:
		case <-late:
			t.Fatalf("%q does not appear:\n%s", text, screen)
		}
	}
}

func TestRunInATerminal(t *testing.T) {
	t.Parallel()
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ptmx.Close()
	defer tty.Close()
	if err := pty.Setsize(ptmx, &pty.Winsize{Rows: 24, Cols: 80}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	screen, box := emulate(ptmx), event.NewMailbox()
	ended := make(chan error, 1)
	go func() {
		ended <- tui.Run(t.Context(), tui.Options{
			Screens: map[nav.Kind]tui.Maker{"counter": func(nav.Page) tui.Screen { return &counter{} }},
			Home:    nav.Page{Kind: "counter"}, Theme: theme.New(theme.Options{}), Events: box, Now: time.Now, In: tty, Out: tty,
			Environ: terminal.Environ{Term: "xterm", Sync: true}, EscapeWait: 5 * time.Second, Strict: true,
		})
	}()
	screen.await(t, "Ferry › Counter")

	// Arrows cut in two pieces stay arrows; letters typed at once stay apart.
	send(t, ptmx, "\x1b")
	send(t, ptmx, "[A")
	send(t, ptmx, "kk")
	screen.await(t, "uuu up")
	for range 3 {
		box.Put(event.Accounts, "a")
	}
	screen.await(t, "c changed")
	send(t, ptmx, "q")
	if err := <-ended; err != nil {
		t.Error(err)
	}
	after, err := term.GetState(tty.Fd())
	if err != nil || *before != *after {
		t.Error("the terminal is not as it was")
	}
	screen.mu.Lock()
	defer screen.mu.Unlock()
	raw := screen.raw.String()
	if begins, ends := strings.Count(raw, "\x1b[?2026h"), strings.Count(raw, "\x1b[?2026l"); begins == 0 || begins != ends {
		t.Errorf("%d frames begin, %d end", begins, ends)
	}
	for _, question := range []string{"\x1b]11;?", "\x1b[6n", "\x1b[c"} {
		if strings.Contains(raw, question) {
			t.Errorf("the terminal was asked %q", question)
		}
	}
}

func send(t *testing.T, f *os.File, keys string) {
	t.Helper()
	if _, err := f.WriteString(keys); err != nil {
		t.Fatal(err)
	}
}

func TestRunNeedsATerminal(t *testing.T) {
	t.Parallel()
	f, err := os.CreateTemp(t.TempDir(), "none")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := tui.Run(context.Background(), tui.Options{In: f, Out: f}); core.CodeOf(err) != core.CodeInvalid {
		t.Error(err)
	}
}
