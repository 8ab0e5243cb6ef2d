package table

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/layout"
)

// windowMsg brings a window of the present source.
type windowMsg[T any, K comparable] struct {
	table *Model[T, K]
	gen   int
	span  span
	rows  []T
	err   error
}

// sourceMsg brings the first window of another source, around the user's place.
type sourceMsg[T any, K comparable] struct {
	windowMsg[T, K]
	src   Source[T, K]
	total int
	place place
}

// rankMsg brings the rank of a row that was asked for by identity.
type rankMsg[T any, K comparable] struct {
	table *Model[T, K]
	gen   int
	rank  int
	ok    bool
}

// marksMsg brings the rows of a range.
type marksMsg[T any, K comparable] struct {
	windowMsg[T, K]
}

// place is where the cursor stands and what is on the first line.
type place struct{ cursor, top, fresh int }

// SetSource shows another source. The old rows stay until the new ones are there; the cursor stays on its row and its line
// of the screen where the row still exists, else on its nearest neighbour. Rows that arrive above do not move the view.
func (m *Model[T, K]) SetSource(s Source[T, K]) tea.Cmd {
	read := m.exchange(s)
	return func() tea.Msg { return read() }
}

// SetOther is SetSource for the answer to another question: what it has above was there before, and is not new.
func (m *Model[T, K]) SetOther(s Source[T, K]) tea.Cmd {
	m.other = true
	read := m.exchange(s)
	return func() tea.Msg {
		msg := read()
		msg.place.fresh = 0
		return msg
	}
}

// exchange prepares for another source; what it returns reads it.
func (m *Model[T, K]) exchange(s Source[T, K]) func() sourceMsg[T, K] {
	m.gen++
	m.short = false
	if m.total == 0 {
		m.loading = true
	}
	return m.reader(s)
}

// SetRows shows a short list that is in memory, at once.
func (m *Model[T, K]) SetRows(rows []T) {
	m.gen++
	m.short = true
	s := slice[T, K]{rows: rows, index: make(map[K]int, len(rows))}
	for i, row := range rows {
		s.index[m.Key(row)] = i
	}
	m.onSource(m.reader(s)())
}

// reader prepares the swap of a source: it takes from the table what the command needs, since the command runs elsewhere.
func (m *Model[T, K]) reader(s Source[T, K]) func() sourceMsg[T, K] {
	near, old := m.neighbours(), place{m.cursor, m.top, m.fresh}
	msg := sourceMsg[T, K]{windowMsg: windowMsg[T, K]{table: m, gen: m.gen}, src: s}
	screen, whole := m.screen, m.short
	return func() sourceMsg[T, K] {
		msg.total = s.Len()
		msg.place = keep(s, old, near)
		msg.span = around(msg.place.cursor, screen, msg.total)
		if whole {
			msg.span = span{0, msg.total}
		}
		msg.rows, msg.err = s.Window(msg.span.from, msg.span.n)
		return msg
	}
}

// neighbours lists the row under the cursor and then the loaded ones around it, nearest first. Where the user has not moved
// yet there is no place to keep.
func (m *Model[T, K]) neighbours() []K {
	if !m.touched {
		return nil
	}
	var near []K
	for d := 0; d <= m.screen; d++ {
		for _, rank := range []int{m.cursor + d, m.cursor - d} {
			if row, ok := m.at(rank); ok && (d > 0 || len(near) == 0) {
				near = append(near, m.Key(row))
			}
		}
	}
	return near
}

// keep finds the place again in another source: the same row on the same line of the screen, else its nearest neighbour.
func keep[T any, K comparable](s Source[T, K], old place, near []K) place {
	total := s.Len()
	for i, key := range near {
		rank, ok := s.IndexOf(key)
		if !ok {
			continue
		}
		moved := rank - old.cursor
		now := place{cursor: rank, top: max(old.top+moved, 0), fresh: old.fresh}
		// Only the row itself tells how many rows arrived above; a neighbour stood elsewhere.
		if i == 0 && moved > 0 && now.top > 0 {
			now.fresh += moved
		}
		return now
	}
	return place{cursor: max(min(old.cursor, total-1), 0), top: max(min(old.top, total-1), 0)}
}

// around is the window for a cursor: two screens on each side. However high the table is painted, at most one screen on each
// side of the cursor is seen.
func around(cursor, screen, total int) span {
	from := max(min(cursor-2*screen, total-4*screen), 0)
	return span{from, min(4*screen, total-from)}
}

// Update takes the table's own replies and layout.Size. Screens pass on every message they do not know.
func (m *Model[T, K]) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case layout.Size:
		m.screen = max(msg.H, 1)
		return m.ensure()
	case windowMsg[T, K]:
		if msg.table == m && msg.gen == m.gen {
			return m.onWindow(msg)
		}
	case sourceMsg[T, K]:
		if msg.table == m && msg.gen == m.gen {
			m.onSource(msg)
			return m.ensure()
		}
	case swapMsg[T, K]:
		if msg.table == m && msg.gen == m.gen {
			if again := m.onSwap(msg); again != nil {
				return func() tea.Msg { return again() }
			}
			return m.ensure()
		}
	case rankMsg[T, K]:
		if msg.table == m && msg.gen == m.gen && msg.ok {
			return m.goTo(msg.rank)
		}
	case marksMsg[T, K]:
		if msg.table == m && msg.gen == m.gen {
			m.onMarks(msg)
		}
	}
	return nil
}

func (m *Model[T, K]) onWindow(msg windowMsg[T, K]) tea.Cmd {
	if m.asked == msg.span {
		m.asked = span{}
	}
	if msg.err != nil {
		m.SetError(msg.err)
		return nil
	}
	m.rows, m.from = msg.rows, msg.span.from
	m.measure()
	return m.ensure()
}

func (m *Model[T, K]) onSource(msg sourceMsg[T, K]) {
	m.loading, m.other, m.asked = false, false, span{}
	if m.err = msg.err; m.err != nil {
		return
	}
	if m.src == nil || msg.total == 0 {
		clear(m.natural)
	}
	m.src, m.total = msg.src, msg.total
	m.rows, m.from = msg.rows, msg.span.from
	m.cursor, m.top, m.fresh, m.anchor = msg.place.cursor, msg.place.top, msg.place.fresh, -1
	m.follow()
	m.measure()
}

func (m *Model[T, K]) onMarks(msg marksMsg[T, K]) {
	if msg.err != nil {
		m.SetError(msg.err)
		return
	}
	for _, row := range msg.rows {
		m.mark(m.Key(row), true)
	}
}

// ensure asks for another window when the loaded one no longer holds a screen on each side of the cursor.
func (m *Model[T, K]) ensure() tea.Cmd {
	if m.src == nil || m.short {
		return nil
	}
	from, to := max(m.cursor-m.screen, 0), min(m.cursor+m.screen, m.total)
	if (span{m.from, len(m.rows)}).covers(from, to) || m.asked.n > 0 && m.asked.covers(from, to) {
		return nil
	}
	m.asked = around(m.cursor, m.screen, m.total)
	return m.read(m.asked)
}

func (m *Model[T, K]) read(s span) tea.Cmd {
	src, msg := m.src, windowMsg[T, K]{table: m, gen: m.gen, span: s}
	return func() tea.Msg {
		msg.rows, msg.err = src.Window(s.from, s.n)
		return msg
	}
}

// slice is a source in memory.
type slice[T any, K comparable] struct {
	rows  []T
	index map[K]int
}

func (s slice[T, K]) Len() int { return len(s.rows) }

func (s slice[T, K]) Window(from, n int) ([]T, error) { return s.rows[from : from+n], nil }

func (s slice[T, K]) IndexOf(k K) (int, bool) {
	i, ok := s.index[k]
	return i, ok
}
