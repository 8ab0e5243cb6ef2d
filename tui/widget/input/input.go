// Package input is a field for one line of text.
package input

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Options configure a field.
type Options struct {
	Value       string
	Placeholder string
	Secret      bool
	// Lines keeps the line breaks of a pasted text, such as a certificate; they are shown as one sign each.
	Lines bool
	Limit int // in characters; 0: DefaultLimit
}

// DefaultLimit is longer than any name, address or secret and shorter than a file pasted by mistake.
const DefaultLimit = 16 << 10

// Model is a field. Cursor and length count characters (runes after composition).
type Model struct {
	Options
	text     []rune
	cursor   int
	revealed bool
}

// New makes a field with the cursor at the end.
func New(o Options) *Model {
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	m := &Model{Options: o}
	m.SetValue(o.Value)
	return m
}

// Value is what stands in the field.
func (m *Model) Value() string { return string(m.text) }

// SetValue replaces it and puts the cursor at the end.
func (m *Model) SetValue(s string) {
	m.text = []rune(m.clean(s))
	m.text = m.text[:min(len(m.text), m.Limit)]
	m.cursor = len(m.text)
}

// Reveal shows or hides a secret.
func (m *Model) Reveal(on bool) { m.revealed = on }

// clean takes out what could move the terminal's cursor, and composes accents so that one press deletes one letter.
func (m *Model) clean(s string) string {
	s = norm.NFC.String(s)
	if !m.Lines {
		return core.CleanText(s)
	}
	lines := strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = core.CleanText(line)
	}
	return strings.Join(lines, "\n")
}

// Key edits; changed tells whether the value is another one.
func (m *Model) Key(k action.Key) (changed bool) {
	if k.Text != "" {
		return m.insert(k)
	}
	switch k.Name {
	case "left":
		m.cursor = max(m.cursor-1, 0)
	case "right":
		m.cursor = min(m.cursor+1, len(m.text))
	case "home", "ctrl+a":
		m.cursor = 0
	case "end", "ctrl+e":
		m.cursor = len(m.text)
	case "ctrl+left":
		m.cursor = m.wordLeft()
	case "ctrl+right":
		m.cursor = m.wordRight()
	case "backspace":
		return m.cut(m.cursor-1, m.cursor)
	case "delete":
		return m.cut(m.cursor, m.cursor+1)
	case "ctrl+w":
		return m.cut(m.wordLeft(), m.cursor)
	case "ctrl+u":
		return m.cut(0, m.cursor)
	}
	return false
}

// insert writes at the cursor. Blanks around a pasted text come from sloppy selection and are never meant.
func (m *Model) insert(k action.Key) bool {
	text := k.Text
	if k.Paste {
		text = strings.TrimSpace(text)
	}
	add := []rune(m.clean(text))
	add = add[:min(len(add), m.Limit-len(m.text))]
	m.text = slices.Insert(m.text, m.cursor, add...)
	m.cursor += len(add)
	return len(add) > 0
}

func (m *Model) cut(from, to int) bool {
	from, to = max(from, 0), min(to, len(m.text))
	if from >= to {
		return false
	}
	m.text = slices.Delete(m.text, from, to)
	m.cursor = from
	return true
}

func (m *Model) wordLeft() int {
	i := m.cursor
	for i > 0 && unicode.IsSpace(m.text[i-1]) {
		i--
	}
	for i > 0 && !unicode.IsSpace(m.text[i-1]) {
		i--
	}
	return i
}

func (m *Model) wordRight() int {
	i := m.cursor
	for i < len(m.text) && !unicode.IsSpace(m.text[i]) {
		i++
	}
	for i < len(m.text) && unicode.IsSpace(m.text[i]) {
		i++
	}
	return i
}

// View paints the field w cells wide, with the cursor when it has the focus.
func (m *Model) View(t *theme.Theme, w int, focus bool) string {
	if len(m.text) == 0 && m.Placeholder != "" {
		return m.placeholder(t, w, focus)
	}
	cells := m.shown(t)
	if !focus {
		return layout.Left(strings.Join(cells, ""), w)
	}
	// The part that holds the cursor is shown: start moves right until the text up to and with the cursor fits.
	cells = append(cells, " ")
	start := 0
	for width := layout.Width(strings.Join(cells[:m.cursor+1], "")); width > w && start < m.cursor; start++ {
		width -= layout.Width(cells[start])
	}
	var out strings.Builder
	used := 0
	for i := start; i < len(cells); i++ {
		cell := cells[i]
		if used += layout.Width(cell); used > w {
			used -= layout.Width(cell)
			break
		}
		if i == m.cursor {
			cell = t.Paint(theme.Selected, cell)
		}
		out.WriteString(cell)
	}
	return out.String() + layout.Spaces(w-used)
}

func (m *Model) placeholder(t *theme.Theme, w int, focus bool) string {
	if !focus || w < 2 {
		return t.Paint(theme.Dim, layout.Left(m.Placeholder, w))
	}
	return t.Paint(theme.Selected, " ") + t.Paint(theme.Dim, layout.Left(m.Placeholder, w-1))
}

// shown lists what is painted for each character.
func (m *Model) shown(t *theme.Theme) []string {
	cells := make([]string, len(m.text), len(m.text)+1)
	for i, r := range m.text {
		switch {
		case m.Secret && !m.revealed:
			cells[i] = t.Glyph.Mask
		case r == '\n':
			cells[i] = t.Glyph.Break
		default:
			cells[i] = string(r)
		}
	}
	return cells
}
