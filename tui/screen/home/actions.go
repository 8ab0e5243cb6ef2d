package home

import (
	"fmt"

	"ferry/tui/action"
)

const scope action.Name = "home"

// Ids of the actions.
const (
	open       action.ID = "home.open"
	otherPane  action.ID = "home.other-list"
	newDossier action.ID = "home.new-dossier"
)

// Actions is the table of what can be done on the first page.
func Actions() []action.Def {
	const group = "Home"
	return []action.Def{
		{ID: open, Title: "go on", Help: "Put right what the cursor is on, or open the dossier.", Scope: scope, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1},
		{ID: otherPane, Title: "other list", Help: "Between what needs you and the dossiers.", Scope: scope, Group: group, Keys: []string{"tab", "shift+tab"}, Footer: 3},
		{ID: newDossier, Title: "new dossier", Help: "Add a client file.", Scope: scope, Group: group, Keys: []string{"n"}, Footer: 4},
	}
}

// The words of the page.
const (
	txtTitle        = "Home"
	txtNeedsYou     = "Needs you"
	txtDossiers     = "Dossiers"
	txtCalm         = "Nothing needs you."
	txtCalmMore     = "Every account is read and every consent is in order."
	txtNoDossier    = "No dossier yet."
	txtNoDossierHow = "n adds one."
	txtNewTitle     = "New dossier"
	txtNewHelp      = "The name of the client, as you know it."
	txtCreated      = "%s was added."

	txtWelcome      = "Ferry brings the lines of your clients' bank accounts from Ponto into one file on this machine."
	txtWelcomeDemo  = "This is a simulated Ponto: its banks and lines are invented, and nothing leaves this machine."
	txtWelcomeFirst = "What now?"
	txtAddBank      = "Connect your first bank"
	txtAddBankMore  = "Search the bank, give the consent, choose the accounts: then Ferry fetches their lines and watches the consent."
	txtSetUp        = "Connect to Ponto"
	txtSetUpMore    = "With the client id and secret of a custom integration. Ferry tells where Ponto's site gives them."
	txtSetUpOther   = "Set up another connection to Ponto"
	txtTry          = "Try it without a bank"
	txtTryMore      = "Leave Ferry and run: ferry demo. It opens the program on a simulated Ponto and keeps nothing."
	txtHelp         = "How Ferry works"
	txtHelpMore     = "One page to read. What the keys do is always at the bottom of the screen, and all of it under ?."
	txtAbout        = `Ponto, of Isabel Group, reads the accounts of your clients at their banks, four times a day. Ferry carries what Ponto has read into one file on this machine, and keeps it.

A dossier is one of your clients. It has a connection to Ponto, and through it the accounts that the client has authorized.

A consent is the client's permission to read an account. The bank ends it after 90 or 180 days. Ferry counts the days and warns 30, 14, 7, 3 and 1 days before, on the day, and once after. When it has ended the lines you have stay; new ones come after it was given again.

To fetch (f) is to read what Ponto already has. Ferry does it by itself every quarter of an hour, and asks no bank for anything. To synchronize (R) has the bank asked now, in your name; banks allow that a few times a day only.

Announced lines are shown in grey and count in no balance until the bank books them.

A line is never lost and never doubled: Ferry knows each by the bank's own number, and by counting where a bank changes its numbers. What the bank changes later is kept beside what it said before.`

	txtResume     = "A consent is not finished"
	txtResumeAt   = "You began to authorize %s at %s and have not come back from it."
	txtResumeNext = "enter goes on where you left it."
	txtSomeBank   = "accounts"
	txtUnfinished = "open"
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
