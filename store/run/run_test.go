package run

import (
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

var shape = Shape{Key: 4, Value: 2}

func entry(key uint32, value uint16) []byte {
	return binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, key), value)
}

func open(t testing.TB) *bolt.DB {
	db, err := bolt.Open(filepath.Join(t.TempDir(), "runs.db"), 0o600, &bolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

var bucket = []byte("runs")

func TestRunsAreAMap(t *testing.T) {
	t.Parallel()
	db := open(t)
	rapid.Check(t, func(t *rapid.T) {
		model := map[uint32]map[uint32]uint16{}
		err := db.Update(func(tx *bolt.Tx) error {
			if tx.Bucket(bucket) != nil {
				if err := tx.DeleteBucket(bucket); err != nil {
					return err
				}
			}
			_, err := tx.CreateBucket(bucket)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(1, 20).Draw(t, "batches") {
			owner := rapid.Uint32Range(1, 3).Draw(t, "owner")
			keys := rapid.SliceOfNDistinct(rapid.Uint32Range(0, 9000), 0, 4000, rapid.ID).Draw(t, "keys")
			if model[owner] == nil {
				model[owner] = map[uint32]uint16{}
			}
			var batch []byte
			for _, k := range keys {
				v := uint16(rapid.IntRange(0, 1000).Draw(t, "base")) + uint16(k)
				model[owner][k] = v
				batch = append(batch, entry(k, v)...)
			}
			Sort(batch, shape)
			err := db.Update(func(tx *bolt.Tx) error {
				s, err := Open(tx.Bucket(bucket), owner, shape)
				if err != nil {
					return err
				}
				return s.Add(batch)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		err = db.View(func(tx *bolt.Tx) error { return compare(t, tx, model) })
		if err != nil {
			t.Fatal(err)
		}
	})
}

func compare(t *rapid.T, tx *bolt.Tx, model map[uint32]map[uint32]uint16) error {
	for owner := range uint32(5) {
		s, err := Open(tx.Bucket(bucket), owner, shape)
		if err != nil {
			return err
		}
		for k := uint32(0); k < 9001; k += 7 {
			v, ok, err := s.Find(binary.BigEndian.AppendUint32(nil, k))
			if err != nil {
				return err
			}
			want, known := model[owner][k]
			if ok != known || ok && binary.BigEndian.Uint16(v) != want {
				t.Fatalf("owner %d, key %d: %v %v, want %v %v", owner, k, v, ok, want, known)
			}
		}
		all, err := s.All()
		if err != nil {
			return err
		}
		if len(all) != len(model[owner])*shape.size() {
			t.Fatalf("owner %d has %d entries, want %d", owner, len(all)/shape.size(), len(model[owner]))
		}
		// Few runs, however many batches: every one is larger than the one behind it.
		for i := 1; i < len(s.runs); i++ {
			if s.runs[i-1].entries <= s.runs[i].entries {
				t.Fatalf("runs of %v", s.runs)
			}
		}
	}
	return nil
}

func TestDamageIsNoticed(t *testing.T) {
	t.Parallel()
	db := open(t)
	err := db.Update(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket(bucket)
		if err != nil {
			return err
		}
		s, err := Open(b, 1, shape)
		if err != nil {
			return err
		}
		if err := s.Add(append(entry(1, 1), entry(2, 2)...)); err != nil {
			return err
		}
		k, v := b.Cursor().Last()
		spoilt := append([]byte{}, v...)
		spoilt[len(spoilt)-1] ^= 1
		return b.Put(append([]byte{}, k...), spoilt)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(func(tx *bolt.Tx) error {
		s, err := Open(tx.Bucket(bucket), 1, shape)
		if err != nil {
			return err
		}
		_, err = s.All()
		return err
	})
	if !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// A page that was emptied within the transaction must not hide what stands before it.
func TestFloorSeesOverEmptiedPages(t *testing.T) {
	t.Parallel()
	db := open(t)
	key := func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(i)) }
	const n = 400 // of 100 bytes: ten pages
	err := db.Update(func(tx *bolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists(bucket)
		for i := range n {
			err = errors.Join(err, b.Put(key(i), make([]byte, 100)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bucket)
		for i := 50; i < 350; i++ {
			if err := b.Delete(key(i)); err != nil {
				return err
			}
		}
		c := b.Cursor()
		for limit := range n {
			want := limit
			if limit >= 50 && limit < 350 {
				want = 49
			}
			for _, first := range []int{0, 20, 49, 50} {
				k, _ := Floor(c, key(first), key(limit))
				switch {
				case want < first && k != nil:
					t.Errorf("from %d up to %d there is nothing, not %x", first, limit, k)
				case want >= first && !bytes.Equal(k, key(want)):
					t.Errorf("from %d up to %d: %x and not %d", first, limit, k, want)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
