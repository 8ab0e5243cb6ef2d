package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"ferry/core"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// flow is the whole program over a real service, a real file and a real simulator behind loopback HTTP.
type flow struct {
	*officetest.Office
	*tuitest.Driver
}

func newFlow(t *testing.T) *flow {
	t.Helper()
	o := officetest.Open(t, officetest.Options{})
	f := &flow{o, officetest.Screen(t, o.Service, nav.Page{})}
	officetest.Walk(f.Driver, "kem")
	return f
}

// goTo opens a page by its key on the first page.
func (f *flow) goTo(key, see string) {
	f.Press("esc", "esc", "esc", "esc", key)
	f.See(see)
}

// TestFlowOfRules takes a usual chart, makes a rule on the lines of a simulated bank, sees its rehearsal, switches it on, and undoes all.
func TestFlowOfRules(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.goTo("Y", "No rule yet.")
	f.Press("K")
	f.See("No ledger account yet.")
	f.Press("w", "enter")
	f.See("u takes it back")
	chart, err := f.Chart(t.Context(), f.Dossier.ID)
	if err != nil || len(chart) < 50 {
		t.Fatalf("%d accounts, %v", len(chart), err)
	}
	path := filepath.Join(t.TempDir(), "own.csv")
	if err := os.WriteFile(path, []byte("number,name\n"+chart[0].Number+",Own name\n999999,Everything small\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.Press("m")
	f.Paste(path)
	f.Press("enter")
	f.See("2 accounts to take", "Own name")
	f.Press("enter", "y")
	f.Press("/")
	f.Type("9999")
	f.See("1 of ", "Everything small")
	f.Press("enter", "x")
	f.See("No account fits.")
	f.Press("u", "esc")

	f.Press("esc")
	f.See("No rule yet.")
	f.Press("n")
	f.Type("Small ones")
	f.Press("ctrl+s")
	f.Type("999999")
	f.Press("ctrl+s")
	f.Press("down", "down", "down", "down")
	f.Type("50")
	f.Press("ctrl+s")
	f.See("Nothing is saved yet", "It would have coded")
	if list, err := f.Rules(t.Context(), f.Dossier.ID); err != nil || len(list) != 0 {
		t.Fatalf("%+v, %v", list, err)
	}
	f.Press("enter")
	f.See("Lines of Small ones", "EUR")
	f.Press("esc", "a")
	f.See("Small ones", "✓ on", "at most 50,00")
	list, err := f.Rules(t.Context(), f.Dossier.ID)
	if err != nil || len(list) != 1 || list[0].Off || *list[0].When.Max != 5000 || list[0].ID == "" {
		t.Fatalf("%+v, %v", list, err)
	}
	f.Press("s")
	f.See("· off")
	f.Press("u")
	f.See("✓ on")
	f.Press("x")
	f.See("No rule yet.")
	f.Press("u")
	f.See("Small ones")
}

// TestFlowOfLimits keeps limits and VAT number in the file, and says what is refused.
func TestFlowOfLimits(t *testing.T) {
	t.Parallel()
	f := newFlow(t)
	f.goTo("Y", "No rule yet.")
	f.Press("w")
	f.See("Small differences")
	f.Press("ctrl+u")
	f.Type("0,10")
	f.Press("up", "up")
	f.Type("12")
	f.Press("ctrl+s")
	f.See("0,10", "× ")
	f.Press("ctrl+u")
	f.Type("BE0403.019.261")
	f.Press("ctrl+s")
	f.See("Saved.", "BE0403019261")
	limits, err := f.Limits(t.Context(), f.Dossier.ID)
	if err != nil || limits.Rounding != 10 || limits.TransferDays != core.DefaultLimits().TransferDays {
		t.Errorf("%+v, %v", limits, err)
	}
	f.Press("esc")
	if f.Page() != place.Of(place.Rules, f.Dossier.ID) {
		t.Errorf("on %s", f.Page())
	}
}
