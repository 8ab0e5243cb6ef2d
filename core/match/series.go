package match

import (
	"slices"
	"strings"

	"ferry/core"
)

// What is here tells whether a number as it is typed can be an item's, or is another of its series.

// digitRows are the rows of digits of the item's number as they stand; a year that the last begins with is a row of its own.
func (i *item) digitRows() (rows []string) {
	for _, p := range segments(i.Number) {
		if p.digits {
			rows = append(rows, p.text)
		}
	}
	year := yearText(i.Date)
	if len(rows) == 0 || slices.Contains(rows, year) || slices.Contains(rows, year[2:]) {
		return rows
	}
	before, whole := rows[:len(rows)-1], rows[len(rows)-1]
	for _, year := range []string{year, year[2:]} {
		if rest, ok := strings.CutPrefix(whole, year); ok && len(rest) >= 3 {
			return append(before, year, rest)
		}
	}
	return rows
}

// lastRow is the row that counts of the item's number.
func (i *item) lastRow() string {
	rows := i.digitRows()
	return rows[tellingRow(rows, yearText(i.Date))]
}

// yearText is the year of a date in four digits.
func yearText(d core.Date) string { return d.Time().Format("2006") }

// fits reports whether a number as it is typed can be the item's: its last row, or all of it, or has the same rows in another order, and its
// letters are not another series'. Beside a number in full, less may be written of the next (loose).
func (i *item) fits(word string, loose bool) bool {
	digits, letters := rowsOf(word)
	letters = slices.DeleteFunc(letters, func(l string) bool {
		return oneOf(plainWords, l) || oneOf(paymentWords, l) || oneOf(noWords, l) || oneOf(otherWords, l)
	})
	if len(i.letters) > 0 && !sameLetters(letters, i.letters) {
		return false
	}
	own, typed := strings.TrimLeft(i.digits, "0"), strings.TrimLeft(onlyDigits(word), "0")
	if own == "" || typed == "" {
		return false
	}
	rows := i.digitRows()
	last := strings.TrimLeft(i.lastRow(), "0")
	switch {
	case typed == own, typed == last:
		return true
	case strings.HasSuffix(own, typed) && (len(typed) >= 4 || loose && len(typed) >= 2):
		return true
	case len(rows) == 1 && strings.HasSuffix(typed, own) && i.yearBefore(typed[:len(typed)-len(own)]):
		return true
	}
	for _, row := range digits {
		if !slices.ContainsFunc(rows, func(o string) bool {
			return strings.TrimLeft(o, "0") == row || len(o) == 2 && isYear(row) && row[2:] == o || isYear(o) && o[2:] == row ||
				len(rows) == 1 && (row == yearText(i.Date) || row == yearText(i.Date)[2:])
		}) {
			return false
		}
	}
	return slices.Contains(digits, last)
}

// yearBefore reports whether digits are the item's year and zeros, as people write before a number that has none.
func (i *item) yearBefore(digits string) bool {
	year := yearText(i.Date)
	rest, ok := strings.CutPrefix(digits, year)
	if !ok {
		rest, ok = strings.CutPrefix(digits, year[2:])
	}
	return ok && strings.Trim(rest, "0") == ""
}

// nearby is how far apart two numbers of a series may be, for a bare number to be taken for one of them.
const nearby = 30

// likeOurs reports whether a word is written like the item's number, with whatever letters: the same rows, or as many digits that
// begin alike, or the year and as long a row, or as long a row that is near. A bare day is none.
func (i *item) likeOurs(word string) bool {
	if i.shape != "" && shapeOf(word) == i.shape {
		return true
	}
	rows, written := i.digitRows(), segments(word)
	written = slices.DeleteFunc(written, func(p segment) bool { return !p.digits })
	if len(rows) > 0 && len(written) > 0 {
		last, typed := i.lastRow(), written[len(written)-1].text
		year := yearText(i.Date)
		switch {
		case len(last) < 3 || len(typed) != len(last) || len(last) > 9:
		case len(written) == 1 && number(typed)-number(last) <= nearby && number(last)-number(typed) <= nearby,
			len(written) == 2 && (written[0].text == year || written[0].text == year[2:]):
			return true
		}
	}
	if i.slipOf(word) {
		return true
	}
	typed := onlyDigits(word)
	if len(typed) < 6 || isDay(typed) && len(typed) == len(word) {
		return false
	}
	lead := 2
	if isYear(i.digits[:min(4, len(i.digits))]) {
		lead = 4
	}
	return len(typed) == len(i.digits) && typed[:lead] == i.digits[:lead]
}

// slipOf reports whether a word may be the item's number but for a slip: it has the letters of that, and as many figures, or begins with the same
// figures and has one more or one less.
func (i *item) slipOf(word string) bool {
	typed := onlyDigits(word)
	_, letters := rowsOf(word)
	if len(typed) < 5 || !sameLetters(letters, i.letters) || isDay(typed) && len(typed) == len(word) {
		return false
	}
	lead := 4
	if len(letters) > 0 {
		lead = 2
	}
	switch len(typed) - len(i.digits) {
	case 0:
		return len(letters) > 0
	case -1, 1:
		return strings.HasPrefix(typed, i.digits[:lead])
	}
	return false
}

// paperOf reports whether a word is the number of a paper, of whatever series: its year, or the year before or after, and a row beside it.
func (i *item) paperOf(word string) bool {
	dated, numbered := false, false
	parts := segments(word)
	for k, p := range parts {
		switch {
		case k == 1 && len(parts) == 3 && !parts[0].digits && len(p.text) == 2 && parts[1].start == parts[0].end && parts[2].start > p.end: // F26-0188
			dated = p.text == yearText(i.Date)[2:]
		case !p.digits:
		case isYear(p.text) && likelyYear(p.text, i.Date):
			apart := number(p.text) - i.Date.Time().Year()
			dated = dated || apart >= -1 && apart <= 1
		case len(p.text) >= 3:
			numbered = true
		}
	}
	return dated && numbered
}

// units say behind a small number that it counts something.
const units = " STUK STUKS PCS X MAAND MAANDEN MOIS DAG DAGEN JOURS JAAR UUR UREN HEURES EUR EURO EUROS WEKEN SEMAINES PERSONEN PERSONNES "

// calledShort reports whether a number, be it of one digit, is called an invoice: no word that means something stands between, and no
// longer number, behind which it may be anything.
func calledShort(parts []segment, at int) bool {
	if at+1 < len(parts) {
		next := parts[at+1]
		if _, month := months[strings.ToLower(next.text)]; month || oneOf(units, next.text) || !next.digits && next.start == parts[at].end {
			return false
		}
	}
	for i := at - 1; i >= 0; i-- {
		p := parts[i]
		switch {
		case i == at-1 && (p.end == parts[at].start || i == 0) && oneOf(usualSeries, p.text):
			return true
		case p.digits && len(p.text) > 3:
			return false
		case p.digits || oneOf(fillers, p.text) || oneOf(joining, p.text) || len(p.text) == 1:
			continue
		}
		return oneOf(invoiceWords, p.text) || oneOf(" REKENING KWITANTIE QUITTANCE ", p.text)
	}
	return false
}

func countRows(parts []segment) (n int) {
	for _, p := range parts {
		if p.digits {
			n++
		}
	}
	return n
}

// ofYear reports whether a word is a number and the year of a day: 7/26.
func ofYear(word string, day core.Date) bool {
	_, year, ok := strings.Cut(word, "/")
	return ok && !day.IsZero() && (year == yearText(day) || year == yearText(day)[2:])
}
