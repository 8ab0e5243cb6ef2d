package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"ferry/core"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
)

// The content of a delivery is the size of its description, the description as JSON, and the bodies. It is stored, guarded,
// under the delivery's number:
//
//	alone     size, description, the bodies compressed
//	on other  0, number of the delivery below, the content compressed
//
// The first page of a list differs from that of the reading before by a few lines. So the first delivery of a reading is
// compressed with the beginning of the one before as dictionary: it costs what is new in it. That one may stand on another
// one in turn; now and then one stands alone, so that few must be unpacked to read one.
//
// Deliveries are never changed or taken out: whatever a delivery was compressed on is there when it is read.
type description struct {
	Account core.AccountID `json:"account"` // its id at the time
	Source  string         `json:"source"`
	At      time.Time      `json:"at"`
	By      string         `json:"by"`
	Sizes   []int          `json:"sizes"`
}

const (
	// maxRaw bounds what a stored delivery may unpack to, so that a damaged one cannot ask for all memory.
	maxRaw = 256 << 20
	// maxChain is how many deliveries must be unpacked to read one, at 0.1 ms each.
	maxChain = 100
	// maxDictionary is how much of a delivery the next one stands on: two or three pages.
	maxDictionary = 256 << 10
	// maxKept bounds the dictionaries that an archive remembers.
	maxKept = 32 << 20
)

// newCompressor packs bodies that stand alone. It is shared by all writers and safe for that. A checksum of its own would
// be the third: the guard covers the packed bytes, the journal the unpacked ones.
func newCompressor() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2),
		zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20), zstd.WithEncoderCRC(false))
}

// dictionary is the beginning of a delivery's content, on which the next one stands.
func dictionary(content []byte) []byte { return content[:min(len(content), maxDictionary)] }

// base is the delivery with which the last reading of one of an account's lists began. It stands under ledger and source.
type base struct {
	Delivery uint64 `json:"delivery"`
	Reading  uint64 `json:"reading"`
	Depth    int    `json:"depth"` // deliveries below it that it stands on
}

func baseKey(ledger uint32, source string) []byte { return append(ledgerKey(ledger), source...) }

// foundation is what a delivery is packed on.
type foundation struct {
	base
	dictionary []byte // nil: it stands alone
}

// foundationFor finds what a delivery can stand on. An earlier delivery that cannot be read any more is no reason not to
// take new ones: then it stands alone.
func foundationFor(tx *bolt.Tx, d *core.Delivery) (on foundation, err error) {
	ledger, ok, err := ledgerOf(tx, d.Account)
	if err != nil || !ok {
		return on, err
	}
	b, ok, err := getDoc[base](tx, bBases, baseKey(ledger, d.Source))
	if err != nil || !ok || b.Reading == d.State.Reading || b.Depth+1 >= maxChain {
		return on, err
	}
	a := archive{tx: tx}
	defer a.close()
	if content, err := a.content(b.Delivery); err == nil {
		on = foundation{b, dictionary(content)}
	}
	return on, nil
}

// packed is a delivery made ready for the file before it takes its turn there.
type packed struct {
	value []byte   // without the guard, which covers the number that it gets in its turn
	hash  [32]byte // of the bodies
	bytes int
	depth int
}

func (f *File) pack(tx *bolt.Tx, d *core.Delivery) (packed, error) {
	on, err := foundationFor(tx, d)
	if err != nil {
		return packed{}, err
	}
	desc := description{Account: d.Account, Source: d.Source, At: d.At, By: d.By}
	for _, body := range d.Raw {
		desc.Sizes = append(desc.Sizes, len(body))
	}
	head, err := json.Marshal(desc)
	if err != nil {
		return packed{}, err
	}
	joined := d.Raw[0]
	if len(d.Raw) > 1 {
		room, _ := f.bodies.Get().(*[]byte)
		if room == nil {
			room = new([]byte)
		}
		defer f.bodies.Put(room)
		*room = slices.Grow((*room)[:0], total(desc.Sizes))
		for _, body := range d.Raw {
			*room = append(*room, body...)
		}
		joined = *room
	}
	head = append(binary.AppendUvarint(nil, uint64(len(head))), head...)
	p := packed{hash: sha256.Sum256(joined), bytes: len(joined)}
	if on.dictionary == nil {
		p.value = f.zip.EncodeAll(joined, append(make([]byte, 0, len(head)+len(joined)/6), head...))
		return p, nil
	}
	zip, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1),
		zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20), zstd.WithEncoderCRC(false),
		zstd.WithEncoderDictRaw(dictionaryID, on.dictionary))
	if err != nil {
		return packed{}, err
	}
	p.value, p.depth = binary.AppendUvarint([]byte{0}, on.Delivery), on.Depth+1
	p.value = zip.EncodeAll(append(head, joined...), p.value)
	return p, nil
}

func total(sizes []int) (n int) {
	for _, size := range sizes {
		n += size
	}
	return n
}

// dictionaryID marks, in the packed bytes themselves, that they cannot be read alone.
const dictionaryID = 1

// keepBase remembers the delivery with which a reading began for the next one.
func (b *batch) keepBase(d *core.Delivery, no uint64, depth int) error {
	key := baseKey(b.no, d.Source)
	last, ok, err := getDoc[base](b.tx, bBases, key)
	if err != nil || ok && last.Reading == d.State.Reading {
		return err
	}
	_, err = putDoc(b.tx, bBases, key, base{Delivery: no, Reading: d.State.Reading, Depth: depth})
	return err
}

// archive reads deliveries within one transaction. It remembers dictionaries: who reads deliveries in their order unpacks
// each of them once.
type archive struct {
	tx    *bolt.Tx
	plain *zstd.Decoder // for deliveries that stand alone, made when first needed
	kept  map[uint64][]byte
	order []uint64 // of kept, oldest first
	size  int      // of kept
}

func (a *archive) close() {
	if a.plain != nil {
		a.plain.Close()
	}
}

// read returns what the provider sent.
func (a *archive) read(no uint64) (RawDelivery, error) {
	content, err := a.content(no)
	if err != nil {
		return RawDelivery{}, err
	}
	size, n := binary.Uvarint(content)
	if n <= 0 || size > uint64(len(content)-n) {
		return RawDelivery{}, errGuard
	}
	head, bodies := content[n:n+int(size)], content[n+int(size):]
	var desc description
	if err := json.Unmarshal(head, &desc); err != nil {
		return RawDelivery{}, errors.Join(errGuard, err)
	}
	d := RawDelivery{No: no, Account: desc.Account, Source: desc.Source, At: desc.At, By: desc.By}
	for _, size := range desc.Sizes {
		if size < 0 || size > len(bodies) {
			return RawDelivery{}, errGuard
		}
		d.Raw = append(d.Raw, bodies[:size:size])
		bodies = bodies[size:]
	}
	return d, nil
}

// content unpacks a delivery and, first, those that it stands on.
func (a *archive) content(no uint64) (content []byte, err error) {
	var chain [][]byte // from the delivery down
	for at := no; at != 0 && content == nil; {
		below, value, err := a.stored(at)
		if err != nil {
			return nil, err
		}
		if below >= at || len(chain) == maxChain {
			return nil, errGuard
		}
		chain = append(chain, value)
		at, content = below, a.kept[below]
	}
	for _, value := range slices.Backward(chain) {
		if content, err = a.unpack(value, dictionary(content)); err != nil {
			return nil, err
		}
	}
	a.keep(no, dictionary(content))
	return content, nil
}

// stored reads a delivery as it is stored, behind the number of the one below it: 0 when it stands alone.
func (a *archive) stored(no uint64) (below uint64, value []byte, err error) {
	guarded := a.tx.Bucket(bDeliveries).Get(number(no))
	if guarded == nil {
		return 0, nil, &core.Error{Code: core.CodeNotFound, Op: "read the delivery", Msg: "no such delivery"}
	}
	value, err = unguard(number(no), guarded)
	if err != nil || len(value) == 0 || value[0] != 0 {
		return 0, value, err
	}
	below, n := binary.Uvarint(value[1:])
	if n <= 0 || below == 0 {
		return 0, nil, errGuard
	}
	return below, value[1+n:], nil
}

// unpack makes the content of what is stored, standing on the dictionary or, if that is empty, alone.
func (a *archive) unpack(value, dict []byte) (content []byte, err error) {
	if len(dict) > 0 {
		content, err = a.unzip(value, nil, dict)
	} else {
		size, n := binary.Uvarint(value)
		if n <= 0 || size > uint64(len(value)-n) {
			return nil, errGuard
		}
		head := n + int(size)
		content, err = a.unzip(value[head:], bytes.Clone(value[:head]), nil)
	}
	if err != nil {
		return nil, errors.Join(errGuard, err)
	}
	return content, nil
}

// unzip appends to dst what was compressed.
func (a *archive) unzip(zipped, dst, dict []byte) ([]byte, error) {
	options := []zstd.DOption{zstd.WithDecoderMaxMemory(maxRaw), zstd.WithDecoderConcurrency(1)}
	if len(dict) > 0 {
		z, err := zstd.NewReader(nil, append(options, zstd.WithDecoderDictRaw(dictionaryID, dict))...)
		if err != nil {
			return nil, err
		}
		defer z.Close()
		return z.DecodeAll(zipped, dst)
	}
	if a.plain == nil {
		var err error
		if a.plain, err = zstd.NewReader(nil, options...); err != nil {
			return nil, err
		}
	}
	return a.plain.DecodeAll(zipped, dst)
}

// keep remembers a dictionary, and forgets the oldest ones when there are too many.
func (a *archive) keep(no uint64, dict []byte) {
	if a.kept == nil {
		a.kept = make(map[uint64][]byte)
	}
	if _, ok := a.kept[no]; ok {
		return
	}
	a.kept[no] = bytes.Clone(dict)
	a.order, a.size = append(a.order, no), a.size+len(dict)
	for a.size > maxKept {
		a.size -= len(a.kept[a.order[0]])
		delete(a.kept, a.order[0])
		a.order = a.order[1:]
	}
}
