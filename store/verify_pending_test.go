package store_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"

	bolt "go.etcd.io/bbolt"
)

// Two announced lines that have changed places are found, although each number that they bear is there.
func TestAnnouncedLinesInEachOthersPlaceAreDamage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	furnishLines(t, f)
	bk := newBank(4)
	first, second := bk.line(core.NewDate(2026, 11, 21)), bk.line(core.NewDate(2026, 11, 21))
	list := []core.Transaction{first, second}
	must(t, f.Apply(t.Context(), core.Delivery{
		Account: "a", Source: "pending-transactions", At: now, Raw: [][]byte{body(list)}, Pending: list, ReplacePending: true,
	}))
	must(t, f.Close())
	faults := func() int {
		f, err := store.Open(t.Context(), storetest.Options(path))
		must(t, err)
		report, err := f.Verify(t.Context(), thorough)
		must(t, err)
		must(t, f.Close())
		return len(report.Faults)
	}
	if n := faults(); n != 0 {
		t.Fatalf("%d faults before", n)
	}
	db, err := bolt.Open(path, 0o600, nil)
	must(t, err)
	must(t, db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket([]byte("pending"))
		c := b.Cursor()
		k, v := c.First()
		k2, v2 := c.Next()
		k, v, k2, v2 = bytes.Clone(k), bytes.Clone(v), bytes.Clone(k2), bytes.Clone(v2)
		must(t, b.Put(k, v2))
		return b.Put(k2, v)
	}))
	must(t, db.Close())
	if n := faults(); n != 2 {
		t.Errorf("%d faults, want one for each of the two", n)
	}
}
