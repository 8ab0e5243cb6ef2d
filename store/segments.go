package store

import (
	"bytes"
	"encoding/binary"

	"ferry/core"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

func segmentKey(ledger, segment uint32) []byte {
	return binary.BigEndian.AppendUint32(ledgerKey(ledger), segment)
}

// flushRecords appends the batch's search records. Small segments at the end are taken up again and written as one, like
// the runs of an index; what was superseded falls away on the way.
func (b *batch) flushRecords() error {
	if len(b.order) == 0 {
		return nil
	}
	bucket := b.tx.Bucket(bSegments)
	bucket.FillPercent = appendFill
	var fresh search.Builder
	for _, no := range b.order {
		r := b.records[no]
		fresh.Add(r.head, r.text)
	}
	next := uint32(1)
	var tails [][]byte // newest first
	c := bucket.Cursor()
	k, v := lastOf(c, b.no)
	if k != nil {
		next = binary.BigEndian.Uint32(k[4:]) + 1
	}
	gathered, size := fresh.Len(), fresh.Size()
	for ; k != nil && binary.BigEndian.Uint32(k) == b.no; k, v = c.Prev() {
		seg, err := search.Read(v)
		if err != nil {
			return err
		}
		if seg.Len() > gathered || size+len(v) > search.MaxBytes {
			break
		}
		gathered, size, next = gathered+seg.Len(), size+len(v), next-1
		tails = append(tails, bytes.Clone(v))
	}
	stamps, err := stampsOf(b.tx, b.no)
	if err != nil {
		return err
	}
	w := segmentWriter{bucket: bucket, ledger: b.no, next: next}
	for i := len(tails) - 1; i >= 0; i-- {
		seg, err := search.Read(tails[i])
		if err != nil {
			return err
		}
		for j := range seg.Len() {
			if h := seg.Head(j); stamps[h.No] == h.Stamp {
				if err := w.add(h, seg.Text(j)); err != nil {
					return err
				}
			}
		}
	}
	for _, no := range b.order {
		if err := w.add(b.records[no].head, b.records[no].text); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	// Fewer segments may have come out than were taken up.
	for n := w.next; n < next+uint32(len(tails)); n++ {
		if err := bucket.Delete(segmentKey(b.no, n)); err != nil {
			return err
		}
	}
	return nil
}

// lastOf finds the last segment of a ledger.
func lastOf(c *bolt.Cursor, ledger uint32) (k, v []byte) {
	if k, _ = c.Seek(ledgerKey(ledger + 1)); k == nil {
		k, v = c.Last()
	} else {
		k, v = c.Prev()
	}
	if !bytes.HasPrefix(k, ledgerKey(ledger)) {
		return nil, nil
	}
	return k, v
}

type segmentWriter struct {
	bucket *bolt.Bucket
	ledger uint32
	next   uint32
	open   search.Builder
}

func (w *segmentWriter) add(h search.Head, text []byte) error {
	if w.open.Len() > 0 && w.open.Size()+len(text) > search.MaxBytes {
		if err := w.end(); err != nil {
			return err
		}
	}
	w.open.Add(h, text)
	return nil
}

func (w *segmentWriter) end() error {
	if w.open.Len() == 0 {
		return nil
	}
	err := w.bucket.Put(segmentKey(w.ledger, w.next), w.open.Bytes())
	w.next++
	w.open = search.Builder{}
	return err
}

// stampsOf lists the lines of a ledger whose first search record was superseded, with the stamp of the current one.
// Usually there are few.
func stampsOf(tx *bolt.Tx, ledger uint32) (map[core.LineNo]uint32, error) {
	var stamps map[core.LineNo]uint32
	prefix := ledgerKey(ledger)
	c := tx.Bucket(bStamps).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		v, err := unguard(k, v)
		if err != nil || len(v) != 4 || len(k) != 12 {
			return nil, errGuard
		}
		if stamps == nil {
			stamps = make(map[core.LineNo]uint32)
		}
		stamps[core.LineNo(binary.BigEndian.Uint64(k[4:]))] = binary.BigEndian.Uint32(v)
	}
	return stamps, nil
}

// eachSegment calls fn for every segment of a ledger, oldest first.
func eachSegment(tx *bolt.Tx, ledger uint32, fn func(search.Segment) error) error {
	prefix := ledgerKey(ledger)
	c := tx.Bucket(bSegments).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		seg, err := search.Read(v)
		if err != nil {
			return err
		}
		if err := fn(seg); err != nil {
			return err
		}
	}
	return nil
}
