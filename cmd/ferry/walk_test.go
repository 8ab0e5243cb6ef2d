//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/hinshun/vt10x"
)

// budget is how many keystrokes the main job may take: from the first screen to the lines of accounts at two banks, and on
// to the consents.
const budget = 30

// TestMainJobInATerminal does what a newcomer does with "ferry demo", in a pseudo-terminal of two sizes.
func TestMainJobInATerminal(t *testing.T) {
	t.Parallel()
	binary := buildFerry(t)
	for _, size := range []struct {
		name       string
		cols, rows int
	}{{"80x24", 80, 24}, {"120x36", 120, 36}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			w := startWalk(t, binary, size.cols, size.rows)
			w.see("What now?")
			w.press("\r")
			w.addBank("kem", "Kempische Handelsbank")
			w.see("Done: ")
			w.press("c")
			w.addBank("noo", "Noordzeebank")
			w.see("Done: ")
			w.press("t")
			w.see("Booked", "Counterpart", "lines · ")
			toLines := w.keys
			w.press("o")
			w.see("Who acts", "Kempische", "Noordzee", "180 days")
			t.Logf("%d keystrokes to the lines, %d to the consents", toLines, w.keys)
			if w.keys > budget {
				t.Errorf("%d keystrokes, want at most %d", w.keys, budget)
			}
			w.quit()
		})
	}
}

// walk is a person in front of a terminal. It waits for what it reads, never for a time.
type walk struct {
	t        *testing.T
	cmd      *exec.Cmd
	terminal *os.File
	keys     int

	mu     sync.Mutex
	screen vt10x.Terminal
	news   chan struct{} // something was painted
}

// patience ends a walk that waits for what never comes.
const patience = 30 * time.Second

func startWalk(t *testing.T, binary string, cols, rows int) *walk {
	t.Helper()
	w := &walk{t: t, screen: vt10x.New(vt10x.WithSize(cols, rows)), news: make(chan struct{}, 1)}
	w.cmd = exec.Command(binary, "demo")
	w.cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "FERRY_") || strings.HasPrefix(v, "SSH_") }),
		"TERM=xterm-256color", "XDG_STATE_HOME="+t.TempDir(), "LANG=C.UTF-8")
	var err error
	if w.terminal, err = pty.StartWithSize(w.cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.terminal.Close(); _ = w.cmd.Process.Kill(); _ = w.cmd.Wait() })
	go w.watch()
	return w
}

func (w *walk) watch() {
	buf := make([]byte, 32<<10)
	for {
		n, err := w.terminal.Read(buf)
		w.mu.Lock()
		_, _ = w.screen.Write(buf[:n])
		w.mu.Unlock()
		select {
		case w.news <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (w *walk) text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.screen.String()
}

// see waits until all the texts are on the screen.
func (w *walk) see(texts ...string) {
	w.t.Helper()
	deadline := time.After(patience)
	for {
		screen := w.text()
		if !slices.ContainsFunc(texts, func(s string) bool { return !strings.Contains(screen, s) }) {
			return
		}
		select {
		case <-w.news:
		case <-deadline:
			w.t.Fatalf("%q never came:\n%s", texts, screen)
		}
	}
}

// press types one key after the other.
func (w *walk) press(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		w.keys++
		if _, err := io.WriteString(w.terminal, k); err != nil {
			w.t.Fatal(err)
		}
	}
}

// addBank goes through the wizard: three letters, then what it proposes.
func (w *walk) addBank(letters, name string) {
	w.t.Helper()
	w.see("1/5")
	w.press(strings.Split(letters, "")...)
	w.see("› " + letters)
	w.see("› " + name)
	w.press("\r")
	for _, page := range []string{"Served by", "Here, in this terminal", "Log in", "Give consent", "[new]", "All that Ponto has"} {
		w.see(page)
		w.press("\r")
	}
}

func (w *walk) quit() {
	w.t.Helper()
	for range 3 { // the consents, the lines, the first page
		if _, err := io.WriteString(w.terminal, "q"); err != nil {
			break // it has left already
		}
	}
	done := make(chan error, 1)
	go func() { done <- w.cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			w.t.Errorf("the program ends with %v", err)
		}
	case <-time.After(patience):
		w.t.Errorf("the program does not end:\n%s", w.text())
	}
}

// TestReconcileInATerminal is a first pass over the lines of a bank in "ferry demo": the invoices came with it, what is safe
// is shown and accepted at one stroke, and taken back at another.
func TestReconcileInATerminal(t *testing.T) {
	t.Parallel()
	w := startWalk(t, buildFerry(t), 80, 24)
	w.see("What now?")
	w.press("\r")
	w.addBank("kem", "Kempische Handelsbank")
	w.see("Done: ")
	before := w.keys
	w.press("M")
	w.see("Reconcile", " safe · ", " to choose · ", " unexplained", "accept")
	w.press("A")
	w.see("Accept ", "one item", "rule", "accept them")
	w.press("\r")
	w.see("✓ Accepted ", "u takes it back")
	w.press("u")
	w.see("✓ Taken back: accepted ")
	if n := w.keys - before; n != 4 {
		t.Errorf("%d keystrokes, want 4", n)
	}
	w.quit()
}
