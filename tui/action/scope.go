package action

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
	// State is handed to Def.When; usually the screen itself.
	State any
}

// names lists the scopes from inner to outer.
func (s Scope) names() []Name {
	names := append([]Name(nil), s.With...)
	if s.Name != "" {
		names = append(names, s.Name)
	}
	return names
}
