package pages

import (
	"bytes"
	"encoding/binary"
)

// Found is what a walk found of one bucket.
type Found struct {
	Sequence uint64
	Lost     []Range // where entries may be missing
}

// Walk hands over the entries of every bucket below a root, in the order of their keys. A page that does not hold together,
// or does not belong where it hangs, is left out with all that hangs on it.
func (w *Wreck) Walk(m Meta, take Take) map[string]*Found {
	k := &walk{w: w, take: take, found: make(map[string]*Found), seen: make(map[uint64]bool)}
	k.directory(m.Root, 0)
	for id := range k.seen {
		w.sound[id] = true
	}
	return k.found
}

// Peek shows the entries of one bucket below a root.
func (w *Wreck) Peek(m Meta, bucket string, visit func(key, value []byte)) {
	take := func(_ string, key, value []byte) bool { visit(key, value); return true }
	k := &walk{w: w, take: take, only: bucket, found: make(map[string]*Found), seen: make(map[uint64]bool)}
	k.directory(m.Root, 0)
}

type walk struct {
	w     *Wreck
	only  string // bucket; empty: all
	take  Take
	found map[string]*Found
	seen  map[uint64]bool
}

// bounds is where the keys of a page must lie, and where they may lie if the key that leads to it, or the one behind, is the
// damaged one.
type bounds struct{ strict, wide Range }

// directory reads the buckets' names. It is patient: each name that can be read leads to a whole bucket.
func (k *walk) directory(id uint64, depth int) {
	b, ok := k.load(id, depth)
	if !ok {
		return
	}
	leaf := binary.NativeEndian.Uint16(b[8:]) == leafPage
	for i := range int(binary.NativeEndian.Uint16(b[10:])) {
		if !leaf {
			if e, ok := branchElement(b, i); ok {
				k.directory(e.page, depth+1)
			}
			continue
		}
		e, ok := leafElement(b, i)
		if !ok || e.flags&bucketLeaf == 0 || len(e.value) < bucketSize || k.found[string(e.key)] != nil ||
			k.only != "" && k.only != string(e.key) {
			continue
		}
		name, root := string(e.key), binary.NativeEndian.Uint64(e.value)
		k.found[name] = &Found{Sequence: binary.NativeEndian.Uint64(e.value[8:])}
		switch inner := e.value[bucketSize:]; {
		case root != 0:
			k.tree(name, root, depth+1, bounds{})
		case len(inner) < headerSize || binary.NativeEndian.Uint16(inner[8:]) != leafPage:
			k.lose(name, Range{})
		default:
			k.patient(name, inner)
		}
	}
}

// load reads a page that this walk has not met.
func (k *walk) load(id uint64, depth int) ([]byte, bool) {
	b, ok := k.w.load(id)
	if !ok || depth > maxDepth {
		return nil, false
	}
	pages := uint64(len(b)) / uint64(k.w.size)
	for i := range pages {
		if k.seen[id+i] {
			return nil, false
		}
	}
	for i := range pages {
		k.seen[id+i] = true
	}
	return b, true
}

// spurn gives a page back: what stands on it is loose.
func (k *walk) spurn(id uint64, b []byte) {
	for i := range uint64(len(b)) / uint64(k.w.size) {
		delete(k.seen, id+i)
	}
}

func (k *walk) lose(name string, r Range) { k.found[name].Lost = append(k.found[name].Lost, r) }

func (k *walk) tree(name string, id uint64, depth int, in bounds) {
	b, ok := k.load(id, depth)
	if !ok {
		k.lose(name, in.wide)
		return
	}
	held := false
	switch binary.NativeEndian.Uint16(b[8:]) {
	case branchPage:
		held = k.branch(name, b, depth, in)
	case leafPage:
		held = k.leaf(name, b, in)
	}
	if !held {
		k.spurn(id, b)
		k.lose(name, in.wide)
	}
}

func (k *walk) branch(name string, b []byte, depth int, in bounds) bool {
	list, ok := elements(b, branchElement)
	if !ok || len(list) == 0 {
		return false
	}
	at := func(i int, limit []byte) []byte {
		if i < 0 || i >= len(list) {
			return limit
		}
		return bytes.Clone(list[i].key)
	}
	for i, e := range list {
		k.tree(name, e.page, depth+1, bounds{
			strict: Range{at(i, nil), at(i+1, in.strict.High)},
			wide:   Range{at(i-1, in.wide.Low), at(i+2, in.wide.High)},
		})
	}
	return true
}

func (k *walk) leaf(name string, b []byte, in bounds) bool {
	list, ok := elements(b, leafElement)
	if !ok || len(list) > 0 && !(in.strict.Holds(list[0].key) && in.strict.Holds(list[len(list)-1].key)) {
		return false
	}
	// Where nothing is whole, another bucket's entries may stand.
	return k.entries(name, list, in.wide) > 0 || len(list) == 0
}

// patient reads what can be read of a small bucket that stands inside the directory.
func (k *walk) patient(name string, inner []byte) {
	var list []element
	for i := range int(binary.NativeEndian.Uint16(inner[10:])) {
		if headerSize+(i+1)*elementSize > len(inner) {
			k.lose(name, Range{})
			break
		}
		if e, ok := leafElement(inner, i); ok {
			list = append(list, e)
		} else {
			k.lose(name, Range{})
		}
	}
	k.entries(name, list, Range{})
}

func (k *walk) entries(name string, list []element, limit Range) (whole int) {
	for i, e := range list {
		if e.flags == 0 && k.take(name, e.key, e.value) {
			whole++
			continue
		}
		gap := limit // the key itself may be what is damaged
		if i > 0 {
			gap.Low = bytes.Clone(list[i-1].key)
		}
		if i+1 < len(list) {
			gap.High = bytes.Clone(list[i+1].key)
		}
		k.lose(name, gap)
	}
	return whole
}
