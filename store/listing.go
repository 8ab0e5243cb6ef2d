package store

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"sort"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

// ref is one line of a listing: enough to find its row and to say where it stands.
type ref struct {
	ledger uint32
	day    core.Date
	no     core.LineNo
}

// before is the order of lists: announced lines first, then newest day first; within a day by account, then the bank's order.
func (a ref) compare(b ref) int {
	switch { // by hand: a list of all lines is merged out of many, and this is most of what that costs
	case (a.no^b.no)&pendingBit != 0:
		return cmp.Compare(b.no, a.no)
	case a.day != b.day:
		return cmp.Compare(b.day, a.day)
	case a.ledger != b.ledger:
		return cmp.Compare(a.ledger, b.ledger)
	}
	return cmp.Compare(b.no, a.no)
}

// listing is a query's answer: the places of its lines, 16 bytes each. The lines are read when a window asks for them.
type listing struct {
	f        *File
	refs     []ref
	owners   map[uint32]core.AccountID
	totals   core.Totals
	revision uint64
}

// few is the length up to which a limited list is read off the keys; beyond it a scan of the records is quicker.
const few = 2000

// Lines answers a query. The list stays readable while the ledger grows; its lines are shown as they are when read.
func (f *File) Lines(ctx context.Context, q core.Query) (core.Listing, error) {
	parsed, err := search.Parse(q.Text, q.Since, q.Until)
	if err != nil {
		return nil, err
	}
	l := &listing{f: f, revision: f.Revision()}
	err = f.read("list lines", func(tx *bolt.Tx) error {
		if l.owners, err = chosen(tx, q, parsed); err != nil {
			return err
		}
		if (q.Pending || parsed.OnlyPending()) && q.Work == core.WorkAny {
			if err := l.addPending(tx, parsed); err != nil {
				return err
			}
		}
		switch {
		case parsed.OnlyPending():
		case parsed.Everything() && 0 < q.Limit && q.Limit <= few && q.Work == core.WorkAny:
			err = l.firstKeys(ctx, tx, q)
		case q.Work == core.WorkOpen && q.Limit == 0:
			err = l.openLines(ctx, tx, parsed, parsed.Everything() && q.Since == 0 && q.Until == 0)
		default:
			_, err = l.scan(ctx, tx, parsed, q.Work)
		}
		if err != nil {
			return err
		}
		if q.Limit > 0 && len(l.refs) > q.Limit {
			l.refs = l.refs[:q.Limit:q.Limit]
			return l.sumRows(tx)
		}
		return nil
	})
	l.totals.Lines = len(l.refs)
	return l, err
}

// chosen are the ledgers that a query is about.
func chosen(tx *bolt.Tx, q core.Query, parsed *search.Query) (map[uint32]core.AccountID, error) {
	all, err := ledgers(tx)
	if err != nil {
		return nil, err
	}
	for _, id := range q.Accounts {
		if _, err := mustLedgerOf(tx, id); err != nil {
			return nil, err
		}
	}
	for no, id := range all {
		if len(q.Accounts) > 0 && !slices.Contains(q.Accounts, id) {
			delete(all, no)
			continue
		}
		if q.Dossier == "" && !parsed.NeedsAccount() {
			continue
		}
		a, _, err := getDoc[core.Account](tx, bAccounts, []byte(id))
		if err != nil {
			return nil, err
		}
		if q.Dossier != "" && a.Dossier != q.Dossier || !parsed.Account(&a) {
			delete(all, no)
		}
	}
	return all, nil
}

func (l *listing) addPending(tx *bolt.Tx, q *search.Query) error {
	for no, id := range l.owners {
		rows, err := (&ledger{tx: tx, no: no, account: id}).pending()
		if err != nil {
			return err
		}
		for i := range rows {
			if r := &rows[i]; r.Missing.IsZero() && q.Pending(&r.Line) {
				l.refs = append(l.refs, ref{no, r.BookingDate, r.No})
			}
		}
	}
	slices.SortFunc(l.refs, ref.compare)
	return nil
}

// firstKeys merges the newest keys of the ledgers until there are enough: it looks at no more lines than it lists.
func (l *listing) firstKeys(ctx context.Context, tx *bolt.Tx, q core.Query) error {
	type head struct {
		ref
		cursor *bolt.Cursor
	}
	take := func(k []byte, ledger uint32, c *bolt.Cursor) (head, bool) {
		if !bytes.HasPrefix(k, ledgerKey(ledger)) {
			return head{}, false
		}
		_, day, no := splitRowKey(k)
		return head{ref{ledger, day, no}, c}, day >= q.Since
	}
	var heads []head
	for no := range l.owners {
		start := ledgerKey(no)
		if q.Until != 0 {
			start = rowKey(no, q.Until, ^core.LineNo(0))
		}
		c := tx.Bucket(bRows).Cursor()
		k, _ := c.Seek(start)
		if h, ok := take(k, no, c); ok {
			heads = append(heads, h)
		}
	}
	slices.SortFunc(heads, func(a, b head) int { return a.ref.compare(b.ref) })
	for len(heads) > 0 && len(l.refs) < q.Limit {
		if err := ctx.Err(); err != nil {
			return err
		}
		first := heads[0]
		l.refs = append(l.refs, first.ref)
		k, _ := first.cursor.Next()
		heads = heads[1:]
		if h, ok := take(k, first.ledger, first.cursor); ok {
			at := sort.Search(len(heads), func(i int) bool { return heads[i].compare(h.ref) > 0 })
			heads = slices.Insert(heads, at, h)
		}
	}
	return l.sumRows(tx)
}

// scan asks the records of every ledger.
func (l *listing) scan(ctx context.Context, tx *bolt.Tx, q *search.Query, wanted core.Work) (sums, error) {
	work, err := l.scanners(tx, q, wanted)
	if err != nil {
		return nil, err
	}
	if err := scanAll(ctx, work); err != nil {
		return nil, err
	}
	n := len(l.refs)
	for _, s := range work {
		if err := s.confirm(tx); err != nil {
			return nil, err
		}
		n += len(s.found)
	}
	l.refs = mergeRefs(slices.Grow(l.refs, n-len(l.refs)), work)
	return l.add(work), nil
}

// scanners are those of all ledgers.
func (l *listing) scanners(tx *bolt.Tx, q *search.Query, wanted core.Work) (work []*scanner, err error) {
	for no := range l.owners {
		filter, err := l.f.workFilter(tx, no, wanted)
		if err != nil {
			return nil, err
		}
		some, err := newScanners(tx, no, q, filter)
		if err != nil {
			return nil, err
		}
		work = append(work, some...)
	}
	slices.SortFunc(work, func(a, b *scanner) int {
		return cmp.Or(cmp.Compare(a.ledger, b.ledger), cmp.Compare(a.part, b.part))
	})
	return work, nil
}

// add sums up what the scanners found.
func (l *listing) add(work []*scanner) (all sums) {
	for _, s := range work {
		all = all.addAll(s.sums)
	}
	l.totals.Sums, l.totals.TooLarge = all.amounts()
	return all
}

// sumRows adds up a short list by reading it.
func (l *listing) sumRows(tx *bolt.Tx) error {
	var all sums
	for _, at := range l.refs {
		if at.no&pendingBit != 0 {
			continue
		}
		var r row.Row
		if err := row.Decode(tx.Bucket(bRows).Get(rowKey(at.ledger, at.day, at.no)), &r); err != nil {
			return err
		}
		if r.Missing.IsZero() {
			all = all.add(r.Amount, +1)
		}
	}
	l.totals.Sums, l.totals.TooLarge = all.amounts()
	return nil
}

// Len is how many lines the query found.
func (l *listing) Len() int { return len(l.refs) }

// Totals sums the booked lines of the list that the bank lists.
func (l *listing) Totals() core.Totals { return l.totals }

// Revision is that of the file when the query was asked.
func (l *listing) Revision() uint64 { return l.revision }

// Window reads lines from rank from on, as they are now. It is shorter than n at the end of the list. An announced line
// that has gone meanwhile is left empty but for its number.
func (l *listing) Window(from, n int) (lines []core.Line, err error) {
	from = min(max(from, 0), len(l.refs))
	refs := l.refs[from:min(from+max(n, 0), len(l.refs))]
	err = l.f.read("read lines", func(tx *bolt.Tx) error {
		lines = make([]core.Line, 0, len(refs))
		open := make(map[uint32]*ledger)
		for _, at := range refs {
			line, err := l.line(tx, open, at)
			if err != nil {
				return err
			}
			lines = append(lines, line)
		}
		return nil
	})
	return lines, err
}

func (l *listing) line(tx *bolt.Tx, open map[uint32]*ledger, at ref) (core.Line, error) {
	var r row.Row
	owner := l.owners[at.ledger]
	if v := tx.Bucket(bRows).Get(rowKey(at.ledger, at.day, at.no)); v != nil {
		err := row.Decode(v, &r)
		r.Account = owner
		return r.Line, err
	}
	// Announced, or moved to another day since.
	led, ok := open[at.ledger]
	if !ok {
		var err error
		if led, err = openLedgerNo(tx, at.ledger, owner); err != nil {
			return core.Line{}, err
		}
		open[at.ledger] = led
	}
	err := led.anyRow(at.no, &r)
	switch {
	case core.CodeOf(err) != core.CodeNotFound:
		return r.Line, err
	case at.no&pendingBit == 0: // booked lines are never taken out
		return r.Line, corrupt("read lines", err)
	}
	gone := core.Line{No: at.no}
	gone.Account, gone.BookingDate, gone.State = owner, at.day, core.Pending
	return gone, nil
}

// IndexOf finds a line's rank.
func (l *listing) IndexOf(account core.AccountID, no core.LineNo) (int, bool) {
	for i, r := range l.refs {
		if r.no == no && l.owners[r.ledger] == account {
			return i, true
		}
	}
	return 0, false
}
