package transactions

import (
	"fmt"

	"ferry/tui/action"
)

const (
	scope     action.Name = "transactions"
	searching action.Name = "transactions-search"
)

// Ids of the actions.
const (
	open     action.ID = "transactions.open"
	pending  action.ID = "transactions.toggle-pending"
	earlier  action.ID = "transactions.previous-month"
	later    action.ID = "transactions.next-month"
	note     action.ID = "transactions.write-note"
	copyLine action.ID = "transactions.copy-line"
	raw      action.ID = "transactions.show-raw"
	clearAll action.ID = "transactions.clear-filter"
	keep     action.ID = "transactions-search.keep"
)

// Actions is the table of what can be done with lines.
func Actions() []action.Def {
	const group = "Transactions"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return "there is no line here"
		}
		return ""
	})
	developer := action.When(func(s *Screen) string {
		if !s.developer {
			return "switch developer mode on in the settings first"
		}
		return ""
	})
	def := func(id action.ID, title, help string, footer int, when func(any) string, keys ...string) action.Def {
		return action.Def{ID: id, Title: title, Help: help, Scope: scope, Group: group, Keys: keys, Footer: footer, When: when}
	}
	return []action.Def{
		def(open, "whole line", "Show everything known of the line, with its earlier versions.", 1, one, "enter", "right", "l"),
		def(pending, "pending", "Show or hide the lines that the bank has announced and not booked.", 3, nil, "p"),
		def(earlier, "month before", "Show one month; again: the month before.", 4, nil, "<"),
		def(later, "month after", "Show the month after.", 0, nil, ">"),
		def(note, "note", "Write your own note on the line.", 5, one, "n"),
		def(copyLine, "copy", "Copy the amount, the communication, the counterpart or the line.", 6, one, "y"),
		def(clearAll, "clear filter", "Show all lines again: no search, all months.", 0, nil, "x", `\`),
		def(raw, "raw", "Show the line as Ponto sent it (developer mode).", 0, developer, "J"),
		{ID: keep, Title: "keep", Help: "Keep the search and go to the lines.", Scope: searching, Group: group, Keys: []string{"enter"}, Footer: 1},
	}
}

// The words of the page.
const (
	txtTitle        = "Transactions"
	txtEmpty        = "No bank line yet."
	txtEmptyHint    = "f fetches what Ponto has; c connects a bank."
	txtNothing      = "No line fits."
	txtNothingHint  = "x shows all lines again."
	txtPlaceholder  = "words, name:peeters, iban:BE68, acct:7034, amt:10..20, date:2026-11"
	txtNoteTitle    = "Note on %s"
	txtNoteHelp     = "Your own words on this line; they stay whatever the bank changes. Empty takes the note away."
	txtNoteSaved    = "Noted."
	txtCopy         = "Copy"
	txtAmount       = "amount"
	txtRemittance   = "communication"
	txtCounterpart  = "counterpart"
	txtAccount      = "counterpart account"
	txtLine         = "whole line"
	txtRaw          = "As Ponto sent it"
	txtAmountBroken = "The amount could not be read exactly: the bank sent %q. Look at the bank's own site before booking it."
	txtIsPending    = "Announced by the bank and not booked: it may still change or go away. In no balance."
	txtIsMissing    = "The bank no longer lists this line since %s. Look at the bank's own site before booking it."
	txtIsLate       = "It arrived late, below lines that were already here: look whether that period is closed."
	txtIsChanged    = "The bank changed this line: %s."
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
