package reconcile_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/store"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// flow is the whole program over a real service, a real file and a real simulator behind loopback HTTP.
type flow struct {
	*officetest.Office
	*tuitest.Driver
	t    *testing.T
	paid []core.Line // the lines that invoices were made for
}

func newFlow(t *testing.T) *flow {
	t.Helper()
	o := officetest.Open(t, officetest.Options{})
	b := &flow{Office: o, Driver: officetest.Screen(t, o.Service, nav.Page{}), t: t}
	officetest.Walk(b.Driver, "kem")
	b.Press("esc")
	return b
}

// invoices imports an open item for each of so many incoming lines, named in the way that the payer's account and the amount
// decide, and the usual chart.
func (b *flow) invoices(n int) {
	b.t.Helper()
	ctx := b.t.Context()
	list, err := b.Open(ctx, core.Query{Dossier: b.Dossier.ID, Work: core.WorkOpen})
	if err != nil {
		b.t.Fatal(err)
	}
	lines, err := list.Window(0, list.Len())
	if err != nil {
		b.t.Fatal(err)
	}
	var csv strings.Builder
	csv.WriteString("number,kind,party,party_iban,party_vat,date,due,currency,amount,reference\n")
	seen := make(map[string]bool)
	for _, l := range lines {
		if len(b.paid) == n || l.Amount.Minor <= 0 || l.CounterpartReference == "" || seen[l.CounterpartReference] {
			continue
		}
		seen[l.CounterpartReference] = true
		b.paid = append(b.paid, l)
		fmt.Fprintf(&csv, "Q%04d,sale,%q,%s,,%s,,%s,%s,\n", len(b.paid), l.CounterpartName, l.CounterpartReference, l.BookingDate.AddDays(-20), l.Amount.Currency, l.Amount)
	}
	path := filepath.Join(b.t.TempDir(), "items.csv")
	if err := os.WriteFile(path, []byte(csv.String()), 0o600); err != nil {
		b.t.Fatal(err)
	}
	preview, err := b.ReadItems(ctx, b.Dossier.ID, []string{path}, "")
	if err != nil || len(preview.Bad) > 0 {
		b.t.Fatalf("%v %+v", err, preview.Bad)
	}
	if _, err := b.ImportItems(ctx, preview, false); err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.UsualChart(ctx, b.Dossier.ID, "BE"); err != nil {
		b.t.Fatal(err)
	}
	b.Settle()
}

func (b *flow) Settle() { b.Driver.Settle() }

// open counts the lines that want an explanation.
func (b *flow) open(work core.Work) int {
	b.t.Helper()
	list, err := b.Open(b.t.Context(), core.Query{Dossier: b.Dossier.ID, Work: work})
	if err != nil {
		b.t.Fatal(err)
	}
	return list.Len()
}

// TestFlowOverTheRealThing reconciles over a real file: the safe lines at once, one by hand, one coded, one marked, all of it
// taken back and done again, and a lock that holds.
func TestFlowOverTheRealThing(t *testing.T) {
	t.Parallel()
	b := newFlow(t)
	b.invoices(12)
	all := b.open(core.WorkOpen)
	b.Press("M")
	if b.Page() != place.Of(place.Reconcile, b.Dossier.ID) {
		t.Fatalf("M leads to %s", b.Page())
	}
	b.See(fmt.Sprintf("%d open", all))
	b.Press("A")
	b.Settle()
	b.See("Accept ")
	b.Press("enter")
	b.See(fmt.Sprintf("%d lines are left.", b.open(core.WorkOpen)))
	safe := all - b.open(core.WorkOpen)
	if safe == 0 {
		t.Fatalf("nothing was accepted:\n%s", b.Screen())
	}
	b.Press("!", "=")
	b.Type("6500")
	b.Press("enter")
	b.See("u takes it back")
	if done, check := b.open(core.WorkDone), b.open(core.WorkCheck); done != safe+1 || check != 1 {
		t.Errorf("%d done, %d to check; %d were safe", done, check, safe)
	}
	b.Press("u", "u", "u")
	if left := b.open(core.WorkOpen); left != all || b.open(core.WorkCheck) != 0 {
		t.Errorf("%d of %d lines are open after taking everything back", left, all)
	}
	b.Press("ctrl+r", "ctrl+r", "ctrl+r")
	if done := b.open(core.WorkDone); done != safe+1 {
		t.Errorf("%d lines are done after doing everything again", done)
	}
	b.Press("g", "!", "j", "k")
	b.Press(".")
	b.See("Repeat: the line is not to check.") // it was before
	b.Press("g", "L")
	b.Press("enter", "enter", "y")
	b.See("Locked ")
	b.Press("V", "V", "V", "G", "x")
	b.See("locked until")
}

// TestWhatIsDoneNamesItsItems with the sign, the day and the party that they had before, over a real file.
func TestWhatIsDoneNamesItsItems(t *testing.T) {
	t.Parallel()
	b := newFlow(t)
	b.invoices(60)
	b.Press("M", "A")
	b.Settle()
	b.Press("enter", "/")
	b.Type(b.paid[3].CounterpartName)
	b.Press("enter", "V", "V", "g")
	b.See(fmt.Sprintf("✓ one item: Q0004  +762,29 EUR  %s  %s", b.paid[3].BookingDate.AddDays(-20), b.paid[3].CounterpartName))
}

// real is a desk over a real file.
type real struct{ *app.Service }

func (r real) waiting(t *testing.T) []core.Line {
	t.Helper()
	list, err := r.Open(t.Context(), core.Query{Dossier: "d", Work: core.WorkOpen})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := list.Window(0, list.Len())
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(lines, func(l core.Line) bool {
		_, check := r.outcome(t, l.Key())
		return check
	})
}

func (r real) candidates(t *testing.T, k core.LineKey) []core.Explanation {
	t.Helper()
	p, err := r.Proposal(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	return p.Options
}

func (r real) outcome(t *testing.T, k core.LineKey) (core.Match, bool) {
	t.Helper()
	states, err := r.States(t.Context(), []core.LineKey{k})
	if err != nil || states[0].Match == 0 {
		return core.Match{}, err == nil && states[0].Check
	}
	m, err := r.Match(t.Context(), "d", states[0].Match)
	if err != nil {
		t.Fatal(err)
	}
	return m, states[0].Check
}

// file writes a month into a real file.
func file(t testing.TB, m fixture) *store.File {
	t.Helper()
	f := officetest.File(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.PutDossier(t.Context(), core.Dossier{ID: "d", Name: "Bakkerij Peeters"}, "anna"))
	must(f.PutConnection(t.Context(), core.Connection{ID: "c", Dossier: "d"}, "anna"))
	for _, own := range m.Own {
		must(f.PutAccounts(t.Context(), []core.Account{{ID: own.ID, Dossier: "d", Connection: "c", Connected: true, Currency: core.EUR, Reference: own.IBAN,
			ReferenceType: "IBAN", Holder: own.Holder}}, "anna", ""))
		d := core.Delivery{Account: own.ID, Source: "transactions", By: "background", At: tuitest.Start, Raw: [][]byte{[]byte("[]")},
			State: core.FeedState{Account: own.ID, Reading: 1, Complete: tuitest.Start}}
		for _, l := range m.Lines {
			if l.Account == own.ID {
				d.Changes = append(d.Changes, core.Change{Kind: core.Insert, Line: l.No, New: l.Transaction, Item: -1})
			}
		}
		must(f.Apply(t.Context(), d))
	}
	must(f.PutLimits(t.Context(), "d", core.Limits(m.Settings), "anna"))
	_, err := f.Do(t.Context(), core.Act{Dossier: "d", By: "anna", What: "a month", Items: m.Items,
		Chart: []core.LedgerAccount{{Number: "440000", Name: "Leveranciers"}, {Number: "650000", Name: "Bankkosten"}}})
	must(err)
	return f
}

// TestAHundredLinesOverTheRealThing closes the same month over a real service and a real file, in the whole program.
func TestAHundredLinesOverTheRealThing(t *testing.T) {
	t.Parallel()
	m := month(t)
	f := file(t, m)
	svc := officetest.Serve(t, f, officetest.Options{})
	d := officetest.Screen(t, svc, nav.Page{})
	d.Press("M")
	closeMonth(t, d, real{svc}, m)
}
