// Package input is a field for one line of text.
package input

import (
	"ferry/tui/action"
	"ferry/tui/theme"
)

// Options configure a field.
type Options struct {
	Value       string
	Placeholder string
	Secret      bool
	Limit       int // in characters; 0: 4096
}

// Model is a field.
type Model struct{}

// New makes a field with the cursor at the end.
func New(o Options) *Model { return &Model{} }

// Value is what stands in the field.
func (m *Model) Value() string { return "" }

// SetValue replaces it and puts the cursor at the end.
func (m *Model) SetValue(s string) {}

// Reveal shows or hides a secret.
func (m *Model) Reveal(on bool) {}

// Key edits; changed tells whether the value is another one.
func (m *Model) Key(k action.Key) (changed bool) { return false }

// View paints the field w cells wide, with the cursor when it has the focus.
func (m *Model) View(t *theme.Theme, w int, focus bool) string { return "" }
