package world

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strconv"
	"time"

	"ferry/core"
)

// dating is how a bank turns a booking day into the instant that the API shows.
type dating uint8

const (
	midnightUTC   dating = iota // T00:00:00.000Z
	midnightLocal               // T22:00 or T23:00Z of the day before, in Brussels
	trueTime                    // the moment of the payment
)

// source computes the lines of a bank account by index, newest first. It holds nothing per line.
type source struct {
	seed     uint64
	n        int
	top      core.Date // day of the newest line
	span     int       // days that the lines cover
	zone     *time.Location
	dating   dating
	breaks   bool // texts joined by <br>
	currency core.Currency
	lang     language
	holder   string
	flavour  flavour
	total    int64 // minor units: the sum of all lines
	numbers  numbers
}

// newSource spreads n lines over the days before top: a few a week, or as many as it takes to fit in two years.
func newSource(seed uint64, n int, top core.Date, known numbers) source {
	return source{seed: seed, n: n, top: top, numbers: known, span: min(700, max(30, n*3/2))}
}

// day is the booking day of line i: never later than that of line i-1, and no weekend.
func (s *source) day(i int) core.Date {
	d := s.top
	if s.n > 0 {
		d = d.AddDays(-int(int64(i) * int64(s.span) / int64(s.n)))
	}
	// Day 1 was a Monday, so a multiple of seven is a Sunday.
	switch d % 7 {
	case 0:
		return d.AddDays(-2)
	case 6:
		return d.AddDays(-1)
	}
	return d
}

// firstOn is the first line that is not newer than a day: where a line of that day is woven in.
func (s *source) firstOn(d core.Date) int {
	return sort.Search(s.n, func(i int) bool { return s.day(i) <= d })
}

// twinEvery: one line in so many, if the next is of the same day, has equal content, as when a customer pays twice.
const twinEvery = 10

// origin is the line whose content line i shows: its own, or that of the next line when the two are twins.
func (s *source) origin(i int) int {
	if i%2 == 0 && i+1 < s.n && hash(s.seed, uint64(i), 7)%twinEvery == 0 && s.day(i) == s.day(i+1) {
		return i + 1
	}
	return i
}

// kindNumber mixes likely and rare lines: every fourth takes its turn through all kinds, so that even a short list shows
// many.
func (s *source) kindNumber(i int) int {
	all := kindsOf[s.flavour]
	if i%4 == 0 {
		return all[(uint64(i/4)+s.seed)%uint64(len(all))]
	}
	common := commonOf[s.flavour]
	return common[hash(s.seed, uint64(i), 1)%uint64(len(common))]
}

func (s *source) kind(i int) *kind { return &kinds[s.kindNumber(i)] }

func (s *source) amount(i int) int64 {
	k := s.kind(i)
	h := hash(s.seed, uint64(i), 2)
	// Small amounts are likelier than large ones: the product of two draws.
	width := uint64(k.most - k.least)
	drawn := k.least + int64((h>>32%1024)*(h%1024)*width>>20) + int64(h>>44%100)
	if k.out {
		return -drawn
	}
	return drawn
}

// sum adds all lines up: arithmetic only, some tens of milliseconds for a million.
func (s *source) sum() int64 {
	var total int64
	for i := range s.n {
		total += s.amount(s.origin(i))
	}
	return total
}

// content computes line i.
func (s *source) content(i int) Content {
	d := s.draft(s.origin(i))
	return d.Content
}

// draft writes the line of an origin.
func (s *source) draft(o int) draft {
	day := s.day(o)
	d := draft{source: s, h: hash(s.seed, uint64(o), 3), day: day}
	d.Amount = core.Amount{Minor: s.amount(o), Currency: s.currency}
	d.ExecutionDate = s.instant(day, d.h)
	d.ValueDate = d.ExecutionDate
	s.kind(o).fill(&d)
	return d
}

// instant is the moment that stands for a day at this bank.
func (s *source) instant(day core.Date, h uint64) time.Time {
	t := day.Time()
	if s.dating == midnightUTC {
		return t
	}
	y, m, dd := t.Date()
	if s.dating == midnightLocal {
		return time.Date(y, m, dd, 0, 0, 0, 0, s.zone).UTC()
	}
	return time.Date(y, m, dd, 8, 0, int(h%36000), 0, s.zone).UTC() // between 08 and 18 h
}

// digest is the bank's fingerprint of a line: equal for equal payments of one day.
func (c *Content) digest() string {
	var buffer [512]byte
	b := strconv.AppendInt(buffer[:0], c.Amount.Minor, 10)
	b = append(b, c.Amount.Currency...)
	b = strconv.AppendInt(append(b, '|'), c.ExecutionDate.Unix(), 10)
	b = strconv.AppendInt(append(b, '|'), c.ValueDate.Unix(), 10)
	for _, s := range [...]string{c.Description, c.Remittance, c.CounterpartName, c.CounterpartReference, c.EndToEndID, c.MandateID} {
		b = append(append(b, '|'), s...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// view shows a book as a list of lines under the ids of one owner.
type view struct {
	w      *World
	book   *book
	owner  uint64
	loaded time.Time // when the owner first had the list

	numbers numbering
}

// Len is the number of lines.
func (v view) Len() int { return v.book.len() }

// ID is the line's id.
func (v view) ID(l Line) string { return l.ID }

// Index finds a line by its id.
func (v view) Index(id string) (int, bool) {
	key, ok := v.key(id)
	if !ok {
		return 0, false
	}
	return v.book.position(key)
}

func (v view) key(id string) (uint64, bool) {
	owner, key, ok := v.w.cipher.decode(id)
	return v.numbers.mean(key), ok && owner == v.owner
}

// At computes the line at a position.
func (v view) At(i int) Line {
	if r, base := v.book.at(i); r != nil {
		return v.line(r)
	} else {
		return v.line(&row{key: uint64(base), content: v.book.src.content(base)})
	}
}

// line dresses a row for its list. Without a creation it is a computed line: Ponto had it on the evening of its day, or
// when the account was first read.
func (v view) line(r *row) Line {
	shown := v.numbers.show(r.key)
	l := Line{Content: r.content, ID: v.w.cipher.encode(v.owner, shown), InternalReference: v.w.cipher.encode(v.owner|1<<(ownerBits-1), shown),
		Digest: r.content.digest(), CreatedAt: r.created, UpdatedAt: r.updated}
	if l.CreatedAt.IsZero() {
		l.CreatedAt = core.DateIn(r.content.ExecutionDate, v.book.src.zone).Time().Add(20 * time.Hour)
	}
	if l.CreatedAt.Before(v.loaded) {
		l.CreatedAt = v.loaded
	}
	if l.UpdatedAt.Before(l.CreatedAt) {
		l.UpdatedAt = l.CreatedAt
	}
	return l
}
