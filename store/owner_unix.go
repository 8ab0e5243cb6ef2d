//go:build unix

package store

import (
	"os"
	"syscall"
)

const rightsMatter = true

func ownedByUser(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Getuid()
}
