package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// The books are what the user makes of the lines. Their keys; "of" a dossier is its id and a zero byte in front:
//
//	items       of, item id         the open items, with what is settled of them
//	chart       of, number          the ledger accounts
//	matches     of, match 8         the explanations that were accepted
//	matched     ledger 4, line 8    the match that a line is in
//	marks       ledger 4, line 8    the lines to look at again
//	rejections  ledger 4, line 8    what the user does not want to be offered for a line
//	rules       dossier             the list of rules
//	limits      dossier             the limits
//	books       dossier             how far the stack of acts is done, and the revision
//	acts        of, act 8, part 4   who did what
//	images      of, act 8, part 4   what stood in the file before and after
//	locks       ledger 4            until when an account is closed
//	mappings    name                how other programs' tables are read
//
// Whatever names a line or an account does so by the ledger's number, which stays when the provider renews an id.

// of makes the keys of a dossier.
func of[T ~string | ~[]byte](d core.DossierID, rest T) []byte {
	return append(joined(string(d), ""), rest...)
}

// ofDossier takes such a key apart.
func ofDossier(key []byte) (d core.DossierID, rest []byte) {
	dossier, rest, _ := bytes.Cut(key, []byte{0})
	return core.DossierID(dossier), rest
}

// Chart lists the ledger accounts of a dossier, by number.
func (f *File) Chart(d core.DossierID) ([]core.LedgerAccount, error) {
	return readDocs[core.LedgerAccount](f, "the chart of accounts", bChart, of(d, ""))
}

// Items lists the items of a dossier in the order of their ids: all, or those of which something is open.
func (f *File) Items(d core.DossierID, openOnly bool) ([]core.OpenItem, error) {
	items, err := readDocs[core.OpenItem](f, "the open items", bItems, of(d, ""))
	if openOnly {
		items = slices.DeleteFunc(items, func(i core.OpenItem) bool { return i.Open().IsZero() })
	}
	return items, err
}

// Item returns one item of a dossier.
func (f *File) Item(d core.DossierID, id core.ItemID) (core.OpenItem, error) {
	item, ok, err := readDoc[core.OpenItem](f, "the open item", bItems, of(d, id))
	if err == nil && !ok {
		err = notFound("open item", string(id))
	}
	return item, err
}

// Rules lists the rules of a dossier, in their order.
func (f *File) Rules(d core.DossierID) (rules []core.Rule, err error) {
	err = f.read("read the rules", func(tx *bolt.Tx) error {
		stored, _, err := getDoc[[]core.Rule](tx, bRules, []byte(d))
		if err != nil || len(stored) == 0 {
			return err
		}
		owners, err := ledgers(tx)
		for i := range stored {
			stored[i].When.Accounts = ownersOf(owners, stored[i].When.Accounts)
		}
		rules = stored
		return err
	})
	return rules, err
}

// A rule is stored with the numbers of its ledgers in the place of account ids.

func numberName(no uint32) core.AccountID {
	return core.AccountID("#" + strconv.FormatUint(uint64(no), 10))
}

func ownersOf(owners map[uint32]core.AccountID, names []core.AccountID) []core.AccountID {
	out := slices.Clone(names)
	for i, name := range out {
		no, err := strconv.ParseUint(strings.TrimPrefix(string(name), "#"), 10, 32)
		if owner, ok := owners[uint32(no)]; ok && err == nil {
			out[i] = owner
		}
	}
	return out
}

// renumberRules lets rules that name one ledger name another: an account that was listed anew proved to be a known one.
func renumberRules(tx *bolt.Tx, from, to uint32) error {
	type change struct {
		dossier []byte
		rules   []core.Rule
	}
	var changes []change
	err := tx.Bucket(bRules).ForEach(func(k, v []byte) error {
		c := change{dossier: bytes.Clone(k)}
		if err := decodeDoc(k, v, &c.rules); err != nil {
			return err
		}
		named := false
		for i := range c.rules {
			for j, name := range c.rules[i].When.Accounts {
				if name == numberName(from) {
					c.rules[i].When.Accounts[j], named = numberName(to), true
				}
			}
		}
		if named {
			changes = append(changes, c)
		}
		return nil
	})
	for _, c := range changes {
		if err == nil {
			_, err = putDoc(tx, bRules, c.dossier, c.rules)
		}
	}
	return err
}

// Limits are how far payments of a dossier may differ from what they pay; the default ones when they were never set.
func (f *File) Limits(d core.DossierID) (core.Limits, error) {
	l, ok, err := readDoc[core.Limits](f, "the limits", bLimits, []byte(d))
	if err == nil && !ok {
		l = core.DefaultLimits()
	}
	return l, err
}

// PutLimits sets the limits of a dossier.
func (f *File) PutLimits(ctx context.Context, d core.DossierID, l core.Limits, by string) error {
	return f.update(ctx, &write{op: "save the limits", rows: 1, do: func(tx *bolt.Tx) error {
		changed, err := putDoc(tx, bLimits, []byte(d), l)
		if err != nil || !changed {
			return err
		}
		data, err := json.Marshal(l)
		if err != nil {
			return err
		}
		if err := bumpBooks(tx, d); err != nil {
			return err
		}
		return f.note(tx, core.JournalEntry{By: by, Kind: "limits", Subject: string(d), What: "saved", Data: data})
	}})
}

// Mappings lists the mappings by name.
func (f *File) Mappings() ([]core.Mapping, error) {
	return readDocs[core.Mapping](f, "the mappings", bMappings, nil)
}

// PutMapping adds or changes a mapping.
func (f *File) PutMapping(ctx context.Context, m core.Mapping, by string) error {
	if m.Name == "" {
		return invalid("save the mapping", "a mapping needs a name")
	}
	return f.putNoted(ctx, "mapping", m.Name, bMappings, m, by)
}

// DeleteMapping removes a mapping.
func (f *File) DeleteMapping(ctx context.Context, name, by string) error {
	return f.update(ctx, &write{op: "remove the mapping", rows: 1, do: func(tx *bolt.Tx) error {
		if name == "" || tx.Bucket(bMappings).Get([]byte(name)) == nil {
			return notFound("mapping", name)
		}
		if err := tx.Bucket(bMappings).Delete([]byte(name)); err != nil {
			return err
		}
		return f.note(tx, core.JournalEntry{By: by, Kind: "mapping", Subject: name, What: "removed"})
	}})
}

// position says how far the stack of a dossier's acts is done: everything up to and including this part is, what stands
// behind it was taken back.
type position struct {
	Act      uint64 `json:"act,omitempty"`
	Part     uint32 `json:"part,omitempty"`
	Revision uint64 `json:"revision"` // of the books

	// While an act of several parts is under way, which one it is, and whether it is done for the first time.
	Moving uint64 `json:"moving,omitempty"`
	Fresh  bool   `json:"fresh,omitempty"`
}

func positionOf(tx *bolt.Tx, d core.DossierID) (position, error) {
	p, _, err := getDoc[position](tx, bBooks, []byte(d))
	return p, err
}

func bumpBooks(tx *bolt.Tx, d core.DossierID) error {
	p, err := positionOf(tx, d)
	if err != nil {
		return err
	}
	p.Revision++
	_, err = putDoc(tx, bBooks, []byte(d), p)
	return err
}

// shown is the revision as callers see it: never 0.
func (p position) shown() uint64 { return p.Revision + 1 }

// BooksRevision grows with everything that changes the books of a dossier, and is never 0.
func (f *File) BooksRevision(d core.DossierID) uint64 {
	p, _, err := readDoc[position](f, "the books", bBooks, []byte(d))
	if err != nil {
		return 1 // what is asked next says what is wrong
	}
	return p.shown()
}

// lineRef names a line in the file.
type lineRef struct {
	Ledger   uint32      `json:"l"`
	No       core.LineNo `json:"n"`
	Revision int         `json:"r,omitempty"` // of the line when it was matched
}

func (r lineRef) key() []byte { return lineKey(r.Ledger, r.No) }

func refOf(key []byte) lineRef {
	return lineRef{Ledger: binary.BigEndian.Uint32(key), No: core.LineNo(binary.BigEndian.Uint64(key[4:]))}
}

// keysOf translates to the ids that accounts have now.
func keysOf(owners map[uint32]core.AccountID, refs []lineRef) []core.LineKey {
	if refs == nil {
		return nil
	}
	keys := make([]core.LineKey, len(refs))
	for i, r := range refs {
		keys[i] = core.LineKey{Account: owners[r.Ledger], No: r.No}
	}
	return keys
}
