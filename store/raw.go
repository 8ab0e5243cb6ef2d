package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"ferry/core"
	"ferry/store/row"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
)

// RawDelivery is what the provider sent, as it came.
type RawDelivery struct {
	No      uint64
	Account core.AccountID
	Source  string
	At      time.Time
	By      string
	Raw     [][]byte // response bodies, in order
}

// A delivery is stored under its number as a guarded value: the size of its description, the description as JSON, and
// the bodies, joined and compressed.
type description struct {
	Account core.AccountID `json:"account"` // its id at the time
	Source  string         `json:"source"`
	At      time.Time      `json:"at"`
	By      string         `json:"by"`
	Sizes   []int          `json:"sizes"`
}

// maxRaw bounds what a stored delivery may unpack to, so that a damaged one cannot ask for all memory.
const maxRaw = 256 << 20

// compressor packs bodies. It is shared by all writers and safe for that.
func newCompressor() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2),
		zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(1<<20))
}

// packed is a delivery made ready for the file before it takes its turn there.
type packed struct {
	value []byte   // without the guard, which covers the number that it gets in its turn
	hash  [32]byte // of the bodies
	bytes int
}

func (f *File) pack(d *core.Delivery) (packed, error) {
	desc := description{Account: d.Account, Source: d.Source, At: d.At, By: d.By}
	joined := d.Raw[0]
	if len(d.Raw) > 1 {
		joined = bytes.Join(d.Raw, nil)
	}
	for _, body := range d.Raw {
		desc.Sizes = append(desc.Sizes, len(body))
	}
	head, err := json.Marshal(desc)
	if err != nil {
		return packed{}, err
	}
	out := binary.AppendUvarint(make([]byte, 0, len(head)+len(joined)/6), uint64(len(head)))
	out = f.zip.EncodeAll(joined, append(out, head...))
	return packed{value: out, hash: sha256.Sum256(joined), bytes: len(joined)}, nil
}

func unpack(no uint64, guarded []byte) (RawDelivery, error) {
	v, err := unguard(number(no), guarded)
	if err != nil {
		return RawDelivery{}, err
	}
	size, n := binary.Uvarint(v)
	if n <= 0 || size > uint64(len(v)-n) {
		return RawDelivery{}, errGuard
	}
	var desc description
	if err := json.Unmarshal(v[n:n+int(size)], &desc); err != nil {
		return RawDelivery{}, errors.Join(errGuard, err)
	}
	unzip, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxRaw), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return RawDelivery{}, err
	}
	defer unzip.Close()
	joined, err := unzip.DecodeAll(v[n+int(size):], nil)
	if err != nil {
		return RawDelivery{}, errors.Join(errGuard, err)
	}
	d := RawDelivery{No: no, Account: desc.Account, Source: desc.Source, At: desc.At, By: desc.By}
	for _, size := range desc.Sizes {
		if size < 0 || size > len(joined) {
			return RawDelivery{}, errGuard
		}
		d.Raw = append(d.Raw, joined[:size:size])
		joined = joined[size:]
	}
	return d, nil
}

func readDelivery(tx *bolt.Tx, no uint64) (RawDelivery, error) {
	v := tx.Bucket(bDeliveries).Get(number(no))
	if v == nil {
		return RawDelivery{}, &core.Error{Code: core.CodeNotFound, Op: "read the delivery", Msg: "no such delivery"}
	}
	return unpack(no, v)
}

// Delivery returns what the provider sent.
func (f *File) Delivery(no uint64) (d RawDelivery, err error) {
	err = f.read("read the delivery", func(tx *bolt.Tx) error {
		d, err = readDelivery(tx, no)
		return err
	})
	return d, err
}

// Origin finds the delivery that brought the current revision of a line, and the line's position in it; the position is
// -1 when the line was decided after its page was stored.
func (f *File) Origin(account core.AccountID, no core.LineNo) (d RawDelivery, item int, err error) {
	err = f.readLedger("trace the line", account, func(l *ledger) error {
		var r row.Row
		if err := l.anyRow(no, &r); err != nil {
			return err
		}
		item = r.Item
		d, err = readDelivery(l.tx, r.Delivery)
		return err
	})
	return d, item, err
}
