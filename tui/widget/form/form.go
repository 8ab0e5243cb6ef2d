// Package form is a page of fields: texts, secrets, choices and tick boxes, with errors under the field they belong to.
package form

import (
	"net/url"

	"ferry/core/sandbox"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Kind is a kind of field.
type Kind uint8

// The kinds.
const (
	Text Kind = iota
	Secret
	Select   // one of Options, changed with left and right or space
	Checkbox // Value is "true" or ""
)

// Option is one choice of a Select.
type Option struct{ Value, Label string }

// Field is one field.
type Field struct {
	Name, Label, Hint string
	Kind              Kind
	Value             string
	Options           []Option
	Placeholder       string
	Group             string // heading above the first field of a group
}

// Outcome is what an action or key did to the form.
type Outcome uint8

// The outcomes.
const (
	Nothing   Outcome = iota // not the form's business
	Taken                    // the form took it
	Changed                  // a value changed
	Submitted                // the user wants to send
)

// Model is a form on the screen. Its Scope entry is action.Form, with Scope.Text as Typing says.
type Model struct{}

// New makes a form. Submit is the word on the button.
func New(submit string, fields ...Field) *Model { return &Model{} }

// FromSandbox makes a form out of a page of the simulator. Hidden fields are kept and sent.
func FromSandbox(f sandbox.Form) *Model { return &Model{} }

// Do takes the actions of action.Form.
func (m *Model) Do(inv action.Invoke) Outcome { return Nothing }

// Key takes text and editing keys.
func (m *Model) Key(k action.Key) Outcome { return Nothing }

// Typing reports whether a text field has the focus.
func (m *Model) Typing() bool { return false }

// Value is what a field holds.
func (m *Model) Value(name string) string { return "" }

// SetValue changes a field.
func (m *Model) SetValue(name, value string) {}

// Values are all fields as a browser would send them: unticked boxes are left out.
func (m *Model) Values() url.Values { return nil }

// SetError puts an error under a field, or on top with an empty name; an empty text takes it away.
func (m *Model) SetError(name, text string) {}

// Dirty reports whether anything was changed since New.
func (m *Model) Dirty() bool { return false }

// View paints the form and scrolls to the field that has the focus.
func (m *Model) View(t *theme.Theme, r layout.Box) string { return "" }
