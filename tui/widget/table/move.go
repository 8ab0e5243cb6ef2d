package table

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/action"
)

// Do takes the actions of action.List, and action.Back while there are marks to take away.
func (m *Model[T, K]) Do(inv action.Invoke) (tea.Cmd, bool) {
	page := max(m.height-1, 1)
	switch inv.ID {
	case action.Up:
		return m.goTo(m.cursor - 1), true
	case action.Down:
		return m.goTo(m.cursor + 1), true
	case action.PageUp:
		return m.goTo(m.cursor - page), true
	case action.PageDown:
		return m.goTo(m.cursor + page), true
	case action.HalfUp:
		return m.goTo(m.cursor - (page+1)/2), true
	case action.HalfDown:
		return m.goTo(m.cursor + (page+1)/2), true
	case action.First:
		return m.goTo(0), true
	case action.Last:
		return m.goTo(m.total - 1), true
	case action.Mark, action.Range, action.MarkAll:
		if !m.Choose {
			return nil, false
		}
		return m.doMark(inv.ID), true
	case action.Back:
		return nil, m.ClearMarks()
	}
	return nil, false
}

// goTo moves the cursor to a rank and scrolls as little as needed.
func (m *Model[T, K]) goTo(rank int) tea.Cmd {
	m.touched = true
	m.moves++
	m.cursor = rank
	m.follow()
	return m.ensure()
}

// follow brings cursor and first row back into the list and the cursor onto the screen.
func (m *Model[T, K]) follow() {
	m.cursor = max(min(m.cursor, m.total-1), 0)
	m.top = max(min(m.top, m.cursor, m.total-m.height), m.cursor-m.height+1, 0)
	if m.top == 0 {
		m.fresh = 0
	}
}

// Select puts the cursor on a row.
func (m *Model[T, K]) Select(key K) tea.Cmd {
	if m.src == nil {
		return nil
	}
	if m.short {
		if rank, ok := m.src.IndexOf(key); ok {
			return m.goTo(rank)
		}
		return nil
	}
	src, msg := m.src, rankMsg[T, K]{table: m, gen: m.gen}
	return func() tea.Msg {
		msg.rank, msg.ok = src.IndexOf(key)
		return msg
	}
}

func (m *Model[T, K]) doMark(id action.ID) tea.Cmd {
	switch {
	case m.total == 0:
		return nil
	case id == action.MarkAll:
		all := !m.all
		m.ClearMarks()
		m.all = all
		return nil
	case id == action.Range && m.anchor < 0:
		m.anchor = m.cursor
		return nil
	case id == action.Range:
		from, to := min(m.anchor, m.cursor), max(m.anchor, m.cursor)
		m.anchor = -1
		return m.markRange(span{from, to - from + 1})
	}
	row, ok := m.Selected()
	if !ok {
		return nil
	}
	key := m.Key(row)
	m.mark(key, !m.marked(key))
	return m.goTo(m.cursor + 1)
}

// mark marks a row or takes its mark away. With everything marked, the set holds the exceptions.
func (m *Model[T, K]) mark(key K, on bool) {
	if on == m.all {
		delete(m.marks, key)
		return
	}
	m.marks[key] = struct{}{}
}

func (m *Model[T, K]) markRange(s span) tea.Cmd {
	src, msg := m.src, marksMsg[T, K]{windowMsg[T, K]{table: m, gen: m.gen, span: s}}
	if m.short {
		msg.rows, msg.err = src.Window(s.from, s.n)
		m.onMarks(msg)
		return nil
	}
	return func() tea.Msg {
		msg.rows, msg.err = src.Window(s.from, s.n)
		return msg
	}
}
