package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	xterm "github.com/charmbracelet/x/term"

	"ferry/core"
	"ferry/tui/term"
)

// Run shows the program until the user leaves it or ctx ends. It may be called once per process.
func Run(ctx context.Context, o Options) error {
	if o.In == nil {
		o.In = os.Stdin
	}
	if o.Out == nil {
		o.Out = os.Stdout
	}
	if !xterm.IsTerminal(o.In.Fd()) || !xterm.IsTerminal(o.Out.Fd()) {
		return &core.Error{Code: core.CodeInvalid, Msg: "the program needs a terminal", Hint: "from a script, use the commands: see ferry --help"}
	}
	if o.EscapeWait == 0 {
		o.EscapeWait = term.DefaultEscapeWait
	}
	out := term.NewOutput(o.Out, o.Environ)
	if o.Clip == nil {
		o.Clip = func(text string) error { return term.Copy(out, o.Environ, text) }
	}
	m, err := NewModel(ctx, o)
	if err != nil {
		return err
	}
	opts := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithAltScreen(), tea.WithFPS(o.Environ.FPS()),
		tea.WithOutput(out), tea.WithInput(term.NewInput(o.In, o.EscapeWait)),
	}
	if o.Mouse {
		opts = append(opts, tea.WithMouseCellMotion())
	}
	guard := term.NewGuard(o.In, o.Out, m.o.Log, os.Exit)
	guard.Silence(out)
	_, err = tea.NewProgram(&loop{Model: m, guard: guard}, opts...).Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil // whoever cancelled knows why
	}
	if err != nil {
		return fmt.Errorf("terminal: %w", err)
	}
	return nil
}

// loop adds to the model what needs real time, the pump that waits for events and the frame that comes late, and what needs
// a terminal: giving it back when a method or a command panics.
type loop struct {
	*Model
	guard  *term.Guard
	pumped time.Time
}

type (
	wakeMsg  struct{}
	frameMsg struct{}
)

// pumpEvery is the shortest time between two rounds of events: screens are told thirty times a second at most.
const pumpEvery = time.Second / 30

// Init starts the program and its one waiting command.
func (l *loop) Init() tea.Cmd {
	defer l.guard.Recover()
	return l.guarded(tea.Batch(l.Model.Init(), l.pump()))
}

// Update adds the pump and late frames to the model's own.
func (l *loop) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer l.guard.Recover()
	var cmd tea.Cmd
	switch msg.(type) {
	case wakeMsg:
		l.pumped = l.o.Now()
		cmd = l.pump()
		if e, ok := l.TakeEvents(); ok {
			_, after := l.Model.Update(e)
			cmd = tea.Batch(cmd, after)
		}
	case frameMsg:
		return l, nil // only a reason for the framework to ask for a frame again
	default:
		_, cmd = l.Model.Update(msg)
	}
	// The last message of a burst must not leave an old frame behind.
	if since := l.o.Now().Sub(l.Model.frame.at); since < frameTime {
		cmd = tea.Batch(cmd, tea.Tick(frameTime-since, func(time.Time) tea.Msg { return frameMsg{} }))
	}
	return l, l.guarded(cmd)
}

// View is the model's.
func (l *loop) View() string {
	defer l.guard.Recover()
	return l.Model.View()
}

// guarded makes a command, and those that it brings, give the terminal back when they panic.
func (l *loop) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		defer l.guard.Recover()
		msg := cmd()
		batch, ok := msg.(tea.BatchMsg)
		if !ok {
			return msg
		}
		all := make(tea.BatchMsg, len(batch))
		for i, c := range batch {
			all[i] = l.guarded(c)
		}
		return all
	}
}

// pump waits until something changed, and long enough since the last time.
func (l *loop) pump() tea.Cmd {
	var changed <-chan struct{}
	if l.o.Events != nil {
		changed = l.o.Events.Wake()
	}
	rest := pumpEvery - l.o.Now().Sub(l.pumped)
	return func() tea.Msg {
		select {
		case <-changed:
		case <-l.Posted():
		case <-l.ctx.Done():
			return nil
		}
		if rest > 0 {
			select {
			case <-time.After(rest):
			case <-l.ctx.Done():
			}
		}
		return wakeMsg{}
	}
}
