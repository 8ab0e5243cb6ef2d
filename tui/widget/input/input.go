// Package input is a field for one line of text: the editing is that of bubbles/textinput, what may come in and what it looks
// like is Ferry's own.
package input

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
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

// lineBreak stands for a line break inside the text input, which holds one line. Clean texts never contain it.
const lineBreak = '\u2028'

// Model is a field. Cursor and length count characters (runes after composition).
type Model struct {
	Options
	edit textinput.Model
}

// New makes a field with the cursor at the end.
func New(o Options) *Model {
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	m := &Model{Options: o, edit: textinput.New()}
	m.edit.CharLimit = o.Limit
	m.edit.KeyMap = keyMap()
	m.edit.Cursor.SetMode(cursor.CursorStatic) // a cursor that blinks would be a clock that never stops
	m.edit.Focus()
	m.Reveal(false)
	m.SetValue(o.Value)
	return m
}

// keyMap binds exactly the keys of action.Editing. The text input's other ones would read the clipboard behind the user's
// back, or are actions here.
func keyMap() textinput.KeyMap {
	keys := func(names ...string) key.Binding { return key.NewBinding(key.WithKeys(names...)) }
	return textinput.KeyMap{
		CharacterBackward: keys("left"), CharacterForward: keys("right"),
		WordBackward: keys("ctrl+left"), WordForward: keys("ctrl+right"),
		LineStart: keys("home", "ctrl+a"), LineEnd: keys("end", "ctrl+e"),
		DeleteCharacterBackward: keys("backspace"), DeleteCharacterForward: keys("delete"),
		DeleteWordBackward: keys("ctrl+w"), DeleteBeforeCursor: keys("ctrl+u"),
	}
}

// keyTypes are the framework's names of the keys of keyMap.
var keyTypes = map[string]tea.KeyType{
	"left": tea.KeyLeft, "right": tea.KeyRight, "ctrl+left": tea.KeyCtrlLeft, "ctrl+right": tea.KeyCtrlRight,
	"home": tea.KeyHome, "ctrl+a": tea.KeyCtrlA, "end": tea.KeyEnd, "ctrl+e": tea.KeyCtrlE,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "ctrl+w": tea.KeyCtrlW, "ctrl+u": tea.KeyCtrlU,
}

// Value is what stands in the field.
func (m *Model) Value() string { return strings.ReplaceAll(m.edit.Value(), string(lineBreak), "\n") }

// SetValue replaces it and puts the cursor at the end.
func (m *Model) SetValue(s string) {
	m.edit.SetValue(m.clean(s))
	m.edit.CursorEnd()
}

// Reveal shows or hides a secret. While it is hidden, keys that go by words do not tell where words begin.
func (m *Model) Reveal(on bool) {
	m.edit.EchoMode = textinput.EchoNormal
	if m.Secret && !on {
		m.edit.EchoMode = textinput.EchoPassword
	}
}

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
	return strings.Join(lines, string(lineBreak))
}

// Key edits; changed tells whether the value is another one.
func (m *Model) Key(k action.Key) (changed bool) {
	msg := tea.KeyMsg{Type: tea.KeyRunes, Paste: k.Paste}
	if k.Text != "" {
		msg.Runes = []rune(m.clean(typed(k)))
	} else {
		named, ok := keyTypes[k.Name]
		if !ok {
			return false
		}
		msg.Type = named
	}
	before := m.edit.Value()
	m.edit, _ = m.edit.Update(msg) // the command would only make the cursor blink
	if k.Name == "ctrl+right" {
		m.skipBlanks()
	}
	return m.edit.Value() != before
}

// typed is what a key writes. Blanks around a pasted text come from sloppy selection and are never meant.
func typed(k action.Key) string {
	if k.Paste {
		return strings.TrimSpace(k.Text)
	}
	return k.Text
}

// skipBlanks puts the cursor on the beginning of the next word; the text input leaves it behind the last one.
func (m *Model) skipBlanks() {
	text := []rune(m.edit.Value())
	at := m.edit.Position()
	for at < len(text) && unicode.IsSpace(text[at]) {
		at++
	}
	m.edit.SetCursor(at)
}

// View paints the field w cells wide, with the cursor when it has the focus.
func (m *Model) View(t *theme.Theme, w int, focus bool) string {
	cells := m.shown(t)
	if len(cells) == 0 && m.Placeholder != "" {
		return m.placeholder(t, w, focus)
	}
	if !focus {
		return layout.Left(strings.Join(cells, ""), w)
	}
	// The part that holds the cursor is shown: start moves right until the text up to and with the cursor fits.
	at := m.edit.Position()
	cells = append(cells, " ")
	start := 0
	for width := layout.Width(strings.Join(cells[:at+1], "")); width > w && start < at; start++ {
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
		if i == at {
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
	text := []rune(m.edit.Value())
	cells := make([]string, len(text), len(text)+1)
	for i, r := range text {
		switch {
		case m.edit.EchoMode == textinput.EchoPassword:
			cells[i] = t.Glyph.Mask
		case r == lineBreak:
			cells[i] = t.Glyph.Break
		default:
			cells[i] = string(r)
		}
	}
	return cells
}
