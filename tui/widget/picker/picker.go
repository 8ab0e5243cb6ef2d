// Package picker is a search field above a list: type, move, take.
package picker

import (
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Item is one entry.
type Item struct {
	ID      string
	Title   string
	Side    string   // at the right: a key, a country, a BIC
	Badges  []string // "beta", "maintenance"
	Detail  string   // one line under the list while the entry has the cursor
	Blocked string   // why it cannot be taken; empty when it can
}

// Options configure a picker.
type Options struct {
	Placeholder string
	// Outside means that the screen searches and calls SetItems; otherwise the picker filters by itself, fuzzily.
	Outside bool
}

// Model is a picker.
type Model struct{}

// New makes a picker with the search field empty.
func New(o Options) *Model { return &Model{} }

// SetItems replaces the entries; the cursor stays on the same one where it still exists.
func (m *Model) SetItems(items []Item) {}

// SetNote shows a line instead of entries: loading, nothing found, an error.
func (m *Model) SetNote(text string) {}

// Query is what stands in the search field.
func (m *Model) Query() string { return "" }

// SetQuery puts a text into the search field.
func (m *Model) SetQuery(text string) {}

// Selected is the entry under the cursor.
func (m *Model) Selected() (Item, bool) { return Item{}, false }

// Key takes text; true when the query changed.
func (m *Model) Key(k action.Key) (changed bool) { return false }

// Do takes the moves of action.Pick. Taking an entry is for the screen: see Selected.
func (m *Model) Do(inv action.Invoke) bool { return false }

// View paints the picker.
func (m *Model) View(t *theme.Theme, r layout.Box) string { return "" }
