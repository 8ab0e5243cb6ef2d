package store

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// Progress says how far the months of accounts are reconciled, in the order of the accounts and from the oldest month
// on. It reads only the days asked for; without a day there is no bound on that side. Lines that the bank no longer lists
// count only if they are in a match.
func (f *File) Progress(ctx context.Context, accounts []core.AccountID, from, until core.Date) (list []core.MonthProgress, err error) {
	revision := f.Revision() // before what is read: what is remembered is never called newer than it is
	err = f.read("read the progress", func(tx *bolt.Tx) error {
		for _, account := range accounts {
			months, err := f.progressOf(ctx, tx, stretch{account, from, until}, revision)
			if err != nil {
				return err
			}
			list = append(list, months...)
		}
		return nil
	})
	return list, err
}

// stretch is some days of an account.
type stretch struct {
	account     core.AccountID
	from, until core.Date
}

// counted are the months of a stretch as they were counted. They hold as long as neither lines nor matches nor the lock are
// others.
type counted struct {
	revision uint64
	set      *lineSet
	locked   core.Date
	months   []core.MonthProgress
}

// counts remembers the stretches that were counted last: after every act the same month is asked for more than once.
type counts struct {
	mu  sync.Mutex
	all map[stretch]counted
}

const rememberedCounts = 100

func (c *counts) keep(s stretch, n counted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.all == nil || len(c.all) >= rememberedCounts {
		c.all = make(map[stretch]counted)
	}
	c.all[s] = n
}

func (c *counts) of(s stretch) counted {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.all[s]
}

func (f *File) progressOf(ctx context.Context, tx *bolt.Tx, s stretch, revision uint64) ([]core.MonthProgress, error) {
	no, err := mustLedgerOf(tx, s.account)
	if err != nil {
		return nil, err
	}
	now := counted{revision: revision}
	if now.locked, err = lockedUntil(tx, no); err != nil {
		return nil, err
	}
	if now.set, err = f.setOf(tx, no); err != nil {
		return nil, err
	}
	if was := f.counts.of(s); was.set != nil && was.revision == now.revision && was.locked == now.locked {
		if now.months, err = was.recounted(tx, no, s, now.set); err != nil {
			return nil, err
		}
	}
	if now.months == nil {
		if now.months, err = countMonths(ctx, tx, no, s, now); err != nil {
			return nil, err
		}
	}
	f.counts.keep(s, now)
	return slices.Clone(now.months), nil
}

// recounted are the months after the acts since they were counted, of which only the lines are looked at that those acts
// touched; nil where all must be counted again.
func (was counted) recounted(tx *bolt.Tx, no uint32, s stretch, set *lineSet) ([]core.MonthProgress, error) {
	lines, known := set.since(was.set)
	if !known {
		return nil, nil
	}
	months := slices.Clone(was.months)
	led, err := openLedgerNo(tx, no, s.account)
	if err != nil {
		return nil, err
	}
	for _, line := range lines {
		var r row.Row
		if ok, err := led.row(line, &r); err != nil {
			return nil, err
		} else if !ok || r.BookingDate < s.from || s.until != 0 && r.BookingDate > s.until {
			continue
		}
		i := slices.IndexFunc(months, func(m core.MonthProgress) bool { return m.Month == monthOf(r.BookingDate) })
		if i < 0 || was.set.matched.has(line) && months[i].Changed > 0 {
			return nil, nil // it may have been one of the changed ones
		}
		p, err := placeOf(tx, no, set, line)
		if err != nil {
			return nil, err
		}
		count(&months[i], &r, was.set, place{revision: uint32(r.Revision)}, -1)
		count(&months[i], &r, set, p, +1)
	}
	return slices.DeleteFunc(months, func(m core.MonthProgress) bool { return m.Lines == 0 }), nil
}

// placeOf is where a line stands, if it is in a match.
func placeOf(tx *bolt.Tx, ledger uint32, set *lineSet, line core.LineNo) (place, error) {
	if !set.matched.has(line) {
		return place{}, nil
	}
	key := lineKey(ledger, line)
	return readPlace(key, tx.Bucket(bMatched).Get(key))
}

// count adds a line to its month, or with sign -1 takes it out.
func count(m *core.MonthProgress, r *row.Row, set *lineSet, p place, sign int) {
	if set.marks.has(r.No) {
		m.Check += sign
	}
	if !set.matched.has(r.No) {
		if r.Missing.IsZero() {
			m.Lines += sign
		}
		return
	}
	m.Lines += sign
	m.Done += sign
	if p.changed(r) {
		m.Changed += sign
	}
}

// countMonths counts line by line.
func countMonths(ctx context.Context, tx *bolt.Tx, no uint32, s stretch, now counted) (months []core.MonthProgress, err error) {
	start := ledgerKey(no)
	if s.until != 0 {
		start = rowKey(no, s.until, ^core.LineNo(0))
	}
	c := tx.Bucket(bRows).Cursor()
	for k, v := c.Seek(start); bytes.HasPrefix(k, ledgerKey(no)); k, v = c.Next() {
		_, day, _ := splitRowKey(k)
		if day < s.from {
			break
		}
		if n := len(months); n == 0 || months[n-1].Month > day {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			first := monthOf(day)
			months = append(months, core.MonthProgress{Account: s.account, Month: first, Locked: nextMonth(first).AddDays(-1) <= now.locked})
		}
		if err := countLine(tx, no, now.set, v, &months[len(months)-1]); err != nil {
			return nil, err
		}
	}
	months = slices.DeleteFunc(months, func(m core.MonthProgress) bool { return m.Lines == 0 })
	slices.Reverse(months)
	return months, nil
}

// countLine adds a line to its month.
func countLine(tx *bolt.Tx, ledger uint32, set *lineSet, v []byte, m *core.MonthProgress) error {
	var r row.Row
	if err := row.DecodeHead(v, &r); err != nil {
		return err
	}
	p, err := placeOf(tx, ledger, set, r.No)
	if err == nil {
		count(m, &r, set, p, +1)
	}
	return err
}

func monthOf(day core.Date) core.Date {
	year, month, _ := day.Time().Date()
	return core.NewDate(year, month, 1)
}

func nextMonth(first core.Date) core.Date { return monthOf(first.AddDays(31)) }
