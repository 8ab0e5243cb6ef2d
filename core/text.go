package core

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText makes a text that came from outside safe to paint: no control byte, no bidirectional override, no invalid
// UTF-8. Line breaks and tabs become spaces; anything else that could move a cursor or reorder text is dropped.
func CleanText(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(cleanRune, strings.ToValidUTF8(s, "\uFFFD"))
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func cleanRune(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return ' '
	case r < 0x20 || (r >= 0x7f && r < 0xa0):
		return -1
	case isBidiControl(r), r == '\uFEFF', r == utf8.RuneError:
		return -1
	case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cs, r):
		return -1
	}
	return r
}

func isBidiControl(r rune) bool {
	return r == '\u061C' || r == '\u200E' || r == '\u200F' || (r >= '\u202A' && r <= '\u202E') || (r >= '\u2066' && r <= '\u2069')
}
