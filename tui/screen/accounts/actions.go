package accounts

import (
	"ferry/core/app"
	"ferry/tui/action"
)

const scope action.Name = "accounts"

// Ids of the actions.
const (
	open   action.ID = "accounts.open"
	show   action.ID = "accounts.show-details"
	renew  action.ID = "accounts.reauthorize"
	mend   action.ID = "accounts.mend"
	copyID action.ID = "accounts.copy"
)

// Actions is the table of what can be done with accounts.
func Actions() []action.Def {
	const group = "Accounts"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return "there is no account yet"
		}
		return ""
	})
	mendable := action.When(func(s *Screen) string {
		if a, ok := s.table.Selected(); !ok || a.Status.Action == "" || a.Status.Action == app.ActionFetch {
			return "nothing is to be done for this account"
		}
		return ""
	})
	def := func(id action.ID, title, help string, footer int, when func(any) string, keys ...string) action.Def {
		return action.Def{ID: id, Title: title, Help: help, Scope: scope, Group: group, Keys: keys, Footer: footer, When: when}
	}
	return []action.Def{
		def(open, "lines", "Show the bank lines of the account.", 1, one, "enter", "right", "l"),
		def(show, "details", "Show everything known of the account.", 2, one, "s"),
		def(mend, "mend", "Do what the account needs: the next step that its status names.", 3, mendable, "m"),
		def(renew, "re-authorize", "Give the consent of this account again.", 4, one, "w"),
		def(copyID, "copy", "Copy the account number, its balance or the request id.", 0, one, "y"),
	}
}

// The words of the page.
const (
	txtEmpty      = "No account is connected yet."
	txtEmptyHint  = "c connects a bank."
	txtCopy       = "Copy"
	txtNumber     = "account number"
	txtBalance    = "balance"
	txtRequest    = "request id"
	txtNotKnown   = "not known"
	txtReplaced   = "was taken out and put back at Ponto"
	txtBehind     = "Bank balance minus lines: %s. It stays the same while no line is missing."
	txtSyncFailed = "failed"
)
