package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

func options(path string) Options { return Options{Path: path, Now: time.Now} }

// versionOne makes a file of the first format.
func versionOne(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := open(t.Context(), options(path), migrations[:1])
	if err != nil {
		t.Fatal(err)
	}
	err = errors.Join(f.PutDossier(t.Context(), core.Dossier{ID: "d", Name: "Bakkerij"}, "user"), f.Close())
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func rename(tx *bolt.Tx) error {
	d, ok, err := getDoc[core.Dossier](tx, bDossiers, []byte("d"))
	if err != nil || !ok {
		return errors.Join(err, errors.New("no dossier"))
	}
	d.Name += " (moved)"
	_, err = putDoc(tx, bDossiers, []byte("d"), d)
	return err
}

func TestMigration(t *testing.T) {
	t.Parallel()
	path := versionOne(t)
	failing := append(migrations[:1:1], migration{"renames", rename}, migration{"fails", func(*bolt.Tx) error { return errors.New("half way") }})
	if _, err := open(t.Context(), options(path), failing); err == nil || !strings.Contains(err.Error(), "half way") {
		t.Fatalf("a failed migration says %v", err)
	}
	// Nothing of it is left: the same file can be brought up again, and once only.
	good := append(migrations[:1:1], migration{"renames", rename})
	for range 2 {
		f, err := open(t.Context(), options(path), good)
		if err != nil {
			t.Fatal(err)
		}
		dossiers, err := f.Dossiers()
		if err = errors.Join(err, f.Close()); err != nil || dossiers[0].Name != "Bakkerij (moved)" {
			t.Fatalf("%v, %v", dossiers, err)
		}
	}
	if _, err := os.Stat(path + ".format-1"); err != nil {
		t.Errorf("the file was not copied aside: %v", err)
	}
}

func TestNewerFileIsRefused(t *testing.T) {
	t.Parallel()
	path := versionOne(t)
	f, err := open(t.Context(), options(path), append(migrations[:1:1], migration{"renames", rename}))
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err = open(context.Background(), options(path), migrations[:1]); core.CodeOf(err) != core.CodeConflict ||
		!strings.Contains(err.Error(), "newer Ferry (format 2, this one knows 1)") {
		t.Error(err)
	}
}
