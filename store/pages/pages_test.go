package pages

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
)

func image(t testing.TB) []byte {
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := bolt.Open(path, 0o600, &bolt.Options{NoFreelistSync: true})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range []string{"small", "large"} {
			b, err := tx.CreateBucket([]byte(name))
			if err != nil {
				return err
			}
			for i := range map[string]int{"small": 2, "large": 2000}[name] {
				if err := b.Put(fmt.Appendf(nil, "%06d", i), bytes.Repeat([]byte("v"), i%50)); err != nil {
					return err
				}
			}
			if err := b.Put([]byte("z"), make([]byte, 20_000)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSoundFile(t *testing.T) {
	t.Parallel()
	b := image(t)
	m, err := ReadMeta(bytes.NewReader(b))
	if err != nil || m.Size() > int64(len(b)) {
		t.Fatal(m, err)
	}
	if faults := Check(bytes.NewReader(b), m); len(faults) > 0 {
		t.Error(faults)
	}
	binary.NativeEndian.PutUint64(b[m.Root*uint64(m.PageSize):], 1)
	if faults := Check(bytes.NewReader(b), m); len(faults) == 0 {
		t.Error("a page under another number was not noticed")
	}
}

// Whatever stands in the pages, the walk ends and stays inside.
func FuzzCheck(f *testing.F) {
	b := image(f)
	f.Add(uint32(9000), []byte{1, 2, 3})
	f.Fuzz(func(t *testing.T, at uint32, change []byte) {
		damaged := bytes.Clone(b)
		copy(damaged[at%uint32(len(damaged)):], change)
		if m, err := ReadMeta(bytes.NewReader(damaged)); err == nil {
			Check(bytes.NewReader(damaged), m)
		}
	})
}

// FuzzWreck: however a file is damaged, the walks end and hand over only what lies within it.
func FuzzWreck(f *testing.F) {
	b := image(f)
	f.Add(uint32(9000), []byte{1, 2, 3}, uint32(0))
	f.Add(uint32(0), make([]byte, 8192), uint32(0))
	f.Add(uint32(4104), []byte{1}, uint32(70_000))
	names := map[string]bool{"small": true, "large": true}
	f.Fuzz(func(t *testing.T, at uint32, change []byte, cut uint32) {
		damaged := bytes.Clone(b)
		copy(damaged[at%uint32(len(damaged)):], change)
		if cut > 0 {
			damaged = damaged[:cut%uint32(len(damaged))]
		}
		w, roots := OpenWreck(bytes.NewReader(damaged), int64(len(damaged)))
		seen := 0
		visit := func(key, value []byte) {
			if seen++; len(key)+len(value) > len(damaged) {
				t.Fatal("an entry is larger than the file")
			}
		}
		for _, m := range append(roots, w.Roots(names)...) {
			w.Last(m, "large")
			w.Walk(m, func(_ string, key, value []byte) bool { visit(key, value); return len(key)%7 > 0 })
			w.Peek(m, "small", visit)
		}
		w.Loose(false, visit)
		w.Loose(true, visit)
		if len(change) == 0 && cut == 0 && seen < 2000 {
			t.Fatalf("only %d entries of a sound file", seen)
		}
	})
}
