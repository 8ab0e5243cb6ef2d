package transactions_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
	"ferry/store"
	"ferry/tui/place"
	"ferry/tui/program"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
	"ferry/tui/words"
)

// flow is the whole program over a real service, a real file and a real simulator behind loopback HTTP.
type flow struct {
	*app.Service
	*tuitest.Driver
	t   *testing.T
	sim *sandbox.Server
}

func newFlow(t *testing.T) *flow {
	t.Helper()
	sim, err := sandbox.New(sandbox.Options{Seed: 7, Transactions: 300, Now: tuitest.Start})
	if err != nil {
		t.Fatal(err)
	}
	at, err := sim.Start(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	file, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "ferry.db"), Seal: flowSeal{}, Now: time.Now, Holder: "a test"})
	if err != nil {
		t.Fatal(err)
	}
	b := &flow{t: t, sim: sim}
	b.Service, err = app.New(t.Context(), app.Config{Store: file, Now: func() time.Time { return tuitest.Start }, Rand: rand.Reader, Simulator: &at,
		UserAgent: "ferry-test", Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	dossier, err := b.CreateDossier(t.Context(), "Demo")
	if err != nil {
		t.Fatal(err)
	}
	credentials, _ := b.SimulatorCredentials(dossier.ID, core.CustomIntegration)
	if _, err = b.Connect(t.Context(), credentials); err != nil {
		t.Fatal(err)
	}
	b.Driver = tuitest.New(t, program.Options(b.Service, theme.New(theme.Options{}), "demo"))
	return b
}

type flowSeal struct{}

func (flowSeal) Seal(clear []byte) ([]byte, error)    { return flowTurn(clear), nil }
func (flowSeal) Unseal(sealed []byte) ([]byte, error) { return flowTurn(sealed), nil }

func flowTurn(b []byte) []byte {
	out := bytes.Clone(b)
	for i := range out {
		out[i] = ^out[i]
	}
	return out
}

// connect walks the wizard and returns the account with the most lines.
func (b *flow) connect(letters string) app.AccountView {
	b.t.Helper()
	b.Press("c")
	b.Type(letters)
	b.Press("enter", "enter", "enter", "enter", "enter", "enter", "enter")
	b.See("Done: ")
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
	b.See(`"amt:>0x" is not an amount`, "› ")
	b.NotSee("reading")
	b.Press("esc")
	b.See(words.Plural(all, "line", "lines"))
	b.NotSee("is not an amount")
}

// arrives lets the bank book two lines: where the user is far down the list stays where it is.
func (b *flow) arrives(a app.AccountView) {
	b.t.Helper()
	for i := range 2 {
		if _, err := b.sim.World().Post(a.ID, world.Content{Amount: core.Amount{Minor: int64(-100 - i), Currency: a.Currency}, CounterpartName: "Just arrived"}); err != nil {
			b.t.Fatal(err)
		}
	}
	if err := b.sim.World().Advance(24 * time.Hour); err != nil { // Ponto's own runs take the lines over
		b.t.Fatal(err)
	}
	b.Press("f")
	b.Driver.Settle()
	b.See(words.Plural(a.Stats.Lines+2, "line", "lines"), "2 new")
	b.Press("g")
	b.See("Just arrived")
}
