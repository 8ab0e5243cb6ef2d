package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui/layout"
	"ferry/tui/nav"
)

// changes is a set: ten thousand changes of one account are one.
type changes map[event.Change]struct{}

// move goes to another page.
func (m *Model) move(mv nav.Move) tea.Cmd {
	m.fault.hide()
	m.overlays = nil
	before := m.stack.Top()
	switch mv.Op {
	case nav.OpPush, nav.OpReplace:
		if _, ok := m.o.Screens[mv.Page.Kind]; !ok {
			return m.onToast(toastMsg{core.Warning, "There is no page " + mv.Page.String() + "."})
		}
		if mv.Op == nav.OpPush {
			m.stack.Push(mv.Page)
			break
		}
		m.stack.Replace(mv.Page)
		m.forget(before)
	case nav.OpBack:
		m.stack.Back()
	case nav.OpHome:
		m.stack.Home()
	case nav.OpDone:
		m.stack.Back()
		m.forget(before)
	}
	return m.show()
}

// forget drops a page and ends what runs for it.
func (m *Model) forget(p nav.Page) {
	m.screens.Drop(p)
	delete(m.stale, p)
	for _, t := range m.tasks {
		if t.page == p {
			t.cancel()
		}
	}
}

// show brings the top page to the front: a new screen is opened, a kept one hears what it missed.
func (m *Model) show() tea.Cmd {
	page := m.stack.Top()
	var cmds []tea.Cmd
	if _, kept := m.screens.Get(page); kept {
		cmds = append(cmds, m.tell(page, layout.Size{Box: m.body()}), m.tell(page, Shown{}), m.catchUp(page))
	} else {
		m.screens.Put(page, m.o.Screens[page.Kind](page))
		if m.size.W > 0 {
			cmds = append(cmds, m.tell(page, layout.Size{Box: m.body()}))
		}
		cmds = append(cmds, m.tell(page, Opened{}))
	}
	for _, gone := range m.screens.Trim(m.stack.Path()) {
		m.forget(gone)
	}
	return tea.Batch(cmds...)
}

func (m *Model) catchUp(p nav.Page) tea.Cmd {
	missed := m.stale[p]
	if len(missed) == 0 {
		return nil
	}
	delete(m.stale, p)
	c := Changed{}
	for ch := range missed {
		c.Changes = append(c.Changes, ch)
	}
	return m.tell(p, c)
}

// onEvents tells the screen in front what has become old; the others hear it when they come back.
func (m *Model) onEvents(e Events) tea.Cmd {
	m.readStatus()
	var cmds []tea.Cmd
	for _, p := range e.posts {
		cmds = append(cmds, m.tell(p.page, p.msg))
	}
	if len(e.Changes) == 0 {
		return tea.Batch(cmds...)
	}
	front := m.stack.Top()
	cmds = append(cmds, m.tell(front, Changed{Changes: e.Changes}))
	m.screens.Each(func(p nav.Page, _ Screen) {
		if p == front {
			return
		}
		if m.stale[p] == nil {
			m.stale[p] = make(changes)
		}
		for _, ch := range e.Changes {
			m.stale[p][ch] = struct{}{}
		}
	})
	return tea.Batch(cmds...)
}

func (m *Model) readStatus() {
	if m.o.Status != nil {
		m.status = m.o.Status()
	}
}
