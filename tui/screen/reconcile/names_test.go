package reconcile_test

import (
	"fmt"
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
	d.See("Globo BE6853a007544059 0 of 6")
}

// TestProgressBeginsWithTheAccountOfTheLine, then those where something is open; those without room are counted.
func TestProgressBeginsWithTheAccountOfTheLine(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range 19 {
		l := b.lines[0]
		l.Account, l.No, l.Remittance, l.BookingDate = core.AccountID(fmt.Sprintf("c%02d", i)), 1, "", core.NewDate(2026, 11, 2)
		b.lines = append(b.lines, l)
		if i < 18 {
			b.states[l.Key()] = core.LineState{Line: l.Key(), Match: 1}
		}
	}
	d := show(t, b, theme.Options{})
	d.See("2026-11 explained  KBC 0000 0 of 6  ING 0001 0 of 2  Belfius 0020 0 of 1")
	for _, w := range []int{120, 80} {
		d.Resize(w, 24)
		d.Press("g")
		d.See("2026-11 explained  KBC 0000 0 of 6  ING 0001 0 of 2")
		progress := strings.Split(d.Screen(), "\n")[1]
		if n := strings.Count(progress, " of "); !strings.Contains(progress, fmt.Sprintf("and %d more", 21-n)) || len([]rune(progress)) > w {
			t.Errorf("%q", progress)
		}
		d.Press("G")
		d.See("2026-11 explained  Belfius 0020 0 of 1  KBC 0000 0 of 6")
	}
}
