package app

import (
	"cmp"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/exchange"
)

// shelf is a list of open items with their texts folded once, so that a key press compares and does not fold.
type shelf struct {
	entries []*shelved // oldest first
	byID    map[core.ItemID]*shelved
}

type shelved struct {
	core.OpenItem
	text    string    // number, party, reference and accounts
	signed  string    // number, reference and party with their signs
	party   string    // folded
	amounts [2]string // what is open, and what was invoiced: without sign
}

func newShelf(items []core.OpenItem) *shelf {
	x := &shelf{entries: make([]*shelved, len(items)), byID: make(map[core.ItemID]*shelved, len(items))}
	for i, item := range items {
		x.entries[i] = newShelved(item)
		x.byID[item.ID] = x.entries[i]
	}
	slices.SortFunc(x.entries, compareShelved)
	return x
}

func newShelved(item core.OpenItem) *shelved {
	e := &shelved{OpenItem: item, party: fold(item.Party)}
	number := fold(item.Number)
	e.text = strings.Join([]string{number, strings.ReplaceAll(number, " ", ""), e.party, fold(item.Reference),
		fold(strings.ReplaceAll(item.PartyIBAN, " ", "")), fold(item.PartyVAT)}, "\n")
	e.signed = strings.Join([]string{foldSigned(item.Number, true), foldSigned(item.Reference, true), foldSigned(item.Party, false)}, "\n")
	e.amounts = [2]string{strings.TrimPrefix(item.Open().String(), "-"), strings.TrimPrefix(item.Amount.String(), "-")}
	return e
}

func compareShelved(a, b *shelved) int {
	if a.Date != b.Date {
		return cmp.Compare(a.Date, b.Date)
	}
	return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

// put takes an item as it is now in the place of the one with the same id; a settled one stays only where settled ones are
// kept. A nil shelf keeps nothing.
func (x *shelf) put(item core.OpenItem, settled bool) {
	if x == nil {
		return
	}
	if was := x.byID[item.ID]; was != nil {
		if at, ok := slices.BinarySearchFunc(x.entries, was, compareShelved); ok {
			x.entries = slices.Delete(x.entries, at, at+1)
		}
		delete(x.byID, item.ID)
	}
	if item.Open().IsZero() && !settled {
		return
	}
	e := newShelved(item)
	at, _ := slices.BinarySearchFunc(x.entries, e, compareShelved)
	x.entries = slices.Insert(x.entries, at, e)
	x.byID[item.ID] = e
}

// items copies the list.
func (x *shelf) items() []core.OpenItem {
	list := make([]core.OpenItem, len(x.entries))
	for i, e := range x.entries {
		list[i] = e.OpenItem
	}
	return list
}

// wanted is what a user typed to find items, ready to compare.
type wanted struct {
	words []wantedWord
}

func newWanted(text string) wanted {
	var w wanted
	for _, word := range strings.Fields(core.CleanText(text)) {
		w.words = append(w.words, newWantedWord(word))
	}
	return w
}

// wantedWord is one of the words; one with a sign, such as X-, is looked for with it: x alone stands in many names.
type wantedWord struct {
	text   string // folded
	signed bool
	sums   []string // what it may be as an amount
}

func newWantedWord(word string) wantedWord {
	w := wantedWord{text: fold(word), sums: exchange.TypedFigures(word)}
	if with := foldSigned(word, true); strings.Contains(with, "-") {
		w.text, w.signed = with, true
		if !strings.Contains(strings.Trim(with, "-"), "-") && strings.ContainsAny(word, "€£$¥") {
			w.text = "" // it is an amount, and nothing else
		}
	}
	return w
}

// fits reports whether every word is in the item's texts, or begins one of its amounts.
func (e *shelved) fits(w wanted) bool {
	for _, word := range w.words {
		if !e.says(word) && !e.comesTo(word.sums) {
			return false
		}
	}
	return true
}

func (e *shelved) says(w wantedWord) bool {
	text := e.text
	if w.signed {
		text = e.signed
	}
	return w.text != "" && strings.Contains(text, w.text)
}

// comesTo reports whether one of the item's amounts begins in one of these ways.
func (e *shelved) comesTo(sums []string) bool {
	return slices.ContainsFunc(sums, func(sum string) bool {
		return strings.HasPrefix(e.amounts[0], sum) || strings.HasPrefix(e.amounts[1], sum)
	})
}
