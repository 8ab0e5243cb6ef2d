package store

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/run"
	"ferry/store/search"

	bolterrors "go.etcd.io/bbolt/errors"
)

// storageError tells a failure of the disk or the file as one clear error. Errors that are clear already pass through.
func storageError(op string, err error) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*core.Error](err); ok {
		return err
	}
	e := &core.Error{Code: core.CodeStorage, Op: op, Err: err}
	switch {
	case errors.Is(err, row.ErrDamaged), errors.Is(err, run.ErrDamaged), errors.Is(err, search.ErrDamaged),
		errors.Is(err, errGuard), errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum),
		errors.Is(err, bolterrors.ErrVersionMismatch):
		return corrupt(op, err)
	case full(err):
		e.Msg, e.Hint = "the disk is full: nothing was changed", "make room and try again"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Msg, e.Hint = "the file cannot be written: nothing was changed", "check its rights and whether the disk is read-only"
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		e.Msg = "the file is closed"
	case fromSystem(err):
		e.Msg, e.Hint = "the disk refused: "+err.Error(), "nothing was changed; check the disk's room and the file's rights"
	default:
		e.Code, e.Msg, e.Hint = core.CodeInternal, err.Error(), "nothing was changed; if it happens again, report it with these words"
	}
	return e
}

// fromSystem reports whether the operating system refused something.
func fromSystem(err error) bool {
	if _, ok := errors.AsType[syscall.Errno](err); ok {
		return true
	}
	_, ok := errors.AsType[*fs.PathError](err)
	words := err.Error() // bbolt's, where it keeps no cause
	return ok || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrShortWrite) ||
		strings.Contains(words, "file resize error") || strings.Contains(words, "file sync error") || strings.Contains(words, "mmap")
}

// full reports whether there was no room. bbolt tells why a file could not grow, but only in words.
func full(err error) bool {
	for _, no := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, no) || strings.Contains(err.Error(), no.Error()) {
			return true
		}
	}
	return false
}

func corrupt(op string, err error) error {
	return &core.Error{
		Code: core.CodeCorrupt, Op: op, Err: err, Msg: "the file is damaged",
		Hint: "see what is wrong with: ferry verify; bring back a copy with: ferry restore FILE, or what can be read with: ferry salvage",
	}
}

func notFound(what, id string) error {
	return &core.Error{Code: core.CodeNotFound, Op: "read the file", Msg: "no " + what + " " + id}
}

func conflict(msg string) error {
	return &core.Error{Code: core.CodeConflict, Op: "write the file", Msg: msg}
}
