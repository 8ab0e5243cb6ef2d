package term_test

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"ferry/tui/term"
)

func environ(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if k, v, _ := strings.Cut(p, "="); k == name {
				return v
			}
		}
		return ""
	}
}

func TestEnviron(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  []string
		want term.Environ
	}{
		{[]string{"TERM=xterm"}, term.Environ{Term: "xterm", Sync: true}},
		{[]string{"TERM=xterm", "NO_COLOR=1"}, term.Environ{Term: "xterm", Sync: true, NoColor: true}},
		{[]string{"TERM=xterm", "CLICOLOR=0"}, term.Environ{Term: "xterm", Sync: true, NoColor: true}},
		{[]string{"TERM=xterm", "CLICOLOR=0", "CLICOLOR_FORCE=1"}, term.Environ{Term: "xterm", Sync: true}},
		{[]string{"TERM=xterm", "LANG=C"}, term.Environ{Term: "xterm", Sync: true, ASCII: true}},
		{[]string{"TERM=xterm", "LANG=C", "LC_ALL=nl_BE.UTF-8"}, term.Environ{Term: "xterm", Sync: true}},
		{[]string{"TERM=linux"}, term.Environ{Term: "linux", ASCII: true}},
		{[]string{"TERM=tmux-256color", "TMUX=/tmp/x", "SSH_TTY=/dev/pts/1"}, term.Environ{Term: "tmux-256color", Sync: true, Tmux: true, Remote: true}},
	} {
		if got := term.ReadEnviron(environ(c.env...)); got != c.want {
			t.Errorf("%v: %+v", c.env, got)
		}
	}
}

func TestFPS(t *testing.T) {
	t.Parallel()
	if local, remote := (term.Environ{}).FPS(), (term.Environ{Remote: true}).FPS(); local != 120 || remote != 60 {
		t.Errorf("%d frames here, %d over SSH", local, remote)
	}
}

func TestCopy(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := term.Copy(&out, term.Environ{Term: "xterm"}, "BE71"); err != nil || out.String() != "\x1b]52;c;QkU3MQ==\x07" {
		t.Errorf("%q %v", out.String(), err)
	}
	out.Reset()
	if err := term.Copy(&out, term.Environ{Term: "tmux", Tmux: true}, "BE71"); err != nil || out.String() != "\x1bPtmux;\x1b\x1b]52;c;QkU3MQ==\x07\x1b\\" {
		t.Errorf("%q %v", out.String(), err)
	}
	if err := term.Copy(&out, term.Environ{}, strings.Repeat("x", 80_000)); !errors.Is(err, term.ErrTooLong) {
		t.Error(err)
	}
	if err := term.Copy(&out, term.Environ{Term: "linux"}, "x"); !errors.Is(err, term.ErrNoClipboard) {
		t.Error(err)
	}
}

func TestGuardEndsTheProcessAndTellsWhy(t *testing.T) {
	t.Parallel()
	out, err := os.CreateTemp(t.TempDir(), "out")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	var log bytes.Buffer
	code := make(chan int, 1)
	g := term.NewGuard(out, out, slog.New(slog.NewTextHandler(&log, nil)), func(c int) { code <- c })
	go func() {
		defer g.Recover()
		panic("boom")
	}()
	if got := <-code; got != term.ExitPanic {
		t.Errorf("exit code %d", got)
	}
	if !strings.Contains(log.String(), "boom") {
		t.Errorf("the log says %q", log.String())
	}
	if said, _ := os.ReadFile(out.Name()); !strings.Contains(string(said), "ferry: hint:") {
		t.Errorf("the user reads %q", said)
	}
}
