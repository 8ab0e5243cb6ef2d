package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"

	bolt "go.etcd.io/bbolt"
)

func TestFileWhoseBirthFoundNoRoomBeginsAgain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	db, err := bolt.Open(path, 0o600, nil)
	must(t, err)
	must(t, db.Close())
	for _, size := range []int64{4 << 10, 8 << 10, 12 << 10} {
		must(t, os.Truncate(path, size))
		f, err := store.Open(t.Context(), storetest.Options(path))
		must(t, err)
		must(t, f.Close())
		must(t, os.Remove(path))
		db, err := bolt.Open(path, 0o600, nil)
		must(t, err)
		must(t, db.Close())
	}
}

func TestFileThatHeldSomethingNeverBeginsAgain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	furnish(t, f)
	must(t, f.Close())
	for _, size := range []int64{64 << 10, 16 << 10, 8 << 10} {
		must(t, os.Truncate(path, size))
		if _, err := store.Open(t.Context(), storetest.Options(path)); core.CodeOf(err) != core.CodeCorrupt {
			t.Errorf("cut to %d bytes: %v", size, err)
		}
		if info, err := os.Stat(path); err != nil || info.Size() != size {
			t.Errorf("the damaged file was changed: %v, %v", info, err)
		}
	}
}

func TestLineThatIsGoneIsDamage(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	furnish(t, f)
	must(t, f.Close())
	db, err := bolt.Open(path, 0o600, nil)
	must(t, err)
	must(t, db.Update(func(tx *bolt.Tx) error {
		c := tx.Bucket([]byte("rows")).Cursor()
		c.First()
		return c.Delete()
	}))
	must(t, db.Close())
	f, err = store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	list, err := f.Lines(t.Context(), core.Query{})
	must(t, err)
	if _, err = list.Window(0, list.Len()); core.CodeOf(err) != core.CodeCorrupt || core.HintOf(err) == "" {
		t.Errorf("a line that is gone is told as %v", err)
	}
	must(t, f.Close())
}

func TestKilledCopiesAreSweptUp(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	furnish(t, f)
	dir := t.TempDir()
	backup := filepath.Join(dir, "backup.db")
	kept := []string{"backup.db.part", "backup.db.note.part", "other.db.17.part", "backup.db.17"}
	for _, name := range append(kept, "backup.db.17.part", "backup.db.4711.part") {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600))
	}
	must(t, f.Backup(t.Context(), backup, false))
	left, err := os.ReadDir(dir)
	must(t, err)
	if len(left) != len(kept)+1 {
		t.Errorf("%v; want %v and the backup", left, kept)
	}
}
