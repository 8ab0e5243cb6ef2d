package store

import (
	"bytes"
	"encoding/binary"
	"maps"
	numbers "math/bits"
	"slices"
	"sync"

	"ferry/core"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

// bits is a set of lines. Their numbers lie densely within each reading, so a page of them is a handful of words.
type bits map[core.LineNo]*[bitPage / 64]uint64

const bitPage = 512

func (b bits) add(no core.LineNo) {
	page := b[no/bitPage]
	if page == nil {
		page = new([bitPage / 64]uint64)
		b[no/bitPage] = page
	}
	page[no%bitPage/64] |= 1 << (no % 64)
}

// join adds another set, which may lose its pages to it.
func (b bits) join(other bits) {
	for at, page := range other {
		mine := b[at]
		if mine == nil {
			b[at] = page
			continue
		}
		for w := range page {
			mine[w] |= page[w]
		}
	}
}

func (b bits) has(no core.LineNo) bool {
	page := b[no/bitPage]
	return page != nil && page[no%bitPage/64]&(1<<(no%64)) != 0
}

// bitCursor is at a set for lines that mostly follow each other.
type bitCursor struct {
	bits
	at   core.LineNo
	page *[bitPage / 64]uint64
	read bool
}

func (c *bitCursor) has(no core.LineNo) bool {
	if at := no / bitPage; !c.read || at != c.at {
		c.at, c.page, c.read = at, c.bits[at], true
	}
	return c.page != nil && c.page[no%bitPage/64]&(1<<(no%64)) != 0
}

func (c *bitCursor) add(no core.LineNo) {
	if c.at != no/bitPage || c.page == nil {
		c.bits.add(no)
		c.at, c.page, c.read = no/bitPage, c.bits[no/bitPage], true
	}
	c.page[no%bitPage/64] |= 1 << (no % 64)
}

// count is how many lines there are.
func (b bits) count() (n int) {
	for _, page := range b {
		for _, w := range page {
			n += numbers.OnesCount64(w)
		}
	}
	return n
}

// lineSet is which lines of a ledger are in a match or marked. It is never changed: every act on the ledger makes another
// one, of another revision.
type lineSet struct {
	revision       uint64
	matched, marks bits
	touched        []touch // by the last writes
	reach          uint64  // the revision after which touched leaves none out
}

// touch is that a write changed the match, the mark or the note of a line.
type touch struct {
	revision uint64
	line     core.LineNo
}

// rememberedTouches is up to how many lines what was made of an older set is brought up to date with; then making it anew is
// quicker.
const rememberedTouches = 64

// since are the lines that were touched after an older set; not ok where that is not known, or they are many.
func (s *lineSet) since(old *lineSet) (lines []core.LineNo, ok bool) {
	if old.revision < s.reach || old.revision > s.revision {
		return nil, false
	}
	for _, t := range s.touched {
		if t.revision > old.revision {
			lines = append(lines, t.line)
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines), true
}

func loadSet(tx *bolt.Tx, ledger uint32) (*lineSet, error) {
	s := &lineSet{matched: make(bits), marks: make(bits)}
	prefix := ledgerKey(ledger)
	for _, part := range []struct {
		bucket []byte
		set    bits
	}{{bMatched, s.matched}, {bMarks, s.marks}} {
		c := tx.Bucket(part.bucket).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			if len(k) != 12 {
				return nil, errGuard
			}
			part.set.add(core.LineNo(binary.BigEndian.Uint64(k[4:])))
		}
	}
	return s, nil
}

// flushed is what a write changed of the set of a ledger, and the revision that the set has with it.
type flushed struct {
	ledger   uint32
	revision uint64
	images   []*image
}

// with is the set after a write. It shares what is the same.
func (s *lineSet) with(w flushed) *lineSet {
	next := &lineSet{revision: w.revision, matched: maps.Clone(s.matched), marks: maps.Clone(s.marks), touched: slices.Clone(s.touched), reach: s.reach}
	for _, i := range w.images {
		no := refOf(i.key).No
		next.touched = append(next.touched, touch{w.revision, no})
		set := next.matched
		switch i.bucket {
		case string(bMarks):
			set = next.marks
		case notes:
			continue
		}
		page := new([bitPage / 64]uint64)
		if was := set[no/bitPage]; was != nil {
			*page = *was
		}
		bit := uint64(1) << (no % 64)
		if page[no%bitPage/64] &^= bit; i.after != nil {
			page[no%bitPage/64] |= bit
		}
		set[no/bitPage] = page
	}
	if over := len(next.touched) - rememberedTouches; over > 0 {
		next.reach = next.touched[over-1].revision
		next.touched = next.touched[over:]
	}
	return next
}

// committed brings the remembered sets up to a write that is in the file, so that they need not be read again. One that
// is not of the revision before is left: who asks next reads it.
func (s *lineSets) committed(writes []flushed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range writes {
		if known := s.all[w.ledger]; known != nil && known.revision+1 == w.revision {
			s.all[w.ledger] = known.with(w)
		}
	}
}

// lineSets remembers the sets of the ledgers as they were last read.
type lineSets struct {
	mu  sync.Mutex
	all map[uint32]*lineSet
}

// setOf is the set as a read transaction sees it. The writer must not use it: what it sees may yet be given up.
func (f *File) setOf(tx *bolt.Tx, ledger uint32) (*lineSet, error) {
	fig, err := readFigures(tx, ledger)
	if err != nil {
		return nil, err
	}
	f.sets.mu.Lock()
	known := f.sets.all[ledger]
	f.sets.mu.Unlock()
	if known != nil && known.revision == fig.Books {
		return known, nil
	}
	s, err := loadSet(tx, ledger)
	if err != nil {
		return nil, err
	}
	s.revision, s.reach = fig.Books, fig.Books
	f.sets.mu.Lock()
	defer f.sets.mu.Unlock()
	if newer := f.sets.all[ledger]; newer == nil || newer.revision < s.revision {
		if f.sets.all == nil {
			f.sets.all = make(map[uint32]*lineSet)
		}
		f.sets.all[ledger] = s
	}
	return s, nil
}

// workFilter takes the lines that a query's Work asks for.
type workFilter struct {
	work           core.Work
	matched, marks bitCursor
	until          core.Date
}

func (f *File) workFilter(tx *bolt.Tx, ledger uint32, work core.Work) (*workFilter, error) {
	if work == core.WorkAny {
		return nil, nil
	}
	set, err := f.setOf(tx, ledger)
	if err != nil {
		return nil, err
	}
	until, err := lockedUntil(tx, ledger)
	return &workFilter{work: work, matched: bitCursor{bits: set.matched}, marks: bitCursor{bits: set.marks}, until: until}, err
}

// clone is one that another goroutine may ask.
func (w *workFilter) clone() *workFilter {
	if w == nil {
		return nil
	}
	other := *w
	return &other
}

func (w *workFilter) takes(h *search.Head) bool {
	if w == nil {
		return true
	}
	switch w.work {
	case core.WorkOpen:
		return h.Flags&(search.Missing|search.Unreadable) == 0 && h.Day > w.until && !w.matched.has(h.No)
	case core.WorkDone:
		return w.matched.has(h.No)
	case core.WorkCheck:
		return w.marks.has(h.No)
	}
	return true
}
