package term

import (
	"os"
	"sync"
)

// Output is the terminal's file with each frame bracketed, so that the terminal shows it whole: no flicker, no tearing in
// multiplexers. Bubble Tea writes a frame with one Write and takes the output for a terminal because it has Fd.
type Output struct {
	*os.File
	mu      sync.Mutex
	sync    bool
	stopped bool
	buf     []byte
}

// NewOutput wraps the terminal's file.
func NewOutput(f *os.File, e Environ) *Output { return &Output{File: f, sync: e.Sync} }

// Synchronized output, mode 2026; terminals that do not know it ignore it. Meanwhile lines do not wrap, mode 7: terminals do
// not agree on the width of Devanagari and of joined emoji, and a bank's text that is wider than it was taken for would
// otherwise push the whole screen up by a line.
const (
	beginFrame = "\x1b[?2026h\x1b[?7l"
	endFrame   = "\x1b[?7h\x1b[?2026l"
	// shortest is the length from which a write is a frame and not one of the framework's single sequences.
	shortest = 64
)

// Write passes on what the framework writes.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.stopped {
		return len(p), nil
	}
	if !o.sync || len(p) < shortest {
		return o.File.Write(p)
	}
	o.buf = append(append(append(o.buf[:0], beginFrame...), p...), endFrame...)
	if _, err := o.File.Write(o.buf); err != nil {
		return 0, err
	}
	return len(p), nil
}

// stop lets a frame that is being written end, and drops all that follow.
func (o *Output) stop() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.stopped = true
}

// WriteString passes on what the framework writes.
func (o *Output) WriteString(s string) (int, error) { return o.Write([]byte(s)) }
