package match

import (
	"slices"
	"strings"

	"ferry/core"
)

// What is here hears when a text speaks of another number than that of an item, though it looks like it.

// otherItem is an item that a text nearly names, with what it says instead.
type otherItem struct {
	item int
	text string
}

func (r *reading) deny(items []int, text string) {
	for _, n := range items {
		r.others = append(r.others, otherItem{n, "no " + text})
	}
}

// denials say in front of a number that it is not paid.
const denials = " NIET GEEN BEHALVE ZONDER UITGEZONDERD UITGENOMEN SAUF SANS HORS EXCEPTE EXCEPT EXCL EXCLUSIEF WITHOUT NOT OHNE AUSSER NICHT KEINE PAS AUCUN "

// Words that stand behind a number and tell what became of it.
const (
	auxiliaries  = " IS WAS WERD WORDT ZIJN EST A ETE ETAIT IST WURDE HAS BEEN EN NOG ENCORE "
	alreadyOrNot = " REEDS AL DEJA ALREADY BEREITS NIET PAS NON NOT NICHT "
	paidBefore   = " BETAALD VOLDAAN PAYE PAYEE PAID REGLE REGLEE BEZAHLT VEREFFEND "
	disputed     = " BETWIST CONTESTE CONTESTEE CONTESTATION LITIGE DISPUTED DISPUTE GESCHIL BESTRITTEN "
)

// denies reports whether the nearest word that means something says that what follows is not paid.
func denies(before []segment) bool {
	for _, p := range slices.Backward(before) {
		if !p.digits && len(p.text) > 1 && !oneOf(usualSeries, p.text) && !oneOf(fillers, p.text) && !oneOf(joining, p.text) && !oneOf(invoiceWords, p.text) && !oneOf(" VOOR POUR FOR FUR BETALING PAIEMENT PAYMENT ", p.text) {
			return oneOf(denials, p.text)
		}
	}
	return false
}

// settledBefore reports whether what follows a number says that it was paid before, or is not paid: "1042 reeds betaald, dit is 1043",
// "1042 a déjà été payée", "1042 wordt betwist".
func settledBefore(behind []segment) bool {
	told := false
	for _, p := range behind {
		switch {
		case oneOf(disputed, p.text), told && oneOf(paidBefore, p.text):
			return true
		case oneOf(alreadyOrNot, p.text):
			told = true
		case !oneOf(auxiliaries, p.text):
			return false
		}
	}
	return false
}

// otherRow: the digits are a row of the item's number, and the row that is written before them is none of it, nor a year: 02/1042 is not
// 01/1042, and 202/0750 not 2026/0750. In a list the number before may be another item's.
func (x *index) otherRow(r *reading, n int, text string, parts []segment, i int) bool {
	if i == 0 || !parts[i].digits || !parts[i-1].digits {
		return false
	}
	it, written := &x.items[n], parts[i-1].text
	between := text[parts[i-1].end:parts[i].start]
	if strings.Trim(between, "/-.") != "" && !(between == " " && isYear(written)) {
		return false
	}
	short := func(row string) string { return strings.TrimLeft(row, "0") }
	if at := slices.Index(it.rows, short(parts[i].text)); at < 1 && (at < 0 || short(it.lastRow()) == it.rows[0]) && short(parts[i].text) != short(it.lastRow()) {
		return false
	}
	year := yearText(it.Date)
	switch {
	case len(it.digitRows()) < 2, slices.Contains(it.rows, short(written)), short(written) == short(parts[i].text):
		return false
	case slices.ContainsFunc(append(it.digitRows(), year), func(row string) bool {
		return isYear(row) && row[2:] == written || isYear(written) && written[2:] == row || row == written
	}):
		return false
	case i > 1 && parts[i-2].digits && strings.Trim(text[parts[i-2].end:parts[i-1].start], "/-.") == "" && len(written) == len(parts[i].text):
		return false // the end of a list
	case slices.ContainsFunc(x.byNumber["#"+short(written)], func(o numbered) bool { return x.items[o.item].party == it.party }):
		return false
	}
	r.others = append(r.others, otherItem{n, text[parts[i-1].start:parts[i].end]})
	return true
}

// plainWords say in front of a number that it is an invoice's and are the letters of no series; usualSeries are those that
// people write before numbers that have none.
const (
	plainWords = " FACTUUR FACTUREN FACT FACTNR FNR FACTUURNR FACTUURNUMMER FACTUURNRS FACTUURNUMMERS FACTURATIE FAKTUUR FAKTUREN FAKT FCT FC FACTURE FACTURES FAC INVOICE INVOICES INV RECHNUNG RECHNUNGEN RECHN RGNR " +
		"FACTURA BILL CREDITNOTA CREDITNOTE KREDITNOTA AVOIR GUTSCHRIFT "
	usualSeries = " F FA FV VF FT RG RE "
	noWords     = " N NR NO NUM NUMMER NUMERO NUMBER NBR NRS REF "
)

// prefix is the letters that a number is written with and that are no word: B of B2026-0042, but not factuur of factuur2026-0042.
func prefix(text string, parts []segment, i int) string {
	if i == 0 || !parts[i].digits || parts[i-1].digits || len(strings.Trim(text[parts[i-1].end:parts[i].start], "-/._")) > 0 {
		return ""
	}
	word := parts[i-1].text
	if oneOf(plainWords, word) || oneOf(paymentWords, word) || oneOf(joining, word) || oneOf(noWords, word) {
		return ""
	}
	return word
}

// attached is such a prefix that is not one of the usual.
func attached(text string, parts []segment, i int) string {
	if word := prefix(text, parts, i); !oneOf(usualSeries, word) {
		return word
	}
	return ""
}

// otherSeries: the digits are the item's, the letters in front of them are not. An F is short for invoice in most series.
func (x *index) otherSeries(n int, text string, parts []segment, i int) bool {
	word, own := prefix(text, parts, i), x.items[n].letters
	return word != "" && len(own) > 0 && !sameLetters([]string{word}, own)
}

// sameLetters reports whether what is written agrees with the letters of a number.
func sameLetters(written, own []string) bool {
	for _, word := range written {
		if !slices.Contains(own, word) && (word != "F" || !slices.ContainsFunc(own, func(o string) bool { return strings.Contains(o, "F") })) {
			return false
		}
	}
	return true
}

// otherYear is what the text says of a number that is the item's but for the year beside it: 42/2025 and 2025 0042 are not
// 2026-0042; empty: nothing.
func (x *index) otherYear(n int, text string, parts []segment, i, j int) string {
	years := x.items[n].years(j - i + 1)
	if len(years) == 0 || !parts[i].digits || !parts[j].digits {
		return ""
	}
	for _, at := range []int{j + 1, j + 2, i - 1, i - 2} {
		if at < 0 || at >= len(parts) || at == j+2 && !oneOf(" VAN UIT DE DU OF VOM JAAR ANNEE IN ", parts[j+1].text) || at == i-2 && (!oneOf(noWords, parts[i-1].text) || !isYear(parts[at].text)) {
			continue
		}
		left, right := min(i, at), max(j, at)
		between := text[parts[left].end:parts[right].start]
		switch {
		case at == i-2 && len(between) <= 7:
			between = " "
		case at == j+1 && isYear(parts[at].text) && strings.HasSuffix(text[parts[j].end:parts[at].start], "("):
			between = " "
		case at == j+1:
			between = text[parts[j].end:parts[at].start]
		case at == i-1:
			between = text[parts[at].end:parts[i].start]
		case len(between) > 6:
			continue
		}
		year := x.yearOf(n, parts[at], between, at == j+2)
		word := token(text, parts[at])
		if at == j+1 && writtenDays.FindStringIndex(text[parts[at].start:]) != nil && writtenDays.FindStringIndex(text[parts[at].start:])[0] == 0 {
			continue // a day stands behind the number
		}
		if year == 0 || slices.Contains(years, year) || writtenAsDay(word, onlyDigits(word)) && len(onlyDigits(word)) > 4 {
			continue
		}
		return text[parts[left].start:parts[right].end]
	}
	return ""
}

// years are those that may stand beside a part of the item's number, or beside a number without one; none: any, or the part has it.
func (i *item) years(rows int) (years []int) {
	if len(i.rows) == 1 && len(i.digits) >= 6 || rows > 1 && rows >= len(i.rows) && len(i.rows) > 1 {
		return nil
	}
	if len(i.rows) > 1 {
		var short []int
		written := i.digitRows() // 0025 is no year
		for k, row := range written {
			switch {
			case isYear(row):
				years = append(years, number(row))
			case len(row) == 2 && (k == 0 || k == len(written)-1):
				short = append(short, 2000+number(row))
			}
		}
		if len(years) == 0 {
			years = short
		}
		if len(years) > 0 {
			return years
		}
	}
	years = append(years, i.Date.Time().Year())
	if !i.Due.IsZero() {
		years = append(years, i.Due.Time().Year())
	}
	return years
}

func number(digits string) (n int) {
	for _, c := range digits {
		n = n*10 + int(c-'0')
	}
	return n
}

// yearOf reads a row of digits beside an item's number as a year; 0: it is none, or it is another item's number in a list.
func (x *index) yearOf(n int, p segment, between string, spoken bool) int {
	year := 0
	switch {
	case !p.digits || !spoken && !numberJoins(between):
		return 0
	case isYear(p.text):
		year = number(p.text)
	case len(p.text) == 2 && (between == "/" || between == "-"):
		year = 2000 + number(p.text)
	}
	for _, key := range []string{p.text, "#" + strings.TrimLeft(p.text, "0")} {
		if slices.ContainsFunc(x.byNumber[key], func(o numbered) bool { return o.item != n && x.items[o.item].party == x.items[n].party }) {
			return 0
		}
	}
	written := between == "/" || between == "-" // as a part of the number
	if of := x.items[n].Date.Time().Year(); !written && (year < of-12 || year > of+1) {
		return 0
	}
	return year
}

// readYears notes the items whose short number stands beside another year. 10/2025 is a month, unless it is called an invoice.
func (x *index) readYears(r *reading, text string, parts []segment) {
	for i, p := range parts {
		if !p.digits {
			continue
		}
		invoice, other := labelOf(parts, i)
		short := strings.TrimLeft(p.text, "0")
		if numbered := i > 0 && oneOf(noWords, parts[i-1].text); other || !invoice && !numbered && len(p.text) <= 2 && number(p.text) <= 12 {
			continue
		}
		for _, key := range []string{"#" + short, p.text} {
			for _, o := range x.byNumber[key] {
				if r.payerOf(x.items[o.item].party).strength() == 0 {
					continue // nothing that rests on its payer can take it
				}
				if said := x.otherYear(o.item, text, parts, i, i); said != "" {
					r.others = append(r.others, otherItem{o.item, said})
				}
			}
		}
	}
}

// otherNumber is what the text says instead of one of an option's items, where nothing names that item for sure.
func (w *work) otherNumber(o *option) string {
	for _, other := range w.r.others {
		named := slices.ContainsFunc(w.r.mentions, func(m mention) bool { return m.level >= called && slices.Contains(m.items, other.item) })
		if !named && slices.Contains(o.items, other.item) {
			return "the text speaks of " + core.CleanText(other.text)
		}
	}
	return ""
}

// lateBooked is how many days before an item's date its invoice may have been made out.
const lateBooked = 60

// withoutDated takes from hits the items whose invoice the text dates in another year: "1707 van 12/11/2025" is not 1707 of this year.
func (x *index) withoutDated(r *reading, text string, parts []segment, hits []hit, times []moment) []hit {
	var kept []hit
	for _, h := range hits {
		at := h.end + 1
		for at < len(parts) && at <= h.end+2 && oneOf(" VAN DU DD D DE UIT OF VOM DATED DATUM ", parts[at].text) {
			at++
		}
		day, end := dayAt(parts, at, times)
		h.items = slices.DeleteFunc(slices.Clone(h.items), func(n int) bool {
			years := x.items[n].years(h.end - h.start + 1)
			other := !day.IsZero() && len(years) > 0 && !slices.Contains(years, day.Time().Year()) && day.AddDays(lateBooked) < x.items[n].Date
			if other {
				r.others = append(r.others, otherItem{n, text[parts[h.start].start:end]})
			}
			return other
		})
		if len(h.items) > 0 {
			kept = append(kept, h)
		}
	}
	return kept
}

// dayAt reads the day that begins at a part, and where it ends: 12/11/2025, or 12 november 2025.
func dayAt(parts []segment, at int, times []moment) (core.Date, int) {
	if at >= len(parts) {
		return 0, 0
	}
	for _, m := range times {
		if !m.hour && m.start == parts[at].start {
			return m.date, m.end
		}
	}
	if at+2 < len(parts) && parts[at].digits && len(parts[at].text) <= 2 && isYear(parts[at+2].text) {
		word := strings.ToLower(parts[at+1].text)
		if month := max(months[word], shortMonths[word]); month != 0 {
			return core.NewDate(number(parts[at+2].text), month, number(parts[at].text)), parts[at+2].end
		}
	}
	return 0, 0
}
