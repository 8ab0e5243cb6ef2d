//go:build unix

package tui_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	terminal "ferry/tui/term"
	"ferry/tui/theme"
)

// The tests of this file run the program as a user does: started by a shell that controls a terminal. The program is this
// test's own binary.

const childMark = "FERRY_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childMark) == "" {
		os.Exit(m.Run())
	}
	if err := tui.Run(context.Background(), fragileOptions()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// fragile is a screen that falls apart when asked to.
type fragile struct{ inView, moves int }

func fragileOptions() tui.Options {
	def := func(id action.ID, key string) action.Def {
		return action.Def{ID: id, Title: string(id), Help: "Falls apart.", Scope: "fragile", Keys: []string{key}}
	}
	return tui.Options{
		Screens: map[nav.Kind]tui.Maker{"fragile": func(nav.Page) tui.Screen { return &fragile{} }}, Home: nav.Page{Kind: "fragile"},
		Actions: [][]action.Def{{def("fragile.do", "a"), def("fragile.view", "p"), def("fragile.work", "w"), def("fragile.batch", "b")}},
		Theme:   theme.New(theme.Options{}), Now: time.Now, Environ: terminal.Environ{Term: "xterm", Sync: true}, EscapeWait: -1,
	}
}

func (f *fragile) Page() nav.Page         { return nav.Page{Kind: "fragile"} }
func (f *fragile) Title() string          { return "Fragile" }
func (f *fragile) Update(tea.Msg) tea.Cmd { return nil }

func (f *fragile) Do(inv action.Invoke) (tea.Cmd, bool) {
	fall := func(context.Context, tui.Post) tea.Msg { panic("in a command") }
	switch inv.ID {
	case "fragile.do":
		panic("in Do")
	case "fragile.view":
		f.inView++
	case "fragile.work":
		return tui.Work("Falling", fall), true
	case "fragile.batch":
		return tea.Batch(tui.Toast("soon"), func() tea.Msg { panic("in a batch") }), true
	case action.Down:
		f.moves++
	default:
		return nil, false
	}
	return nil, true
}

// View fills the box with what a wrong size would tear.
func (f *fragile) View(r layout.Box) string {
	if f.inView > 0 {
		panic("in View")
	}
	lines := []string{strings.Repeat("m", f.moves) + " moves"}
	for y := 1; y < r.H; y++ {
		lines = append(lines, strings.Repeat(fmt.Sprintf("%d-", y), r.W))
	}
	return layout.FitLines(lines, r)
}

func (f *fragile) Scope() action.Scope {
	return action.Scope{Name: "fragile", With: []action.Name{action.List}}
}

// shell is a shell on a terminal.
type shell struct {
	*emulator
	t   *testing.T
	pty *os.File
	dir string
}

// newShell starts a shell with job control, 80×24, and a command "child" for the program.
func newShell(t *testing.T) *shell {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no shell with job control")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cmd := exec.Command(bash, "--norc", "--noprofile", "--noediting", "-i")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TERM=xterm", "PS1=> ", "HOME=" + dir, "BASH_SILENCE_DEPRECATION_WARNING=1"}
	f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = f.Close()
	})
	s := &shell{emulator: emulate(f), t: t, pty: f, dir: dir}
	s.line("child() { " + childMark + "=1 '" + self + "'; }")
	return s
}

func (s *shell) line(text string) { send(s.t, s.pty, text+"\n") }

// see waits for a text on the screen.
func (s *shell) see(text string) {
	s.t.Helper()
	s.await(s.t, text)
}

// state lets the shell write down how its terminal is set.
func (s *shell) state(name string) {
	s.line("stty -g > " + name + "; echo written $((40+2)) " + name)
	s.see("written 42 " + name)
}

func (s *shell) sameStates(a, b string) {
	s.t.Helper()
	before, err := os.ReadFile(filepath.Join(s.dir, a))
	if err != nil || len(before) == 0 {
		s.t.Fatal("no state of the terminal", err)
	}
	if after, err := os.ReadFile(filepath.Join(s.dir, b)); err != nil || string(after) != string(before) {
		s.t.Errorf("the terminal was %s and is %s, %v", before, after, err)
	}
}

func (s *shell) resize(w, h int) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vt.Resize(w, h)
	if err := pty.Setsize(s.pty, &pty.Winsize{Rows: uint16(h), Cols: uint16(w)}); err != nil {
		s.t.Fatal(err)
	}
}

// TestPanicGivesTheTerminalBack lets each layer fall apart: the shell gets its terminal as it was, the exit code says that it was
// Ferry's fault, and the user reads so on the normal screen.
func TestPanicGivesTheTerminalBack(t *testing.T) {
	t.Parallel()
	for name, key := range map[string]string{"Do": "a", "View": "p", "work": "w", "batch": "b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newShell(t)
			s.state("before")
			s.line(`child; echo "code $?."`)
			s.see("Ferry › Fragile")
			send(t, s.pty, key)
			s.see("code 70.")
			s.see("ferry: a fault inside the program ended it")
			s.see("written 42 before") // what stood on the normal screen is back
			s.mu.Lock()
			if strings.Contains(s.vt.String(), "Fragile") || !s.vt.CursorVisible() {
				t.Errorf("the screen is not given back:\n%s", s.vt)
			}
			s.mu.Unlock()
			s.state("after")
			s.sameStates("before", "after")
		})
	}
}

func TestSuspendAndResume(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.state("before")
	s.line(`child; echo "code $?."`)
	s.see("Ferry › Fragile")
	send(t, s.pty, "j")
	s.see("\nm moves")
	send(t, s.pty, "\x1a")
	s.see("Stopped")
	s.state("suspended")
	s.sameStates("before", "suspended")
	s.resize(100, 30) // the user may do so meanwhile
	s.line(`fg; echo "code $?."`)
	s.seeFrame(100, 30, 1)
	send(t, s.pty, "j")
	s.seeFrame(100, 30, 2)
	send(t, s.pty, "q")
	s.see("code 0.")
	s.state("after")
	s.sameStates("before", "after")
}

// TestResizeStorm changes the window faster than it can be painted, and compares what is left with a fresh frame.
func TestResizeStorm(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	s.line("child")
	s.see("Ferry › Fragile")
	dice := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		s.resize(20+dice.IntN(180), 5+dice.IntN(60))
		if dice.IntN(4) == 0 {
			send(t, s.pty, "k") // painting goes on meanwhile
		}
	}
	for _, size := range [][2]int{{131, 41}, {60, 16}, {200, 50}} {
		s.resize(size[0], size[1])
		s.seeFrame(size[0], size[1], 0)
	}
	send(t, s.pty, "q")
}

// seeFrame waits until the screen is exactly a fresh frame of that size.
func (s *shell) seeFrame(w, h, moves int) {
	s.t.Helper()
	m, err := tui.NewModel(s.t.Context(), fragileOptions())
	if err != nil {
		s.t.Fatal(err)
	}
	run(m, m.Init())
	update(m, tea.WindowSizeMsg{Width: w, Height: h})
	for range moves {
		update(m, tea.KeyMsg{Type: tea.KeyDown})
	}
	want := ansi.Strip(m.Frame()) + "\n"
	late := time.After(patience)
	for {
		s.mu.Lock()
		got := s.vt.String()
		s.mu.Unlock()
		if got == want {
			return
		}
		select {
		case <-s.grew:
		case <-late:
			s.t.Fatalf("at %d×%d the screen shows\n%s\ninstead of\n%s", w, h, got, want)
		}
	}
}
