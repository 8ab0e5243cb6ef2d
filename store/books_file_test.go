package store_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// furnishBooks puts something of every kind into the books of a furnished file.
func furnishBooks(t *testing.T, f *store.File) {
	t.Helper()
	ctx := t.Context()
	line := func(id core.AccountID, reading, n uint64) core.LineKey {
		return core.LineKey{Account: id, No: core.LineNo(reading<<32 | (0xFFFFFFFF - n))}
	}
	read := func(key core.LineKey) core.Line {
		l, err := f.Line(key.Account, key.No)
		must(t, err)
		return l
	}
	paid := read(line("a", 1, 10))
	kind := core.Sale
	if paid.Amount.Minor < 0 {
		kind = core.Purchase
	}
	whole := max(paid.Amount.Minor, -paid.Amount.Minor)
	coded := read(line("a", 1, 11))
	do(t, f, core.Act{What: "began",
		Items: []core.OpenItem{item("i1", kind, whole), item("i2", core.SaleCredit, 500)},
		Chart: []core.LedgerAccount{{Number: "6", Name: "costs"}},
		Rules: []core.Rule{{ID: "r", Name: "costs", When: core.RuleWhen{Accounts: []core.AccountID{"a"}}, Then: []core.RuleThen{{Ledger: "6", Rest: true}}}}, SetRules: true,
	})
	do(t, f, core.Act{What: "accepted", Match: []core.Match{
		pays(paid.Key(), part("i1", whole)),
		{Auto: true, Lines: []core.LineKey{coded.Key()}, Why: core.Explanation{Kind: core.MatchRule, Postings: []core.Posting{{Ledger: "6", Amount: coded.Amount}}}},
	}})
	do(t, f, core.Act{What: "looked",
		Check:  []core.LineMark{{Line: line("a", 1, 12), On: true}},
		Notes:  []core.LineNote{{Line: line("b", 2, 3), Text: "twice"}},
		Reject: []core.Rejection{{Line: line("b", 2, 5), Kind: core.MatchExact, Items: []core.ItemID{"i2"}, With: []core.LineKey{line("a", 1, 12)}}},
	})
	do(t, f, core.Act{What: "marked", Check: []core.LineMark{{Line: line("b", 2, 7), On: true}}})
	_, err := f.Undo(ctx, "d", "user")
	must(t, err)
	limits := core.DefaultLimits()
	limits.Fee = 250
	must(t, f.PutLimits(ctx, "d", limits, "user"))
	must(t, f.PutMapping(ctx, core.Mapping{Name: "Winbooks", Columns: map[string]string{"number": "Nr"}}, "user"))
	must(t, f.SetLock(ctx, "b", core.NewDate(2025, 12, 31), "user", "filed"))
}

// booksOf is everything that the methods say of the books.
func booksOf(t *testing.T, f *store.File) map[string]any {
	t.Helper()
	out := make(map[string]any)
	keep := func(name string) func(v any, err error) {
		return func(v any, err error) {
			t.Helper()
			must(t, err)
			out[name] = v
		}
	}
	chart, err := f.Chart("d")
	keep("chart")(chart, err)
	items, err := f.Items("d", false)
	keep("items")(items, err)
	open, err := f.Items("d", true)
	keep("open")(open, err)
	matches, err := f.Matches("d", 0, 100)
	keep("matches")(matches, err)
	rules, err := f.Rules("d")
	keep("rules")(rules, err)
	limits, err := f.Limits("d")
	keep("limits")(limits, err)
	mappings, err := f.Mappings()
	keep("mappings")(mappings, err)
	locks, err := f.Locks()
	keep("locks")(locks, err)
	acts, err := f.Acts("d", 100)
	keep("acts")(acts, err)
	months, err := f.Progress(t.Context(), []core.AccountID{"b", "a"}, 0, 0)
	keep("months")(months, err)
	var keys []core.LineKey
	for i, id := range []core.AccountID{"a", "b"} {
		for n := range uint64(40) {
			keys = append(keys, core.LineKey{Account: id, No: core.LineNo(uint64(i+1)<<32 | (0xFFFFFFFF - n))})
		}
		stats, err := f.Stats(id)
		keep("stats "+string(id))(stats, err)
	}
	states, err := f.States(keys)
	keep("states")(states, err)
	out["revision"] = f.BooksRevision("d")
	return out
}

func TestBooksAreInTheFileAndInItsBackup(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	f, err := store.Open(t.Context(), storetest.Options(filepath.Join(dir, "ferry.db")))
	must(t, err)
	furnish(t, f)
	want := booksOf(t, f)
	if rules := want["rules"].([]core.Rule); rules[0].When.Accounts[0] != "a" {
		t.Errorf("%+v", rules)
	}
	if items := want["items"].([]core.OpenItem); len(items) != 2 || len(want["open"].([]core.OpenItem)) != 1 || items[0].Settled != items[0].Amount.Minor {
		t.Errorf("%+v", items)
	}
	matches := want["matches"].([]core.Match)
	if len(matches) != 2 || matches[0].ID != 2 || !matches[0].Auto || matches[1].Why.Parts[0].Item != "i1" {
		t.Errorf("%+v", matches)
	}
	older, err := f.Matches("d", matches[0].ID, 5)
	must(t, err)
	if !reflect.DeepEqual(older, matches[1:]) {
		t.Errorf("%+v", older)
	}
	acts := want["acts"].([]core.Done)
	if len(acts) != 4 || !acts[0].Undone || acts[1].Undone || acts[3].What != "began" || !slices.Equal(acts[2].Matches, []uint64{1, 2}) {
		t.Errorf("%+v", acts)
	}
	backup := filepath.Join(dir, "backup.db")
	must(t, f.Backup(t.Context(), backup, false))
	must(t, f.Close())
	place := filepath.Join(dir, "restored.db")
	_, err = store.Restore(t.Context(), backup, storetest.Options(place), thorough)
	must(t, err)
	for _, path := range []string{filepath.Join(dir, "ferry.db"), place} {
		f := storetest.OpenAt(t, path)
		if got := booksOf(t, f); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v\nwant\n%+v", path, got, want)
		}
		_, err := f.Redo(t.Context(), "d", "user")
		if core.CodeOf(err) != core.CodeOK {
			t.Error(err)
		}
	}
}

func TestAFileWithoutBooksIsOpened(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	furnishLines(t, f)
	want := map[core.AccountID]core.AccountStats{}
	for _, id := range []core.AccountID{"a", "b"} {
		want[id], err = f.Stats(id)
		must(t, err)
	}
	if want["a"].Open != 39 { // one of 40 is gone
		t.Errorf("%+v", want["a"])
	}
	must(t, f.MakeFormatTwo())
	must(t, f.Close())
	f = storetest.OpenAt(t, path)
	for id, stats := range want {
		got, err := f.Stats(id)
		must(t, err)
		if got != stats {
			t.Errorf("%s: %+v, want %+v", id, got, stats)
		}
	}
	line, err := f.Line("a", 1<<32|(0xFFFFFFFF-3))
	must(t, err)
	dossiers, err := f.Dossiers()
	must(t, err)
	limits, err := f.Limits("d")
	must(t, err)
	if line.Note != "ask the client" || len(dossiers) != 1 || !reflect.DeepEqual(limits, core.DefaultLimits()) || f.BooksRevision("d") != 1 {
		t.Errorf("%+v, %+v, %+v, %d", line, dossiers, limits, f.BooksRevision("d"))
	}
	furnishBooks(t, f)
}

func TestARenewedAccountKeepsItsBooks(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	furnish(t, f)
	must(t, f.PutAccounts(t.Context(), []core.Account{account("a2")}, "user", ""))
	do(t, f, core.Act{SetRules: true, Rules: []core.Rule{{ID: "r", When: core.RuleWhen{Accounts: []core.AccountID{"a", "b", "a2"}}}}})
	revision := f.BooksRevision("d")
	must(t, f.MoveAccount(t.Context(), "a", "a2", "user", "renewed"))
	if f.BooksRevision("d") <= revision {
		t.Error("the books name lines otherwise, and their revision is the same")
	}
	rules, err := f.Rules("d")
	must(t, err)
	if got := rules[0].When.Accounts; !slices.Equal(got, []core.AccountID{"a2", "b", "a2"}) {
		t.Error(got)
	}
	m, err := f.Match("d", 1)
	must(t, err)
	if m.Lines[0].Account != "a2" || state(t, f, m.Lines[0]).Match != 1 {
		t.Errorf("%+v", m)
	}
	if _, err := f.States([]core.LineKey{{Account: "a", No: 1}}); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
}

func TestAChangedLineKeepsItsMatch(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 100, 200)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, 300)}, Match: []core.Match{pays(keys[0], part("i1", 100)), pays(keys[1], part("i1", 200))}})
	line, err := f.Line("a", keys[0].No)
	must(t, err)
	changed := line.Transaction
	changed.Amount.Minor = 90
	must(t, f.Apply(t.Context(), core.Delivery{Account: "a", Source: "updated-transactions", At: now, Raw: [][]byte{body([]core.Transaction{changed})},
		Changes: []core.Change{{Kind: core.Revise, Line: keys[0].No, New: changed}, {Kind: core.Unlist, Line: keys[1].No, Item: -1}}}))
	for _, key := range keys {
		if s := state(t, f, key); !s.Changed || s.Match == 0 {
			t.Errorf("%+v", s)
		}
	}
	day := core.NewDate(2026, 11, 1)
	counts := func(want core.MonthProgress) {
		t.Helper()
		months, err := f.Progress(t.Context(), []core.AccountID{"a"}, day, day)
		must(t, err)
		if want.Account, want.Month = "a", day; len(months) != 1 || months[0] != want {
			t.Errorf("%+v", months)
		}
	}
	counts(core.MonthProgress{Lines: 1, Done: 1, Changed: 1})
	do(t, f, core.Act{Check: []core.LineMark{{Line: keys[0], On: true}}})
	counts(core.MonthProgress{Lines: 1, Done: 1, Changed: 1, Check: 1})
	undo := func() {
		_, err = f.Undo(t.Context(), "d", "user")
		must(t, err)
	}
	undo()
	undo()
	counts(core.MonthProgress{Lines: 1})
	stats, err := f.Stats("a")
	must(t, err)
	if stats.Open != 1 {
		t.Errorf("%+v", stats)
	}
}

func TestProgressReadsTheMonthsAskedFor(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, slices.Repeat([]int64{100}, 40)...) // 30 in November, 10 in December
	ledgerOf(t, f, "b", 2, 100)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, 200)}, Match: []core.Match{pays(keys[0], part("i1", 100)), pays(keys[35], part("i1", 100))},
		Check: []core.LineMark{{Line: keys[1], On: true}}})
	must(t, f.SetLock(t.Context(), "a", core.NewDate(2026, 11, 30), "user", ""))
	november, december := core.NewDate(2026, 11, 1), core.NewDate(2026, 12, 1)
	first := core.MonthProgress{Account: "a", Month: november, Lines: 30, Done: 1, Check: 1, Locked: true}
	second := core.MonthProgress{Account: "a", Month: december, Lines: 10, Done: 1}
	other := core.MonthProgress{Account: "b", Month: november, Lines: 1}
	for _, c := range []struct {
		accounts    []core.AccountID
		from, until core.Date
		want        []core.MonthProgress
	}{
		{[]core.AccountID{"a", "b"}, 0, 0, []core.MonthProgress{first, second, other}},
		{[]core.AccountID{"b", "a"}, november, december.AddDays(-1), []core.MonthProgress{other, first}},
		{[]core.AccountID{"a"}, december, 0, []core.MonthProgress{second}},
		{[]core.AccountID{"a"}, december.AddDays(20), 0, nil},
	} {
		got, err := f.Progress(t.Context(), c.accounts, c.from, c.until)
		must(t, err)
		if !slices.Equal(got, c.want) {
			t.Errorf("%+v: %+v", c, got)
		}
	}
}

func TestWorkGoesWithSearchDaysAndLimit(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 100, 100, 300, 100, 100)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, 200)}, Match: []core.Match{pays(keys[1], part("i1", 100))}})
	for _, c := range []struct {
		q    core.Query
		want []int
	}{
		{core.Query{Work: core.WorkOpen}, []int{4, 3, 2, 0}},
		{core.Query{Work: core.WorkOpen, Limit: 2}, []int{4, 3}},
		{core.Query{Work: core.WorkOpen, Text: "amt:1"}, []int{4, 3, 0}},
		{core.Query{Work: core.WorkOpen, Text: "amt:2..3"}, []int{2}},
		{core.Query{Work: core.WorkOpen, Text: "acct:nobody"}, nil},
		{core.Query{Work: core.WorkOpen, Text: `acct:"` + account("a").Reference + `"`}, []int{4, 3, 2, 0}},
		{core.Query{Text: "acct:nobody", Limit: 3}, nil},
		{core.Query{Work: core.WorkOpen, Text: "amt:1", Until: core.NewDate(2026, 11, 3), Pending: true}, []int{0}},
		{core.Query{Work: core.WorkOpen, Since: core.NewDate(2026, 11, 2), Until: core.NewDate(2026, 11, 4)}, []int{3, 2}},
		{core.Query{Work: core.WorkDone, Accounts: []core.AccountID{"a"}}, []int{1}},
		{core.Query{Work: core.WorkDone, Text: "amt:3"}, nil},
		{core.Query{Work: core.WorkCheck}, nil},
		{core.Query{Work: core.WorkOpen, Dossier: "another"}, nil},
	} {
		l, err := f.Lines(t.Context(), c.q)
		must(t, err)
		lines, err := l.Window(0, 100)
		must(t, err)
		var got []int
		sum := int64(0)
		for _, line := range lines {
			got = append(got, slices.Index(keys, line.Key()))
			sum += line.Amount.Minor
		}
		if !slices.Equal(got, c.want) || len(got) > 0 && l.Totals().Sums[0].Minor != sum || l.Totals().Lines != len(got) {
			t.Errorf("%+v: %v, %+v", c.q, got, l.Totals())
		}
	}
}

func TestAnnouncedLinesHaveNotes(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	must(t, f.PutAccounts(t.Context(), []core.Account{account("a")}, "user", ""))
	bk := newBank(4)
	announced := bk.line(core.NewDate(2026, 11, 20))
	announce := func(list ...core.Transaction) {
		must(t, f.Apply(t.Context(), core.Delivery{Account: "a", Source: "pending-transactions", At: now, Raw: [][]byte{body(list)}, Pending: list, ReplacePending: true}))
	}
	announce(announced)
	pending, err := f.Pending("a")
	must(t, err)
	noted := do(t, f, core.Act{Notes: []core.LineNote{{Line: pending[0].Key(), Text: "ask"}}})
	if !slices.Equal(noted.Lines, []core.LineKey{pending[0].Key()}) {
		t.Errorf("%+v", noted)
	}
	_, err = f.Undo(t.Context(), "d", "user")
	must(t, err)
	_, err = f.Redo(t.Context(), "d", "user")
	must(t, err)
	// The note goes to the booked line, and stays there: what was announced is no more.
	must(t, f.Apply(t.Context(), delivery("a", 1, 0, []core.Transaction{announced})))
	announce()
	_, err = f.Undo(t.Context(), "d", "user")
	must(t, err)
	line, err := f.Line("a", 1<<32|0xFFFFFFFF)
	must(t, err)
	if line.Note != "ask" {
		t.Errorf("%+v", line)
	}
}

func TestMappingsAndLimitsAreJournaled(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	revision := f.BooksRevision("d")
	must(t, f.PutLimits(ctx, "d", core.Limits{Rounding: 1}, "user"))
	if f.BooksRevision("d") <= revision || f.BooksRevision("e") != 1 {
		t.Error("limits change the books of their dossier")
	}
	must(t, f.PutMapping(ctx, core.Mapping{Name: "b"}, "user"))
	must(t, f.PutMapping(ctx, core.Mapping{Name: "a"}, "user"))
	list, err := f.Mappings()
	must(t, err)
	if len(list) != 2 || list[0].Name != "a" {
		t.Errorf("%+v", list)
	}
	must(t, f.DeleteMapping(ctx, "a", "user"))
	if err := f.DeleteMapping(ctx, "a", "user"); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
	if err := f.PutMapping(ctx, core.Mapping{}, "user"); core.CodeOf(err) != core.CodeInvalid {
		t.Error(err)
	}
	entries, err := f.Journal(1, 10)
	must(t, err)
	var kinds []string
	for _, e := range entries {
		kinds = append(kinds, e.Kind+" "+e.What)
	}
	if fmt.Sprint(kinds) != "[limits saved mapping saved mapping saved mapping removed]" {
		t.Error(kinds)
	}
}

// TestKilledWithinALargeAct kills a program that does and takes back an act of many parts. The next one finds all of it or
// nothing.
func TestKilledWithinALargeAct(t *testing.T) {
	t.Parallel()
	kills := 12
	if testing.Short() {
		kills = 3
	}
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	ledgerOf(t, f, "a", 1, slices.Repeat([]int64{100}, actsLines)...)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, 100*actsLines)}})
	base, err := f.Books()
	must(t, err)
	must(t, f.Close())
	rnd := rand.New(rand.NewPCG(3, 0))
	halves := 0
	for kill := range kills {
		cmd, lines, _ := startChild(t, path, childActs)
		spin := time.Duration(rnd.IntN(100_000)) * time.Microsecond
		for start := time.Now(); time.Since(start) < spin; {
		}
		must(t, cmd.Process.Kill())
		for lines.Scan() {
			t.Fatal(lines.Text())
		}
		_ = cmd.Wait() // killed: that is what it says
		f, err := store.Open(t.Context(), storetest.Options(path))
		must(t, err)
		halves += len(f.Notices())
		report, err := f.Verify(t.Context(), thorough)
		must(t, err)
		matches, err := f.Matches("d", 0, 1000)
		must(t, err)
		if n := len(matches); !report.OK() || n > 0 && n < actsLines {
			t.Fatalf("kill %d: %d of %d matches, %+v", kill, n, actsLines, report.Faults)
		} else if n > 0 {
			_, err := f.Undo(t.Context(), "d", "user")
			must(t, err)
		}
		after, err := f.Books()
		must(t, err)
		if !maps.Equal(base, after) {
			t.Fatalf("kill %d: %s", kill, differing(base, after))
		}
		must(t, f.Close())
	}
	t.Logf("%d of %d kills came in the middle of an act", halves, kills)
}

// TestListsWhileActsAreDone reads lists of open lines beside acts: each is of one moment.
func TestListsWhileActsAreDone(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, slices.Repeat([]int64{100}, 20)...)
	a := core.Act{Dossier: "d", By: "user", What: "all"}
	for n, key := range keys {
		id := fmt.Sprint("i", n)
		do(t, f, core.Act{Items: []core.OpenItem{item(id, core.Sale, 100)}})
		a.Match = append(a.Match, pays(key, part(id, 100)))
	}
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for ctx.Err() == nil {
				for _, w := range []core.Work{core.WorkOpen, core.WorkDone} {
					l, err := f.Lines(t.Context(), core.Query{Work: w})
					if err != nil || l.Len() != 0 && l.Len() != len(keys) {
						t.Errorf("%v, %+v", err, l)
						return
					}
				}
			}
		})
	}
	for range 30 {
		_, err := f.Do(t.Context(), a)
		must(t, err)
		_, err = f.Undo(t.Context(), "d", "user")
		must(t, err)
	}
	stop()
	readers.Wait()
}
