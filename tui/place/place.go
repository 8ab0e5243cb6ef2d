// Package place names the pages of the program and the actions that go to them. Screens do not know each other; they meet
// here.
package place

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/nav"
)

// The kinds of pages.
const (
	Home         nav.Kind = "home"
	Dossiers     nav.Kind = "dossiers"     // all client files
	Accounts     nav.Kind = "accounts"     // of all dossiers, of one (id), or one account: see Account
	Transactions nav.Kind = "transactions" // of all dossiers, of one (id), or of one account: see Lines
	Consents     nav.Kind = "consents"     // of all dossiers or of one (id)
	Activity     nav.Kind = "activity"
	Setup        nav.Kind = "setup"       // a new connection in a dossier (id), or new credentials: see Credentials
	Connect      nav.Kind = "connect"     // the wizard: see Bank, Resume, Choose and Renew
	Connections  nav.Kind = "connections" // of all dossiers or of one (id)
	Settings     nav.Kind = "settings"
	Developer    nav.Kind = "developer"
	Reconcile    nav.Kind = "reconcile" // the lines of a dossier (id) against its open items, or of one account: see Books
	Items        nav.Kind = "items"     // the open items of a dossier (id)
	Import       nav.Kind = "import"    // files of open items into a dossier (id)
	Rules        nav.Kind = "rules"     // the rules of a dossier (id)
	Limits       nav.Kind = "limits"    // limits and VAT number of a dossier (id)
	Chart        nav.Kind = "chart"     // the chart of accounts of a dossier (id)
)

// Ids of the actions that work everywhere. A screen that has something narrower to do, such as to fetch the account under
// the cursor, takes the action in its Do.
const (
	GoConnect      action.ID = "global.connect-bank"
	GoAccounts     action.ID = "global.accounts"
	GoTransactions action.ID = "global.transactions"
	GoConsents     action.ID = "global.consents"
	GoDossiers     action.ID = "global.dossiers"
	GoConnections  action.ID = "global.connections"
	GoActivity     action.ID = "global.activity"
	GoSettings     action.ID = "global.settings"
	GoDeveloper    action.ID = "global.developer"
	GoReconcile    action.ID = "global.reconcile"
	GoItems        action.ID = "global.items"
	GoRules        action.ID = "global.rules"
	GoChart        action.ID = "global.chart"
	GoLimits       action.ID = "global.limits"
	Fetch          action.ID = "global.fetch"
	Synchronize    action.ID = "global.synchronize"
	Search         action.ID = "global.search"
)

// What stands before the id of a page that is not about a dossier.
const (
	ofAccount    = "account/"
	ofConnection = "connection/"
	ofFlow       = "flow/"
	ofChoice     = "choose/"
)

// Of is a page about one dossier, or about all with an empty id.
func Of(kind nav.Kind, dossier core.DossierID) nav.Page {
	return nav.Page{Kind: kind, ID: string(dossier)}
}

// Account is the accounts page with the cursor on one account.
func Account(id core.AccountID) nav.Page { return nav.Page{Kind: Accounts, ID: ofAccount + string(id)} }

// Lines is the transactions page of one account.
func Lines(id core.AccountID) nav.Page {
	return nav.Page{Kind: Transactions, ID: ofAccount + string(id)}
}

// Books is the reconciliation of one account.
func Books(id core.AccountID) nav.Page { return nav.Page{Kind: Reconcile, ID: ofAccount + string(id)} }

// Bank is the wizard that adds a bank to a connection.
func Bank(conn core.ConnectionID) nav.Page {
	return nav.Page{Kind: Connect, ID: ofConnection + string(conn)}
}

// Resume is the wizard at a consent that was left half way.
func Resume(flow string) nav.Page { return nav.Page{Kind: Connect, ID: ofFlow + flow} }

// Choose is the wizard at the choice of a connection's accounts: Fetch accounts.
func Choose(conn core.ConnectionID) nav.Page {
	return nav.Page{Kind: Connect, ID: ofChoice + string(conn)}
}

// Renew is the wizard that authorizes one account again.
func Renew(id core.AccountID) nav.Page { return nav.Page{Kind: Connect, ID: ofAccount + string(id)} }

// Credentials is the form for new credentials of a connection.
func Credentials(conn core.ConnectionID) nav.Page {
	return nav.Page{Kind: Setup, ID: ofConnection + string(conn)}
}

// AccountOf is the account that a page is about.
func AccountOf(p nav.Page) (core.AccountID, bool) {
	id, ok := strings.CutPrefix(p.ID, ofAccount)
	return core.AccountID(id), ok
}

// ConnectionOf is the connection that a page is about.
func ConnectionOf(p nav.Page) (core.ConnectionID, bool) {
	id, ok := strings.CutPrefix(p.ID, ofConnection)
	return core.ConnectionID(id), ok
}

// FlowOf is the open consent that a page is about.
func FlowOf(p nav.Page) (string, bool) { return strings.CutPrefix(p.ID, ofFlow) }

// ChoiceOf is the connection whose accounts are to be chosen on a page.
func ChoiceOf(p nav.Page) (core.ConnectionID, bool) {
	id, ok := strings.CutPrefix(p.ID, ofChoice)
	return core.ConnectionID(id), ok
}

// DossierOf is the dossier that a page is about; empty for all, and for pages that are about something else.
func DossierOf(p nav.Page) core.DossierID {
	if strings.Contains(p.ID, "/") {
		return ""
	}
	return core.DossierID(p.ID)
}

// Stay carries out the actions that show another side of the same dossier: from its accounts to its transactions. False when
// the action is another one, or when no dossier is in view.
func Stay(dossier core.DossierID, inv action.Invoke) (tea.Cmd, bool) {
	kinds := map[action.ID]nav.Kind{
		GoConnect: Connect, GoAccounts: Accounts, GoTransactions: Transactions, GoConsents: Consents, GoConnections: Connections,
		GoReconcile: Reconcile, GoItems: Items, GoRules: Rules, GoChart: Chart, GoLimits: Limits,
	}
	kind, ok := kinds[inv.ID]
	if !ok || dossier == "" {
		return nil, false
	}
	return nav.Push(Of(kind, dossier)), true
}
