package match

import (
	"strings"
	"unicode"

	"ferry/core"
)

// shown is a line with its texts as a screen shows them: what nobody sees cuts no number in two and joins none. Line breaks
// stay, for they end a row.
func shown(l core.Line) core.Line {
	for _, text := range []*string{&l.Remittance, &l.AdditionalInformation, &l.Description, &l.EndToEndID, &l.CounterpartName, &l.CounterpartReference} {
		*text = visible(*text)
	}
	return l
}

// visible is core.CleanText that keeps line breaks and writes digits, blanks and dashes in one way.
func visible(text string) string {
	if ascii(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return text
	}
	rows := strings.Split(text, "\n")
	for i, row := range rows {
		rows[i] = strings.Map(plainRune, core.CleanText(row))
	}
	return strings.Join(rows, "\n")
}

// plainRune writes a digit of another script, or a wide one, as the ordinary one, and so with blanks that do not break and with the dashes of
// word processors. Unicode has digits in rows from 0 to 9.
func plainRune(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case unicode.Is(unicode.Zs, r):
		return ' '
	case unicode.Is(unicode.Pd, r):
		return '-'
	case !unicode.Is(unicode.Nd, r):
		return r
	}
	first := r
	for unicode.Is(unicode.Nd, first-1) {
		first--
	}
	return '0' + (r-first)%10
}
