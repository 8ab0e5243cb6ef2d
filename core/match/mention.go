package match

import (
	"maps"
	"slices"
	"strings"

	"ferry/core/reference"
)

// hit is a place where a form of an item's number stands.
type hit struct {
	start, end int // segments
	level      level
	items      []int
	other      bool // a word in front says that it is something else
	bare       bool
	invoice    bool // a word in front says so
	dated      bool // it may be a day
}

// readNumbers looks for invoice numbers: groups of neighbouring rows of letters and digits, never a part of a row, the
// longest group first. A word in front may say that the number is something else.
func (x *index) readNumbers(r *reading, f reference.Field, spans []segment) {
	parts := segments(f.Text)
	parts = slices.DeleteFunc(parts, func(p segment) bool {
		return slices.ContainsFunc(spans, func(s segment) bool { return p.start < s.end && s.start < p.end })
	})
	times := slices.DeleteFunc(moments(f.Text), func(m moment) bool { // a telephone number that ends in a reference is none
		return slices.ContainsFunc(spans, func(s segment) bool { return m.start < s.end && s.start < m.end })
	})
	parts = slices.DeleteFunc(parts, func(p segment) bool {
		return slices.ContainsFunc(times, func(m moment) bool { return m.hour && p.start < m.end && m.start < p.end })
	})
	var hits []hit
	for i := range parts {
		hits = append(hits, x.hitsFrom(r, f.Text, parts, i)...)
	}
	hits = slices.DeleteFunc(hits, func(h hit) bool { return cuts(times, parts[h.start].start, parts[h.end].end) })
	hits = slices.DeleteFunc(longest(x.thisWay(hits, r.line.Amount.Minor)), func(h hit) bool {
		denied := denies(parts[:h.start]) || settledBefore(parts[h.end+1:])
		if denied {
			r.deny(h.items, f.Text[parts[h.start].start:parts[h.end].end])
		}
		return denied
	})
	hits = x.withoutSuffixed(r, f.Text, parts, hits)
	hits = x.withoutDated(r, f.Text, parts, hits, times)
	x.readYears(r, f.Text, parts)
	x.readSpans(r, f.Text, parts, hits)
	readForms(r, f.Name, f.Text, parts, hits)
	for _, h := range hits {
		if f.Name == endToEnd && !x.namesPayer(r, h.items) {
			h.level = min(h.level, doubted)
		}
		r.addMention(mention{level: h.level, items: h.items, what: "number", field: f.Name, text: f.Text[parts[h.start].start:parts[h.end].end],
			bare: h.bare && !onlyPays(parts), invoice: h.invoice})
	}
	if f.Name == endToEnd {
		return
	}
	if f.Text == r.text {
		r.readWords(parts, times)
	}
	for i, p := range parts {
		covered := within(times, p) || slices.ContainsFunc(hits, func(h hit) bool {
			return h.start <= i && i <= h.end && (h.level >= called || h.level == doubted && !h.dated && attached(f.Text, parts, h.start) == "")
		})
		if p.digits && !covered {
			r.readToken(f.Text, parts, hits, i)
		}
	}
}

// readToken notes a number that names no item: it may speak of another one.
func (r *reading) readToken(text string, parts []segment, hits []hit, i int) {
	p := parts[i]
	word := token(text, p)
	if len(p.text) >= 3 && slices.ContainsFunc(hits, func(h hit) bool {
		first := text[parts[h.start].start:parts[h.end].end]
		return len(onlyDigits(first)) >= 3 && strings.HasPrefix(word, first)
	}) {
		word = p.text // what follows a number in a list: 2026/0123-124-127
	}
	if denies(parts[:i]) || settledBefore(parts[i+1:]) {
		r.excepted = word
	}
	invoice, other := labelOf(parts, i)
	digits := onlyDigits(word)
	short := calledShort(parts, i)
	switch {
	case other || slices.Contains(r.tokens, word) || banksCode.MatchString(word), isYear(digits) && likelyYear(digits, r.line.BookingDate):
		return
	case writtenAsDay(word, digits) && !(short && ofYear(word, r.line.BookingDate)):
		return
	case !invoice && isPeriod(word):
		r.months = append(r.months, word)
		return
	case len(digits) < 3 && !short && !(r.numbersOnly && countRows(parts) <= 2):
		return
	}
	r.tokens = append(r.tokens, word)
	if (invoice && len(digits) >= 3 || short) && !strings.ContainsAny(word, ",€") {
		r.invoices = append(r.invoices, word)
	}
}

// maxNumberParts is how many rows of letters or digits a number may consist of.
const maxNumberParts = 6

func (x *index) hitsFrom(r *reading, text string, parts []segment, i int) (hits []hit) {
	whole, bare, digits, marks := "", "", true, 0
	invoice, other := labelOf(parts, i)
	for j := i; j < len(parts) && j < i+maxNumberParts; j++ {
		if j > i {
			between := text[parts[j-1].end:parts[j].start]
			if !numberJoins(between) && !(j == i+1 && yearJoins(between, parts[i], parts[j])) {
				break
			}
		}
		if j > i && strings.ContainsAny(text[parts[j-1].end:parts[j].start], "-/._") {
			marks++
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
		look(whole)
		if digits && j > i {
			look(bare)
		}
		if digits && j == i+1 {
			look(yearFirst(parts[i].text, parts[j].text))
		}
		if i == j && digits && (invoice || i > 0 && len(whole) >= 3 && oneOf(noWords, parts[i-1].text)) {
			look("#" + strings.TrimLeft(whole, "0"))
		}
		if digits && marks > 1 { // 2026-10-41 is not 2026/1041, and hardly 20261041
			maps.DeleteFunc(found, func(n int, _ level) bool { return len(x.items[n].rows) <= marks })
		}
		if len(found) == 0 || other && !anyAt(found, called) || inCode(parts, j) {
			continue
		}
		maps.DeleteFunc(found, func(n int, _ level) bool {
			return x.otherSeries(n, text, parts, i) || i == j && x.otherRow(r, n, text, parts, i) || x.otherYear(n, text, parts, i, j) != ""
		})
		if len(found) == 0 {
			continue
		}
		dated := digits && isDay(whole) && j-i != 1 && !invoice && !x.namesAlike(r, found)
		period := digits && !invoice && j == i+1 && (isYear(parts[i].text) && len(parts[j].text) <= 2 || isYear(parts[j].text) && len(parts[i].text) <= 2) && !x.inFull(found, whole)
		lower := other || dated || period || cents(text, parts[j].end) || !freeStanding(text, parts[i].start, parts[j].end, digits) || attached(text, parts, i) != ""
		best := slices.Max(slices.Collect(maps.Values(found)))
		maps.DeleteFunc(found, func(_ int, l level) bool { return l < best })
		if best == hinted && invoice && i == j && len(parts[i].text) >= 4 && !other && x.anyWay(found, r.line.Amount.Minor) {
			best = called
		}
		if lower {
			best = doubted
		}
		hits = append(hits, hit{i, j, best, slices.SortedFunc(maps.Keys(found), x.order), other, digits && !invoice && i == j, invoice, dated})
	}
	return hits
}

// endToEnd is the field in which payers, or their banks, put numbers of their own.
const endToEnd = "endToEndId"

// remittance is the field in which payers say what they pay.
const remittance = "remittanceInformation"

// namesPayer: one of the items is of the one who pays.
func (x *index) namesPayer(r *reading, items []int) bool {
	return slices.ContainsFunc(items, func(n int) bool { return r.payerOf(x.items[n].party).strength() >= 2 })
}

// namesAlike: one of the items is of somebody whose name is at least like that of the one who pays.
func (x *index) namesAlike(r *reading, found map[int]level) bool {
	for n := range found {
		if r.payerOf(x.items[n].party).strength() > 0 {
			return true
		}
	}
	return false
}

// onlyPays: besides numbers there are only words that say that something is paid.
func onlyPays(parts []segment) bool {
	return !slices.ContainsFunc(parts, func(p segment) bool {
		return !p.digits && !oneOf(paymentWords, p.text) && !oneOf(fillers, p.text) && !oneOf(joining, p.text)
	})
}

func anyAt(found map[int]level, want level) bool {
	for _, l := range found {
		if l >= want {
			return true
		}
	}
	return false
}

// inFull: one of the items has just these digits. 2026-09 is a month, a week or a season sooner than 2026-0009.
func (x *index) inFull(found map[int]level, digits string) bool {
	for n := range found {
		if x.items[n].digits == digits {
			return true
		}
	}
	return false
}

// anyWay: one of the items moves money the way the line does. A supplier's short number names none of our own invoices.
func (x *index) anyWay(found map[int]level, amount int64) bool {
	for n := range found {
		if (x.items[n].sign > 0) == (amount > 0) {
			return true
		}
	}
	return false
}

// numberJoins reports whether what stands between two rows may stand within one number.
func numberJoins(between string) bool {
	return len(between) <= 2 && strings.Trim(between, " -/._\n") == "" || between == " - " || between == " / "
}

// yearJoins: a year and a number belong together over more than other rows: 2026 - 0713, 2026:0713.
func yearJoins(between string, a, b segment) bool {
	return a.digits && b.digits && isYear(a.text) != isYear(b.text) && len(between) <= 5 && strings.Trim(between, " :,-/\n–—") == ""
}

// yearFirst is the key of a number whose year is written behind it, or in short: 713/2026, 26/713.
func yearFirst(a, b string) string {
	switch {
	case isYear(b) && !isYear(a):
		return "|" + b + "|" + strings.TrimLeft(a, "0")
	case len(a) == 2 && len(b) >= 3:
		return "|20" + a + "|" + strings.TrimLeft(b, "0")
	}
	return ""
}

// cents: what follows makes an amount of a number: 1042,50.
func cents(text string, end int) bool {
	isDigit := func(i int) bool { return i < len(text) && text[i] >= '0' && text[i] <= '9' }
	return end < len(text) && text[end] == ',' && isDigit(end+1) && isDigit(end+2) && !isDigit(end+3)
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

// thisWay drops the hits that name only what moves money the other way, where a part of them names in full what moves it this way: the word
// in front of our number makes a supplier's number of it.
func (x *index) thisWay(hits []hit, amount int64) []hit {
	this := func(h hit) bool {
		return slices.ContainsFunc(h.items, func(n int) bool { return (x.items[n].sign > 0) == (amount > 0) })
	}
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		return !this(h) && slices.ContainsFunc(hits, func(o hit) bool { return o.start >= h.start && o.end <= h.end && o.level >= called && this(o) })
	})
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
