package store_test

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// refusing is a file of which most things can be refused: of six lines 0 is matched, 1 is gone, 2 has no exact amount,
// 3 and 4 are open, 5 is of account b and locked; 6 is only announced; 7 is of another dossier; 8 is in dollars.
func refusing(t *testing.T, f *store.File) (keys []core.LineKey) {
	t.Helper()
	keys = ledgerOf(t, f, "a", 1, 100, 200, 300, 400, -400)
	keys = append(keys, ledgerOf(t, f, "b", 2, 500)...)
	ctx := t.Context()
	third, err := f.Line("a", keys[2].No)
	must(t, err)
	unread := third.Transaction
	unread.AmountText, unread.Amount.Minor = "1e-9", 0
	must(t, f.Apply(ctx, core.Delivery{Account: "a", Source: "updated-transactions", At: now, Raw: [][]byte{body([]core.Transaction{unread})},
		Changes: []core.Change{{Kind: core.Revise, Line: keys[2].No, New: unread}, {Kind: core.Unlist, Line: keys[1].No, Item: -1}}}))
	announced := newBank(9).line(core.NewDate(2026, 11, 20))
	must(t, f.Apply(ctx, core.Delivery{Account: "a", Source: "pending-transactions", At: now, Raw: [][]byte{body([]core.Transaction{announced})},
		Pending: []core.Transaction{announced}, ReplacePending: true}))
	pending, err := f.Pending("a")
	must(t, err)
	keys = append(keys, pending[0].Key())
	other := account("elsewhere")
	other.Dossier = "another"
	must(t, f.PutAccounts(ctx, []core.Account{other}, "user", ""))
	stray := newBank(11).line(core.NewDate(2026, 11, 2))
	must(t, f.Apply(ctx, delivery("elsewhere", 1, 0, []core.Transaction{stray})))
	keys = append(keys, core.LineKey{Account: "elsewhere", No: 1<<32 | 0xFFFFFFFF})
	must(t, f.PutAccounts(ctx, []core.Account{account("dollars")}, "user", ""))
	foreign := newBank(12).line(core.NewDate(2026, 11, 2))
	foreign.Amount = core.Amount{Minor: 400, Currency: "USD"}
	must(t, f.Apply(ctx, delivery("dollars", 1, 0, []core.Transaction{foreign})))
	keys = append(keys, core.LineKey{Account: "dollars", No: 1<<32 | 0xFFFFFFFF})
	do(t, f, core.Act{
		Items: []core.OpenItem{item("i1", core.Sale, 1000), item("i2", core.Purchase, 1000), item("i3", core.SaleCredit, 400)},
		Chart: []core.LedgerAccount{{Number: "6", Name: "costs"}},
		Match: []core.Match{pays(keys[0], part("i1", 100))},
	})
	must(t, f.SetLock(ctx, "b", core.NewDate(2026, 11, 30), "user", "filed"))
	return keys
}

func TestActsAreRefusedWithAReason(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := refusing(t, f)
	coded := func(key core.LineKey, ps ...core.Posting) core.Match {
		return core.Match{Lines: []core.LineKey{key}, Why: core.Explanation{Kind: core.MatchRule, Postings: ps}}
	}
	costs := func(minor int64) core.Posting { return core.Posting{Ledger: "6", Amount: eur(minor)} }
	matches := func(m ...core.Match) core.Act { return core.Act{Match: m} }
	changed := item("i1", core.Purchase, 1000)
	dollars := item("i1", core.Sale, 1000)
	dollars.Amount.Currency = "USD"
	over := pays(keys[3], part("i1", 400))
	over.Why.Difference = eur(1)
	two := pays(keys[3], part("i1", 800))
	two.Lines = append(two.Lines, keys[3])
	mixed := pays(keys[3], part("i1", 800))
	mixed.Lines = append(mixed.Lines, keys[8])
	inDollars := pays(keys[8], part("i1", 400))
	for _, c := range []struct {
		name string
		act  core.Act
		code core.Code
		want string
	}{
		{"nothing", core.Act{}, core.CodeInvalid, "changes nothing"},
		{"matched", matches(pays(keys[0], part("i1", 100))), core.CodeConflict, "is in match 1 already"},
		{"matched twice in one act", matches(pays(keys[3], part("i1", 400)), coded(keys[3], costs(400))), core.CodeConflict, "is in match 2 already"},
		{"gone", matches(pays(keys[1], part("i1", 200))), core.CodeConflict, "no longer lists"},
		{"inexact", matches(coded(keys[2], costs(0))), core.CodeConflict, "could not be read exactly"},
		{"locked match", matches(pays(keys[5], part("i1", 500))), core.CodeConflict, "account BE68 5390 0754 7034 is locked until 2026-11-30"},
		{"locked mark", core.Act{Check: []core.LineMark{{Line: keys[5], On: true}}}, core.CodeConflict, "is locked until"},
		{"locked note", core.Act{Notes: []core.LineNote{{Line: keys[5], Text: "x"}}}, core.CodeConflict, "is locked until"},
		{"locked rejection", core.Act{Reject: []core.Rejection{{Line: keys[5], Kind: core.MatchExact}}}, core.CodeConflict, "is locked until"},
		{"announced match", matches(pays(keys[6], part("i1", 5))), core.CodeInvalid, "only announced"},
		{"announced mark", core.Act{Check: []core.LineMark{{Line: keys[6], On: true}}}, core.CodeInvalid, "only announced"},
		{"announced rejection", core.Act{Reject: []core.Rejection{{Line: keys[6], Kind: core.MatchExact}}}, core.CodeInvalid, "only announced"},
		{"other dossier", matches(pays(keys[7], part("i1", 5))), core.CodeInvalid, "belongs to another dossier"},
		{"no such line", matches(pays(core.LineKey{Account: "a", No: 7}, part("i1", 5))), core.CodeNotFound, "no line"},
		{"no such account", matches(pays(core.LineKey{Account: "zz", No: 7}, part("i1", 5))), core.CodeNotFound, "no account zz"},
		{"no such item", matches(pays(keys[3], part("zz", 400))), core.CodeNotFound, "no open item zz"},
		{"no such ledger account", matches(coded(keys[3], core.Posting{Ledger: "9", Amount: eur(400)})), core.CodeNotFound, "no ledger account 9"},
		{"no such match", core.Act{Unmatch: []uint64{99}}, core.CodeNotFound, "no match 99"},
		{"unmatched twice", core.Act{Unmatch: []uint64{1, 1}}, core.CodeNotFound, "no match 1"},
		{"too much", matches(pays(keys[3], part("i3", -400)), pays(keys[4], part("i1", 1000))), core.CodeConflict, "is open"},
		{"more than is open", matches(pays(keys[3], part("i1", 901))), core.CodeConflict, "only 9.00 is open, not 9.01"},
		{"other sense", matches(pays(keys[4], part("i1", -400))), core.CodeConflict, "is open, not -4.00"},
		{"wrong side", matches(pays(keys[3], part("i2", 400))), core.CodeInvalid, "does not add up: 8.00 EUR"},
		{"a cent off", matches(over), core.CodeInvalid, "does not add up: -0.01 EUR"},
		{"coding a cent off", matches(coded(keys[3], costs(399))), core.CodeInvalid, "does not add up: 0.01 EUR"},
		{"line twice", matches(two), core.CodeInvalid, "names a line twice"},
		{"item twice", matches(pays(keys[3], part("i1", 200), part("i1", 200))), core.CodeInvalid, "names an item twice"},
		{"no reason", matches(coded(keys[3])), core.CodeInvalid, "nothing explains"},
		{"no lines", matches(core.Match{Why: core.Explanation{Kind: core.MatchRule, Postings: []core.Posting{costs(0)}}}), core.CodeInvalid, "nothing explains"},
		{"two currencies", matches(mixed), core.CodeInvalid, "several currencies"},
		{"item in another currency", matches(inDollars), core.CodeInvalid, "the items are in EUR and the lines in USD"},
		{"part in another currency", matches(pays(keys[3], core.Part{Item: "i1", Settles: core.Amount{Minor: 4, Currency: "USD"}})), core.CodeInvalid, "is in EUR, not in USD"},
		{"less than settled", core.Act{Items: []core.OpenItem{item("i1", core.Sale, 99)}}, core.CodeConflict, "item i1 would be 0.99, and matches settle 1.00"},
		{"other kind", core.Act{Items: []core.OpenItem{changed}}, core.CodeConflict, "matches settle item i1"},
		{"other currency", core.Act{Items: []core.OpenItem{dollars}}, core.CodeConflict, "matches settle item i1"},
		{"item twice in the act", core.Act{Items: []core.OpenItem{item("n", core.Sale, 1), item("n", core.Sale, 2)}}, core.CodeInvalid, "one thing twice"},
		{"item without id", core.Act{Items: []core.OpenItem{{Amount: eur(1)}}}, core.CodeInvalid, "no id"},
		{"dropped but settled", core.Act{DropItems: []core.ItemID{"i1"}}, core.CodeConflict, "matches settle item i1"},
		{"dropped and unknown", core.Act{DropItems: []core.ItemID{"zz"}}, core.CodeNotFound, "no open item zz"},
		{"unknown account dropped", core.Act{DropChart: []string{"9"}}, core.CodeNotFound, "no ledger account 9"},
		{"account without number", core.Act{Chart: []core.LedgerAccount{{Name: "x"}}}, core.CodeInvalid, "no number"},
		{"rule without id", core.Act{SetRules: true, Rules: []core.Rule{{}}}, core.CodeInvalid, "rule has no id"},
		{"rules with one id", core.Act{SetRules: true, Rules: []core.Rule{{ID: "r"}, {ID: "r"}}}, core.CodeInvalid, "two have one"},
		{"rule of no account", core.Act{SetRules: true, Rules: []core.Rule{{ID: "r", When: core.RuleWhen{Accounts: []core.AccountID{"zz"}}}}}, core.CodeNotFound, "no account zz"},
		{"decided on older books", core.Act{Check: []core.LineMark{{Line: keys[3], On: true}}, Expect: 1}, core.CodeConflict, "the books changed"},
	} {
		before, err := f.Books()
		must(t, err)
		revision := f.BooksRevision("d")
		// What comes first in the act must not stay either.
		for _, act := range []core.Act{c.act, withMark(c.act, keys[4])} {
			if c.name == "nothing" && len(act.Check) > 0 {
				continue
			}
			act.Dossier, act.By, act.What = "d", "user", c.name
			_, err = f.Do(t.Context(), act)
			if core.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %s: %v", c.name, core.CodeOf(err), err)
			}
			if core.CodeOf(err) == core.CodeConflict && strings.Contains(c.name, "locked") && core.HintOf(err) == "" {
				t.Errorf("%s: no hint", c.name)
			}
		}
		after, err := f.Books()
		must(t, err)
		if !maps.Equal(before, after) || f.BooksRevision("d") != revision {
			t.Errorf("%s left something behind", c.name)
		}
	}
}

// withMark adds something that would be allowed.
func withMark(a core.Act, key core.LineKey) core.Act {
	a.Check = append([]core.LineMark{{Line: key, On: true}}, a.Check...)
	return a
}

func TestALockRefusesWhatWasDone(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 100, 200)
	ctx := t.Context()
	do(t, f, core.Act{What: "paid", Items: []core.OpenItem{item("i1", core.Sale, 1000)}, Match: []core.Match{pays(keys[0], part("i1", 100))}})
	must(t, f.SetLock(ctx, "a", core.NewDate(2026, 11, 1), "user", "filed"))
	locked := func(name string, err error) {
		t.Helper()
		if core.CodeOf(err) != core.CodeConflict || !strings.Contains(err.Error(), "locked until 2026-11-0") || !strings.Contains(core.HintOf(err), "ferry unlock ACCOUNT") {
			t.Errorf("%s: %v (%s)", name, err, core.HintOf(err))
		}
	}
	_, err := f.Undo(ctx, "d", "user")
	locked("undo", err)
	named := func(name, sentence string, err error) {
		t.Helper()
		if !strings.Contains(err.Error(), sentence) || !strings.Contains(core.HintOf(err), "the lock is no act, and stays") {
			t.Errorf("%s does not say that the lock is in its way: %v (%s)", name, err, core.HintOf(err))
		}
	}
	named("undo", "“paid” cannot be taken back: account", err)
	_, err = f.Do(ctx, core.Act{Dossier: "d", Unmatch: []uint64{1}})
	locked("unmatch", err)
	if s := state(t, f, keys[0]); !s.Locked || s.Match != 1 {
		t.Errorf("%+v", s)
	}
	if got := work(t, f, core.WorkOpen); !slices.Equal(got, []core.LineNo{keys[1].No}) {
		t.Error(got)
	}
	locks, err := f.Locks()
	must(t, err)
	if l := locks["a"]; l.Account != "a" || l.Why != "filed" || l.By != "user" || !l.At.Equal(storetest.Now) {
		t.Errorf("%+v", l)
	}
	must(t, f.SetLock(ctx, "a", 0, "user", "mistake"))
	_, err = f.Undo(ctx, "d", "user")
	must(t, err)
	must(t, f.SetLock(ctx, "a", core.NewDate(2026, 11, 2), "user", "filed"))
	_, err = f.Redo(ctx, "d", "user")
	locked("redo", err)
	named("redo", "“paid” cannot be done again: account", err)
	stats, err := f.Stats("a")
	must(t, err)
	if stats.Open != 0 {
		t.Errorf("%d lines of a locked account are open", stats.Open)
	}
	if err := f.SetLock(ctx, "zz", 0, "user", ""); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
}

func TestUndoIsRefusedWhenSomethingElseChanged(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 100)
	do(t, f, core.Act{What: "noted", Notes: []core.LineNote{{Line: keys[0], Text: "ask"}}})
	must(t, f.SetNote(t.Context(), "a", keys[0].No, "asked", "user"))
	_, err := f.Undo(t.Context(), "d", "user")
	if core.CodeOf(err) != core.CodeConflict || !strings.Contains(err.Error(), "“noted” cannot be taken back: the note of a line changed since") {
		t.Error(err)
	}
	must(t, f.SetNote(t.Context(), "a", keys[0].No, "ask", "user"))
	_, err = f.Undo(t.Context(), "d", "user")
	must(t, err)
	line, err := f.Line("a", keys[0].No)
	must(t, err)
	if line.Note != "" {
		t.Error(line.Note)
	}
}

func TestAnAccountWithMatchesStaysInItsDossier(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, 100)
	moved := account("a")
	moved.Dossier = "another"
	for _, a := range []core.Act{
		{Check: []core.LineMark{{Line: keys[0], On: true}}},
		{Items: []core.OpenItem{item("i1", core.Sale, 100)}, Match: []core.Match{pays(keys[0], part("i1", 100))}},
		{Reject: []core.Rejection{{Line: keys[0], Kind: core.MatchExact}}},
	} {
		do(t, f, a)
		if err := f.PutAccounts(t.Context(), []core.Account{moved}, "user", ""); core.CodeOf(err) != core.CodeConflict || !strings.Contains(core.HintOf(err), "unmatch") {
			t.Error(err)
		}
		_, err := f.Undo(t.Context(), "d", "user")
		must(t, err)
	}
	must(t, f.PutAccounts(t.Context(), []core.Account{moved}, "user", ""))
	if _, err := f.Redo(t.Context(), "d", "user"); core.CodeOf(err) != core.CodeInvalid {
		t.Errorf("an act was done again on lines of another dossier: %v", err)
	}
}

// TestALargeActIsGivenUpWhole ends an act of many parts in its middle.
func TestALargeActIsGivenUpWhole(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	calls := -1
	o := storetest.Options(filepath.Join(t.TempDir(), "ferry.db"))
	o.Now = func() time.Time {
		if calls >= 0 {
			if calls++; calls == 20 {
				cancel()
			}
		}
		return storetest.Now
	}
	f, err := store.Open(t.Context(), o)
	must(t, err)
	f.SetRoom(3)
	keys := ledgerOf(t, f, "a", 1, slices.Repeat([]int64{100}, 30)...)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, 3000)}})
	a := core.Act{Dossier: "d", By: "user", What: "all"}
	for _, key := range keys {
		a.Match = append(a.Match, pays(key, part("i1", 100)))
	}
	before, err := f.Books()
	must(t, err)
	calls = 0
	if _, err = f.Do(ctx, a); err == nil || ctx.Err() == nil {
		t.Fatalf("the act was not ended: %v", err)
	}
	after, err := f.Books()
	must(t, err)
	acts, err2 := f.Acts("d", 10)
	must(t, err2)
	if !maps.Equal(before, after) || len(acts) != 1 {
		t.Errorf("%d acts, %s", len(acts), differing(before, after))
	}
	entries, err := f.Journal(1, 1000)
	must(t, err)
	if last := entries[len(entries)-1]; last.Kind != "undo" {
		t.Errorf("the journal ends with %+v: parts must have been done and taken back", last)
	}
	done, err := f.Do(t.Context(), a)
	must(t, err)
	if len(done.Matches) != 30 || len(done.Lines) != 30 {
		t.Errorf("%+v", done)
	}
	must(t, f.Close())
}

// A lock that is moved keeps its reason until it is given another; the reason alone can be changed, too.
func TestALockKeepsItsReason(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ledgerOf(t, f, "a", 1, 100)
	first, second := core.NewDate(2026, 11, 1), core.NewDate(2026, 11, 2)
	for _, step := range []struct {
		until     core.Date
		why, want string
	}{
		{first, "VAT return sent", "VAT return sent"},
		{second, "", "VAT return sent"},
		{second, "audited", "audited"},
		{first, "", "audited"},
		{0, "mistake", ""},
		{first, "", ""},
	} {
		must(t, f.SetLock(t.Context(), "a", step.until, "user", step.why))
		locks, err := f.Locks()
		must(t, err)
		if l := locks["a"]; l.Until != step.until || l.Why != step.want {
			t.Errorf("locked until %s because %q, then %q is kept, want %q", step.until, step.why, l.Why, step.want)
		}
	}
}

// Where there is nothing to move, nothing was removed either: the way on says so.
func TestNothingToUndoOrRedo(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ledgerOf(t, f, "a", 1, 100)
	_, err := f.Undo(t.Context(), "d", "user")
	if core.CodeOf(err) != core.CodeNotFound || !strings.HasSuffix(err.Error(), ": there is nothing to undo") || !strings.HasPrefix(core.HintOf(err), "nothing was done") {
		t.Errorf("undo: %v (%s)", err, core.HintOf(err))
	}
	_, err = f.Redo(t.Context(), "d", "user")
	if core.CodeOf(err) != core.CodeNotFound || !strings.HasSuffix(err.Error(), ": there is nothing to redo") || !strings.HasPrefix(core.HintOf(err), "only what was undone") {
		t.Errorf("redo: %v (%s)", err, core.HintOf(err))
	}
}
