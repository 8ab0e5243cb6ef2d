package reconcile_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestAccountsAreToldApart wherever they are named, also the currencies of one number.
func TestAccountsAreToldApart(t *testing.T) {
	t.Parallel()
	b := small()
	b.views = func(a *core.Account, bank *core.Institution) {
		a.Reference, bank.Name = "BE68539007544059", "Globo Bank"
		a.Currency = map[core.AccountID]core.Currency{"a": core.EUR, "b": "USD"}[a.ID]
	}
	d := show(t, b, theme.Options{})
	d.See("Globo 4059 EUR 0 of 6  Globo 4059 USD 0 of 2")
	d.Press("L")
	d.See("Globo 4059 EUR", "Globo 4059 USD")
	d.Press("down", "enter", "ctrl+u")
	d.See("Lock Globo 4059 USD")
	d.Type("18/11/2026")
	d.Press("enter")
	d.See("Lock Globo 4059 USD up to 2026-11-18?", "2 lines of Globo 4059 USD up to that day are NOT explained")
	d.Press("y")
	d.See("Locked Globo 4059 USD up to 2026-11-18")

	b = small()
	b.views = func(a *core.Account, bank *core.Institution) { // everything alike but the number
		a.Reference, bank.Name = strings.Replace("BE68539007544059", "39", "3"+string(a.ID), 1), "Globo Bank"
	}
	d = show(t, b, theme.Options{})
	d.See("Globo BE68 53a0 0754 4059 0 of 6")
}
