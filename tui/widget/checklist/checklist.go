// Package checklist is a list of tick boxes in groups.
package checklist

import (
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
type Model struct{}

// New makes a checklist.
func New(groups []Group) *Model { return &Model{} }

// Do takes actions of action.List.
func (m *Model) Do(inv action.Invoke) bool { return false }

// Ticked lists the ids of the ticked boxes in order; Unticked those of the others.
func (m *Model) Ticked() []string { return nil }

// Unticked lists the ids of the boxes without a tick.
func (m *Model) Unticked() []string { return nil }

// Selected is the box under the cursor.
func (m *Model) Selected() (Item, bool) { return Item{}, false }

// View paints the list.
func (m *Model) View(t *theme.Theme, r layout.Box) string { return "" }
