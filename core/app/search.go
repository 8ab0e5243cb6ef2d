package app

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"ferry/core"
)

// fold makes a text comparable as people type it: lower case, no accents, one blank between words, no punctuation.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	blank := false
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if blank && b.Len() > 0 {
				b.WriteByte(' ')
			}
			blank = false
			b.WriteString(foldRune(r))
		default:
			blank = true
		}
	}
	return b.String()
}

// foldRune lowers a letter, and spells the ones that do not decompose.
func foldRune(r rune) string {
	switch r {
	case 'ß', 'ẞ':
		return "ss"
	case 'æ', 'Æ':
		return "ae"
	case 'œ', 'Œ':
		return "oe"
	case 'ø', 'Ø':
		return "o"
	case 'ł', 'Ł':
		return "l"
	}
	return string(unicode.ToLower(r))
}

// entry is an institution with its texts folded once, so that a key press compares and does not fold.
type entry struct {
	core.Institution
	name, brand, bic, initials string
	words                      []string
}

// index is a directory ready for searching.
type index struct{ entries []entry }

func newIndex(list []core.Institution) *index {
	x := &index{entries: make([]entry, 0, len(list))}
	for _, i := range list {
		e := entry{Institution: i, name: fold(i.Name), brand: fold(i.Brand), bic: strings.ReplaceAll(fold(i.BIC), " ", "")}
		e.words = strings.Fields(e.name + " " + e.brand)
		var initials strings.Builder
		for _, w := range strings.Fields(e.name) {
			initials.WriteString(w[:firstRune(w)])
		}
		e.initials = initials.String()
		x.entries = append(x.entries, e)
	}
	// Found in this order where the ranks are equal.
	slices.SortFunc(x.entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(reluctance(a.Institution), reluctance(b.Institution)), cmp.Compare(a.name, b.name), cmp.Compare(a.Country, b.Country), cmp.Compare(a.ID, b.ID))
	})
	return x
}

func firstRune(w string) int {
	for i := range w {
		if i > 0 {
			return i
		}
	}
	return len(w)
}

// reluctance puts what a user should rather not choose behind its equals.
func reluctance(i core.Institution) int {
	switch {
	case i.Deprecated:
		return 3
	case i.Status == core.Experimental:
		return 2
	case i.Status == core.Beta:
		return 1
	}
	return 0
}

// international is the country filter for institutions without a country.
const international = "int"

// find returns the institutions that fit, best first.
func (x *index) find(q InstitutionQuery) []core.Institution {
	type hit struct{ rank, at int }
	text := fold(q.Text)
	tokens := strings.Fields(text)
	joined := strings.Join(tokens, "")
	hits := make([]hit, 0, 64)
	for i := range x.entries {
		e := &x.entries[i]
		if !inCountry(e.Country, q.Country) {
			continue
		}
		if rank := e.rank(text, joined, tokens); rank > 0 {
			hits = append(hits, hit{rank, i})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.at, b.at)) })
	found := make([]core.Institution, len(hits))
	for i, h := range hits {
		found[i] = x.entries[h.at].Institution
	}
	return found
}

func inCountry(country, filter string) bool {
	switch {
	case filter == "":
		return true
	case strings.EqualFold(filter, international):
		return country == ""
	}
	return strings.EqualFold(country, filter)
}

// rank says how well an entry fits; 0: not at all. A beginning beats a middle, a name beats a brand, and the code that a
// bookkeeper copied from a letter beats everything.
func (e *entry) rank(text, joined string, tokens []string) int {
	switch {
	case text == "":
		return 1
	case len(joined) >= 8 && strings.HasPrefix(e.bic, joined), len(joined) == 11 && len(e.bic) == 8 && strings.HasPrefix(joined, e.bic):
		return 100
	case e.name == text:
		return 95
	case strings.HasPrefix(e.name, text):
		return 90
	case e.initials == joined && len(joined) > 1:
		return 85
	case e.brand == text:
		return 80
	case beginsWord(e.name, text):
		return 75
	case strings.HasPrefix(e.brand, text):
		return 70
	case strings.HasPrefix(e.bic, joined):
		return 65
	case len(tokens) > 1 && allBegin(e.words, tokens):
		return 60
	case strings.HasPrefix(e.initials, joined) && len(joined) > 1:
		return 55
	case strings.Contains(e.name, text):
		return 50
	case strings.HasPrefix(strings.ReplaceAll(e.name, " ", ""), joined):
		return 45
	case strings.Contains(e.brand, text):
		return 40
	case len(joined) > 2 && strings.Contains(e.bic, joined):
		return 35
	}
	return 0
}

// beginsWord reports whether a later word of the name begins with the text.
func beginsWord(name, text string) bool {
	for at := strings.IndexByte(name, ' '); at >= 0; {
		name = name[at+1:]
		if strings.HasPrefix(name, text) {
			return true
		}
		at = strings.IndexByte(name, ' ')
	}
	return false
}

// allBegin reports whether every typed word begins some word of the entry, in any order.
func allBegin(words, tokens []string) bool {
	for _, token := range tokens {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, token) }) {
			return false
		}
	}
	return true
}
