package store

import (
	"context"
	"fmt"
	"strconv"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

func decimal(n uint64) string { return strconv.FormatUint(n, 10) }

// lockOf is the lock of a ledger; the zero lock when it has none.
func lockOf(tx *bolt.Tx, ledger uint32) (core.Lock, error) {
	l, _, err := getDoc[core.Lock](tx, bLocks, ledgerKey(ledger))
	return l, err
}

// lockedUntil is the last day of a ledger that is closed; zero when none is.
func lockedUntil(tx *bolt.Tx, ledger uint32) (core.Date, error) {
	l, err := lockOf(tx, ledger)
	return l.Until, err
}

// Locks lists the accounts whose past is closed.
func (f *File) Locks() (locks map[core.AccountID]core.Lock, err error) {
	err = f.read("read the locks", func(tx *bolt.Tx) error {
		owners, err := ledgers(tx)
		if err != nil {
			return err
		}
		locks = make(map[core.AccountID]core.Lock)
		for no, owner := range owners {
			l, ok, err := getDoc[core.Lock](tx, bLocks, ledgerKey(no))
			if err != nil {
				return err
			}
			if l.Account = owner; ok {
				locks[owner] = l
			}
		}
		return nil
	})
	return locks, err
}

// SetLock closes an account up to and including a day, or with no day opens it again. A lock that is moved without a reason keeps
// the one that it had.
func (f *File) SetLock(ctx context.Context, account core.AccountID, until core.Date, by, why string) error {
	release, err := f.alone(ctx)
	if err != nil {
		return err
	}
	defer release()
	return f.update(ctx, &write{op: "lock the account", rows: 1, do: func(tx *bolt.Tx) error {
		return f.setLock(tx, account, until, by, why)
	}})
}

func (f *File) setLock(tx *bolt.Tx, account core.AccountID, until core.Date, by, why string) error {
	no, err := mustLedgerOf(tx, account)
	if err != nil {
		return err
	}
	before, err := lockOf(tx, no)
	if err != nil {
		return err
	}
	if until != 0 && why == "" {
		why = before.Why
	}
	if before.Until == until && (until == 0 || before.Why == why) {
		return nil
	}
	what := "locked until " + until.String()
	if until == 0 {
		what = "unlocked, was locked until " + before.Until.String()
		err = tx.Bucket(bLocks).Delete(ledgerKey(no))
	} else {
		// The account stands in the key: its id may be renewed.
		_, err = putDoc(tx, bLocks, ledgerKey(no), core.Lock{Until: until, At: f.o.Now(), By: by, Why: why})
	}
	if err != nil {
		return err
	}
	fig, err := readFigures(tx, no)
	if err != nil {
		return err
	}
	if fig.Open, err = countOpen(tx, no, until); err != nil {
		return err
	}
	if _, err := putDoc(tx, bFigures, ledgerKey(no), fig); err != nil {
		return err
	}
	a, _, err := getDoc[core.Account](tx, bAccounts, []byte(account))
	if err != nil {
		return err
	}
	if err := bumpBooks(tx, a.Dossier); err != nil {
		return err
	}
	return f.note(tx, core.JournalEntry{By: by, Kind: "lock", Subject: string(account), What: what, Why: why})
}

// countOpen counts the lines of a ledger that want an explanation, behind the closed days.
func countOpen(tx *bolt.Tx, ledger uint32, until core.Date) (n int, err error) {
	stamps, err := stampsOf(tx, ledger)
	if err != nil {
		return 0, err
	}
	set, err := loadSet(tx, ledger)
	if err != nil {
		return 0, err
	}
	filter := workFilter{work: core.WorkOpen, matched: bitCursor{bits: set.matched}, until: until}
	return n, eachSegment(tx, ledger, func(seg search.Segment) error {
		for i := range seg.Len() {
			if h := seg.Head(i); stamps[h.No] == h.Stamp && filter.takes(&h) {
				n++
			}
		}
		return nil
	})
}

// wants reports whether a line of a ledger would be open if it is in no match.
func wants(r *row.Row, until core.Date) bool {
	return r.AmountText == "" && r.Missing.IsZero() && r.BookingDate > until
}

// hintUnlock is the way out of a lock.
const hintUnlock = "unlock the account first, with: ferry unlock ACCOUNT, or with L on the reconcile screen"

// lockedPeriod refuses to touch a day that is closed.
func lockedPeriod(a core.Account, day, until core.Date) error {
	return &core.Error{
		Code: core.CodeConflict, Op: "change the books",
		Msg:  fmt.Sprintf("account %s is locked until %s, and the line is of %s", core.AccountNumber(a.Reference), until, day),
		Hint: hintUnlock,
	}
}
