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

// legalForms say nothing about who somebody is. Dotted forms ("b.v.") are joined before they are looked up.
var legalForms = map[string]bool{
	"bv": true, "bvba": true, "nv": true, "sa": true, "srl": true, "sprl": true, "sarl": true, "sas": true, "sasu": true, "eurl": true,
	"asbl": true, "vzw": true, "vof": true, "snc": true, "scs": true, "commv": true, "cv": true, "cvba": true, "scrl": true,
	"gmbh": true, "ag": true, "kg": true, "ohg": true, "ug": true, "ltd": true, "limited": true, "llc": true, "inc": true, "plc": true, "llp": true,
	"sl": true, "slu": true, "spa": true, "ab": true, "as": true, "aps": true, "oy": true, "bvso": true, "ebvba": true, "eenmanszaak": true,
	"mr": true, "mevr": true, "dhr": true, "mme": true, "mlle": true, "herr": true, "frau": true, "en": true, "et": true, "und": true, "and": true,
	"of": true, "ou": true,
}

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
}

func newName(text string) name {
	var words []string
	for _, word := range strings.Fields(fold(text)) {
		if joined := strings.ReplaceAll(word, ".", ""); legalForms[joined] || joined != "" && len(joined) <= 4 && strings.Count(word, ".") >= len(joined)-1 {
			word = joined // "b.v.", "s.a.r.l."
		}
		for _, token := range strings.Split(word, ".") {
			if token != "" && !legalForms[token] {
				words = append(words, token)
			}
		}
	}
	joined := strings.Join(words, "")
	slices.Sort(words)
	return name{slices.Compact(words), joined}
}

// likeness says how well two names agree.
type likeness uint8

const (
	unlike    likeness = iota
	similar            // one name lies within the other, or most of their letters agree
	same               // every word of either name is in the other, but for a letter in the longer words
	identical          // the same words
)

// compareNames compares telling words, whatever their order.
func compareNames(a, b name) likeness {
	if len(a.words) == 0 || len(b.words) == 0 {
		return unlike
	}
	if a.joined == b.joined || slices.Equal(a.words, b.words) {
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
