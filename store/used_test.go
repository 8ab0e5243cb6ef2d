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

// SetRoom lets acts be cut into parts of so many rows.
func (f *File) SetRoom(rows int) { f.room = rows }

// Books is everything that acts change, but for notes, as it stands in the file.
func (f *File) Books() (out map[string]string, err error) {
	out = make(map[string]string)
	err = f.db.View(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{bItems, bChart, bMatches, bMatched, bMarks, bRejections, bRules} {
			err := tx.Bucket(name).ForEach(func(k, v []byte) error {
				out[string(name)+"\x00"+string(k)] = string(v)
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// MakeFormatTwo takes out of the file what the third format brought.
func (f *File) MakeFormatTwo() error {
	return f.db.Update(func(tx *bolt.Tx) error {
		for _, name := range bookBuckets {
			if err := tx.DeleteBucket(name); err != nil {
				return err
			}
		}
		owners, err := ledgers(tx)
		if err != nil {
			return err
		}
		for no := range owners {
			fig, err := readFigures(tx, no)
			if err != nil {
				return err
			}
			fig.Open, fig.Check, fig.Books = 0, 0, 0
			if _, err := putDoc(tx, bFigures, ledgerKey(no), fig); err != nil {
				return err
			}
		}
		return tx.Bucket(bMeta).Put(keyFormat, guard(keyFormat, []byte{0, 0, 0, 2}))
	})
}
