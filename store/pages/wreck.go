package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

const (
	freePage   = 0x10
	noFreelist = 1<<64 - 1 // the list was not written: the program did not end by itself
)

// Range is a stretch of keys from Low on and before High; nil is no limit.
type Range struct{ Low, High []byte }

// Holds reports whether a key lies in the range.
func (r Range) Holds(key []byte) bool {
	return bytes.Compare(key, r.Low) >= 0 && (r.High == nil || bytes.Compare(key, r.High) < 0)
}

// Wreck is a file of which any part may be damaged. It is walked from a root as far as the pages hold together; what no
// walk reached stands on loose pages.
type Wreck struct {
	r     io.ReaderAt
	size  uint32 // of a page
	count uint64 // of pages
	free  map[uint64]bool
	known bool // which pages are free
	sound map[uint64]bool
}

// Take is told an entry of a top-level bucket and says whether it is whole.
type Take func(bucket string, key, value []byte) bool

// OpenWreck looks for what the headers still say: the roots, newest first. There may be none.
func OpenWreck(r io.ReaderAt, bytes int64) (*Wreck, []Meta) {
	w := &Wreck{r: r, free: make(map[uint64]bool), sound: make(map[uint64]bool)}
	roots, lists := w.headers()
	if len(roots) > 0 {
		w.size = roots[0].PageSize
	} else {
		w.size = w.guessSize(bytes)
	}
	w.count = uint64(bytes) / uint64(w.size)
	if len(lists) > 0 && lists[0] != noFreelist {
		w.readFree(lists[0])
	}
	return w, roots
}

// headers reads both roots, newest first, and where each says that the list of free pages stands.
func (w *Wreck) headers() (roots []Meta, lists []uint64) {
	for offset := int64(0); offset <= 64<<10; offset = max(offset*2, 1<<10) {
		buf := make([]byte, headerSize+metaSize)
		if n, err := w.r.ReadAt(buf, offset); n < len(buf) && err != nil {
			break
		}
		m, ok := parseMeta(buf[headerSize:])
		if !ok || offset != 0 && offset != int64(m.PageSize) {
			continue
		}
		list := binary.NativeEndian.Uint64(buf[headerSize+32:])
		if len(roots) > 0 && m.Tx > roots[0].Tx {
			roots, lists = slices.Insert(roots, 0, m), slices.Insert(lists, 0, list)
		} else {
			roots, lists = append(roots, m), append(lists, list)
		}
	}
	return roots, lists
}

// guessSize finds the page size at which most pages stand where they say they do.
func (w *Wreck) guessSize(bytes int64) uint32 {
	best, most := uint32(4<<10), 0
	for size := uint32(1 << 10); size <= 64<<10; size *= 2 {
		hits := 0
		for id := int64(2); id < 200 && (id+1)*int64(size) <= bytes; id++ {
			head := make([]byte, headerSize)
			if _, err := w.r.ReadAt(head, id*int64(size)); err == nil && binary.NativeEndian.Uint64(head) == uint64(id) {
				hits++
			}
		}
		if hits > most {
			best, most = size, hits
		}
	}
	return best
}

// readFree reads the list of free pages: what is not on it and on no tree was torn off the tree.
func (w *Wreck) readFree(id uint64) {
	b, ok := w.load(id)
	n := binary.NativeEndian
	if !ok || n.Uint16(b[8:]) != freePage {
		return
	}
	count, at := uint64(n.Uint16(b[10:])), uint64(headerSize)
	if count == 0xFFFF {
		count, at = n.Uint64(b[headerSize:]), headerSize+8
	}
	if count > uint64(len(b))/8 || at+count*8 > uint64(len(b)) {
		return
	}
	for i := range count {
		w.free[n.Uint64(b[at+i*8:])] = true
	}
	for i := range uint64(len(b)) / uint64(w.size) {
		w.free[id+i] = true
	}
	w.known = true
}

// load reads a page that stands where it says it does, with what it overflows into.
func (w *Wreck) load(id uint64) ([]byte, bool) {
	head := make([]byte, headerSize)
	if id < 2 || id >= w.count {
		return nil, false
	}
	at := int64(id) * int64(w.size)
	if _, err := w.r.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, false
	}
	overflow := uint64(binary.NativeEndian.Uint32(head[12:]))
	if binary.NativeEndian.Uint64(head) != id || overflow >= w.count-id {
		return nil, false
	}
	b := make([]byte, (overflow+1)*uint64(w.size))
	if n, err := w.r.ReadAt(b, at); n < len(b) && err != nil {
		return nil, false
	}
	if headerSize+int(binary.NativeEndian.Uint16(b[10:]))*elementSize > len(b) {
		return nil, false
	}
	return b, true
}

// element is an entry of a leaf, or with page a child of a branch.
type element struct {
	flags      uint32
	key, value []byte
	page       uint64
}

func leafElement(b []byte, i int) (element, bool) {
	n := binary.NativeEndian
	at := headerSize + i*elementSize
	e := b[at : at+elementSize]
	pos, size := uint64(at)+uint64(n.Uint32(e[4:])), uint64(n.Uint32(e[8:]))
	key, ok := cut(b, pos, size)
	value, ok2 := cut(b, pos+size, uint64(n.Uint32(e[12:])))
	return element{flags: n.Uint32(e), key: key, value: value}, ok && ok2 && size > 0 && n.Uint32(e) <= bucketLeaf
}

func branchElement(b []byte, i int) (element, bool) {
	n := binary.NativeEndian
	at := headerSize + i*elementSize
	e := b[at : at+elementSize]
	key, ok := cut(b, uint64(at)+uint64(n.Uint32(e)), uint64(n.Uint32(e[4:])))
	return element{key: key, page: n.Uint64(e[8:])}, ok
}

func elements(b []byte, read func([]byte, int) (element, bool)) ([]element, bool) {
	list := make([]element, binary.NativeEndian.Uint16(b[10:]))
	for i := range list {
		e, ok := read(b, i)
		if !ok || i > 0 && bytes.Compare(list[i-1].key, e.key) >= 0 {
			return nil, false
		}
		list[i] = e
	}
	return list, true
}

// Roots finds pages that may be the root of the whole file, when no header says which one is. names tells the buckets.
func (w *Wreck) Roots(names map[string]bool) (roots []Meta) {
	for id := uint64(2); id < w.count; id++ {
		if w.directory(id, names, 0) {
			roots = append(roots, Meta{PageSize: w.size, Root: id, High: w.count})
		}
	}
	return roots
}

// directory reports whether a page and all below it hold nothing but buckets.
func (w *Wreck) directory(id uint64, names map[string]bool, depth int) bool {
	b, ok := w.load(id)
	if !ok || depth > 3 {
		return false
	}
	read := branchElement
	leaf := binary.NativeEndian.Uint16(b[8:]) == leafPage
	if leaf {
		read = leafElement
	} else if binary.NativeEndian.Uint16(b[8:]) != branchPage {
		return false
	}
	list, ok := elements(b, read)
	if !ok || len(list) == 0 || len(list) > len(names) {
		return false
	}
	for _, e := range list {
		if !names[string(e.key)] || leaf && e.flags&bucketLeaf == 0 || !leaf && !w.directory(e.page, names, depth+1) {
			return false
		}
	}
	return true
}

// Loose reads the entries on pages that no walk reached. Those on free pages are from earlier times: they are left out
// when it is known which pages are free, unless old is set.
func (w *Wreck) Loose(old bool, visit func(key, value []byte)) {
	for id := uint64(2); id < w.count; id++ {
		if w.sound[id] || !old && w.free[id] {
			continue
		}
		b, ok := w.load(id)
		if !ok || binary.NativeEndian.Uint16(b[8:]) != leafPage {
			continue
		}
		for i := range int(binary.NativeEndian.Uint16(b[10:])) {
			if e, ok := leafElement(b, i); ok && e.flags == 0 {
				visit(e.key, e.value)
			}
		}
	}
}

// FreeKnown reports whether it is known which pages are free.
func (w *Wreck) FreeKnown() bool { return w.known }

// Last finds the last key of a bucket below a root: nil when there is none or the way to it is broken.
func (w *Wreck) Last(m Meta, bucket string) []byte {
	for id, inside, depth := m.Root, false, 0; depth < maxDepth; depth++ {
		b, ok := w.load(id)
		if !ok || binary.NativeEndian.Uint16(b[10:]) == 0 {
			return nil
		}
		leaf := binary.NativeEndian.Uint16(b[8:]) == leafPage
		read := branchElement
		if leaf {
			read = leafElement
		}
		list, ok := elements(b, read)
		if !ok {
			return nil
		}
		at := len(list) - 1
		if !inside {
			for at > 0 && string(list[at].key) > bucket {
				at--
			}
		}
		switch e := list[at]; {
		case !leaf:
			id = e.page
		case inside:
			return e.key
		case string(e.key) != bucket || len(e.value) < bucketSize:
			return nil
		default:
			if id, inside = binary.NativeEndian.Uint64(e.value), true; id == 0 {
				return lastInside(e.value[bucketSize:])
			}
		}
	}
	return nil
}

func lastInside(inner []byte) []byte {
	if len(inner) < headerSize {
		return nil
	}
	n := int(binary.NativeEndian.Uint16(inner[10:]))
	if n == 0 || headerSize+n*elementSize > len(inner) {
		return nil
	}
	e, _ := leafElement(inner, n-1)
	return e.key
}
