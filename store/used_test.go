package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// Used is how many bytes of the file hold something.
func (f *File) Used() (bytes int64, err error) {
	if err := f.db.Sync(); err != nil {
		return 0, err
	}
	err = f.db.View(func(tx *bolt.Tx) error {
		stats := f.db.Stats()
		bytes = tx.Size() - int64(stats.FreePageN+stats.PendingPageN)*int64(f.db.Info().PageSize)
		return nil
	})
	return bytes, err
}

// Damage flips a byte of a delivery.
func (f *File) Damage(delivery uint64) error {
	return f.db.Update(func(tx *bolt.Tx) error {
		b := tx.Bucket(bDeliveries)
		v := bytes.Clone(b.Get(number(delivery)))
		v[len(v)-1] ^= 1
		return b.Put(number(delivery), v)
	})
}
