package action

import "slices"

// Leak says what a scope lets through to the ones outside of it.
type Leak uint8

const (
	// LeakAll passes on every key that the scope does not use itself.
	LeakAll Leak = iota
	// LeakGlobal passes on global actions only.
	LeakGlobal
	// LeakNone passes on nothing: a question that must be answered.
	LeakNone
)

// Scope is what the thing in front of the user says about keys: which actions it takes, what leaks, and whether a text field
// owns the keys.
type Scope struct {
	Name Name   // the screen's own actions
	With []Name // shared actions it takes too; they come first
	Text bool   // a text field has the focus: letters and editing keys are text, not actions
	Leak Leak
	// Task says that the user is in the middle of something: the footer offers no way out of it but back.
	Task bool
	// State is handed to Def.When; usually the screen itself.
	State any
}

// busy reports whether the footer should keep to what the user is doing: a task, or a form, search or text in front.
func (s Scope) busy() bool { return s.Task || slices.ContainsFunc(s.With, owns) }

// names lists the scopes from inner to outer.
func (s Scope) names() []Name {
	names := append([]Name(nil), s.With...)
	if s.Name != "" {
		names = append(names, s.Name)
	}
	return names
}
