package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// An entry is stored under its number as its hash followed by its JSON without the hash. The hash covers the hash of the
// entry before it, the number and the JSON: nothing can be changed, taken out or put in between without breaking the chain.

func chain(before [32]byte, no uint64, body []byte) [32]byte {
	h := sha256.New()
	h.Write(before[:])
	h.Write(number(no))
	h.Write(body)
	return [32]byte(h.Sum(nil))
}

// note appends an entry; At is filled in when it is not given.
func (f *File) note(tx *bolt.Tx, e core.JournalEntry) error {
	b := tx.Bucket(bJournal)
	var before [32]byte
	if k, v := b.Cursor().Last(); k != nil {
		if len(k) != 8 || len(v) < len(before) {
			return errGuard
		}
		e.No = binary.BigEndian.Uint64(k)
		copy(before[:], v)
	}
	e.No++
	if e.At.IsZero() {
		e.At = f.o.Now()
	}
	body, err := encodeEntry(e)
	if err != nil {
		return err
	}
	hash := chain(before, e.No, body)
	b.FillPercent = appendFill
	return b.Put(number(e.No), append(hash[:], body...))
}

// storedEntry leaves out what the key and the hash in front say already.
type storedEntry struct {
	At      time.Time `json:"at"`
	By      string    `json:"by,omitempty"`
	Kind    string    `json:"kind"`
	Subject string    `json:"subject,omitempty"`
	What    string    `json:"what"`
	Why     string    `json:"why,omitempty"`
	Data    []byte    `json:"data,omitempty"`
}

func encodeEntry(e core.JournalEntry) ([]byte, error) {
	return json.Marshal(storedEntry{e.At, e.By, e.Kind, e.Subject, e.What, e.Why, e.Data})
}

func decodeEntry(k, v []byte) (e core.JournalEntry, body []byte, err error) {
	if len(k) != 8 || len(v) < len(e.Hash) {
		return e, nil, errGuard
	}
	var s storedEntry
	body = v[len(e.Hash):]
	if err := json.Unmarshal(body, &s); err != nil {
		return e, nil, err
	}
	e = core.JournalEntry{
		No: binary.BigEndian.Uint64(k), At: s.At, By: s.By, Kind: s.Kind, Subject: s.Subject, What: s.What, Why: s.Why, Data: s.Data,
	}
	copy(e.Hash[:], v)
	return e, body, nil
}

// Journal lists up to n entries, oldest first, from the given number on.
func (f *File) Journal(from uint64, n int) (list []core.JournalEntry, err error) {
	err = f.read("read the journal", func(tx *bolt.Tx) error {
		c := tx.Bucket(bJournal).Cursor()
		for k, v := c.Seek(number(from)); k != nil && len(list) < n; k, v = c.Next() {
			e, _, err := decodeEntry(k, v)
			if err != nil {
				return err
			}
			list = append(list, e)
		}
		return nil
	})
	return list, err
}

// tally is what a delivery did, for the journal.
type tally struct {
	New      int    `json:"new,omitempty"`
	Changed  int    `json:"changed,omitempty"`
	Renamed  int    `json:"renamed,omitempty"`
	Unlisted int    `json:"unlisted,omitempty"`
	Relisted int    `json:"relisted,omitempty"`
	Pending  int    `json:"pending,omitempty"`
	Delivery uint64 `json:"delivery,omitempty"`
	Raw      []byte `json:"raw,omitempty"` // SHA-256 of the bodies
	Bytes    int    `json:"bytes,omitempty"`
}

func (t tally) sentence(source string) string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{t.New, "new"}, {t.Changed, "changed"}, {t.Renamed, "renumbered"}, {t.Unlisted, "no longer listed"},
		{t.Relisted, "listed again"}, {t.Pending, "announced"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.word))
		}
	}
	if len(parts) == 0 {
		parts = []string{"nothing decided yet"}
	}
	return source + ": " + strings.Join(parts, ", ")
}
