package tui

import (
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/frame"
	"ferry/tui/widget/input"
	"ferry/tui/widget/pager"
	"ferry/tui/widget/picker"
	"ferry/tui/words"
)

// overlay is something in front of the screen: a question, a menu, a long text.
type overlay interface {
	scope() action.Scope
	do(m *Model, inv action.Invoke) (tea.Cmd, bool)
	key(m *Model, k action.Key) tea.Cmd
	view(m *Model, r layout.Box) (string, layout.Box)
}

func (m *Model) overlay() overlay {
	if len(m.overlays) == 0 {
		return nil
	}
	return m.overlays[len(m.overlays)-1]
}

// put opens an overlay. An error from before it is not about it.
func (m *Model) put(o overlay) {
	m.fault.hide()
	m.overlays = append(m.overlays, o)
}

func (m *Model) closeOverlay() { m.overlays = m.overlays[:len(m.overlays)-1] }

// doOverlay is what global actions mean in front of a screen: every way out closes.
func (m *Model) doOverlay(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.Back, action.Close, action.Cancel:
		m.closeOverlay()
	case action.Palette:
		m.closeOverlay()
		return m.openPalette(), true
	case action.Help:
		// Help on help is everything, searchable.
		m.closeOverlay()
		return m.openPalette(), true
	}
	return nil, true
}

// A question that opens by itself takes no key until the user has stopped typing for a moment: what was typed was meant for
// something else. After a while it takes keys in any case.
const (
	quietTime    = 400 * time.Millisecond
	longestQuiet = 1500 * time.Millisecond
)

func (m *Model) tooEarly(k action.Key) bool {
	q, ok := m.overlay().(*question)
	if !ok || !q.ByItself || k.At.Sub(q.opened) >= longestQuiet {
		return false
	}
	since := q.opened
	if m.lastKey.After(since) {
		since = m.lastKey
	}
	return k.At.Sub(since) < quietTime
}

// question asks before something that cannot be undone.
type question struct {
	*confirm.Model
	page    nav.Page
	yes     tea.Msg
	leaving bool // it asks whether to leave Ferry: ctrl+c again means yes
	opened  time.Time
}

func (q *question) scope() action.Scope { return q.Scope() }

func (q *question) do(m *Model, inv action.Invoke) (tea.Cmd, bool) {
	answer, ok := q.Do(inv)
	if q.leaving && inv.Key == "ctrl+c" {
		answer = confirm.Yes
	}
	switch answer {
	case confirm.Yes:
		m.closeOverlay()
		if q.leaving {
			return m.quitNow(), true
		}
		return m.onDone(doneMsg{page: q.page, msg: q.yes}), true
	case confirm.No:
		m.closeOverlay()
	}
	return nil, ok
}

func (q *question) key(_ *Model, k action.Key) tea.Cmd {
	q.Key(k)
	return nil
}

func (q *question) view(m *Model, r layout.Box) (string, layout.Box) { return q.View(m.o.Theme, r) }

// menu is a list to choose from.
type menu struct {
	*picker.Model
	title string
	rows  int // entries to make room for
	taken func(m *Model, item picker.Item) tea.Cmd
}

func newMenu(c chooseMsg, p nav.Page) *menu {
	pick := picker.New(picker.Options{Placeholder: "type to search"})
	pick.SetItems(c.items)
	return &menu{Model: pick, title: c.title, rows: len(c.items), taken: func(m *Model, item picker.Item) tea.Cmd {
		return m.onDone(doneMsg{page: p, msg: c.taken(item.ID)})
	}}
}

func (u *menu) scope() action.Scope {
	return action.Scope{With: []action.Name{action.Pick}, Text: true, Leak: action.LeakGlobal}
}

func (u *menu) do(m *Model, inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID != action.PickTake {
		return nil, u.Do(inv)
	}
	item, ok := u.Selected()
	if !ok {
		return nil, true
	}
	if item.Blocked != "" {
		return m.onToast(toastMsg{core.Warning, words.Sentence(item.Title + ": " + item.Blocked)}), true
	}
	m.closeOverlay()
	return u.taken(m, item), true
}

func (u *menu) key(_ *Model, k action.Key) tea.Cmd {
	u.Key(k)
	return nil
}

func (u *menu) view(m *Model, r layout.Box) (string, layout.Box) {
	at := r.Center(min(84, r.W-4), min(u.rows+6, 24, r.H))
	in := frame.Inside(at)
	return frame.Draw(m.o.Theme, core.CleanText(u.title), strings.Split(u.View(m.o.Theme, in), "\n"), at), at
}

// prompt asks for one line.
type prompt struct {
	promptMsg
	input *input.Model
	page  nav.Page
}

func newPrompt(p promptMsg, page nav.Page) *prompt {
	return &prompt{promptMsg: p, input: input.New(input.Options{Value: p.value, Secret: p.secret}), page: page}
}

func (p *prompt) scope() action.Scope {
	return action.Scope{With: []action.Name{action.Pick}, Text: true, Leak: action.LeakGlobal}
}

func (p *prompt) do(m *Model, inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID != action.PickTake {
		return nil, false
	}
	m.closeOverlay()
	return m.onDone(doneMsg{page: p.page, msg: p.done(p.input.Value())}), true
}

func (p *prompt) key(_ *Model, k action.Key) tea.Cmd {
	p.input.Key(k)
	return nil
}

func (p *prompt) view(m *Model, r layout.Box) (string, layout.Box) {
	t := m.o.Theme
	w := min(72, r.W-4)
	lines := layout.Wrap(core.CleanText(p.help), w-4)
	lines = append(lines, "", t.Paint(theme.Accent, t.Glyph.Cursor)+" "+p.input.View(t, w-6, true))
	at := r.Center(w, len(lines)+2)
	return frame.Draw(t, core.CleanText(p.title), lines, at), at
}

// reading shows a long text.
type reading struct {
	*pager.Model
	title string
}

func (o *reading) scope() action.Scope {
	return action.Scope{With: []action.Name{action.Read}, Leak: action.LeakGlobal}
}

func (o *reading) do(m *Model, inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == action.ReadCopy {
		m.closeOverlay()
		return m.copy(m.stack.Top(), copyMsg{what: o.title, text: o.Text()}), true
	}
	return nil, o.Do(inv)
}

func (o *reading) key(*Model, action.Key) tea.Cmd { return nil }

func (o *reading) view(m *Model, r layout.Box) (string, layout.Box) {
	at := r.Center(min(110, r.W-2), min(max(o.Height(min(110, r.W-2)-4)+2, 5), r.H))
	return frame.Draw(m.o.Theme, core.CleanText(o.title), strings.Split(o.View(m.o.Theme, frame.Inside(at)), "\n"), at), at
}

// code shows an address as a QR code.
type code struct {
	title, address string
	lines          []string
}

func (c *code) scope() action.Scope {
	return action.Scope{With: []action.Name{action.Read}, Leak: action.LeakGlobal}
}

func (c *code) do(m *Model, inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID != action.ReadCopy {
		return nil, false
	}
	m.closeOverlay()
	return m.copy(m.stack.Top(), copyMsg{what: c.title, text: c.address}), true
}

func (c *code) key(*Model, action.Key) tea.Cmd { return nil }

// view needs room: without enough for the frame the code takes the whole window, and where it does not fit at all the
// address alone is shown.
func (c *code) view(m *Model, r layout.Box) (string, layout.Box) {
	t := m.o.Theme
	w := min(76, r.W-2)
	address := layout.Wrap(core.CleanText(c.address), w-4)
	size := layout.Width(c.lines[0])
	lines := []string{"The window is too small for the QR code; the address:"}
	switch {
	case size <= w-4 && len(c.lines)+len(address)+3 <= r.H:
		lines = slices.Clone(c.lines)
	case size <= m.size.W && len(c.lines) <= m.size.H:
		at := m.size.Center(size, len(c.lines))
		return layout.FitLines(c.lines, at), at
	}
	for i, l := range lines {
		lines[i] = layout.Middle(l, w-4)
	}
	lines = append(append(lines, ""), address...)
	at := r.Center(w, len(lines)+2)
	return frame.Draw(t, core.CleanText(c.title), lines, at), at
}
