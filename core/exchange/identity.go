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

// party is what tells two parties of one name apart: nothing where it does not matter, as the number is our own.
type party struct{ company, account string }

func partyOf(item core.OpenItem) (p party) {
	if item.Kind == core.Sale || item.Kind == core.SaleCredit {
		return p
	}
	return named(item)
}

// named is the party of any item.
func named(item core.OpenItem) party {
	p := party{company: companyKey(item.PartyVAT), account: reference.Compact(item.PartyIBAN)}
	if noNumber(p.account) {
		p.account = ""
	}
	return p
}

// differs reports whether two parties cannot be taken for one: they name two companies, or no same company and two accounts.
// A shared account or name proves nothing against that.
func (p party) differs(o party) bool {
	if p.company != "" && o.company != "" {
		return p.company != o.company
	}
	return p.account != "" && o.account != "" && p.account != o.account
}

// shelf finds items by any of their keys.
type shelf struct {
	items   []core.OpenItem
	keys    [][]string
	parties []party
	byKey   map[string][]int
}

// maxLike bounds the work on a file that repeats one number for ever.
const maxLike = 100

func newShelf(items []core.OpenItem) *shelf {
	s := &shelf{items: items, keys: make([][]string, len(items)), parties: make([]party, len(items)), byKey: make(map[string][]int, len(items))}
	for n, item := range items {
		s.keys[n], s.parties[n] = paperKeys(item), partyOf(item)
		for _, key := range s.keys[n] {
			s.byKey[key] = append(s.byKey[key], n)
		}
	}
	return s
}

// under lists the items under any of the keys, in their order, each once.
func (s *shelf) under(keys []string, take func(n int) bool) []int {
	var found []int
	for _, key := range keys {
		same := s.byKey[key]
		for _, n := range same[:min(len(same), maxLike)] {
			if take(n) {
				found = append(found, n)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// like lists the items that may be the same paper.
func (s *shelf) like(keys []string, p party) []int {
	return s.under(keys, func(n int) bool { return !p.differs(s.parties[n]) })
}

// twins lists the items of the shelf itself that may be the same paper as one of them: also those of another account that
// share all else that counts, as a file that names an invoice twice is asked which account is right.
func (s *shelf) twins(of int) []int {
	item, p := s.items[of], s.parties[of]
	return s.under(s.keys[of], func(n int) bool {
		o, other := s.parties[n], s.items[n]
		unsure := p.company == "" || o.company == ""
		return !p.differs(o) || unsure && other.Amount == item.Amount && other.Date == item.Date
	})
}

// place is where an item was read.
type place struct {
	file string
	line int
	note string // what was made of it beyond what it says
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
	item  core.OpenItem
	cells string // of the row of a table; empty for an invoice, which is whole by itself
}

// repeats reports whether the row says again what another said: all of it. Two rows of one item that differ in what is not read may
// be two lines of an invoice.
func (p placed) repeats(o placed) bool {
	return p.item == o.item && (p.cells == o.cells || p.cells == "" || o.cells == "")
}

// single parts the items that stand once from those that stand twice. Of equal ones the first is taken, and rows that say no more are
// known already; of different ones none is, as nothing tells which is right: programs that write one row for each line of an invoice
// would lose all but one.
func single(read []placed) (items []core.OpenItem, places []place, known, bad []core.BadRow) {
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
		like := books.twins(n)
		switch other := slices.IndexFunc(like, func(l int) bool { return l != n }); {
		case other >= 0:
			o := read[first[like[other]]]
			bad = append(bad, p.twice("stands also in "+o.from(p.file)+", with another "+difference(p.item, o.item)+": which one is right?"))
		case taken[n] && p.repeats(read[first[n]]):
			known = append(known, p.twice("stands already, the same in every cell, in "+read[first[n]].from(p.file)))
		case taken[n]:
			bad = append(bad, p.twice("stands already, the same, in "+read[first[n]].from(p.file)+", and this row differs in what is not read: is it a line of the same invoice?"))
		default:
			items, places, taken[n] = append(items, p.item), append(places, p.place), true
		}
	}
	return items, places, known, bad
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
