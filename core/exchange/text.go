package exchange

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ferry/core"
)

// maxShown is how many characters of a wrong cell are shown.
const maxShown = 60

// clean makes a cell fit to keep: no control characters, single spaces, none at the ends.
func clean(s string) string { return strings.Join(strings.Fields(core.CleanText(s)), " ") }

// shown is a cell as a bad row shows it.
func shown(s string) string {
	if len(s) > 16*maxShown {
		s = s[:16*maxShown]
	}
	runes := []rune(clean(s))
	if len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return string(runes)
}

// foldHeading compares headings: small letters and digits, without accents, signs and spaces.
func foldHeading(s string) string {
	return strings.Map(func(r rune) rune {
		if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, norm.NFKD.String(s))
}

// foldName compares names: small letters and digits without accents, single spaces between words.
func foldName(s string) string {
	mapped := strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return r
		case unicode.Is(unicode.Mn, r) || r == '.' || r == '\'' || r == '’':
			return -1
		}
		return ' '
	}, norm.NFKD.String(s))
	return strings.Join(strings.Fields(mapped), " ")
}

// foldNumber compares invoice numbers: capitals, no spaces, and nothing else. "F-12" and "F12" may be two invoices.
func foldNumber(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, norm.NFKC.String(core.CleanText(s)))
}
