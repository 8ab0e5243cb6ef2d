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
	face      *face
	open      int64 // what is left of it in this run, in the item's own sense
	sign      int64 // +1 where settling it brings money in
	reference reference.Reference
	shape     string   // of its number, to know another number of the same series
	digits    string   // of its number
	rows      []string // of digits in its number, without leading zeros
	letters   []string // rows of letters in its number, and in its reference
}

// effect is what settling the rest of the item does to the bank.
func (i *item) effect() int64 { return i.sign * i.open }

// party is somebody with whom there are open items, on either side.
type party struct {
	items []int // in order
	faces []*face
	names []name
	ibans []string
}

// index finds items without walking over all of them. Items and parties keep their places while others come and go; nothing
// that is said may depend on a place: see [index.order].
type index struct {
	items       []item
	parties     []party
	free, gone  []int // places of items and of parties that nothing stands on
	byID        map[core.ItemID]int
	byReference map[string][]int
	byNumber    map[string][]numbered
	byAmount    map[amountKey][]int
	byIBAN      map[string][]int          // parties: a factor or a couple may share one
	byWord      map[string][]int          // parties, by the spellings of the words of their names
	house       map[string]core.AccountID // own accounts, by number
	faces       map[faceKey]*face
	sharing     map[string][]*face // by VAT number, account, name: see faceKey.traits
}

type amountKey struct {
	effect   int64
	currency core.Currency
}

// newIndex puts the items in an order of their own, so that the order in which they are given never matters.
func newIndex(open []core.OpenItem, house map[string]core.AccountID) *index {
	x := &index{house: house, byReference: map[string][]int{}, byNumber: map[string][]numbered{}, byAmount: map[amountKey][]int{},
		byIBAN: map[string][]int{}, byWord: map[string][]int{}, byID: map[core.ItemID]int{}, faces: map[faceKey]*face{}, sharing: map[string][]*face{}}
	x.update(open)
	return x
}

// update puts items in the place of those with the same id. Items with nothing open go.
func (x *index) update(items []core.OpenItem) {
	sorted := slices.Clone(items)
	slices.SortFunc(sorted, func(a, b core.OpenItem) int { return orderItems(&a, &b) })
	changed := map[*face]bool{}
	for _, o := range sorted {
		x.drop(o.ID, changed)
		rest := o.Open().Minor
		if rest == 0 || rest > largest || rest < -largest {
			continue
		}
		number := visible(o.Number)
		i := item{OpenItem: o, open: max(rest, -rest), sign: 1, digits: onlyDigits(number), shape: shapeOf(number)}
		if o.Effect().Minor < 0 {
			i.sign = -1
		}
		i.rows, i.letters = rowsOf(number)
		_, letters := rowsOf(visible(o.Reference))
		i.letters = append(i.letters, letters...)
		i.reference, _ = reference.Parse(visible(o.Reference))
		x.put(i, changed)
	}
	x.regroup(changed)
}

// orderItems is the order of items in everything that is said.
func orderItems(a, b *core.OpenItem) int {
	if a.Date != b.Date {
		return cmp.Compare(a.Date, b.Date)
	}
	return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID))
}

// order compares two items by their places.
func (x *index) order(a, b int) int {
	if a == b {
		return 0
	}
	return orderItems(&x.items[a].OpenItem, &x.items[b].OpenItem)
}

// orderParties compares two parties by their first items.
func (x *index) orderParties(a, b int) int {
	return x.order(x.parties[a].items[0], x.parties[b].items[0])
}

// insert adds an item to a list in order, remove takes it out.
func (x *index) insert(list []int, n int) []int {
	if len(list) == 0 || x.order(list[len(list)-1], n) < 0 {
		return append(list, n)
	}
	at, _ := slices.BinarySearchFunc(list, n, x.order)
	return slices.Insert(list, at, n)
}

func (x *index) remove(list []int, n int) []int {
	if at, ok := slices.BinarySearchFunc(list, n, x.order); ok {
		return slices.Delete(list, at, at+1)
	}
	return list
}

func (x *index) put(i item, changed map[*face]bool) {
	key := x.faceOf(&i.OpenItem)
	i.face = x.faces[key]
	if i.face == nil {
		i.face = &face{faceKey: key, name: newName(visible(i.Party)), party: -1}
		x.faces[key] = i.face
		for _, t := range key.traits() {
			x.sharing[t] = append(x.sharing[t], i.face)
		}
	}
	n := len(x.items)
	if last := len(x.free) - 1; last >= 0 {
		n, x.free = x.free[last], x.free[:last]
		x.items[n] = i
	} else {
		x.items = append(x.items, i)
	}
	x.byID[i.ID] = n
	i.face.items = x.insert(i.face.items, n)
	if i.face.party >= 0 && !changed[i.face] {
		x.items[n].party = i.face.party
		who := &x.parties[i.face.party]
		who.items = x.insert(who.items, n)
	} else {
		changed[i.face] = true
	}
	x.addItem(n)
}

func (x *index) drop(id core.ItemID, changed map[*face]bool) {
	n, ok := x.byID[id]
	if !ok {
		return
	}
	i := &x.items[n]
	i.open = max(i.Open().Minor, -i.Open().Minor)
	key := amountKey{i.effect(), i.Amount.Currency}
	keep(x.byAmount, key, x.remove(x.byAmount[key], n))
	if i.reference.Valid {
		keep(x.byReference, i.reference.Value, x.remove(x.byReference[i.reference.Value], n))
	}
	for _, k := range i.numberKeys() {
		keep(x.byNumber, k.key, slices.DeleteFunc(x.byNumber[k.key], func(o numbered) bool { return o.item == n }))
	}
	i.face.items = x.remove(i.face.items, n)
	if i.face.party >= 0 {
		who := &x.parties[i.face.party]
		who.items = x.remove(who.items, n)
	}
	if len(i.face.items) == 0 {
		changed[i.face] = true
	}
	delete(x.byID, id)
	x.items[n] = item{}
	x.free = append(x.free, n)
}

// keep stores a list under its key, or forgets the key of an empty one.
func keep[K comparable, V any](lists map[K][]V, key K, list []V) {
	if len(list) == 0 {
		delete(lists, key)
		return
	}
	lists[key] = list
}

func (x *index) addItem(n int) {
	i := &x.items[n]
	key := amountKey{i.effect(), i.Amount.Currency}
	x.byAmount[key] = x.insert(x.byAmount[key], n)
	if i.reference.Valid {
		x.byReference[i.reference.Value] = x.insert(x.byReference[i.reference.Value], n)
	}
	for _, k := range i.numberKeys() {
		x.byNumber[k.key] = append(x.byNumber[k.key], numbered{n, k.level})
	}
}

// numberKeys are the forms of the item's number, and of a reference that is none of the structured ones, each once.
func (i *item) numberKeys() []numberKey {
	keys := numberKeys(visible(i.Number), yearText(i.Date))
	if !i.reference.Valid && i.Reference != "" {
		keys = append(keys, numberKeys(visible(i.Reference), "")...)
	}
	if len(i.digitRows()) > 1 {
		if last := strings.TrimLeft(i.lastRow(), "0"); last != "" {
			keys = append(keys, numberKey{"#" + last, hinted})
		}
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(keys, func(k numberKey) bool {
		again := seen[k.key]
		seen[k.key] = true
		return again
	})
}

// account is the normal form of an account number, also of one that is no IBAN; too short a text names no account.
func account(text string) string {
	if v := telling(text); len(v) >= 8 {
		return v
	}
	return ""
}

// rowsOf are the rows of digits in a number, without leading zeros, and those of letters.
func rowsOf(number string) (digits, letters []string) {
	for _, p := range segments(number) {
		if p.digits {
			digits = append(digits, strings.TrimLeft(p.text, "0"))
		} else {
			letters = append(letters, p.text)
		}
	}
	return digits, letters
}

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
