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

// foldSigned is fold that keeps where signs stand, whichever they are: "X-12" and "x/12" are x-12, and "X-" is x-. Blanks are signs in
// numbers, which are written with either; in names they part words.
func foldSigned(text string, blanks bool) string {
	var b strings.Builder
	b.Grow(len(text))
	last := rune(0)
	for _, r := range norm.NFKD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteString(foldRune(r))
		case unicode.IsSpace(r) && !blanks:
			r = ' '
			b.WriteByte(' ')
		default:
			if r = '-'; last != '-' {
				b.WriteByte('-')
			}
		}
		last = r
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
	closed                     string // the name without blanks
	words                      []string
}

// index is a directory ready for searching.
type index struct{ entries []entry }

func newIndex(list []core.Institution) *index {
	x := &index{entries: make([]entry, 0, len(list))}
	for _, i := range list {
		i.Name, i.Brand = core.CleanText(i.Name), core.CleanText(i.Brand)
		e := entry{Institution: i, name: fold(i.Name), brand: fold(i.Brand), bic: strings.ReplaceAll(fold(i.BIC), " ", "")}
		e.closed = strings.ReplaceAll(e.name, " ", "")
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

// find returns the institutions that fit, best first. Entries are gathered by rank, which keeps their order within one.
func (x *index) find(q InstitutionQuery) []*core.Institution {
	var ranked [topRank + 1][]*core.Institution
	text := fold(q.Text)
	tokens := strings.Fields(text)
	joined := strings.Join(tokens, "")
	n := 0
	for i := range x.entries {
		e := &x.entries[i]
		if !inCountry(e.Country, q.Country) {
			continue
		}
		if rank := e.rank(text, joined, tokens); rank > 0 {
			ranked[rank] = append(ranked[rank], &e.Institution)
			n++
		}
	}
	found := make([]*core.Institution, 0, n)
	for rank := topRank; rank > 0; rank-- {
		found = append(found, ranked[rank]...)
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

// topRank is the best rank there is.
const topRank = 16

// rank says how well an entry fits; 0: not at all. A beginning beats a middle, a name beats a brand, and the code that a
// bookkeeper copied from a letter beats everything.
func (e *entry) rank(text, joined string, tokens []string) int {
	switch {
	case text == "":
		return 1
	case len(joined) >= 8 && strings.HasPrefix(e.bic, joined), len(joined) == 11 && len(e.bic) == 8 && strings.HasPrefix(joined, e.bic):
		return topRank
	case e.name == text:
		return 15
	case strings.HasPrefix(e.name, text):
		return 14
	case e.initials == joined && len(joined) > 1:
		return 13
	case e.brand == text:
		return 12
	case beginsWord(e.name, text):
		return 11
	case strings.HasPrefix(e.brand, text):
		return 10
	case strings.HasPrefix(e.bic, joined):
		return 9
	case len(tokens) > 1 && allBegin(e.words, tokens):
		return 8
	case strings.HasPrefix(e.initials, joined) && len(joined) > 1:
		return 7
	case strings.Contains(e.name, text):
		return 6
	case strings.HasPrefix(e.closed, joined):
		return 5
	case strings.Contains(e.brand, text):
		return 4
	case len(joined) > 2 && strings.Contains(e.bic, joined):
		return 3
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
