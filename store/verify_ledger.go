package store

import (
	"bytes"
	"encoding/binary"
	"reflect"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/search"
)

// ledgers checks every ledger, and that nothing stands in the file for one that does not exist.
func (v *verifier) ledgers() error {
	owners, err := ledgers(v.tx)
	if err != nil {
		v.fault(Fault{}, "the numbers of the ledgers cannot be read: %v", err)
		return nil
	}
	if len(owners) != v.tx.Bucket(bNumbers).Stats().KeyN {
		v.fault(Fault{}, "two accounts have one ledger")
	}
	for _, bucket := range [][]byte{bRows, bRevisions, bSegments, bStamps, bPending, bFigures, bIDs, bDays, bBases,
		bMatched, bMarks, bRejections, bLocks} {
		c := v.tx.Bucket(bucket).Cursor()
		for k, _ := c.First(); k != nil; {
			if len(k) < 4 || owners[binary.BigEndian.Uint32(k)] == "" {
				v.fault(Fault{}, "%s holds something of no account", bucket)
				break
			}
			k, _ = c.Seek(ledgerKey(binary.BigEndian.Uint32(k) + 1))
		}
	}
	err = v.tx.Bucket(bAccounts).ForEach(func(k, _ []byte) error {
		if v.tx.Bucket(bNumbers).Get(k) == nil {
			v.fault(Fault{Account: core.AccountID(k)}, "the account %q has no ledger", k)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for no, id := range owners {
		if err := v.ledger(no, id); err != nil {
			return err
		}
	}
	return nil
}

// expectation is what the check of one line leaves to be compared later.
type expectation struct {
	day      core.Date
	revision int
	stamp    uint32
	gone     bool // the bank no longer lists it
}

type ledgerCheck struct {
	*verifier
	l       *ledger
	account core.Account
	lines   map[core.LineNo]expectation
	idOf    map[[16]byte]core.LineNo
	figures figures
	until   core.Date           // the last day that is closed
	origins map[uint64][]origin // rows and revisions by the delivery that brought them
}

// origin is a row that is still to be compared with its delivery: where it stands in the file, because as many decoded
// rows as an account may have are too much memory.
type origin struct {
	no    core.LineNo
	value []byte
}

func (v *verifier) ledger(no uint32, id core.AccountID) error {
	v.report.Accounts++
	account, ok, err := getDoc[core.Account](v.tx, bAccounts, []byte(id))
	if err != nil || !ok {
		v.fault(Fault{Account: id}, "the ledger of %s has no account", id)
		account.ID = id
	}
	l, err := openLedgerNo(v.tx, no, id)
	if err != nil {
		v.fault(Fault{Account: id}, "the index of %s cannot be read: %v", id, err)
		return nil
	}
	c := &ledgerCheck{
		verifier: v, l: l, account: account, lines: make(map[core.LineNo]expectation),
		idOf: make(map[[16]byte]core.LineNo), origins: make(map[uint64][]origin),
	}
	if c.until, err = lockedUntil(v.tx, no); err != nil {
		v.fault(Fault{Account: id}, "the lock of %s cannot be read: %v", id, err)
	}
	for _, check := range []func() error{c.rows, c.pending, c.indexes, c.revisions, c.records, c.compareFigures, c.trace} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *ledgerCheck) at(no core.LineNo) Fault { return Fault{Account: c.account.ID, Line: no} }

func (c *ledgerCheck) rows() error {
	prefix := ledgerKey(c.l.no)
	cursor := c.tx.Bucket(bRows).Cursor()
	for k, value := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, value = cursor.Next() {
		if len(k) != rowKeySize {
			c.fault(c.at(0), "a line of %s stands under a damaged key", c.account.ID)
			continue
		}
		_, day, no := splitRowKey(k)
		var r row.Row
		switch err := row.Decode(value, &r); {
		case err != nil:
			c.fault(c.at(no), "line %d of %s cannot be read: %v", no, c.account.ID, err)
			continue
		case r.No != no || r.BookingDate != day:
			c.fault(c.at(no), "line %d of %s stands in another line's place", no, c.account.ID)
		}
		c.report.Lines++
		if _, twice := c.lines[no]; twice {
			c.fault(c.at(no), "line %d of %s is there twice", no, c.account.ID)
		}
		c.lines[no] = expectation{day, r.Revision, r.Stamp, !r.Missing.IsZero()}
		c.id([16]byte(idKey(r.ID)), no)
		c.countBooks(&r)
		c.figures.count(&r, +1)
		c.origin(&r, value)
		if err := c.step(); err != nil {
			return err
		}
	}
	return nil
}

// id notes which line has an id. A line that is gone keeps the id under which it was last listed, also when the bank has
// given it to another since: of the listed ones no two may have one id.
func (c *ledgerCheck) id(key [16]byte, no core.LineNo) {
	other, twice := c.idOf[key]
	if twice && !c.lines[no].gone && !c.lines[other].gone {
		c.fault(c.at(no), "lines %d and %d of %s have one id", other, no, c.account.ID)
	}
	if !twice || c.lines[other].gone {
		c.idOf[key] = no
	}
}

// origin remembers a row for its comparison with the raw delivery.
func (c *ledgerCheck) origin(r *row.Row, value []byte) {
	c.origins[r.Delivery] = append(c.origins[r.Delivery], origin{r.No, value})
}

func (c *ledgerCheck) pending() error {
	prefix := ledgerKey(c.l.no)
	cursor := c.tx.Bucket(bPending).Cursor()
	for k, value := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, value = cursor.Next() {
		var r row.Row
		if err := row.Decode(value, &r); err != nil {
			c.fault(c.at(0), "an announced line of %s cannot be read: %v", c.account.ID, err)
			continue
		}
		if r.No&pendingBit == 0 || !bytes.Equal(k, lineKey(c.l.no, r.No)) {
			c.fault(c.at(r.No), "announced line %d of %s stands in another line's place", r.No, c.account.ID)
		}
		if r.Missing.IsZero() {
			c.figures.Pending++
		}
		c.origin(&r, value)
	}
	return nil
}

// indexes compares the runs with the rows, both ways.
func (c *ledgerCheck) indexes() error {
	days, err := c.l.days.All()
	if err != nil {
		c.fault(c.at(0), "the index of line numbers of %s cannot be read: %v", c.account.ID, err)
		return nil
	}
	if len(days) != len(c.lines)*(dayShape.Key+dayShape.Value) {
		c.fault(c.at(0), "the index of line numbers of %s has not as many entries as there are lines", c.account.ID)
	}
	for e := days; len(e) > 0; e = e[dayShape.Key+dayShape.Value:] {
		no, day := core.LineNo(binary.BigEndian.Uint64(e)), core.Date(binary.BigEndian.Uint32(e[8:]))
		if line, ok := c.lines[no]; !ok || line.day != day {
			c.fault(c.at(no), "the index of %s leads line %d to the wrong place", c.account.ID, no)
		}
	}
	ids, err := c.l.ids.All()
	if err != nil {
		c.fault(c.at(0), "the index of ids of %s cannot be read: %v", c.account.ID, err)
		return nil
	}
	found := 0
	for e := ids; len(e) > 0; e = e[idShape.Key+idShape.Value:] {
		no := core.LineNo(binary.BigEndian.Uint64(e[idShape.Key:]))
		_, there := c.lines[no]
		want, ok := c.idOf[[16]byte(e)]
		switch listed := ok && !c.lines[want].gone; {
		case listed && want == no:
			found++
		case listed, !there: // otherwise an id that the line gave up
			c.fault(c.at(no), "the index of ids of %s leads to the wrong line %d", c.account.ID, no)
		}
	}
	for _, no := range c.idOf {
		if !c.lines[no].gone {
			found--
		}
	}
	if found != 0 {
		c.fault(c.at(0), "%d lines of %s are not found by their id", -found, c.account.ID)
	}
	return nil
}

func (c *ledgerCheck) revisions() error {
	prefix := ledgerKey(c.l.no)
	count := make(map[core.LineNo]int)
	cursor := c.tx.Bucket(bRevisions).Cursor()
	for k, value := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, value = cursor.Next() {
		var r row.Row
		if err := row.Decode(value, &r); err != nil {
			c.fault(c.at(0), "an earlier revision in %s cannot be read: %v", c.account.ID, err)
			continue
		}
		if !bytes.Equal(k, revisionKey(c.l.no, r.No, r.Revision)) {
			c.fault(c.at(r.No), "revision %d of line %d of %s stands in another's place", r.Revision, r.No, c.account.ID)
		}
		count[r.No]++
		c.origin(&r, value)
	}
	for no, line := range c.lines {
		if count[no] != line.revision {
			c.fault(c.at(no), "line %d of %s has %d earlier revisions and should have %d", no, c.account.ID, count[no], line.revision)
		}
		delete(count, no)
	}
	for no := range count {
		c.fault(c.at(no), "revisions of a line %d that %s does not have", no, c.account.ID)
	}
	return nil
}

// records compares every search record with its line: what a search finds must be what the lines say.
func (c *ledgerCheck) records() error {
	stamps, err := stampsOf(c.tx, c.l.no)
	if err != nil {
		c.fault(c.at(0), "the search stamps of %s cannot be read: %v", c.account.ID, err)
		return nil
	}
	for no, stamp := range stamps {
		if line, ok := c.lines[no]; !ok || line.stamp != stamp {
			c.fault(c.at(no), "the search stamp of line %d of %s is wrong", no, c.account.ID)
		}
	}
	c.segmentKeys()
	current := make(map[core.LineNo]bool, len(c.lines))
	err = eachSegment(c.tx, c.l.no, func(seg search.Segment) error {
		if !seg.Sound() {
			c.fault(c.at(0), "search records of %s were changed", c.account.ID)
		}
		for i := range seg.Len() {
			h := seg.Head(i)
			if line, ok := c.lines[h.No]; !ok || h.Stamp > line.stamp {
				c.fault(c.at(h.No), "a search record of %s belongs to no line", c.account.ID)
				continue
			} else if h.Stamp < line.stamp {
				continue
			}
			if err := c.record(seg, i, h, current); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		c.fault(c.at(0), "the search records of %s cannot be read: %v", c.account.ID, err)
		return nil
	}
	if len(current) != len(c.lines) {
		c.fault(c.at(0), "%d lines of %s are not found by a search", len(c.lines)-len(current), c.account.ID)
	}
	return nil
}

// segmentKeys checks that the segments are numbered without a gap.
func (c *ledgerCheck) segmentKeys() {
	prefix, next := ledgerKey(c.l.no), uint32(1)
	cursor := c.tx.Bucket(bSegments).Cursor()
	for k, _ := cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, _ = cursor.Next() {
		if !bytes.Equal(k, segmentKey(c.l.no, next)) {
			c.fault(c.at(0), "search records of %s stand under another number", c.account.ID)
		}
		next++
	}
}

func (c *ledgerCheck) record(seg search.Segment, i int, h search.Head, current map[core.LineNo]bool) error {
	var r row.Row
	ok, err := c.l.rowAt(c.lines[h.No].day, h.No, &r)
	if err != nil || !ok {
		return err // said already by rows
	}
	if current[h.No] || !h.Same(search.HeadOf(&r.Line, r.Stamp)) || !bytes.Equal(seg.Text(i), search.AppendText(nil, &r.Line)) {
		c.fault(c.at(h.No), "the search record of line %d of %s does not say what the line says", h.No, c.account.ID)
	}
	current[h.No] = true
	return nil
}

func (c *ledgerCheck) compareFigures() error {
	kept, err := readFigures(c.tx, c.l.no)
	if err != nil {
		c.fault(c.at(0), "the figures of %s cannot be read: %v", c.account.ID, err)
		return nil
	}
	c.figures.Books = kept.Books // a revision, which nothing else says
	for _, f := range []*figures{&kept, &c.figures} {
		f.Sums = f.Sums.settled()
	}
	if !reflect.DeepEqual(kept, c.figures) {
		c.fault(c.at(0), "the figures of %s are %+v and should be %+v", c.account.ID, kept, c.figures)
	}
	return nil
}
