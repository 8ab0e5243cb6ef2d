package store_test

import (
	"fmt"
	"slices"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// ledgerOf puts booked lines of the given amounts on an account, one a day from 1 November 2026 on, and names them.
func ledgerOf(t testing.TB, f *store.File, id core.AccountID, reading uint64, amounts ...int64) []core.LineKey {
	t.Helper()
	bk := newBank(reading*31 + uint64(len(id)))
	var page []core.Transaction
	var keys []core.LineKey
	for i, minor := range amounts {
		line := bk.line(core.NewDate(2026, 11, 1).AddDays(i))
		line.ID += core.TransactionID(id)
		line.Amount.Minor = minor
		page = append(page, line)
		keys = append(keys, core.LineKey{Account: id, No: core.LineNo(reading<<32 | (0xFFFFFFFF - uint64(i)))})
	}
	must(t, f.PutAccounts(t.Context(), []core.Account{account(string(id))}, "user", ""))
	must(t, f.Apply(t.Context(), delivery(id, reading, 0, page)))
	return keys
}

func item(id string, kind core.ItemKind, minor int64) core.OpenItem {
	return core.OpenItem{
		ID: core.ItemID(id), Number: id, Kind: kind, Party: "Peeters", Date: core.NewDate(2026, 10, 1), Amount: core.Amount{Minor: minor, Currency: core.EUR},
	}
}

func eur(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }

func part(id string, minor int64) core.Part {
	return core.Part{Item: core.ItemID(id), Number: id, Settles: eur(minor)}
}

func pays(line core.LineKey, parts ...core.Part) core.Match {
	return core.Match{Lines: []core.LineKey{line}, Why: core.Explanation{Kind: core.MatchExact, Parts: parts, Reason: "the amount is equal"}}
}

// do does an act of dossier d.
func do(t testing.TB, f *store.File, a core.Act) core.Done {
	t.Helper()
	a.Dossier, a.By = "d", "user"
	if a.What == "" {
		a.What = "an act"
	}
	done, err := f.Do(t.Context(), a)
	must(t, err)
	return done
}

func state(t testing.TB, f *store.File, key core.LineKey) core.LineState {
	t.Helper()
	states, err := f.States([]core.LineKey{key})
	must(t, err)
	return states[0]
}

func work(t testing.TB, f *store.File, w core.Work) []core.LineNo {
	t.Helper()
	l, err := f.Lines(t.Context(), core.Query{Dossier: "d", Work: w})
	must(t, err)
	lines, err := l.Window(0, l.Len())
	must(t, err)
	var nos []core.LineNo
	for _, line := range lines {
		nos = append(nos, line.No)
	}
	return nos
}

func TestAMatchIsMadeAndTakenBack(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 12100, -500)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, 20000)}})
	done := do(t, f, core.Act{What: "accepted", Match: []core.Match{pays(keys[0], part("i1", 12100))}})
	if len(done.Matches) != 1 || !slices.Equal(done.Lines, keys[:1]) || done.ID == 0 {
		t.Fatalf("%+v", done)
	}
	check := func(settled int64, open int, want core.LineState) {
		t.Helper()
		i, err := f.Item("d", "i1")
		must(t, err)
		stats, err := f.Stats("a")
		must(t, err)
		want.Line = keys[0]
		if got := state(t, f, keys[0]); i.Settled != settled || stats.Open != open || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("settled %d, open %d, %+v", i.Settled, stats.Open, got)
		}
		if got := work(t, f, core.WorkOpen); len(got) != open {
			t.Fatalf("%d lines are open", len(got))
		}
	}
	check(12100, 1, core.LineState{Match: done.Matches[0], Kind: core.MatchExact})
	if got := work(t, f, core.WorkDone); !slices.Equal(got, []core.LineNo{keys[0].No}) {
		t.Fatal(got)
	}
	kept, err := f.Match("d", done.Matches[0])
	must(t, err)
	if kept.Why.Reason != "the amount is equal" || kept.By != "user" || !slices.Equal(kept.Lines, keys[:1]) {
		t.Fatalf("%+v", kept)
	}
	undone, err := f.Undo(t.Context(), "d", "user")
	must(t, err)
	if undone.What != "accepted" || !undone.Undone {
		t.Fatalf("%+v", undone)
	}
	check(0, 2, core.LineState{})
	_, err = f.Redo(t.Context(), "d", "user")
	must(t, err)
	check(12100, 1, core.LineState{Match: done.Matches[0], Kind: core.MatchExact})
	if _, err = f.Redo(t.Context(), "d", "user"); core.CodeOf(err) != core.CodeNotFound {
		t.Fatal(err)
	}
	acts, err := f.Acts("d", 10)
	must(t, err)
	if len(acts) != 2 || acts[0].ID != done.ID || acts[0].Undone {
		t.Fatalf("%+v", acts)
	}
}
