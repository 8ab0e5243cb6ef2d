package match

import (
	"math/big"
	"slices"

	"ferry/core"
)

// fit adds a given set of items if the amount is theirs: to the cent, within the tolerances, or at a stated rate.
func (w *work) fit(items []int) {
	var sum, less, terms int64
	for _, n := range items {
		if !w.sameCurrency(n) {
			w.fitCurrency(items)
			return
		}
		it := &w.items[n]
		sum += it.effect()
		off, _ := w.discounted(n)
		less += it.sign * off
		terms = w.termsOf(n)
	}
	o := option{items: slices.SortedFunc(slices.Values(items), w.order), difference: w.amount() - sum}
	if sum == 0 || (sum > 0) != (w.amount() > 0) {
		return
	}
	d := o.difference
	switch fee := w.fee(); {
	case d == 0:
		o.kind, o.exact = core.MatchExact, true
		if len(items) > 1 {
			o.kind = core.MatchSet
		}
	case fee > 0 && d == -fee:
		o.kind, o.exact = core.MatchFee, true
	case w.amount() == less:
		o.kind, o.exact = core.MatchDiscount, true
	case max(d, -d) <= w.settings.rounding(core.Amount{Minor: sum, Currency: w.r.line.Amount.Currency}):
		o.kind = core.MatchRounding
	case len(items) == 1 && netDiscount(max(sum, -sum), max(-d, d), terms) && (d < 0) == (sum > 0):
		o.kind, o.net = core.MatchDiscount, true
	case d < 0 && -d <= perCurrency(w.settings.Fee, w.r.line.Amount.Currency) && -d <= max(sum, -sum)/10: // a fee is small beside what it is paid for
		o.kind = core.MatchFee
	case less != sum && max(w.amount()-less, less-w.amount()) <= w.settings.rounding(core.Amount{Minor: less, Currency: w.r.line.Amount.Currency}):
		o.kind = core.MatchDiscount
	default:
		return
	}
	w.add(o)
}

// usualRates of VAT in Belgium, the Netherlands and France, and of the other neighbours, per thousand.
var usualRates = [...]int64{210, 200, 190, 170, 120, 100, 90, 60, 55}

// netDiscount reports whether a difference is the discount of the amount without VAT, to the cent, at one of the usual rates.
func netDiscount(gross, off, terms int64) bool {
	if terms <= 0 || gross > largest/10_000 {
		return false
	}
	for _, rate := range usualRates {
		base := (gross*1000 + (1000+rate)/2) / (1000 + rate)
		if discount := (base*terms + 5_000) / 10_000; off >= discount-1 && off <= discount+1 {
			return true
		}
	}
	return false
}

// fitCurrency adds items of one other currency whose value at a stated rate is the amount. The rate is the user's, or stands
// in the text beside the original amount.
func (w *work) fitCurrency(items []int) {
	other := w.items[items[0]].Amount.Currency
	var sum int64
	for _, n := range items {
		if w.items[n].Amount.Currency != other {
			return
		}
		sum += w.items[n].effect()
	}
	if (sum > 0) != (w.amount() > 0) || sum == 0 {
		return
	}
	o := option{items: slices.SortedFunc(slices.Values(items), w.order), kind: core.MatchCurrency}
	value, known := w.settings.convert(core.Amount{Minor: sum, Currency: other}, w.r.line.Amount.Currency)
	original := slices.Contains(w.r.stated, core.Amount{Minor: max(sum, -sum), Currency: other})
	switch {
	case known && near(w.amount(), value, w.settings.RateSlack):
		o.difference = w.amount() - value
	case !known && original && w.rateStated(sum, other):
	case known:
		o.blocked = "the amount is far from the stated rate"
	default:
		o.blocked = "no rate is stated for " + string(other)
	}
	w.add(o)
}

// rateStated reports whether a number in the text is the rate between the original amount and the booked one.
func (w *work) rateStated(sum int64, other core.Currency) bool {
	for _, text := range w.r.numbers {
		rate, ok := new(big.Rat).SetString(text)
		if !ok || rate.Sign() <= 0 {
			continue
		}
		for range 2 {
			if near(w.amount(), scale(core.Amount{Minor: sum, Currency: other}, w.r.line.Amount.Currency, rate), 50) {
				return true
			}
			rate = new(big.Rat).Inv(rate)
		}
	}
	return false
}

// part adds one item that the line pays in part or more than in full.
func (w *work) part(n int) {
	it := &w.items[n]
	if !w.sameCurrency(n) || it.sign*w.amount() <= 0 || it.effect() == w.amount() {
		return
	}
	o := option{items: []int{n}, kind: core.MatchOver, difference: w.amount() - it.effect()}
	if paid := it.sign * w.amount(); paid < it.open {
		o.kind, o.settles, o.difference = core.MatchPartial, []int64{paid}, 0
	}
	w.add(o)
}
