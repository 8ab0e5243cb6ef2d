package match

import (
	"slices"
	"strings"
	"time"

	"ferry/core"
)

// months are the names of months, as they are folded; "may" is any verb's help.
var months = map[string]time.Month{
	"januari": 1, "janvier": 1, "january": 1, "februari": 2, "fevrier": 2, "february": 2, "maart": 3, "mars": 3, "march": 3, "april": 4, "avril": 4, "mei": 5, "mai": 5,
	"juni": 6, "juin": 6, "june": 6, "juli": 7, "juillet": 7, "july": 7, "augustus": 8, "aout": 8, "august": 8, "september": 9, "septembre": 9,
	"oktober": 10, "octobre": 10, "october": 10, "november": 11, "novembre": 11, "december": 12, "decembre": 12,
}

// rents are paid in advance: their invoice is there before the month is over.
var rents = [...]string{"huur", "huurgeld", "loyer", "rent", "miete"}

// Days between an invoice and the month that it is for.
const (
	monthApart = 62 // at most
	rentLate   = 5  // after the month, where it is rent
)

// otherMonth finds a month in the text in which, and near which, an item was not made out, unless another month of the text suits it.
func (w *work) otherMonth(items []int) string {
	words := strings.Fields(fold(w.r.line.Remittance))
	late := monthApart
	if slices.ContainsFunc(rents[:], func(rent string) bool { return slices.Contains(words, rent) }) {
		late = rentLate
	}
	for _, n := range items {
		said, suits := "", false
		for k, word := range words {
			month, ok := months[word]
			if !ok {
				continue
			}
			made := w.items[n].Date
			from, until := made.Time().Year()-1, made.Time().Year()+1
			if k+1 < len(words) && isYear(words[k+1]) {
				from, until = number(words[k+1]), number(words[k+1])
			}
			for year := from; year <= until; year++ {
				first, next := core.NewDate(year, month, 1), core.NewDate(year, month+1, 1)
				suits = suits || made >= first.AddDays(-monthApart) && made < next.AddDays(late)
			}
			said = word
		}
		if said != "" && !suits {
			return said
		}
	}
	return ""
}
