package store

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// keepNoted is how long the note of an announced line that has gone waits for the booked one.
const keepNoted = 30 * 24 * time.Hour

// replacePending puts the bank's list of announced lines in the place of the one before, and says whether it differs.
// A line that was there keeps its number and note; one that has gone is kept out of sight while it has a note.
func (b *batch) replacePending(list []core.Transaction, delivery uint64) (bool, error) {
	before, err := b.pending()
	if err != nil {
		return false, err
	}
	old := slices.Clone(before)
	var next []row.Row
	for i, t := range list {
		t.Account, t.State = b.account, core.Pending
		r := row.Row{Item: i, Line: core.Line{Transaction: t, Delivery: delivery, FirstSeen: b.now}}
		if at := slices.IndexFunc(old, func(o row.Row) bool { return sameAnnounced(&o.Transaction, &t) }); at >= 0 {
			was := old[at]
			old = slices.Delete(old, at, at+1)
			r.No, r.FirstSeen, r.Note = was.No, was.FirstSeen, was.Note
			if sameRow(&row.Row{Line: core.Line{Transaction: was.Transaction}}, &row.Row{Line: core.Line{Transaction: t}}) {
				r.Delivery, r.Item = was.Delivery, was.Item
			}
		} else {
			seq, err := b.tx.Bucket(bPending).NextSequence()
			if err != nil {
				return false, err
			}
			r.No = pendingBit | core.LineNo(seq)
		}
		next = append(next, r)
	}
	b.figures.Pending = len(list)
	for _, gone := range old {
		if gone.Missing.IsZero() {
			gone.Missing = b.now
		}
		if gone.Note != "" && b.now.Sub(gone.Missing) < keepNoted {
			next = append(next, gone)
		}
	}
	return b.writePending(before, next)
}

// sameAnnounced recognises an announced line, also where the bank gives it a new id each time.
func sameAnnounced(a, b *core.Transaction) bool {
	return a.ID == b.ID || a.Amount == b.Amount && a.BookingDate == b.BookingDate && a.ValueDate == b.ValueDate &&
		a.CounterpartReference == b.CounterpartReference && a.CounterpartName == b.CounterpartName && a.Remittance == b.Remittance
}

// sameRow compares what is stored, so that two ways to write one instant do not differ.
func sameRow(a, b *row.Row) bool { return bytes.Equal(row.Append(nil, a), row.Append(nil, b)) }

func (b *batch) writePending(before, next []row.Row) (bool, error) {
	slices.SortFunc(next, func(a, b row.Row) int { return cmp.Compare(a.No, b.No) })
	if slices.EqualFunc(before, next, func(a, b row.Row) bool { return sameRow(&a, &b) }) {
		return false, nil
	}
	bucket := b.tx.Bucket(bPending)
	kept := make(map[core.LineNo]bool, len(next))
	for i := range next {
		kept[next[i].No] = true
		if err := bucket.Put(lineKey(b.no, next[i].No), row.Append(nil, &next[i])); err != nil {
			return false, err
		}
	}
	for i := range before {
		if !kept[before[i].No] {
			if err := bucket.Delete(lineKey(b.no, before[i].No)); err != nil {
				return false, err
			}
		}
	}
	b.looked = false
	return true, nil
}

// takeNote finds the note that a user wrote on the announcement of a line that is now booked. The feed may name the
// announcement; else it must be the only one that agrees in amount and in who or what it is about.
func (b *batch) takeNote(c *core.Change) (string, error) {
	if !b.looked {
		rows, err := b.pending()
		if err != nil {
			return "", err
		}
		b.noted = slices.DeleteFunc(rows, func(r row.Row) bool { return r.Note == "" })
		b.looked = true
	}
	if len(b.noted) == 0 {
		return "", nil
	}
	at := slices.IndexFunc(b.noted, func(r row.Row) bool { return r.ID == c.New.ID || c.Was != "" && r.ID == c.Was })
	if at < 0 {
		agrees := func(r row.Row) bool { return becomes(&r.Transaction, &c.New) }
		if at = slices.IndexFunc(b.noted, agrees); at < 0 || slices.ContainsFunc(b.noted[at+1:], agrees) {
			return "", nil
		}
	}
	r := b.noted[at]
	b.noted = slices.Delete(b.noted, at, at+1)
	key := lineKey(b.no, r.No)
	if !r.Missing.IsZero() {
		return r.Note, b.tx.Bucket(bPending).Delete(key)
	}
	note := r.Note
	r.Note = ""
	return note, b.tx.Bucket(bPending).Put(key, row.Append(nil, &r))
}

// becomes reports whether an announced line may be the booked one. Days shift between the two.
func becomes(announced, booked *core.Transaction) bool {
	same := func(a, b string) bool { return a != "" && a == b }
	return announced.Amount == booked.Amount &&
		(same(announced.EndToEndID, booked.EndToEndID) || same(announced.CounterpartReference, booked.CounterpartReference) ||
			same(announced.CounterpartName, booked.CounterpartName) || same(announced.Remittance, booked.Remittance))
}

// SetNote writes the user's note on a line, booked or announced; an empty text takes it away.
func (f *File) SetNote(ctx context.Context, account core.AccountID, no core.LineNo, text, by string) error {
	return f.update(ctx, &write{op: "save the note", rows: 1, ledger: true, do: func(tx *bolt.Tx) error {
		l, err := openLedger(tx, account)
		if err != nil {
			return err
		}
		var old row.Row
		if err := l.anyRow(no, &old); err != nil || old.Note == text {
			return err
		}
		b, err := f.newBatch(l)
		if err != nil {
			return err
		}
		if err := errors.Join(b.setNote(old, text), b.flush()); err != nil {
			return err
		}
		return f.note(tx, core.JournalEntry{
			By: by, Kind: "note", Subject: string(account), What: fmt.Sprintf("note on line %d", no), Data: []byte(text), Why: "was: " + old.Note,
		})
	}})
}

// setNote puts another note on a line, booked or announced.
func (b *batch) setNote(old row.Row, text string) error {
	next := old
	next.Note = text
	if old.No&pendingBit != 0 {
		return b.tx.Bucket(bPending).Put(lineKey(b.no, old.No), row.Append(nil, &next))
	}
	return b.replace(&old, &next)
}
