package store

import (
	"bytes"
	"slices"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// held is the lock that holds an item: a match in a locked period settles it.
type held struct {
	match uint64
	of    core.Account
	until core.Date
}

// HeldItems are the open items of a dossier that a match in a locked period settles, each with the lock that holds it: their
// number, kind, amount and currency stay as they are.
func (f *File) HeldItems(d core.DossierID) (items map[core.ItemID]core.Lock, err error) {
	err = f.read("read the locks", func(tx *bolt.Tx) error {
		all, err := f.draft(tx, d, "").heldItems()
		if err != nil || len(all) == 0 {
			return err
		}
		items = make(map[core.ItemID]core.Lock, len(all))
		for id, h := range all {
			items[id] = core.Lock{Account: h.of.ID, Until: h.until}
		}
		return nil
	})
	return items, err
}

// heldItems reads the matches of the dossier once. No act changes the answer: what makes and unmakes matches in a locked
// period is refused.
func (d *draft) heldItems() (map[core.ItemID]held, error) {
	if d.held != nil {
		return d.held, nil
	}
	items := make(map[core.ItemID]held)
	locks, err := d.locks()
	if err != nil || len(locks) == 0 {
		d.held = items
		return items, err
	}
	prefix := of(d.dossier, "")
	c := d.tx.Bucket(bMatches).Cursor()
	for k, v := c.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = c.Next() {
		var m storedMatch
		if err := decodeDoc(k, v, &m); err != nil {
			return nil, err
		}
		if len(m.Why.Parts) == 0 || !slices.ContainsFunc(m.Lines, func(r lineRef) bool { return locks[r.Ledger] }) {
			continue
		}
		by, ok, err := d.lockOf(&m)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		for _, p := range m.Why.Parts {
			items[p.Item] = by
		}
	}
	d.held = items
	return items, nil
}

// locks are the ledgers that have a lock, of any dossier.
func (d *draft) locks() (map[uint32]bool, error) {
	owners, err := ledgers(d.tx)
	if err != nil {
		return nil, err
	}
	locks := make(map[uint32]bool)
	for no := range owners {
		if d.tx.Bucket(bLocks).Get(ledgerKey(no)) != nil {
			locks[no] = true
		}
	}
	return locks, nil
}

// lockOf finds the lock that a match lies under: one of its lines is of a day that is closed.
func (d *draft) lockOf(m *storedMatch) (held, bool, error) {
	for _, ref := range m.Lines {
		l, err := d.ledgerNo(ref.Ledger)
		if err != nil {
			return held{}, false, err
		}
		if l.until == 0 {
			continue
		}
		day, ok, err := l.day(ref.No)
		if err != nil {
			return held{}, false, err
		}
		if ok && day <= l.until {
			return held{match: m.ID, of: l.of, until: l.until}, true, nil
		}
	}
	return held{}, false, nil
}

// mayChange refuses to change what a match in a locked period rests on.
func (d *draft) mayChange(was, item core.OpenItem) error {
	what := ""
	switch {
	case was.Settled == 0:
		return nil
	case item.Number != was.Number:
		what = "number"
	case item.Kind != was.Kind:
		what = "kind"
	case item.Amount.Currency != was.Amount.Currency:
		what = "currency"
	case item.Amount != was.Amount:
		what = "amount"
	default:
		return nil
	}
	items, err := d.heldItems()
	if err != nil {
		return err
	}
	by, ok := items[was.ID]
	if !ok {
		return nil
	}
	return refused("match "+decimal(by.match)+" settles "+nameOf(was)+" in the locked period of account "+core.AccountNumber(by.of.Reference)+
		", closed until "+by.until.String()+", so its "+what+" stays", hintUnlock)
}

// mayMove checks the items of an act that is taken back or done again.
func (d *draft) mayMove(i *image) error {
	if i.bucket != string(bItems) || i.before == nil || i.after == nil {
		return nil
	}
	var from, to core.OpenItem
	if err := decodeDoc(i.key, i.after, &from); err != nil {
		return err
	}
	if err := decodeDoc(i.key, i.before, &to); err != nil {
		return err
	}
	return d.mayChange(from, to)
}
