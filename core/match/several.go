package match

import (
	"slices"

	"ferry/core"
)

// several adds items that are all named and of which less or more is paid than they come to, as a suggestion. What is short stays open of the
// largest.
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
		k := slices.Index(o.settles, slices.Max(o.settles))
		if o.settles[k] <= short {
			return
		}
		o.kind = core.MatchPartial
		o.settles[k] -= short
	case short < 0:
		o.difference = w.amount() - w.items[o.items[0]].sign*sum
	default:
		return
	}
	w.add(o)
}
