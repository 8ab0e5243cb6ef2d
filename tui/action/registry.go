package action

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Registry is the table of all actions, with the keys they have now.
type Registry struct {
	defs []Def
	byID map[ID]int
	keys map[Name]map[string]int // scope, key -> position in defs
}

// NewRegistry puts tables of actions together. It fails when two actions share an id, or a key where both could be meant.
func NewRegistry(tables ...[]Def) (*Registry, error) {
	r := &Registry{byID: make(map[ID]int)}
	for _, table := range tables {
		for _, d := range table {
			if _, twice := r.byID[d.ID]; twice {
				return nil, fmt.Errorf("action %s is defined twice", d.ID)
			}
			r.byID[d.ID] = len(r.defs)
			r.defs = append(r.defs, d)
		}
	}
	if err := conflicts(r.defs); err != nil {
		return nil, err
	}
	r.index()
	return r, nil
}

func (r *Registry) index() {
	r.keys = make(map[Name]map[string]int)
	for i, d := range r.defs {
		if r.keys[d.Scope] == nil {
			r.keys[d.Scope] = make(map[string]int)
		}
		for _, k := range d.Keys {
			r.keys[d.Scope][k] = i
		}
	}
}

// All lists every action in the order of definition.
func (r *Registry) All() []Def { return slices.Clone(r.defs) }

// Lookup finds an action by id.
func (r *Registry) Lookup(id ID) (Def, bool) {
	i, ok := r.byID[id]
	if !ok {
		return Def{}, false
	}
	return r.defs[i], true
}

// KeyOf is the first key of an action as it is written on the screen, or nothing.
func (r *Registry) KeyOf(id ID) string {
	if d, ok := r.Lookup(id); ok && len(d.Keys) > 0 {
		return Label(d.Keys[0])
	}
	return ""
}

// Has reports whether an action has a key.
func (r *Registry) Has(id ID, key string) bool {
	d, _ := r.Lookup(id)
	return slices.Contains(d.Keys, key)
}

// Resolve finds what a key means, from the innermost scope outwards: the first is meant, the next ones are tried when nobody
// takes it. In a text field, letters and editing keys mean nothing: they are text.
func (r *Registry) Resolve(s Scope, k Key) []Def {
	if s.Text && (k.Printable() || Editing(k.Name)) {
		return nil
	}
	var found []Def
	for _, name := range r.visible(s) {
		if i, ok := r.keys[name][k.Name]; ok {
			found = append(found, r.defs[i])
		}
	}
	return found
}

// visible lists the scopes that keys can reach from s, inner to outer.
func (r *Registry) visible(s Scope) []Name {
	names := s.names()
	if s.Leak != LeakNone {
		names = append(names, Global)
	}
	return names
}

// Here lists the actions that can be meant in a scope, inner to outer, in the order of definition.
func (r *Registry) Here(s Scope) []Def {
	var here []Def
	for _, name := range r.visible(s) {
		for _, d := range r.defs {
			if d.Scope == name {
				here = append(here, d)
			}
		}
	}
	return here
}

// Reason says why an action is not possible in a scope now, or nothing.
func (r *Registry) Reason(d Def, s Scope) string {
	if !slices.Contains(r.visible(s), d.Scope) {
		return "not on this screen"
	}
	if d.When == nil {
		return ""
	}
	return d.When(s.State)
}

// Hint is an action with the key that starts it now.
type Hint struct {
	Def
	Key string // as it is written on the screen
}

// Hints lists the actions for the footer: those with a rank and a key that are possible now, most useful first.
func (r *Registry) Hints(s Scope) []Hint {
	var hints []Hint
	for _, d := range r.Here(s) {
		if d.Away && s.busy() || d.Offered && !offers(s.State, d.ID) {
			continue
		}
		if key := usable(s, d); d.Footer > 0 && key != "" && r.Reason(d, s) == "" {
			d.Title = d.called(s)
			hints = append(hints, Hint{d, Label(key)})
		}
	}
	slices.SortStableFunc(hints, func(a, b Hint) int { return a.Footer - b.Footer })
	return hints
}

// called is the title of the moment.
func (d Def) called(s Scope) string {
	if d.Now == nil {
		return d.Title
	}
	return cmp.Or(d.Now(s.State), d.Title)
}

func offers(state any, id ID) bool {
	o, ok := state.(Offerer)
	return ok && o.Offers(id)
}

// usable is the first key of an action that is not text in the scope, or nothing.
func usable(s Scope, d Def) string {
	for _, k := range d.Keys {
		if !s.Text || !Editing(k) && (named(k) || strings.Contains(k, "+") && len(k) > 1) {
			return k
		}
	}
	return ""
}

// conflicts names every pair of actions of which a key could mean either.
func conflicts(defs []Def) error {
	var errs []error
	for i, a := range defs {
		for _, b := range defs[i+1:] {
			if !overlap(a.Scope, b.Scope) {
				continue
			}
			for _, k := range a.Keys {
				if slices.Contains(b.Keys, k) {
					errs = append(errs, fmt.Errorf("key %s means both %s (%s) and %s (%s)", k, a.ID, a.Title, b.ID, b.Title))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// overlap reports whether a key may reach both scopes without one of them having the focus. Form, Pick, Read and Dialog
// own the keys they name while they have it, so they may use a key of the screen around them.
func overlap(a, b Name) bool {
	if a == b {
		return true
	}
	if owns(a) || owns(b) {
		return false
	}
	return a == Global || b == Global || a == List || b == List
}

func owns(n Name) bool { return n == Form || n == Pick || n == Read || n == Dialog }
