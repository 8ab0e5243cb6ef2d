package term

import (
	"log/slog"
	"os"
	"runtime/debug"
	"sync"

	"github.com/charmbracelet/x/term"
)

// ExitPanic is the exit code after a fault of Ferry itself (EX_SOFTWARE).
const ExitPanic = 70

// Guard gives the terminal back when something panics. The framework catches only what happens on its own goroutines, tells it
// on the screen that it is about to take away, and hides it behind an ordinary error.
type Guard struct {
	in, out *os.File
	frames  *Output     // where the program paints; nil when it does not
	state   *term.State // as the shell left it; nil when there is no terminal
	log     *slog.Logger
	exit    func(int)
	once    sync.Once
}

// NewGuard remembers how the terminal is now, before any program changes it. Exit is os.Exit outside of tests.
func NewGuard(in, out *os.File, log *slog.Logger, exit func(int)) *Guard {
	g := &Guard{in: in, out: out, log: log, exit: exit}
	if state, err := term.GetState(in.Fd()); err == nil {
		g.state = state
	}
	return g
}

// Silence names the output that must not paint any more once the terminal is given back.
func (g *Guard) Silence(o *Output) { g.frames = o }

// Recover is for a deferred call. If the goroutine panics, the terminal is restored, the fault logged, and the process ended. Of
// several faults at once, the first is told.
func (g *Guard) Recover() {
	fault := recover()
	if fault == nil {
		return
	}
	stack := debug.Stack()
	g.once.Do(func() {
		g.Restore()
		g.log.Error("panic", "fault", fault, "stack", string(stack))
		_, _ = g.out.WriteString("ferry: a fault inside the program ended it; what was read is safe\nferry: hint: the log tells where\n")
		g.exit(ExitPanic)
	})
}

// restore ends what a full-screen program may have begun: a frame, bracketed paste, the mouse, the other screen, a hidden cursor.
const restore = endFrame + "\x1b[?2004l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1049l\x1b[?25h"

// Restore makes the terminal as it was.
func (g *Guard) Restore() {
	if g.frames != nil {
		g.frames.stop()
	}
	if g.state == nil {
		return
	}
	_, _ = g.out.WriteString(restore)
	_ = term.Restore(g.in.Fd(), g.state)
}
