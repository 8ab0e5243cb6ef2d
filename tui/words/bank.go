package words

import (
	"strings"
	"time"

	"ferry/core"
)

// Account writes the number of an account: an IBAN in groups of four, anything else as it came.
func Account(reference string) string {
	reference = core.CleanText(reference)
	if !isIBAN(reference) {
		return reference
	}
	closed := strings.ReplaceAll(reference, " ", "")
	var b strings.Builder
	for i, r := range []rune(closed) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isIBAN tells an IBAN by its shape: country, two digits, and letters or digits of a length that the standard allows.
func isIBAN(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	for i := range len(s) {
		letter, digit := s[i] >= 'A' && s[i] <= 'Z', s[i] >= '0' && s[i] <= '9'
		switch {
		case i < 2 && !letter, i >= 2 && i < 4 && !digit, !letter && !digit:
			return false
		}
	}
	return true
}

// Signed writes a sum with its sign, also a plus, for columns of movements.
func Signed(a core.Amount) string {
	if a.Minor > 0 {
		return "+" + Number(a)
	}
	return Number(a)
}

// Day writes a day: "21 Nov 2026". The zero time is nothing.
func Day(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(now.Location()).Format("2 Jan 2006")
}

// Left says how long a consent still lasts, in a few cells: "170 days", "today", "3 days ago". An estimate begins with "~".
func Left(c core.Consent) string {
	if c.ExpiresAt.IsZero() {
		return "no date"
	}
	text := Days(c.DaysLeft)
	if c.Estimated {
		return "~" + text
	}
	return text
}

// Ends is the day on which a consent ends; an estimate begins with "~".
func Ends(c core.Consent, now time.Time) string {
	text := Day(c.ExpiresAt, now)
	if c.Estimated && text != "" {
		return "~" + text
	}
	return text
}
