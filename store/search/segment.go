package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"sort"

	"ferry/core"
)

// Flag says what else is known of a line without reading it.
type Flag byte

// The flags of a record.
const (
	Late       Flag = 1 << iota
	Missing         // the bank no longer lists the line
	Unreadable      // the amount could not be taken exactly
)

// Head is the fixed part of a record.
type Head struct {
	Day      core.Date
	No       core.LineNo
	Stamp    uint32
	Minor    int64
	Currency core.Currency
	Flags    Flag
	end      uint32 // of the record's text within the segment's texts
}

// HeadOf describes a line.
func HeadOf(l *core.Line, stamp uint32) Head {
	h := Head{Day: l.BookingDate, No: l.No, Stamp: stamp, Minor: l.Amount.Minor, Currency: l.Amount.Currency}
	if l.Late {
		h.Flags |= Late
	}
	if !l.Missing.IsZero() {
		h.Flags |= Missing
	}
	if l.AmountText != "" {
		h.Flags |= Unreadable
	}
	return h
}

// ErrDamaged says that the bytes are not a segment.
var ErrDamaged = errors.New("damaged search segment")

// MaxBytes is the size at which a segment is full and never written again.
const MaxBytes = 96 << 10

// A segment is the number of records, a checksum over the rest, the heads, the texts.
const (
	leadSize = 8
	headSize = 32
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Builder gathers the records of a segment.
type Builder struct {
	heads []byte
	texts []byte
}

// Len is how many records there are.
func (b *Builder) Len() int { return len(b.heads) / headSize }

// Size is how large the segment would be.
func (b *Builder) Size() int { return leadSize + len(b.heads) + len(b.texts) }

// Add takes a record whose text is already folded.
func (b *Builder) Add(h Head, text []byte) {
	b.texts = append(append(b.texts, text...), '\n')
	h.end = uint32(len(b.texts))
	b.heads = appendHead(b.heads, h)
}

// Reset makes the builder empty; its room stays.
func (b *Builder) Reset() { b.heads, b.texts = b.heads[:0], b.texts[:0] }

func appendHead(dst []byte, h Head) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, uint32(h.Day))
	dst = binary.LittleEndian.AppendUint64(dst, uint64(h.No))
	dst = binary.LittleEndian.AppendUint32(dst, h.Stamp)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(h.Minor))
	dst = binary.LittleEndian.AppendUint32(dst, h.end)
	var code [3]byte // a currency that is not three letters was refused long before
	copy(code[:], h.Currency)
	return append(append(dst, code[:]...), byte(h.Flags))
}

// Bytes is the segment as it is stored.
func (b *Builder) Bytes() []byte {
	out := make([]byte, 0, b.Size())
	out = binary.LittleEndian.AppendUint32(out, uint32(b.Len()))
	out = binary.LittleEndian.AppendUint32(out, crc32.Update(crc32.Checksum(b.heads, castagnoli), castagnoli, b.texts))
	return append(append(out, b.heads...), b.texts...)
}

// Segment reads what a Builder wrote. It shares the memory.
type Segment struct {
	heads []byte
	texts []byte
	sum   uint32
}

// Read takes a segment apart. It does not look at every byte: see Sound.
func Read(b []byte) (Segment, error) {
	if len(b) < leadSize {
		return Segment{}, ErrDamaged
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if uint64(len(b)) < leadSize+n*headSize {
		return Segment{}, ErrDamaged
	}
	cut := leadSize + int(n)*headSize
	s := Segment{heads: b[leadSize:cut], texts: b[cut:], sum: binary.LittleEndian.Uint32(b[4:])}
	if n == 0 || int(s.end(int(n)-1)) != len(s.texts) {
		return Segment{}, ErrDamaged
	}
	return s, nil
}

// Sound reports whether every byte is as it was written.
func (s Segment) Sound() bool {
	return s.sum == crc32.Update(crc32.Checksum(s.heads, castagnoli), castagnoli, s.texts)
}

// Len is how many records there are.
func (s Segment) Len() int { return len(s.heads) / headSize }

func (s Segment) end(i int) uint32 { return binary.LittleEndian.Uint32(s.heads[i*headSize+24:]) }

// Head returns the fixed part of a record.
func (s Segment) Head(i int) Head {
	b := s.heads[i*headSize : (i+1)*headSize]
	h := Head{
		Day:   core.Date(binary.LittleEndian.Uint32(b)),
		No:    core.LineNo(binary.LittleEndian.Uint64(b[4:])),
		Stamp: binary.LittleEndian.Uint32(b[12:]),
		Minor: int64(binary.LittleEndian.Uint64(b[16:])),
		end:   binary.LittleEndian.Uint32(b[24:]),
		Flags: Flag(b[31]),
	}
	switch code := b[28:31]; {
	case code[0] == 'E' && code[1] == 'U' && code[2] == 'R':
		h.Currency = core.EUR // without an allocation for nearly every line
	case code[0] != 0:
		h.Currency = core.Currency(bytes.TrimRight(code, "\x00"))
	}
	return h
}

// Text returns a record's folded text.
func (s Segment) Text(i int) []byte {
	from := uint32(0)
	if i > 0 {
		from = s.end(i - 1)
	}
	to := s.end(i)
	if from >= to || int(to) > len(s.texts) {
		return nil
	}
	return s.texts[from : to-1]
}

// find returns the first record from i on whose text contains the needle, or Len.
func (s Segment) find(i int, needle []byte) int {
	from := uint32(0)
	if i > 0 {
		from = s.end(i - 1)
	}
	if int(from) >= len(s.texts) {
		return s.Len()
	}
	at := bytes.Index(s.texts[from:], needle)
	if at < 0 {
		return s.Len()
	}
	pos := from + uint32(at)
	if s.end(i) > pos {
		return i // a common word is in one record after the other
	}
	return i + sort.Search(s.Len()-i, func(j int) bool { return s.end(i+j) > pos })
}

// Match calls found for every record that the query accepts, in the order in which they stand.
func (s Segment) Match(q *Query, found func(i int, h Head)) {
	var h Head // one for all: the query's conditions keep it from the stack
	for i := 0; i < s.Len(); i++ {
		if q.needle != nil {
			if i = s.find(i, q.needle); i == s.Len() {
				return
			}
		}
		if h = s.Head(i); q.head(&h) && (!q.more || q.words(s.Text(i))) {
			found(i, h)
		}
	}
}

// Same reports whether two heads say the same, wherever their texts stand.
func (h Head) Same(other Head) bool {
	h.end, other.end = 0, 0
	return h == other
}
