//go:build unix

package term

import (
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Input is the terminal's file, read so that a key that arrives in two pieces stays one key. Over SSH an arrow key may be cut
// anywhere; the framework would take the first piece for the Escape key and the rest for letters.
type Input struct {
	*os.File
	wait time.Duration
}

// NewInput wraps the terminal's file. The Escape key itself answers later by wait.
func NewInput(f *os.File, wait time.Duration) io.Reader {
	if wait <= 0 {
		return f
	}
	return &Input{File: f, wait: wait}
}

// Read returns what is there, and waits a little for the rest of a key that has begun.
func (in *Input) Read(p []byte) (int, error) {
	n, err := in.File.Read(p)
	for err == nil && n > 0 && n < len(p) && unfinished(p[:n]) && in.more() {
		var m int
		m, err = in.File.Read(p[n:])
		n += m
	}
	if n > 0 {
		return n, nil
	}
	return n, err
}

// more waits for the next byte.
func (in *Input) more() bool {
	deadline := time.Now().Add(in.wait)
	fds := []unix.PollFd{{Fd: int32(in.Fd()), Events: unix.POLLIN}}
	for {
		left := time.Until(deadline)
		n, err := unix.Poll(fds, max(int(left/time.Millisecond), 0))
		if err == unix.EINTR && left > 0 {
			continue
		}
		return err == nil && n > 0
	}
}
