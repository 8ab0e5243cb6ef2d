package program_test

import (
	"path/filepath"
	"testing"

	"ferry/tui/program"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// TestTour walks the README's tour on the simulator and compares its pictures with what the program shows now; -update
// makes them anew.
func TestTour(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	d := tuitest.New(t, program.Options(b.Service, theme.New(theme.Options{}), "demo"))
	d.Resize(110, 28)
	picture := func(name string) {
		t.Helper()
		d.Picture(filepath.Join("testdata", "tour", name+".svg"))
	}
	picture("1-first")
	d.Press("enter")
	d.Type("kem")
	picture("2-search")
	d.Press("enter")
	picture("3-confirm")
	d.Press("enter", "enter", "enter")
	d.See("Give consent")
	picture("4-consent")
	d.Press("enter")
	picture("5-choose")
	d.Press("enter", "enter")
	d.See("Done: ")
	picture("6-summary")
	d.Press("esc", "b", "G")
	picture("7-accounts")
	d.Press("enter", "/")
	d.Type("fact")
	picture("8-lines")
	d.Press("esc", "esc", "esc", "esc")
	officetest.Walk(d, "noo")
	if err := b.MoveSandboxClock(t.Context(), 178); err != nil {
		t.Fatal(err)
	}
	d.Settle()
	d.Press("esc", "o")
	picture("9-consents")
}
