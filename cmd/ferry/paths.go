package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"

	"ferry/core"
)

// paths is where Ferry's files lie.
type paths struct {
	data  string // ferry.db and ferry.key
	state string // logs
}

// findPaths returns the folders: FERRY_DATA for everything when it is set, else what the platform's conventions say.
func findPaths() paths {
	if folder := os.Getenv("FERRY_DATA"); folder != "" {
		return paths{data: folder, state: folder}
	}
	return paths{data: filepath.Join(xdg.DataHome, "ferry"), state: filepath.Join(xdg.StateHome, "ferry")}
}

func (p paths) file() string { return filepath.Join(p.data, "ferry.db") }
func (p paths) key() string  { return filepath.Join(p.data, "ferry.key") }
func (p paths) log() string  { return filepath.Join(p.state, "ferry.log") }

// prepare makes the folders, for their owner only, and refuses files that others could have read or replaced.
func (p paths) prepare() error {
	for _, folder := range []string{p.data, p.state} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return &core.Error{Code: core.CodeStorage, Msg: "the folder " + folder + " cannot be made", Err: err,
				Hint: "choose another one with FERRY_DATA"}
		}
	}
	if err := private(p.data, 0o022); err != nil {
		return err
	}
	return private(p.file(), 0o077)
}

// private refuses a path that is not ours or has one of the forbidden permission bits. Windows has neither: there the
// user profile's own access list protects the folder.
func private(path string, forbidden fs.FileMode) error {
	info, err := os.Stat(path)
	if os.IsNotExist(err) || runtime.GOOS == "windows" {
		return nil
	}
	if err != nil {
		return &core.Error{Code: core.CodeStorage, Msg: path + " cannot be opened", Err: err,
			Hint: "choose another folder with FERRY_DATA"}
	}
	if !ours(info) {
		return &core.Error{Code: core.CodeStorage, Msg: path + " belongs to another user",
			Hint: "choose another folder with FERRY_DATA"}
	}
	if info.Mode().Perm()&forbidden != 0 {
		return &core.Error{Code: core.CodeStorage, Msg: path + " is open to other users",
			Hint: "run: chmod go-rwx " + path}
	}
	return nil
}
