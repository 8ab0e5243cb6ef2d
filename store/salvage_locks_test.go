package store

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// A lock of an account that is lost would make the new file contradict itself: it goes, and is told.
func TestSalvageDropsLocksOfNoAccount(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "old.db"), filepath.Join(t.TempDir(), "new.db")
	f := tornFile(t, from)
	must(t, f.db.Update(func(tx *bolt.Tx) error {
		_, err := putDoc(tx, bLocks, ledgerKey(99), core.Lock{Until: core.NewDate(2026, 10, 31), By: "user"})
		return err
	}))
	must(t, f.Close())
	report, err := Salvage(t.Context(), from, Options{Path: to, Now: time.Now, LockWait: time.Second}, nil)
	if err != nil || !strings.Contains(strings.Join(report.Others, "\n"), "locks of lost accounts that are gone: 1") {
		t.Fatalf("%+v, %v", report, err)
	}
}
