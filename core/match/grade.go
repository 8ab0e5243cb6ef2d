package match

import (
	"cmp"
	"slices"
	"strings"

	"ferry/core"
)

// The grades, strongest first: see the table in the package comment.
const (
	GradeReference core.Grade = iota + 1
	GradeNumber
	GradeCover
	GradePayer
	GradeName
	GradePartial
	GradeHint   // something speaks for it, not enough to accept
	GradeAmount // the amount only
)

// finish grades the options, says what stands against each, and orders them.
func (w *work) finish() {
	w.options = slices.DeleteFunc(w.options, w.reducible)
	for i := range w.options {
		w.grade(&w.options[i])
	}
	for i := range w.options {
		if o := &w.options[i]; o.blocked == "" {
			o.blocked = w.against(o)
		}
	}
	for i := range w.options {
		if o := &w.options[i]; o.blocked == "" {
			o.blocked = w.rival(o)
		}
	}
	slices.SortStableFunc(w.options, w.compare)
	if len(w.options) > maxOptions {
		w.options = w.options[:maxOptions]
	}
}

// reducible: a set is no explanation of its own when a part of it explains the amount already and names as much; what is
// left over then adds up to nothing.
func (w *work) reducible(o option) bool {
	return o.exact && slices.ContainsFunc(w.options, func(p option) bool {
		return p.exact && len(p.items) < len(o.items) && containsAll(o.items, p.items) && w.leftOut(p.items) == w.leftOut(o.items)
	})
}

func containsAll(all, some []int) bool {
	for _, n := range some {
		if !slices.Contains(all, n) {
			return false
		}
	}
	return true
}

func (w *work) grade(o *option) {
	o.level = quoted
	party := w.items[o.items[0]].party
	for _, n := range o.items {
		l := level(0)
		for _, m := range w.r.mentions {
			if slices.Contains(m.items, n) {
				l = max(l, m.level)
			}
		}
		o.level, o.most = min(o.level, l), max(o.most, l)
		if w.items[n].party != party {
			party = -1
		}
	}
	if party >= 0 {
		o.payer = w.r.payerOf(party)
	}
	o.unproven = w.gave
	o.chance = w.chanceOf(o)
	switch {
	case o.kind == core.MatchOver, o.net:
		o.grade = GradeHint
	case o.kind == core.MatchPartial && o.level >= called && len(o.items) == 1:
		o.grade = GradePartial
	case o.kind == core.MatchPartial:
		o.grade = GradeHint
	case o.level == quoted:
		o.grade = GradeReference
	case o.level >= called:
		o.grade = GradeNumber
	case o.most >= called && o.exact:
		o.grade = GradeCover
	case o.exact && (o.payer.iban || o.level == hinted && o.payer.strength() >= 2):
		o.grade = GradePayer
	case o.exact && o.payer.like == identical && !w.otherAccount(o):
		o.grade = GradeName
	case o.payer.strength() > 0 || o.most > 0 || o.miss != nil:
		o.grade = GradeHint
	default:
		o.grade = GradeAmount
	}
}

// otherAccount: the name is the party's, the account is not.
func (w *work) otherAccount(o *option) bool {
	known := w.parties[w.items[o.items[0]].party].ibans
	return w.r.account != "" && len(known) > 0 && !slices.Contains(known, w.r.account)
}

// leftOut counts the mentions of which no item is in a set.
func (w *work) leftOut(items []int) (n int) {
	for _, m := range w.r.mentions {
		if (m.level >= called || m.full) && !slices.ContainsFunc(m.items, func(n int) bool { return slices.Contains(items, n) }) {
			n++
		}
	}
	return n
}

// against says what in the line itself forbids to accept an option without asking; empty: nothing.
func (w *work) against(o *option) string {
	if o.grade > GradePartial {
		switch {
		case o.kind == core.MatchOver:
			return "more was paid than is open"
		case o.miss != nil:
			return "its check digits fail; " + o.miss.reason
		case o.net:
			return "the discount is taken of the amount without VAT, at a rate that nobody states"
		case o.kind == core.MatchPartial && len(o.items) > 1:
			return "less was paid than is open"
		}
		return "the evidence is not strong enough"
	}
	if w.leftOut(o.items) > 0 {
		return "the text also names " + w.namedOutside(o.items)
	}
	if said := w.outOfSpan(o); said != "" && o.grade != GradeReference {
		return "the text speaks of " + said
	}
	if w.r.returned {
		return "the bank says that it takes a payment back"
	}
	switch o.grade {
	case GradeReference:
		return ""
	case GradeNumber:
		return w.againstNumber(o)
	case GradePartial:
		if o.payer.strength() < 2 && (o.level < quoted || o.payer.strength() == 0) {
			return "less was paid than is open, and the payer is not known for sure"
		}
		if o.unproven {
			return "too many items to prove that no set of them fits to the cent"
		}
		if o.level < quoted && !w.plainPart(o) {
			return "less was paid than is open, and the text may speak of something beside the invoice"
		}
		if other := w.closeTo(o); other != "" && !w.r.partial {
			return "the amount is close to that of " + other
		}
		return w.contradiction(o)
	case GradeCover:
		if o.payer.strength() == 0 {
			return "the payer is not known"
		}
	}
	if o.unproven {
		return "too many items to prove that no other set fits"
	}
	if tooLikely(o.chance) {
		return "among so many items a set of this size fits by chance"
	}
	return w.contradiction(o)
}

// closeTo: a part of the named item that is nearly the whole of another one may be that one, less a discount or a fee.
func (w *work) closeTo(o *option) string {
	paid := o.settles[0]
	if near(paid, w.items[o.items[0]].open, 500) {
		return ""
	}
	for _, n := range w.universe(w.items[o.items[0]].party) {
		if it := &w.items[n]; n != o.items[0] && it.sign*w.amount() > 0 && near(paid, it.open, 500) {
			return it.Number
		}
	}
	return ""
}

func (w *work) againstNumber(o *option) string {
	party := w.items[o.items[0]].party
	if len(w.r.payers) > 0 && w.r.payers[0].strength() >= 2 && o.payer.strength() == 0 && w.r.payers[0].party != party {
		return "the payer is " + w.partyName(w.r.payers[0].party)
	}
	if o.payer.strength() > 0 {
		return ""
	}
	if who := w.otherBeneficiary(o.items); who != "" {
		return who
	}
	if !o.exact {
		return "the amount is not exact and the payer is not known"
	}
	if w.r.tells(party) {
		return "" // the text says for whom
	}
	for _, n := range o.items {
		if len(w.items[n].digits) < 6 {
			return "the number is short and the payer is not known"
		}
	}
	for _, m := range w.r.mentions {
		if m.bare && containsAll(o.items, m.items) {
			return "the number " + core.CleanText(m.text) + " may be something else, and the payer is not known"
		}
	}
	return ""
}

func (w *work) partyName(p int) string { return core.CleanText(w.items[w.parties[p].items[0]].Party) }

func (w *work) namedOutside(items []int) string {
	for _, m := range w.r.mentions {
		if (m.level >= called || m.full) && !slices.ContainsFunc(m.items, func(n int) bool { return slices.Contains(items, n) }) {
			return w.items[m.items[0]].Number
		}
	}
	return "another item"
}

// contradiction looks for anything in the texts that speaks of something else than these items.
func (w *work) contradiction(o *option) string {
	if w.r.conflict {
		return "account and name belong to two parties"
	}
	for _, miss := range w.r.misses {
		switch {
		case !slices.Contains(o.items, miss.item) && !w.missMeant(miss, o.items):
			return "the reference is close to that of " + w.items[miss.item].Number
		case o.most < called:
			return "the check digits of " + core.CleanText(miss.text) + " fail"
		}
	}
	if o.level < hinted {
		for _, m := range w.r.mentions {
			if m.level == hinted && !slices.ContainsFunc(m.items, func(n int) bool { return slices.Contains(o.items, n) }) && w.concerns(m, o) {
				return "the number " + core.CleanText(m.text) + " may name another item"
			}
		}
	}
	for _, n := range o.items {
		it := &w.items[n]
		if len(w.r.unknown) > 0 && (it.Reference != "" || it.Kind == core.Sale) {
			return "the reference " + core.CleanText(w.r.unknown[0].Text) + " is none of the open items'"
		}
		if w.ahead(n) && o.most < called {
			return it.Number + " is dated after the payment"
		}
	}
	if word := w.otherPurpose(o); word != "" {
		return "the text speaks of " + word
	}
	if o.most < hinted {
		if word := cmp.Or(w.otherMonth(o.items), w.otherDate(o.items)); word != "" {
			return "the text speaks of " + word
		}
	}
	if w.r.excepted != "" && o.most < called {
		return "the text speaks of no " + core.CleanText(w.r.excepted)
	}
	if who := w.somebodyElse(o); who != "" && o.most < called {
		return "the text names " + who
	}
	return w.stranger(o)
}

// missMeant: the same failing text is close to one of the items as well.
func (w *work) missMeant(miss nearMiss, items []int) bool {
	return slices.ContainsFunc(w.r.misses, func(m nearMiss) bool { return m.text == miss.text && slices.Contains(items, m.item) })
}

// concerns: a hint counts against an option where it names another open item of the same party.
func (w *work) concerns(m mention, o *option) bool {
	return slices.ContainsFunc(m.items, func(n int) bool {
		return w.items[n].open > 0 && w.items[n].party == w.items[o.items[0]].party
	})
}

// stranger finds a number in the text that is called an invoice, or is written like the items' numbers, and is another.
func (w *work) stranger(o *option) string {
	fits := func(word string) bool {
		return slices.ContainsFunc(o.items, func(n int) bool { return w.items[n].fits(word, o.most > 0) })
	}
	if other := w.otherNumber(o); other != "" {
		return other
	}
	for _, word := range w.r.invoices {
		if !fits(word) {
			return "the text speaks of invoice " + core.CleanText(word)
		}
	}
	for _, word := range w.r.months { // or the tenth invoice of the year
		for _, n := range o.items {
			if _, value := w.items[n].series(); value <= nearby+12 && !fits(word) && said(w.r.words, periodWords) == "" {
				return "the text speaks of " + core.CleanText(word)
			}
		}
	}
	for _, word := range w.r.tokens {
		if w.r.numbersOnly && strings.Contains(w.r.text, word) && o.most < called && !fits(word) && !recent(word, w.r.line.BookingDate) {
			return "the text speaks of " + core.CleanText(word)
		}
		for _, n := range o.items {
			if (w.items[n].likeOurs(word) || o.most < called && w.items[n].paperOf(word)) && !fits(word) {
				return "the text speaks of " + core.CleanText(word)
			}
		}
	}
	return ""
}

// fit orders how the amount fits: to the cent, within limits, in part, in excess.
func (o *option) fit() int {
	switch {
	case o.exact:
		return 0
	case o.kind == core.MatchPartial:
		return 2
	case o.kind == core.MatchOver:
		return 3
	}
	return 1
}

// compare orders options: what is safe first, then by grade, then by how well the amount fits, how surely items are named, who pays, how simple the
// set is, how close amount and day are. It is total, so that the order never depends on that of the input.
func (w *work) compare(a, b option) int {
	size := func(v int64) int64 { return max(v, -v) }
	apart := func(o option) int64 {
		if o.kind == core.MatchPartial {
			return w.items[o.items[0]].open - o.settles[0]
		}
		return size(o.difference)
	}
	misses := func(o option) int {
		if o.miss != nil {
			return 0
		}
		return 1
	}
	safe := func(o option) int { return min(len(o.blocked), 1) }
	return cmp.Or(cmp.Compare(safe(a), safe(b)), cmp.Compare(a.grade, b.grade), cmp.Compare(misses(a), misses(b)), cmp.Compare(a.fit(), b.fit()), cmp.Compare(b.most, a.most),
		cmp.Compare(b.payer.strength(), a.payer.strength()), cmp.Compare(len(a.items), len(b.items)), cmp.Compare(apart(a), apart(b)),
		slices.CompareFunc(a.items, b.items, w.order), cmp.Compare(a.kind, b.kind), cmp.Compare(a.difference, b.difference))
}
