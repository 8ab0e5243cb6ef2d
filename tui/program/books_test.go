package program_test

import (
	"testing"

	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/tuitest/officetest"
)

// TestReconcileWhatIsInView goes to the books of the account in view, of the dossier in view, or asks for one.
func TestReconcileWhatIsInView(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	d := b.on(nav.Page{Kind: "sign"})
	officetest.Walk(d, "kem")
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil || len(accounts) == 0 {
		t.Fatal(accounts, err)
	}
	a := accounts[0]
	d = b.on(place.Lines(a.ID))
	d.Press("M")
	if d.Page() != place.Books(a.ID) {
		t.Errorf("M leads to %s", d.Page())
	}
	d = b.on(nav.Page{Kind: "sign"})
	d.Press("M")
	if d.Page() != place.Of(place.Reconcile, a.Dossier) {
		t.Errorf("with one dossier M leads to %s", d.Page())
	}
}
