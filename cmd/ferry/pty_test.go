//go:build unix

package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/creack/pty"
)

// TestVersionAsksTheTerminalNothing runs the built program on a terminal that never answers. Bubble Tea's own packages ask
// it for its colours while they are initialised and wait for seconds; see tui/term/background.
func TestVersionAsksTheTerminalNothing(t *testing.T) {
	t.Parallel()
	binary := filepath.Join(t.TempDir(), "ferry")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, args := range [][]string{{"--version"}, {"--help"}} {
		best := time.Hour
		for range 3 { // other tests share the machine: the best of three counts
			start := time.Now()
			cmd := exec.Command(binary, args...)
			cmd.Env = append(os.Environ(), "TERM=xterm-256color")
			terminal, err := pty.Start(cmd)
			if err != nil {
				t.Fatal(err)
			}
			said, _ := io.ReadAll(terminal) // ends with an error when the other side is closed
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v: %q", err, said)
			}
			best = min(best, time.Since(start))
			_ = terminal.Close()
			if bytes.ContainsAny(said, "\x1b\x9b") {
				t.Fatalf("ferry %v wrote a query: %q", args, said)
			}
			if args[0] == "--version" && (!bytes.HasPrefix(said, []byte("ferry ")) || bytes.Count(said, []byte("\n")) != 1) {
				t.Fatalf("more than the version: %q", said)
			}
		}
		if best > 200*time.Millisecond {
			t.Errorf("ferry %v took %v", args, best)
		}
		t.Logf("ferry %v: %v", args, best)
	}
}
