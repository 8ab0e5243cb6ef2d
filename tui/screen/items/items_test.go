package items_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/items"
	"ferry/tui/theme"
	"ferry/tui/tuitest"

	tea "github.com/charmbracelet/bubbletea"
)

// fake is a dossier's books that tests write on. Commands read it on other goroutines.
type fake struct {
	mu         sync.Mutex
	items      []app.ItemView
	matches    []core.Match
	previews   map[string]app.ItemsPreview // by mapping
	mappings   []core.Mapping
	read       []string // paths and mappings that were read
	imported   []bool
	reconciled bool  // the last act was on lines
	err        error // of reading items
	readErr    error // of reading files
	takeErr    error
	events     *event.Mailbox
}

func (f *fake) Items(_ context.Context, _ core.DossierID, q app.ItemQuery) ([]app.ItemView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []app.ItemView
	for _, i := range f.items {
		if (q.All || !i.Open().IsZero()) && strings.Contains(strings.ToLower(i.Number+" "+i.Party), strings.ToLower(q.Text)) {
			list = append(list, i)
		}
	}
	return list, f.err
}

func (f *fake) Dossiers(context.Context) ([]core.Dossier, error) {
	return []core.Dossier{{ID: "d", Name: "Bakkerij Peeters"}}, nil
}

func (f *fake) Matches(_ context.Context, _ core.DossierID, before uint64, n int) ([]core.Match, error) {
	var list []core.Match
	for _, m := range f.matches {
		if (before == 0 || m.ID < before) && len(list) < n {
			list = append(list, m)
		}
	}
	return list, nil
}

func (f *fake) Line(_ context.Context, a core.AccountID, no core.LineNo) (app.LineDetail, error) {
	return app.LineDetail{Line: core.Line{No: no, Transaction: core.Transaction{Account: a, BookingDate: core.NewDate(2026, 11, 20),
		Amount: core.Amount{Minor: 5000, Currency: "EUR"}, CounterpartName: "Smets \x1b[31m"}}}, nil
}

func (f *fake) Undo(context.Context, core.DossierID) (core.Done, error) {
	if f.imported == nil {
		return core.Done{}, &core.Error{Code: core.CodeNotFound, Msg: "there is nothing to take back"}
	}
	return core.Done{What: "imported 2 items"}, nil
}

func (f *fake) NextUndo(context.Context, core.DossierID) (core.Done, bool, error) {
	return core.Done{What: "accepted 3 lines"}, f.reconciled, nil
}

func (f *fake) DropItems(_ context.Context, _ core.DossierID, ids []core.ItemID) (core.Done, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.items = slices.DeleteFunc(f.items, func(i app.ItemView) bool { return slices.Contains(ids, i.ID) })
	return core.Done{What: fmt.Sprintf("removed %d items", len(ids))}, nil
}

func (f *fake) Redo(context.Context, core.DossierID) (core.Done, error) {
	return core.Done{What: "imported 2 items"}, nil
}

func (f *fake) Mappings(context.Context) ([]core.Mapping, error) { return f.mappings, nil }

func (f *fake) PutMapping(_ context.Context, m core.Mapping) error {
	f.mappings = append(f.mappings, m)
	return nil
}

func (f *fake) DeleteMapping(_ context.Context, name string) error {
	f.mappings = nil
	return nil
}

func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func (f *fake) ReadItems(_ context.Context, _ core.DossierID, paths []string, mapping string) (app.ItemsPreview, error) {
	f.read = append(f.read, strings.Join(paths, "|")+"|"+mapping)
	return f.previews[mapping], f.readErr
}

func (f *fake) ImportItems(_ context.Context, p app.ItemsPreview, withBad bool) (core.Done, error) {
	if err := f.takeErr; err != nil {
		f.takeErr = nil
		return core.Done{}, err
	}
	f.imported = append(f.imported, withBad)
	return core.Done{What: fmt.Sprintf("imported %d items", len(p.Changes))}, nil
}

// sign is a page that does nothing.
type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return string(s.page.Kind) }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+s.page.String()+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

func open(t *testing.T, f *fake, looks theme.Options, kind nav.Kind) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	f.events = event.NewMailbox()
	o := tui.Options{Theme: th, Events: f.events, Home: place.Of(place.Items, "d"), Actions: [][]action.Def{place.Defs(), items.Actions()},
		Screens: map[nav.Kind]tui.Maker{
			place.Items:  func(p nav.Page) tui.Screen { return items.New(f, th, p) },
			place.Import: func(p nav.Page) tui.Screen { return items.NewImport(f, th, p) },
		}}
	for _, other := range []nav.Kind{place.Limits, place.Home} {
		o.Screens[other] = func(p nav.Page) tui.Screen { return sign{p} }
	}
	if kind != place.Items {
		o.Open = place.Of(kind, "d")
	}
	return tuitest.New(t, o)
}

func eur(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: "EUR"} }

func item(no string, kind core.ItemKind, party string, amount, settled int64, overdue int) app.ItemView {
	day := core.NewDate(2026, 11, 22)
	return app.ItemView{OpenItem: core.OpenItem{ID: core.ItemID("id-" + no), Number: no, Kind: kind, Party: party, PartyIBAN: "BE68539007547034", PartyVAT: "BE0403019261",
		Date: day.AddDays(-overdue - 30), Due: day.AddDays(-overdue), Amount: eur(amount), Settled: settled, Reference: "+++090/9337/55493+++"}, Overdue: overdue}
}

func some() []app.ItemView {
	list := []app.ItemView{
		item("2026-0101", core.Sale, "Garage Smets & Zonen", 121000, 5000, 14),
		item("2026-0102", core.Sale, "Librairie Étoile\x1b[2J\u202e", 99_999_999_99, 0, -8),
		item("A/77", core.Purchase, "Brouwerij De Zenne", 48400, 0, 3),
		item("CN 5", core.SaleCredit, "Garage Smets & Zonen", 12100, 0, -20),
		item("2026-0090", core.Sale, strings.Repeat("Very long name ", 10), 6050, 6050, 60),
	}
	list[3].Amount = core.Amount{Minor: 1210, Currency: "JPY"}
	list[0].Discount = core.Discount{PerTenThousand: 250, Until: core.NewDate(2026, 11, 1)}
	return list
}

func TestPictures(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]*fake{
		"empty": {}, "some": {items: some()},
		"error": {err: &core.Error{Code: core.CodeStorage, Msg: "the file could not be read", Hint: "check the disk"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := open(t, f, theme.Options{}, place.Items)
			d.GoldenSizes(name)
			if strings.Contains(d.Styled(), "\x1b[2J") || strings.Contains(d.Styled(), "\u202e") {
				t.Error("what a file says reaches the terminal")
			}
		})
	}
	open(t, &fake{items: some()}, theme.Options{NoColor: true, ASCII: true}, place.Items).Golden("ascii")
}

func TestSearchSettledAndBack(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{items: some()}, theme.Options{}, place.Items)
	d.See("4 items", "14 days", "Bakkerij Peeters: open items")
	d.NotSee("2026-0090", "8 days")
	d.Press("s")
	d.See("5 items", "2026-0090", "with settled ones")
	d.Press("/")
	d.Type("smets")
	d.See("2 items", "2026-0101", "CN 5")
	d.NotSee("A/77")
	d.Press("enter", "j")
	d.See("/smets")
	d.Press("esc")
	d.See("5 items")
	d.Press("/")
	d.Type("zzz")
	d.See("No item fits.")
	d.Press("esc", "w")
	d.See("This is limits:d.")
}

// What is typed without a pause after a search is meant for the items that it finds.
func TestKeysAfterASearchAreForWhatItFinds(t *testing.T) {
	t.Parallel()
	f := &fake{items: some()}
	d := open(t, f, theme.Options{}, place.Items)
	d.Burst("/", "A", "/", "7", "7", "enter", "x")
	d.See("Remove A/77?")
	d.Burst("y", "esc", "j", "x")
	d.See("3 items", "Remove 2026-0102?")
	if len(f.items) != 4 {
		t.Errorf("%d items are left", len(f.items))
	}
}

// Whatever becomes of the list meanwhile: the item that the question names is the one that goes.
func TestTheItemOfTheQuestionIsRemoved(t *testing.T) {
	t.Parallel()
	f := &fake{items: some(), events: event.NewMailbox()}
	d := open(t, f, theme.Options{}, place.Items)
	d.Press("j", "x")
	d.See("Remove 2026-0102?")
	f.mu.Lock()
	f.items = f.items[1:]
	f.mu.Unlock()
	f.events.Put(event.Books, "d")
	d.Settle()
	d.Press("y")
	for _, i := range f.items {
		if i.Number == "2026-0102" {
			t.Error("the item of the question is still there")
		}
	}
	if len(f.items) != 3 {
		t.Errorf("%d items are left", len(f.items))
	}
}

func TestStoryOfAnItem(t *testing.T) {
	t.Parallel()
	f := &fake{items: some(), matches: []core.Match{
		{ID: 9, Lines: []core.LineKey{{Account: "a", No: 3}}, Why: core.Explanation{Parts: []core.Part{{Item: "other", Settles: eur(1)}}}},
		{ID: 4, Lines: []core.LineKey{{Account: "a", No: 2}}, Why: core.Explanation{Parts: []core.Part{{Item: "id-2026-0101", Settles: eur(5000)}}, Reason: "The number stands in the communication."}},
	}}
	d := open(t, f, theme.Options{}, place.Items)
	d.See("+50,00 EUR of +1 210,00 EUR is settled.", "Overdue since 2026-11-08.")
	d.Press("enter")
	d.See("2,50 % until 2026-11-01", "50,00 EUR, match 4", "bank line of 2026-11-20, +50,00 EUR Smets", "The number stands in")
	d.NotSee("match 9")
	d.Press("esc", "y")
	d.Type("ref")
	d.Press("enter")
	if d.Copied() != "+++090/9337/55493+++" {
		t.Errorf("copied %q", d.Copied())
	}
}

func TestUndoSaysWhatItTakesBack(t *testing.T) {
	t.Parallel()
	f := &fake{items: some()}
	d := open(t, f, theme.Options{}, place.Items)
	d.Press("u")
	d.See("There is nothing to take back.")
	f.imported = []bool{false}
	d.Press("u")
	d.See("Taken back: imported 2 items.")
	d.Press("ctrl+r")
	d.See("Done again: imported 2 items.")
}

// TestUndoLeavesReconciliationsAlone presses the key on a page that did nothing last.
func TestUndoLeavesReconciliationsAlone(t *testing.T) {
	t.Parallel()
	f := &fake{items: some(), imported: []bool{true}, reconciled: true}
	d := open(t, f, theme.Options{}, place.Items)
	d.Press("u")
	d.See("Take back a reconciliation?", "accepted 3 lines")
	d.Press("enter") // the safe button
	d.NotSee("Taken back")
	d.Press("u", "y")
	d.See("Taken back: imported 2 items.")
}

func TestRemoveItems(t *testing.T) {
	t.Parallel()
	f := &fake{items: some()}
	d := open(t, f, theme.Options{}, place.Items)
	d.See("to receive", "to pay -484,00 EUR", "-484,00")
	d.Press("j", "j", "x")
	d.See("Remove A/77?", "Invoice of a supplier, Brouwerij De Zenne, -484,00 EUR.")
	d.Press("enter")
	d.See("4 items")
	d.Press("x", "y")
	d.See("3 items", "Removed 1 items. u brings back")
	d.NotSee("A/77")
	d.Press("g", "space", "space")
	d.See("2 marked")
	d.Press("/")
	d.Type("CN 5")
	d.Press("enter", "x")
	d.See("Remove 2 open items?", "2 of them are not in the list now")
	d.Press("n", "esc")
	d.See("2 marked")
	d.Press("esc")
	d.NotSee("marked")
	d.Press("*", "space", "x", "y")
	d.See("1 item", "Removed 2 items.")
}

func TestWhatChangesIsReadAgain(t *testing.T) {
	t.Parallel()
	f := &fake{items: some()}
	d := open(t, f, theme.Options{}, place.Items)
	d.Press("j", "j")
	f.mu.Lock()
	f.items = append([]app.ItemView{item("NEW", core.Sale, "First", 100, 0, 0)}, f.items...)
	f.mu.Unlock()
	f.events.Put(event.Books, "d")
	d.Settle()
	d.See("5 items", "› ! A/77") // the cursor stays on its row
}

func TestActions(t *testing.T) {
	t.Parallel()
	if err := action.Check(items.Actions()); err != nil {
		t.Error(err)
	}
}
