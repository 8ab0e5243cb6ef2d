package search

import (
	"errors"
	"math"
	"strings"

	"ferry/core"
)

// between takes a range apart: 1000..2000, with either end left open. Both bounds belong to it.
func between(value string) (from, to string, ok bool) {
	from, to, ok = strings.Cut(value, "..")
	return strings.TrimSpace(from), strings.TrimSpace(to), ok
}

const (
	amountRange = "is not a range of amounts such as amt:1000..2000 or amt:1000.."
	dayRange    = "is not a range of days such as date:2026-10-01..2026-10-15 or date:2026-10.."
	turnedRange = "begins after its end"
)

// bounds are the ends of a range in minor units, for each number of decimals that currencies have.
type bounds [5]struct {
	from, to int64
	none     bool // the range lies beyond every amount of such a currency
}

// scales is a currency for each number of decimals; none has just one.
var scales = [...]core.Currency{"JPY", "", "EUR", "BHD", "CLF"}

// amounts is a range of amounts. Without a sign the direction does not matter: amt:10..20 finds 15.00 and -15.00.
func (q *Query) amounts(t term, from, to string) error {
	if from == "" && to == "" {
		return wrong(t.word, amountRange)
	}
	signed := strings.HasPrefix(from, "-") || strings.HasPrefix(from, "+") || strings.HasPrefix(to, "-") || strings.HasPrefix(to, "+")
	lowest := int64(0) // of sizes
	if signed {
		lowest = math.MinInt64
	}
	var in bounds
	for d, c := range scales {
		if c == "" {
			continue
		}
		var above, below int
		var ok, also bool
		in[d].from, above, ok = bound(from, c, lowest, +1)
		in[d].to, below, also = bound(to, c, math.MaxInt64, -1)
		if !ok || !also {
			return wrong(t.word, amountRange)
		}
		in[d].none = above > 0 || below < 0
		if c == core.EUR && in[d].from > in[d].to {
			return wrong(t.word, turnedRange)
		}
	}
	q.heads = append(q.heads, func(h *Head) bool {
		d := h.Currency.Decimals()
		if d >= len(in) || in[d].none || h.Flags&Unreadable != 0 {
			return false
		}
		held := in[d].from <= h.Minor && h.Minor <= in[d].to
		if signed || held {
			return held
		}
		size := uint64(h.Minor)
		if h.Minor < 0 {
			size = -size // also of the least number, which has no counterpart
		}
		return uint64(in[d].from) <= size && (size <= uint64(in[d].to) || to == "")
	})
	return nil
}

// bound is one end of a range in minor units: the nearest inside where the currency has no such fraction, the last one there is
// where it is beyond all, with the side on which. toward is +1 for the lower end and -1 for the upper one. False: that is no amount.
func bound(text string, c core.Currency, open, toward int64) (end int64, beyond int, ok bool) {
	if text == "" {
		return open, 0, true
	}
	text = strings.ReplaceAll(text, ",", ".")
	euro, err := core.ParseAmount(text, core.EUR)
	if err != nil && !errors.Is(err, core.ErrAmountRange) {
		return 0, 0, false
	}
	a, err := core.ParseAmount(text, c)
	switch {
	case err == nil:
		return a.Minor, 0, true
	case errors.Is(err, core.ErrAmountRange) && strings.HasPrefix(text, "-"):
		return math.MinInt64, -1, true
	case errors.Is(err, core.ErrAmountRange):
		return math.MaxInt64, +1, true
	}
	whole := euro.Minor / 100 // towards zero
	if part := euro.Minor % 100; part != 0 && (part > 0) == (toward > 0) {
		whole += toward
	}
	return whole, 0, true
}

// days is a range of days, months or years.
func (q *Query) days(t term, from, to string) error {
	if from == "" && to == "" {
		return wrong(t.word, dayRange)
	}
	first, last := core.Date(math.MinInt32), core.Date(math.MaxInt32)
	ok, also := true, true
	if from != "" {
		first, _, ok = period(from)
	}
	if to != "" {
		_, last, also = period(to)
	}
	switch {
	case !ok || !also:
		return wrong(t.word, dayRange)
	case first > last:
		return wrong(t.word, turnedRange)
	}
	q.heads = append(q.heads, func(h *Head) bool { return first <= h.Day && h.Day <= last })
	return nil
}
