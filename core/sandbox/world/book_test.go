package world

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ferry/core"
)

// naive is a book as a plain slice: what the woven one must equal.
type naive struct{ rows []row }

func (n *naive) find(key uint64) int {
	return slices.IndexFunc(n.rows, func(r row) bool { return r.key == key })
}

func (n *naive) put(key uint64, c Content) {
	day := func(c Content) core.Date { return core.DateIn(c.ExecutionDate, time.UTC) }
	if i := n.find(key); i >= 0 {
		if day(n.rows[i].content) == day(c) {
			n.rows[i].content = c
			return
		}
		n.rows = slices.Delete(n.rows, i, i+1)
	}
	at := slices.IndexFunc(n.rows, func(r row) bool { return day(r.content) <= day(c) })
	if at < 0 {
		at = len(n.rows)
	}
	n.rows = slices.Insert(n.rows, at, row{key: key, content: c})
}

func (n *naive) sum() (total int64) {
	for _, r := range n.rows {
		total += r.content.Amount.Minor
	}
	return total
}

// Any sequence of changes leaves the woven list equal to the plain one: the same keys in the same order, found at their
// places, with the same sum.
func TestBookEqualsPlainList(t *testing.T) {
	t.Parallel()
	top := core.NewDate(2026, time.March, 2)
	rapid.Check(t, func(t *rapid.T) {
		src := newSource(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 25).Draw(t, "n"), top, numbers{})
		src.zone, src.currency, src.holder = time.UTC, core.EUR, "Test"
		src.total = src.sum()
		b, n := newBook(&src), &naive{}
		for i := range src.n {
			n.rows = append(n.rows, row{key: uint64(i), content: src.content(i)})
		}
		next := firstKey
		for range rapid.IntRange(0, 40).Draw(t, "steps") {
			day := top.AddDays(-rapid.IntRange(-3, 40).Draw(t, "day"))
			c := Content{Amount: core.Amount{Minor: rapid.Int64Range(-9999, 9999).Draw(t, "minor"), Currency: core.EUR}, ExecutionDate: day.Time()}
			known := uint64(0)
			if len(n.rows) > 0 {
				known = n.rows[rapid.IntRange(0, len(n.rows)-1).Draw(t, "row")].key
			}
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				next++
				b.put(next, c, time.Time{})
				n.put(next, c)
			case 1, 2:
				if i := n.find(known); i >= 0 {
					if rapid.Bool().Draw(t, "sameDay") {
						c.ExecutionDate = n.rows[i].content.ExecutionDate
					}
					b.put(known, c, time.Time{})
					n.put(known, c)
				}
			case 3:
				if i := n.find(known); i >= 0 {
					n.rows = slices.Delete(n.rows, i, i+1)
					b.remove(known)
				}
			}
			compare(t, b.clone(), n)
		}
		compare(t, b, n)
	})
}

func compare(t *rapid.T, b *book, n *naive) {
	if b.len() != len(n.rows) || b.sum() != n.sum() {
		t.Fatalf("%d lines of %d, want %d of %d", b.len(), b.sum(), len(n.rows), n.sum())
	}
	for i, want := range n.rows {
		r, base := b.at(i)
		key, content := uint64(base), Content{}
		if r != nil {
			key, content = r.key, r.content
		} else {
			content = b.src.content(base)
		}
		if key != want.key || content != want.content {
			t.Fatalf("at %d: key %d, want %d", i, key, want.key)
		}
		if at, ok := b.position(key); !ok || at != i {
			t.Fatalf("position of %d: %d %v, want %d", key, at, ok, i)
		}
	}
	if _, ok := b.position(firstKey - 1); ok {
		t.Fatalf("a line that never was has a place")
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := newCipher(rapid.Uint64().Draw(t, "seed"))
		owner := rapid.Uint64Range(0, 1<<ownerBits-1).Draw(t, "owner")
		key := rapid.Uint64Range(0, firstKey*2).Draw(t, "key")
		id := c.encode(owner, key)
		if o, k, ok := c.decode(id); !ok || o != owner || k != key {
			t.Fatalf("%s: %d %d %v, want %d %d", id, o, k, ok, owner, key)
		}
		if len(id) != 36 || id[14] != '4' || (id[19] != '8' && id[19] != '9' && id[19] != 'a' && id[19] != 'b') {
			t.Fatalf("%s is no UUID v4", id)
		}
	})
	c := newCipher(1)
	for _, id := range []string{"", "x", "0b5f0a52-3a55-4c7e-9d5a-6f2b7a3c1d01", "0b5f0a52-3a55-1c7e-9d5a-6f2b7a3c1d01", "0b5f0a52-3a55-4c7e-9d5a-6f2b7a3c1dzz"} {
		if _, _, ok := c.decode(id); ok {
			t.Errorf("%q is taken for a line", id)
		}
	}
}
