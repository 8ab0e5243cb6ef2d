//go:build unix

package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// buildFerry builds the program as a user has it: a test binary has other packages in it.
func buildFerry(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "ferry")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// TestTerminal runs the built program on terminals.
func TestTerminal(t *testing.T) {
	t.Parallel()
	binary := buildFerry(t)
	t.Run("version", func(t *testing.T) { asksNothing(t, binary) })
	t.Run("secrets", func(t *testing.T) { echoesNoSecret(t, binary) })
}

// asksNothing runs the program on a terminal that never answers. Bubble Tea's own packages ask
// it for its colours while they are initialised and wait for seconds; see tui/term/background.
func asksNothing(t *testing.T, binary string) {
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
		t.Logf("ferry %v: %v", args, best)
	}
}

// echoesNoSecret makes a connection by hand where there is no keyring: a new passphrase, first too
// short, then mistyped, then the client secret.
func echoesNoSecret(t *testing.T, binary string) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	defer refusing.Close()
	cmd := exec.Command(binary, "connect", "--api", refusing.URL, "--client-id", "x")
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "FERRY_") }),
		"FERRY_DATA="+t.TempDir(), "DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent")
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	var said strings.Builder
	buf := make([]byte, 1024)
	for _, turn := range []struct{ prompt, answer string }{
		{"New passphrase: ", "sh0rt"}, {"New passphrase: ", "l0ng-enough"}, {"The same again: ", "l0ng-enouhg"},
		{"New passphrase: ", "l0ng-enough"}, {"The same again: ", "l0ng-enough"}, {"Client secret: ", "s3cret-typed"},
	} {
		var part strings.Builder
		for !strings.HasSuffix(part.String(), turn.prompt) {
			n, err := terminal.Read(buf)
			if err != nil {
				t.Fatalf("%q never came after %q: %v", turn.prompt, said.String()+part.String(), err)
			}
			part.Write(buf[:n])
		}
		said.WriteString(part.String())
		if _, err := io.WriteString(terminal, turn.answer+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	rest, _ := io.ReadAll(terminal)
	said.Write(rest)
	exit, _ := errors.AsType[*exec.ExitError](cmd.Wait())
	if exit == nil || exit.ExitCode() != exitFailed || !strings.Contains(said.String(), "ferry: hint: ") {
		t.Errorf("%v: %q", exit, said.String())
	}
	for _, secret := range []string{"sh0rt", "l0ng", "s3cret"} {
		if strings.Contains(said.String(), secret) {
			t.Errorf("%q was shown in %q", secret, said.String())
		}
	}
}
