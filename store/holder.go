package store

import (
	"errors"
	"io"
	"os"
	"strings"

	"ferry/core"
)

// The holder of the file is named in a small file beside it. The lock itself is the operating system's, so that file may
// be old: it only serves the message.
func holderPath(path string) string { return path + ".lock-info" }

const maxHolder = 200

func writeHolder(o Options) error {
	if o.Holder == "" {
		return nil
	}
	return os.WriteFile(holderPath(o.Path), []byte(o.Holder+"\n"), 0o600)
}

func removeHolder(path string) {
	// Left behind it does no harm: it is read only while somebody holds the lock.
	_ = os.Remove(holderPath(path))
}

func holder(path string) string {
	file, err := os.Open(holderPath(path))
	if err != nil {
		return ""
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxHolder))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(core.CleanText(string(text)))
}

func lockedError(path string) error {
	who := holder(path)
	if who == "" {
		who = "another program"
	}
	return &core.Error{
		Code: core.CodeLocked, Op: "open the file",
		Msg:  path + " is held by " + who,
		Hint: "close that program and try again, or use another data folder with FERRY_DATA",
		Err:  errors.New("file lock not free"),
	}
}
