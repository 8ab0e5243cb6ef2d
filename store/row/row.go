// Package row is the binary form of a ledger line: compact enough that a million lines stay a small file, quick enough
// that a window of rows costs nothing, and with a checksum, because a disk can lie.
package row

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"time"

	"ferry/core"
)

// Row is a line as the file keeps it. The account is not in it: it stands in the key, as a number that stays when the
// provider gives the account another id.
type Row struct {
	core.Line
	Item  int    // position in the raw delivery; -1 when the line was decided after its delivery
	Stamp uint32 // counts the search records of the line: the record with this stamp is the current one
}

// ErrDamaged says that the bytes are not a row.
var ErrDamaged = errors.New("damaged row")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

const checksumSize = 4

// version leads every row, so that a later form can be told from this one without rewriting a file.
const version = 1

const (
	flagPending = 1 << iota
	flagLate
	flagSameInstant // the value instant is the execution instant, letter for letter
)

// Append writes the row behind dst.
func Append(dst []byte, r *Row) []byte {
	start := len(dst)
	var flags byte
	if r.State == core.Pending {
		flags |= flagPending
	}
	if r.Late {
		flags |= flagLate
	}
	if r.ValueInstant == r.ExecutionInstant {
		flags |= flagSameInstant
	}
	dst = append(dst, version, flags)
	dst = binary.AppendUvarint(dst, uint64(r.No))
	dst = binary.AppendVarint(dst, int64(r.BookingDate))
	dst = binary.AppendVarint(dst, int64(r.ValueDate)-int64(r.BookingDate))
	dst = binary.AppendVarint(dst, r.Amount.Minor)
	dst = binary.AppendVarint(dst, r.Fee.Minor)
	dst = binary.AppendVarint(dst, int64(r.Revision))
	dst = binary.AppendUvarint(dst, r.Delivery)
	dst = binary.AppendVarint(dst, int64(r.Item))
	dst = binary.AppendUvarint(dst, uint64(r.Stamp))
	for _, t := range [...]time.Time{r.CreatedAt, r.UpdatedAt, r.FirstSeen, r.Missing} {
		dst = appendTime(dst, t)
	}
	dst = appendText(dst, string(r.ID))
	dst = appendText(dst, string(r.Amount.Currency))
	dst = appendText(dst, string(r.Fee.Currency))
	for _, s := range texts(r) {
		dst = appendText(dst, *s)
	}
	if flags&flagSameInstant == 0 {
		dst = appendText(dst, r.ValueInstant)
	}
	return binary.BigEndian.AppendUint32(dst, crc32.Checksum(dst[start:], castagnoli))
}

// texts lists the text fields in the order in which they are written.
func texts(r *Row) [19]*string {
	t := &r.Transaction
	return [...]*string{
		&t.ExecutionInstant, &t.AmountText, &t.Description, &t.Remittance, &t.RemittanceType, &t.CounterpartName,
		&t.CounterpartReference, &t.BankTransactionCode, &t.ProprietaryCode, &t.EndToEndID, &t.MandateID, &t.CreditorID,
		&t.PurposeCode, &t.AdditionalInformation, &t.CardReference, &t.CardReferenceType, &t.Digest, &t.InternalReference, &r.Note,
	}
}

// Decode reads a row. The row shares no memory with b.
func Decode(b []byte, r *Row) error {
	d, flags, err := decodeHead(b, r)
	if err != nil {
		return err
	}
	d.all = string(d.b) // one allocation; every text is a piece of it
	r.ID = core.TransactionID(d.text())
	r.Amount.Currency = core.Currency(d.text())
	r.Fee.Currency = core.Currency(d.text())
	for _, s := range texts(r) {
		*s = d.text()
	}
	if r.ValueInstant = r.ExecutionInstant; flags&flagSameInstant == 0 {
		r.ValueInstant = d.text()
	}
	if d.bad || len(d.b) != 0 {
		return ErrDamaged
	}
	return nil
}

// DecodeHead reads a row but for its texts and currencies, in a fraction of the time.
func DecodeHead(b []byte, r *Row) error {
	_, _, err := decodeHead(b, r)
	return err
}

func decodeHead(b []byte, r *Row) (d reader, flags byte, err error) {
	*r = Row{}
	if len(b) < checksumSize+2 {
		return d, 0, ErrDamaged
	}
	body := b[:len(b)-checksumSize]
	if crc32.Checksum(body, castagnoli) != binary.BigEndian.Uint32(b[len(body):]) || body[0] != version {
		return d, 0, ErrDamaged
	}
	flags = body[1]
	d = reader{b: body[2:]}
	if flags&flagPending != 0 {
		r.State = core.Pending
	}
	r.Late = flags&flagLate != 0
	r.No = core.LineNo(d.uvarint())
	r.BookingDate = core.Date(d.varint())
	r.ValueDate = core.Date(d.varint() + int64(r.BookingDate))
	r.Amount.Minor = d.varint()
	r.Fee.Minor = d.varint()
	r.Revision = int(d.varint())
	r.Delivery = d.uvarint()
	r.Item = int(d.varint())
	r.Stamp = uint32(d.uvarint())
	for _, t := range [...]*time.Time{&r.CreatedAt, &r.UpdatedAt, &r.FirstSeen, &r.Missing} {
		*t = d.time()
	}
	if d.bad {
		return d, 0, ErrDamaged
	}
	return d, flags, nil
}

// A text is its length and packing in one number, then its bytes. Ids and digests come as UUIDs and hexadecimal
// numbers: packing those saves a tenth of a row.
const (
	plain = iota
	uuid
	hexed
	packings
)

func appendText(dst []byte, s string) []byte {
	packed, ok := dst, false
	switch {
	case len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-':
		packed, ok = append(dst, 36*packings+uuid), true
		for _, part := range [...]string{s[:8], s[9:13], s[14:18], s[19:23], s[24:]} {
			if packed, ok = appendHex(packed, part); !ok {
				break
			}
		}
	case len(s) >= 16 && len(s)%2 == 0:
		packed, ok = appendHex(binary.AppendUvarint(dst, uint64(len(s)*packings+hexed)), s)
	}
	if ok {
		return packed
	}
	return append(binary.AppendUvarint(dst, uint64(len(s)*packings+plain)), s...)
}

// nibbles are the values of the lower case hexadecimal digits plus one: 0 is no digit.
var nibbles = [256]byte{
	'0': 1, '1': 2, '2': 3, '3': 4, '4': 5, '5': 6, '6': 7, '7': 8, '8': 9, '9': 10,
	'a': 11, 'b': 12, 'c': 13, 'd': 14, 'e': 15, 'f': 16,
}

// appendHex packs an even number of digits; with anything else among them it is not ok, and what it wrote means nothing.
func appendHex(dst []byte, s string) (_ []byte, ok bool) {
	for ; len(s) >= 2; s = s[2:] {
		high, low := nibbles[s[0]], nibbles[s[1]]
		if high == 0 || low == 0 {
			return dst, false
		}
		dst = append(dst, (high-1)<<4|(low-1))
	}
	return dst, true
}

// Times are seconds since 1970 plus one step, so that 0 is "no time", then the fraction: in milliseconds when that is
// exact, in nanoseconds otherwise, told apart by the lowest bit.
func appendTime(dst []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(dst, 0)
	}
	sec := t.Unix()
	dst = binary.AppendUvarint(dst, uint64(sec<<1^sec>>63)+1)
	nanos := uint64(t.Nanosecond())
	if nanos%1e6 == 0 {
		return binary.AppendUvarint(dst, nanos/1e6<<1)
	}
	return binary.AppendUvarint(dst, nanos<<1|1)
}

// reader takes values off the front of b. After the first one that is not there it is bad and gives zeros.
type reader struct {
	b   []byte
	all string // the texts' part of the row, as it was when the texts began
	bad bool
}

func (d *reader) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	return v * uint64(d.advance(n))
}

func (d *reader) varint() int64 {
	v, n := binary.Varint(d.b)
	return v * int64(d.advance(n))
}

func (d *reader) advance(n int) int {
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return 1
}

func (d *reader) time() time.Time {
	v := d.uvarint()
	if v == 0 {
		return time.Time{}
	}
	v--
	sec, nanos := int64(v>>1)^-int64(v&1), d.uvarint()
	if nanos&1 == 0 {
		nanos *= 1e6
	}
	if nanos>>1 >= 1e9 {
		d.bad = true
		return time.Time{}
	}
	return time.Unix(sec, int64(nanos>>1)).UTC()
}

func (d *reader) text() string {
	v := d.uvarint()
	size, packing := v/packings, v%packings
	stored := size
	switch packing {
	case uuid:
		stored = 16
	case hexed:
		stored = size / 2
	}
	if d.bad || stored > uint64(len(d.b)) {
		d.bad, d.b = true, nil
		return ""
	}
	raw := d.b[:stored]
	at := len(d.all) - len(d.b)
	d.b = d.b[stored:]
	switch packing {
	case uuid:
		var s [36]byte
		hex.Encode(s[:], raw[:4])
		hex.Encode(s[9:], raw[4:6])
		hex.Encode(s[14:], raw[6:8])
		hex.Encode(s[19:], raw[8:10])
		hex.Encode(s[24:], raw[10:])
		s[8], s[13], s[18], s[23] = '-', '-', '-', '-'
		return string(s[:])
	case hexed:
		return hex.EncodeToString(raw)
	}
	return d.all[at : at+int(stored)]
}
