package action

import (
	"strings"
	"time"

	"ferry/tui/nav"
)

// ID names an action as scope.verb-noun: "transactions.copy-line".
type ID string

// Name is the name of a scope: a part of the program in which an action has a meaning. Screens choose their own.
type Name string

// The scopes that several screens share. Screens take them in by naming them in Scope.With.
const (
	Global Name = "global" // everywhere
	List   Name = "list"   // moving in a table, marking rows
	Form   Name = "form"   // moving between fields
	Pick   Name = "pick"   // a search field above a list
	Read   Name = "read"   // scrolling a long text
	Dialog Name = "dialog" // a question that must be answered first
)

// Def describes one action.
type Def struct {
	ID    ID
	Title string // two or three words, for footer, help and palette
	Help  string // one sentence
	Scope Name
	Keys  []string // names as Key.Name gives them; none: reached by the palette only
	Group string   // heading in the help
	// Danger marks what cannot be undone here: it reaches a bank or destroys something. The screen must ask first.
	Danger bool
	Footer int // rank among the hints of the footer, 1 first; 0: not there
	// Away marks what leads to something else: the footer leaves it out while the user is busy.
	Away bool
	// Offered means that the footer has it only on screens whose state is an Offerer that offers it; it works everywhere.
	Offered bool
	// When gives the reason why the action is not possible now, or nothing. State is Scope.State of the screen.
	When func(state any) string
	// Now gives another title where the action does something else at the moment, or nothing. State is that of When.
	Now func(state any) string
	// Opens is the page that the action goes to; such actions need no code in a screen.
	Opens nav.Page
}

// When makes a Def.When out of a function over the screen's own type. For another type of state the action is possible.
func When[S any](reason func(S) string) func(any) string {
	return func(state any) string {
		if s, ok := state.(S); ok {
			return reason(s)
		}
		return ""
	}
}

// Offerer is a screen's state that says which of the shared actions are worth a hint there now.
type Offerer interface{ Offers(ID) bool }

// Invoke is the wish to do something, whether a key, the palette or a test expressed it.
type Invoke struct {
	ID  ID
	Key string    // the key that was pressed; empty from the palette
	At  time.Time // when; screens have no other clock
}

// Heading is the group of the action in help and palette.
func (d Def) Heading() string {
	if d.Group != "" {
		return d.Group
	}
	if d.Scope == Global {
		return "Everywhere"
	}
	return strings.ToUpper(string(d.Scope[:1])) + string(d.Scope[1:])
}

// Shared reports whether the action only moves within a widget: of no use in the palette.
func (d Def) Shared() bool { return d.Scope == List || owns(d.Scope) }
