package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/run"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

// Apply stores deliveries: what they change, the bytes they came from, the announced lines, how far reading has come, the
// figures and the journal entry, all or nothing. A delivery that changes nothing leaves only its feed state.
func (f *File) Apply(ctx context.Context, deliveries ...core.Delivery) error {
	// What does not need the file is done here, beside the writer.
	ready := make([]prepared, len(deliveries))
	w := &write{op: "store the delivery", ledger: true}
	for i := range deliveries {
		p, err := f.prepare(&deliveries[i])
		if err != nil {
			return err
		}
		ready[i] = p
		w.rows += len(deliveries[i].Changes) + len(deliveries[i].Pending)
	}
	w.do = func(tx *bolt.Tx) error {
		for rest := ready; len(rest) > 0; {
			// Deliveries of one account that follow each other share its batch: one run, one set of search records.
			n := 1
			for n < len(rest) && rest[n].d.Account == rest[0].d.Account {
				n++
			}
			if err := f.applyAll(tx, rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	}
	return f.update(ctx, w)
}

type prepared struct {
	d     *core.Delivery
	raw   packed
	texts [][]byte // folded text of each change's line, without a note
}

func (f *File) prepare(d *core.Delivery) (p prepared, err error) {
	p.d = d
	// A list of announced lines is mostly the one before: it is packed when it proves to be another one.
	if (len(d.Changes) > 0 || waiting(d)) && len(d.Raw) > 0 {
		err = f.read("read the delivery before", func(tx *bolt.Tx) error {
			p.raw, err = f.pack(tx, d)
			return err
		})
		if err != nil {
			return p, err
		}
	}
	p.texts = make([][]byte, len(d.Changes))
	for i := range d.Changes {
		if c := &d.Changes[i]; c.Kind == core.Insert {
			p.texts[i] = search.AppendText(make([]byte, 0, usualText), &core.Line{Transaction: c.New})
		}
	}
	return p, nil
}

// matters reports whether a delivery may leave more than its feed state. Pages whose lines are known are not kept: the same
// ones come every quarter of an hour. While the feed has lines that wait for what stands below them, it may yet decide
// them, so their pages must stay.
func matters(d *core.Delivery) bool { return len(d.Changes) > 0 || d.ReplacePending || waiting(d) }

func waiting(d *core.Delivery) bool { return d.State.Restart && len(d.Raw) > 0 }

// batch gathers what a write changes in one ledger, so that indexes are extended once.
type batch struct {
	*ledger
	f       *File
	now     time.Time
	figures figures
	until   core.Date              // the last day that is closed
	records map[core.LineNo]record // search records to be written, by line
	order   []core.LineNo          // of records
	noted   []row.Row              // announced lines with a note, read when first needed
	looked  bool
}

type record struct {
	head search.Head
	text []byte
}

func (f *File) newBatch(l *ledger) (b *batch, err error) {
	b = &batch{ledger: l, f: f, now: f.o.Now(), records: make(map[core.LineNo]record)}
	if b.figures, err = readFigures(l.tx, l.no); err != nil {
		return nil, err
	}
	b.until, err = lockedUntil(l.tx, l.no)
	return b, err
}

// count adds a line to the figures, or with sign -1 takes it away.
func (b *batch) count(r *row.Row, sign int) {
	if wants(r, b.until) && b.tx.Bucket(bMatched).Get(lineKey(b.no, r.No)) == nil {
		b.figures.Open += sign
	}
	b.figures.count(r, sign)
}

func (f *File) applyAll(tx *bolt.Tx, ready []prepared) error {
	l, err := openLedger(tx, ready[0].d.Account)
	if err != nil {
		return err
	}
	changes := 0
	for i := range ready {
		changes += len(ready[i].d.Changes)
	}
	l.newIDs, l.newDays = make(map[[16]byte]core.LineNo, changes), make(map[core.LineNo]core.Date, changes)
	b, err := f.newBatch(l)
	if err != nil {
		return err
	}
	if rows := tx.Bucket(bRows); rows.FillPercent != appendFill { // the large batch of a write decides for all of it
		rows.FillPercent = b.fill(ready)
	}
	for i := range ready {
		if err := b.apply(&ready[i]); err != nil {
			return err
		}
	}
	return b.flush()
}

// fill says how full a page of rows should be left behind when it splits. A first reading writes in the order of the keys;
// news is put in front of what is there, and the page with room must then be the first one.
func (b *batch) fill(ready []prepared) float64 {
	inserts, newest := 0, []byte(nil)
	for i := range ready {
		for j := range ready[i].d.Changes {
			if c := &ready[i].d.Changes[j]; c.Kind == core.Insert {
				if inserts++; newest == nil {
					newest = rowKey(b.no, c.New.BookingDate, c.Line)
				}
			}
		}
	}
	first, _ := b.rows.Seek(ledgerKey(b.no))
	switch {
	case bytes.HasPrefix(first, ledgerKey(b.no)) && bytes.Compare(newest, first) < 0:
		return prependFill
	case inserts > 200:
		return appendFill
	}
	return bolt.DefaultFillPercent
}

func (b *batch) apply(p *prepared) error {
	d := p.d
	if matters(d) {
		if err := b.applyChanges(p); err != nil {
			return err
		}
	}
	if d.State.Account == "" {
		return nil
	}
	_, err := putDoc(b.tx, bFeeds, []byte(d.State.Account), d.State)
	return err
}

func (b *batch) applyChanges(p *prepared) error {
	d, t := p.d, tally{}
	deliveries := b.tx.Bucket(bDeliveries)
	no := uint64(0) // what was decided without new bytes comes from an earlier delivery
	if len(d.Raw) > 0 {
		no = deliveries.Sequence() + 1
	}
	for i := range d.Changes {
		if err := b.change(&d.Changes[i], p.texts[i], no, &t); err != nil {
			return err
		}
	}
	replaced := false
	if d.ReplacePending {
		var err error
		if replaced, err = b.replacePending(d.Pending, no); err != nil {
			return err
		}
		t.Pending = len(d.Pending)
	}
	if len(d.Changes) == 0 && !replaced && !waiting(d) {
		return nil // the same announced lines as before
	}
	if len(d.Raw) > 0 {
		if p.raw.value == nil {
			var err error
			if p.raw, err = b.f.pack(b.tx, d); err != nil {
				return err
			}
		}
		if _, err := deliveries.NextSequence(); err != nil {
			return err
		}
		t.Delivery, t.Raw, t.Bytes = no, p.raw.hash[:], p.raw.bytes
		deliveries.FillPercent = appendFill
		if err := deliveries.Put(number(no), guard(number(no), p.raw.value)); err != nil {
			return err
		}
		if err := b.keepBase(d, no, p.raw.depth); err != nil {
			return err
		}
	}
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	return b.f.note(b.tx, core.JournalEntry{
		At: d.At, By: d.By, Kind: "delivery", Subject: string(d.Account), What: t.sentence(d.Source), Data: data,
	})
}

func (b *batch) change(c *core.Change, text []byte, delivery uint64, t *tally) error {
	switch c.Kind {
	case core.Insert:
		t.New++
		return b.insert(c, text, delivery)
	case core.Revise:
		t.Changed++
	case core.Rebind:
		t.Renamed++
	case core.Unlist:
		t.Unlisted++
	case core.Relist:
		t.Relisted++
	}
	var old row.Row
	ok, err := b.row(c.Line, &old)
	if err != nil {
		return err
	}
	if !ok {
		return conflict(fmt.Sprintf("account %s has no line %d to change", b.account, c.Line))
	}
	next := old
	switch c.Kind {
	case core.Unlist:
		if next.Missing.IsZero() {
			next.Missing = b.now
		}
	case core.Relist:
		next.Missing = time.Time{}
	case core.Revise, core.Rebind:
		if err := b.mayRestate(c, &old); err != nil {
			return err
		}
		next.Transaction, next.Missing = c.New, time.Time{}
		next.State = core.Booked
		next.Revision++
		next.Delivery, next.Item = delivery, c.Item
		if err := b.keepRevision(&old); err != nil {
			return err
		}
	default:
		return conflict(fmt.Sprintf("unknown kind of change %d", c.Kind))
	}
	return b.replace(&old, &next)
}

// mayRestate guards against a feed that is mistaken about what the file holds.
func (b *batch) mayRestate(c *core.Change, old *row.Row) error {
	switch {
	case c.New.ID == "":
		return conflict(fmt.Sprintf("line %d of account %s would lose its id", c.Line, b.account))
	case c.Kind == core.Revise && c.New.ID != old.ID:
		return conflict(fmt.Sprintf("line %d of account %s is revised under another id", c.Line, b.account))
	case c.Kind == core.Rebind && c.Was != old.ID:
		return conflict(fmt.Sprintf("line %d of account %s no longer has the id that it would give up", c.Line, b.account))
	}
	return nil
}

func (b *batch) insert(c *core.Change, text []byte, delivery uint64) error {
	if c.New.ID == "" || c.Line&pendingBit != 0 {
		return conflict(fmt.Sprintf("account %s was given a line without id or with number %d", b.account, c.Line))
	}
	var r row.Row
	key := [16]byte(idKey(c.New.ID))
	if ok, err := b.rowByKey(key, c.New.ID, &r); err != nil {
		return err
	} else if ok && r.Missing.IsZero() { // the id of one that is gone may be used again
		return conflict(fmt.Sprintf("account %s has the line %s already", b.account, c.New.ID))
	}
	if _, ok, err := b.day(c.Line); err != nil {
		return err
	} else if ok {
		return conflict(fmt.Sprintf("account %s has a line %d already", b.account, c.Line))
	}
	r = row.Row{Item: c.Item, Line: core.Line{
		Transaction: c.New, No: c.Line, Delivery: delivery, FirstSeen: b.now, Late: c.Late,
	}}
	r.State = core.Booked
	var err error
	if r.Note, err = b.takeNote(c); err != nil {
		return err
	}
	if r.Note != "" {
		text = search.AppendText(nil, &r.Line)
	}
	b.note(&r, text)
	b.newIDs[key] = r.No
	b.newDays[r.No] = r.BookingDate
	b.count(&r, +1)
	return b.put(&r)
}

// replace writes a line over its earlier self, moving it when its day changed.
func (b *batch) replace(old, next *row.Row) error {
	b.count(old, -1)
	b.count(next, +1)
	if text := search.AppendText(nil, &next.Line); string(text) != string(search.AppendText(nil, &old.Line)) ||
		search.HeadOf(&old.Line, 0) != search.HeadOf(&next.Line, 0) {
		next.Stamp++
		v := binary.BigEndian.AppendUint32(nil, next.Stamp)
		key := lineKey(b.no, next.No)
		if err := b.tx.Bucket(bStamps).Put(key, guard(key, v)); err != nil {
			return err
		}
		b.note(next, text)
	}
	if next.ID != old.ID {
		b.newIDs[[16]byte(idKey(next.ID))] = next.No
	}
	if next.BookingDate != old.BookingDate {
		if err := b.tx.Bucket(bRows).Delete(rowKey(b.no, old.BookingDate, old.No)); err != nil {
			return err
		}
		b.newDays[next.No] = next.BookingDate
	}
	return b.put(next)
}

// usualRow and usualText are room for nearly every row and its text.
const usualRow, usualText = 384, 256

func (b *batch) put(r *row.Row) error {
	return b.tx.Bucket(bRows).Put(rowKey(b.no, r.BookingDate, r.No), row.Append(make([]byte, 0, usualRow), r))
}

func (b *batch) keepRevision(old *row.Row) error {
	return b.tx.Bucket(bRevisions).Put(revisionKey(b.no, old.No, old.Revision), row.Append(nil, old))
}

// note remembers the search record of a line for the end of the batch.
func (b *batch) note(r *row.Row, text []byte) {
	if _, ok := b.records[r.No]; !ok {
		b.order = append(b.order, r.No)
	}
	b.records[r.No] = record{search.HeadOf(&r.Line, r.Stamp), text}
}

// flush writes what the batch gathered.
func (b *batch) flush() error {
	ids := make([]byte, 0, len(b.newIDs)*(idShape.Key+idShape.Value))
	for key, no := range b.newIDs {
		ids = binary.BigEndian.AppendUint64(append(ids, key[:]...), uint64(no))
	}
	run.Sort(ids, idShape)
	if err := b.ids.Add(ids); err != nil {
		return err
	}
	days := make([]byte, 0, len(b.newDays)*(dayShape.Key+dayShape.Value))
	for no, day := range b.newDays {
		days = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(days, uint64(no)), uint32(day))
	}
	run.Sort(days, dayShape)
	if err := b.days.Add(days); err != nil {
		return err
	}
	if err := b.flushRecords(); err != nil {
		return err
	}
	_, err := putDoc(b.tx, bFigures, ledgerKey(b.no), b.figures)
	return err
}
