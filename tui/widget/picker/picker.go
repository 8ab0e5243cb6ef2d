// Package picker is a search field above a list: type, move, take.
package picker

import (
	"fmt"
	"strings"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/hit"
	"ferry/tui/widget/input"
)

// Item is one entry.
type Item struct {
	ID      string
	Lead    string // in front of the title, and found after it: a group
	Title   string
	Side    string   // at the right: a key, a country, a BIC
	Badges  []string // "beta", "maintenance"
	Detail  string   // under the list while the entry has the cursor
	Blocked string   // why it cannot be taken; empty when it can
}

// Options configure a picker.
type Options struct {
	Placeholder string
	// Outside means that the screen searches and calls SetItems; otherwise the picker filters by itself: by words, and
	// by strewn letters where no entry has the words.
	Outside bool
	// Of names what is counted, in the plural: "banks". Empty: nothing is counted.
	Of string
}

// Model is a picker.
type Model struct {
	Options
	query  *input.Model
	items  []Item
	shown  []match // best first
	cursor int     // position in shown
	moved  bool    // the user chose the cursor's entry: keep it when the entries change
	words  bool    // what is shown has the words that were typed
	top    int
	height int // of the list when it was last painted
	note   string
}

// match is an entry that is shown.
type match struct {
	at   int   // position in items
	hits []int // where in its title the fuzzy search found the query, in bytes
}

// New makes a picker with the search field empty.
func New(o Options) *Model {
	return &Model{Options: o, query: input.New(input.Options{Placeholder: o.Placeholder}), height: 1}
}

// SetItems replaces the entries; the cursor stays on the same one where it still exists.
func (m *Model) SetItems(items []Item) {
	old, had := m.Selected()
	m.items, m.note = items, ""
	m.filter()
	m.cursor, m.top = 0, 0
	if !had || !m.moved {
		return
	}
	for i, e := range m.shown {
		if items[e.at].ID == old.ID {
			m.cursor = i
		}
	}
	m.follow()
}

// SetNote shows a line instead of entries: loading, nothing found, an error.
func (m *Model) SetNote(text string) { m.note = text }

// Query is what stands in the search field.
func (m *Model) Query() string { return m.query.Value() }

// SetQuery puts a text into the search field.
func (m *Model) SetQuery(text string) {
	m.query.SetValue(text)
	m.filter()
	m.cursor, m.top, m.moved = 0, 0, false
}

// Selected is the entry under the cursor.
func (m *Model) Selected() (Item, bool) {
	if m.cursor >= len(m.shown) || m.note != "" {
		return Item{}, false
	}
	return m.items[m.shown[m.cursor].at], true
}

// Key takes text; true when the query changed.
func (m *Model) Key(k action.Key) (changed bool) {
	if !m.query.Key(k) {
		return false
	}
	m.moved = false
	if !m.Outside {
		m.filter()
		m.cursor, m.top = 0, 0
	}
	return true
}

// Do takes the moves of action.Pick. Taking an entry is for the screen: see Selected.
func (m *Model) Do(inv action.Invoke) bool {
	switch inv.ID {
	case action.PickUp:
		m.move(-1)
	case action.PickDown:
		m.move(1)
	case action.PickPageUp:
		m.move(-m.height)
	case action.PickPageDown:
		m.move(m.height)
	default:
		return false
	}
	return true
}

func (m *Model) move(by int) {
	m.cursor = max(min(m.cursor+by, len(m.shown)-1), 0)
	m.moved = true
	m.follow()
}

// follow scrolls so that the cursor is seen.
func (m *Model) follow() {
	m.top = max(min(m.top, m.cursor), m.cursor-m.height+1, 0)
}

// View paints the picker: the field, a rule, the entries, and two lines about the one under the cursor.
func (m *Model) View(t *theme.Theme, r layout.Box) string {
	boxes := r.Rows(layout.Fixed(1), layout.Fixed(1), layout.Fill(1), layout.Fixed(2))
	m.height = max(boxes[2].H, 1)
	m.follow()
	return layout.Fit(layout.Above(
		t.Paint(theme.Accent, t.Glyph.Cursor)+" "+m.query.View(t, max(r.W-2, 0), true),
		m.rule(t, r.W),
		layout.FitLines(m.rows(t, boxes[2]), boxes[2]),
		layout.FitLines(m.about(t, r.W), boxes[3]),
	), r)
}

func (m *Model) rule(t *theme.Theme, w int) string {
	count := ""
	if m.Of != "" && m.note == "" {
		count = fmt.Sprintf(" %d of %d %s ", len(m.shown), len(m.items), m.Of)
		if m.Outside {
			count = fmt.Sprintf(" %s: %d ", m.Of, len(m.items))
		}
	}
	return t.Paint(theme.Border, layout.Left(strings.Repeat(t.Glyph.H, max(w-layout.Width(count)-2, 0))+count+strings.Repeat(t.Glyph.H, 2), w))
}

func (m *Model) rows(t *theme.Theme, r layout.Box) []string {
	if m.note != "" {
		return layout.Wrap(core.CleanText(m.note), r.W)
	}
	if len(m.shown) == 0 {
		return []string{t.Paint(theme.Dim, "nothing found")}
	}
	var words hit.Words
	if m.Outside || m.words {
		words = hit.Of(m.wanted())
	}
	var rows []string
	for i := m.top; i < min(m.top+r.H, len(m.shown)); i++ {
		rows = append(rows, m.row(t, m.shown[i], words, r.W, i == m.cursor))
	}
	return rows
}

// row paints an entry and marks in it what was found: words of the screen's search, or signs of the picker's own.
func (m *Model) row(t *theme.Theme, e match, words hit.Words, w int, selected bool) string {
	item := m.items[e.at]
	side := core.CleanText(item.Side)
	if side != "" {
		side = " " + side
	}
	title := item.text()
	name := title
	for _, b := range item.Badges {
		title += " [" + core.CleanText(b) + "]"
	}
	cursor, style := "  ", theme.Plain
	switch {
	case selected:
		cursor, style = t.Glyph.Cursor+" ", theme.Selected
	case item.Blocked != "":
		style = theme.Dim
	}
	title = layout.Left(title, max(w-2-layout.Width(side), 0))
	found := append(words.In(title), hit.Signs(name, title, e.hits)...)
	title = hit.Paint(t, style, title, found) + hit.Paint(t, style, side, words.In(side))
	return t.Open(style) + layout.Left(cursor+title, w) + t.Close(style)
}

func (m *Model) about(t *theme.Theme, w int) []string {
	item, ok := m.Selected()
	if !ok {
		return nil
	}
	tok, text := theme.Dim, item.Detail
	if item.Blocked != "" {
		tok, text = theme.Warn, item.Blocked
	}
	lines := layout.Wrap(core.CleanText(text), w)
	if len(lines) > 2 {
		lines = []string{lines[0], layout.Cut(strings.Join(lines[1:], " "), w)}
	}
	for i, l := range lines {
		lines[i] = t.Paint(tok, l)
	}
	return lines
}
