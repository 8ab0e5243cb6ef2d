package place

import (
	"ferry/tui/action"
	"ferry/tui/nav"
)

// Defs is the table of the actions that work everywhere.
func Defs() []action.Def {
	const group = "Going around"
	page := func(id action.ID, kind nav.Kind, key, title, help string) action.Def {
		d := action.Def{ID: id, Title: title, Help: help, Scope: action.Global, Group: group, Opens: nav.Page{Kind: kind}, Away: true}
		if key != "" { // the others are reached by name only
			d.Keys = []string{key}
		}
		return d
	}
	defs := []action.Def{
		page(GoConnect, Connect, "c", "connect a bank", "Search a bank, authorize its accounts and fetch them."),
		page(GoAccounts, Accounts, "b", "accounts", "The bank accounts: balance, newest line, consent."),
		page(GoTransactions, Transactions, "t", "transactions", "The bank lines, newest first."),
		page(GoConsents, Consents, "o", "consents", "How long each account may still be read, soonest first."),
		page(GoDossiers, Dossiers, "d", "dossiers", "The client files."),
		page(GoConnections, Connections, "i", "connections", "The connections to Ponto: accounts, credentials, checklist."),
		page(GoActivity, Activity, "z", "activity", "What happened, newest first."),
		page(GoSettings, Settings, ",", "settings", "How often to fetch, your address, warnings, colours, keys."),
		page(GoReconcile, Reconcile, "M", "reconcile", "The bank lines that want an explanation, and what explains them."),
		page(GoItems, Items, "I", "open items", "What customers and suppliers still owe or are owed, and its import."),
		page(GoRules, Rules, "Y", "rules", "What codes bank lines that no open item explains."),
		page(GoChart, Chart, "K", "chart of accounts", "The ledger accounts of a dossier."),
		page(GoLimits, Limits, "", "limits", "How far a payment may differ from what it pays, and the VAT number."),
		page(GoDeveloper, Developer, "", "developer", "Requests, cursors and ids, for questions to Ponto's support."),
	}
	for i := range defs {
		switch defs[i].ID {
		case GoReconcile:
			defs[i].Footer, defs[i].Offered = 2, true
		case GoChart:
			defs[i].Footer, defs[i].Offered = 10, true
		}
	}
	defs[0].Footer, defs[1].Footer, defs[2].Footer, defs[3].Footer = 50, 60, 61, 62
	return append(defs,
		action.Def{ID: Fetch, Title: "fetch", Help: "Read now what Ponto has of the accounts in view. No bank is asked.", Scope: action.Global,
			Group: "Everywhere", Keys: []string{"f"}, Footer: 55, Away: true},
		action.Def{ID: Synchronize, Title: "synchronize", Help: "Let Ponto ask the bank now, in your name, and read what is new. Asks first.",
			Scope: action.Global, Group: "Everywhere", Keys: []string{"R"}, Danger: true},
		action.Def{ID: Search, Title: "search", Help: "Search the list, on pages that have a search.", Scope: action.Global, Group: "Everywhere", Keys: []string{"/"}},
	)
}
