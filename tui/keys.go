package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/words"
)

// keysOf turns the framework's message into keys. Keys typed fast arrive as one message and are taken apart again; a paste stays
// whole, so that it can never act as keys.
func keysOf(msg tea.KeyMsg, at time.Time) []action.Key {
	if msg.Type != tea.KeyRunes && msg.Type != tea.KeySpace {
		return []action.Key{{Name: msg.String(), At: at}}
	}
	if msg.Paste {
		return []action.Key{{Text: string(msg.Runes), Paste: true, At: at}}
	}
	keys := make([]action.Key, 0, len(msg.Runes))
	for _, r := range msg.Runes {
		k := action.Key{Name: string(r), Text: string(r), At: at}
		if r == ' ' {
			k.Name = "space"
		}
		if msg.Alt {
			k.Name, k.Text = "alt+"+k.Name, ""
		}
		keys = append(keys, k)
	}
	return keys
}

func (m *Model) onKeys(msg tea.KeyMsg) tea.Cmd {
	keys := keysOf(msg, m.o.Now())
	if m.writing == 0 && len(keys) == 1 && m.actions.Has(action.Cancel, keys[0].Name) {
		m.typed = nil // whoever cancels does not want what waits, and is not kept by a file that does not answer
		return m.onKey(keys[0])
	}
	m.typed = append(m.typed, keys...)
	return m.replay()
}

// replay acts on the keys that were typed, up to one that the next must wait for.
func (m *Model) replay() tea.Cmd {
	var cmds []tea.Cmd
	for len(m.typed) > 0 && !m.wait() {
		k := m.typed[0]
		m.typed = m.typed[1:]
		m.keying = true
		cmds = append(cmds, m.onKey(k))
		m.keying = false
	}
	return tea.Batch(cmds...)
}

// wait reports whether keys have to wait: they were typed for what is about to be shown. A change is being written, what the key
// before started has not begun, as a menu that is not open yet, or the screen in front awaits a list. What stands in front of the
// screen takes its keys at once.
func (m *Model) wait() bool {
	if m.writing > 0 || m.begun > 0 {
		return true
	}
	w, ok := m.top().(Waiter)
	return ok && m.overlay() == nil && w.Waits()
}

func (m *Model) onKey(k action.Key) tea.Cmd {
	defer func() { m.lastKey = k.At }()
	m.pressed++
	m.toast.clear()
	if o := m.overlay(); o != nil && m.tooEarly(k) && !m.hidden() {
		return nil
	}
	scope := m.scope()
	if cmd := m.always(k); cmd != nil {
		return cmd
	}
	if m.hidden() {
		return m.leaveBlindly(k)
	}
	for _, d := range m.actions.Resolve(scope, k) {
		if reason := m.actions.Reason(d, scope); reason != "" {
			return m.onToast(toastMsg{core.Warning, words.Sentence(d.Title + ": " + reason)})
		}
		if cmd, done := m.invoke(d, action.Invoke{ID: d.ID, Key: k.Name, At: k.At}); done {
			return cmd
		}
	}
	if !scope.Text {
		return nil
	}
	if o := m.overlay(); o != nil {
		return o.key(m, k)
	}
	return m.tell(m.stack.Top(), k)
}

// always are the keys that work whatever is in front, also under a question.
func (m *Model) always(k action.Key) tea.Cmd {
	switch {
	case m.actions.Has(action.Redraw, k.Name):
		return tea.ClearScreen
	case m.actions.Has(action.Suspend, k.Name):
		return tea.Suspend
	}
	return nil
}

// hidden reports whether the window is too small to show anything: what cannot be seen takes no keys.
func (m *Model) hidden() bool { return m.size.W > 0 && m.size.TooSmall() }

// leaveBlindly is the one way on in a window that shows nothing: leaving, after the same key a second time. The question
// that stands in front meanwhile is also there when the window has grown.
func (m *Model) leaveBlindly(k action.Key) tea.Cmd {
	if !m.actions.Has(action.Cancel, k.Name) {
		return nil
	}
	if m.askedToLeave() {
		return m.quitNow()
	}
	return m.leave(true)
}

// askedToLeave reports whether the question in front is whether to leave.
func (m *Model) askedToLeave() bool {
	q, ok := m.overlay().(*question)
	return ok && q.leaving
}

// scope is what the thing in front says about keys.
func (m *Model) scope() action.Scope {
	if o := m.overlay(); o != nil {
		return o.scope()
	}
	return m.top().Scope()
}

// invoke carries out an action: the thing in front is asked first, then the program itself.
func (m *Model) invoke(d action.Def, inv action.Invoke) (tea.Cmd, bool) {
	if o := m.overlay(); o != nil {
		if cmd, ok := o.do(m, inv); ok {
			return cmd, true
		}
		return m.doOverlay(inv)
	}
	page := m.stack.Top()
	if cmd, ok := m.top().Do(inv); ok {
		return m.own(page, cmd), true
	}
	if d.Opens != (nav.Page{}) {
		return m.move(nav.Move{Op: nav.OpPush, Page: d.Opens}), true
	}
	return m.do(inv)
}

// do carries out the program's own actions.
func (m *Model) do(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.Back:
		if m.fault.hide() {
			return nil, true
		}
		if m.stack.Depth() == 1 {
			return m.onToast(toastMsg{core.Warning, "This is the first page; " + m.actions.KeyOf(action.Close) + " leaves Ferry."}), true
		}
		return m.move(nav.Move{Op: nav.OpBack}), true
	case action.Close:
		if m.stack.Depth() > 1 {
			return m.move(nav.Move{Op: nav.OpBack}), true
		}
		return m.leave(false), true
	case action.Cancel:
		return m.cancel(), true
	case action.Palette:
		return m.openPalette(), true
	case action.Help:
		m.openHelp()
	case action.Detail:
		m.openFault()
	case action.Reload:
		return m.reload(), true
	default:
		return nil, false
	}
	return nil, true
}

// cancel ends what runs here, else what runs at all, else asks whether to leave.
func (m *Model) cancel() tea.Cmd {
	here := m.stack.Top()
	if m.cancelTasks(&here) > 0 || m.cancelTasks(nil) > 0 {
		return m.onToast(toastMsg{text: "Cancelled."})
	}
	return m.leave(true)
}
