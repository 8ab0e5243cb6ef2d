package store

import (
	"bytes"
	"encoding/binary"
	numbers "math/bits"
	"slices"

	"ferry/core"
	"ferry/store/row"
)

// countBits is how many lines are in a set.
func countBits(b map[core.LineNo]*[bitPage / 64]uint64) (n int) {
	for _, page := range b {
		for _, word := range page {
			n += numbers.OnesCount64(word)
		}
	}
	return n
}

// heldMatch is a match that may stay.
type heldMatch struct {
	key  []byte
	m    storedMatch
	gone bool
}

// matches keeps those whose lines and items are there and that agree with each other, and makes anew what is derived from
// them: in which match each line is, and what is settled of each item.
func (s *salvage) matches(owners map[uint32]core.AccountID) (dropped int, err error) {
	var all []*heldMatch
	err = s.tx.Bucket(bMatches).ForEach(func(k, v []byte) error {
		h := &heldMatch{key: bytes.Clone(k)}
		if err := decodeDoc(k, v, &h.m); err != nil {
			return err
		}
		all = append(all, h)
		return nil
	})
	if err != nil {
		return 0, err
	}
	open := make(map[uint32]*ledger)
	taken := make(map[lineRef]bool)
	highest := s.tx.Bucket(bMatches).Sequence()
	for _, h := range all {
		highest = max(highest, h.m.ID)
		for _, ref := range h.m.Lines {
			at := lineRef{Ledger: ref.Ledger, No: ref.No}
			there, err := s.there(open, owners, at)
			if err != nil {
				return 0, err
			}
			h.gone = h.gone || !there || taken[at]
		}
		for _, ref := range h.m.Lines {
			taken[lineRef{Ledger: ref.Ledger, No: ref.No}] = taken[lineRef{Ledger: ref.Ledger, No: ref.No}] || !h.gone
		}
	}
	if err := s.tx.Bucket(bMatches).SetSequence(highest); err != nil {
		return 0, err
	}
	if err := s.settle(all); err != nil {
		return 0, err
	}
	for _, h := range all {
		if h.gone {
			dropped++
			if err := s.tx.Bucket(bMatches).Delete(h.key); err != nil {
				return 0, err
			}
			continue
		}
		for _, ref := range h.m.Lines {
			p := place{match: h.m.ID, revision: uint32(ref.Revision), auto: h.m.Auto, kind: h.m.Why.Kind}
			if err := s.tx.Bucket(bMatched).Put(ref.key(), guard(ref.key(), p.append(nil))); err != nil {
				return 0, err
			}
		}
	}
	return dropped, nil
}

// there reports whether a line is in the new file.
func (s *salvage) there(open map[uint32]*ledger, owners map[uint32]core.AccountID, ref lineRef) (bool, error) {
	l := open[ref.Ledger]
	if l == nil {
		if owners[ref.Ledger] == "" {
			return false, nil
		}
		var err error
		if l, err = openLedgerNo(s.tx, ref.Ledger, owners[ref.Ledger]); err != nil {
			return false, err
		}
		open[ref.Ledger] = l
	}
	var r row.Row
	return l.row(ref.No, &r)
}

// settle gives every item what the matches take of it. Where they take more than there is, or of what is not there, they go.
func (s *salvage) settle(all []*heldMatch) error {
	items := make(map[string]core.OpenItem)
	err := s.tx.Bucket(bItems).ForEach(func(k, v []byte) error {
		var i core.OpenItem
		if err := decodeDoc(k, v, &i); err != nil {
			return err
		}
		items[string(k)] = i
		return nil
	})
	if err != nil {
		return err
	}
	sums := make(map[string]int64)
	for again := true; again; {
		again = false
		clear(sums)
		for _, h := range all {
			if !h.gone {
				d, _ := ofDossier(h.key)
				for _, p := range h.m.Why.Parts {
					key := string(of(d, p.Item))
					i, ok := items[key]
					sums[key] += p.Settles.Minor
					if !ok || p.Settles.Currency != i.Amount.Currency || !within(sums[key], i.Amount.Minor) {
						h.gone, again = true, true
					}
				}
			}
		}
	}
	for key, i := range items {
		if i.Settled == sums[key] {
			continue
		}
		i.Settled = sums[key]
		if _, err := putDoc(s.tx, bItems, []byte(key), i); err != nil {
			return err
		}
	}
	return nil
}

// lineNotes drops marks and rejections of lines that are not there.
func (s *salvage) lineNotes(owners map[uint32]core.AccountID) (dropped int, err error) {
	open := make(map[uint32]*ledger)
	for _, bucket := range [][]byte{bMarks, bRejections} {
		var gone [][]byte
		err := s.tx.Bucket(bucket).ForEach(func(k, _ []byte) error {
			ok := len(k) == 12
			if ok {
				var err error
				if ok, err = s.there(open, owners, refOf(k)); err != nil {
					return err
				}
			}
			if !ok {
				gone = append(gone, bytes.Clone(k))
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		for _, k := range gone {
			dropped++
			if err := s.tx.Bucket(bucket).Delete(k); err != nil {
				return 0, err
			}
		}
	}
	return dropped, nil
}

// restoreAccount writes an account of which only lines are left: as it was once, where that is found, else with what the lines
// tell.
func (s *salvage) restoreAccount(no uint32, id core.AccountID) error {
	account := core.Account{ID: id, Currency: s.currency(no)}
	if v, ok := s.earlier[string(id)]; ok {
		if err := decodeDoc([]byte(id), v, &account); err != nil {
			return err
		}
		s.other("account %s is known only as it was at some earlier time", core.AccountNumber(account.Reference))
	}
	_, err := putDoc(s.tx, bAccounts, []byte(id), account)
	return err
}

// homes gives accounts that have lines their dossier, where an earlier copy of the account did not know it yet, and makes
// the dossiers that are lost: what belongs to none could not be reached.
func (s *salvage) homes(owners map[uint32]core.AccountID) error {
	connections, err := allDocs[core.Connection](s.tx, bConnections, nil)
	if err != nil {
		return err
	}
	named := make(map[core.DossierID]bool)
	for _, c := range connections {
		named[c.Dossier] = true
	}
	for no, id := range owners {
		account, _, err := getDoc[core.Account](s.tx, bAccounts, []byte(id))
		if err != nil {
			return err
		}
		if account.Dossier == "" && s.hasLines(no) {
			if c, known := connectionOf(account, connections); known {
				account.Connection, account.Dossier, account.Connected = c.ID, c.Dossier, true
				if _, err := putDoc(s.tx, bAccounts, []byte(id), account); err != nil {
					return err
				}
			}
		}
		named[account.Dossier] = true
	}
	delete(named, "")
	for id := range named {
		if s.tx.Bucket(bDossiers).Get([]byte(id)) != nil {
			continue
		}
		d := core.Dossier{ID: id, Name: "Client file " + core.CleanText(string(id)), Created: s.now()}
		if _, err := putDoc(s.tx, bDossiers, []byte(id), d); err != nil {
			return err
		}
		s.other("the name of a client file is lost: it is called “%s”", d.Name)
	}
	return nil
}

// hasLines reports whether a ledger has booked lines in the new file.
func (s *salvage) hasLines(no uint32) bool {
	k, _ := s.tx.Bucket(bRows).Cursor().Seek(ledgerKey(no))
	return bytes.HasPrefix(k, ledgerKey(no))
}

// connectionOf is the connection that an account was read through: the one it names, or, where it names none, the only one there is.
func connectionOf(account core.Account, connections []core.Connection) (core.Connection, bool) {
	if account.Connection == "" && len(connections) == 1 {
		return connections[0], true
	}
	i := slices.IndexFunc(connections, func(c core.Connection) bool { return c.ID == account.Connection })
	if i < 0 {
		return core.Connection{}, false
	}
	return connections[i], true
}

// dropLocks takes out the locks of accounts that are lost.
func (s *salvage) dropLocks(owners map[uint32]core.AccountID) error {
	if !s.names[string(bLocks)] {
		return nil
	}
	locks := s.tx.Bucket(bLocks)
	var gone [][]byte
	err := locks.ForEach(func(k, _ []byte) error {
		if owners[binary.BigEndian.Uint32(k)] == "" {
			gone = append(gone, bytes.Clone(k))
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, k := range gone {
		if err := locks.Delete(k); err != nil {
			return err
		}
	}
	if len(gone) > 0 {
		s.other("locks of lost accounts that are gone: %d", len(gone))
	}
	return nil
}

// forgetActs empties the stacks of acts: what they would bring back may stand on what is lost. The journal keeps what was done.
func (s *salvage) forgetActs() error {
	acts := s.tx.Bucket(bActs)
	if acts.Stats().KeyN > 0 {
		s.other("what was done before can no longer be undone; the journal keeps it")
	}
	highest := acts.Sequence()
	for _, bucket := range [][]byte{bActs, bImages} {
		sequence := s.tx.Bucket(bucket).Sequence()
		c := s.tx.Bucket(bucket).Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if len(k) > 12 {
				act, _ := splitActKey(k)
				highest = max(highest, act)
			}
		}
		if err := s.tx.DeleteBucket(bucket); err != nil {
			return err
		}
		b, err := s.tx.CreateBucket(bucket)
		if err != nil {
			return err
		}
		if err := b.SetSequence(sequence); err != nil {
			return err
		}
	}
	if err := s.tx.Bucket(bActs).SetSequence(highest); err != nil {
		return err
	}
	var docs []heldPosition
	err := s.tx.Bucket(bBooks).ForEach(func(k, v []byte) error {
		h := heldPosition{key: bytes.Clone(k)}
		docs = append(docs, h)
		return decodeDoc(k, v, &docs[len(docs)-1].position)
	})
	for _, h := range docs {
		if err == nil {
			_, err = putDoc(s.tx, bBooks, h.key, position{Revision: h.Revision + 1})
		}
	}
	return err
}

type heldPosition struct {
	key []byte
	position
}
