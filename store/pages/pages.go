// Package pages reads the pages of a bbolt file without mapping it, and without believing them. bbolt follows whatever
// number stands in a page; a flipped bit there ends the program. So a file in doubt is walked here first.
package pages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

const (
	magic       = 0xED0CDAED
	version     = 2
	headerSize  = 16 // id 8, flags 2, count 2, overflow 4
	elementSize = 16
	metaSize    = 64
	bucketSize  = 16 // root 8, sequence 8

	branchPage = 0x01
	leafPage   = 0x02

	bucketLeaf = 0x01

	maxDepth = 64
)

// Meta is the newest valid root of a file.
type Meta struct {
	PageSize uint32
	Root     uint64
	High     uint64 // pages from here on are not in use
	Tx       uint64
}

// Size is how long the file must be at least.
func (m Meta) Size() int64 { return int64(m.High) * int64(m.PageSize) }

// ErrNoMeta says that neither of the two roots is valid.
var ErrNoMeta = errors.New("no valid header")

// ReadMeta finds the newest valid root. The second one stands a page further on, at a place that only the page size
// tells: all usual sizes are tried.
func ReadMeta(r io.ReaderAt) (Meta, error) {
	best, found := Meta{}, false
	for offset := int64(0); offset <= 64<<10; offset = max(offset*2, 1<<10) {
		buf := make([]byte, headerSize+metaSize)
		if _, err := r.ReadAt(buf, offset); err != nil && !errors.Is(err, io.EOF) {
			return Meta{}, err
		}
		m, ok := parseMeta(buf[headerSize:])
		if ok && (offset == 0 || offset == int64(m.PageSize)) && (!found || m.Tx > best.Tx) {
			best, found = m, true
		}
	}
	if !found {
		return Meta{}, ErrNoMeta
	}
	return best, nil
}

func parseMeta(b []byte) (Meta, bool) {
	n := binary.NativeEndian
	sum := fnv.New64a()
	sum.Write(b[:56])
	if n.Uint32(b) != magic || n.Uint32(b[4:]) != version || n.Uint64(b[56:]) != sum.Sum64() {
		return Meta{}, false
	}
	m := Meta{PageSize: n.Uint32(b[8:]), Root: n.Uint64(b[16:]), High: n.Uint64(b[40:]), Tx: n.Uint64(b[48:])}
	return m, m.PageSize >= 1<<10 && m.PageSize <= 64<<10 && m.High < 1<<40
}

// Check walks every page that can be reached from the root and reports what does not hold: pages out of range or used
// twice, elements outside their page, keys out of order.
func Check(r io.ReaderAt, m Meta) []error {
	w := &walker{r: r, m: m, seen: make(map[uint64]bool)}
	w.page(m.Root, 0, nil, nil)
	return w.faults
}

const maxFaults = 100 // enough to know; a torn file would fill the screen

type walker struct {
	r      io.ReaderAt
	m      Meta
	seen   map[uint64]bool
	faults []error
}

func (w *walker) fault(id uint64, format string, args ...any) {
	if len(w.faults) < maxFaults {
		w.faults = append(w.faults, fmt.Errorf("page %d: "+format, append([]any{id}, args...)...))
	}
}

// page checks one page and what hangs below it. Its keys must not be below low (if given) and must be below high.
func (w *walker) page(id uint64, depth int, low, high []byte) {
	b, ok := w.load(id, depth)
	if !ok {
		return
	}
	switch binary.NativeEndian.Uint16(b[8:]) {
	case branchPage:
		w.branch(id, b, depth, low, high)
	case leafPage:
		w.leaf(id, b, depth, low, high)
	default:
		w.fault(id, "neither branch nor leaf")
	}
}

func (w *walker) load(id uint64, depth int) ([]byte, bool) {
	if id < 2 || id >= w.m.High || depth > maxDepth {
		w.fault(id, "out of range")
		return nil, false
	}
	head := make([]byte, headerSize)
	at := int64(id) * int64(w.m.PageSize)
	if _, err := w.r.ReadAt(head, at); err != nil {
		w.fault(id, "cannot be read: %v", err)
		return nil, false
	}
	overflow := uint64(binary.NativeEndian.Uint32(head[12:]))
	if binary.NativeEndian.Uint64(head) != id || id+overflow >= w.m.High {
		w.fault(id, "its header names page %d with %d more", binary.NativeEndian.Uint64(head), overflow)
		return nil, false
	}
	for i := id; i <= id+overflow; i++ {
		if w.seen[i] {
			w.fault(i, "used twice")
			return nil, false
		}
		w.seen[i] = true
	}
	b := make([]byte, (overflow+1)*uint64(w.m.PageSize))
	if _, err := w.r.ReadAt(b, at); err != nil {
		w.fault(id, "cannot be read: %v", err)
		return nil, false
	}
	if count := int(binary.NativeEndian.Uint16(b[10:])); headerSize+count*elementSize > len(b) {
		w.fault(id, "claims %d elements", count)
		return nil, false
	}
	return b, true
}

func (w *walker) branch(id uint64, b []byte, depth int, low, high []byte) {
	n := binary.NativeEndian
	type child struct {
		key  []byte
		page uint64
	}
	children := make([]child, n.Uint16(b[10:]))
	for i := range children {
		at := headerSize + i*elementSize
		e := b[at : at+elementSize]
		key, ok := cut(b, uint64(at)+uint64(n.Uint32(e)), uint64(n.Uint32(e[4:])))
		if !ok {
			w.fault(id, "element %d lies outside", i)
			return
		}
		children[i] = child{key, n.Uint64(e[8:])}
	}
	if len(children) == 0 {
		w.fault(id, "empty branch")
	}
	for i, c := range children {
		if w.order(id, i, c.key, low, high); i > 0 && bytes.Compare(children[i-1].key, c.key) >= 0 {
			w.fault(id, "keys out of order")
		}
		end := high
		if i+1 < len(children) {
			end = children[i+1].key
		}
		w.page(c.page, depth+1, c.key, end)
	}
}

func (w *walker) leaf(id uint64, b []byte, depth int, low, high []byte) {
	n := binary.NativeEndian
	var before []byte
	for i := range int(n.Uint16(b[10:])) {
		at := headerSize + i*elementSize
		e := b[at : at+elementSize]
		flags, pos, ksize, vsize := n.Uint32(e), uint64(at)+uint64(n.Uint32(e[4:])), uint64(n.Uint32(e[8:])), uint64(n.Uint32(e[12:]))
		key, ok := cut(b, pos, ksize)
		value, ok2 := cut(b, pos+ksize, vsize)
		if !ok || !ok2 || flags > bucketLeaf {
			w.fault(id, "element %d lies outside", i)
			return
		}
		if w.order(id, i, key, low, high); i > 0 && bytes.Compare(before, key) >= 0 {
			w.fault(id, "keys out of order")
		}
		before = key
		if flags&bucketLeaf != 0 {
			w.bucket(id, value, depth)
		}
	}
}

// bucket follows a bucket to its root page, or checks the small page that stands in its place.
func (w *walker) bucket(id uint64, value []byte, depth int) {
	switch {
	case len(value) < bucketSize:
		w.fault(id, "a bucket's header is short")
	case binary.NativeEndian.Uint64(value) != 0:
		w.page(binary.NativeEndian.Uint64(value), depth+1, nil, nil)
	case len(value) < bucketSize+headerSize:
		w.fault(id, "a small bucket is short")
	default:
		inner := value[bucketSize:]
		count := int(binary.NativeEndian.Uint16(inner[10:]))
		if binary.NativeEndian.Uint16(inner[8:]) != leafPage || headerSize+count*elementSize > len(inner) {
			w.fault(id, "a small bucket is damaged")
			return
		}
		w.leaf(id, inner, depth+1, nil, nil)
	}
}

func (w *walker) order(id uint64, i int, key, low, high []byte) {
	if low != nil && bytes.Compare(key, low) < 0 || high != nil && bytes.Compare(key, high) >= 0 {
		w.fault(id, "key %d does not belong there", i)
	}
}

func cut(b []byte, pos, size uint64) ([]byte, bool) {
	if pos > uint64(len(b)) || size > uint64(len(b))-pos {
		return nil, false
	}
	return b[pos : pos+size], true
}
