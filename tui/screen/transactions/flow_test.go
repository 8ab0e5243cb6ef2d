package transactions_test

import (
	"fmt"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox/world"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
	"ferry/tui/words"
)

// flow is the whole program over a real service, a real file and a real simulator behind loopback HTTP.
type flow struct {
	*officetest.Office
	*tuitest.Driver
	t *testing.T
}

func newFlow(t *testing.T) *flow {
	t.Helper()
	o := officetest.Open(t, officetest.Options{})
	return &flow{Office: o, Driver: officetest.Screen(t, o.Service, nav.Page{}), t: t}
}

// connect walks the wizard and returns the account with the most lines.
func (b *flow) connect(letters string) app.AccountView {
	b.t.Helper()
	officetest.Walk(b.Driver, letters)
	accounts, err := b.Accounts(b.t.Context(), "")
	if err != nil || len(accounts) == 0 {
		b.t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	most := accounts[0]
	for _, a := range accounts {
		if a.Stats.Lines > most.Stats.Lines {
			most = a
		}
	}
	return most
}

// TestFlowFromAccountToLines goes the daily way: the accounts, the lines of one, a search, a month, a note, and a line that
// arrives meanwhile.
func TestFlowFromAccountToLines(t *testing.T) {
	t.Parallel()
	b := newFlow(t)
	a := b.connect("kem")
	b.Press("b")
	b.See("Kempische Handelsbank", words.Account(a.Reference), words.Number(a.CurrentBalance))
	listed, err := b.Open(t.Context(), core.Query{Accounts: []core.AccountID{a.ID}, Pending: true})
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := b.Accounts(t.Context(), a.Dossier)
	if err != nil {
		t.Fatal(err)
	}
	for _, other := range accounts {
		if other.ID == a.ID {
			break
		}
		b.Press("j")
	}
	b.Press("enter")
	if b.Page() != place.Lines(a.ID) {
		t.Fatalf("enter leads to %s, want the lines of %s", b.Page(), a.Reference)
	}
	b.See(words.Plural(listed.Len(), "line", "lines"))
	b.searches(listed.Len())
	b.Press("p")
	b.See(words.Plural(a.Stats.Lines, "line", "lines") + " ")
	b.Press("G", "n")
	b.Type("asked the client")
	b.Press("enter")
	last, err := b.Open(t.Context(), core.Query{Accounts: []core.AccountID{a.ID}})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := last.Window(last.Len()-1, 1)
	if err != nil || rows[0].Note != "asked the client" {
		t.Errorf("the note is %q, %v", rows[0].Note, err)
	}
	b.arrives(a)
}

// searches tries what a user types wrong, against what the file really answers.
func (b *flow) searches(all int) {
	b.t.Helper()
	page := b.Page()
	b.Press("/", "esc")
	if b.Page() != page {
		b.t.Fatalf("esc on an empty search leads to %s", b.Page())
	}
	b.Press("/")
	b.Type("amt:>0")
	b.See(fmt.Sprintf("of %s", words.Plural(all, "line", "lines")))
	b.Type("x")
	b.See(`"amt:>0x" is not an amount`, "0 of "+words.Plural(all, "line", "lines"))
	b.NotSee("reading")
	b.Press("esc")
	b.See(words.Plural(all, "line", "lines"))
	b.NotSee("is not an amount")
}

// arrives lets the bank book two lines: where the user is far down the list stays where it is.
func (b *flow) arrives(a app.AccountView) {
	b.t.Helper()
	for i := range 2 {
		if _, err := b.Sim.World().Post(a.ID, world.Content{Amount: core.Amount{Minor: int64(-100 - i), Currency: a.Currency}, CounterpartName: "Just arrived"}); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := b.Sim.World().Advance(24 * time.Hour); err != nil { // Ponto's own runs take the lines over
		b.t.Fatal(err)
	}
	b.Press("f")
	b.Driver.Settle()
	b.See(words.Plural(a.Stats.Lines+2, "line", "lines"), "2 new")
	b.Press("g")
	b.See("Just arrived")
}
