package reconcile_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestMonthsEndWithTheNewest: behind today and the newest line all months are empty alike.
func TestMonthsEndWithTheNewest(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{}) // it is November
	d.Press("<", ">", ">")
	d.See("8 open · November 2026", "No line is newer than November 2026.")
	b.lines[0].BookingDate = core.NewDate(2027, 1, 3)
	d.Burst(">", ">", ">", ">", ">")
	d.See("1 open · January 2027")
	d.Press(">")
	d.See("No line is newer than January 2027.")
	for i := range b.lines {
		b.lines[i].BookingDate = core.NewDate(2026, 7, 3)
	}
	d.Press(`\`, "<", ">", ">", ">", ">")
	d.See("November 2026", "No line fits.")
	d.Press(">")
	d.See("No line is newer than November 2026.")
}

// TestALockedMonthSaysWhyItIsEmpty: its lines are there, and wait behind a lock.
func TestALockedMonthSaysWhyItIsEmpty(t *testing.T) {
	t.Parallel()
	b := small()
	for _, id := range []core.AccountID{"a", "b"} {
		b.locks[id] = core.Lock{Account: id, Until: core.NewDate(2026, 11, 30), By: "anna"}
	}
	d := show(t, b, theme.Options{})
	d.Press("<")
	d.See("November 2026", "The days of November 2026 are locked: nothing there wants an explanation.", "L tells which, and opens them.", "shows all lines again")
	d.Press("/")
	d.Type("nobody")
	d.Press("enter")
	d.See("No line fits.")
	delete(b.locks, "b")
	d.Press(`\`, "<", "/")
	d.Type("janssens")
	d.Press("enter")
	d.See("No line fits.", "Locked days are left out")
}
