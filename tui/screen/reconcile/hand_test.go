package reconcile_test

import (
	"fmt"
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestMoreThanIsOpenIsSaid: an amount beyond what is open is no sum among others, and nothing is picked for it.
func TestMoreThanIsOpenIsSaid(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.Press("j", "j", "j", "j", "j", "m", "/")
	d.Type("f77")
	d.Press("enter", "=")
	d.Type("9999")
	d.Press("enter")
	d.See("9 799,00 EUR more than is open of F77", "w books what is left over", "› 9999")
	d.Press("ctrl+u")
	d.Type("200")
	d.Press("enter")
	d.See("Picked F77 +200,00", "Left +50,00 EUR")
	// More than the line: what is too much is said as that.
	d.Press("/", "ctrl+u")
	d.Type("2026-0201")
	d.Press("enter", "=")
	d.Type("450")
	d.Press("enter")
	d.See("400,00 EUR more than is paid: = takes less of an item.")
	d.NotSee("Left -", "pick more")
}

// TestASplitTakesNoMoreThanIsOpen under the field in which it was typed.
func TestASplitTakesNoMoreThanIsOpen(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.Press("j", "j", "j", "j", "j", "s")
	d.Type("f77")
	d.Press("tab")
	d.Type("230")
	d.Press("ctrl+s")
	d.See("30,00 EUR more than is open of F77", "another part takes what is left over")
	if b.calls["Settle"] != 0 {
		t.Error("it was asked for all the same")
	}
}

// TestWhatWasPickedIsNotLost: one key too many does not throw away what took several.
func TestWhatWasPickedIsNotLost(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("j", "m", "space", "esc")
	d.See("8 open") // one pick is one key
	d.Press("m", "space", "space", "esc")
	d.See("2 items are picked, and nothing is accepted yet")
	d.Press("enter")
	d.See("Picked 2026-0201 +500,00")
	d.Press("esc", "y")
	d.See("8 open")
	d.Press("m", "=")
	d.Type("100")
	d.Press("enter", "esc")
	d.See("1 item is picked")
	d.Press("y", "s")
	d.Type("f77")
	d.Press("esc")
	d.See("Leaving forgets what was typed")
	d.Press("n", "esc", "y", "s", "esc")
	d.See("8 open")
}

// TestItemsBeyondTheListAreToldOf: what a search does not show is not taken for all that there is.
func TestItemsBeyondTheListAreToldOf(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range 496 - len(b.items) {
		id := core.ItemID(fmt.Sprint("x", i))
		b.items[id] = core.OpenItem{ID: id, Number: fmt.Sprintf("X%05d", i), Party: "Dupont", Amount: core.Amount{Minor: 10_00, Currency: core.EUR}}
	}
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.Press("m", "G")
	d.See("496 of 496")
	d.NotSee("searches for the others")
	d.Press("esc")
	for i := range 1000 {
		id := core.ItemID(fmt.Sprint("y", i))
		b.items[id] = core.OpenItem{ID: id, Number: fmt.Sprintf("Y%05d", i), Party: "Dupont", Amount: core.Amount{Minor: 10_00, Currency: core.EUR}}
	}
	d.Press("m", "G")
	d.See("1 000 of 1 000", "Only the 1 000 open items nearest to the line are listed: / searches for the others.")
	d.Press("/")
	d.Type("X00001")
	d.NotSee("are listed")
}
