//go:build unix

package term_test

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/creack/pty"

	"ferry/tui/term"
)

// TestNoQuestionAtImport builds a small program and runs it on a terminal that answers nothing: it must not ask, and so has nothing
// to wait for, nor start one of the programs that reach a desktop's clipboard.
func TestNoQuestionAtImport(t *testing.T) {
	t.Parallel()
	bin := filepath.Join(t.TempDir(), "silent")
	if out, err := exec.Command("go", "build", "-o", bin, "./testdata/silent").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := exec.Command(bin)
	tools := t.TempDir()
	for _, name := range []string{"wl-copy", "wl-paste", "xclip", "xsel", "termux-clipboard-get", "termux-clipboard-set", "pbcopy", "pbpaste"} {
		if err := os.WriteFile(filepath.Join(tools, name), []byte("#!/bin/sh\ntouch '"+tools+"/started'\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "PATH="+tools+":/usr/bin:/bin", "WAYLAND_DISPLAY=wayland-0", "DISPLAY=:0")
	f, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	// Linux tells the end of a pty as an input/output error.
	out, _ := io.ReadAll(f)
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	if string(out) != "version 50ms" {
		t.Errorf("the terminal was sent %q", out)
	}
	if _, err := os.Stat(filepath.Join(tools, "started")); err == nil {
		t.Error("a clipboard program was started")
	}
}

// TestKeysInPieces cuts every key of a list at every byte; with the rest 10 ms late, each must be read as one piece.
func TestKeysInPieces(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"\x1b[A", "\x1bOP", "\x1b[15~", "\x1b[1;5C", "\x1b[[A", "\x1b[M !!"} {
		for cut := 1; cut < len(key); cut++ {
			r, w := pipe(t)
			in := term.NewInput(r, 2*time.Second)
			if _, err := w.WriteString(key[:cut]); err != nil {
				t.Fatal(err)
			}
			time.AfterFunc(10*time.Millisecond, func() { _, _ = w.WriteString(key[cut:]) })
			buf := make([]byte, 256)
			n, err := in.Read(buf)
			if err != nil || string(buf[:n]) != key {
				t.Errorf("%q cut at %d is read as %q, %v", key, cut, buf[:n], err)
			}
		}
	}
}

func TestEscapeAloneComesThrough(t *testing.T) {
	t.Parallel()
	r, w := pipe(t)
	in := term.NewInput(r, 5*time.Millisecond)
	for _, text := range []string{"\x1b", "ab\x1b", "\x1bx", "plain"} {
		if _, err := w.WriteString(text); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 16)
		if n, err := in.Read(buf); err != nil || string(buf[:n]) != text {
			t.Errorf("%q is read as %q, %v", text, buf[:n], err)
		}
	}
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

func TestFramesAreBracketed(t *testing.T) {
	t.Parallel()
	r, w := pipe(t)
	out := term.NewOutput(w, term.Environ{Sync: true})
	frame := bytes.Repeat([]byte("x"), 100)
	for _, p := range [][]byte{[]byte("\x1b[?25l"), frame} {
		if n, err := out.Write(p); n != len(p) || err != nil {
			t.Fatal(n, err)
		}
	}
	w.Close()
	got, err := io.ReadAll(r)
	if want := "\x1b[?25l\x1b[?2026h\x1b[?7l" + string(frame) + "\x1b[?7h\x1b[?2026l"; err != nil || string(got) != want {
		t.Errorf("the terminal was sent %q, %v", got, err)
	}
}
