package exchange

import (
	"slices"
	"strings"
	"unicode"

	"ferry/core"
)

// Alike is a new item that looks like one the books know, without enough to take it for that: a person decides.
type Alike struct {
	Item  core.ItemID   // of the new one
	Known core.OpenItem // the one it looks like
	Why   string        // "looks like F-12 of De Smet over 121.00 EUR of 2026-11-03, with another account"
}

// near is how many days may lie between two dates of one paper of which a date was corrected. A number that begins again
// each year hardly comes back so soon, to the same party and over the same amount.
const near = 31

// Recognise gives items the ids under which the books know them already, also where a file says less or more of the party
// than the file before did: an invoice that first came without VAT number and now comes with one is the same. What a file
// does not say of a known item stays as it is known. Where two known items could be meant, the item keeps its own id.
//
// A number that is written otherwise (F-12, F 12), or carries another year because its date was corrected, means the known
// paper when party and amount are the same and the dates are near. Anything less is no more than alike.
func Recognise(found Found, known []core.OpenItem) Found {
	b := newBooks(known)
	found.Items, found.Alike = slices.Clone(found.Items), nil
	fresh := make([]int, 0, len(found.Items))
	for i, item := range found.Items {
		if n, ok := b.byID[item.ID]; ok && !partyOf(item).differs(b.papers.parties[n]) {
			b.take(&found.Items[i], n)
		} else {
			fresh = append(fresh, i)
		}
	}
	for _, i := range fresh {
		item := &found.Items[i]
		if n, ok := b.same(*item); ok {
			b.take(item, n)
			continue
		}
		for b.used[item.ID] {
			item.ID += "/2" // a paper of another party that had this account or name before
		}
		b.used[item.ID] = true
		if a, ok := b.alike(*item); ok {
			found.Alike = append(found.Alike, a)
		}
	}
	return found
}

// books are the known items with what finds them.
type books struct {
	known  []core.OpenItem
	byID   map[core.ItemID]int
	used   map[core.ItemID]bool // ids that are given
	taken  []bool               // known items that a read one is
	papers *shelf
	loose  map[string][]int // by kind and loose number
}

func newBooks(known []core.OpenItem) *books {
	b := &books{known: known, byID: make(map[core.ItemID]int, len(known)), used: make(map[core.ItemID]bool, len(known)),
		taken: make([]bool, len(known)), papers: newShelf(known), loose: make(map[string][]int, len(known))}
	for n, item := range known {
		b.byID[item.ID], b.used[item.ID] = n, true
		key := looseKey(item)
		b.loose[key] = append(b.loose[key], n)
	}
	return b
}

// take says that a read item is a known one. What the file leaves out is not erased.
func (b *books) take(item *core.OpenItem, n int) {
	was := b.known[n]
	b.taken[n], item.ID = true, was.ID
	if item.PartyVAT == "" {
		item.PartyVAT = was.PartyVAT
	}
	if item.PartyIBAN == "" {
		item.PartyIBAN = was.PartyIBAN
	}
	if item.Reference == "" {
		item.Reference = was.Reference
	}
	if item.Due.IsZero() {
		item.Due = was.Due
	}
	if item.Discount == (core.Discount{}) {
		item.Discount = was.Discount
	}
}

// same finds the one known item that a read one is.
func (b *books) same(item core.OpenItem) (int, bool) {
	if like := b.papers.like(paperKeys(item), partyOf(item)); len(like) > 0 {
		return like[0], len(like) == 1 && !b.taken[like[0]]
	}
	p, at, sure := named(item), -1, false
	for _, n := range b.near(item) {
		if was := b.known[n]; was.Amount == item.Amount && !p.differs(named(was)) && shares(item, was) {
			at, sure = n, at < 0
		}
	}
	return at, sure
}

// alike finds a known item to point at.
func (b *books) alike(item core.OpenItem) (Alike, bool) {
	company := companyKey(item.PartyVAT)
	for _, n := range b.near(item) {
		was := b.known[n]
		other := companyKey(was.PartyVAT)
		if company != "" && other != "" && company != other || was.Amount != item.Amount && !shares(item, was) {
			continue
		}
		why := "looks like " + shown(was.Number) + " of " + shown(was.Party) + " over " + was.Amount.String() + " " + string(was.Amount.Currency) + " of " + was.Date.String()
		switch a, o := named(item), named(was); {
		case a.account != "" && o.account != "" && a.account != o.account:
			why += ", with another account"
		case foldName(item.Party) != foldName(was.Party):
			why += ", under another name"
		default:
			why += ", with another " + difference(item, was)
		}
		return Alike{item.ID, was, why}, true
	}
	return Alike{}, false
}

// near lists the known items of that kind, number and time that no read item is yet.
func (b *books) near(item core.OpenItem) (found []int) {
	same := b.loose[looseKey(item)]
	for _, n := range same[:min(len(same), maxLike)] {
		days := int64(item.Date) - int64(b.known[n].Date)
		if !b.taken[n] && -near <= days && days <= near {
			found = append(found, n)
		}
	}
	return found
}

// shares reports whether two items have a way in common to know their party.
func shares(a, b core.OpenItem) bool {
	other := partyKeys(b)
	return slices.ContainsFunc(partyKeys(a), func(key string) bool { return slices.Contains(other, key) })
}

// looseKey is kind and number, however its parts are joined: F-12, F 12 and F12 are one; 1-12 and 11-2 are not.
func looseKey(item core.OpenItem) string {
	var key strings.Builder
	key.WriteString(item.Kind.String())
	last := ' '
	for _, r := range foldNumber(strings.Join(strings.Fields(item.Number), "-")) {
		sort := '-'
		switch {
		case unicode.IsDigit(r):
			sort = '0'
		case unicode.IsLetter(r):
			sort = 'A'
		}
		if sort != '-' && sort != last {
			key.WriteByte('/')
		}
		if last = sort; sort != '-' {
			key.WriteRune(r)
		}
	}
	return key.String()
}
