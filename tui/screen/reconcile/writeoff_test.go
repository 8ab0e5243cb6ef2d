package reconcile_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestAWriteOffGoesToPaymentDifferences first: of those, to what fits the way that the money goes.
func TestAWriteOffGoesToPaymentDifferences(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[4].Amount.Minor = 130_00
	b.chart = []core.LedgerAccount{{Number: "100000", Name: "Kapitaal"}, {Number: "620000", Name: "Bezoldigingen"}, {Number: "657000", Name: "Verleende kortingen"},
		{Number: "657100", Name: "Betalingsverschillen / Différences de paiement"}, {Number: "700000", Name: "Verkopen"}, {Number: "759000", Name: "Betalingsverschillen / Différences de paiement"}}
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "j", "=")
	d.Type("620")
	d.Press("enter") // what was used last does not stand before them
	d.See("Coded")
	at(t, d, "130,00")
	d.Press("w")
	d.See("which account is credited?", "› 759000")
	d.Press("esc", "k", "k", "k", "1", "u")
	b.lines[4].Amount.Minor = 90_00
	b.props = nil
	d.Press("G", "w")
	d.See("which account is debited?", "› 657100")
}

// TestOnlyWhatStandsWasUsed: neither what was taken back, nor what was never done.
func TestOnlyWhatStandsWasUsed(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	code := func() {
		t.Helper()
		d.Press("=")
		d.Type("499")
		d.Press("enter")
	}
	d.Press("j", "j")
	code()
	d.Press("u", "=")
	d.See("› 610000 Huur")
	d.Press("esc", "ctrl+r", "j", "k", "=")
	d.See("› 499000 Wachtrekening")
	d.Press("esc", "V", "V", "g", "x", "V", "V", "g", "j", "j", "=")
	d.See("› 610000 Huur")
	d.Press("esc", "*")
	code()
	d.Press("n", "*", "g", "j", "j", "=")
	d.See("› 610000 Huur")
}
