package store

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"ferry/core"
)

// TestTheDiskIsNotBlamed for what it did not do.
func TestTheDiskIsNotBlamed(t *testing.T) {
	t.Parallel()
	refused := &fs.PathError{Op: "write", Path: "ferry.db", Err: syscall.EIO}
	for _, c := range []struct {
		err  error
		code core.Code
		disk bool
	}{
		{refused, core.CodeStorage, true}, {syscall.EBADF, core.CodeStorage, true}, {syscall.ENOSPC, core.CodeStorage, true},
		{core.ErrAmountRange, core.CodeInternal, false}, {errors.New("odd"), core.CodeInternal, false},
	} {
		err := storageError("list lines", c.err)
		if core.CodeOf(err) != c.code || strings.Contains(err.Error(), "disk") != c.disk || !errors.Is(err, c.err) {
			t.Errorf("%v is told as %v", c.err, err)
		}
	}
}
