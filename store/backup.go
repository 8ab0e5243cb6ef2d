package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// Backup writes a consistent copy while the file is in use. It replaces an existing file only when overwrite is set.
func (f *File) Backup(ctx context.Context, path string, overwrite bool) error {
	if same, err := sameFile(path, f.o.Path); err != nil {
		return err
	} else if same {
		return invalid("write the backup", "a file cannot be its own backup")
	}
	if _, err := os.Lstat(path); err == nil && !overwrite {
		return &core.Error{
			Code: core.CodeConflict, Op: "write the backup", Msg: path + " exists already", Hint: "choose another name",
		}
	}
	err := f.read("write the backup", func(tx *bolt.Tx) error {
		return replaceFile(path, func(w io.Writer) error {
			_, err := tx.WriteTo(stoppable{ctx, w})
			return err
		})
	})
	return err
}

func invalid(op, msg string) error { return &core.Error{Code: core.CodeInvalid, Op: op, Msg: msg} }

// sameFile reports whether both names lead to one file that is there.
func sameFile(a, b string) (bool, error) {
	one, err := os.Stat(a)
	two, err2 := os.Stat(b)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err2, os.ErrNotExist) {
		return false, nil
	}
	if err := errors.Join(err, err2); err != nil {
		return false, storageError("look at the files", err)
	}
	return os.SameFile(one, two), nil
}

// stoppable ends a long copy when nobody waits for it any more.
type stoppable struct {
	ctx context.Context
	w   io.Writer
}

func (s stoppable) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}

// copyTo copies an open file aside; it never overwrites.
func copyTo(db *bolt.DB, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return os.ErrExist
	}
	return db.View(func(tx *bolt.Tx) error {
		return replaceFile(path, func(w io.Writer) error {
			_, err := tx.WriteTo(w)
			return err
		})
	})
}

// unfinished ends the names of files that are being written.
const unfinished = ".part"

// sweep removes what was left beside path by processes that were killed while they wrote it: each would hold the room of a
// whole file for ever. One that is still at work, if there is any, fails when it is done.
func sweep(path string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return err
	}
	for _, e := range entries {
		number, ours := strings.CutPrefix(e.Name(), filepath.Base(path)+".")
		number, left := strings.CutSuffix(number, unfinished)
		if _, err := strconv.ParseUint(number, 10, 64); !ours || !left || err != nil {
			continue
		}
		if err := os.Remove(filepath.Join(filepath.Dir(path), e.Name())); err != nil {
			return err
		}
	}
	return nil
}

// replaceFile writes a file beside path and puts it there when it is whole and on disk: whatever happens, path holds
// either what it held or all of the new.
func replaceFile(path string, fill func(io.Writer) error) (err error) {
	dir := filepath.Dir(path)
	if err := sweep(path); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, filepath.Base(path)+".*"+unfinished) // made with 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tmp.Close(), os.Remove(tmp.Name()))
		}
	}()
	if err := fill(tmp); err != nil {
		return err
	}
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	// The file stands under its name now: nothing may remove it any more.
	return errors.Join(tmp.Close(), syncDir(dir))
}

// Restore verifies a backup and puts it in the place of to.Path, which no program may hold. The file that was there is
// kept under the returned name (empty when there was none).
func Restore(ctx context.Context, from string, to Options, v VerifyOptions) (aside string, err error) {
	if same, err := sameFile(from, to.Path); err != nil {
		return "", err
	} else if same {
		return "", invalid("restore", "a file cannot be restored from itself")
	}
	if _, err := secure(to.Path); err != nil {
		return "", err
	}
	candidate := to.Path + ".restoring"
	source, err := os.Open(from)
	if err != nil {
		return "", storageError("read the backup", err)
	}
	defer source.Close()
	err = replaceFile(candidate, func(w io.Writer) error {
		_, err := io.Copy(stoppable{ctx, w}, source)
		return err
	})
	if err != nil {
		return "", storageError("copy the backup", err)
	}
	defer os.Remove(candidate) // gone already when all went well
	if err := verifyBackup(ctx, candidate, to, v); err != nil {
		return "", err
	}
	return exchange(ctx, candidate, to)
}

func verifyBackup(ctx context.Context, path string, o Options, v VerifyOptions) error {
	o.Path, o.Holder = path, ""
	f, err := Open(ctx, o)
	if err != nil {
		return err
	}
	report, err := f.Verify(ctx, v)
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if !report.OK() {
		return &core.Error{
			Code: core.CodeCorrupt, Op: "restore", Hint: "nothing was changed; try an earlier backup",
			Msg: fmt.Sprintf("the backup is damaged: %s", report.Faults[0].What),
		}
	}
	return nil
}

// exchange puts the candidate in the file's place while holding the file's lock, so that nobody works on the old one.
func exchange(ctx context.Context, candidate string, to Options) (aside string, err error) {
	if _, err := os.Lstat(to.Path); err == nil {
		release, err := holdLock(ctx, to)
		if err != nil {
			return "", err
		}
		defer release()
		aside = fmt.Sprintf("%s.before-restore-%s", to.Path, to.Now().UTC().Format("20060102-150405"))
		if _, err := os.Lstat(aside); err == nil {
			return "", storageError("keep the old file", fmt.Errorf("%s: %w", aside, os.ErrExist))
		}
		// A second name first: at no moment is there no file.
		if err := os.Link(to.Path, aside); err != nil {
			return "", storageError("keep the old file", err)
		}
	}
	if err := os.Rename(candidate, to.Path); err != nil {
		return aside, storageError("restore", err)
	}
	return aside, storageError("restore", syncDir(filepath.Dir(to.Path)))
}
