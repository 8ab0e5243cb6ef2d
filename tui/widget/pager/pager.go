// Package pager shows a long text.
package pager

import (
	"strings"

	"github.com/charmbracelet/bubbles/viewport"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Model is a text with a place in it.
type Model struct {
	text  string
	clean []string // one paragraph each, safe to paint
	hang  int      // how far continued lines of a list are set in; 0: as far as the paragraph
	view  viewport.Model
}

// New shows a text from its top. Lines longer than the box are wrapped.
func New(text string) *Model {
	m := &Model{text: text, view: viewport.New(0, 1)}
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		m.clean = append(m.clean, core.CleanText(strings.ReplaceAll(line, "\t", "  ")))
	}
	return m
}

// Hang sets continued lines in under the second column of a list: those of paragraphs that begin with a blank.
func (m *Model) Hang(cells int) *Model {
	m.hang = cells
	return m
}

// Text is the whole text.
func (m *Model) Text() string { return m.text }

// Height is how many lines the whole text takes at a width.
func (m *Model) Height(w int) int {
	m.wrap(w)
	return m.view.TotalLineCount()
}

func (m *Model) wrap(w int) {
	if w == m.view.Width {
		return
	}
	var lines []string
	for _, p := range m.clean {
		// Continued lines are set in as far as the paragraph, so that lists and JSON stay readable.
		indent := min(len(p)-len(strings.TrimLeft(p, " ")), w/2)
		if indent > 0 {
			indent = min(max(indent, m.hang), w/2)
		}
		for i, line := range hanging(p, w, indent) {
			if i > 0 && indent > 0 {
				line = layout.Spaces(indent) + line
			}
			lines = append(lines, layout.Cut(line, w))
		}
	}
	m.view.Width = w
	m.view.SetContent(strings.Join(lines, "\n"))
}

// hanging wraps a paragraph of which the lines after the first have less room.
func hanging(p string, w, indent int) []string {
	first := layout.Wrap(p, w)
	if indent == 0 || len(first) < 2 {
		return first
	}
	rest := strings.TrimLeft(strings.TrimPrefix(p, first[0]), " ")
	return append(first[:1:1], layout.Wrap(rest, max(w-indent, 1))...)
}

// Do takes the moves of action.Read.
func (m *Model) Do(inv action.Invoke) bool {
	switch inv.ID {
	case action.ReadUp:
		m.view.ScrollUp(1)
	case action.ReadDown:
		m.view.ScrollDown(1)
	case action.ReadPageUp:
		m.view.PageUp()
	case action.ReadPageDown:
		m.view.PageDown()
	case action.ReadFirst:
		m.view.GotoTop()
	case action.ReadLast:
		m.view.GotoBottom()
	default:
		return false
	}
	return true
}

// View paints as much as fits.
func (m *Model) View(_ *theme.Theme, r layout.Box) string {
	m.wrap(r.W)
	m.view.Height = max(r.H, 1)
	m.view.SetYOffset(m.view.YOffset) // a higher box shows more of the end
	return layout.Fit(m.view.View(), r)
}
