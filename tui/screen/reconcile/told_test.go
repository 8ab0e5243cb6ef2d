package reconcile_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestWhatIsBeforeFitsTheSearch: only those are counted that the search would show there.
func TestWhatIsBeforeFitsTheSearch(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range 5 { // three of Claes's and others are older
		b.lines[3+i].BookingDate = core.NewDate(2026, 10, 20-i)
	}
	d := show(t, b, theme.Options{})
	d.Press("/")
	d.Type("claes")
	d.Press("enter", "<")
	d.See("1 open · November 2026 · +1 before")
}

// TestTheFooterSaysWhatXDoes: of a line that is explained it takes the explanation apart.
func TestTheFooterSaysWhatXDoes(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.See("x reject")
	d.Press("a", "V", "V")
	d.See("x take apart")
	d.NotSee("x reject")
}

// TestWhatStaysOpenIsTold after a part payment, and of it later.
func TestWhatStaysOpenIsTold(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("G")
	d.See("part payment: 2026-0102  +60,00 EUR, stays open +90,00")
	d.Press("p")
	d.See("2026-0102 stays open +90,00 EUR. u takes it back.")
	d.Press("V", "V", "g")
	d.See("part payment: 2026-0102  +60,00 EUR, stays open +90,00")
	d.Press("V", "V", "g", "a")
	d.See("Accepted [2026-0101]")
	d.NotSee("stays open")
}

// TestASplitIsCalledOne, though its item takes less than was paid.
func TestASplitIsCalledOne(t *testing.T) {
	t.Parallel()
	b := small()
	b.states[b.lines[0].Key()] = core.LineState{Line: b.lines[0].Key(), Match: 1}
	b.matches[1] = core.Match{ID: 1, By: "anna", Lines: []core.LineKey{b.lines[0].Key()}, Why: core.Explanation{Kind: core.MatchOver,
		Parts:    []core.Part{{Item: "F78", Number: "F78", Settles: core.Amount{Minor: 50_00, Currency: core.EUR}}},
		Postings: []core.Posting{{Ledger: "499000", Amount: core.Amount{Minor: 71_00, Currency: core.EUR}}}}}
	d := show(t, b, theme.Options{})
	d.Press("V", "V")
	d.See("✓ split: F78")
	d.NotSee("more than open")
}
