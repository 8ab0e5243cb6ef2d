// Package table is a list that may be very long: it holds a window of rows, a cursor by identity and marks, and nothing that
// grows with the list.
package table

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Source is where rows come from. It is called from commands and must not change: something new is a new source.
type Source[T any, K comparable] interface {
	Len() int
	Window(ctx context.Context, from, n int) ([]T, error)
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
type Model[T any, K comparable] struct{}

// New makes a table that shows that it is loading until it gets a source.
func New[T any, K comparable](o Options[T, K]) *Model[T, K] { return &Model[T, K]{} }

// SetSource shows another source. The old rows stay until the new ones are there; the cursor stays on its row and its line
// of the screen where the row still exists, else on its nearest neighbour. Rows that arrive above do not move the view.
func (m *Model[T, K]) SetSource(s Source[T, K]) tea.Cmd { return nil }

// SetRows shows a short list that is in memory, at once.
func (m *Model[T, K]) SetRows(rows []T) {}

// SetLoading, SetError and SetStale choose the picture. Rows that are there stay visible under an error or a stale notice.
func (m *Model[T, K]) SetLoading() {}

// SetError shows an error: sentence and next step. Nil takes it away.
func (m *Model[T, K]) SetError(err error) {}

// SetStale says above the rows that they are old: "as of 08:12, bank unreachable, next try 14:00". Empty takes it away.
func (m *Model[T, K]) SetStale(notice string) {}

// SetEmpty changes what an empty list says.
func (m *Model[T, K]) SetEmpty(why, next string) {}

// Update takes the table's own replies and layout.Size. Screens pass on every message they do not know.
func (m *Model[T, K]) Update(msg tea.Msg) tea.Cmd { return nil }

// Do takes the actions of action.List.
func (m *Model[T, K]) Do(inv action.Invoke) (tea.Cmd, bool) { return nil, false }

// Len is the number of rows.
func (m *Model[T, K]) Len() int { return 0 }

// Rank is the position of the cursor, from 0.
func (m *Model[T, K]) Rank() int { return 0 }

// Selected is the row under the cursor; false while it is not loaded or there is none.
func (m *Model[T, K]) Selected() (T, bool) { var zero T; return zero, false }

// Select puts the cursor on a row.
func (m *Model[T, K]) Select(key K) tea.Cmd { return nil }

// Marked lists the marked rows; all is true when everything is marked, and keys then lists the exceptions.
func (m *Model[T, K]) Marked() (keys []K, all bool) { return nil, false }

// MarkedCount is how many rows are marked.
func (m *Model[T, K]) MarkedCount() int { return 0 }

// ClearMarks takes all marks away; false when there were none.
func (m *Model[T, K]) ClearMarks() bool { return false }

// View paints the table.
func (m *Model[T, K]) View(t *theme.Theme, r layout.Box) string { return "" }
