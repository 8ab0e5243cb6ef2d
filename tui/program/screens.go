package program

import (
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/accounts"
	"ferry/tui/screen/activity"
	"ferry/tui/screen/chart"
	"ferry/tui/screen/connect"
	"ferry/tui/screen/connections"
	"ferry/tui/screen/consents"
	"ferry/tui/screen/developer"
	"ferry/tui/screen/dossiers"
	"ferry/tui/screen/home"
	"ferry/tui/screen/items"
	"ferry/tui/screen/reconcile"
	"ferry/tui/screen/rules"
	"ferry/tui/screen/settings"
	"ferry/tui/screen/setup"
	"ferry/tui/screen/transactions"
	"ferry/tui/screen/whose"
	"ferry/tui/theme"
)

// screen is how a page is made, and what can be done on it.
type screen struct {
	kind    nav.Kind
	actions func() []action.Def // nil: none of its own
	make    func(*app.Service, *theme.Theme, nav.Page) tui.Screen
}

// screens lists every page of the program.
func screens() []screen {
	return []screen{
		{place.Home, home.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return home.New(s, t, p) }},
		{place.Dossiers, dossiers.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return dossiers.New(s, t, p) }},
		{place.Accounts, accounts.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return accounts.New(s, t, p) }},
		{place.Transactions, transactions.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return transactions.New(s, t, p) }},
		{place.Consents, consents.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return consents.New(s, t, p) }},
		{place.Activity, activity.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return activity.New(s, t, p) }},
		{place.Connect, connect.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return connect.New(s, t, p) }},
		{place.Setup, setup.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return setup.New(s, t, p) }},
		{place.Connections, connections.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return connections.New(s, t, p) }},
		{place.Settings, nil, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return settings.New(s, t, p) }},
		{place.Reconcile, reconcile.Actions, books},
		{place.Items, items.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen {
			return whose.Or(s, t, p, items.New(s, t, p))
		}},
		{place.Import, nil, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen {
			return whose.Or(s, t, p, items.NewImport(s, t, p))
		}},
		{place.Rules, rules.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen {
			return whose.Or(s, t, p, rules.New(s, t, p))
		}},
		{place.Chart, chart.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen {
			return whose.Or(s, t, p, chart.New(s, t, p))
		}},
		{place.Limits, nil, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen {
			return whose.Or(s, t, p, rules.NewLimits(s, t, p))
		}},
		{place.Developer, developer.Actions, func(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen { return developer.New(s, t, p) }},
	}
}

// books is the reconciliation: of one account, or of a dossier, which is asked for where the way there did not say it.
func books(s *app.Service, t *theme.Theme, p nav.Page) tui.Screen {
	if _, one := place.AccountOf(p); one {
		return reconcile.New(s, t, p)
	}
	return whose.Or(s, t, p, reconcile.New(s, t, p))
}
