package program_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"ferry/core/sandbox"
	"ferry/tui/program"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// takeBooks takes in the chart and the invoices behind the lines of the simulator.
func (b *bench) takeBooks() {
	b.t.Helper()
	if _, err := b.UsualChart(b.t.Context(), b.Dossier.ID, "BE"); err != nil {
		b.t.Fatal(err)
	}
	path := filepath.Join(b.t.TempDir(), "items.csv")
	file, err := os.Create(path)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := errors.Join(sandbox.WriteItems(file, b.Sim.World().OpenItems(b.Conn.Organization)), file.Close()); err != nil {
		b.t.Fatal(err)
	}
	preview, err := b.ReadItems(b.t.Context(), b.Dossier.ID, []string{path}, "")
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.ImportItems(b.t.Context(), preview, false); err != nil {
		b.t.Fatal(err)
	}
	if err := b.Look(b.t.Context(), b.Dossier.ID); err != nil { // so that no picture shows the engine at work
		b.t.Fatal(err)
	}
}

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
	b.takeBooks()
	d.Press("M")
	d.Settle()
	d.See("safe")
	d.Press("g", "j", "j", "j", "j", "j", "j", "j", "j")
	d.Settle()
	picture("10-reconcile")
	d.Press("A")
	d.See("Accept ")
	picture("11-safe")
	d.Press("esc", "I")
	d.Settle()
	picture("12-items")
	d.Press("esc", "esc", "esc", "esc")
	officetest.Walk(d, "noo")
	if err := b.MoveSandboxClock(t.Context(), 178); err != nil {
		t.Fatal(err)
	}
	d.Settle()
	d.Press("esc", "o")
	picture("9-consents")
}
