package store

import (
	"bytes"
	"context"
	"slices"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// Progress says how far the months of accounts are reconciled, in the order of the accounts and from the oldest month
// on. It reads only the days asked for; without a day there is no bound on that side. Lines that the bank no longer lists
// count only if they are in a match.
func (f *File) Progress(ctx context.Context, accounts []core.AccountID, from, until core.Date) (list []core.MonthProgress, err error) {
	err = f.read("read the progress", func(tx *bolt.Tx) error {
		for _, account := range accounts {
			months, err := f.progressOf(ctx, tx, account, from, until)
			if err != nil {
				return err
			}
			list = append(list, months...)
		}
		return nil
	})
	return list, err
}

func (f *File) progressOf(ctx context.Context, tx *bolt.Tx, account core.AccountID, from, until core.Date) (months []core.MonthProgress, err error) {
	no, err := mustLedgerOf(tx, account)
	if err != nil {
		return nil, err
	}
	locked, err := lockedUntil(tx, no)
	if err != nil {
		return nil, err
	}
	set, err := f.setOf(tx, no)
	if err != nil {
		return nil, err
	}
	start := ledgerKey(no)
	if until != 0 {
		start = rowKey(no, until, ^core.LineNo(0))
	}
	c := tx.Bucket(bRows).Cursor()
	for k, v := c.Seek(start); bytes.HasPrefix(k, ledgerKey(no)); k, v = c.Next() {
		_, day, _ := splitRowKey(k)
		if day < from {
			break
		}
		if n := len(months); n == 0 || months[n-1].Month > day {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			first := monthOf(day)
			months = append(months, core.MonthProgress{Account: account, Month: first, Locked: nextMonth(first).AddDays(-1) <= locked})
		}
		if err := countLine(tx, no, set, v, &months[len(months)-1]); err != nil {
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
	if set.marks.has(r.No) {
		m.Check++
	}
	if !set.matched.has(r.No) {
		if r.Missing.IsZero() {
			m.Lines++
		}
		return nil
	}
	key := lineKey(ledger, r.No)
	p, err := readPlace(key, tx.Bucket(bMatched).Get(key))
	if err != nil {
		return err
	}
	m.Lines++
	m.Done++
	if p.changed(&r) {
		m.Changed++
	}
	return nil
}

func monthOf(day core.Date) core.Date {
	year, month, _ := day.Time().Date()
	return core.NewDate(year, month, 1)
}

func nextMonth(first core.Date) core.Date { return monthOf(first.AddDays(31)) }
