// Package confirm is a question with two buttons, of which the safe one has the focus.
package confirm

import (
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Question is what is asked, with number, name and effect: "Start a synchronization at KBC for 3 accounts?"
type Question struct {
	Title string
	Text  []string // paragraphs: what will happen, and what cannot be undone
	Yes   string   // the button that does it; empty: "Yes"
	No    string   // the safe button; empty: "No"
	// ByItself is set when no key of the user opened the question: keys typed meanwhile must not answer it.
	ByItself bool
	// Word, when set, must be typed: only for destroying data.
	Word string
}

// Answer is what became of a question.
type Answer uint8

// The answers.
const (
	Open Answer = iota
	Yes
	No
)

// Model is a question on the screen.
type Model struct{ q Question }

// New puts a question.
func New(q Question) *Model { return &Model{q: q} }

// Do takes an action of action.Dialog.
func (m *Model) Do(inv action.Invoke) (Answer, bool) { return Open, false }

// Key takes text, when a word must be typed.
func (m *Model) Key(k action.Key) bool { return false }

// Scope says what keys mean.
func (m *Model) Scope() action.Scope { return action.Scope{} }

// View paints the question in a frame, as large as it needs to be within r.
func (m *Model) View(t *theme.Theme, r layout.Box) (string, layout.Box) { return "", layout.Box{} }
