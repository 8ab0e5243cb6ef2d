package store

import (
	"bytes"
	"encoding/binary"
	"time"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// storedMatch is a match as the file keeps it: its lines by the number of their ledger.
type storedMatch struct {
	ID    uint64           `json:"id"`
	At    time.Time        `json:"at"`
	By    string           `json:"by"`
	Auto  bool             `json:"auto,omitempty"`
	Lines []lineRef        `json:"lines"`
	Why   core.Explanation `json:"why"` // without With
	With  []lineRef        `json:"with,omitempty"`
}

func (s storedMatch) match(owners map[uint32]core.AccountID) core.Match {
	m := core.Match{ID: s.ID, At: s.At, By: s.By, Auto: s.Auto, Lines: keysOf(owners, s.Lines), Why: s.Why}
	m.Why.With = keysOf(owners, s.With)
	return m
}

// place is what stands with a line that is in a match.
type place struct {
	match    uint64
	revision uint32 // of the line at that time
	auto     bool
	kind     core.MatchKind
}

const placeSize = 13

func (p place) append(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(dst, p.match), p.revision)
	auto := byte(0)
	if p.auto {
		auto = 1
	}
	return append(append(dst, auto), p.kind...)
}

func readPlace(key, guarded []byte) (p place, err error) {
	v, err := unguard(key, guarded)
	if err == nil && len(v) < placeSize {
		err = errGuard
	}
	if err != nil {
		return p, err
	}
	return place{
		match: binary.BigEndian.Uint64(v), revision: binary.BigEndian.Uint32(v[8:]), auto: v[12] == 1, kind: core.MatchKind(v[placeSize:]),
	}, nil
}

// Matches lists the newest n matches of a dossier whose id is below before (0: from the newest).
func (f *File) Matches(d core.DossierID, before uint64, n int) (list []core.Match, err error) {
	err = f.read("read the matches", func(tx *bolt.Tx) error {
		owners, err := ledgers(tx)
		if err != nil {
			return err
		}
		prefix := of(d, "")
		c := tx.Bucket(bMatches).Cursor()
		k, v := seekBelow(c, of(d, number(before-1))) // 0 - 1 is above them all
		for ; bytes.HasPrefix(k, prefix) && len(list) < n; k, v = c.Prev() {
			var s storedMatch
			if err := decodeDoc(k, v, &s); err != nil {
				return err
			}
			list = append(list, s.match(owners))
		}
		return nil
	})
	return list, err
}

// seekBelow finds the last key that is not above the given one.
func seekBelow(c *bolt.Cursor, key []byte) (k, v []byte) {
	if k, v = c.Seek(key); k == nil {
		return c.Last()
	}
	if !bytes.Equal(k, key) {
		return c.Prev()
	}
	return k, v
}

// Match returns one match of a dossier.
func (f *File) Match(d core.DossierID, id uint64) (m core.Match, err error) {
	err = f.read("read the match", func(tx *bolt.Tx) error {
		s, ok, err := getDoc[storedMatch](tx, bMatches, of(d, number(id)))
		if err != nil {
			return err
		}
		if !ok {
			return notFound("match", decimal(id))
		}
		owners, err := ledgers(tx)
		m = s.match(owners)
		return err
	})
	return m, err
}

// States says of each line where it stands in the reconciliation.
func (f *File) States(keys []core.LineKey) (states []core.LineState, err error) {
	err = f.read("read where lines stand", func(tx *bolt.Tx) error {
		r := stateReader{tx: tx, open: make(map[core.AccountID]*stateLedger)}
		states = make([]core.LineState, len(keys))
		for i, key := range keys {
			if err := r.read(key, &states[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return states, err
}

type stateReader struct {
	tx     *bolt.Tx
	open   map[core.AccountID]*stateLedger
	owners map[uint32]core.AccountID
}

type stateLedger struct {
	*ledger
	lock core.Date
}

func (r *stateReader) ledger(account core.AccountID) (*stateLedger, error) {
	if l, ok := r.open[account]; ok {
		return l, nil
	}
	opened, err := openLedger(r.tx, account)
	if err != nil {
		return nil, err
	}
	l := &stateLedger{ledger: opened}
	if l.lock, err = lockedUntil(r.tx, l.no); err != nil {
		return nil, err
	}
	r.open[account] = l
	return l, nil
}

func (r *stateReader) read(key core.LineKey, s *core.LineState) error {
	s.Line = key
	l, err := r.ledger(key.Account)
	if err != nil || key.No&pendingBit != 0 {
		return err
	}
	at := lineKey(l.no, key.No)
	s.Check = r.tx.Bucket(bMarks).Get(at) != nil
	if s.Rejected, err = r.rejected(at); err != nil {
		return err
	}
	if l.lock != 0 {
		day, ok, err := l.day(key.No)
		if err != nil {
			return err
		}
		s.Locked = ok && day <= l.lock
	}
	v := r.tx.Bucket(bMatched).Get(at)
	if v == nil {
		return nil
	}
	p, err := readPlace(at, v)
	if err != nil {
		return err
	}
	s.Match, s.Kind, s.Auto = p.match, p.kind, p.auto
	var line row.Row
	if err := l.anyRow(key.No, &line); err != nil {
		return err
	}
	s.Changed = p.changed(&line)
	return nil
}

// changed reports whether the bank changed a line, or took it off its list, since it was matched.
func (p place) changed(r *row.Row) bool {
	return uint32(r.Revision) != p.revision || !r.Missing.IsZero()
}

func (r *stateReader) rejected(at []byte) ([]core.Rejection, error) {
	stored, ok, err := getDoc[[]storedRejection](r.tx, bRejections, at)
	if err != nil || !ok {
		return nil, err
	}
	if r.owners == nil {
		if r.owners, err = ledgers(r.tx); err != nil {
			return nil, err
		}
	}
	list := make([]core.Rejection, len(stored))
	for i, s := range stored {
		list[i] = s.rejection(r.owners, refOf(at))
	}
	return list, nil
}

// storedRejection stands with its line.
type storedRejection struct {
	Kind  core.MatchKind `json:"kind"`
	Items []core.ItemID  `json:"items,omitempty"`
	With  []lineRef      `json:"with,omitempty"`
}

func (s storedRejection) rejection(owners map[uint32]core.AccountID, line lineRef) core.Rejection {
	return core.Rejection{
		Line: core.LineKey{Account: owners[line.Ledger], No: line.No}, Kind: s.Kind, Items: s.Items, With: keysOf(owners, s.With),
	}
}
