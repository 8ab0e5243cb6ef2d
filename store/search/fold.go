// Package search finds lines by what a person types. Every line has a record: its day, amount and flags, and its texts
// folded to lower case without accents. Records stand one behind another in segments, so that a search is a scan of
// plain memory.
package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ferry/core"

	"golang.org/x/text/unicode/norm"
)

// special letters that have no decomposition but that nobody types in a search.
var special = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'ł': "l", 'þ': "th", 'ı': "i", 'ħ': "h",
	'’': "'", '‘': "'", '–': "-", '—': "-",
}

// AppendFold writes the text in the form in which texts and searches are compared: lower case, no accents, no control
// characters, a comma between digits as a point ("12,30" finds -12.30).
func AppendFold(dst []byte, s string) []byte {
	start, points := len(dst), false
	for s != "" {
		from := len(dst)
		dst = append(dst, s...)
		plain, comma := foldASCII(dst[from:])
		points = points || comma
		if s = s[plain:]; s == "" {
			break
		}
		// Marks belong to the letter before them and are dropped: so what is between plain letters can be folded alone.
		n := 1
		for n < len(s) && s[n] >= utf8.RuneSelf {
			n++
		}
		dst, points, s = appendWide(dst[:from+plain], s[:n]), true, s[n:]
	}
	if points {
		return pointDecimals(dst, start)
	}
	return dst
}

// foldASCII folds in place up to the first character that is not ASCII, and says where that is.
func foldASCII(b []byte) (n int, comma bool) {
	for i, c := range b {
		switch {
		case 'a' <= c && c <= 'z':
		case 'A' <= c && c <= 'Z':
			b[i] = c + ('a' - 'A')
		case c >= utf8.RuneSelf:
			return i, comma
		case c == ',':
			comma = true
		case c < ' ' || c == 0x7f:
			b[i] = ' '
		}
	}
	return len(b), comma
}

// appendWide folds any text.
func appendWide(dst []byte, s string) []byte {
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, " ")) {
		switch {
		case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsControl(r), unicode.IsSpace(r):
			dst = append(dst, ' ')
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := special[r]; ok {
			dst = append(dst, plain...)
			continue
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func pointDecimals(b []byte, start int) []byte {
	for i := start + 1; i+1 < len(b); i++ {
		if b[i] == ',' && digit(b[i-1]) && digit(b[i+1]) {
			b[i] = '.'
		}
	}
	return b
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// AppendText writes everything of a line that a search looks through, folded, fields apart by a space.
func AppendText(dst []byte, l *core.Line) []byte {
	dst = append(dst, l.Amount.String()...)
	if l.AmountText != "" {
		dst = AppendFold(append(dst, ' '), l.AmountText)
	}
	for _, s := range [...]string{
		l.CounterpartName, l.Remittance, l.Description, l.EndToEndID, l.MandateID, l.CreditorID,
		l.AdditionalInformation, l.CardReference, l.BankTransactionCode, l.ProprietaryCode, l.PurposeCode,
		l.InternalReference, l.Note,
	} {
		if s != "" {
			dst = AppendFold(append(dst, ' '), s)
		}
	}
	if l.CounterpartReference != "" {
		dst = appendClosed(append(dst, ' '), l.CounterpartReference)
	}
	if l.RemittanceType == "structured" {
		dst = appendDigits(append(dst, ' '), l.Remittance)
	}
	return dst
}

// appendClosed folds an account number and drops its spaces: banks write it both ways.
func appendClosed(dst []byte, s string) []byte {
	return AppendFold(dst, strings.ReplaceAll(s, " ", ""))
}

// appendDigits writes only the digits, so that +++090/9337/55493+++ is found as 090933755493.
func appendDigits(dst []byte, s string) []byte {
	for i := range len(s) {
		if digit(s[i]) {
			dst = append(dst, s[i])
		}
	}
	return dst
}
