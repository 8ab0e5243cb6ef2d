// Package choice is a short list of ways to go on, one of which has the cursor and tells more about itself.
package choice

import (
	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Option is one way to go on.
type Option struct {
	ID     string
	Title  string
	Key    string // the key that does the same, shown at the right of the title; may be empty
	Detail string // shown under the list while the option has the cursor
}

// Model is a choice on the screen. It moves with action.List.
type Model struct {
	options []Option
	cursor  int
}

// New makes a choice with the cursor on the first option.
func New(options ...Option) *Model { return &Model{options: options} }

// Do takes the moves of action.List.
func (m *Model) Do(inv action.Invoke) bool {
	switch inv.ID {
	case action.Up:
		m.move(-1)
	case action.Down:
		m.move(1)
	case action.First, action.PageUp, action.HalfUp:
		m.cursor = 0
	case action.Last, action.PageDown, action.HalfDown:
		m.move(len(m.options))
	default:
		return false
	}
	return true
}

func (m *Model) move(by int) { m.cursor = max(min(m.cursor+by, len(m.options)-1), 0) }

// Selected is the option under the cursor; a zero one when there are none.
func (m *Model) Selected() Option {
	if m.cursor >= len(m.options) {
		return Option{}
	}
	return m.options[m.cursor]
}

// Select puts the cursor on an option.
func (m *Model) Select(id string) {
	for i, o := range m.options {
		if o.ID == id {
			m.cursor = i
		}
	}
}

// Lines paints the options, and under them what the one with the cursor says of itself, in lines of at most w cells. Options
// that do not fit into h lines with the cursor's are scrolled past; the detail goes first.
func (m *Model) Lines(t *theme.Theme, w, h int) []string {
	var lines []string
	names := 0
	for _, o := range m.options {
		names = max(names, layout.Width(core.CleanText(o.Title)))
	}
	for i, o := range m.options {
		line := "  "
		if i == m.cursor {
			line = t.Glyph.Cursor + " "
		}
		line += layout.Left(core.CleanText(o.Title), names)
		if o.Key != "" {
			line += "  " + o.Key
		}
		line = layout.Cut(line+" ", w)
		if i == m.cursor {
			line = t.Paint(theme.Selected, line)
		}
		lines = append(lines, line)
	}
	if len(lines) > h {
		from := max(min(m.cursor-h/2, len(lines)-h), 0)
		return lines[from : from+max(h, 0)]
	}
	if detail := layout.Wrap(core.CleanText(m.Selected().Detail), w-2); m.Selected().Detail != "" && len(lines)+1+len(detail) <= h {
		lines = append(lines, "")
		for _, l := range detail {
			lines = append(lines, "  "+t.Paint(theme.Dim, l))
		}
	}
	return lines
}
