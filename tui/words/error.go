package words

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"ferry/core"
)

// Error tells an error in one sentence, and its next step.
func Error(err error) (what, next string) {
	e, ok := errors.AsType[*core.Error](err)
	if !ok {
		return "Something went wrong inside Ferry.", "The log has the details."
	}
	msg := e.Msg
	if e.Told != nil {
		msg = e.Told(Signed)
	}
	if msg == "" {
		msg = string(e.Code)
	}
	return Sentence(msg), Sentence(e.Hint)
}

// Sentence gives a text a capital and a full stop; errors have neither by convention. The name of a file keeps its spelling: nl.csv
// is another one than Nl.csv.
func Sentence(s string) string {
	s = core.CleanText(strings.TrimSpace(s))
	if s == "" {
		return ""
	}
	if !beginsWithFile(s) {
		r, n := utf8.DecodeRuneInString(s)
		s = string(unicode.ToUpper(r)) + s[n:]
	}
	if !strings.ContainsAny(s[len(s)-1:], ".!?:") {
		s += "."
	}
	return s
}

// beginsWithFile reports whether the first word has a point between its signs, or is a path.
func beginsWithFile(s string) bool {
	first, _, _ := strings.Cut(s, " ")
	first = strings.TrimRight(first, ".,:;!?")
	return strings.ContainsAny(first, `./\~`)
}
