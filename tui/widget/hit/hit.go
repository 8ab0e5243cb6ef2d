// Package hit shows in lists what a search found: why a row is there.
package hit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ferry/tui/theme"
)

// Span is a stretch of a text, in bytes.
type Span struct{ From, To int }

// Words are what a search looks for, comparable. Nil finds nothing.
type Words []string

// Of takes a search apart: words, "several words", and the values of name: and iban:. What other fields ask for is not a text
// that stands in the row as it was typed.
func Of(query string) Words {
	var words Words
	quoted := false
	for _, term := range strings.FieldsFunc(query, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && unicode.IsSpace(r)
	}) {
		switch field, value, _ := strings.Cut(term, ":"); strings.ToLower(field) {
		case "name", "iban":
			term = value
		case "acct", "amt", "date", "state", "not":
			continue
		}
		if w, _ := fold(strings.ReplaceAll(term, `"`, ""), false); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// In finds the words in a text, as the search does: whatever the case and the accents, and numbers also where they are written
// in groups. The spans are in order and do not overlap.
func (words Words) In(text string) []Span {
	if len(words) == 0 {
		return nil
	}
	var spans []Span
	for _, word := range words {
		grouped := strings.ContainsAny(word, "0123456789")
		if grouped {
			word, _ = fold(word, true)
		}
		folded, at := fold(text, grouped)
		for from := 0; word != ""; {
			i := strings.Index(folded[from:], word)
			if i < 0 {
				break
			}
			from += i + len(word)
			spans = append(spans, Span{at[from-len(word)].From, at[from-1].To})
		}
	}
	return merge(spans)
}

// Fold makes a text comparable: lower case, no accents.
func Fold(text string) string {
	folded, _ := fold(text, false)
	return folded
}

// Closed is Fold with nothing but letters and digits: a number as it is searched, however it is grouped.
func Closed(text string) string {
	folded, _ := fold(text, true)
	return folded
}

// fold makes a text comparable: lower case, no accents, and when closed only letters and digits. For each byte of the
// result it tells where it came from.
func fold(text string, closed bool) (folded string, at []Span) {
	out := make([]byte, 0, len(text))
	at = make([]Span, 0, len(text))
	put := func(p rune, from Span) {
		if unicode.Is(unicode.Mn, p) || closed && !unicode.IsLetter(p) && !unicode.IsDigit(p) {
			return
		}
		out = utf8.AppendRune(out, unicode.ToLower(p))
		for len(at) < len(out) {
			at = append(at, from)
		}
	}
	for i, r := range text {
		_, n := utf8.DecodeRuneInString(text[i:])
		from := Span{i, i + n}
		if r < utf8.RuneSelf {
			put(r, from)
			continue
		}
		for _, p := range norm.NFKD.String(string(r)) {
			put(p, from)
		}
	}
	return string(out), at
}

func merge(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int { return a.From - b.From })
	var merged []Span
	for _, s := range spans {
		if last := len(merged) - 1; last >= 0 && s.From <= merged[last].To {
			merged[last].To = max(merged[last].To, s.To)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// Signs makes spans of single signs, given by where they begin in a text: what a fuzzy search found. Painted is the text as it is
// shown; what was cut off there has no span.
func Signs(text, painted string, begins []int) []Span {
	var spans []Span
	for _, from := range begins {
		_, n := utf8.DecodeRuneInString(text[from:])
		if strings.HasPrefix(painted, text[:from+n]) {
			spans = append(spans, Span{from, from + n})
		}
	}
	return merge(spans)
}

// Paint marks the spans of a text that is painted within the style of outer, which is open already and stays so.
func Paint(t *theme.Theme, outer theme.Token, text string, spans []Span) string {
	if len(spans) == 0 {
		return text
	}
	var out strings.Builder
	done := 0
	for _, s := range spans {
		out.WriteString(text[done:s.From] + t.Open(theme.Hit) + text[s.From:s.To] + t.Close(theme.Hit) + t.Open(outer))
		done = s.To
	}
	return out.String() + text[done:]
}
