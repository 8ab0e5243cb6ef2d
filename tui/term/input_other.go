//go:build !unix

package term

import (
	"io"
	"os"
	"time"
)

// NewInput returns the file itself: consoles of Windows deliver whole keys, and the framework must see the file to ask for them.
func NewInput(f *os.File, _ time.Duration) io.Reader { return f }
