package reconcile_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestASplitOffersTheChart: a number need not be known by heart.
func TestASplitOffersTheChart(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.Press("j", "j", "s")
	d.See("ctrl+o accounts")
	d.NotSee("secrets")
	d.Press("ctrl+r")
	d.See("Show or hide secrets: there is no secret field here.")
	d.Press("ctrl+o")
	d.See("Which account gets a part of -43,79 EUR Stadsbank?", "› 610000 Huur")
	d.Type("bankk")
	d.Press("enter")
	d.See("650000", "Adds up to the cent.")
	d.Press("tab")
	d.Type("40")
	d.Press("tab", "ctrl+o")
	d.Type("huur")
	d.Press("enter", "ctrl+s")
	m := b.matchOf(t, 3)
	if p := m.Why.Postings; len(p) != 2 || p[0].Ledger != "650000" || p[0].Amount.Minor != -40_00 || p[1].Ledger != "610000" || p[1].VATCode != "21" {
		t.Errorf("%+v", p)
	}
}

// TestTheBeginningOfANumberIsAnAccount, whatever invoices have the same figures somewhere.
func TestTheBeginningOfANumberIsAnAccount(t *testing.T) {
	t.Parallel()
	b := small()
	b.items["x"] = core.OpenItem{ID: "x", Number: "2026-4991", Party: "Dupont", Amount: core.Amount{Minor: 10_00, Currency: core.EUR}}
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "s")
	d.Type("499")
	d.Press("ctrl+s")
	if p := b.matchOf(t, 3).Why.Postings; len(p) != 1 || p[0].Ledger != "499000" {
		t.Errorf("%+v", p)
	}
}
