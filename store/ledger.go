package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/run"

	bolt "go.etcd.io/bbolt"
)

// Keys of a ledger. Rows stand in the order of the list, newest first: day and number are stored complemented.
//
//	rows        ledger 4, ^day 4, ^line 8
//	revisions   ledger 4, line 8, ^revision 4
//	segments    ledger 4, segment 4
//	stamps      ledger 4, line 8
//	pending     ledger 4, line 8
//	figures     ledger 4
//	ids, days   runs, see package run: id hash 16 -> line 8; line 8 -> day 4

var (
	idShape  = run.Shape{Key: 16, Value: 8}
	dayShape = run.Shape{Key: 8, Value: 4}
)

// appendFill is for buckets that only grow at their end: pages are filled, because nothing will be put in between.
const appendFill = 0.95

// prependFill is for what is put in front of what is there.
const prependFill = 0.2

const rowKeySize = 16

func ledgerKey(ledger uint32) []byte { return binary.BigEndian.AppendUint32(nil, ledger) }

// sortable maps days to numbers in the same order; negative years do not come before, but they come somewhere.
func sortable(d core.Date) uint32 { return uint32(d) ^ 1<<31 }

func rowKey(ledger uint32, day core.Date, no core.LineNo) []byte {
	k := binary.BigEndian.AppendUint32(make([]byte, 0, rowKeySize), ledger)
	k = binary.BigEndian.AppendUint32(k, ^sortable(day))
	return binary.BigEndian.AppendUint64(k, ^uint64(no))
}

func splitRowKey(k []byte) (ledger uint32, day core.Date, no core.LineNo) {
	day = core.Date(^binary.BigEndian.Uint32(k[4:]) ^ 1<<31)
	return binary.BigEndian.Uint32(k), day, core.LineNo(^binary.BigEndian.Uint64(k[8:]))
}

func lineKey(ledger uint32, no core.LineNo) []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(make([]byte, 0, 12), ledger), uint64(no))
}

func revisionKey(ledger uint32, no core.LineNo, revision int) []byte {
	return binary.BigEndian.AppendUint32(lineKey(ledger, no), ^uint32(revision))
}

// idKey shortens any id to 16 bytes. What it finds is checked against the row, so a clash could only hide a line from
// ByID, and 128 bits do not clash.
func idKey(id core.TransactionID) []byte {
	sum := sha256.Sum256([]byte(id))
	return sum[:idShape.Key]
}

// pendingBit marks the numbers of announced lines: they are given by the file and never meet those of booked ones.
const pendingBit core.LineNo = 1 << 63

// figures are an account's totals, kept with every write. Newest and oldest are read off the keys.
type figures struct {
	Lines      int  `json:"lines"`
	Pending    int  `json:"pending"`
	Missing    int  `json:"missing"`
	Unreadable int  `json:"unreadable"`
	Sums       sums `json:"sums"` // of the lines that the bank lists

	Open  int    `json:"open,omitempty"`  // lines that want an explanation
	Check int    `json:"check,omitempty"` // lines to look at again
	Books uint64 `json:"books,omitempty"` // grows with every act on the ledger's lines
}

func readFigures(tx *bolt.Tx, ledger uint32) (figures, error) {
	fig, _, err := getDoc[figures](tx, bFigures, ledgerKey(ledger))
	return fig, err
}

// count adds a line to the figures, or with sign -1 takes it away.
func (f *figures) count(r *row.Row, sign int) {
	f.Lines += sign
	if r.AmountText != "" {
		f.Unreadable += sign
	}
	if !r.Missing.IsZero() {
		f.Missing += sign
		return
	}
	f.Sums = f.Sums.add(r.Amount, sign)
}

// ledger reads one account within one transaction.
type ledger struct {
	tx      *bolt.Tx
	no      uint32
	account core.AccountID
	rows    *bolt.Cursor
	ids     *run.Set
	days    *run.Set

	// What the write under way has added and not yet put into a run.
	newIDs  map[[16]byte]core.LineNo
	newDays map[core.LineNo]core.Date
}

func openLedger(tx *bolt.Tx, account core.AccountID) (*ledger, error) {
	no, err := mustLedgerOf(tx, account)
	if err != nil {
		return nil, err
	}
	return openLedgerNo(tx, no, account)
}

func openLedgerNo(tx *bolt.Tx, no uint32, account core.AccountID) (*ledger, error) {
	l := &ledger{tx: tx, no: no, account: account, rows: tx.Bucket(bRows).Cursor()}
	var err, err2 error
	l.ids, err = run.Open(tx.Bucket(bIDs), no, idShape)
	l.days, err2 = run.Open(tx.Bucket(bDays), no, dayShape)
	return l, errors.Join(err, err2)
}

// day finds where in the list a line stands.
func (l *ledger) day(no core.LineNo) (core.Date, bool, error) {
	if d, ok := l.newDays[no]; ok {
		return d, true, nil
	}
	v, ok, err := l.days.Find(number(uint64(no)))
	if !ok || err != nil {
		return 0, false, err
	}
	return core.Date(binary.BigEndian.Uint32(v)), true, nil
}

// row reads a line by its number.
func (l *ledger) row(no core.LineNo, r *row.Row) (bool, error) {
	day, ok, err := l.day(no)
	if !ok || err != nil {
		return false, err
	}
	return l.rowAt(day, no, r)
}

func (l *ledger) rowAt(day core.Date, no core.LineNo, r *row.Row) (bool, error) {
	v := l.tx.Bucket(bRows).Get(rowKey(l.no, day, no))
	if v == nil {
		return false, nil
	}
	err := row.Decode(v, r)
	r.Account = l.account
	return err == nil, err
}

// rowByID reads the line that now has this id.
func (l *ledger) rowByID(id core.TransactionID, r *row.Row) (bool, error) {
	return l.rowByKey([16]byte(idKey(id)), id, r)
}

// rowByKey is rowByID for those who have the id's key already.
func (l *ledger) rowByKey(key [16]byte, id core.TransactionID, r *row.Row) (bool, error) {
	no, ok := l.newIDs[key]
	if !ok {
		v, found, err := l.ids.Find(key[:])
		if !found || err != nil {
			return false, err
		}
		no = core.LineNo(binary.BigEndian.Uint64(v))
	}
	ok, err := l.row(no, r)
	return ok && r.ID == id, err // an id that the line gave up stays in older runs
}

// ByID finds the booked line that now has this provider id.
func (l *ledger) ByID(id core.TransactionID) (core.Line, bool, error) {
	var r row.Row
	ok, err := l.rowByID(id, &r)
	if !ok || err != nil {
		return core.Line{}, false, err
	}
	return r.Line, true, nil
}

// OnDay lists all booked lines of a day.
func (l *ledger) OnDay(day core.Date) ([]core.Line, error) {
	var lines []core.Line
	prefix := rowKey(l.no, day, 0)[:8]
	for k, v := l.rows.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = l.rows.Next() {
		var r row.Row
		if err := row.Decode(v, &r); err != nil {
			return nil, err
		}
		r.Account = l.account
		lines = append(lines, r.Line)
	}
	return lines, nil
}

// Stats are the account's figures.
func (l *ledger) Stats() (core.AccountStats, error) {
	fig, err := readFigures(l.tx, l.no)
	if err != nil {
		return core.AccountStats{}, err
	}
	account, _, err := getDoc[core.Account](l.tx, bAccounts, []byte(l.account))
	if err != nil {
		return core.AccountStats{}, err
	}
	s := core.AccountStats{Lines: fig.Lines, Pending: fig.Pending, Missing: fig.Missing, Unreadable: fig.Unreadable,
		Open: fig.Open, Check: fig.Check}
	s.Sum.Currency = account.Currency
	for _, sum := range fig.Sums {
		if sum.Currency != account.Currency && (len(fig.Sums) != 1 || account.Currency != "") {
			continue
		}
		if s.SumTooLarge = sum.Wraps != 0; s.SumTooLarge {
			s.Sum = core.Amount{}
		} else {
			s.Sum = sum.Amount
		}
	}
	prefix := ledgerKey(l.no)
	if k, _ := l.rows.Seek(prefix); bytes.HasPrefix(k, prefix) {
		_, s.Newest, _ = splitRowKey(k)
		if k, _ = l.rows.Seek(ledgerKey(l.no + 1)); k == nil {
			k, _ = l.rows.Last()
		} else {
			k, _ = l.rows.Prev()
		}
		_, s.Oldest, _ = splitRowKey(k)
	}
	return s, nil
}

// View lets read look at one account's ledger, frozen while it runs. Keep it short: a long view makes the file grow.
func (f *File) View(account core.AccountID, read func(core.LedgerView) error) error {
	return f.readLedger("read the ledger", account, func(l *ledger) error { return read(l) })
}

func (f *File) readLedger(op string, account core.AccountID, fn func(*ledger) error) error {
	return f.read(op, func(tx *bolt.Tx) error {
		l, err := openLedger(tx, account)
		if err != nil {
			return err
		}
		return fn(l)
	})
}

// Stats are an account's figures, without reading its lines.
func (f *File) Stats(account core.AccountID) (s core.AccountStats, err error) {
	err = f.readLedger("read the figures", account, func(l *ledger) error {
		s, err = l.Stats()
		return err
	})
	return s, err
}

// Line reads one line, booked or announced.
func (f *File) Line(account core.AccountID, no core.LineNo) (line core.Line, err error) {
	err = f.readLedger("read the line", account, func(l *ledger) error {
		var r row.Row
		if err := l.anyRow(no, &r); err != nil {
			return err
		}
		line = r.Line
		return nil
	})
	return line, err
}

// anyRow reads a line, booked or announced, that must be there.
func (l *ledger) anyRow(no core.LineNo, r *row.Row) error {
	ok, err := false, error(nil)
	if no&pendingBit != 0 {
		if v := l.tx.Bucket(bPending).Get(lineKey(l.no, no)); v != nil {
			ok, err = true, row.Decode(v, r)
			r.Account = l.account
		}
	} else {
		ok, err = l.row(no, r)
	}
	if err == nil && !ok {
		err = notFound("line", string(l.account))
	}
	return err
}

// FindLine finds the booked line that now has this provider id, in any account.
func (f *File) FindLine(id core.TransactionID) (account core.AccountID, no core.LineNo, found bool, err error) {
	err = f.read("find the line", func(tx *bolt.Tx) error {
		all, err := ledgers(tx)
		if err != nil {
			return err
		}
		for ledgerNo, owner := range all {
			l, err := openLedgerNo(tx, ledgerNo, owner)
			if err != nil {
				return err
			}
			line, ok, err := l.ByID(id)
			if err != nil {
				return err
			}
			if ok {
				account, no, found = owner, line.No, true
				return nil
			}
		}
		return nil
	})
	return account, no, found, err
}

// History lists the earlier revisions of a line, newest first.
func (f *File) History(account core.AccountID, no core.LineNo) (lines []core.Line, err error) {
	err = f.readLedger("read the history", account, func(l *ledger) error {
		prefix := lineKey(l.no, no)
		c := l.tx.Bucket(bRevisions).Cursor()
		for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
			var r row.Row
			if err := row.Decode(v, &r); err != nil {
				return err
			}
			r.Account = account
			lines = append(lines, r.Line)
		}
		return nil
	})
	return lines, err
}

// Pending lists an account's announced lines, in the order of the bank.
func (f *File) Pending(account core.AccountID) (lines []core.Line, err error) {
	err = f.readLedger("read announced lines", account, func(l *ledger) error {
		rows, err := l.pending()
		for _, r := range rows {
			if r.Missing.IsZero() {
				lines = append(lines, r.Line)
			}
		}
		return err
	})
	return lines, err
}

// pending lists the announced lines, also those that are gone and wait for their booked line because of a note.
func (l *ledger) pending() ([]row.Row, error) {
	var rows []row.Row
	prefix := ledgerKey(l.no)
	c := l.tx.Bucket(bPending).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		var r row.Row
		if err := row.Decode(v, &r); err != nil {
			return nil, err
		}
		r.Account = l.account
		rows = append(rows, r)
	}
	return rows, nil
}
