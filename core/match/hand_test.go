package match_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/match"
)

func handLine(no int, minor int64) core.Line {
	l := core.Line{No: core.LineNo(no)}
	l.Account, l.BookingDate = "a", core.NewDate(2026, 10, 5)
	l.Amount = core.Amount{Minor: minor, Currency: core.EUR}
	return l
}

func handItem(id string, kind core.ItemKind, minor, settled int64) core.OpenItem {
	return core.OpenItem{ID: core.ItemID(id), Number: id, Kind: kind, Party: "Peeters", Date: core.NewDate(2026, 9, 1),
		Amount: core.Amount{Minor: minor, Currency: core.EUR}, Settled: settled}
}

func TestHandKinds(t *testing.T) {
	t.Parallel()
	rest := core.Posting{Ledger: "650000"}
	foreign := handItem("U", core.Sale, 10_000, 0)
	foreign.Amount.Currency = "USD"
	rates := match.Usual()
	rates.Rates = []core.Rate{{From: "USD", To: core.EUR, Value: core.Ratio{Num: 92, Den: 100}}}
	sale, twin, credit := handItem("A", core.Sale, 10_000, 0), handItem("B", core.Sale, 5_000, 0), handItem("C", core.SaleCredit, 2_000, 0)
	other := handLine(2, -10_000)
	other.Account = "b"
	tests := []struct {
		name     string
		hand     match.Hand
		kind     core.MatchKind
		left     int64
		partial  []string
		settles  []int64
		posted   []int64
		failWith error
	}{
		{name: "one item", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Picks: []match.Pick{{Item: sale}}}, kind: core.MatchExact, settles: []int64{10_000}},
		{name: "a set", hand: match.Hand{Lines: []core.Line{handLine(1, 13_000)}, Picks: []match.Pick{{Item: sale}, {Item: twin}, {Item: credit}}}, kind: core.MatchSet, settles: []int64{10_000, 5_000, 2_000}},
		{name: "a part", hand: match.Hand{Lines: []core.Line{handLine(1, 4_000)}, Picks: []match.Pick{{Item: sale}}}, kind: core.MatchPartial, partial: []string{"A"}, settles: []int64{4_000}},
		{name: "more than open", hand: match.Hand{Lines: []core.Line{handLine(1, 10_001)}, Picks: []match.Pick{{Item: sale}}}, kind: core.MatchRounding, left: 1, settles: []int64{10_000}},
		{name: "written off", hand: match.Hand{Lines: []core.Line{handLine(1, 9_000)}, Picks: []match.Pick{{Item: sale}}, Codings: []core.Posting{rest}}, kind: match.WrittenOff, settles: []int64{10_000}, posted: []int64{-1_000}},
		{name: "paid too much", hand: match.Hand{Lines: []core.Line{handLine(1, 10_500)}, Picks: []match.Pick{{Item: sale}}, Codings: []core.Posting{rest}}, kind: core.MatchOver, settles: []int64{10_000}, posted: []int64{500}},
		{name: "coded", hand: match.Hand{Lines: []core.Line{handLine(1, -1_210)}, Codings: []core.Posting{{Ledger: "61", Amount: eur(-1_000)}, rest}}, kind: match.Coded, posted: []int64{-1_000, -210}},
		{name: "coded in part", hand: match.Hand{Lines: []core.Line{handLine(1, -1_210)}, Codings: []core.Posting{{Ledger: "61", Amount: eur(-1_000)}}}, kind: match.Coded, left: -210, posted: []int64{-1_000}},
		{name: "two lines", hand: match.Hand{Lines: []core.Line{handLine(1, 4_000), handLine(2, 6_000)}, Picks: []match.Pick{{Item: sale}}}, kind: core.MatchLines, settles: []int64{10_000}},
		{name: "a transfer", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000), other}}, kind: core.MatchTransfer},
		{name: "a return", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000), handLine(2, -10_000)}}, kind: core.MatchReversal},
		{name: "nothing", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}}, kind: core.MatchNone, left: 10_000},
		{name: "at a rate", hand: match.Hand{Lines: []core.Line{handLine(1, 9_190)}, Picks: []match.Pick{{Item: foreign}}, Settings: rates}, kind: core.MatchCurrency, settles: []int64{10_000}},
		{name: "far from the rate", hand: match.Hand{Lines: []core.Line{handLine(1, 5_000)}, Picks: []match.Pick{{Item: foreign}}, Settings: rates}, kind: core.MatchCurrency, left: -4_200, settles: []int64{10_000}},
		{name: "no rate", hand: match.Hand{Lines: []core.Line{handLine(1, 9_111)}, Picks: []match.Pick{{Item: foreign}}}, kind: core.MatchCurrency, settles: []int64{10_000}},
		{name: "more than is open", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Picks: []match.Pick{{Item: sale, Settles: eur(10_001)}}}, failWith: match.ErrSettled},
		{name: "the wrong way", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Picks: []match.Pick{{Item: sale, Settles: eur(-1)}}}, failWith: match.ErrSettled},
		{name: "an item twice", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Picks: []match.Pick{{Item: sale}, {Item: sale}}}, failWith: match.ErrTwice},
		{name: "a line twice", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000), handLine(1, 10_000)}}, failWith: match.ErrTwice},
		{name: "two rests", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Codings: []core.Posting{rest, rest}}, failWith: match.ErrRests},
		{name: "no ledger", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Codings: []core.Posting{{Ledger: " "}}}, failWith: match.ErrLedger},
		{name: "two currencies", hand: match.Hand{Lines: []core.Line{handLine(1, 10_000)}, Picks: []match.Pick{{Item: sale}, {Item: foreign}}}, failWith: match.ErrCurrencies},
		{name: "beyond measure", hand: match.Hand{Lines: []core.Line{handLine(1, 1<<62), handLine(2, 1<<62)}}, failWith: match.ErrTooLarge},
		{name: "no line", failWith: match.ErrNoLine},
	}
	for _, tt := range tests {
		if tt.hand.Settings.Rounding == 0 {
			tt.hand.Settings = match.Usual()
		}
		made, err := tt.hand.Explain()
		if tt.failWith != nil {
			if !errors.Is(err, tt.failWith) {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		var settles, posted []int64
		for _, p := range made.Why.Parts {
			settles = append(settles, p.Settles.Minor)
		}
		for _, p := range made.Why.Postings {
			posted = append(posted, p.Amount.Minor)
		}
		if err != nil || made.Why.Kind != tt.kind || made.Left.Minor != tt.left || !slices.Equal(made.Partial, tt.partial) || !slices.Equal(settles, tt.settles) || !slices.Equal(posted, tt.posted) {
			t.Errorf("%s: %s left %v, partial %v, settles %v, posted %v, %v", tt.name, made.Why.Kind, made.Left, made.Partial, settles, posted, err)
		}
		// What adds up can be taken, what does not cannot. The rate is not the check's to judge.
		if tt.kind == core.MatchCurrency {
			continue
		}
		if err := match.Check(made.Why, tt.hand.Lines, itemsOf(tt.hand)); (err == nil) != (tt.left == 0) {
			t.Errorf("%s: check says %v with %d left", tt.name, err, tt.left)
		}
	}
}

func itemsOf(h match.Hand) func(core.ItemID) (core.OpenItem, bool) {
	return func(id core.ItemID) (core.OpenItem, bool) {
		for _, p := range h.Picks {
			if p.Item.ID == id {
				return p.Item, true
			}
		}
		return core.OpenItem{}, false
	}
}

// drawHand makes any hand of one currency, also ones that make no sense.
func drawHand(t *rapid.T) match.Hand {
	h := match.Hand{Settings: match.Usual()}
	for i := range rapid.IntRange(1, 3).Draw(t, "lines") {
		h.Lines = append(h.Lines, handLine(i+1, rapid.Int64Range(-30_000, 30_000).Filter(func(v int64) bool { return v != 0 }).Draw(t, "amount")))
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "picks") {
		amount := rapid.Int64Range(1, 20_000).Draw(t, "open")
		item := handItem(fmt.Sprintf("I%d", i), core.ItemKind(rapid.IntRange(0, 3).Draw(t, "kind")), amount, rapid.Int64Range(0, amount-1).Draw(t, "settled"))
		if item.Kind == core.SaleCredit && rapid.Bool().Draw(t, "minus") {
			item.Amount.Minor, item.Settled = -item.Amount.Minor, -item.Settled
		}
		p := match.Pick{Item: item}
		if rapid.Bool().Draw(t, "fixed") {
			open := item.Open().Minor
			p.Settles = eur(rapid.Int64Range(min(open, 1), max(open, -1)).Filter(func(v int64) bool { return v != 0 }).Draw(t, "settles"))
		}
		h.Picks = append(h.Picks, p)
	}
	for range rapid.IntRange(0, 2).Draw(t, "codings") {
		h.Codings = append(h.Codings, core.Posting{Ledger: "61", Amount: eur(rapid.Int64Range(-9_000, 9_000).Draw(t, "posted"))})
	}
	if rapid.Bool().Draw(t, "rest") {
		h.Codings = append(h.Codings, core.Posting{Ledger: "65"})
	}
	return h
}

// TestHandAddsUpToTheCent: lines are parts, postings and what is left, and nothing settles more than is open; the order in
// which lines and items were chosen changes nothing; what adds up passes the check, and by a cent more it does not.
func TestHandAddsUpToTheCent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := drawHand(t)
		made, err := h.Explain()
		if err != nil {
			t.Fatalf("%v", err)
		}
		var sum int64
		for _, l := range h.Lines {
			sum += l.Amount.Minor
		}
		for _, p := range made.Why.Parts {
			item, _ := itemsOf(h)(p.Item)
			settled := item
			settled.Settled += p.Settles.Minor
			if (settled.Open().Minor < 0) != (item.Open().Minor < 0) && !settled.Open().IsZero() {
				t.Fatalf("%s settles %v of %v", p.Number, p.Settles, item.Open())
			}
			sum -= item.Effect().Minor - settled.Effect().Minor
		}
		for _, p := range made.Why.Postings {
			sum -= p.Amount.Minor
		}
		if sum != made.Left.Minor || !made.Why.Difference.IsZero() {
			t.Fatalf("%d is not explained, left is %v, difference %v", sum, made.Left, made.Why.Difference)
		}
		turned := h
		turned.Lines, turned.Picks = slices.Clone(h.Lines), slices.Clone(h.Picks)
		slices.Reverse(turned.Lines)
		slices.Reverse(turned.Picks)
		if again, err := turned.Explain(); err != nil || !match.SameOption(again.Why, made.Why) || again.Left != made.Left {
			t.Fatalf("in another order %+v, %v", again, err)
		}
		err = match.Check(made.Why, h.Lines, itemsOf(h))
		if (err == nil) != (made.Left.IsZero() && made.Why.Kind != core.MatchNone) {
			t.Fatalf("kind %s, left %v: check says %v", made.Why.Kind, made.Left, err)
		}
		h.Lines[0].Amount.Minor++
		if h.Lines[0].Amount.Minor != 0 && err == nil && match.Check(made.Why, h.Lines, itemsOf(h)) == nil {
			t.Fatal("a cent more passes the check too")
		}
	})
}

// TestCheckRefusesWhatTheBooksNoLongerHold: every option of the engine passes, and none does when its item was settled.
func TestCheckRefusesWhatTheBooksNoLongerHold(t *testing.T) {
	t.Parallel()
	item := handItem("2026-0042", core.Sale, 12_100, 0)
	for _, minor := range []int64{12_100, 12_098, 5_000, 13_000} {
		line := handLine(1, minor)
		line.Remittance, line.CounterpartName = "factuur 2026-0042", "Peeters"
		options := match.New([]core.OpenItem{item}, nil, match.Usual()).Explain(line)
		if len(options) == 0 {
			t.Fatalf("%d: no option", minor)
		}
		for _, x := range options {
			now := item
			look := func(core.ItemID) (core.OpenItem, bool) { return now, true }
			if err := match.Check(x, []core.Line{line}, look); err != nil {
				t.Errorf("%d, %s: %v", minor, x.Kind, err)
			}
			now.Settled = 12_000
			if err := match.Check(x, []core.Line{line}, look); err == nil {
				t.Errorf("%d, %s: passes with 1.00 open", minor, x.Kind)
			}
			gone := func(core.ItemID) (core.OpenItem, bool) { return core.OpenItem{}, false }
			if err := match.Check(x, []core.Line{line}, gone); !errors.Is(err, match.ErrUnknown) {
				t.Errorf("%d, %s: %v", minor, x.Kind, err)
			}
		}
	}
}

// TestJoinTellsTheWhole: the shares of lines that settle one item together become one explanation.
func TestJoinTellsTheWhole(t *testing.T) {
	t.Parallel()
	a, b := handLine(1, 4_000), handLine(2, 6_000)
	share := core.Explanation{Kind: core.MatchLines, With: []core.LineKey{b.Key()}, Parts: []core.Part{{Item: "A", Number: "A", Settles: eur(4_000)}}}
	whole := match.Join(share, a, []core.Line{b})
	if whole.Parts[0].Settles != eur(10_000) || share.Parts[0].Settles != eur(4_000) {
		t.Errorf("the whole settles %v, the share %v", whole.Parts[0].Settles, share.Parts[0].Settles)
	}
	item := handItem("A", core.Sale, 10_000, 0)
	look := func(core.ItemID) (core.OpenItem, bool) { return item, true }
	if err := match.Check(whole, []core.Line{a, b}, look); err != nil {
		t.Error(err)
	}
	if err := match.Check(share, []core.Line{a, b}, look); !errors.Is(err, match.ErrSum) {
		t.Errorf("the share passes for both lines: %v", err)
	}
}

// TestHandPaysTheExactItemFirst: whoever picks the item that the line pays to the cent, and an older one by mistake, is told
// that nothing is left for the older one.
func TestHandPaysTheExactItemFirst(t *testing.T) {
	t.Parallel()
	older := handItem("A", core.Sale, 10_000, 0)
	older.Date = core.NewDate(2026, 8, 1)
	exact := handItem("B", core.Sale, 5_000, 0)
	for _, picks := range [][]match.Pick{{{Item: older}, {Item: exact}}, {{Item: exact}, {Item: older}}} {
		made, err := match.Hand{Lines: []core.Line{handLine(1, 5_000)}, Picks: picks}.Explain()
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(made.Unpaid, []string{"A"}) || len(made.Partial) > 0 {
			t.Errorf("%d picks: nothing is left for %v, open in part are %v, want A and none", len(picks), made.Unpaid, made.Partial)
		}
	}
}
