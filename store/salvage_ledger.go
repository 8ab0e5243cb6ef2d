package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/run"

	bolt "go.etcd.io/bbolt"
)

// owners finds out whose each ledger is, and gives every account one.
func (s *salvage) owners() error {
	owners, err := ledgers(s.tx)
	if err != nil {
		return err
	}
	accounts, err := allDocs[core.Account](s.tx, bAccounts, nil)
	if err != nil {
		return err
	}
	now := make(map[core.AccountID]core.AccountID) // the present account of every id, also of earlier ones
	for _, a := range accounts {
		for _, id := range append(a.Replaces, a.ID) {
			now[id] = a.ID
		}
	}
	has := make(map[core.AccountID]bool)
	numbers := s.tx.Bucket(bNumbers)
	highest := numbers.Sequence()
	for no, id := range owners {
		has[id], highest = true, max(highest, uint64(no))
	}
	for _, no := range s.used() {
		highest = max(highest, uint64(no))
		if owners[no] != "" {
			continue
		}
		sender := s.sender(no)
		id := cmp.Or(now[sender], sender)
		if id == "" || has[id] {
			continue // nobody can say whose lines these are
		}
		owners[no], has[id] = id, true
		if err := putLedgerOf(s.tx, id, no); err != nil {
			return err
		}
	}
	for no, id := range owners {
		if now[id] != id {
			if err := s.restoreAccount(no, id); err != nil {
				return err
			}
		}
	}
	if err := errors.Join(numbers.SetSequence(highest), s.homes(owners)); err != nil {
		return err
	}
	for _, a := range accounts {
		if has[a.ID] {
			continue
		}
		no, err := numbers.NextSequence()
		if err != nil {
			return err
		}
		if err := putLedgerOf(s.tx, a.ID, uint32(no)); err != nil {
			return err
		}
	}
	return nil
}

// used lists the ledgers of which something stands in the file.
func (s *salvage) used() (list []uint32) {
	for _, bucket := range [][]byte{bRows, bRevisions, bPending, bDays, bFigures, bLocks} {
		if !s.names[string(bucket)] {
			continue // the format had none
		}
		c := s.tx.Bucket(bucket).Cursor()
		for k, _ := c.First(); len(k) >= 4; {
			no := binary.BigEndian.Uint32(k)
			list = append(list, no)
			if no == 1<<32-1 {
				break
			}
			k, _ = c.Seek(ledgerKey(no + 1))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// from is the account for which a delivery came.
func (s *salvage) from(delivery uint64) core.AccountID {
	return cmp.Or(s.senders[delivery], s.subjects[delivery])
}

// sender is the account whose deliveries brought most lines of a ledger.
func (s *salvage) sender(no uint32) (best core.AccountID) {
	votes := make(map[core.AccountID]int)
	prefix := ledgerKey(no)
	c := s.tx.Bucket(bRows).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		var r row.Row
		if row.Decode(v, &r) == nil && s.from(r.Delivery) != "" {
			votes[s.from(r.Delivery)]++
		}
	}
	for id, n := range votes {
		if n > votes[best] || n == votes[best] && id < best {
			best = id
		}
	}
	return best
}

func (s *salvage) currency(no uint32) core.Currency {
	var r row.Row
	if k, v := s.tx.Bucket(bRows).Cursor().Seek(ledgerKey(no)); bytes.HasPrefix(k, ledgerKey(no)) && row.Decode(v, &r) == nil {
		return r.Amount.Currency
	}
	return ""
}

// ledgers makes anew what is derived from the lines, and says what is lost.
func (s *salvage) ledgers() error {
	owners, err := ledgers(s.tx)
	if err != nil {
		return err
	}
	for no := range owners {
		if set, err := run.Open(s.tx.Bucket(bDays), no, dayShape); err == nil {
			if known, err := set.All(); err == nil {
				s.known[no] = known
			}
		}
		if fig, err := readFigures(s.tx, no); err == nil {
			s.figures[no] = fig
		}
	}
	for _, name := range [][]byte{bDays, bFigures} {
		if err := s.tx.DeleteBucket(name); err != nil {
			return err
		}
		if _, err := s.tx.CreateBucket(name); err != nil {
			return err
		}
	}
	if err := s.dropStrays(owners); err != nil {
		return err
	}
	for _, no := range slices.Sorted(maps.Keys(owners)) {
		if err := s.ledger(no, owners[no]); err != nil {
			return err
		}
	}
	return s.books(owners)
}

// dropStrays takes out what belongs to no account.
func (s *salvage) dropStrays(owners map[uint32]core.AccountID) error {
	nobody := SalvagedAccount{}
	for _, no := range s.used() {
		if owners[no] != "" {
			continue
		}
		for _, bucket := range [][]byte{bRows, bRevisions, bPending} {
			err := s.each(bucket, no, func(k []byte, r *row.Row) error {
				if bytes.Equal(bucket, bRows) {
					nobody.Lost++
				}
				return s.tx.Bucket(bucket).Delete(k)
			})
			if err != nil {
				return err
			}
		}
	}
	if nobody.Lost > 0 {
		s.report.Accounts = append(s.report.Accounts, nobody)
	}
	return s.dropLocks(owners)
}

// each calls fn for the rows of a ledger in the order of their keys; fn may change them.
func (s *salvage) each(bucket []byte, no uint32, fn func(k []byte, r *row.Row) error) error {
	return eachRow(func() *bolt.Tx { return s.tx }, bucket, no, func(k []byte, r *row.Row) error {
		if err := fn(k, r); err != nil {
			return err
		}
		return s.wrote(1)
	})
}

func eachRow(tx func() *bolt.Tx, bucket []byte, no uint32, fn func(k []byte, r *row.Row) error) error {
	const chunk = 1000
	prefix := ledgerKey(no)
	type entry struct{ k, v []byte }
	for from := prefix; ; {
		var list []entry
		c := tx().Bucket(bucket).Cursor()
		for k, v := c.Seek(from); bytes.HasPrefix(k, prefix) && len(list) < chunk; k, v = c.Next() {
			list = append(list, entry{bytes.Clone(k), bytes.Clone(v)})
		}
		for _, e := range list {
			var r row.Row
			if err := row.Decode(e.v, &r); err != nil {
				return err
			}
			if err := fn(e.k, &r); err != nil {
				return err
			}
		}
		if len(list) < chunk {
			return nil
		}
		from = append(list[len(list)-1].k, 0)
	}
}

// salvagedLine is what must be known of all lines of a ledger at once.
type salvagedLine struct {
	no       core.LineNo
	day      core.Date
	id       [16]byte
	gone     bool
	delivery uint64
}

func (s *salvage) ledger(no uint32, id core.AccountID) error {
	account, _, err := getDoc[core.Account](s.tx, bAccounts, []byte(id))
	if err != nil {
		return err
	}
	lines, err := s.lines(no, &account)
	if err != nil {
		return err
	}
	err = s.rehome(s.tx, no, id, func(_ core.LineNo, delivery uint64) bool { return delivery != 0 && s.senders[delivery] == "" })
	if err != nil {
		return err
	}
	if err := s.index(no, lines); err != nil {
		return err
	}
	if err := s.derive(no); err != nil {
		return err
	}
	a := s.losses(no, lines)
	a.Account, a.Reference = id, account.Reference
	s.report.Accounts = append(s.report.Accounts, a)
	return s.feed(id, lines, a.Reread)
}

// lines takes out what does not belong there and brings the numbers of revisions in order.
func (s *salvage) lines(no uint32, account *core.Account) (lines []salvagedLine, err error) {
	revisions, err := s.revisions(no)
	if err != nil {
		return nil, err
	}
	err = s.each(bRows, no, func(k []byte, r *row.Row) error {
		sender := s.from(r.Delivery)
		if sender != "" && sender != account.ID && !slices.Contains(account.Replaces, sender) {
			s.dropped[no]++
			return s.tx.Bucket(bRows).Delete(k)
		}
		lines = append(lines, salvagedLine{r.No, r.BookingDate, [16]byte(idKey(r.ID)), !r.Missing.IsZero(), r.Delivery})
		if r.Stamp == 0 && r.Revision == revisions[r.No] {
			return nil
		}
		r.Stamp, r.Revision = 0, revisions[r.No]
		return s.tx.Bucket(bRows).Put(k, row.Append(nil, r))
	})
	if err != nil {
		return nil, err
	}
	if lines, err = s.single(no, lines); err != nil {
		return nil, err
	}
	return lines, s.each(bRevisions, no, func(k []byte, r *row.Row) error {
		if _, ok := slices.BinarySearchFunc(lines, r.No, func(l salvagedLine, no core.LineNo) int { return cmp.Compare(l.no, no) }); ok {
			return nil
		}
		return s.tx.Bucket(bRevisions).Delete(k)
	})
}

// single leaves of lines with one number, or of listed ones with one id, the one that came last. They come back sorted by
// number.
func (s *salvage) single(no uint32, lines []salvagedLine) ([]salvagedLine, error) {
	var failed error
	drop := func(l salvagedLine) {
		s.dropped[no]++
		if err := s.tx.Bucket(bRows).Delete(rowKey(no, l.day, l.no)); err != nil {
			failed = err
		}
	}
	compact := func(less func(a, b salvagedLine) int, same func(a, b salvagedLine) bool) {
		slices.SortFunc(lines, func(a, b salvagedLine) int { return cmp.Or(less(a, b), cmp.Compare(b.delivery, a.delivery)) })
		kept := lines[:0]
		for _, l := range lines {
			if n := len(kept); n > 0 && same(kept[n-1], l) {
				drop(l)
				continue
			}
			kept = append(kept, l)
		}
		lines = kept
	}
	compact(func(a, b salvagedLine) int { return bytes.Compare(a.id[:], b.id[:]) },
		func(a, b salvagedLine) bool { return a.id == b.id && !a.gone && !b.gone && a.no != b.no })
	compact(func(a, b salvagedLine) int { return cmp.Compare(a.no, b.no) },
		func(a, b salvagedLine) bool { return a.no == b.no })
	return lines, failed
}

// revisions numbers the earlier revisions of every line from 0 on, and counts them.
func (s *salvage) revisions(no uint32) (count map[core.LineNo]int, err error) {
	have := make(map[core.LineNo][]int)
	err = s.each(bRevisions, no, func(_ []byte, r *row.Row) error {
		have[r.No] = append(have[r.No], r.Revision)
		return nil
	})
	count = make(map[core.LineNo]int)
	for line, list := range have {
		slices.Sort(list) // from the lowest, so that none is written over before it was moved
		for i, old := range list {
			if err == nil && i != old {
				err = s.renumber(no, line, old, i)
			}
		}
		count[line] = len(list)
	}
	return count, err
}

func (s *salvage) renumber(no uint32, line core.LineNo, old, next int) error {
	b := s.tx.Bucket(bRevisions)
	var r row.Row
	if err := row.Decode(b.Get(revisionKey(no, line, old)), &r); err != nil {
		return err
	}
	r.Revision = next
	if err := b.Delete(revisionKey(no, line, old)); err != nil {
		return err
	}
	return b.Put(revisionKey(no, line, next), row.Append(nil, &r))
}

// rehome stores lines whose bytes are lost as deliveries of their own.
func (s *salvage) rehome(tx *bolt.Tx, no uint32, account core.AccountID, want func(core.LineNo, uint64) bool) error {
	for _, bucket := range [][]byte{bRows, bRevisions, bPending} {
		var keys [][]byte
		var rows []row.Row
		flush := func() error {
			lines := make([]core.Transaction, len(rows))
			for i := range rows {
				lines[i] = rows[i].Transaction
			}
			if len(lines) == 0 {
				return nil
			}
			delivery, err := s.deliver(tx, account, lines)
			for i := range rows {
				if rows[i].Delivery, rows[i].Item = delivery, i; err == nil {
					err = tx.Bucket(bucket).Put(keys[i], row.Append(nil, &rows[i]))
				}
			}
			keys, rows = nil, nil
			return err
		}
		err := eachRow(func() *bolt.Tx { return tx }, bucket, no, func(k []byte, r *row.Row) error {
			if !want(r.No, r.Delivery) {
				return nil
			}
			if keys, rows = append(keys, k), append(rows, *r); len(rows) < 500 {
				return nil
			}
			return flush()
		})
		if err == nil {
			err = flush()
		}
		if err != nil {
			return err
		}
	}
	return nil
}
