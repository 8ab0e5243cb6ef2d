package reconcile_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

func TestALockOpensNothingUnseen(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("L", "enter", "ctrl+u")
	d.Type("soon")
	d.Press("enter")
	d.See(`"soon" is not a day`, "Lock KBC") // and what was typed can be put right
	d.Press("ctrl+u")
	d.Type("18/11/2026 filed")
	d.Press("enter")
	d.See("Lock KBC up to 2026-11-18?")
	d.Press("y")
	d.Press("L")
	d.Press("enter")
	d.See("Now the period is locked until 2026-11-18", "2026-11-18")
	d.NotSee("2026-10-31")
	d.Press("ctrl+u")
	d.Type("31/10/2026")
	d.Press("enter")
	d.See("KBC is locked until 2026-11-18. This opens the days behind", "Open those days")
	d.Press("y")
	if got := b.locks["a"].Until; got != core.NewDate(2026, 10, 31) {
		t.Errorf("locked until %s", got)
	}
}

func TestALockNeedsNoLine(t *testing.T) {
	t.Parallel()
	b := small()
	for _, id := range []core.AccountID{"a", "b"} {
		b.locks[id] = core.Lock{Account: id, Until: core.NewDate(2026, 11, 30), By: "anna"}
	}
	d := show(t, b, theme.Options{})
	d.See("No line wants an explanation", "L tells which, and opens them")
	d.Press("L", "enter", "ctrl+u", "enter", "y")
	d.See("Unlocked KBC.", "6 open")
}

func TestAnOverpaymentIsAskedFor(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[4].Amount.Minor = 130_00
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "j", "j", "a")
	d.See("Accept, with +30,00 EUR left over?", "+30,00 EUR of it is on no account")
	d.Press("n")
	if s := b.stateOf(5); s.Match != 0 {
		t.Error("it was accepted all the same")
	}
	d.Press("a", "y")
	if m := b.matchOf(t, 5); m.Why.Kind != core.MatchOver {
		t.Errorf("%+v", m.Why)
	}
}

// What a match settled has the sign that it had in the proposal, though nothing is open any more.
func TestWhatIsSettledKeepsItsSign(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[2].Remittance = "factuur 2026-7001"
	b.items["p"] = core.OpenItem{ID: "p", Number: "2026-7001", Kind: core.Purchase, Party: "Stadsbank", Date: core.NewDate(2026, 10, 5),
		Amount: core.Amount{Minor: 43_79, Currency: core.EUR}}
	d := show(t, b, theme.Options{})
	d.Press("j", "j")
	d.See("2026-7001  -43,79")
	d.Press("a", "V", "V")
	at(t, d, "-43,79")
	if screen := d.Screen(); !strings.Contains(screen, "2026-7001  -43,79") {
		t.Errorf("\n%s", screen)
	}
}

// The reason of a lock that is moved is there to be kept or changed.
func TestALockIsMovedWithItsReason(t *testing.T) {
	t.Parallel()
	b := small()
	b.locks["a"] = core.Lock{Account: "a", Until: core.NewDate(2026, 10, 31), By: "anna", Why: "VAT return filed"}
	d := show(t, b, theme.Options{})
	d.Press("L", "enter")
	d.See("2026-10-31 VAT return filed")
	d.Press("ctrl+u")
	d.Type("18/11/2026")
	d.Press("enter")
	d.See("Lock KBC up to 2026-11-18?", "As before, because: VAT return filed")
	d.Press("esc")
	d.Press("L", "enter", "ctrl+u")
	d.Type("18/11/2026 audited")
	d.Press("enter")
	d.See("Because: audited")
	d.NotSee("VAT return filed")
}
