// Package pager shows a long text.
package pager

import (
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Model is a text with a place in it.
type Model struct{}

// New shows a text from its top. Lines longer than the box are wrapped.
func New(text string) *Model { return &Model{} }

// Text is the whole text.
func (m *Model) Text() string { return "" }

// Do takes the moves of action.Read.
func (m *Model) Do(inv action.Invoke) bool { return false }

// View paints as much as fits.
func (m *Model) View(t *theme.Theme, r layout.Box) string { return "" }
