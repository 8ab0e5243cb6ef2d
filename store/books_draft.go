package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// draft is what an act changes, gathered above a transaction: it is checked to its end before anything is written, also
// within a read transaction, and knows what stood in the file before.
type draft struct {
	f       *File
	tx      *bolt.Tx
	dossier core.DossierID
	now     time.Time
	by      string

	images    map[string]*image
	order     []*image // as they were first asked for
	open      map[core.AccountID]*bookLedger
	lines     []lineRef // touched, in the order of the act
	touched   map[lineRef]bool
	nextMatch uint64
	matches   []uint64 // made
	flushed   []flushed
	held      map[core.ItemID]held // see heldItems; nil until they are asked for
}

// image is a value before and after an act; nil where nothing stands.
type image struct {
	bucket        string
	key           []byte
	before, after []byte
}

func (i *image) same() bool {
	return (i.before == nil) == (i.after == nil) && bytes.Equal(i.before, i.after)
}

// notes is no bucket of the file: under it go the notes, which are part of the lines.
const notes = "notes"

func (f *File) draft(tx *bolt.Tx, d core.DossierID, by string) *draft {
	return &draft{
		f: f, tx: tx, dossier: d, by: by, now: f.o.Now(), images: make(map[string]*image), open: make(map[core.AccountID]*bookLedger),
		touched: make(map[lineRef]bool), nextMatch: tx.Bucket(bMatches).Sequence(),
	}
}

// at is the value under a key as the draft has it.
func (d *draft) at(bucket string, key []byte) (*image, error) {
	name := bucket + "\x00" + string(key)
	if i, ok := d.images[name]; ok {
		return i, nil
	}
	i := &image{bucket: bucket, key: bytes.Clone(key)}
	if bucket == notes {
		var err error
		if i.before, err = d.noteAt(refOf(key)); err != nil {
			return nil, err
		}
	} else {
		i.before = bytes.Clone(d.tx.Bucket([]byte(bucket)).Get(key))
	}
	i.after = i.before
	d.images[name] = i
	d.order = append(d.order, i)
	return i, nil
}

// noteAt is the note of a line, or nil for an announced line that has gone.
func (d *draft) noteAt(ref lineRef) ([]byte, error) {
	l, err := d.ledgerNo(ref.Ledger)
	if err != nil {
		return nil, err
	}
	var r row.Row
	err = l.anyRow(ref.No, &r)
	if core.CodeOf(err) == core.CodeNotFound && ref.No&pendingBit != 0 {
		return nil, nil
	}
	return append([]byte{}, r.Note...), err
}

func draftDoc[T any](d *draft, bucket, key []byte) (doc T, i *image, err error) {
	i, err = d.at(string(bucket), key)
	if err == nil && i.after != nil {
		err = decodeDoc(key, i.after, &doc)
	}
	return doc, i, err
}

func (i *image) set(doc any) error {
	v, err := json.Marshal(doc)
	if err == nil {
		i.after = guard(i.key, v)
	}
	return err
}

// changed lists what differs from the file.
func (d *draft) changed() []*image {
	var list []*image
	for _, i := range d.order {
		if !i.same() {
			list = append(list, i)
		}
	}
	return list
}

// bookLedger is a ledger of the dossier, with what decides whether its lines may be touched.
type bookLedger struct {
	*ledger
	of    core.Account
	until core.Date
}

func (d *draft) ledger(account core.AccountID) (*bookLedger, error) {
	if l, ok := d.open[account]; ok {
		return l, nil
	}
	opened, err := openLedger(d.tx, account)
	if err != nil {
		return nil, err
	}
	l := &bookLedger{ledger: opened}
	if l.of, _, err = getDoc[core.Account](d.tx, bAccounts, []byte(account)); err != nil {
		return nil, err
	}
	if l.of.Dossier != d.dossier {
		return nil, &core.Error{
			Code: core.CodeInvalid, Op: "change the books",
			Msg:  "account " + core.AccountNumber(l.of.Reference) + " belongs to another dossier",
			Hint: "the lines of an act are all of one dossier",
		}
	}
	if l.until, err = lockedUntil(d.tx, l.no); err != nil {
		return nil, err
	}
	d.open[account] = l
	return l, nil
}

func (d *draft) ledgerNo(no uint32) (*bookLedger, error) {
	for _, l := range d.open {
		if l.no == no {
			return l, nil
		}
	}
	owners, err := ledgers(d.tx)
	if err != nil {
		return nil, err
	}
	return d.ledger(owners[no])
}

// line reads a line that an act touches, which no lock may forbid.
func (d *draft) line(key core.LineKey, r *row.Row) (lineRef, error) {
	l, err := d.ledger(key.Account)
	if err != nil {
		return lineRef{}, err
	}
	ref := lineRef{Ledger: l.no, No: key.No}
	if err := l.anyRow(key.No, r); err != nil {
		return ref, err
	}
	if r.BookingDate <= l.until {
		return ref, lockedPeriod(l.of, r.BookingDate, l.until)
	}
	if !d.touched[ref] {
		d.touched[ref] = true
		d.lines = append(d.lines, ref)
	}
	ref.Revision = r.Revision
	return ref, nil
}

// mayTouch checks again the lines of an act that is taken back or done again.
func (d *draft) mayTouch(refs []lineRef) error {
	for _, ref := range refs {
		l, err := d.ledgerNo(ref.Ledger)
		if err != nil {
			return err
		}
		var r row.Row
		_, err = d.line(core.LineKey{Account: l.account, No: ref.No}, &r)
		if ref.No&pendingBit != 0 && core.CodeOf(err) == core.CodeNotFound {
			continue // announced lines go when they are booked
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// flush writes what the draft changes: the values, then what is counted in the ledgers.
func (d *draft) flush() error {
	touched := make(map[uint32][]*image)
	for _, i := range d.changed() {
		switch i.bucket {
		case notes:
			touched[refOf(i.key).Ledger] = append(touched[refOf(i.key).Ledger], i)
			continue
		case string(bMatched), string(bMarks):
			touched[refOf(i.key).Ledger] = append(touched[refOf(i.key).Ledger], i)
		}
		b, err := d.tx.Bucket([]byte(i.bucket)), error(nil)
		if i.after == nil {
			err = b.Delete(i.key)
		} else {
			err = b.Put(i.key, i.after)
		}
		if err != nil {
			return err
		}
	}
	for no, images := range touched {
		if err := d.flushLedger(no, images); err != nil {
			return err
		}
	}
	if matches := d.tx.Bucket(bMatches); matches.Sequence() < d.nextMatch {
		return matches.SetSequence(d.nextMatch)
	}
	return nil
}

func (d *draft) flushLedger(no uint32, images []*image) error {
	l, err := d.ledgerNo(no)
	if err != nil {
		return err
	}
	b, err := d.f.newBatch(l.ledger)
	if err != nil {
		return err
	}
	b.figures.Books++
	d.flushed = append(d.flushed, flushed{no, b.figures.Books, images})
	slices.SortFunc(images, func(x, y *image) int { return cmp.Or(cmp.Compare(x.bucket, y.bucket), bytes.Compare(x.key, y.key)) })
	for _, i := range images {
		ref, sign := refOf(i.key), 0
		switch {
		case i.before == nil && i.after != nil:
			sign = 1
		case i.before != nil && i.after == nil:
			sign = -1
		}
		switch {
		case i.bucket == string(bMarks):
			b.figures.Check += sign
			continue
		case i.bucket == string(bMatched) && sign == 0:
			continue // from one match into another
		}
		var r row.Row
		if err := l.anyRow(ref.No, &r); err != nil {
			return err
		}
		if i.bucket == notes {
			err = b.setNote(r, string(i.after))
		} else if wants(&r, l.until) {
			b.figures.Open -= sign
		}
		if err != nil {
			return err
		}
	}
	return b.flush()
}
