package match

import (
	"math/big"
	"slices"

	"ferry/core"
)

// several adds items that are all named and of which less or more is paid than they come to, as a suggestion. What is short stays open of the
// largest; where it is more than that, as where a factor pays his part, of each in proportion.
func (w *work) several(items []int) {
	if len(items) < 2 || slices.ContainsFunc(items, func(n int) bool { return !w.sameCurrency(n) || w.items[n].sign*w.amount() <= 0 }) {
		return
	}
	o := option{items: slices.SortedFunc(slices.Values(items), w.order), kind: core.MatchOver}
	var sum int64
	for _, n := range o.items {
		o.settles = append(o.settles, w.items[n].open)
		sum += w.items[n].open
	}
	paid := max(w.amount(), -w.amount())
	switch short := sum - paid; {
	case short > 0:
		o.kind = core.MatchPartial
		k := slices.Index(o.settles, slices.Max(o.settles))
		if o.settles[k] <= short {
			if o.settles = shares(o.settles, sum, paid); slices.Min(o.settles) <= 0 {
				return
			}
			break
		}
		o.settles[k] -= short
	case short < 0:
		o.difference = w.amount() - w.items[o.items[0]].sign*sum
	default:
		return
	}
	w.add(o)
}

// shares divides what is paid in the proportion of what is open; the cents that are left over are the last one's.
func shares(open []int64, sum, paid int64) (parts []int64) {
	left := paid
	for _, o := range open {
		part := new(big.Int).Mul(big.NewInt(o), big.NewInt(paid))
		parts = append(parts, part.Div(part, big.NewInt(sum)).Int64())
		left -= parts[len(parts)-1]
	}
	parts[len(parts)-1] += left
	return parts
}
