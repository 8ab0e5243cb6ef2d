// Package table is a list that may be very long: it holds a window of rows, a cursor by identity and marks, and nothing that
// grows with the list.
package table

import (
	"ferry/tui/theme"
	"ferry/tui/widget/hit"
)

// Source is where rows come from. It is called from commands and must not change: something new is a new source.
type Source[T any, K comparable] interface {
	Len() int
	Window(from, n int) ([]T, error)
	// IndexOf finds a row again, to keep the user's place.
	IndexOf(K) (int, bool)
}

// Align is where a cell's text stands.
type Align uint8

// The alignments.
const (
	Left Align = iota
	Right
)

// Column describes one column. Cells are painted after core.CleanText.
type Column[T any] struct {
	Title string
	Cell  func(T) string
	// Min and Max bound the width in cells; Max 0 means as wide as Min. A Whole column is as wide as its widest visible cell and
	// never cut: amounts, dates, states.
	Min, Max int
	Whole    bool
	// Fill marks the column that takes what is left and is cut first; the bank's free text, and always the last column.
	Fill  bool
	Align Align
	// Priority says which columns go when there is no room: the highest number first; 0 never goes.
	Priority int
	// Yields makes the column shrink to Min before another one goes: a name, which is known by its beginning. One that fills shrinks
	// further, after the names: one huge amount is no reason not to say whose account it is.
	Yields bool
	// Tone gives the cell its own style when it differs from the row's; at most one column of a table should have it.
	Tone func(T) theme.Token
}

// Options configure a table.
type Options[T any, K comparable] struct {
	Key     func(T) K
	Columns []Column[T]
	Tone    func(T) theme.Token // of the whole row; nil: plain
	// Empty and EmptyHint are shown when there are no rows: why, and what to do.
	Empty, EmptyHint string
	// Choose allows marks.
	Choose bool
}

// Model is a table on a screen.
type Model[T any, K comparable] struct {
	Options[T, K]
	src   Source[T, K]
	short bool // the whole list is in the window and never asked for

	// The window: what is loaded of the list. asked is the one under way, which spares asking again.
	rows  []T
	from  int
	total int
	asked span
	gen   int // of the source; replies for an older one are dropped

	cursor  int // rank
	top     int // rank of the first row on the screen
	touched bool
	moves   int  // how often the user moved
	blurred bool // another list on the screen has the keys
	fresh   int  // rows that arrived above while the user looked elsewhere
	marks   map[K]struct{}
	all     bool // everything is marked but marks
	anchor  int  // where a range begins; -1: none

	screen  int   // height of the window of the terminal, the most rows that can ever be seen
	height  int   // rows that were seen when it was last painted
	natural []int // widest cell of each column so far

	loading bool
	other   bool // the answer to another question is on its way in
	err     error
	stale   string
	search  hit.Words
}

// span is a stretch of ranks.
type span struct{ from, n int }

func (s span) covers(from, to int) bool { return from >= s.from && to <= s.from+s.n }

// New makes a table that shows that it is loading until it gets a source.
func New[T any, K comparable](o Options[T, K]) *Model[T, K] {
	return &Model[T, K]{
		Options: o, marks: make(map[K]struct{}), anchor: -1, screen: 50, height: 1, loading: true, natural: make([]int, len(o.Columns)),
	}
}

// SetColumns changes the columns; what is shown stays.
func (m *Model[T, K]) SetColumns(columns []Column[T]) {
	m.Columns, m.natural = columns, make([]int, len(columns))
	m.measure()
}

// Len is the number of rows.
func (m *Model[T, K]) Len() int { return m.total }

// Rank is the position of the cursor, from 0.
func (m *Model[T, K]) Rank() int { return m.cursor }

// Selected is the row under the cursor; false while it is not loaded or there is none.
func (m *Model[T, K]) Selected() (T, bool) { return m.at(m.cursor) }

// at is the row of a rank, when it is loaded.
func (m *Model[T, K]) at(rank int) (row T, ok bool) {
	if i := rank - m.from; i >= 0 && i < len(m.rows) {
		return m.rows[i], true
	}
	return row, false
}

// SetFocus shows or hides the cursor, where a screen has several lists.
func (m *Model[T, K]) SetFocus(on bool) { m.blurred = !on }

// SetLoading shows that rows are being read. Rows that are there stay.
func (m *Model[T, K]) SetLoading() { m.loading = true }

// SetError shows an error: sentence and next step. Rows that are there stay under it. Nil takes it away.
func (m *Model[T, K]) SetError(err error) { m.err, m.loading = err, m.loading && err == nil }

// Turning reports whether the rows are still those of another question than the one that SetOther has brought the answer to.
func (m *Model[T, K]) Turning() bool { return m.other }

// SetStale says above the rows that they are old: "as of 08:12, bank unreachable, next try 14:00". Empty takes it away.
func (m *Model[T, K]) SetStale(notice string) { m.stale = notice }

// SetSearch marks in the rows what a search looks for. Empty marks nothing.
func (m *Model[T, K]) SetSearch(query string) { m.search = hit.Of(query) }

// SetEmpty changes what an empty list says: why it is empty, and what to do.
func (m *Model[T, K]) SetEmpty(why, next string) { m.Empty, m.EmptyHint = why, next }

// Marked lists the marked rows; all is true when everything is marked, and keys then lists the exceptions.
func (m *Model[T, K]) Marked() (keys []K, all bool) {
	keys = make([]K, 0, len(m.marks))
	for k := range m.marks {
		keys = append(keys, k)
	}
	return keys, m.all
}

// MarkedCount is how many rows are marked, also those that a filter hides.
func (m *Model[T, K]) MarkedCount() int {
	if m.all {
		return m.total - len(m.marks)
	}
	return len(m.marks)
}

// ClearMarks takes all marks away; false when there were none.
func (m *Model[T, K]) ClearMarks() bool {
	had := m.all || len(m.marks) > 0 || m.anchor >= 0
	m.all, m.anchor = false, -1
	clear(m.marks)
	return had
}

func (m *Model[T, K]) marked(k K) bool {
	_, in := m.marks[k]
	return in != m.all
}
