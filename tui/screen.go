package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/core/event"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
)

// Screen is one page. Its methods are called from one goroutine, do no I/O and look at no clock: work goes into the commands
// that Read, Work and Wait make, time comes in messages. What a command returns comes back to the screen that made it, and
// to no other.
type Screen interface {
	// Page is the identity of the screen.
	Page() nav.Page
	// Title is the breadcrumb: "Accounts", "Bakkerij Peeters". It may change when the screen has read what it is about.
	Title() string
	// Update takes a message: Opened, Shown, layout.Size, Changed, action.Key for text, and the screen's own replies.
	Update(msg tea.Msg) tea.Cmd
	// Do carries out an action. False means "not mine": the next outer scope is tried.
	Do(inv action.Invoke) (tea.Cmd, bool)
	// View paints exactly r.W × r.H cells.
	View(r layout.Box) string
	// Scope says what keys mean now.
	Scope() action.Scope
}

// Hinter is a screen's state, in its scope, that has something to say on the line above the footer while nothing else is said there.
type Hinter interface{ Hint() string }

// Waiter is a screen that lets keys wait while the list that they are meant for is on its way: that of a search that was just
// kept. It must know by itself when that ends, also in an error.
type Waiter interface{ Waits() bool }

// Maker makes the screen for a page.
type Maker func(nav.Page) Screen

// Opened is the first message to a screen, after its layout.Size: read what you show.
type Opened struct{}

// Shown says that the user came back to a screen that was kept.
type Shown struct{}

// Changed says what has become old. A screen that is not in front receives it when it comes back.
type Changed struct {
	Changes []event.Change
	All     bool // the user wants everything read again
}

// Has reports whether something under the topic changed, for the given account or dossier (empty: for any).
func (c Changed) Has(topic event.Topic, scope string) bool {
	if c.All {
		return true
	}
	for _, ch := range c.Changes {
		if ch.Topic == topic && (scope == "" || ch.Scope == "" || ch.Scope == scope) {
			return true
		}
	}
	return false
}
