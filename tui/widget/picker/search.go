package picker

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/sahilm/fuzzy"

	"ferry/core"
	"ferry/tui/widget/hit"
)

// How well an entry fits what was typed, best first.
const (
	isTitle    = iota // the title is just that
	beginsSo          // the title begins so: an account's number
	wordsBegin        // each word that was typed begins a word of the title
	inTitle           // each stands somewhere in the title
	inLead            // or in front of it
	inNumber          // a number stands beside it or in what is said of it: that of a bank account
	noHit
)

// text is the whole of an entry as it is painted.
func (i Item) text() string {
	if i.Lead == "" {
		return core.CleanText(i.Title)
	}
	return core.CleanText(i.Lead + ": " + i.Title)
}

type texts []Item

func (t texts) String(i int) string { return t[i].text() }
func (t texts) Len() int            { return len(t) }

// wanted is what is searched. Whoever begins with the key that searches on all other pages means what stands behind it.
func (m *Model) wanted() string {
	query := strings.TrimSpace(m.query.Value())
	if m.Outside {
		return query
	}
	return strings.TrimSpace(strings.TrimPrefix(query, "/"))
}

// filter lists what fits what was typed: what can be taken before what cannot, then the better fit, then the given order. Letters
// that are only strewn over an entry count where no entry has the words.
func (m *Model) filter() {
	m.shown = m.shown[:0]
	query := m.wanted()
	if m.Outside || query == "" {
		for i := range m.items {
			m.shown = append(m.shown, match{at: i})
		}
		return
	}
	ranks := make([]int, len(m.items))
	for i, item := range m.items {
		if ranks[i] = fit(hit.Fold(query), item); ranks[i] < noHit {
			m.shown = append(m.shown, match{at: i})
		}
	}
	if m.words = len(m.shown) > 0; !m.words {
		for _, found := range fuzzy.FindFrom(query, texts(m.items)) {
			m.shown = append(m.shown, match{found.Index, found.MatchedIndexes})
		}
	}
	slices.SortStableFunc(m.shown, func(a, b match) int {
		return cmp.Or(cmp.Compare(m.blocked(a), m.blocked(b)), cmp.Compare(ranks[a.at], ranks[b.at]))
	})
}

func (m *Model) blocked(e match) int { return min(len(m.items[e.at].Blocked), 1) }

// fit says how well an entry fits a search that is folded.
func fit(query string, i Item) int {
	title, all := hit.Fold(core.CleanText(i.Title)), hit.Fold(i.text())
	terms := strings.Fields(query)
	each := func(holds func(term string) bool) bool {
		return !slices.ContainsFunc(terms, func(t string) bool { return !holds(t) })
	}
	words := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	switch {
	case title == query:
		return isTitle
	case strings.HasPrefix(title, query):
		return beginsSo
	case each(func(t string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, t) })
	}):
		return wordsBegin
	case each(func(t string) bool { return strings.Contains(title, t) }):
		return inTitle
	case each(func(t string) bool { return strings.Contains(all, t) }):
		return inLead
	case strings.ContainsAny(query, digits):
		number := hit.Closed(core.CleanText(i.Title + " " + i.Side + " " + i.Detail))
		if each(func(t string) bool {
			return strings.Contains(all, t) || strings.ContainsAny(t, digits) && strings.Contains(number, hit.Closed(t))
		}) {
			return inNumber
		}
	}
	return noHit
}

const digits = "0123456789"
