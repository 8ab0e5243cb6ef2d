//go:build unix

package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

func furnished(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	furnish(t, f)
	must(t, f.Close())
	return path
}

func TestRightsAreMended(t *testing.T) {
	t.Parallel()
	path := furnished(t)
	must(t, os.Chmod(path, 0o644))
	must(t, os.Chmod(filepath.Dir(path), 0o755))
	f := storetest.OpenAt(t, path)
	if len(f.Notices()) != 2 {
		t.Errorf("notices: %q", f.Notices())
	}
	for p, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
		info, err := os.Stat(p)
		must(t, err)
		if info.Mode().Perm() != want {
			t.Errorf("%s has %v", p, info.Mode())
		}
	}
}

func TestOthersFilesAreRefused(t *testing.T) {
	t.Parallel()
	path := furnished(t)
	if err := os.Chown(path, 12345, -1); err != nil {
		t.Skip("only the administrator can give a file away")
	}
	_, err := store.Open(t.Context(), storetest.Options(path))
	if core.CodeOf(err) != core.CodeStorage || !strings.Contains(err.Error(), "another user") {
		t.Error(err)
	}
}

func TestEmptyFileIsRefused(t *testing.T) {
	t.Parallel()
	path := furnished(t)
	must(t, os.Truncate(path, 0))
	_, err := store.Open(t.Context(), storetest.Options(path))
	if core.CodeOf(err) != core.CodeCorrupt || !strings.Contains(core.HintOf(err), "restore") {
		t.Errorf("a file that was cut off to nothing: %v (%s)", err, core.HintOf(err))
	}
	if info, err := os.Stat(path); err != nil || info.Size() != 0 {
		t.Errorf("it was changed: %v, %v", info, err)
	}
	must(t, os.Remove(path))
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	must(t, f.Close())
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("beside a new file stand %v, %v", left, err)
	}
}

func TestDamagedFilesAreRefusedAndLeftAlone(t *testing.T) {
	t.Parallel()
	sound, err := os.ReadFile(furnished(t))
	must(t, err)
	for name, image := range map[string][]byte{
		"cut off":        sound[:50_000],
		"cut in headers": sound[:5_000],
		"not a database": []byte(strings.Repeat("name,amount\n", 1000)),
		"zeros":          make([]byte, 100_000),
	} {
		path := filepath.Join(t.TempDir(), "ferry.db")
		must(t, os.WriteFile(path, image, 0o600))
		_, err := store.Open(t.Context(), storetest.Options(path))
		if core.CodeOf(err) != core.CodeCorrupt || !strings.Contains(core.HintOf(err), "restore") {
			t.Errorf("%s: %v", name, err)
		}
		after, err := os.ReadFile(path)
		must(t, err)
		if string(after) != string(image) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestFullDiskChangesNothing(t *testing.T) {
	// The limit on file size is the process's own: no t.Parallel.
	path := furnished(t)
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	info, err := os.Stat(path)
	must(t, err)
	var before syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(info.Size()), Max: before.Max}))
	bk := newBank(77)
	for reading := uint64(10); err == nil && reading < 200; reading++ {
		var page []core.Transaction
		for range 100 {
			page = append(page, bk.line(core.NewDate(2026, 11, 20)))
		}
		err = f.Apply(t.Context(), delivery("a", reading, 0, page))
	}
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before))
	e, ok := errors.AsType[*core.Error](err)
	if !ok || e.Code != core.CodeStorage || e.Hint == "" {
		t.Fatalf("a full disk says %v", err)
	}
	// With room again it goes on where it stood.
	must(t, f.Apply(t.Context(), delivery("a", 500, 0, []core.Transaction{bk.line(core.NewDate(2026, 11, 21))})))
	report, err := f.Verify(t.Context(), thorough)
	must(t, err)
	if !report.OK() {
		t.Fatal(report.Faults)
	}
	must(t, f.Close())
}

func TestReadOnlyFileIsOneClearError(t *testing.T) {
	t.Parallel()
	if os.Getuid() == 0 {
		t.Skip("the administrator may write anything")
	}
	path := furnished(t)
	must(t, os.Chmod(path, 0o400))
	_, err := store.Open(t.Context(), storetest.Options(path))
	if core.CodeOf(err) != core.CodeStorage || core.HintOf(err) == "" {
		t.Error(err)
	}
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	furnish(t, f)
	dir := t.TempDir()
	backup := filepath.Join(dir, "backup.db")
	must(t, f.Backup(t.Context(), backup, false))
	if err := f.Backup(t.Context(), backup, false); core.CodeOf(err) != core.CodeConflict {
		t.Errorf("overwritten unasked: %v", err)
	}
	must(t, f.Backup(t.Context(), backup, true))
	if err := f.Backup(t.Context(), f.Path(), true); core.CodeOf(err) != core.CodeInvalid {
		t.Errorf("a file backed up over itself: %v", err)
	}
	info, err := os.Stat(backup)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("a backup with rights %v", info.Mode())
	}

	place := filepath.Join(dir, "new", "ferry.db")
	aside, err := store.Restore(t.Context(), backup, storetest.Options(place), thorough)
	must(t, err)
	if aside != "" {
		t.Errorf("there was nothing to put aside, but %s", aside)
	}
	aside, err = store.Restore(t.Context(), backup, storetest.Options(place), thorough)
	must(t, err)
	if _, err := os.Stat(aside); err != nil {
		t.Errorf("the old file is gone: %v", err)
	}
	restored := storetest.OpenAt(t, place)
	stats, err := restored.Stats("a")
	must(t, err)
	if stats.Lines != 40 || stats.Missing != 1 || stats.Pending != 1 {
		t.Errorf("%+v", stats)
	}

	image, err := os.ReadFile(backup)
	must(t, err)
	must(t, os.WriteFile(backup, image[:len(image)/8], 0o600))
	if _, err := store.Restore(t.Context(), backup, storetest.Options(filepath.Join(dir, "x.db")), thorough); core.CodeOf(err) != core.CodeCorrupt {
		t.Errorf("a damaged backup was restored: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	must(t, err)
	if len(left) != 2 {
		t.Errorf("left behind: %q", left)
	}
}
