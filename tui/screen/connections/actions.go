package connections

import (
	"fmt"

	"ferry/core/app"
	"ferry/tui/action"
)

const scope action.Name = "connections"

// Ids of the actions. Those that mend something are called as the service names them.
const (
	open          action.ID = "connections.open"
	add           action.ID = app.ActionConnect
	addBank       action.ID = app.ActionAuthorize
	fetchAccounts action.ID = app.ActionAccounts
	credentials   action.ID = app.ActionCredentials
	renew         action.ID = app.ActionReauthorize
	checklist     action.ID = "connections.checklist"
	drop          action.ID = "connections.remove"
)

// Actions is the table of what can be done with connections.
func Actions() []action.Def {
	const group = "Connections"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return "there is no connection yet"
		}
		return ""
	})
	def := func(id action.ID, title, help string, footer int, keys ...string) action.Def {
		return action.Def{ID: id, Title: title, Help: help, Scope: scope, Group: group, Keys: keys, Footer: footer, When: one}
	}
	defs := []action.Def{
		def(open, "what to do", "Choose what to do with the connection.", 1, "enter", "right", "l"),
		def(add, "new connection", "Set up another connection to Ponto.", 3, "n"),
		def(addBank, "add a bank", "Search a bank and authorize its accounts through this connection.", 0, "m"),
		def(fetchAccounts, "fetch accounts", "See what is authorized now and choose what Ferry reads. All others stay as they are.", 2, "a"),
		def(renew, "re-authorize", "Give the consent of one account again.", 4, "w"),
		def(credentials, "update credentials", "Enter a new client id and secret. Accounts and lines stay as they are.", 5, "u"),
		def(checklist, "checklist", "What is done and what is left to do on Ponto's own site.", 0, "s"),
		def(drop, "remove", "Forget the credentials and stop reading. The lines stay readable.", 0, "x"),
	}
	defs[1].When = nil
	defs[len(defs)-1].Danger = true
	return defs
}

// The words of the list.
const (
	txtEmpty          = "No connection to Ponto yet."
	txtEmptyHint      = "n sets one up."
	txtCustom         = "custom integration"
	txtConnect        = "Ponto Connect"
	txtSimulator      = " (simulator)"
	txtRemoveTitle    = "Remove the connection %s?"
	txtRemoveText     = "Ferry forgets its credentials and no longer reads its %s. The lines stay readable."
	txtRemovePonto    = "At Ponto and at the bank nothing changes: consents are taken back there."
	txtRemoved        = "Removed. The lines stay readable."
	txtNoAccount      = "No account of this connection is read yet: add a bank first."
	txtWhichAccount   = "Which account is to be authorized again?"
	txtChecking       = "Checking what is done at Ponto"
	txtChecklistTitle = "On Ponto's own site: %s"
	txtDone           = "done"
	txtToDo           = "to do"
	txtUnseen         = "unseen"
	txtUnseenMeans    = "Unseen steps leave no trace that Ferry could read."
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
