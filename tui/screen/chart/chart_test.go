package chart_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/chart"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a chart that tests write on. Commands read it on other goroutines.
type fake struct {
	mu      sync.Mutex
	list    []core.LedgerAccount
	file    []core.LedgerAccount
	bad     []core.BadRow
	path    string
	err     error // of everything that writes
	readErr error
	events  *event.Mailbox

	reconciled bool // the last act on the books was a reconciliation
}

func (f *fake) Chart(context.Context, core.DossierID) ([]core.LedgerAccount, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.list), nil
}

func (f *fake) PutChart(_ context.Context, _ core.DossierID, accounts []core.LedgerAccount) (core.Done, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return core.Done{}, f.err
	}
	for _, a := range accounts {
		f.list = append(slices.DeleteFunc(f.list, func(b core.LedgerAccount) bool { return b.Number == a.Number }), a)
	}
	slices.SortFunc(f.list, func(a, b core.LedgerAccount) int { return strings.Compare(a.Number, b.Number) })
	return core.Done{What: fmt.Sprintf("kept %d ledger accounts", len(accounts))}, nil
}

func (f *fake) DropChart(_ context.Context, _ core.DossierID, numbers []string) (core.Done, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = slices.DeleteFunc(f.list, func(b core.LedgerAccount) bool { return slices.Contains(numbers, b.Number) })
	return core.Done{What: "took " + strings.Join(numbers, ", ") + " off the chart"}, nil
}

func (f *fake) UsualChart(ctx context.Context, d core.DossierID, country string) (core.Done, error) {
	_, err := f.PutChart(ctx, d, usual())
	return core.Done{What: "took the usual accounts of " + country}, err
}

func (f *fake) ReadChart(_ context.Context, path string) ([]core.LedgerAccount, []core.BadRow, error) {
	f.path = path
	return f.file, f.bad, f.readErr
}

func (f *fake) Dossiers(context.Context) ([]core.Dossier, error) {
	return []core.Dossier{{ID: "d", Name: "Bakkerij Peeters"}}, nil
}

func (f *fake) Undo(context.Context, core.DossierID) (core.Done, error) {
	return core.Done{What: "took 610000 off the chart"}, nil
}

func (f *fake) NextUndo(context.Context, core.DossierID) (core.Done, bool, error) {
	return core.Done{What: "accepted 3 lines"}, f.reconciled, nil
}

func (f *fake) Redo(context.Context, core.DossierID) (core.Done, error) {
	return core.Done{}, &core.Error{Code: core.CodeNotFound, Msg: "nothing was taken back"}
}

func usual() []core.LedgerAccount {
	return []core.LedgerAccount{{Number: "400000", Name: "Handelsdebiteuren"}, {Number: "550000", Name: "Banken \x1b[2J"}, {Number: "610000", Name: "Huur", VATCode: "V21"},
		{Number: "657000", Name: "Bankkosten"}}
}

func open(t *testing.T, f *fake, looks theme.Options) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	f.events = event.NewMailbox()
	return tuitest.New(t, tui.Options{Theme: th, Events: f.events, Home: place.Of(place.Chart, "d"), Actions: [][]action.Def{place.Defs(), chart.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Chart: func(p nav.Page) tui.Screen { return chart.New(f, th, p) }}})
}

func TestPictures(t *testing.T) {
	t.Parallel()
	open(t, &fake{}, theme.Options{}).GoldenSizes("empty")
	d := open(t, &fake{list: usual()}, theme.Options{})
	d.GoldenSizes("some")
	if strings.Contains(d.Styled(), "\x1b[2J") {
		t.Error("what a file says reaches the terminal")
	}
	open(t, &fake{list: usual()}, theme.Options{NoColor: true, ASCII: true}).Golden("ascii")
}

func TestUsualChartWhereThereIsNone(t *testing.T) {
	t.Parallel()
	f := &fake{}
	d := open(t, f, theme.Options{})
	d.See("No ledger account yet.", "w takes the usual ones")
	d.Press("w")
	d.See("Belgium", "the Netherlands", "France")
	d.Press("down", "enter")
	d.See("Took the usual accounts of NL. u takes it back.", "4 accounts", "Handelsdebiteuren")
}

func TestSearch(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{list: usual()}, theme.Options{})
	d.Press("/")
	d.Type("bank")
	d.See("2 of 4 accounts", "550000", "657000")
	d.Press("enter", "esc")
	d.See("4 accounts")
	d.Press("/")
	d.Type("6 hu")
	d.See("1 of 4 accounts", "Huur")
	d.Press("esc", "/")
	d.Type("zz")
	d.See("No account fits.")
}

func TestAddChangeRemove(t *testing.T) {
	t.Parallel()
	f := &fake{list: usual(), err: &core.Error{Code: core.CodeInvalid, Msg: "the number is wrong", Hint: "write digits"}}
	d := open(t, f, theme.Options{})
	d.Press("n", "ctrl+s")
	d.See("Please write a number.", "Please write a name.")
	d.Type("610000")
	d.Press("tab")
	d.Type("Parking")
	d.Press("ctrl+s")
	d.See("The chart has this number already: Huur.")
	d.Press("ctrl+u")
	d.Type("61 5")
	d.Press("ctrl+s")
	d.See("The number is wrong. Write digits.", "61 5", "Parking") // nothing is lost
	d.GoldenSizes("form")
	d.Press("esc", "n")
	d.See("Parking")
	f.err = nil
	d.Press("ctrl+u")
	d.Type("615000")
	d.Press("ctrl+s")
	d.See("Kept 1 ledger accounts.", "615000", "5 accounts")
	d.Press("j", "j", "enter")
	d.See("Account 610000")
	d.Type(" winkel")
	d.Press("ctrl+s")
	d.See("Huur winkel")
	d.Press("x")
	d.See("Took 610000 off the chart. u takes it back.", "4 accounts")
	d.Press("u")
	d.See("Taken back: took 610000 off the chart.")
	d.Press("ctrl+r")
	d.See("Nothing was taken back.")
}

// TestUndoLeavesReconciliationsAlone presses the key on a page that did nothing last.
func TestUndoLeavesReconciliationsAlone(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{list: usual(), reconciled: true}, theme.Options{})
	d.Press("u")
	d.See("Take back a reconciliation?", "accepted 3 lines")
	d.Press("enter") // the safe button
	d.NotSee("Taken back")
	d.Press("u", "y")
	d.See("Taken back: took 610000 off the chart.")
}

func TestImport(t *testing.T) {
	t.Parallel()
	f := &fake{list: usual(), bad: []core.BadRow{{File: "c.csv", Line: 3, Column: "number", Value: "\x1b]0;x\x07", Reason: "the number is missing"}},
		file: append(usual()[:2:2], core.LedgerAccount{Number: "610000", Name: "Rent", VATCode: "V21"}, core.LedgerAccount{Number: "700000", Name: "Sales"})}
	d := open(t, f, theme.Options{})
	d.Press("m")
	d.Type("/tmp/c.csv")
	d.Press("enter")
	d.See("2 accounts to take", "2 known already", "1 bad", "line 3", "number: the number is missing", "Rent (was: Huur)")
	d.GoldenSizes("import")
	if strings.Contains(d.Styled(), "\x1b]0;") || f.path != "/tmp/c.csv" {
		t.Errorf("%q", f.path)
	}
	d.Press("enter")
	d.See("Import 2 accounts?", "1 row cannot be taken")
	d.Press("n", "esc", "m")
	d.See("/tmp/c.csv") // it is still known
	d.Press("enter", "enter", "y")
	d.See("Kept 2 ledger accounts.", "Rent", "Sales", "5 accounts")
	f.readErr = &core.Error{Code: core.CodeNotFound, Msg: "there is no file /tmp/c.csv"}
	d.Press("m", "enter")
	d.See("There is no file /tmp/c.csv.")
}

func TestActions(t *testing.T) {
	t.Parallel()
	if err := action.Check(chart.Actions()); err != nil {
		t.Error(err)
	}
}
