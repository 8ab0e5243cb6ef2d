package tui

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/charmbracelet/bubbles/spinner"
	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
)

// Model is the program without a terminal: Run puts it into one, tuitest drives it directly.
type Model struct {
	o        Options
	ctx      context.Context
	actions  *action.Registry
	stack    *nav.Stack
	screens  *nav.Cache[Screen]
	stale    map[nav.Page]changes // what changed behind the back of screens that are not in front
	overlays []overlay            // last: in front

	size   layout.Box
	frame  frameCache
	toast  toast
	fault  fault
	status string

	tasks   map[int]*task
	lastID  int
	busy    int // commands under way, without those that wait for the outside world
	writing int // of them, those that keys must wait for
	typed   []action.Key
	keying  bool // a key is being acted on
	begun   int  // commands that keys started and that have not come back for the first time
	lastKey time.Time
	pressed int // keys so far
	ticking bool
	ticks   int
	spin    spinner.Model
	outbox  *outbox
	quit    bool
}

// keptScreens is how many pages keep their cursor after they were left.
const keptScreens = 16

// NewModel checks the options and makes the program. Nothing runs before Init.
func NewModel(ctx context.Context, o Options) (*Model, error) {
	actions, err := action.NewRegistry(append([][]action.Def{action.Builtin()}, o.Actions...)...)
	if err != nil {
		return nil, err
	}
	if actions, err = actions.With(o.Keymap); err != nil {
		return nil, err
	}
	if _, ok := o.Screens[o.Home.Kind]; !ok {
		return nil, fmt.Errorf("no screen for the first page %s", o.Home)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	m := &Model{
		o: o, ctx: ctx, actions: actions, stack: nav.NewStack(o.Home), screens: nav.NewCache[Screen](keptScreens),
		stale: make(map[nav.Page]changes), tasks: make(map[int]*task), outbox: newOutbox(),
		spin: spinner.New(spinner.WithSpinner(spinner.Spinner{Frames: o.Theme.Glyph.Spin, FPS: spinEvery})),
	}
	return m, nil
}

// Init opens the first page.
func (m *Model) Init() tea.Cmd {
	m.readStatus()
	cmds := []tea.Cmd{m.show()}
	if m.o.Open != (nav.Page{}) && m.o.Open != m.o.Home {
		cmds = append(cmds, m.move(nav.Move{Op: nav.OpPush, Page: m.o.Open}))
	}
	for _, notice := range m.o.Notices {
		cmds = append(cmds, m.onToast(toastMsg{core.Warning, notice}))
	}
	return tea.Batch(cmds...)
}

// Update takes every message of the program and sends it where it belongs.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.frame.dirty = true
	if m.o.Messages != nil {
		fmt.Fprintf(m.o.Messages, "%T\n", msg) //nolint:errcheck // a lost line of a trace is no trouble
	}
	return m, m.handle(msg)
}

func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.onSize(msg)
	case tea.KeyMsg:
		return m.onKeys(msg)
	case tea.MouseMsg:
		return m.onMouse(msg)
	case doneMsg:
		return m.onDone(msg)
	case Events:
		return m.onEvents(msg)
	case tickMsg:
		return m.onTick(msg)
	case toastOverMsg:
		m.toast.over(msg.gen)
	case placesMsg:
		m.onPlaces(msg)
	case tea.ResumeMsg:
		return tea.ClearScreen
	}
	return nil
}

// onSize learns the size of the window. The screen is cleared, because terminals leave remains of wrapped lines behind.
func (m *Model) onSize(msg tea.WindowSizeMsg) tea.Cmd {
	size := layout.Box{W: msg.Width, H: msg.Height}
	if size == m.size {
		return nil
	}
	first := m.size.W == 0
	m.size = size
	cmds := []tea.Cmd{m.tell(m.stack.Top(), layout.Size{Box: m.body()})}
	if !first {
		cmds = append(cmds, tea.ClearScreen)
	}
	return tea.Batch(cmds...)
}

// tell sends a message to the screen of a page, if it still exists.
func (m *Model) tell(p nav.Page, msg tea.Msg) tea.Cmd {
	s, ok := m.screen(p)
	if !ok {
		return nil
	}
	return m.own(p, s.Update(msg))
}

// screen finds the screen of a page without marking it as visited.
func (m *Model) screen(p nav.Page) (Screen, bool) { return m.screens.Peek(p) }

// top is the screen in front; it always exists after Init.
func (m *Model) top() Screen {
	s, _ := m.screen(m.stack.Top())
	return s
}

// Page is where the program is.
func (m *Model) Page() nav.Page { return m.stack.Top() }

// Idle reports whether nothing is under way but what waits for the outside world.
func (m *Model) Idle() bool { return m.busy == 0 && len(m.typed) == 0 }

// Quitting reports whether the user has left.
func (m *Model) Quitting() bool { return m.quit }
