// Package confirm is a question with two buttons, of which the safe one has the focus.
package confirm

import (
	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/frame"
	"ferry/tui/widget/input"
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
type Model struct {
	Question
	word *input.Model // nil when no word is asked for
	yes  bool         // the dangerous button has the focus
}

// New puts a question.
func New(q Question) *Model {
	if q.Yes == "" {
		q.Yes = "Yes"
	}
	if q.No == "" {
		q.No = "No"
	}
	m := &Model{Question: q}
	if q.Word != "" {
		m.word = input.New(input.Options{Limit: 2 * len(q.Word)})
	}
	return m
}

// Do takes an action of action.Dialog. Yes stays without effect until the word is typed, where one is asked for.
func (m *Model) Do(inv action.Invoke) (Answer, bool) {
	switch inv.ID {
	case action.DialogNo:
		return No, true
	case action.DialogYes:
		return m.confirmed(), true
	case action.DialogSwitch:
		m.yes = !m.yes
	case action.DialogTake:
		if m.yes || m.word != nil {
			return m.confirmed(), true
		}
		return No, true
	default:
		return Open, false
	}
	return Open, true
}

func (m *Model) confirmed() Answer {
	if m.word != nil && m.word.Value() != m.Word {
		return Open
	}
	return Yes
}

// Key takes text, when a word must be typed.
func (m *Model) Key(k action.Key) bool { return m.word != nil && m.word.Key(k) }

// Scope says what keys mean.
func (m *Model) Scope() action.Scope {
	return action.Scope{With: []action.Name{action.Dialog}, Text: m.word != nil, Leak: action.LeakNone}
}

// maxWidth is a comfortable line to read.
const maxWidth = 72

// View paints the question in a frame, as large as it needs to be within r.
func (m *Model) View(t *theme.Theme, r layout.Box) (string, layout.Box) {
	w := min(maxWidth, r.W-4)
	var lines []string
	for i, p := range m.Text {
		if i > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, layout.Wrap(core.CleanText(p), w-4)...)
	}
	if m.word != nil {
		lines = append(lines, "", "Type "+m.Word+" to go on:", m.word.View(t, w-4, true))
	}
	lines = append(lines, "", layout.Right(m.button(t, m.No, "n", !m.yes && m.word == nil)+"  "+m.button(t, m.Yes, "y", m.yes), w-4))
	at := r.Center(w, len(lines)+2)
	return frame.Draw(t, core.CleanText(m.Title), lines, at), at
}

func (m *Model) button(t *theme.Theme, label, key string, focus bool) string {
	text := "[ " + core.CleanText(label) + " ]"
	if m.word == nil {
		text = "[ " + key + "  " + core.CleanText(label) + " ]"
	}
	if focus {
		return t.Paint(theme.Selected, text)
	}
	return text
}
