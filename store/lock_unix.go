//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package store

import (
	"context"
	"os"
	"syscall"
)

// holdLock takes the lock that bbolt takes, without reading the file: it may be the damaged one that is to be replaced.
func holdLock(_ context.Context, o Options) (release func(), err error) {
	file, err := os.OpenFile(o.Path, os.O_RDWR, 0)
	if err != nil {
		return nil, storageError("open the file", err)
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		file.Close()
		return nil, lockedError(o.Path)
	}
	return func() { file.Close() }, nil
}

// syncDir makes a rename durable.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
