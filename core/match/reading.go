package match

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// mention is a place in a line's texts that names open items: one, or several that share a reference or a number.
type mention struct {
	level level
	items []int
	what  string // "reference" or "number"
	field string
	text  string
	bare  bool // digits only, in a text that speaks of something else as well
}

// payer is a party that may stand at the other end of a line.
type payer struct {
	party int
	iban  bool // by account number
	like  likeness
}

// strength grades a payer: 3 by account, 2 by the whole name, 1 by a part of it.
func (p payer) strength() int {
	switch {
	case p.iban:
		return 3
	case p.like >= same:
		return 2
	case p.like == similar:
		return 1
	}
	return 0
}

// near is a failing reference that is close to one of an open item.
type nearMiss struct {
	item          int
	field, text   string
	reason, value string
}

// reading is what a bank line says, in terms of the open items. It does not change while items are settled.
type reading struct {
	line     core.Line
	mentions []mention
	payers   []payer // strongest first
	account  string  // of the counterpart
	conflict bool    // the account is one party's, the name another's
	misses   []nearMiss
	unknown  []reference.Found // valid references that no open item has
	invoices []string          // numbers called invoices in the text that no open item has
	tokens   []string          // other numbers in the text
	stated   []core.Amount     // amounts with a currency in the text
	numbers  []string          // decimal numbers in the text: one may be a rate
	returned bool              // the bank says that it takes an earlier payment back
}

// fields are the texts of a line in which people name what they pay.
func fields(l core.Line) []reference.Field {
	all := []reference.Field{{Name: "remittanceInformation", Text: l.Remittance}, {Name: "additionalInformation", Text: l.AdditionalInformation},
		{Name: "description", Text: l.Description}, {Name: "endToEndId", Text: l.EndToEndID}}
	return slices.DeleteFunc(all, func(f reference.Field) bool { return f.Text == "" || f.Text == "NOTPROVIDED" })
}

// read takes everything out of a line's texts that the engine uses.
func (x *index) read(l core.Line) *reading {
	r := &reading{line: l, account: account(l.CounterpartReference), returned: returned(l)}
	x.readPayers(r)
	for _, f := range fields(l) {
		spans := x.readReferences(r, f)
		x.readNumbers(r, f, spans)
	}
	r.stated, r.numbers = statedAmounts(l.Remittance + " " + l.AdditionalInformation + " " + l.Description)
	r.mentions = preferPayer(x, r)
	return r
}

// readReferences notes the references of a field and returns where they stand.
func (x *index) readReferences(r *reading, f reference.Field) (spans []segment) {
	type place struct{ start, end int }
	known := map[place]bool{}
	for _, found := range reference.Find(f) {
		at := place{found.Start, found.End}
		items := x.byReference[found.Value]
		strong := found.Marked || len(found.Text) >= 16 && found.Kind == reference.Kenmerk
		strong = strong && (found.Kind != reference.Kenmerk || len(found.Text) == len(found.Value)) // else any four groups of four
		switch {
		case found.Valid && len(items) > 0 && !known[at]:
			known[at] = true
			l := quoted
			if len(found.Value) < 7 {
				l = hinted // a short viite or KID is also any other number
			}
			r.addMention(mention{level: l, items: items, what: "reference", field: f.Name, text: found.Text})
		case found.Valid && strong && !known[at]:
			r.unknown = append(r.unknown, found)
		case !found.Valid:
			for _, miss := range reference.Nearest(found.Value, func(v string) bool { return len(x.byReference[v]) > 0 }) {
				for _, n := range x.byReference[miss.Value] {
					r.misses = append(r.misses, nearMiss{n, f.Name, found.Text, miss.Reason, miss.Value})
				}
			}
		default:
			continue
		}
		spans = append(spans, segment{start: found.Start, end: found.End})
	}
	r.unknown = slices.DeleteFunc(r.unknown, func(u reference.Found) bool { return u.Field == f.Name && known[place{u.Start, u.End}] })
	return spans
}

func (r *reading) addMention(m mention) {
	for i, o := range r.mentions {
		if slices.Equal(o.items, m.items) {
			if m.level > o.level || m.level == o.level && o.bare {
				r.mentions[i] = m
			}
			return
		}
	}
	r.mentions = append(r.mentions, m)
}

// readPayers looks for the parties by account, else by name, else by a name in the text.
func (x *index) readPayers(r *reading) {
	found := map[int]payer{}
	add := func(p payer) {
		old := found[p.party]
		found[p.party] = payer{p.party, p.iban || old.iban, max(p.like, old.like)}
	}
	if p, ok := x.byIBAN[r.account]; ok && r.account != "" {
		add(payer{party: p, iban: true})
	} else if r.account == "" {
		for _, v := range reference.FindIBANs(r.line.Remittance) {
			if p, ok := x.byIBAN[v]; ok {
				add(payer{party: p, like: similar})
			}
		}
	}
	who := newName(r.line.CounterpartName)
	for p, like := range x.named(who) {
		add(payer{party: p, like: like})
	}
	if len(who.words) == 0 {
		for p, like := range x.named(newName(r.line.Remittance)) {
			add(payer{party: p, like: min(like, similar)})
		}
	}
	r.payers = slices.SortedFunc(maps.Values(found), func(a, b payer) int {
		return cmp.Or(cmp.Compare(b.strength(), a.strength()), cmp.Compare(b.like, a.like), x.orderParties(a.party, b.party))
	})
	r.payers = slices.DeleteFunc(r.payers, func(p payer) bool { return p.strength() == 0 })
	if len(r.payers) > 1 && r.payers[0].iban && r.payers[0].like == unlike {
		r.conflict = r.payers[1].like >= same
	}
}

// payerOf is how surely a party stands at the other end.
func (r *reading) payerOf(party int) payer {
	for _, p := range r.payers {
		if p.party == party {
			return p
		}
	}
	return payer{party: party}
}

// preferPayer narrows mentions that name items of several parties to those of the payer. Two suppliers may both have sent
// an invoice of this number; without a payer they name nobody's for sure.
func preferPayer(x *index, r *reading) []mention {
	narrowed := &reading{}
	for _, m := range r.mentions {
		if len(m.items) > 1 && m.what == "number" {
			m.items = x.sameWay(m.items, r.line.Amount.Minor)
		}
		if len(m.items) > 1 && m.what == "number" {
			mine := slices.DeleteFunc(slices.Clone(m.items), func(n int) bool { return r.payerOf(x.items[n].party).strength() < 2 })
			if len(mine) > 0 {
				m.items = mine
			} else {
				m.level = hinted
			}
		}
		narrowed.addMention(m)
	}
	return narrowed.mentions
}

// sameWay keeps the items that move money the way the line does, if there are any: a supplier's invoice may have the number
// of one of our own.
func (x *index) sameWay(items []int, amount int64) []int {
	kept := slices.DeleteFunc(slices.Clone(items), func(n int) bool { return (x.items[n].sign > 0) != (amount > 0) })
	if len(kept) == 0 {
		return items
	}
	return kept
}

// hit is a place where a form of an item's number stands.
type hit struct {
	start, end int // segments
	level      level
	items      []int
	other      bool // a word in front says that it is something else
	bare       bool
}

// readNumbers looks for invoice numbers: groups of neighbouring rows of letters and digits, never a part of a row, the
// longest group first. A word in front may say that the number is something else.
func (x *index) readNumbers(r *reading, f reference.Field, spans []segment) {
	parts := segments(f.Text)
	parts = slices.DeleteFunc(parts, func(p segment) bool {
		return slices.ContainsFunc(spans, func(s segment) bool { return p.start < s.end && s.start < p.end })
	})
	var hits []hit
	for i := range parts {
		hits = append(hits, x.hitsFrom(r, f.Text, parts, i)...)
	}
	hits = longest(hits)
	for _, h := range hits {
		r.addMention(mention{level: h.level, items: h.items, what: "number", field: f.Name, text: f.Text[parts[h.start].start:parts[h.end].end],
			bare: h.bare && !onlyPays(parts)})
	}
	if f.Name == "endToEndId" {
		return // the payer's own numbers
	}
	for i, p := range parts {
		if !p.digits || slices.ContainsFunc(hits, func(h hit) bool { return h.start <= i && i <= h.end && h.level > 0 }) {
			continue
		}
		word := token(f.Text, p)
		invoice, other := labelOf(parts, i)
		if digits := onlyDigits(word); !other && len(digits) >= 3 && !writtenAsDay(word, digits) && !isYear(digits) && !slices.Contains(r.tokens, word) {
			r.tokens = append(r.tokens, word)
			if invoice && !strings.ContainsAny(word, ",€") {
				r.invoices = append(r.invoices, word)
			}
		}
	}
}

// maxNumberParts is how many rows of letters or digits a number may consist of.
const maxNumberParts = 6

func (x *index) hitsFrom(r *reading, text string, parts []segment, i int) (hits []hit) {
	whole, bare, digits := "", "", true
	for j := i; j < len(parts) && j < i+maxNumberParts; j++ {
		if j > i && !numberJoins(text[parts[j-1].end:parts[j].start]) {
			break
		}
		whole += parts[j].text
		bare += "|" + strings.TrimLeft(parts[j].text, "0")
		digits = digits && parts[j].digits
		found := map[int]level{}
		look := func(key string) {
			for _, n := range x.byNumber[key] {
				found[n.item] = max(found[n.item], n.level)
			}
		}
		invoice, other := labelOf(parts, i)
		look(whole)
		if digits && j > i {
			look(bare)
		}
		if i == j && digits && invoice {
			look("#" + strings.TrimLeft(whole, "0"))
		}
		if len(found) == 0 || other && !anyAt(found, called) {
			continue
		}
		dated := digits && isDay(whole) && j-i != 1 && (j-i == 2 && !x.writtenInThree(found) || !invoice && !x.ofPayer(r, found))
		lower := other || dated || !freeStanding(text, parts[i].start, parts[j].end, digits)
		best := slices.Max(slices.Collect(maps.Values(found)))
		maps.DeleteFunc(found, func(_ int, l level) bool { return l < best })
		if best == hinted && invoice && i == j && len(parts[i].text) >= 4 && !other {
			best = called
		}
		if lower {
			best = doubted
		}
		hits = append(hits, hit{i, j, best, slices.SortedFunc(maps.Keys(found), x.order), other, digits && !invoice && i == j})
	}
	return hits
}

// onlyPays: besides numbers there are only words that say that something is paid.
func onlyPays(parts []segment) bool {
	return !slices.ContainsFunc(parts, func(p segment) bool {
		return !p.digits && !oneOf(paymentWords, p.text) && !oneOf(fillers, p.text) && !oneOf(joining, p.text)
	})
}

// writtenInThree: a number may be three rows of digits as a day is.
func (x *index) writtenInThree(found map[int]level) bool {
	for n := range found {
		if len(segments(x.items[n].Number)) == 3 && len(x.items[n].digits) >= 8 {
			return true
		}
	}
	return false
}

// ofPayer: what may be a day is a number all the same when the payer has an item of that number.
func (x *index) ofPayer(r *reading, found map[int]level) bool {
	for n := range found {
		if r.payerOf(x.items[n].party).strength() >= 2 {
			return true
		}
	}
	return false
}

func anyAt(found map[int]level, want level) bool {
	for _, l := range found {
		if l >= want {
			return true
		}
	}
	return false
}

// numberJoins reports whether what stands between two rows may stand within one number.
func numberJoins(between string) bool {
	return len(between) <= 2 && strings.Trim(between, " -/._\n") == ""
}

// freeStanding: digits that go on behind a dash or a dot are part of another number.
func freeStanding(text string, start, end int, digits bool) bool {
	isDigit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	joint := func(i int) bool { return i >= 0 && i < len(text) && (text[i] == '-' || text[i] == '.') }
	return (!digits || !joint(start-1) || !isDigit(start-2)) && (!joint(end) || !isDigit(end+1))
}

// writtenAsDay: 14/10/2026 is a day; 2026-1014 and 20261014 may be a number.
func writtenAsDay(word, digits string) bool {
	rows := segments(word)
	lettered := slices.ContainsFunc(rows, func(p segment) bool { return !p.digits })
	return isDay(digits) && len(rows) == 3 && !lettered || len(digits) <= 4 && strings.Contains(word, "/")
}

// longest keeps the hits that do not lie within a longer one that is as sure.
func longest(hits []hit) []hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		return slices.ContainsFunc(hits, func(o hit) bool {
			return o.start <= h.start && o.end >= h.end && o.end-o.start > h.end-h.start && (o.level >= h.level || o.other)
		})
	})
}

// token is the word around a row of digits, as it was typed.
func token(text string, p segment) string {
	const stops = " \n\t;+&<>():,*"
	start := strings.LastIndexAny(text[:p.start], stops) + 1
	end := len(text)
	if i := strings.IndexAny(text[p.end:], stops); i >= 0 {
		end = p.end + i
	}
	return strings.Trim(text[start:end], ".-/#")
}

// amountAfter and amountBefore are an amount with its currency, either way around; decimalNumber is any number with a point
// or a comma.
var (
	amountAfter   = regexp.MustCompile(`\b([A-Z]{3})\s?([0-9][0-9.,' ]*[0-9]|[0-9])`)
	amountBefore  = regexp.MustCompile(`([0-9][0-9.,']*[0-9]|[0-9])\s?([A-Z]{3})\b`)
	decimalNumber = regexp.MustCompile(`[0-9]+[.,][0-9]+`)
)

func statedAmounts(text string) (amounts []core.Amount, numbers []string) {
	if !strings.ContainsAny(text, "0123456789") {
		return nil, nil
	}
	add := func(number, code string) {
		if a, ok := looseAmount(number, core.Currency(code)); ok {
			amounts = append(amounts, a)
		}
	}
	for _, m := range amountAfter.FindAllStringSubmatch(text, -1) {
		add(m[2], m[1])
	}
	for _, m := range amountBefore.FindAllStringSubmatch(text, -1) {
		add(m[1], m[2])
	}
	for _, n := range decimalNumber.FindAllString(text, -1) {
		numbers = append(numbers, strings.Replace(n, ",", ".", 1))
	}
	return amounts, numbers
}

// looseAmount reads "1.234,50", "1,234.50", "1 234,50" and "1234": the last mark before one or two digits is the decimal one.
func looseAmount(text string, currency core.Currency) (core.Amount, bool) {
	text = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\'' {
			return -1
		}
		return r
	}, text)
	whole, fraction := text, ""
	if i := strings.LastIndexAny(text, ".,"); i >= 0 && len(text)-i <= 3 {
		whole, fraction = text[:i], text[i:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	a, err := core.ParseAmount(whole+strings.Replace(fraction, ",", ".", 1), currency)
	return a, err == nil && a.Minor > 0
}
