package match

import (
	"slices"

	"ferry/core"
)

// What is here hears on which day the payer says that the invoice was made out.

// Days within which a day in the text is the invoice's, or that of the payment.
const (
	sameDays = 3
	paidDays = 5
)

// readDates notes the days that the payer's text calls an invoice's: "facture du 12/02/2026". Two days are a period.
func (r *reading) readDates(parts []segment, times []moment) {
	var found []core.Date
	for i := range parts {
		day, _ := dayAt(parts, i, times)
		if day.IsZero() || slices.Contains(found, day) {
			continue
		}
		at := i - 1
		for at >= 0 && (oneOf(fillers, parts[at].text) || oneOf(" DD D DATUM DATE DATED ", parts[at].text)) {
			at--
		}
		if at >= 0 && oneOf(invoiceWords, parts[at].text) {
			found = append(found, day)
		}
	}
	days := slices.DeleteFunc(slices.Clone(times), func(m moment) bool { return m.hour })
	if len(days) <= 1 {
		r.dates = found
	}
}

// otherDate finds the day of an invoice in the text on which none of the items was made out or falls due, and that is not the payment's.
func (w *work) otherDate(items []int) string {
	near := func(a, b core.Date, days int) bool {
		return !b.IsZero() && a >= b.AddDays(-days) && a <= b.AddDays(days)
	}
	for _, day := range w.r.dates {
		if near(day, w.r.line.BookingDate, paidDays) || near(day, w.r.line.ValueDate, paidDays) || slices.ContainsFunc(items, func(n int) bool {
			return near(day, w.items[n].Date, sameDays) || near(day, w.items[n].Due, sameDays)
		}) {
			continue
		}
		return "an invoice of " + day.String()
	}
	return ""
}
