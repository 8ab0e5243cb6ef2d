package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// salvageKind marks journal entries that say what was lost, salvageSource deliveries that hold lines instead of the bytes
// they came from.
const salvageKind, salvageSource = "salvage", "salvage"

// salvageBy is who journal entries of a salvage name.
const salvageBy = "salvage"

// lostDeliveries is what an entry of salvageKind says: these deliveries of the journal are no longer there.
type lostDeliveries struct {
	Lost []uint64 `json:"lost,omitempty"`
}

// salvagedLines reads the lines of a delivery of salvageSource.
func salvagedLines(raw []byte) (lines []core.Transaction, err error) {
	err = json.Unmarshal(raw, &lines)
	return lines, err
}

// journal keeps the entries that the chain proves. In the place of the others stand entries that say so, and from the first
// of them on the chain is a new one.
func (s *salvage) journal() error {
	proved, last, err := s.provedEntries()
	if err != nil {
		return err
	}
	b := s.tx.Bucket(bJournal)
	var gone [][]byte
	c := b.Cursor()
	for k, _ := c.Seek(number(last + 1)); k != nil; k, _ = c.Next() {
		gone = append(gone, bytes.Clone(k))
	}
	for k, _ := c.First(); k != nil && (len(k) != 8 || binary.BigEndian.Uint64(k) == 0); k, _ = c.Next() {
		gone = append(gone, bytes.Clone(k))
	}
	for _, k := range gone {
		if err := b.Delete(k); err != nil {
			return err
		}
		s.report.EntriesLost++
	}
	var before [32]byte
	for no := uint64(1); no <= last; no++ {
		b, key := s.tx.Bucket(bJournal), number(no)
		old := b.Get(key)
		if len(proved) > 0 && proved[0] == no {
			proved = proved[1:]
			s.report.Entries++
			if before = chain(before, no, old[len(before):]); bytes.Equal(before[:], old[:len(before)]) {
				continue
			}
			old = bytes.Clone(old)
			copy(old, before[:])
		} else {
			s.report.EntriesLost++
			body, err := encodeEntry(core.JournalEntry{At: s.now(), By: salvageBy, Kind: salvageKind, What: "the entry that stood here was lost"})
			if err != nil {
				return err
			}
			before = chain(before, no, body)
			old = append(before[:], body...)
		}
		if err := b.Put(key, old); err != nil {
			return err
		}
		if err := s.wrote(1); err != nil {
			return err
		}
	}
	return nil
}

// provedEntries lists the entries whose hash follows from the entry before them, and takes in what they say.
func (s *salvage) provedEntries() (proved []uint64, last uint64, err error) {
	var before []byte // hash of the entry before, as it stands there
	at := uint64(0)
	err = s.tx.Bucket(bJournal).ForEach(func(k, v []byte) error {
		e, body, err := decodeEntry(k, v)
		if err != nil {
			return err
		}
		follows := e.No == 1 || before != nil && e.No == at+1
		if e.No == 1 {
			before = make([]byte, len(e.Hash))
		}
		if follows && chain([32]byte(before), e.No, body) == e.Hash {
			proved, last = append(proved, e.No), e.No
			s.takeIn(e)
		}
		at, before = e.No, bytes.Clone(e.Hash[:])
		return nil
	})
	return proved, last, err
}

// keptBy are the buckets whose documents the journal repeats.
func keptBy(kind string) []byte {
	switch kind {
	case "dossier":
		return bDossiers
	case "connection":
		return bConnections
	case "setting":
		return bSettings
	case "account":
		return bAccounts
	case "mapping":
		return bMappings
	case "limits":
		return bLimits
	}
	return nil
}

// takeIn remembers what an entry says of deliveries and documents.
func (s *salvage) takeIn(e core.JournalEntry) {
	if e.Kind == "delivery" {
		var t tally
		if json.Unmarshal(e.Data, &t) == nil && t.Delivery != 0 && len(t.Raw) == sha256.Size {
			s.entries[t.Delivery], s.subjects[t.Delivery] = [32]byte(t.Raw), core.AccountID(e.Subject)
		}
		return
	}
	if e.Kind == salvageKind {
		var l lostDeliveries
		if json.Unmarshal(e.Data, &l) == nil {
			for _, no := range l.Lost {
				delete(s.entries, no)
			}
		}
		return
	}
	bucket := string(keptBy(e.Kind))
	if bucket == "" {
		return
	}
	if s.docs[bucket] == nil {
		s.docs[bucket] = make(map[string][]byte)
	}
	from, moved := strings.CutPrefix(e.What, "continues ")
	switch old := s.docs[bucket][from]; {
	case moved && bucket == string(bAccounts):
		var a core.Account
		if delete(s.docs[bucket], from); json.Unmarshal(old, &a) == nil {
			a.Replaces, a.ID = append(a.Replaces, core.AccountID(from)), core.AccountID(e.Subject)
			if doc, err := json.Marshal(a); err == nil {
				s.docs[bucket][e.Subject] = doc
			}
		}
	case e.What == "removed":
		delete(s.docs[bucket], e.Subject)
	case json.Valid(e.Data):
		s.docs[bucket][e.Subject] = bytes.Clone(e.Data)
	}
}

// restoreDocs brings back from the journal what documents are lost.
func (s *salvage) restoreDocs() error {
	for bucket, docs := range s.docs {
		for key, doc := range docs {
			if !s.names[bucket] || !s.missing(bucket, []byte(key)) {
				continue
			}
			if err := s.tx.Bucket([]byte(bucket)).Put([]byte(key), guard([]byte(key), doc)); err != nil {
				return err
			}
		}
	}
	return s.wrote(1)
}

// deliveries drops those that cannot be unpacked, as one that they stand on is lost, and lets the journal speak of the others.
func (s *salvage) deliveries() error {
	if err := s.restoreDocs(); err != nil {
		return err
	}
	var all []uint64
	err := s.tx.Bucket(bDeliveries).ForEach(func(k, _ []byte) error {
		if len(k) == 8 {
			all = append(all, binary.BigEndian.Uint64(k))
		}
		return nil
	})
	if err != nil {
		return err
	}
	a := archive{}
	defer a.close()
	for _, no := range all {
		a.tx = s.tx
		if err := s.delivery(&a, no); err != nil {
			return err
		}
	}
	lost := make([]uint64, 0, len(s.entries))
	for no := range s.entries {
		lost = append(lost, no)
	}
	slices.Sort(lost)
	s.report.DeliveriesLost += len(lost)
	if err := s.passDeliveries(append(all, lost...)); err != nil {
		return err
	}
	if len(lost) == 0 {
		return nil
	}
	data, err := json.Marshal(lostDeliveries{lost})
	if err != nil {
		return err
	}
	return s.note(core.JournalEntry{Kind: salvageKind, What: fmt.Sprintf("%d deliveries were lost in a damaged file", len(lost)), Data: data})
}

// passDeliveries makes sure that a number which was given is never given again, also where only a line still names it: it
// would then seem to have come for another account.
func (s *salvage) passDeliveries(given []uint64) error {
	b := s.tx.Bucket(bDeliveries)
	highest := b.Sequence()
	for _, no := range given {
		highest = max(highest, no)
	}
	for _, bucket := range [][]byte{bRows, bRevisions, bPending} {
		err := s.tx.Bucket(bucket).ForEach(func(_, v []byte) error {
			var r row.Row
			err := row.Decode(v, &r)
			highest = max(highest, r.Delivery)
			return err
		})
		if err != nil {
			return err
		}
	}
	return b.SetSequence(highest)
}

// secrets drops what is no connection's, and what cannot be opened: it stood where a damaged page led to.
func (s *salvage) secrets() error {
	stale := make(map[string][]byte)
	connections := s.tx.Bucket(bConnections)
	err := s.tx.Bucket(bSecrets).ForEach(func(k, v []byte) error {
		sealed, err := unguard(k, v)
		if err == nil && s.o.Seal != nil {
			err = s.helper.unseal(bytes.Clone(sealed), new(core.Secret))
		}
		if err != nil || connections.Get(k) == nil {
			stale[string(k)] = bSecrets
		}
		return nil
	})
	if err != nil {
		return err
	}
	open, err := allDocs[storedAuthorization](s.tx, bAuthorizations, nil)
	for _, a := range open {
		if s.o.Seal != nil && s.helper.unseal(a.Sealed, new(proof)) != nil {
			stale[a.ID] = bAuthorizations
		}
	}
	for key, bucket := range stale {
		if err == nil {
			err = s.tx.Bucket(bucket).Delete([]byte(key))
		}
	}
	return err
}

func (s *salvage) note(e core.JournalEntry) error {
	e.By = salvageBy
	if err := s.helper.note(s.tx, e); err != nil {
		return err
	}
	return s.wrote(1)
}

// delivery checks one delivery.
func (s *salvage) delivery(a *archive, no uint64) error {
	d, err := a.read(no)
	raw := bytes.Join(d.Raw, nil)
	sum := sha256.Sum256(raw)
	want, said := s.entries[no]
	if err != nil || said && sum != want || d.Account == "" {
		if !said {
			s.report.DeliveriesLost++
		}
		if err := s.tx.Bucket(bDeliveries).Delete(number(no)); err != nil {
			return err
		}
		return s.wrote(1)
	}
	s.report.Deliveries++
	s.senders[no] = d.Account
	delete(s.entries, no)
	if said {
		return nil
	}
	data, err := json.Marshal(tally{Delivery: no, Raw: sum[:], Bytes: len(raw)})
	if err != nil {
		return err
	}
	return s.note(core.JournalEntry{Kind: "delivery", Subject: string(d.Account), Data: data,
		What: fmt.Sprintf("%s: found in a damaged file without its entry", d.Source)})
}

// deliver stores lines as a delivery of their own: the bytes that they came from are lost.
func (s *salvage) deliver(tx *bolt.Tx, account core.AccountID, lines []core.Transaction) (uint64, error) {
	raw, err := json.Marshal(lines)
	if err != nil {
		return 0, err
	}
	d := core.Delivery{Account: account, Source: salvageSource, At: s.now(), By: salvageBy, Raw: [][]byte{raw}}
	p, err := s.helper.pack(tx, &d)
	if err != nil {
		return 0, err
	}
	b := tx.Bucket(bDeliveries)
	no, err := b.NextSequence()
	if err != nil {
		return 0, err
	}
	if err := b.Put(number(no), guard(number(no), p.value)); err != nil {
		return 0, err
	}
	s.senders[no] = account
	data, err := json.Marshal(tally{Delivery: no, Raw: p.hash[:], Bytes: p.bytes})
	if err != nil {
		return 0, err
	}
	return no, s.helper.note(tx, core.JournalEntry{By: salvageBy, Kind: "delivery", Subject: string(account), Data: data,
		What: fmt.Sprintf("%s: %d lines whose bytes were lost", salvageSource, len(lines))})
}

// giveOrigin gives the lines that a check found without origin a delivery of their own.
func (s *salvage) giveOrigin(f *File, faults []Fault) error {
	byAccount := make(map[core.AccountID]map[core.LineNo]bool)
	for _, fault := range faults {
		if fault.Account == "" || fault.Line == 0 {
			continue
		}
		if byAccount[fault.Account] == nil {
			byAccount[fault.Account] = make(map[core.LineNo]bool)
		}
		byAccount[fault.Account][fault.Line] = true
	}
	return f.update(context.WithoutCancel(s.ctx), &write{op: opSalvage, do: func(tx *bolt.Tx) error {
		for id, lines := range byAccount {
			l, err := openLedger(tx, id)
			if err != nil {
				return err
			}
			if err := s.rehome(tx, l.no, id, func(no core.LineNo, _ uint64) bool { return lines[no] }); err != nil {
				return err
			}
		}
		return nil
	}})
}
