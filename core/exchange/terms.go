package exchange

import (
	"regexp"
	"strings"
	"time"

	"ferry/core"
)

// terms are the conditions of a discount for early payment.
type terms struct {
	percent string
	until   stated
	days    string // from the day of the document, or from the day of basis
	unit    string
	basis   stated
	amount  string // of which the percentage is taken; empty: of the whole
}

// skonto is how German invoices write terms into a note: #SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=100.00#.
var skonto = regexp.MustCompile(`#SKONTO#TAGE=(\d{1,3})#PROZENT=(\d{1,2}\.\d{2})#(?:BASISBETRAG=(\d+\.\d{2})#)?`)

func termsIn(note string) []terms {
	var list []terms
	for _, m := range skonto.FindAllStringSubmatch(note, -1) {
		list = append(list, terms{percent: m[2], days: m[1], unit: "DAY", amount: m[3]})
	}
	return list
}

// discount is the zero value where the terms are not of a kind that can be kept exactly: another basis than the whole
// amount, a finer percentage, no day.
func (t terms) discount(issued core.Date, total string) core.Discount {
	// Hundredths of a percent are the minor units of a percentage with two decimals.
	percent, err := core.ParseAmount(clean(t.percent), core.EUR)
	if err != nil || percent.Minor <= 0 || percent.Minor >= 10_000 || issued.IsZero() {
		return core.Discount{}
	}
	if t.amount != "" {
		of, err := core.ParseAmount(clean(t.amount), core.EUR)
		whole, err2 := core.ParseAmount(clean(total), core.EUR)
		if err != nil || err2 != nil || of != whole {
			return core.Discount{}
		}
	}
	if until, reason := t.until.day(); reason == "" {
		return core.Discount{PerTenThousand: percent.Minor, Until: until}
	}
	from := issued
	if day, reason := t.basis.day(); reason == "" {
		from = day
	}
	days := strings.TrimSuffix(clean(t.days), ".0")
	if !isDigits(days) || len(days) > 3 {
		return core.Discount{}
	}
	n := number(days)
	switch strings.ToUpper(t.unit) {
	case "DAY", "":
		from = from.AddDays(n)
	case "WEE":
		from = from.AddDays(7 * n)
	case "MON":
		from = monthsLater(from, n)
	default:
		return core.Discount{}
	}
	return core.Discount{PerTenThousand: percent.Minor, Until: from}
}

// monthsLater is the same day of a later month, or its last one where the month is shorter.
func monthsLater(from core.Date, n int) core.Date {
	at := from.Time()
	last := core.NewDate(at.Year(), at.Month()+time.Month(n)+1, 1).AddDays(-1)
	return min(last, core.NewDate(at.Year(), at.Month()+time.Month(n), 1).AddDays(at.Day()-1))
}
