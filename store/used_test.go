package store

import bolt "go.etcd.io/bbolt"

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
