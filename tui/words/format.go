package words

import (
	"strconv"
	"strings"
	"time"

	"ferry/core"
)

// Count writes a number with its thousands apart: "1 204".
func Count(n int) string { return thousands(strconv.Itoa(n)) }

func thousands(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	if len(digits) <= 3 {
		return sign + digits
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Amount writes a sum of money with comma and currency, as Belgian and Dutch books do: "-18 332,10 EUR".
func Amount(a core.Amount) string {
	s := Number(a)
	if a.Currency == "" {
		return s
	}
	return s + " " + core.CleanText(string(a.Currency))
}

// Number is Amount without the currency, for columns that say it elsewhere.
func Number(a core.Amount) string {
	whole, fraction, ok := strings.Cut(a.String(), ".")
	if !ok {
		return thousands(whole)
	}
	return thousands(whole) + "," + fraction
}

// Plural writes a number with its noun: "1 account", "3 accounts".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// Moment writes when something was or will be, as short as it is clear at the given time: "08:12" today, else "21 Nov 08:12", else with
// the year. The zero time is "never".
func Moment(at, now time.Time) string {
	at = at.In(now.Location())
	switch {
	case at.IsZero():
		return "never"
	case at.Year() == now.Year() && at.YearDay() == now.YearDay():
		return at.Format("15:04")
	case at.Year() == now.Year():
		return at.Format("2 Jan 15:04")
	}
	return at.Format("2 Jan 2006 15:04")
}

// Days writes how many days are left, or since how many days it is over.
func Days(n int) string {
	switch {
	case n == 0:
		return "today"
	case n < 0:
		return Plural(-n, "day", "days") + " ago"
	}
	return Plural(n, "day", "days")
}

// Elapsed writes how long something takes: "12 s", "3 min 05 s".
func Elapsed(d time.Duration) string {
	s := int(d / time.Second)
	if s < 60 {
		return strconv.Itoa(s) + " s"
	}
	rest := strconv.Itoa(s % 60)
	if len(rest) == 1 {
		rest = "0" + rest
	}
	return Count(s/60) + " min " + rest + " s"
}
