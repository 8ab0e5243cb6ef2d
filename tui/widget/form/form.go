// Package form is a page of fields: texts, secrets, choices and tick boxes, with errors under the field they belong to.
package form

import (
	"net/url"

	"ferry/tui/action"
	"ferry/tui/widget/input"
)

// Kind is a kind of field.
type Kind uint8

// The kinds.
const (
	Text Kind = iota
	Secret
	Select   // one of Options, changed with left, right and space
	Checkbox // Value is "true" or ""
	Hidden   // sent, not shown
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
	Lines             bool   // a pasted text keeps its line breaks: certificates
	Sends             string // what a ticked box is sent as; empty: "true"
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
type Model struct {
	fields   []field
	order    []int // positions of the fields that are shown
	focus    int   // position in order; len(order) is the button
	submit   string
	intro    []string // paragraphs above the fields
	err      string   // on top
	revealed bool
	top      int // first line on the screen
}

// field is a Field with what the user made of it.
type field struct {
	Field
	was   string
	input *input.Model // of texts and secrets
	given bool         // the value was suggested: the first letter typed takes its place, as on a web page
	err   string
}

// New makes a form. Submit is the word on the button; without one there is no button.
func New(submit string, fields ...Field) *Model {
	m := &Model{submit: submit}
	for i, f := range fields {
		if f.Kind == Select && f.Value == "" && len(f.Options) > 0 {
			f.Value = f.Options[0].Value
		}
		added := field{Field: f, was: f.Value}
		if f.Kind == Text || f.Kind == Secret {
			added.input = input.New(input.Options{
				Value: f.Value, Placeholder: f.Placeholder, Secret: f.Kind == Secret, Lines: f.Lines,
			})
		}
		m.fields = append(m.fields, added)
		if f.Kind != Hidden {
			m.order = append(m.order, i)
		}
	}
	return m
}

// SetIntro puts paragraphs above the fields.
func (m *Model) SetIntro(paragraphs ...string) { m.intro = paragraphs }

// focused is the field that has the focus, nil on the button.
func (m *Model) focused() *field {
	if m.focus >= len(m.order) {
		return nil
	}
	return &m.fields[m.order[m.focus]]
}

// Typing reports whether the field with the focus takes letters or editing keys; it is what Scope.Text must say.
func (m *Model) Typing() bool { return m.focused() != nil }

// Do takes the actions of action.Form.
func (m *Model) Do(inv action.Invoke) Outcome {
	switch inv.ID {
	case action.Next:
		m.step(1)
	case action.Prev:
		m.step(-1)
	case action.Save:
		return Submitted
	case action.Reveal:
		m.revealed = !m.revealed
		for _, f := range m.fields {
			if f.Kind == Secret {
				f.input.Reveal(m.revealed)
			}
		}
	case action.Submit:
		if m.focus >= len(m.order)-1 {
			return Submitted
		}
		m.step(1)
	default:
		return Nothing
	}
	return Taken
}

// step moves the focus round, over the button where there is one.
func (m *Model) step(by int) {
	stops := len(m.order)
	if m.submit != "" {
		stops++
	}
	if stops > 0 {
		m.focus = (m.focus + by + stops) % stops
	}
}

// Key takes text and editing keys.
func (m *Model) Key(k action.Key) Outcome {
	f := m.focused()
	if f == nil {
		return Nothing
	}
	before := f.Value
	switch f.Kind {
	case Text, Secret:
		if f.given && k.Printable() {
			f.input.SetValue("")
		}
		f.given = false
		f.input.Key(k)
		f.Value = f.input.Value()
	case Checkbox:
		if k.Name == "space" {
			f.Value = map[string]string{"": "true", "true": ""}[f.Value]
		}
	case Select:
		f.choose(k)
	}
	if f.Value == before {
		return Taken
	}
	f.err = ""
	return Changed
}

// choose moves a choice by arrow or space, or to the next option that begins with the letter typed.
func (f *field) choose(k action.Key) {
	at := 0
	for i, o := range f.Options {
		if o.Value == f.Value {
			at = i
		}
	}
	n := len(f.Options)
	switch {
	case n == 0:
	case k.Name == "left":
		f.Value = f.Options[(at+n-1)%n].Value
	case k.Name == "right" || k.Name == "space":
		f.Value = f.Options[(at+1)%n].Value
	case k.Text != "":
		for i := 1; i <= n; i++ {
			if o := f.Options[(at+i)%n]; startsWith(o.Label, k.Text) {
				f.Value = o.Value
				return
			}
		}
	}
}

// Value is what a field holds.
func (m *Model) Value(name string) string {
	if f := m.find(name); f != nil {
		return f.Value
	}
	return ""
}

// Checked reports whether a box is ticked.
func (m *Model) Checked(name string) bool { return m.Value(name) == "true" }

// SetValue changes a field.
func (m *Model) SetValue(name, value string) {
	f := m.find(name)
	if f == nil {
		return
	}
	f.Value = value
	if f.input != nil {
		f.input.SetValue(value)
	}
}

// SetError puts an error under a field and the focus on it, or on top with an empty name; an empty text takes it away.
func (m *Model) SetError(name, text string) {
	if name == "" {
		m.err = text
		return
	}
	for i, at := range m.order {
		if m.fields[at].Name == name {
			m.fields[at].err = text
			if text != "" {
				m.focus = i
			}
		}
	}
}

// Focus puts the focus on a field.
func (m *Model) Focus(name string) {
	for i, at := range m.order {
		if m.fields[at].Name == name {
			m.focus = i
		}
	}
}

// Focused is the name of the field that has the focus; empty on the button.
func (m *Model) Focused() string {
	if f := m.focused(); f != nil {
		return f.Name
	}
	return ""
}

// FocusButton puts the focus on the button: for pages that need no answer but "go on".
func (m *Model) FocusButton() { m.focus = len(m.order) }

func (m *Model) find(name string) *field {
	for i := range m.fields {
		if m.fields[i].Name == name {
			return &m.fields[i]
		}
	}
	return nil
}

// Values are all fields as a browser would send them: unticked boxes are left out.
func (m *Model) Values() url.Values {
	values := make(url.Values)
	for _, f := range m.fields {
		switch {
		case f.Kind != Checkbox:
			values.Add(f.Name, f.Value)
		case f.Value == "true" && f.Sends != "":
			values.Add(f.Name, f.Sends)
		case f.Value == "true":
			values.Add(f.Name, "true")
		}
	}
	return values
}

// Dirty reports whether anything was changed since New.
func (m *Model) Dirty() bool {
	for _, f := range m.fields {
		if f.Value != f.was {
			return true
		}
	}
	return false
}
