package match_test

import (
	"testing"

	"ferry/core"
	"ferry/core/match"
)

// TestTold: only the amounts of the explanation itself are written otherwise, not what the bank says.
func TestTold(t *testing.T) {
	t.Parallel()
	eur := func(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }
	write := func(a core.Amount) string { return "<" + a.String() + ">" }
	for _, c := range []struct {
		reason, want string
		e            core.Explanation
	}{
		{"7: number 7 (-1.80) in the communication; less the discount (-1.80). Nothing else fits.",
			"7: number 7 (-1.80) in the communication; less the discount (<-1.80>). Nothing else fits.", core.Explanation{Difference: eur(-180)}},
		{"By hand: paid are 7, -1.80 goes to 657000, 20.00 goes to 4.", "By hand: paid are 7, <-1.80> goes to 657000, <20.00> goes to 4.",
			core.Explanation{Postings: []core.Posting{{Ledger: "657000", Amount: eur(-180)}, {Ledger: "4", Amount: eur(2000)}}}},
		{"7: equal to the cent.", "7: equal to the cent.", core.Explanation{}},
		{"", "", core.Explanation{Difference: eur(1)}},
	} {
		if got := match.Told(c.reason, c.e, write); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestToldOfTheEngine: the sentences of the engine and of a hand hold the words that Told looks for.
func TestToldOfTheEngine(t *testing.T) {
	t.Parallel()
	eur := func(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }
	line := core.Line{No: 1, Transaction: core.Transaction{Account: "a", BookingDate: core.NewDate(2026, 11, 20), Amount: eur(99_98), Remittance: "2026-0101"}}
	item := core.OpenItem{ID: "i", Number: "2026-0101", Kind: core.Sale, Party: "Claes", Date: core.NewDate(2026, 11, 1), Amount: eur(100_00)}
	made, err := match.Hand{Lines: []core.Line{line}, Picks: []match.Pick{{Item: item, Settles: item.Amount}}, Codings: []core.Posting{{Ledger: "657000"}},
		Settings: match.Usual()}.Explain()
	if err != nil {
		t.Fatal(err)
	}
	reasons := []core.Explanation{made.Why}
	for _, p := range match.New([]core.OpenItem{item}, nil, match.Usual()).Propose([]core.Line{line}, nil) {
		reasons = append(reasons, p.Best())
	}
	for _, e := range reasons {
		if told := match.Told(e.Reason, e, func(core.Amount) string { return "HERE" }); told == e.Reason {
			t.Errorf("nothing is found in %q", e.Reason)
		}
	}
}
