package match

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// faceKey is how a party shows on an item.
type faceKey struct {
	vat, iban, name, words, form string
	nobody                       core.ItemID // an item that names nobody stands alone
}

// face is what items show that look alike. Those of one face are one party's.
type face struct {
	faceKey
	name  name
	items []int // in order
	party int   // -1 as long as it has none
}

func (x *index) faceOf(i *core.OpenItem) faceKey {
	who := newName(visible(i.Party))
	k := faceKey{vat: telling(i.PartyVAT), iban: account(i.PartyIBAN), name: who.joined, words: strings.Join(who.words, " "), form: who.form}
	if x.house[k.iban] != "" {
		k.iban = "" // the account to pay to stands on one's own invoices
	}
	if k.vat == "" && k.iban == "" && k.name == "" {
		k.nobody = i.ID
	}
	return k
}

// telling is the normal form of a number that tells who somebody is; "unknown" and rows of zeros tell nothing.
func telling(number string) string {
	v := reference.Compact(number)
	digits := onlyDigits(v)
	if len(digits) < 6 || strings.Count(digits, digits[:1]) == len(digits) {
		return ""
	}
	return v
}

// traits are what faces of one party have in common.
func (k faceKey) traits() []string {
	var list []string
	if k.vat != "" {
		list = append(list, "vat "+k.vat)
	}
	if k.iban != "" {
		list = append(list, k.accountTrait())
	}
	if k.name != "" {
		list = append(list, k.nameTrait())
	}
	return list
}

func (k faceKey) nameTrait() string { return "name " + k.name }

func (k faceKey) accountTrait() string { return "iban " + k.iban }

// shared: an account that comes with two VAT numbers, or with names that have nothing in common and of which not all tell one VAT
// number, is a factor's, a provider's or a couple's: it joins nobody.
func shared(faces []*face) bool {
	for i, f := range faces {
		for _, o := range faces[:i] {
			if f.vat != "" && o.vat != "" {
				if !sameVAT(f.vat, o.vat) {
					return true
				}
				continue
			}
			if f.faceKey.name != "" && o.faceKey.name != "" && compareNames(f.name, o.name) == unlike {
				return true
			}
		}
	}
	return false
}

// sameVAT compares two VAT numbers, one of which may be written without its country or a leading zero.
func sameVAT(a, b string) bool {
	x, y := strings.TrimLeft(onlyDigits(a), "0"), strings.TrimLeft(onlyDigits(b), "0")
	return strings.HasSuffix(x, y) || strings.HasSuffix(y, x)
}

// regroup decides which faces belong to one party: equal VAT number, or equal account that is not shared, or, where all that
// have the name are joined by either or have neither, equal name. Groups are the transitive closure, so their order does not matter. Only the parties that
// share something with a changed face can be touched by the change.
func (x *index) regroup(changed map[*face]bool) {
	seen, old := map[*face]bool{}, map[int]bool{}
	var live []*face
	take := func(f *face) {
		if !seen[f] {
			seen[f] = true
			if len(f.items) > 0 {
				live = append(live, f)
			}
		}
	}
	for f := range changed {
		take(f)
		for _, t := range f.traits() {
			for _, other := range x.sharing[t] {
				take(other)
			}
		}
	}
	for f := range seen {
		if f.party >= 0 {
			old[f.party] = true
		}
	}
	for p := range old {
		for _, f := range x.parties[p].faces {
			take(f)
		}
		x.dropParty(p)
	}
	for f := range changed {
		if len(f.items) == 0 {
			x.dropFace(f)
		}
	}
	for _, group := range x.groups(live) {
		x.addParty(group)
	}
}

func (x *index) dropFace(f *face) {
	delete(x.faces, f.faceKey)
	for _, t := range f.traits() {
		keep(x.sharing, t, slices.DeleteFunc(x.sharing[t], func(o *face) bool { return o == f }))
	}
}

// groups joins faces that share a trait.
func (x *index) groups(faces []*face) [][]*face {
	parent := make([]int, len(faces))
	for n := range parent {
		parent[n] = n
	}
	root := func(n int) int {
		for parent[n] != n {
			parent[n] = parent[parent[n]]
			n = parent[n]
		}
		return n
	}
	first := map[string]int{}
	for n, f := range faces {
		for _, t := range f.traits() {
			at, ok := first[t]
			if !ok {
				if t == f.nameTrait() && !onePerson(x.sharing[t]) || t == f.accountTrait() && shared(x.sharing[t]) {
					at = -1
				} else {
					at = n
				}
				first[t] = at
			}
			if at >= 0 {
				parent[root(n)] = root(at)
			}
		}
	}
	byRoot := map[int][]*face{}
	for n, f := range faces {
		byRoot[root(n)] = append(byRoot[root(n)], f)
	}
	return slices.Collect(maps.Values(byRoot))
}

// onePerson: a name that comes with two VAT numbers, two legal forms, or accounts that nothing joins may be two people's.
func onePerson(faces []*face) bool {
	var known []*face
	form := ""
	for _, f := range faces {
		if otherForm(f.form, form) {
			return false
		}
		form = cmp.Or(form, f.form)
		if f.vat != "" || f.iban != "" {
			known = append(known, f)
		}
	}
	if len(known) < 2 {
		return true
	}
	for i, f := range known {
		if f.vat != "" && slices.ContainsFunc(known[:i], func(o *face) bool { return o.vat != "" && !sameVAT(f.vat, o.vat) }) {
			return false
		}
	}
	seen := map[string]bool{"vat " + known[0].vat: known[0].vat != "", "iban " + known[0].iban: known[0].iban != ""}
	rest := known[1:]
	for {
		apart := slices.DeleteFunc(slices.Clone(rest), func(f *face) bool {
			if !seen["vat "+f.vat] && !seen["iban "+f.iban] {
				return false
			}
			seen["vat "+f.vat], seen["iban "+f.iban] = f.vat != "", f.iban != ""
			return true
		})
		if len(apart) == 0 || len(apart) == len(rest) {
			return len(apart) == 0
		}
		rest = apart
	}
}

func (x *index) addParty(faces []*face) {
	p := len(x.parties)
	if last := len(x.gone) - 1; last >= 0 {
		p, x.gone = x.gone[last], x.gone[:last]
	} else {
		x.parties = append(x.parties, party{})
	}
	who := party{faces: faces}
	for _, f := range faces {
		f.party = p
		who.items = append(who.items, f.items...)
		if f.iban != "" && !slices.Contains(who.ibans, f.iban) {
			who.ibans = append(who.ibans, f.iban)
			x.byIBAN[f.iban] = append(x.byIBAN[f.iban], p)
		}
		if len(f.name.words) > 0 && !slices.ContainsFunc(who.names, func(o name) bool {
			return slices.Equal(o.words, f.name.words) && o.joined == f.name.joined && o.form == f.name.form
		}) {
			who.names = append(who.names, f.name)
		}
	}
	slices.SortFunc(who.items, x.order)
	for _, n := range who.items {
		x.items[n].party = p
	}
	for _, key := range who.spellings() {
		x.byWord[key] = append(x.byWord[key], p)
	}
	x.parties[p] = who
}

func (x *index) dropParty(p int) {
	who := &x.parties[p]
	for _, f := range who.faces {
		f.party = -1
	}
	for _, iban := range who.ibans {
		keep(x.byIBAN, iban, slices.DeleteFunc(x.byIBAN[iban], func(o int) bool { return o == p }))
	}
	for _, key := range who.spellings() {
		keep(x.byWord, key, slices.DeleteFunc(x.byWord[key], func(o int) bool { return o == p }))
	}
	*who = party{}
	x.gone = append(x.gone, p)
}

// spellings are the keys under which a party is found by a word of its names, each once.
func (p *party) spellings() []string {
	var keys []string
	for _, called := range p.names {
		for _, word := range called.words {
			keys = append(keys, spellings(word)...)
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
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
