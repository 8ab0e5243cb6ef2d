package store_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/store/storetest"
)

// TestAmountsTooLargeToAddUp: what a bank sends is stored and listed, also where its sum fits in no amount; figures and a
// check of the file agree whatever the order.
func TestAmountsTooLargeToAddUp(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	ledgerOf(t, f, "a", 1, math.MaxInt64, -500, 700)
	keys := ledgerOf(t, f, "b", 1, math.MaxInt64, math.MaxInt64, -math.MaxInt64)
	ledgerOf(t, f, "c", 1, 100, math.MaxInt64, math.MaxInt64)
	for _, q := range []core.Query{{}, {Limit: 8}, {Text: "wire"}, {Work: core.WorkOpen}, {Limit: 5000}} {
		l, err := f.Lines(ctx, q)
		must(t, err)
		if got := l.Totals(); len(got.Sums) != 0 || !slices.Equal(got.TooLarge, []core.Currency{core.EUR}) || got.Lines != l.Len() {
			t.Errorf("%+v: %+v", q, got)
		}
	}
	one, err := f.Lines(ctx, core.Query{Accounts: []core.AccountID{"b"}})
	must(t, err)
	if got := one.Totals(); len(got.TooLarge) != 0 || !slices.Equal(got.Sums, []core.Amount{eur(math.MaxInt64)}) {
		t.Errorf("%+v", got)
	}
	for id, want := range map[core.AccountID]core.AccountStats{"a": {SumTooLarge: true}, "b": {Sum: eur(math.MaxInt64)}, "c": {SumTooLarge: true}} {
		stats, err := f.Stats(id)
		must(t, err)
		if stats.Sum != want.Sum || stats.SumTooLarge != want.SumTooLarge || stats.Lines != 3 {
			t.Errorf("%s: %+v", id, stats)
		}
	}
	sound := func() {
		t.Helper()
		r, err := f.Verify(ctx, thorough)
		must(t, err)
		for _, fault := range r.Faults {
			t.Errorf("%+v", fault)
		}
	}
	sound()
	must(t, f.Apply(ctx, core.Delivery{Account: "b", Source: "transactions", At: now,
		Changes: []core.Change{{Kind: core.Unlist, Line: keys[2].No, Item: -1}}}))
	if stats, err := f.Stats("b"); err != nil || !stats.SumTooLarge {
		t.Errorf("%+v %v", stats, err)
	}
	sound()
}

// TestAMatchTooLargeToAddUp is refused in words of its own.
func TestAMatchTooLargeToAddUp(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	keys := ledgerOf(t, f, "a", 1, math.MaxInt64, math.MaxInt64, math.MaxInt64)
	do(t, f, core.Act{Items: []core.OpenItem{item("i1", core.Sale, math.MaxInt64)}})
	m := pays(keys[0], part("i1", math.MaxInt64))
	m.Lines = keys
	_, err := f.Do(t.Context(), core.Act{Dossier: "d", By: "user", What: "x", Match: []core.Match{m}})
	if core.CodeOf(err) != core.CodeInvalid || !strings.Contains(err.Error(), "too large to add up") {
		t.Error(err)
	}
}
