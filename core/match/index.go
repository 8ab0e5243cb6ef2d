package match

import (
	"cmp"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// largest keeps sums of amounts far from overflow; an item beyond it is never matched.
const largest = 1_000_000_000_000_000

// item is an open item as the engine holds it.
type item struct {
	core.OpenItem
	party     int
	open      int64 // what is left of it in this run, in the item's own sense
	sign      int64 // +1 where settling it brings money in
	reference reference.Reference
	shape     string // of its number, to know another number of the same series
	digits    string // of its number
}

// effect is what settling the rest of the item does to the bank.
func (i *item) effect() int64 { return i.sign * i.open }

// party is somebody with whom there are open items, on either side.
type party struct {
	items []int
	names []name
	ibans []string
}

// index finds items without walking over all of them.
type index struct {
	items       []item
	parties     []party
	byReference map[string][]int
	byNumber    map[string][]numbered
	byAmount    map[amountKey][]int
	byIBAN      map[string]int   // party
	byWord      map[string][]int // parties, by the spellings of the words of their names
}

type amountKey struct {
	effect   int64
	currency core.Currency
}

// newIndex puts the items in an order of their own, so that the order in which they are given never matters.
func newIndex(open []core.OpenItem) *index {
	x := &index{byReference: map[string][]int{}, byNumber: map[string][]numbered{}, byAmount: map[amountKey][]int{},
		byIBAN: map[string]int{}, byWord: map[string][]int{}}
	sorted := slices.Clone(open)
	slices.SortFunc(sorted, func(a, b core.OpenItem) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
	})
	for _, o := range sorted {
		rest := o.Open().Minor
		if rest == 0 || rest > largest || rest < -largest {
			continue
		}
		i := item{OpenItem: o, open: max(rest, -rest), sign: 1, digits: onlyDigits(o.Number), shape: shapeOf(o.Number)}
		if o.Effect().Minor < 0 {
			i.sign = -1
		}
		i.reference, _ = reference.Parse(o.Reference)
		x.items = append(x.items, i)
	}
	x.groupParties()
	for n := range x.items {
		x.addItem(n)
	}
	return x
}

func (x *index) addItem(n int) {
	i := &x.items[n]
	x.byAmount[amountKey{i.effect(), i.Amount.Currency}] = append(x.byAmount[amountKey{i.effect(), i.Amount.Currency}], n)
	if i.reference.Valid {
		x.byReference[i.reference.Value] = append(x.byReference[i.reference.Value], n)
	}
	keys := numberKeys(i.Number)
	if !i.reference.Valid && i.Reference != "" {
		keys = append(keys, numberKeys(i.Reference)...)
	}
	seen := map[string]bool{}
	for _, k := range keys {
		if !seen[k.key] {
			seen[k.key] = true
			x.byNumber[k.key] = append(x.byNumber[k.key], numbered{n, k.level})
		}
	}
}

// groupParties decides which items belong to one party: equal VAT number, or equal account, or, where a name occurs with
// at most one of either, equal name. Groups are the transitive closure, so their order does not matter.
func (x *index) groupParties() {
	parent := make([]int, len(x.items))
	for n := range parent {
		parent[n] = n
	}
	var root func(int) int
	root = func(n int) int {
		if parent[n] != n {
			parent[n] = root(parent[n])
		}
		return parent[n]
	}
	join := func(group []int) {
		for _, n := range group {
			a, b := root(group[0]), root(n)
			parent[max(a, b)] = min(a, b)
		}
	}
	byVAT, byIBAN, byName := map[string][]int{}, map[string][]int{}, map[string][]int{}
	for n, i := range x.items {
		vat, iban := reference.Compact(i.PartyVAT), account(i.PartyIBAN)
		if vat != "" {
			byVAT[vat] = append(byVAT[vat], n)
		}
		if iban != "" {
			byIBAN[iban] = append(byIBAN[iban], n)
		}
		if who := newName(i.Party).joined; who != "" {
			byName[who] = append(byName[who], n)
		}
	}
	for _, groups := range []map[string][]int{byVAT, byIBAN} {
		for _, group := range groups {
			join(group)
		}
	}
	for _, group := range byName {
		if x.onePerson(group) {
			join(group)
		}
	}
	number := map[int]int{}
	for n := range x.items {
		r := root(n)
		p, ok := number[r]
		if !ok {
			p = len(x.parties)
			number[r] = p
			x.parties = append(x.parties, party{})
		}
		x.items[n].party = p
		x.addToParty(p, n)
	}
}

// onePerson: a name that comes with two VAT numbers, or with two accounts and no VAT number, may be two people's.
func (x *index) onePerson(group []int) bool {
	vats, ibans := map[string]bool{}, map[string]bool{}
	for _, n := range group {
		if v := reference.Compact(x.items[n].PartyVAT); v != "" {
			vats[v] = true
		} else if v := account(x.items[n].PartyIBAN); v != "" {
			ibans[v] = true
		}
	}
	return len(vats) <= 1 && (len(vats) == 1 || len(ibans) <= 1)
}

func (x *index) addToParty(p, n int) {
	i := &x.items[n]
	who := &x.parties[p]
	who.items = append(who.items, n)
	if iban := account(i.PartyIBAN); iban != "" && !slices.Contains(who.ibans, iban) {
		who.ibans = append(who.ibans, iban)
		x.byIBAN[iban] = p
	}
	called := newName(i.Party)
	if len(called.words) == 0 || slices.ContainsFunc(who.names, func(o name) bool { return o.joined == called.joined }) {
		return
	}
	who.names = append(who.names, called)
	for _, word := range called.words {
		for _, key := range spellings(word) {
			if list := x.byWord[key]; len(list) == 0 || list[len(list)-1] != p {
				x.byWord[key] = append(list, p)
			}
		}
	}
}

// account is the normal form of an account number, also of one that is no IBAN; too short a text names no account.
func account(text string) string {
	v, _ := reference.IBAN(text)
	if len(v) < 8 {
		return ""
	}
	return v
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}

// maxPartiesOfWord: a word that so many parties share ("garage") names none of them.
const maxPartiesOfWord = 200

// named lists the parties whose name is like the given one, with how well they agree.
func (x *index) named(who name) map[int]likeness {
	found := map[int]likeness{}
	seen := map[int]bool{}
	for _, word := range who.words {
		for _, key := range spellings(word) {
			list := x.byWord[key]
			if len(list) > maxPartiesOfWord && len(who.words) > 1 {
				continue
			}
			for _, p := range list {
				if seen[p] {
					continue
				}
				seen[p] = true
				for _, called := range x.parties[p].names {
					if l := compareNames(who, called); l > found[p] {
						found[p] = l
					}
				}
			}
		}
	}
	return found
}
