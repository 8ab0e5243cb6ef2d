// Package checklist is a list of tick boxes in groups.
package checklist

import (
	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Group is a heading with boxes.
type Group struct {
	Title string
	Items []Item
}

// Item is one box.
type Item struct {
	ID     string
	Title  string
	Side   string   // at the right: a consent date
	Badges []string // "new", "replaces …"
	Note   string   // shown while the box has the cursor: what unticking does
	Ticked bool
}

// Model is a checklist. It moves with action.List: space ticks, * ticks all or none.
type Model struct {
	groups []Group
	items  []*Item // of all groups, in order
	cursor int
	top    int // first line on the screen
	height int
}

// New makes a checklist. It keeps its own copy of the boxes.
func New(groups []Group) *Model {
	m := &Model{height: 1}
	for _, g := range groups {
		g.Items = append([]Item(nil), g.Items...)
		m.groups = append(m.groups, g)
		for i := range g.Items {
			m.items = append(m.items, &g.Items[i])
		}
	}
	return m
}

// Do takes actions of action.List.
func (m *Model) Do(inv action.Invoke) bool {
	switch inv.ID {
	case action.Up:
		m.move(-1)
	case action.Down:
		m.move(1)
	case action.PageUp:
		m.move(-m.height)
	case action.PageDown:
		m.move(m.height)
	case action.HalfUp:
		m.move(-m.height / 2)
	case action.HalfDown:
		m.move(m.height / 2)
	case action.First:
		m.cursor = 0
	case action.Last:
		m.move(len(m.items))
	case action.Mark:
		if m.cursor < len(m.items) {
			m.items[m.cursor].Ticked = !m.items[m.cursor].Ticked
		}
	case action.MarkAll:
		all := len(m.Unticked()) > 0
		for _, item := range m.items {
			item.Ticked = all
		}
	default:
		return false
	}
	return true
}

func (m *Model) move(by int) { m.cursor = max(min(m.cursor+by, len(m.items)-1), 0) }

// Ticked lists the ids of the ticked boxes in order.
func (m *Model) Ticked() []string { return m.ids(true) }

// Unticked lists the ids of the boxes without a tick.
func (m *Model) Unticked() []string { return m.ids(false) }

func (m *Model) ids(ticked bool) []string {
	var ids []string
	for _, item := range m.items {
		if item.Ticked == ticked {
			ids = append(ids, item.ID)
		}
	}
	return ids
}

// Selected is the box under the cursor.
func (m *Model) Selected() (Item, bool) {
	if m.cursor >= len(m.items) {
		return Item{}, false
	}
	return *m.items[m.cursor], true
}

// noteLines is the room under the list for what the box under the cursor says.
const noteLines = 2

// View paints the list, and under it the note of the box under the cursor.
func (m *Model) View(t *theme.Theme, r layout.Box) string {
	boxes := r.Rows(layout.Fill(1), layout.Fixed(noteLines))
	var lines []string
	at, i := 0, 0
	for _, g := range m.groups {
		lines = append(lines, t.Paint(theme.Title, layout.Left(core.CleanText(g.Title), r.W)))
		for j := range g.Items {
			if i == m.cursor {
				at = len(lines)
			}
			lines = append(lines, row(t, g.Items[j], r.W, i == m.cursor))
			i++
		}
	}
	m.height = max(boxes[0].H, 1)
	above := at
	if at == 1 {
		above = 0 // the first heading belongs to the first box
	}
	m.top = max(min(m.top, above, len(lines)-m.height), at-m.height+1, 0)
	var note []string
	if item, ok := m.Selected(); ok {
		note = layout.Wrap(core.CleanText(item.Note), r.W)
		for i, l := range note {
			note[i] = t.Paint(theme.Dim, l)
		}
	}
	return layout.Fit(layout.Above(layout.FitLines(lines[min(m.top, len(lines)):], boxes[0]), layout.FitLines(note, boxes[1])), r)
}

func row(t *theme.Theme, item Item, w int, selected bool) string {
	cursor, box := "  ", t.Glyph.Unticked
	if selected {
		cursor = t.Glyph.Cursor + " "
	}
	if item.Ticked {
		box = t.Glyph.Ticked
	}
	title := core.CleanText(item.Title)
	for _, b := range item.Badges {
		title += " [" + core.CleanText(b) + "]"
	}
	side := core.CleanText(item.Side)
	if side != "" {
		side = " " + side
	}
	line := cursor + box + " "
	line = layout.Left(line+layout.Left(title, max(w-layout.Width(line)-layout.Width(side), 0))+side, w)
	if selected {
		return t.Paint(theme.Selected, line)
	}
	return line
}
