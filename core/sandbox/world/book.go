package world

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"ferry/core"
)

// A key names a line within a bank account: computed lines by their index, all others by numbers from firstKey on.
const firstKey uint64 = 1 << 40

// endOfTime is the day of the places above all days.
const endOfTime core.Date = math.MaxInt32

// row is a line that is held in memory because something happened to it. Rows are never written after they were made:
// the bank's book and Ponto's copies share them.
type row struct {
	key              uint64
	content          Content
	created, updated time.Time
}

// place orders the rows of a book among the computed lines: how many of those stand above, then newest day and latest
// arrival first.
type place struct {
	above   int
	day     core.Date
	arrival uint64
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.above, q.above), cmp.Compare(q.day, p.day), cmp.Compare(q.arrival, p.arrival))
}

type entry struct {
	place
	row *row
}

// book is one list of booked lines, newest first: the computed lines of a source, except the hidden ones, with rows
// woven in. Its cost grows with what happened to it, never with the length of the source.
type book struct {
	src      *source
	hidden   []int // indices of computed lines that stand elsewhere, or nowhere
	rows     []entry
	places   map[uint64]place // of the rows, by key
	arrivals uint64
	delta    int64 // minor units: what the rows changed in the sum of the source

	byArrival bool // lines that come in stand at the top of the list, not of their day
}

func newBook(src *source) *book { return &book{src: src, places: map[uint64]place{}} }

// clone copies the list but not the rows.
func (b *book) clone() *book {
	c := *b
	c.hidden = slices.Clone(b.hidden)
	c.rows = slices.Clone(b.rows)
	c.places = make(map[uint64]place, len(b.places))
	for k, p := range b.places {
		c.places[k] = p
	}
	return &c
}

func (b *book) len() int { return b.src.n - len(b.hidden) + len(b.rows) }

// hiddenBefore counts the hidden lines above computed line i.
func (b *book) hiddenBefore(i int) int { return sort.SearchInts(b.hidden, i) }

func (b *book) isHidden(i int) bool {
	at := b.hiddenBefore(i)
	return at < len(b.hidden) && b.hidden[at] == i
}

func (b *book) rowIndex(p place) int {
	i, _ := slices.BinarySearchFunc(b.rows, p, func(e entry, p place) int { return e.compare(p) })
	return i
}

// rowPosition is where row j stands in the list.
func (b *book) rowPosition(j int) int {
	above := b.rows[j].above
	return above - b.hiddenBefore(above) + j
}

// position finds a key in the list.
func (b *book) position(key uint64) (int, bool) {
	if p, ok := b.places[key]; ok {
		return b.rowPosition(b.rowIndex(p)), true
	}
	if key >= uint64(b.src.n) || b.isHidden(int(key)) {
		return 0, false
	}
	i := int(key)
	rows := sort.Search(len(b.rows), func(j int) bool { return b.rows[j].above > i })
	return i - b.hiddenBefore(i) + rows, true
}

// at tells what stands at a position: a row, or the computed line with the index.
func (b *book) at(pos int) (*row, int) {
	j := sort.Search(len(b.rows), func(j int) bool { return b.rowPosition(j) >= pos })
	if j < len(b.rows) && b.rowPosition(j) == pos {
		return b.rows[j].row, 0
	}
	rank := pos - j // among the computed lines that are not hidden
	skipped := sort.Search(len(b.hidden), func(h int) bool { return b.hidden[h]-h > rank })
	return nil, rank + skipped
}

// keyAt is the key of the line at a position.
func (b *book) keyAt(pos int) uint64 {
	r, base := b.at(pos)
	if r != nil {
		return r.key
	}
	return uint64(base)
}

// dayOf is the booking day of a line in the list.
func (b *book) dayOf(key uint64) core.Date {
	c, _ := b.content(key)
	return core.DateIn(c.ExecutionDate, b.src.zone)
}

// content is what the list says of a key.
func (b *book) content(key uint64) (Content, bool) {
	if p, ok := b.places[key]; ok {
		return b.rows[b.rowIndex(p)].row.content, true
	}
	if key < uint64(b.src.n) && !b.isHidden(int(key)) {
		return b.src.content(int(key)), true
	}
	return Content{}, false
}

// put adds a line, or changes the one with that key. A line keeps its place unless its day changes; a line that comes
// in stands on top of its day, so that late ones lie below newer days.
func (b *book) put(key uint64, c Content, at time.Time) {
	day := core.DateIn(c.ExecutionDate, b.src.zone)
	before, known := b.content(key)
	next := &row{key: key, content: c, created: at, updated: at}
	var p place
	switch {
	case known && (b.byArrival || core.DateIn(before.ExecutionDate, b.src.zone) == day):
		p = b.placeOf(key, day)
	case b.byArrival:
		b.arrivals++
		p = place{day: endOfTime, arrival: b.arrivals}
	default:
		b.arrivals++
		p = place{above: b.src.firstOn(day), day: day, arrival: b.arrivals}
	}
	if known {
		next.created = b.createdOf(key)
		b.remove(key)
	}
	b.rows = slices.Insert(b.rows, b.rowIndex(p), entry{p, next})
	b.places[key] = p
	b.delta += c.Amount.Minor
}

// placeOf is where a known line stands: a computed one stands in its own gap, below all rows that came in there.
func (b *book) placeOf(key uint64, day core.Date) place {
	if p, ok := b.places[key]; ok {
		return p
	}
	return place{above: int(key), day: day}
}

// createdOf is zero for a computed line, whose creation is computed too.
func (b *book) createdOf(key uint64) time.Time {
	if p, ok := b.places[key]; ok {
		return b.rows[b.rowIndex(p)].row.created
	}
	return time.Time{}
}

// remove takes a line out.
func (b *book) remove(key uint64) bool {
	c, ok := b.content(key)
	if !ok {
		return false
	}
	b.delta -= c.Amount.Minor
	if p, ok := b.places[key]; ok {
		i := b.rowIndex(p)
		b.rows = slices.Delete(b.rows, i, i+1)
		delete(b.places, key)
		return true
	}
	at := b.hiddenBefore(int(key))
	b.hidden = slices.Insert(b.hidden, at, int(key))
	return true
}

// sum is exact.
func (b *book) sum() int64 { return b.src.total + b.delta }
