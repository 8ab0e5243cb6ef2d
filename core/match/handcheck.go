package match

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ferry/core"
)

// Join makes of one line's option the explanation of all lines that belong to it: where several lines settle one item, the
// option of each tells its own share only.
func Join(why core.Explanation, line core.Line, others []core.Line) core.Explanation {
	if why.Kind != core.MatchLines || len(why.Parts) != 1 || len(others) == 0 {
		return why
	}
	part := why.Parts[0]
	if part.Settles.Currency != line.Amount.Currency || max(part.Settles.Minor, -part.Settles.Minor) != max(line.Amount.Minor, -line.Amount.Minor) {
		return why
	}
	sum, err := sumLines(append([]core.Line{line}, others...))
	if err != nil {
		return why // Check refuses it
	}
	size := max(sum.Minor, -sum.Minor)
	if part.Settles.Minor < 0 {
		size = -size
	}
	part.Settles.Minor = size
	why.Parts = []core.Part{part}
	return why
}

// Check says why an explanation of some lines cannot be taken with the items as they are now; nil: it adds up, to the cent.
func Check(why core.Explanation, lines []core.Line, item func(core.ItemID) (core.OpenItem, bool)) error {
	total, err := sumLines(lines)
	if err != nil {
		return err
	}
	var posted int64
	for _, p := range why.Postings {
		switch {
		case strings.TrimSpace(p.Ledger) == "":
			return ErrLedger
		case p.Amount.Currency != total.Currency:
			return ErrCurrencies
		}
		if err := addBounded(&posted, p.Amount.Minor); err != nil {
			return err
		}
	}
	if why.Kind == core.MatchNone || why.Kind == "" {
		return ErrNothing
	}
	if len(why.Parts) == 0 {
		return checkPlain(why, lines, total.Minor, posted)
	}
	return checkParts(why, total, posted, item)
}

// checkPlain checks what settles no item: codings, transfers, reversals.
func checkPlain(why core.Explanation, lines []core.Line, total, posted int64) error {
	pair := why.Kind == core.MatchTransfer || why.Kind == core.MatchReversal
	switch {
	case len(why.Postings) == 0 && (!pair || len(lines) < 2):
		return ErrNothing
	case posted+why.Difference.Minor != total, why.Difference.Minor != 0 && why.Kind != core.MatchTransfer:
		return ErrSum
	}
	return nil
}

// whole lists the kinds whose difference is told against the whole of what is open.
var whole = []core.MatchKind{core.MatchDiscount, core.MatchFee, core.MatchRounding, core.MatchOver, core.MatchCurrency}

func checkParts(why core.Explanation, total core.Amount, posted int64, item func(core.ItemID) (core.OpenItem, bool)) error {
	var settled int64
	seen := map[core.ItemID]bool{}
	for _, p := range why.Parts {
		i, ok := item(p.Item)
		if !ok {
			return fmt.Errorf("%s: %w", p.Number, ErrUnknown)
		}
		if err := takeable(p.Settles, i.Open()); err != nil {
			return fmt.Errorf("%s: %w", i.Number, err)
		}
		if seen[p.Item] {
			return fmt.Errorf("%s: %w", i.Number, ErrTwice)
		}
		seen[p.Item] = true
		if len(why.Postings) == 0 && slices.Contains(whole, why.Kind) && p.Settles != i.Open() {
			return fmt.Errorf("%s: %w", i.Number, ErrSum)
		}
		if (p.Settles.Currency == total.Currency) == (why.Kind == core.MatchCurrency) {
			return fmt.Errorf("%s: %w", i.Number, ErrCurrencies)
		}
		if err := addBounded(&settled, effectOf(i, p.Settles.Minor)); err != nil {
			return err
		}
	}
	d := why.Difference.Minor
	switch {
	case why.Kind == core.MatchCurrency:
		// What foreign items are worth in the end is what was paid for them.
		if (settled > 0) != (total.Minor-posted > 0) {
			return ErrSum
		}
		return nil
	case settled+posted+d != total.Minor, d != 0 && !slices.Contains(whole, why.Kind):
		return ErrSum
	}
	return nil
}

// SameOption reports whether two explanations say the same of a line, whatever their words and evidence.
func SameOption(a, b core.Explanation) bool {
	byItem := func(x, y core.Part) int { return cmp.Compare(x.Item, y.Item) }
	differ := a.Difference != b.Difference && !(a.Difference.IsZero() && b.Difference.IsZero()) // nothing that was kept has no currency
	return a.Kind == b.Kind && !differ &&
		slices.Equal(slices.SortedFunc(slices.Values(a.Parts), byItem), slices.SortedFunc(slices.Values(b.Parts), byItem)) &&
		slices.Equal(slices.SortedFunc(slices.Values(a.With), compareKeys), slices.SortedFunc(slices.Values(b.With), compareKeys)) &&
		slices.Equal(a.Postings, b.Postings)
}
