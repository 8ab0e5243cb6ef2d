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

// readDates notes the days that the payer's text calls an invoice's: "facture du 12/02/2026". Two days with a word between them are a period.
func (r *reading) readDates(parts []segment, times []moment) {
	for i := range parts {
		day, end := dayAt(parts, i, times)
		if day.IsZero() || slices.Contains(r.dates, day) {
			continue
		}
		at := i - 1
		for at >= 0 && (oneOf(fillers, parts[at].text) || oneOf(" DD D DATUM DATE DATED ", parts[at].text)) {
			at--
		}
		next := i
		for next < len(parts) && (parts[next].start < end || oneOf(joining, parts[next].text) || oneOf(" A TO ", parts[next].text)) {
			next++
		}
		until, _ := dayAt(parts, next, times)
		if at >= 0 && oneOf(invoiceWords, parts[at].text) && until.IsZero() {
			r.dates = append(r.dates, day)
		}
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
