package store

import (
	"bytes"
	"encoding/binary"

	"ferry/core"
	"ferry/store/run"
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
	stamps, err := stampsOf(b.tx, b.no)
	if err != nil {
		return err
	}
	w := segmentWriter{bucket: b.tx.Bucket(bSegments), ledger: b.no}
	w.bucket.FillPercent = appendFill
	tails, err := b.takeTails(&w)
	if err != nil {
		return err
	}
	end := w.next + uint32(len(tails))
	for i := len(tails) - 1; i >= 0; i-- {
		for j := range tails[i].Len() {
			if h := tails[i].Head(j); stamps[h.No] == h.Stamp {
				if err := w.add(h, tails[i].Text(j)); err != nil {
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
	for n := w.next; n < end; n++ {
		if err := w.bucket.Delete(segmentKey(b.no, n)); err != nil {
			return err
		}
	}
	return nil
}

// takeTails reads the segments at the end that are not larger than what has been gathered, newest first, and sets the
// writer to where the first of them stands.
func (b *batch) takeTails(w *segmentWriter) (tails []search.Segment, err error) {
	gathered, size := len(b.order), 0
	for _, r := range b.records {
		size += len(r.text)
	}
	c := w.bucket.Cursor()
	k, v := run.Floor(c, ledgerKey(b.no), ledgerKey(b.no+1))
	if w.next = 1; k != nil {
		w.next = binary.BigEndian.Uint32(k[4:]) + 1
	}
	for ; bytes.HasPrefix(k, ledgerKey(b.no)); k, v = c.Prev() {
		seg, err := search.Read(v)
		if err != nil {
			return nil, err
		}
		if seg.Len() > gathered || size+len(v) > search.MaxBytes {
			break
		}
		gathered, size = gathered+seg.Len(), size+len(v)
		// The writer will write over it.
		if seg, err = search.Read(bytes.Clone(v)); err != nil {
			return nil, err
		}
		tails = append(tails, seg)
		w.next--
	}
	return tails, nil
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
	w.open.Reset()
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
