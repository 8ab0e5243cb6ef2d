package match

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"ferry/core"
)

// months are the names of months, as they are folded; "may" is any verb's help. shortMonths name one only beside a year, or behind a word of
// periodWords: Jan is also a man.
var (
	months = map[string]time.Month{
		"januari": 1, "janvier": 1, "january": 1, "februari": 2, "fevrier": 2, "february": 2, "maart": 3, "mars": 3, "march": 3, "april": 4, "avril": 4, "mei": 5, "mai": 5,
		"juni": 6, "juin": 6, "june": 6, "juli": 7, "juillet": 7, "july": 7, "augustus": 8, "aout": 8, "august": 8, "september": 9, "septembre": 9,
		"oktober": 10, "octobre": 10, "october": 10, "november": 11, "novembre": 11, "december": 12, "decembre": 12,
	}
	shortMonths = map[string]time.Month{
		"jan": 1, "janv": 1, "feb": 2, "fev": 2, "fevr": 2, "mrt": 3, "mar": 3, "apr": 4, "avr": 4, "jun": 6, "jul": 7, "juil": 7, "aug": 8, "sep": 9, "sept": 9,
		"okt": 10, "oct": 10, "nov": 11, "dec": 12,
	}
	// writtenMonth is 06/2026 or 2026-06, writtenQuarter Q1 2026, spokenQuarter "1e kwartaal 2026".
	writtenMonth   = regexp.MustCompile(`\b(?:(0?[1-9]|1[0-2])[-/.](20\d\d)|(20\d\d)[-/.](0[1-9]|1[0-2]))\b`)
	writtenQuarter = regexp.MustCompile(`(?i)\b[QK]([1-4])\b(?:[ /-]?(20\d\d))?`)
	spokenQuarter  = regexp.MustCompile(`(?i)\b([1-4]) ?(?:e|de|ste|er|eme|ème|d|rd|nd|st|th)? (?:kwartaal|trimestre|quarter|quartal)\b(?: (?:van )?(20\d\d))?`)
)

const (
	// rents are paid in advance: their invoice is there before the month is over.
	rents       = " huur huurgeld loyer rent miete "
	periodWords = rents + "abonnement abonnementen onderhoud entretien maand mois periode prestaties prestations lidgeld "
)

// Days between an invoice and the month that it is for.
const (
	monthApart = 62 // at most
	rentEarly  = 25 // before the month, where it is rent: what is made out in the first days of a month is for that one
	soonPaid   = 35 // before it begins, a month may be meant that no year is told of
)

// period is a month or a quarter that a text speaks of.
type period struct {
	text  string
	month time.Month
	count int // of months
	year  int // 0: none is told
}

// periods lists the months and quarters of a text.
func periods(text string, words []string) (list []period) {
	for k, word := range words {
		if len(word) < 3 || word[0] >= '0' && word[0] <= '9' {
			continue
		}
		p := period{text: word, month: months[word], count: 1}
		if k+1 < len(words) && isYear(words[k+1]) {
			p.year = number(words[k+1])
		}
		if short := shortMonths[word]; short != 0 && (p.year > 0 || k > 0 && oneOf(periodWords, words[k-1])) {
			p.month = short
		}
		if p.month != 0 {
			list = append(list, p)
		}
	}
	if !strings.ContainsAny(text, "0123456789") {
		return list
	}
	return append(list, figures(text)...)
}

// figures lists the months and quarters that are written in figures.
func figures(text string) (list []period) {
	if !strings.ContainsAny(text, "-/.") || !strings.Contains(text, "20") {
		return quarters(text)
	}
	for _, at := range writtenMonth.FindAllStringSubmatchIndex(text, -1) {
		if !freeStanding(text, at[0], at[1], true) || strings.ContainsAny(text[max(at[0]-1, 0):at[0]]+text[at[1]:min(at[1]+1, len(text))], "/-") {
			continue
		}
		p := period{text: text[at[0]:at[1]], count: 1}
		if at[2] >= 0 {
			p.month, p.year = time.Month(number(text[at[2]:at[3]])), number(text[at[4]:at[5]])
		} else {
			p.month, p.year = time.Month(number(text[at[8]:at[9]])), number(text[at[6]:at[7]])
		}
		list = append(list, p)
	}
	list = append(list, quarters(text)...)
	days := slices.DeleteFunc(moments(text), func(m moment) bool { return m.hour })
	if len(days) == 2 && days[0].start < days[1].start { // 01/06/2026 - 30/06/2026
		between := strings.ToUpper(strings.Trim(text[days[0].end:days[1].start], " "))
		if between == "-" || between == "T/M" || oneOf(" TOT TEM AU A TO BIS ", between) {
			list = append(list, period{text: text[days[0].start:days[1].end], month: days[0].date.Time().Month(), count: 1, year: days[0].year})
		}
	}
	return list
}

// quarterSaid spares most texts the search.
func quarterSaid(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(low, "kwartaal") || strings.Contains(low, "trimestre") || strings.Contains(low, "quart")
}

func quarters(text string) (list []period) {
	for _, pattern := range []*regexp.Regexp{writtenQuarter, spokenQuarter} {
		if !strings.ContainsAny(text, "1234") || pattern == writtenQuarter && !strings.ContainsAny(text, "QqKk") || pattern == spokenQuarter && !quarterSaid(text) {
			continue
		}
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			list = append(list, period{text: m[0], month: time.Month(3*number(m[1]) - 2), count: 3, year: number(m[2])})
		}
	}
	return list
}

// Years of a text that may be told of what is paid: an older one is a house, a postal code or a model.
const (
	yearsBack  = 8
	yearsAhead = 2
)

// years lists the years that a text without a month tells of: "verzekering 2025". Beside another number, or a word that numbers follow, it is
// none for sure.
func years(words []string, paid core.Date) (list []period) {
	for k, word := range words {
		if k == 0 || !isYear(word) || !likelyYear(word, paid) {
			continue
		}
		before := strings.ToUpper(words[k-1])
		labelled := oneOf(fillers, before) || oneOf(invoiceWords, before) || oneOf(otherWords, before) || oneOf(joining, before) && len(list) == 0 || otherStem(before)
		if labelled || onlyDigits(before) != "" || k+1 < len(words) && onlyDigits(words[k+1]) != "" {
			continue
		}
		list = append(list, period{text: word, month: time.January, count: 12, year: number(word)})
	}
	return list
}

// likelyYear reports whether four digits are a year near that of the payment.
func likelyYear(digits string, paid core.Date) bool {
	if paid.IsZero() {
		return true
	}
	apart := number(digits) - paid.Time().Year()
	return apart >= -yearsBack && apart <= yearsAhead
}

// isPeriod reports whether a word is no more than a month: 06/2026.
func isPeriod(word string) bool {
	at := writtenMonth.FindStringIndex(word)
	return at != nil && at[0] == 0 && at[1] == len(word)
}

// begins is the first day of a period. Without a year it is the last that had begun when it was paid, or would soon.
func (p period) begins(paid core.Date) core.Date {
	if p.year > 0 {
		return core.NewDate(p.year, p.month, 1)
	}
	year := paid.Time().Year() + 1
	for core.NewDate(year, p.month, 1) > paid.AddDays(soonPaid) {
		year--
	}
	return core.NewDate(year, p.month, 1)
}

// span is where a period begins and where the next one does.
func (p period) span(paid core.Date) (first, next core.Date) {
	first = p.begins(paid)
	return first, core.NewDate(first.Time().Year(), first.Time().Month()+time.Month(p.count), 1)
}

// otherMonth finds a month in the text in which, and near which, an item was not made out, unless another month of the text suits it; or in
// which another item of the party was made out, and none of these.
func (w *work) otherMonth(items []int) string {
	list := w.r.periods
	if len(list) == 0 {
		return ""
	}
	early, late := monthApart, monthApart
	if said(w.r.words, rents) != "" {
		early, late = rentEarly, 0
	}
	paid := w.r.line.BookingDate
	if paid.IsZero() {
		paid = w.items[items[0]].Date
	}
	within := func(early, late int, p period) func(int) bool {
		first, next := p.span(paid)
		return func(n int) bool {
			return w.items[n].Date >= first.AddDays(-early) && w.items[n].Date < next.AddDays(late)
		}
	}
	for _, n := range items {
		if !slices.ContainsFunc(list, func(p period) bool { return within(early, late, p)(n) }) {
			return core.CleanText(list[len(list)-1].text)
		}
	}
	for _, p := range list {
		if first, next := p.span(paid); paid >= first && paid < next && !w.saysFor() {
			continue // it may tell when it is paid
		}
		if in := within(0, 0, p); !slices.ContainsFunc(items, in) && slices.ContainsFunc(w.universe(w.items[items[0]].party), in) {
			return core.CleanText(p.text)
		}
	}
	return ""
}

// saysFor: a word says that a month in the text is the one that is paid for.
func (w *work) saysFor() bool {
	return said(w.r.words, periodWords) != "" || slices.ContainsFunc(w.r.words, func(word string) bool { return oneOf(invoiceWords, strings.ToUpper(word)) })
}
