package match

import (
	"cmp"
	"maps"
	"slices"

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
	// invoice: the number is called one.
	invoice bool
	full    bool // the number in full, but of several parties' items
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
	unknown  []reference.Found // references, by their check digits or their form, that no open item has
	invoices []string          // numbers called invoices in the text that no open item has
	tokens   []string          // other numbers in the text
	months   []string          // numbers in the text that may be a month: 10/2026
	others   []otherItem       // items that the text nearly names, and of which it says that another is meant
	excepted string            // a number that is not paid, or was before, and that no open item has
	spans    []span            // rows of numbers
	periods  []period          // months that the payer's text speaks of
	field    string            // in which the payer speaks
	text     string            // what he says
	words    []string          // of that text, as they are folded
	stated   []core.Amount     // amounts with a currency in the text
	numbers  []string          // decimal numbers in the text: one may be a rate
	// numbersOnly: the payer's text is numbers, and words that say that something is paid.
	numbersOnly bool
	partial     bool        // the text says that a part is paid
	dates       []core.Date // of an invoice, in the payer's text
	told        []int       // parties whose name stands in the payer's text
	returned    bool        // the bank says that it takes an earlier payment back
}

// fields are the texts of a line in which people name what they pay.
func fields(l core.Line) []reference.Field {
	all := []reference.Field{{Name: remittance, Text: untagged(l.Remittance)}, {Name: "additionalInformation", Text: untagged(l.AdditionalInformation)},
		{Name: "description", Text: l.Description}, {Name: endToEnd, Text: l.EndToEndID}}
	return slices.DeleteFunc(all, func(f reference.Field) bool { return f.Text == "" || noNumber(f.Text) })
}

// read takes everything out of a line's texts that the engine uses.
func (x *index) read(l core.Line) *reading {
	r := &reading{line: l, account: account(l.CounterpartReference), returned: returned(l)}
	r.field, r.text = payersText(l)
	r.words = foldedWords(r.text)
	r.partial = said(r.words, partWords) != ""
	r.periods = periods(r.text, r.words)
	if len(r.periods) == 0 {
		r.periods = years(r.words, l.BookingDate)
	}
	x.readPayers(r)
	x.readTold(r)
	for _, f := range fields(l) {
		spans := x.readReferences(r, f)
		x.readNumbers(r, f, spans)
	}
	if r.text != r.field {
		r.readWords(segments(r.text), moments(r.text))
	}
	r.stated, r.numbers = statedAmounts(l.Remittance + " " + l.AdditionalInformation + " " + l.Description)
	r.mentions = preferPayer(x, r)
	r.returned = r.returned && !x.ownWords(r)
	return r
}

// readWords notes whether the payer's text is more than numbers, and the days of invoices in it.
func (r *reading) readWords(parts []segment, times []moment) {
	r.numbersOnly = onlyPays(parts)
	r.readDates(parts, times)
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
		case found.Valid && len(items) > 0 && denies(segments(f.Text[:found.Start])):
			r.deny(items, found.Text)
		case found.Valid && len(items) > 0 && !known[at]:
			known[at] = true
			l := quoted
			if len(found.Value) < 7 {
				l = hinted // a short viite or KID is also any other number
			}
			r.addMention(mention{level: l, items: items, what: "reference", field: f.Name, text: found.Text})
		case found.Valid && strong && !known[at] && !banksOwn(segments(f.Text[:found.Start])):
			r.unknown = append(r.unknown, found)
		case !found.Valid:
			near := reference.Nearest(found.Value, func(v string) bool { return len(x.byReference[v]) > 0 })
			for _, miss := range near {
				for _, n := range x.byReference[miss.Value] {
					r.misses = append(r.misses, nearMiss{n, f.Name, found.Text, miss.Reason, miss.Value})
				}
			}
			formed := inForm(f.Text, found)
			if len(near) == 0 && !formed {
				continue // two numbers on two lines
			}
			if len(near) == 0 && len(x.byNumber[found.Value]) == 0 {
				r.unknown = append(r.unknown, found)
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
			if m.level > o.level || m.level == o.level && (o.bare || m.invoice && !o.invoice) {
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
	who := newName(r.line.CounterpartName)
	alike := x.named(who)
	if r.account != "" {
		for _, p := range x.holders(r.account, alike) {
			add(p)
		}
	} else {
		for _, v := range reference.FindIBANs(r.line.Remittance) {
			for _, p := range x.byIBAN[v] {
				add(payer{party: p, like: similar})
			}
		}
	}
	for p, like := range alike {
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

// holders are the parties of an account. Of one that several share, the name says whose; else it proves nobody.
func (x *index) holders(account string, alike map[int]likeness) (list []payer) {
	sharing := x.byIBAN[account]
	if len(sharing) == 1 {
		return []payer{{party: sharing[0], iban: true}}
	}
	best := unlike
	for _, p := range sharing {
		best = max(best, alike[p])
	}
	for _, p := range sharing {
		switch {
		case best == unlike:
			list = append(list, payer{party: p, like: similar})
		case alike[p] == best:
			list = append(list, payer{party: p, iban: true})
		}
	}
	return list
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
			mine := slices.DeleteFunc(slices.Clone(m.items), func(n int) bool { return r.payerOf(x.items[n].party).strength() < 2 && !r.tells(x.items[n].party) })
			if len(mine) > 0 {
				m.items = mine // also a credit note, which moves money the other way
			}
			if m.items = x.sameWay(m.items, r.line.Amount.Minor); len(mine) == 0 && len(m.items) > 1 {
				m.level, m.full = hinted, m.level >= called
			}
		}
		narrowed.addMention(m)
	}
	return narrowed.mentions
}

// tells: a payment that comes in says for which party it is.
func (r *reading) tells(party int) bool {
	return r.line.Amount.Minor > 0 && slices.Contains(r.told, party)
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
