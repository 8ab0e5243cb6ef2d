// Package nav says where the user is: pages, the way back, and what is kept of pages that were left.
package nav

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

// Kind is a kind of page: "accounts".
type Kind string

// Page is the identity of a screen: its kind and what it is about. Two equal pages are the same screen.
type Page struct {
	Kind Kind
	ID   string
}

// String writes the page as an address: "accounts:4711", or just "consents".
func (p Page) String() string {
	if p.ID == "" {
		return string(p.Kind)
	}
	return string(p.Kind) + ":" + p.ID
}

// ParsePage reads an address as String writes it.
func ParsePage(address string) Page {
	kind, id, _ := strings.Cut(address, ":")
	return Page{Kind: Kind(kind), ID: id}
}

// Move is the message with which a screen asks to go somewhere. Use Push, Replace, Back and Home to send it.
type Move struct {
	Op   Op
	Page Page
}

// Op is a kind of move.
type Op uint8

const (
	// OpPush goes one page deeper.
	OpPush Op = iota
	// OpReplace puts a page in place of the present one, which is forgotten.
	OpReplace
	// OpBack leaves the present page.
	OpBack
	// OpHome goes back to the first page.
	OpHome
	// OpDone leaves the present page and forgets it: a finished wizard starts afresh next time.
	OpDone
)

func move(m Move) tea.Cmd { return func() tea.Msg { return m } }

// Push goes to a page, one deeper. Where the page is already on the way here, it goes back to it.
func Push(p Page) tea.Cmd { return move(Move{Op: OpPush, Page: p}) }

// Replace goes to a page in place of the present one.
func Replace(p Page) tea.Cmd { return move(Move{Op: OpReplace, Page: p}) }

// Back leaves the page; coming to it again finds it as it was.
func Back() tea.Cmd { return move(Move{Op: OpBack}) }

// Home goes back to the first page.
func Home() tea.Cmd { return move(Move{Op: OpHome}) }

// Done leaves the page and forgets it.
func Done() tea.Cmd { return move(Move{Op: OpDone}) }
