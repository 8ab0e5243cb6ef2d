package match

import (
	"cmp"
	"maps"
	"slices"

	"ferry/core"
)

// Bounds of what is looked at for one line.
const (
	maxSets      = 64 // sets of one search; with more, nothing is certain
	maxChoices   = 400
	maxParties   = 6  // that a line's name may be similar to
	maxAmounts   = 12 // items shown because of their amount only
	maxOptions   = 24 // shown to the user
	aheadDays    = 5  // an item dated later than this after the payment was not meant, unless it is named
	partialShown = 16 // items of the payer shown as partly paid
)

// option is an explanation while it is weighed.
type option struct {
	items      []int // ascending
	kind       core.MatchKind
	settles    []int64
	difference int64 // line less items
	exact      bool  // to the cent, also after an agreed discount or a fee that the bank states
	blocked    string
	grade      core.Grade
	payer      payer
	level      level // of the least and of the most surely named item
	most       level
	miss       *nearMiss
	with       []core.LineKey // other lines that belong to it
	net        bool           // the discount is one of the amount without VAT
	unproven   bool           // the search could not show that it is the only one
	chance     core.Ratio
}

// work is one line being explained.
type work struct {
	*Engine
	r       *reading
	options []option
	must    []int
	gave    bool          // a search gave up
	payable map[int][]int // by party: see universe
}

// explain lists the ways to account for a line with the items as they are now, best first.
func (e *Engine) explain(r *reading) []option {
	w := &work{Engine: e, r: r, must: e.named(r)}
	e.searcher.effort = maxEffort
	w.fromMentions()
	w.fromPayers()
	w.fromHints()
	w.fromAmount()
	w.finish()
	return w.options
}

// named lists the open items that are named for sure.
func (e *Engine) named(r *reading) []int {
	var must []int
	for _, m := range r.mentions {
		if m.level >= called && len(m.items) == 1 && e.items[m.items[0]].open > 0 && !slices.Contains(must, m.items[0]) {
			must = append(must, m.items[0])
		}
	}
	slices.SortFunc(must, e.order)
	return must
}

// amount is what the bank booked.
func (w *work) amount() int64 { return w.r.line.Amount.Minor }

// fee is what the bank says that it withheld.
func (w *work) fee() int64 {
	if w.r.line.Fee.Currency != w.r.line.Amount.Currency {
		return 0
	}
	return max(w.r.line.Fee.Minor, -w.r.line.Fee.Minor)
}

func (w *work) sameCurrency(n int) bool {
	return w.items[n].Amount.Currency == w.r.line.Amount.Currency
}

func (w *work) fromMentions() {
	parties := map[int]bool{}
	for _, n := range w.must {
		parties[w.items[n].party] = true
	}
	if len(w.must) > 0 {
		w.fit(w.must)
		w.several(w.must)
		for _, p := range slices.SortedFunc(maps.Keys(parties), w.orderParties) {
			w.search(w.universe(p), w.must)
		}
		for _, p := range w.r.payers {
			if !parties[p.party] && p.strength() >= 2 {
				w.search(w.universe(p.party), w.must)
			}
		}
	}
	for _, n := range w.must {
		w.fit([]int{n})
		w.part(n)
	}
	for _, m := range w.r.mentions {
		if m.level < called || len(m.items) == 1 {
			continue
		}
		w.search(w.open(m.items), nil)
		for _, n := range m.items[:min(len(m.items), partialShown)] {
			w.fit([]int{n})
			w.part(n)
		}
	}
}

func (w *work) open(items []int) []int {
	return slices.DeleteFunc(slices.Clone(items), func(n int) bool { return w.items[n].open <= 0 || !w.sameCurrency(n) })
}

// universe is what a party could have meant to pay on the day of the line. It is found once for the line, and not to be
// changed.
func (w *work) universe(p int) []int {
	list, ok := w.payable[p]
	if !ok {
		list = slices.DeleteFunc(w.open(w.parties[p].items), w.ahead)
		if w.payable == nil {
			w.payable = map[int][]int{}
		}
		w.payable[p] = list
	}
	return list
}

func (w *work) ahead(n int) bool {
	return !w.r.line.BookingDate.IsZero() && w.items[n].Date > w.r.line.BookingDate.AddDays(aheadDays)
}

func (w *work) fromPayers() {
	for i, p := range w.r.payers {
		if i == maxParties {
			break
		}
		before := len(w.options)
		if !w.farFetched(p) {
			w.search(w.universe(p.party), nil)
		}
		found := slices.ContainsFunc(w.options[before:], func(o option) bool { return o.exact })
		shown := 0
		for _, n := range w.closest(w.parties[p.party].items) {
			if w.items[n].open <= 0 || shown == partialShown {
				continue
			}
			shown++
			w.fit([]int{n})
			if !found || w.r.partial {
				w.part(n)
			}
		}
		if !found && len(w.universe(p.party)) > 1 {
			w.fit(w.universe(p.party))
		}
	}
}

// farFetched: the account is another party's, and this one, whose name is only like the payer's, has so many items that some
// set of them fits nearly any amount.
func (w *work) farFetched(p payer) bool {
	return w.r.payers[0].iban && !p.iban && p.like < same && len(w.universe(p.party)) > few
}

// discounted is what the line would have to be, in the item's own sense, to settle it less its discount. Who has paid a
// part before takes no discount on the rest.
func (w *work) discounted(n int) (int64, bool) {
	it := &w.items[n]
	if it.open != max(it.Amount.Minor, -it.Amount.Minor) {
		return it.open, false
	}
	return w.settings.discounted(it.OpenItem, w.r.line.BookingDate)
}

// termsOf is the rate of the discount that applies to an item on the day, per ten thousand.
func (w *work) termsOf(n int) int64 {
	if _, ok := w.discounted(n); !ok {
		return 0
	}
	if terms := w.items[n].Discount; terms != (core.Discount{}) {
		return terms.PerTenThousand
	}
	return w.settings.Discount
}

// closest orders items by how far their amount is from the line's.
func (w *work) closest(items []int) []int {
	sorted := slices.Clone(items)
	away := func(n int) int64 {
		d := w.items[n].effect() - w.amount()
		return max(d, -d)
	}
	slices.SortStableFunc(sorted, func(a, b int) int { return cmp.Compare(away(a), away(b)) })
	return sorted
}

func (w *work) fromHints() {
	for i := range w.r.misses {
		miss := &w.r.misses[i]
		if w.items[miss.item].open <= 0 {
			continue
		}
		before := len(w.options)
		w.fit([]int{miss.item})
		w.part(miss.item)
		for k := before; k < len(w.options); k++ {
			w.options[k].miss = miss
		}
	}
	for _, m := range w.r.mentions {
		if m.level >= called {
			continue
		}
		for _, n := range m.items[:min(len(m.items), partialShown)] {
			if w.items[n].open > 0 {
				w.fit([]int{n})
				if m.full || w.r.payerOf(w.items[n].party).strength() > 0 || near(w.amount(), w.items[n].effect(), 500) {
					w.part(n)
				}
			}
		}
	}
	// Several short numbers together may be what is paid.
	var all []int
	for _, m := range w.r.mentions {
		if m.level >= hinted && len(m.items) == 1 && w.items[m.items[0]].open > 0 && !slices.Contains(all, m.items[0]) {
			all = append(all, m.items[0])
		}
	}
	if len(all) > 1 {
		w.fit(all)
	}
}

func (w *work) fromAmount() {
	shown := 0
	for _, n := range w.byAmount[amountKey{w.amount(), w.r.line.Amount.Currency}] {
		if w.items[n].effect() == w.amount() && shown < maxAmounts {
			shown++
			w.fit([]int{n})
		}
	}
}

// search adds every set of items, with all of those that must be in it, that explains the amount to the cent.
func (w *work) search(universe, must []int) {
	rest := slices.DeleteFunc(slices.Clone(universe), func(n int) bool { return slices.Contains(must, n) })
	if len(rest)+len(must) == 0 || len(w.open(must)) != len(must) {
		return
	}
	items := append(slices.Clone(must), rest...)
	target := w.amount()
	items = w.useful(items, len(must), target)
	if len(items) > maxChoices {
		w.gave = true
		return
	}
	for _, fee := range w.fees() {
		w.searchFor(items, len(must), target+fee, fee)
	}
}

// fees are what may have been withheld: nothing, and what the bank states.
func (w *work) fees() []int64 {
	if w.fee() > 0 {
		return []int64{0, w.fee()}
	}
	return []int64{0}
}

// few items are searched whole, so that what was made for one line of a party serves the next.
const few = 24

// useful drops items that are larger than the line where nothing could make up for them.
func (w *work) useful(items []int, must int, target int64) []int {
	if len(items) <= few {
		return items
	}
	for _, n := range items {
		if w.items[n].sign*target < 0 {
			return items
		}
	}
	kept := slices.Clone(items[:must])
	most := roundUp(max(target, -target) + w.fee())
	for _, n := range items[must:] {
		if size, _ := w.discounted(n); size <= most {
			kept = append(kept, n)
		}
	}
	return kept
}

func (w *work) searchFor(items []int, must int, target, fee int64) {
	choices := make([][]int64, len(items))
	for i, n := range items {
		it := &w.items[n]
		choices[i] = []int64{it.effect()}
		if less, ok := w.discounted(n); ok {
			choices[i] = append(choices[i], it.sign*less)
		}
	}
	// What must be in the set is taken off the target, once for each way to settle it.
	for _, fixed := range fixedPicks(choices[:must]) {
		left := target
		for i, k := range fixed {
			left -= choices[i][k]
		}
		sets, complete := w.searcher.sums(choices[must:], left, left, maxSets)
		w.gave = w.gave || !complete
		for _, set := range sets {
			w.take(items, append(slices.Clone(fixed), set...), choices, fee)
		}
	}
}

// fixedPicks lists the ways to take one value of each choice, all in full or all with their discounts.
func fixedPicks(choices [][]int64) [][]int {
	full, least := make([]int, len(choices)), make([]int, len(choices))
	for i, values := range choices {
		least[i] = len(values) - 1
	}
	if slices.Equal(full, least) {
		return [][]int{full}
	}
	return [][]int{full, least}
}

// take adds one found set.
func (w *work) take(items, picked []int, choices [][]int64, fee int64) {
	o := option{exact: true, kind: core.MatchExact, difference: -fee}
	for i, k := range picked {
		if k < 0 {
			continue
		}
		it := &w.items[items[i]]
		o.items = append(o.items, items[i])
		o.difference += choices[i][k] - it.effect()
		if k > 0 {
			o.kind = core.MatchDiscount
		}
	}
	switch {
	case len(o.items) == 0:
		return
	case o.kind == core.MatchDiscount:
	case fee > 0:
		o.kind = core.MatchFee
	case len(o.items) > 1:
		o.kind = core.MatchSet
	}
	w.add(o)
}

// add keeps one option for each set of items and way to take them, the exact before the others.
func (w *work) add(o option) {
	slices.SortFunc(o.items, w.order)
	if o.settles == nil {
		for _, n := range o.items {
			o.settles = append(o.settles, w.items[n].open)
		}
	}
	for i, other := range w.options {
		if !slices.Equal(other.items, o.items) {
			continue
		}
		if other.net && o.kind == core.MatchPartial {
			continue
		}
		if other.difference == o.difference || !o.exact {
			return
		}
		if !other.exact {
			w.options[i] = o
			return
		}
	}
	w.options = append(w.options, o)
}
