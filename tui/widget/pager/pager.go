// Package pager shows a long text.
package pager

import (
	"strings"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Model is a text with a place in it.
type Model struct {
	text   string
	clean  []string // one paragraph each, safe to paint
	lines  []string // wrapped to width
	width  int
	height int // when it was last painted
	top    int
}

// New shows a text from its top. Lines longer than the box are wrapped.
func New(text string) *Model {
	m := &Model{text: text, height: 1}
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		m.clean = append(m.clean, core.CleanText(strings.ReplaceAll(line, "\t", "  ")))
	}
	return m
}

// Text is the whole text.
func (m *Model) Text() string { return m.text }

// Height is how many lines the whole text takes at a width.
func (m *Model) Height(w int) int {
	m.wrap(w)
	return len(m.lines)
}

func (m *Model) wrap(w int) {
	if w == m.width {
		return
	}
	m.width, m.lines = w, nil
	for _, p := range m.clean {
		// Continued lines are set in as far as the paragraph, so that lists and JSON stay readable.
		indent := min(len(p)-len(strings.TrimLeft(p, " ")), w/2)
		for i, line := range layout.Wrap(p, w) {
			if i > 0 && indent > 0 {
				line = layout.Spaces(indent) + line
			}
			m.lines = append(m.lines, layout.Cut(line, w))
		}
	}
}

// Do takes the moves of action.Read.
func (m *Model) Do(inv action.Invoke) bool {
	switch inv.ID {
	case action.ReadUp:
		m.top--
	case action.ReadDown:
		m.top++
	case action.ReadPageUp:
		m.top -= m.height
	case action.ReadPageDown:
		m.top += m.height
	case action.ReadFirst:
		m.top = 0
	case action.ReadLast:
		m.top = len(m.lines)
	default:
		return false
	}
	m.top = max(min(m.top, len(m.lines)-m.height), 0)
	return true
}

// View paints as much as fits.
func (m *Model) View(_ *theme.Theme, r layout.Box) string {
	m.wrap(r.W)
	m.height = max(r.H, 1)
	m.top = max(min(m.top, len(m.lines)-m.height), 0)
	return layout.FitLines(m.lines[m.top:], r)
}
