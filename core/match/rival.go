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
			rivals = p.level >= called && p.fit() <= o.fit() || own && (o.payer.strength() < 2 || p.payer.iban && !o.payer.iban)
		case GradeCover:
			if o.level >= hinted { // every item is named, if some by a short number only
				rivals = p.exact && p.level >= hinted
				break
			}
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

// chanceOf estimates how many sets that are no larger than what nothing names of the option would hit the amount by accident: the number
// of such sets of the party's items over the number of amounts they could have. Round amounts are few: sets are of one grain.
// One item, and all of them, are no accident.
func (w *work) chanceOf(o *option) core.Ratio {
	universe := w.universe(w.items[o.items[0]].party)
	if len(o.items) <= 1 || len(o.items) >= len(universe) || o.level >= hinted {
		return core.Ratio{Num: 0, Den: 1}
	}
	if slices.ContainsFunc(w.r.spans, func(s span) bool { return w.items[s.item].party == w.items[o.items[0]].party && w.isSpan(o, &s) }) {
		return core.Ratio{Num: 0, Den: 1} // the text names them all
	}
	grain := max(w.amount(), -w.amount())
	for _, i := range o.items {
		grain = gcd(grain, w.items[i].open)
	}
	free, n, size := w.unnamed(o, universe, grain)
	if n <= free { // what only two amounts share is an accident
		for _, i := range universe {
			grain = gcd(grain, w.items[i].open)
		}
		free, n, size = w.unnamed(o, universe, grain)
	}
	const plenty = 1 << 40 // more is no less likely an accident
	sets, of := int64(0), int64(1)
	for k := range min(free, n) {
		of = of * int64(n-k) / int64(k+1)
		if sets += of; sets >= plenty {
			sets = plenty
			break
		}
	}
	return core.Ratio{Num: sets * min(grain, 1<<20), Den: max(size, 1)}
}

// unnamed counts what no mention names: the option's items, and all of the grain; and what the former come to.
func (w *work) unnamed(o *option, universe []int, grain int64) (free, all int, size int64) {
	for _, i := range universe {
		if w.namedSurely(i) {
			continue
		}
		if w.items[i].open%grain == 0 {
			all++
		}
		if slices.Contains(o.items, i) {
			free++
			size += w.items[i].open
		}
	}
	return free, all, size
}

// namedSurely: a mention names the item in full.
func (w *work) namedSurely(n int) bool {
	return slices.ContainsFunc(w.r.mentions, func(m mention) bool { return m.level >= called && slices.Contains(m.items, n) })
}

// tooLikely: more than one in a hundred.
func tooLikely(r core.Ratio) bool { return r.Num > r.Den/100 }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
