package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// tornFile is a file whose transactions are so small that an act of some items has several parts.
func tornFile(t *testing.T, path string) *File {
	t.Helper()
	f, err := Open(t.Context(), Options{Path: path, Now: time.Now, LockWait: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	f.room = 2
	return f
}

func someItems(n int) core.Act {
	a := core.Act{Dossier: "d", By: "user", What: "imported"}
	for i := range n {
		id := fmt.Sprintf("item %d", i)
		a.Items = append(a.Items, core.OpenItem{ID: core.ItemID(id), Number: id, Kind: core.Sale, Party: "Peeters",
			Date: core.NewDate(2026, 10, 1), Amount: core.Amount{Minor: 100, Currency: core.EUR}})
	}
	return a
}

// reopened ends a program without a word to its file and starts the next. It reports what the file holds then.
func reopened(t *testing.T, f *File, path string) (next *File, items, undone, stacked int) {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	next = tornFile(t, path)
	if report, err := next.Verify(t.Context(), VerifyOptions{}); err != nil || !report.OK() {
		t.Fatal(report.Faults, err)
	}
	list, err := next.Items("d", false)
	if err != nil {
		t.Fatal(err)
	}
	acts, err := next.Acts("d", 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range acts {
		if a.Undone {
			undone++
		}
	}
	return next, len(list), undone, len(acts)
}

// A program killed between two parts of an act leaves nothing of it.
func TestAnActCutOffIsTakenBack(t *testing.T) {
	act := someItems(7)
	parts := len(cutSteps(stepsOf(&act), 2))
	for stood := 1; stood <= parts; stood++ {
		path := filepath.Join(t.TempDir(), "torn.db")
		f := tornFile(t, path)
		before := someItems(1)
		before.Items[0].ID, before.Items[0].Number = "before", "before"
		if _, err := f.Do(t.Context(), before); err != nil {
			t.Fatal(err)
		}
		var done core.Done
		for i := range stood {
			if err := f.doPart(t.Context(), &act, cutSteps(stepsOf(&act), 2), i, &done); err != nil {
				t.Fatal(err)
			}
		}
		f, items, undone, stacked := reopened(t, f, path)
		if items != 1 || undone != 0 || stacked != 1 {
			t.Errorf("%d of %d parts: %d items, %d acts of which %d undone", stood, parts, items, stacked, undone)
		}
		if n := f.Notices(); len(n) != 1 || !strings.Contains(n[0], "“imported” was cut off") || !strings.HasSuffix(n[0], "do it again") {
			t.Errorf("%d of %d parts: %q", stood, parts, n)
		}
		if _, err := f.Do(t.Context(), act); err != nil {
			t.Error(err)
		}
		f, items, _, stacked = reopened(t, f, path)
		if items != 8 || stacked != 2 || len(f.Notices()) != 0 {
			t.Errorf("%d of %d parts, done again: %d items, %d acts, %q", stood, parts, items, stacked, f.Notices())
		}
		must(t, f.Close())
	}
}

// An undo or redo that was cut off ends as an undo, and can be done again.
func TestAMoveCutOffEndsAsUndo(t *testing.T) {
	act := someItems(7)
	for _, which := range []string{"undo", "redo"} {
		for stood := 1; stood <= 4; stood++ {
			path := filepath.Join(t.TempDir(), "torn.db")
			f := tornFile(t, path)
			if _, err := f.Do(t.Context(), act); err != nil {
				t.Fatal(err)
			}
			if which == "redo" {
				if _, err := f.Undo(t.Context(), "d", "user"); err != nil {
					t.Fatal(err)
				}
			}
			tear(t, f, which, stood)
			f, items, undone, stacked := reopened(t, f, path)
			if items != 0 || undone != 1 || stacked != 1 || len(f.Notices()) != 1 {
				t.Errorf("%d parts of %s: %d items, %d acts of which %d undone, %q", stood, which, items, stacked, undone, f.Notices())
			}
			if _, err := f.Redo(t.Context(), "d", "user"); err != nil {
				t.Error(err)
			}
			f, items, undone, _ = reopened(t, f, path)
			if items != 7 || undone != 0 {
				t.Errorf("%d parts of %s, done again: %d items, %d undone", stood, which, items, undone)
			}
			must(t, f.Close())
		}
	}
}

// tear moves some parts of the act that is next.
func tear(t *testing.T, f *File, which string, stood int) {
	t.Helper()
	var keys [][]byte
	must(t, f.db.View(func(tx *bolt.Tx) (err error) {
		keys, err = partsToMove(tx, "d", which)
		return err
	}))
	for i := range stood {
		must(t, f.moveOne(context.Background(), &core.Act{Dossier: "d", By: "user", What: which}, keys, i, which))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
