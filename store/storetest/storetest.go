// Package storetest opens temporary files for tests, here and in other packages.
package storetest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
)

// Now is the instant at which the clock of a test file stands.
var Now = time.Date(2026, time.November, 22, 9, 30, 0, 0, time.UTC)

// Sealer hides nothing well; it only shows that values went through a sealer.
type Sealer struct{}

const mark = "sealed:"

// Seal turns the bytes around behind a mark.
func (Sealer) Seal(clear []byte) ([]byte, error) { return append([]byte(mark), flip(clear)...), nil }

// Unseal undoes Seal and refuses anything else.
func (Sealer) Unseal(sealed []byte) ([]byte, error) {
	if len(sealed) < len(mark) || string(sealed[:len(mark)]) != mark {
		return nil, errors.New("not sealed by this sealer")
	}
	return flip(sealed[len(mark):]), nil
}

func flip(b []byte) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = ^b[i]
	}
	return out
}

// Options are those with which Open opens a file at path.
func Options(path string) store.Options {
	return store.Options{Path: path, Seal: Sealer{}, Now: func() time.Time { return Now }}
}

// Open opens a new file that is verified and closed at the end of the test.
func Open(t testing.TB) *store.File {
	t.Helper()
	return OpenAt(t, filepath.Join(t.TempDir(), "ferry.db"))
}

// OpenAt is Open for a file at a given place.
func OpenAt(t testing.TB, path string) *store.File {
	t.Helper()
	f, err := store.Open(t.Context(), Options(path))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// The test's own context has ended by now.
		ctx := context.WithoutCancel(t.Context())
		if report, err := f.Verify(ctx, store.VerifyOptions{}); err != nil && !closed(err) {
			t.Errorf("verify: %v", err)
		} else if !report.OK() {
			t.Errorf("verify: %+v", report.Faults)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

func closed(err error) bool {
	e, ok := errors.AsType[*core.Error](err)
	return ok && e.Msg == "the file is closed"
}
