package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"slices"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// A ledger has a number of its own, which stands in all its keys: it is short, and it stays when the provider gives the
// account another id.

func ledgerOf(tx *bolt.Tx, id core.AccountID) (no uint32, ok bool, err error) {
	v := tx.Bucket(bNumbers).Get([]byte(id))
	if v == nil {
		return 0, false, nil
	}
	if v, err = unguard([]byte(id), v); err != nil {
		return 0, false, err
	}
	if len(v) != 4 {
		return 0, false, errGuard
	}
	return binary.BigEndian.Uint32(v), true, nil
}

func mustLedgerOf(tx *bolt.Tx, id core.AccountID) (uint32, error) {
	no, ok, err := ledgerOf(tx, id)
	if err == nil && !ok {
		err = notFound("account", string(id))
	}
	return no, err
}

func putLedgerOf(tx *bolt.Tx, id core.AccountID, no uint32) error {
	return tx.Bucket(bNumbers).Put([]byte(id), guard([]byte(id), binary.BigEndian.AppendUint32(nil, no)))
}

// ledgers lists all numbers with their accounts.
func ledgers(tx *bolt.Tx) (map[uint32]core.AccountID, error) {
	all := make(map[uint32]core.AccountID)
	err := tx.Bucket(bNumbers).ForEach(func(k, v []byte) error {
		v, err := unguard(k, v)
		if err == nil && len(v) != 4 {
			err = errGuard
		}
		if err == nil {
			all[binary.BigEndian.Uint32(v)] = core.AccountID(k)
		}
		return err
	})
	return all, err
}

// Accounts lists all accounts, in the order of their ids.
func (f *File) Accounts() ([]core.Account, error) {
	return readDocs[core.Account](f, "accounts", bAccounts, nil)
}

// Account returns one account.
func (f *File) Account(id core.AccountID) (core.Account, error) {
	a, ok, err := readDoc[core.Account](f, "the account", bAccounts, []byte(id))
	if err == nil && !ok {
		err = notFound("account", string(id))
	}
	return a, err
}

// PutAccounts adds or changes accounts. Balances and times of synchronization come and go with every refresh: only other
// changes are written in the journal.
func (f *File) PutAccounts(ctx context.Context, list []core.Account, by, why string) error {
	return f.update(ctx, &write{op: "save accounts", rows: len(list), do: func(tx *bolt.Tx) error {
		for _, a := range list {
			if err := f.putAccount(tx, a, by, why); err != nil {
				return err
			}
		}
		return nil
	}})
}

func (f *File) putAccount(tx *bolt.Tx, a core.Account, by, why string) error {
	if _, known, err := ledgerOf(tx, a.ID); err != nil {
		return err
	} else if !known {
		no, err := tx.Bucket(bNumbers).NextSequence()
		if err != nil {
			return err
		}
		if err := putLedgerOf(tx, a.ID, uint32(no)); err != nil {
			return err
		}
	}
	before, known, err := getDoc[core.Account](tx, bAccounts, []byte(a.ID))
	if err != nil {
		return err
	}
	if known && before.Dossier != a.Dossier {
		if err := mayLeave(tx, before); err != nil {
			return err
		}
	}
	changed, err := putDoc(tx, bAccounts, []byte(a.ID), a)
	if err != nil || !changed {
		return err
	}
	now, err := json.Marshal(settled(a))
	if err != nil {
		return err
	}
	what := "added"
	if known {
		was, err := json.Marshal(settled(before))
		if err != nil || bytes.Equal(was, now) {
			return err
		}
		what = "changed"
	}
	return f.note(tx, core.JournalEntry{By: by, Kind: "account", Subject: string(a.ID), What: what, Why: why, Data: now})
}

// mayLeave refuses to take an account out of a dossier whose books speak of its lines.
func mayLeave(tx *bolt.Tx, a core.Account) error {
	no, err := mustLedgerOf(tx, a.ID)
	if err != nil {
		return err
	}
	for _, bucket := range [][]byte{bMatched, bMarks, bRejections} {
		if k, _ := tx.Bucket(bucket).Cursor().Seek(ledgerKey(no)); bytes.HasPrefix(k, ledgerKey(no)) {
			return &core.Error{
				Code: core.CodeConflict, Op: "save accounts",
				Msg:  "account " + core.AccountNumber(a.Reference) + " has reconciled lines in its dossier, so it stays there",
				Hint: "undo that or unmatch them first",
			}
		}
	}
	return nil
}

// settled is the account without what moves by itself.
func settled(a core.Account) core.Account {
	a.CurrentBalance, a.AvailableBalance, a.BalanceKnown = core.Amount{}, core.Amount{}, false
	a.BalanceDate, a.BalanceChanged, a.SynchronizedAt = time.Time{}, time.Time{}, time.Time{}
	a.LatestSync, a.ReadOnly = core.SyncResult{}, false
	return a
}

// MoveAccount continues an account's ledger under the id that the provider gives it now. What the user decided about the
// account and how far it was read go along.
func (f *File) MoveAccount(ctx context.Context, from, to core.AccountID, by, why string) error {
	return f.update(ctx, &write{op: "continue the account", rows: 1, ledger: true, do: func(tx *bolt.Tx) error {
		return f.moveAccount(tx, from, to, by, why)
	}})
}

func (f *File) moveAccount(tx *bolt.Tx, from, to core.AccountID, by, why string) error {
	no, err := mustLedgerOf(tx, from)
	if err != nil || from == to {
		return err
	}
	old, ok, err := getDoc[core.Account](tx, bAccounts, []byte(from))
	if err != nil {
		return err
	}
	if !ok {
		return notFound("account", string(from))
	}
	target, listed, err := getDoc[core.Account](tx, bAccounts, []byte(to))
	if err != nil {
		return err
	}
	if !listed {
		target = old
		target.ID = to
	} else if err := f.dropEmptyLedger(tx, to, no); err != nil {
		return err
	}
	target.Connected, target.ConnectedAt, target.HistoryFrom = old.Connected, old.ConnectedAt, old.HistoryFrom
	target.Dossier, target.WithdrawnAt = old.Dossier, time.Time{}
	target.Replaces = append(slices.Clone(old.Replaces), from)
	for _, bucket := range [][]byte{bAccounts, bNumbers} {
		if err := tx.Bucket(bucket).Delete([]byte(from)); err != nil {
			return err
		}
	}
	if err := putLedgerOf(tx, to, no); err != nil {
		return err
	}
	if _, err := putDoc(tx, bAccounts, []byte(to), target); err != nil {
		return err
	}
	state, ok, err := getDoc[core.FeedState](tx, bFeeds, []byte(from))
	if err != nil {
		return err
	}
	if ok {
		if err := tx.Bucket(bFeeds).Delete([]byte(from)); err != nil {
			return err
		}
		// A cursor of the old id means nothing under the new one.
		state.Account, state.Next, state.Open = to, "", false
		if _, err := putDoc(tx, bFeeds, []byte(to), state); err != nil {
			return err
		}
	}
	if err := bumpBooks(tx, target.Dossier); err != nil { // its lines are named otherwise now
		return err
	}
	return f.note(tx, core.JournalEntry{
		By: by, Kind: "account", Subject: string(to), What: "continues " + string(from), Why: why,
	})
}

// dropEmptyLedger frees the number of an account that was listed but has no lines yet. Rules that name it mean the ledger
// that it continues.
func (f *File) dropEmptyLedger(tx *bolt.Tx, id core.AccountID, heir uint32) error {
	no, err := mustLedgerOf(tx, id)
	if err != nil {
		return err
	}
	fig, err := readFigures(tx, no)
	if err != nil {
		return err
	}
	if fig.Lines+fig.Pending > 0 {
		return conflict("account " + string(id) + " has lines of its own")
	}
	if err := renumberRules(tx, no, heir); err != nil {
		return err
	}
	if err := tx.Bucket(bLocks).Delete(ledgerKey(no)); err != nil {
		return err
	}
	return tx.Bucket(bFigures).Delete(ledgerKey(no))
}
