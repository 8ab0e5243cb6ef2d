package exchange

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// yearlyDigits: a number with fewer digits starts again each year, as far as one can know ("12", "F-0041"); a longer one
// carries its year or goes on for ever ("2026-0041").
const yearlyDigits = 6

// Identify names an item so that reading it again, from whatever file, changes it and does not double it.
//
// Invoices and credit notes are apart because most programs number them in two series. An own number says it all; a
// supplier's number needs the supplier: by VAT number, else by account, else by name. Short numbers carry the year of their
// date, as next year's invoice 12 is another one. Amount, due day and reference are no part of it: they get corrected.
func Identify(item core.OpenItem) core.ItemID {
	id := item.Kind.String() + "/"
	if item.Kind == core.Purchase || item.Kind == core.PurchaseCredit {
		id += partyKeys(item)[0] + "/"
	}
	return core.ItemID(id + paperKey(item))
}

// paperKey is the number as far as it tells papers of one issuer apart.
func paperKey(item core.OpenItem) string {
	folded, digits := foldNumber(item.Number), 0
	for _, r := range folded {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < yearlyDigits && !item.Date.IsZero() {
		return folded + "@" + strconv.Itoa(item.Date.Time().Year())
	}
	return folded
}

// partyKeys are the ways to know a party again, the surest first.
func partyKeys(item core.OpenItem) []string {
	var keys []string
	if vat := companyKey(item.PartyVAT); vat != "" {
		keys = append(keys, "vat:"+vat)
	}
	if iban := reference.Compact(item.PartyIBAN); !noNumber(iban) {
		keys = append(keys, "iban:"+iban)
	}
	return append(keys, "name:"+foldName(item.Party))
}

// paperKeys are the names under which an item may be known already.
func paperKeys(item core.OpenItem) []string {
	head, tail := item.Kind.String()+"/", "/"+paperKey(item)
	if item.Kind == core.Sale || item.Kind == core.SaleCredit {
		return []string{head + tail}
	}
	keys := partyKeys(item)
	for i := range keys {
		keys[i] = head + keys[i] + tail
	}
	return keys
}

// shelf finds items by any of their keys.
type shelf struct {
	keys    [][]string
	company []string // the key of the company that a purchase names; empty where none is, or none is needed
	byKey   map[string][]int
}

// maxLike bounds the work on a file that repeats one number for ever.
const maxLike = 100

func newShelf(items []core.OpenItem) *shelf {
	s := &shelf{keys: make([][]string, len(items)), company: make([]string, len(items)), byKey: make(map[string][]int, len(items))}
	for n, item := range items {
		s.keys[n], s.company[n] = paperKeys(item), companyOf(item)
		for _, key := range s.keys[n] {
			s.byKey[key] = append(s.byKey[key], n)
		}
	}
	return s
}

func companyOf(item core.OpenItem) string {
	if item.Kind == core.Sale || item.Kind == core.SaleCredit {
		return ""
	}
	return companyKey(item.PartyVAT)
}

// like lists the items that may be the same paper, in their order, each once. Where both name a company and not the same, a
// shared account or name proves nothing.
func (s *shelf) like(keys []string, company string) []int {
	var found []int
	for _, key := range keys {
		same := s.byKey[key]
		for _, n := range same[:min(len(same), maxLike)] {
			if company == "" || s.company[n] == "" || company == s.company[n] {
				found = append(found, n)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// Recognise gives items the ids under which the books know them already, also where a file says less or more of the party
// than the file before did: an invoice that first came without VAT number and now comes with one is the same. Where two
// known items could be meant, the item keeps its own id.
func Recognise(found Found, known []core.OpenItem) Found {
	ids := make(map[core.ItemID]bool, len(known))
	for _, item := range known {
		ids[item.ID] = true
	}
	taken := make(map[core.ItemID]bool, len(found.Items))
	for _, item := range found.Items {
		taken[item.ID] = true
	}
	books := newShelf(known)
	found.Items = slices.Clone(found.Items)
	for i, item := range found.Items {
		if ids[item.ID] {
			continue
		}
		if like := books.like(paperKeys(item), companyOf(item)); len(like) == 1 && !taken[known[like[0]].ID] {
			found.Items[i].ID = known[like[0]].ID
			taken[found.Items[i].ID] = true
		}
	}
	return found
}

// place is where an item was read.
type place struct {
	file string
	line int
}

func (p place) String() string {
	if p.line == 0 {
		return p.file
	}
	return "line " + strconv.Itoa(p.line)
}

// from names the place for a reader of the given file.
func (p place) from(file string) string {
	if p.file == file || p.line == 0 {
		return p.String()
	}
	return p.file + " " + p.String()
}

// placed is an item with its place.
type placed struct {
	place
	item core.OpenItem
}

// single parts the items that stand once from those that stand twice. Of equal ones the first is taken; of different ones
// none is, as nothing tells which is right: programs that write one row for each line of an invoice would lose all but one.
func single(read []placed) (items []core.OpenItem, bad []core.BadRow) {
	// What is equal is looked up once.
	var different []core.OpenItem
	var first []int // where each of them was read first
	number := make(map[core.OpenItem]int, len(read))
	for i, p := range read {
		if _, known := number[p.item]; !known {
			number[p.item] = len(different)
			different, first = append(different, p.item), append(first, i)
		}
	}
	books, taken := newShelf(different), make([]bool, len(different))
	for _, p := range read {
		n := number[p.item]
		like := books.like(books.keys[n], books.company[n])
		switch other := slices.IndexFunc(like, func(l int) bool { return l != n }); {
		case other >= 0:
			o := read[first[like[other]]]
			bad = append(bad, p.twice("stands also in "+o.from(p.file)+", with another "+difference(p.item, o.item)+": which one is right?"))
		case taken[n]:
			bad = append(bad, p.twice("stands already, the same, in "+read[first[n]].from(p.file)))
		default:
			items, taken[n] = append(items, p.item), true
		}
	}
	return items, bad
}

func (p placed) twice(reason string) core.BadRow {
	return core.BadRow{File: p.file, Line: p.line, Column: columnNumber, Value: shown(p.item.Number), Reason: p.item.Kind.String() + " " + reason}
}

// difference names the first thing in which two items differ.
func difference(a, b core.OpenItem) string {
	switch {
	case a.Amount != b.Amount:
		return "amount"
	case a.Date != b.Date:
		return "date"
	case a.Due != b.Due:
		return "due day"
	case a.Reference != b.Reference:
		return "reference"
	case a.Number != b.Number:
		return "spelling of the number"
	case a.Party != b.Party:
		return "name"
	case a.PartyIBAN != b.PartyIBAN:
		return "account"
	case a.PartyVAT != b.PartyVAT:
		return "VAT number"
	}
	return "discount"
}

// byPlace orders bad rows as a reader meets them: file by file as they came, line by line.
func byPlace(rows []core.BadRow) {
	files := map[string]int{}
	for _, r := range rows {
		if _, ok := files[r.File]; !ok {
			files[r.File] = len(files)
		}
	}
	slices.SortStableFunc(rows, func(a, b core.BadRow) int {
		return cmp.Or(cmp.Compare(files[a.File], files[b.File]), cmp.Compare(a.Line, b.Line), strings.Compare(a.Column, b.Column))
	})
}
