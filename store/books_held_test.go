package store_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// TestALockHoldsWhatItsMatchesSettle: an item that a match in a locked period settles keeps what the match rests on; what
// does not bear on it may be corrected.
func TestALockHoldsWhatItsMatchesSettle(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 4031, 500)
	ctx := t.Context()
	settled, later, free := item("i1", core.Sale, 4031), item("i2", core.Sale, 900), item("i3", core.Sale, 700)
	do(t, f, core.Act{Items: []core.OpenItem{settled, later, free}})
	do(t, f, core.Act{Match: []core.Match{pays(keys[0], part("i1", 4031)), pays(keys[1], part("i2", 500))}})
	raised := later
	raised.Amount.Minor = 1000
	do(t, f, core.Act{What: "raised", Items: []core.OpenItem{raised}})
	if held, err := f.HeldItems("d"); err != nil || len(held) != 0 {
		t.Fatal(held, err)
	}
	must(t, f.SetLock(ctx, "a", core.NewDate(2026, 11, 1), "user", "filed"))
	held, err := f.HeldItems("d")
	must(t, err)
	if got := slices.Collect(maps.Keys(held)); !slices.Equal(got, []core.ItemID{"i1"}) || held["i1"].Account != "a" || held["i1"].Until != core.NewDate(2026, 11, 1) {
		t.Fatalf("%+v", held)
	}
	for name, change := range map[string]func(*core.OpenItem){
		"number":   func(i *core.OpenItem) { i.Number = "other" },
		"kind":     func(i *core.OpenItem) { i.Kind = core.PurchaseCredit },
		"amount":   func(i *core.OpenItem) { i.Amount.Minor = 40031 },
		"currency": func(i *core.OpenItem) { i.Amount.Currency = "USD" },
	} {
		changed := settled
		change(&changed)
		refuses(t, f, name, core.Act{Items: []core.OpenItem{free, changed}}, "settles item i1 in the locked period of account BE68 5390 0754 7034", "so its "+name+" stays")
	}
	corrected := settled
	corrected.Due, corrected.Party, corrected.Reference = core.NewDate(2026, 12, 1), "PEETERS", "RF18539007547034"
	raised.Amount.Minor = 1100 // its match is of an open day
	do(t, f, core.Act{Items: []core.OpenItem{corrected, raised}})
	if got, err := f.Item("d", "i1"); err != nil || got.Party != "PEETERS" || got.Settled != 4031 {
		t.Errorf("%+v %v", got, err)
	}
	must(t, f.SetLock(ctx, "a", core.NewDate(2026, 11, 2), "user", "filed"))
	refuses(t, f, "later", core.Act{Items: []core.OpenItem{later}}, "item i2", "so its amount stays")
	if _, err := f.Undo(ctx, "d", "user"); core.CodeOf(err) != core.CodeConflict || !strings.Contains(err.Error(), "settles item i2 in the locked period") {
		t.Errorf("undo: %v", err)
	}
	must(t, f.SetLock(ctx, "a", 0, "user", "mistake"))
	_, err = f.Undo(ctx, "d", "user")
	must(t, err)
	must(t, f.SetLock(ctx, "a", core.NewDate(2026, 11, 2), "user", "filed"))
	if _, err := f.Redo(ctx, "d", "user"); core.CodeOf(err) != core.CodeConflict || !strings.Contains(err.Error(), "so its amount stays") {
		t.Errorf("redo: %v", err)
	}
	if got, err := f.Item("d", "i2"); err != nil || got.Amount.Minor != 1000 {
		t.Errorf("%+v %v", got, err)
	}
}

// refuses wants an act refused as a conflict in the given words, with a way out, and nothing done.
func refuses(t *testing.T, f *store.File, name string, a core.Act, words ...string) {
	t.Helper()
	a.Dossier, a.By, a.What = "d", "user", "x"
	before := f.BooksRevision("d")
	_, err := f.Do(t.Context(), a)
	if core.CodeOf(err) != core.CodeConflict || core.HintOf(err) == "" || f.BooksRevision("d") != before {
		t.Errorf("%s: %v (%s)", name, err, core.HintOf(err))
	}
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("%s: %v, without %q", name, err, w)
		}
	}
}
