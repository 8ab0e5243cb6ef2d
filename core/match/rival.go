package match

import (
	"slices"

	"ferry/core"
)

// rival finds another option that could as well be meant.
func (w *work) rival(o *option) string {
	if o.grade > GradePartial {
		return ""
	}
	for i := range w.options {
		p := &w.options[i]
		if slices.ContainsFunc(p.items, w.ahead) && p.most < called {
			continue // not yet invoiced on that day
		}
		if p == o || slices.Equal(p.items, o.items) && p.kind == o.kind {
			continue
		}
		if p.net && o.kind == core.MatchPartial && slices.Equal(p.items, o.items) {
			return "it may be the discount of the amount without VAT"
		}
		// The payer's own items fit to the cent: named items of somebody else are then not beyond doubt.
		own := p.exact && (p.payer.iban || p.payer.like >= same)
		rivals := false
		if !o.exact && o.kind != core.MatchPartial && p.exact && (own || p.most >= called) {
			return w.numbersOf(p.items) + " fits to the cent"
		}
		switch o.grade {
		case GradeReference, GradeNumber:
			rivals = p.level >= called && p.fit() <= o.fit() || own && o.payer.strength() < 2
		case GradeCover:
			rivals = own || p.exact && w.leftOut(p.items) == 0
		case GradePartial:
			rivals = own || p.exact && p.most >= called || p.level >= called && p.fit() <= o.fit()
		case GradePayer:
			if o.level >= hinted { // every item is named, if only by a short number
				rivals = p.exact && p.level >= hinted
				break
			}
			fallthrough
		default:
			rivals = own || p.exact && p.grade <= GradeName || p.exact && p.most > 0 || p.exact && p.payer.strength() > 0 && o.grade == GradeName
		}
		if rivals && !slices.Equal(p.items, o.items) || rivals && p.exact && o.exact {
			return w.numbersOf(p.items) + " fits as well"
		}
	}
	return ""
}

// otherBeneficiary: anybody may pay for a customer, but a supplier's number, or a refund, that goes to another account and another
// name is another supplier's of the same number. Empty: nothing speaks of that.
func (w *work) otherBeneficiary(items []int) string {
	if w.r.account == "" {
		return ""
	}
	for _, n := range items {
		it := &w.items[n]
		ours := it.Kind != core.Purchase && it.Kind != core.PurchaseCredit
		known := w.parties[it.party].ibans
		if ours && w.amount() > 0 || len(known) == 0 || slices.Contains(known, w.r.account) || w.r.payerOf(it.party).strength() > 0 {
			continue
		}
		return "neither account nor name are " + w.partyName(it.party) + "'s"
	}
	return ""
}

// chanceOf estimates how many sets of the option's size would hit the amount by accident: the number of such sets of the
// party's items over the number of amounts they could have. One item, and all of them, are no accident.
func (w *work) chanceOf(o *option) core.Ratio {
	k := len(o.items)
	n := len(w.universe(w.items[o.items[0]].party))
	if k <= 1 || k >= n || o.level >= hinted {
		return core.Ratio{Num: 0, Den: 1}
	}
	k = min(k, n-k)
	sets := int64(1)
	for i := range k {
		if sets = sets * int64(n-i) / int64(i+1); sets > 1<<40 {
			break
		}
	}
	step := max(w.amount(), -w.amount())
	size := step
	for _, i := range o.items {
		step = gcd(step, w.items[i].open)
	}
	return core.Ratio{Num: sets * min(step, 100), Den: max(size, 1)}
}

// tooLikely: more than one in a hundred.
func tooLikely(r core.Ratio) bool { return r.Num > r.Den/100 }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
