package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// frameCache keeps the last frame: the framework asks for one after every message, the terminal gets far fewer.
type frameCache struct {
	dirty bool
	text  string
	at    time.Time
}

// frameTime is the shortest time between two frames that are really painted.
const frameTime = 8 * time.Millisecond

// View gives the framework a frame, painted again when something may have changed and the last one is old enough.
func (m *Model) View() string {
	if now := m.o.Now(); m.frame.dirty && now.Sub(m.frame.at) >= frameTime {
		m.frame.at = now
		return m.Frame()
	}
	return m.frame.text
}

// Frame paints, if anything may have changed since the last time. It is exactly as large as the window.
func (m *Model) Frame() string {
	if !m.frame.dirty {
		return m.frame.text
	}
	m.frame.dirty = false
	m.frame.text = m.paint()
	if m.o.Strict {
		m.check()
	}
	return m.frame.text
}

// check makes a wrong frame fail where it is made, in tests.
func (m *Model) check() {
	lines := strings.Split(m.frame.text, "\n")
	if m.size.W == 0 {
		return
	}
	if len(lines) != m.size.H {
		// This cannot happen while every screen fills its box.
		panic(fmt.Sprintf("%s paints %d lines instead of %d", m.Page(), len(lines), m.size.H))
	}
	for i, l := range lines {
		if w := layout.Width(l); w != m.size.W {
			// This cannot happen while every screen fills its box.
			panic(fmt.Sprintf("%s paints line %d with %d cells instead of %d: %q", m.Page(), i, w, m.size.W, l))
		}
	}
}

// body is the part of the window that belongs to the screen: all but header, message line and footer.
func (m *Model) body() layout.Box {
	return layout.Box{Y: 1, W: m.size.W, H: max(m.size.H-3, 0)}
}

func (m *Model) paint() string {
	if m.size.W == 0 {
		return ""
	}
	t := m.o.Theme
	if m.hidden() {
		return layout.Fit(m.tooSmall(), m.size)
	}
	body := m.body()
	s := m.top()
	painted := s.View(body)
	if !m.o.Strict {
		painted = layout.Fit(painted, body)
	}
	message := m.message()
	last := len(message) - 1
	out := layout.Above(m.header(), painted, message[last], m.footer())
	if last > 0 {
		out = layout.Over(out, layout.Above(message[:last]...), layout.Box{Y: body.Y + body.H - last, W: m.size.W, H: last})
	}
	for _, o := range m.overlays {
		block, at := o.view(m, body)
		out = layout.Over(out, block, at)
	}
	if t.ASCII {
		out = strings.ReplaceAll(out, "…", t.Glyph.Ellipsis)
	}
	return out
}

// tooSmall says what the window lacks, and the one key that works in it.
func (m *Model) tooSmall() string {
	leaves := " leaves."
	if m.askedToLeave() {
		leaves = " again leaves."
	}
	return fmt.Sprintf("Ferry needs %d×%d,\nthis window has %d×%d.\n", layout.MinWidth, layout.MinHeight, m.size.W, m.size.H) + m.actions.KeyOf(action.Cancel) + leaves
}

// header shows where the user is; of a long way, the end.
func (m *Model) header() string {
	t := m.o.Theme
	var names []string
	for _, p := range m.stack.Path() {
		if s, ok := m.screen(p); ok {
			names = append(names, core.CleanText(s.Title()))
		}
	}
	status := core.CleanText(m.status)
	room := max(m.size.W-layout.Width(status)-2, 10)
	way := " Ferry " + t.Glyph.Path + " " + strings.Join(names, " "+t.Glyph.Path+" ")
	for len(names) > 1 && layout.Width(way) > room {
		names = names[1:]
		way = " " + t.Glyph.Ellipsis + " " + t.Glyph.Path + " " + strings.Join(names, " "+t.Glyph.Path+" ")
	}
	line := layout.Left(layout.Left(way, room)+" "+status, m.size.W)
	return t.Paint(theme.Title, line)
}

// work tells what runs. The time is shown from the third second on; before that it would only flicker.
func (m *Model) work(task *task, more int) string {
	t := m.o.Theme
	line := " "
	if !t.Still && task.kind == workTask {
		line += t.Paint(theme.Accent, m.spin.View()) + " "
	}
	line += core.CleanText(task.title)
	if d := m.o.Now().Sub(task.started); d >= 3*time.Second {
		line += fmt.Sprintf(" %s %d s", t.Glyph.Dot, int(d/time.Second))
	}
	if more > 0 {
		line += fmt.Sprintf(" %s %d more", t.Glyph.Dot, more)
	}
	return line + " " + t.Glyph.Dot + " " + t.Paint(theme.Accent, m.actions.KeyOf(action.Cancel)) + " cancels"
}

// maxHints is as many as one reads at a glance, without the help that always stands last.
const maxHints = 6

// footer shows the most useful actions of the moment, cut from the right; help always stands last.
func (m *Model) footer() string {
	w := m.size.W
	line, used, n := " ", 1, 0
	help, helpWidth := "", 0
	hints := m.actions.Hints(m.scope())
	if i := slices.IndexFunc(hints, func(h action.Hint) bool { return h.ID == action.Help }); i >= 0 {
		help, helpWidth = m.hint(hints[i])
		hints = slices.Delete(hints, i, i+1)
	}
	for _, h := range hints {
		text, width := m.hint(h)
		if n == maxHints || used+width+2+helpWidth+1 > w {
			break
		}
		line, used, n = line+text+"  ", used+width+2, n+1
	}
	return line + help + layout.Spaces(w-used-helpWidth)
}

func (m *Model) hint(h action.Hint) (text string, width int) {
	return m.o.Theme.Paint(theme.Accent, h.Key) + " " + h.Title, layout.Width(h.Key) + 1 + layout.Width(h.Title)
}

// onMouse makes the wheel move the cursor. The mouse is off unless the user turned it on.
func (m *Model) onMouse(msg tea.MouseMsg) tea.Cmd {
	for button, name := range map[tea.MouseButton]string{tea.MouseButtonWheelUp: "up", tea.MouseButtonWheelDown: "down"} {
		if msg.Button == button {
			return m.onKey(action.Key{Name: name, At: m.o.Now()})
		}
	}
	return nil
}
