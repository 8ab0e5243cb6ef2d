package store

import (
	"bytes"
	"encoding/json"

	"ferry/core"
	"ferry/store/row"
)

// bookCheck compares the parts of the books with each other and with the lines.
type bookCheck struct {
	*verifier
	owners  map[uint32]core.AccountID
	open    map[uint32]*ledger
	settled map[string]int64 // of each item, by its key: the sum of what matches take
	kinds   map[string]core.Currency
	places  int // lines that are in a match, as the matches say
}

// books checks the books: every match's lines and items exist, the lookup agrees both ways, and what is settled of an
// item is what the matches take.
func (v *verifier) books() error {
	checkDocs[core.Limits](v, bLimits, nil)
	checkDocs[core.Lock](v, bLocks, nil)
	checkDocs[[]core.Rule](v, bRules, nil)
	checkDocs(v, bMappings, func(m core.Mapping) []byte { return []byte(m.Name) })
	c := &bookCheck{
		verifier: v, open: make(map[uint32]*ledger), settled: make(map[string]int64), kinds: make(map[string]core.Currency),
	}
	var err error
	if c.owners, err = ledgers(v.tx); err != nil {
		return nil // said by ledgers
	}
	c.chart()
	for _, check := range []func() error{c.matches, c.items, c.matched, c.lines, c.acts, c.positions} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *bookCheck) chart() {
	ofDocs(c.verifier, bChart, func(l core.LedgerAccount) []byte { return []byte(l.Number) }, nil)
}

// ofDocs reads the documents of all dossiers and checks that each stands under its own name.
func ofDocs[T any](v *verifier, bucket []byte, name func(T) []byte, use func(key []byte, doc T)) {
	cursor := v.tx.Bucket(bucket).Cursor()
	for k, value := cursor.First(); k != nil; k, value = cursor.Next() {
		var doc T
		_, rest := ofDossier(k)
		if err := decodeDoc(k, value, &doc); err != nil {
			v.fault(Fault{}, "%s %q cannot be read: %v", bucket, k, err)
			continue
		} else if !bytes.Equal(name(doc), rest) {
			v.fault(Fault{}, "%s %q stands under another name", bucket, k)
		}
		if use != nil {
			use(k, doc)
		}
	}
}

// line reads a line that the books speak of.
func (c *bookCheck) line(ref lineRef, r *row.Row) bool {
	l, ok := c.open[ref.Ledger]
	if owner := c.owners[ref.Ledger]; !ok && owner != "" {
		var err error
		if l, err = openLedgerNo(c.tx, ref.Ledger, owner); err != nil {
			l = nil // said by ledgers
		}
		c.open[ref.Ledger] = l
	}
	if l == nil {
		return false
	}
	found, err := l.row(ref.No, r)
	return found && err == nil
}

func (c *bookCheck) matches() error {
	ofDocs(c.verifier, bMatches, func(m storedMatch) []byte { return number(m.ID) }, func(k []byte, m storedMatch) {
		d, _ := ofDossier(k)
		if m.ID > c.tx.Bucket(bMatches).Sequence() {
			c.fault(Fault{}, "match %d has a number that was not given yet", m.ID)
		}
		for _, ref := range m.Lines {
			at := Fault{Account: c.owners[ref.Ledger], Line: ref.No}
			var r row.Row
			if !c.line(ref, &r) {
				c.fault(at, "match %d has a line %d that is not there", m.ID, ref.No)
			}
			p, err := readPlace(ref.key(), c.tx.Bucket(bMatched).Get(ref.key()))
			want := place{match: m.ID, revision: uint32(ref.Revision), auto: m.Auto, kind: m.Why.Kind}
			if err != nil || p != want {
				c.fault(at, "line %d does not say that it is in match %d", ref.No, m.ID)
			}
			c.places++
		}
		for _, p := range m.Why.Parts {
			key := string(of(d, p.Item))
			c.settled[key] += p.Settles.Minor
			if c.kinds[key] = p.Settles.Currency; c.tx.Bucket(bItems).Get([]byte(key)) == nil {
				c.fault(Fault{}, "match %d settles an item %q that is not there", m.ID, p.Item)
			}
		}
	})
	return c.ctx.Err()
}

func (c *bookCheck) items() error {
	ofDocs(c.verifier, bItems, func(i core.OpenItem) []byte { return []byte(i.ID) }, func(k []byte, i core.OpenItem) {
		if sum := c.settled[string(k)]; sum != i.Settled || !within(i.Settled, i.Amount.Minor) {
			c.fault(Fault{}, "of item %q %d is settled, and the matches settle %d of %d", i.ID, i.Settled, sum, i.Amount.Minor)
		}
		if kind, ok := c.kinds[string(k)]; ok && kind != i.Amount.Currency {
			c.fault(Fault{}, "item %q is settled in another currency", i.ID)
		}
	})
	return c.ctx.Err()
}

// matched checks that no line says that it is in a match which does not know it.
func (c *bookCheck) matched() error {
	n := 0
	err := c.tx.Bucket(bMatched).ForEach(func(k, v []byte) error {
		if _, err := readPlace(k, v); err != nil || len(k) != 12 {
			c.fault(Fault{}, "the match of a line cannot be read: %v", err)
		}
		n++
		return c.ctx.Err()
	})
	if n != c.places {
		c.fault(Fault{}, "%d lines say that they are in a match, and the matches have %d", n, c.places)
	}
	return err
}

// lines checks that marks and rejections are of lines that exist.
func (c *bookCheck) lines() error {
	for _, bucket := range [][]byte{bMarks, bRejections} {
		err := c.tx.Bucket(bucket).ForEach(func(k, v []byte) error {
			value, err := unguard(k, v)
			if err == nil && len(k) != 12 {
				err = errGuard
			}
			if err == nil && len(value) > 0 {
				err = json.Unmarshal(value, new([]storedRejection))
			}
			var r row.Row
			if err != nil {
				c.fault(Fault{}, "%s hold something that cannot be read: %v", bucket, err)
			} else if ref := refOf(k); !c.line(ref, &r) {
				c.fault(Fault{Account: c.owners[ref.Ledger], Line: ref.No}, "%s speak of a line %d that is not there", bucket, ref.No)
			}
			return c.ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// acts checks that everything on the stacks can be read, so that it can be taken back.
func (c *bookCheck) acts() error {
	n := 0
	err := c.tx.Bucket(bActs).ForEach(func(k, v []byte) error {
		n++
		var part actPart
		act, _ := splitActKey(k)
		if err := decodeDoc(k, v, &part); err != nil || act == 0 || act > c.tx.Bucket(bActs).Sequence() {
			c.fault(Fault{}, "an act cannot be read: %v", err)
			return nil
		}
		images, err := c.archive.readImages(c.tx, k)
		if err != nil || len(images) != part.Images {
			c.fault(Fault{}, "what act %d changed cannot be read: %v", act, err)
		}
		for _, i := range images {
			if i.bucket != notes && c.tx.Bucket([]byte(i.bucket)) == nil {
				c.fault(Fault{}, "act %d changed %q, which is not there", act, i.bucket)
			}
		}
		return c.ctx.Err()
	})
	if n != c.tx.Bucket(bImages).Stats().KeyN {
		c.fault(Fault{}, "the acts and what they changed are not of one number")
	}
	return err
}

// positions checks that every stack is done up to an act that is on it.
func (c *bookCheck) positions() error {
	return c.tx.Bucket(bBooks).ForEach(func(k, v []byte) error {
		var p position
		if err := decodeDoc(k, v, &p); err != nil {
			c.fault(Fault{}, "how far the acts of dossier %q are done cannot be read: %v", k, err)
		} else if p.Act != 0 && c.tx.Bucket(bActs).Get(actKey(core.DossierID(k), p.Act, p.Part)) == nil {
			c.fault(Fault{}, "act %d of dossier %q is not on the stack", p.Act, k)
		}
		return nil
	})
}

// countBooks counts a line, with its mark, as the figures do.
func (c *ledgerCheck) countBooks(r *row.Row) {
	key := lineKey(c.l.no, r.No)
	if wants(r, c.until) && c.tx.Bucket(bMatched).Get(key) == nil {
		c.figures.Open++
	}
	if c.tx.Bucket(bMarks).Get(key) != nil {
		c.figures.Check++
	}
}
