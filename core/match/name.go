package match

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that decomposition leaves whole, as people type them without.
var letters = map[rune]string{
	'ß': "ss", 'ł': "l", 'ø': "o", 'œ': "oe", 'æ': "ae", 'đ': "d", 'ð': "d", 'ı': "i", 'þ': "th", 'ħ': "h", 'ŧ': "t",
}

// legalForms say nothing about who somebody is, but two different ones are two people. In the two languages of a country they
// are one: each form is followed by the one that it is counted as. Dotted forms ("b.v.") are joined before they are looked up.
var legalForms = map[string]string{
	"bv": "bv", "bvba": "bv", "ebvba": "bv", "srl": "bv", "sprl": "bv", "sarl": "bv", "eurl": "bv", "nv": "nv", "sa": "nv", "sas": "sas", "sasu": "sas",
	"asbl": "vzw", "vzw": "vzw", "vof": "vof", "snc": "vof", "scs": "commv", "commv": "commv", "cv": "cv", "cvba": "cv", "scrl": "cv", "bvso": "bv",
	"gmbh": "gmbh", "ag": "ag", "kg": "kg", "ohg": "ohg", "ug": "ug", "ltd": "ltd", "limited": "ltd", "llc": "llc", "inc": "inc", "plc": "plc", "llp": "llp",
	"sl": "sl", "slu": "sl", "spa": "spa", "ab": "ab", "as": "as", "aps": "aps", "oy": "oy", "eenmanszaak": "eenmanszaak",
}

const (
	// smallWords stand between and before names.
	smallWords = " mr mevr dhr mme mlle herr frau en et und and of ou "
	// frontForms stand before a name as well, where none stands behind it; plainForms are no initials and may stand before an address.
	frontForms = " bv bvba nv sa sarl sas srl sprl eurl sasu asbl vzw vof snc cvba "
	plainForms = " bv bvba ebvba nv sarl srl sprl eurl sasu asbl vzw vof cvba scrl gmbh eenmanszaak commv "
)

// fold writes a text in plain small letters without accents. What is neither letter nor digit becomes a space.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	if !ascii(text) {
		text = norm.NFKD.String(text)
	}
	for _, r := range text {
		switch r = unicode.ToLower(r); {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteByte(byte(r))
		case letters[r] != "":
			b.WriteString(letters[r])
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		case r == '\'' || r == '’' || r == '.':
			b.WriteByte('.') // joins single letters: see nameTokens
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// name is somebody's name, ready to compare.
type name struct {
	words  []string // the telling ones, sorted, each once
	joined string   // all of them as written, without spaces: "vandenbroeck"
	form   string   // the legal form, if one is told
}

func newName(text string) name {
	var words []string
	for _, word := range strings.Fields(fold(text)) {
		if joined := strings.ReplaceAll(word, ".", ""); legalForms[joined] != "" || joined != "" && len(joined) <= 4 && strings.Count(word, ".") >= len(joined)-1 {
			word = joined // "b.v.", "s.a.r.l."
		}
		for _, token := range strings.Split(word, ".") {
			if token != "" && !oneOf(smallWords, token) {
				words = append(words, token)
			}
		}
	}
	words, form := withoutForm(words)
	joined := strings.Join(words, "")
	slices.Sort(words)
	return name{slices.Compact(words), joined, form}
}

// withoutForm takes the legal form off a name: behind it, or before it, or where an address follows. AG before a name is its
// initials.
func withoutForm(words []string) (rest []string, form string) {
	note := func(word string) {
		switch f := legalForms[word]; form {
		case "", f:
			form = f
		default:
			form = "several"
		}
	}
	for len(words) > 1 && legalForms[words[len(words)-1]] != "" {
		note(words[len(words)-1])
		words = words[:len(words)-1]
	}
	if form == "" && len(words) > 1 && oneOf(frontForms, words[0]) {
		note(words[0])
		words = words[1:]
	}
	for i, word := range words {
		if i > 0 && oneOf(plainForms, word) {
			note(word)
			continue
		}
		rest = append(rest, word)
	}
	if form == "several" {
		form = ""
	}
	return rest, form
}

// otherForm reports whether two names tell different legal forms.
func otherForm(a, b string) bool { return a != "" && b != "" && a != b }

// likeness says how well two names agree.
type likeness uint8

const (
	unlike    likeness = iota
	similar            // one name lies within the other, or most of their letters agree
	same               // every word of either name is in the other, but for a letter in the longer words
	identical          // the same words, and no other legal form
)

// compareNames compares telling words, whatever their order.
func compareNames(a, b name) likeness {
	if len(a.words) == 0 || len(b.words) == 0 {
		return unlike
	}
	if a.joined == b.joined || slices.Equal(a.words, b.words) {
		if otherForm(a.form, b.form) {
			return same
		}
		return identical
	}
	used := make([]bool, len(b.words))
	var pairs, exact, close int // words, letters in equal words, letters in close ones
	for _, x := range a.words {
		at, distance := partner(x, b.words, used)
		if at < 0 {
			continue
		}
		used[at] = true
		pairs++
		close += len(x) + len(b.words[at])
		if distance == 0 {
			exact += len(x)
		}
	}
	total := sumLen(a.words) + sumLen(b.words)
	switch {
	case pairs == len(a.words) && pairs == len(b.words) && pairs >= 2 && exact >= 4:
		return same
	case (pairs == len(a.words) || pairs == len(b.words)) && close >= 8, close*4 >= total*3:
		return similar
	}
	return unlike
}

func sumLen(words []string) (n int) {
	for _, w := range words {
		n += len(w)
	}
	return n
}

// partner finds the free word of b that is closest to x: -1 for none.
func partner(x string, b []string, used []bool) (at, distance int) {
	at, distance = -1, 1<<30
	for i, y := range b {
		if used[i] {
			continue
		}
		if x == y {
			return i, 0
		}
		allowed := 0
		if short := min(len(x), len(y)); short >= 9 {
			allowed = 2
		} else if short >= 5 {
			allowed = 1
		}
		if allowed == 0 || max(len(x), len(y))-min(len(x), len(y)) > allowed {
			continue
		}
		if d := levenshtein(x, y); d <= allowed && d < distance {
			at, distance = i, d
		}
	}
	return at, distance
}

// levenshtein counts the letters to add, drop or replace.
func levenshtein(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		left := row[0]
		row[0] = i + 1
		for j := range y {
			cost := left
			if x[i] != y[j] {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// spellings are the keys under which a word is indexed so that one wrong letter still finds it: itself, and, when it is
// long enough to bear an error, itself less one letter.
func spellings(word string) []string {
	keys := []string{word}
	if len(word) < 5 {
		return keys
	}
	for i := range len(word) {
		keys = append(keys, word[:i]+word[i+1:])
	}
	return keys
}
