package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"ferry/core"
)

func TestLogStartsAnewWhenItIsLarge(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.log")
	l, err := openLog(path, 100)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 10 {
		if _, err := fmt.Fprintf(l, "record %02d, which has thirty bytes\n", i); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	now, before := string(readFile(t, path)), string(readFile(t, path+".1"))
	if len(now) > 100 || len(before) > 100 || !strings.Contains(now, "record 09") || strings.Contains(before, "record 09") {
		t.Fatalf("now %q, before %q", now, before)
	}
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
	again, err := openLog(path, 100)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if again.size != int64(len(now)) {
		t.Fatalf("a log that is opened again thinks it has %d bytes", again.size)
	}
}

func TestLogIsWrittenByMany(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.log")
	l, err := openLog(path, 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 100 {
				_, _ = l.Write([]byte("0123456789\n"))
			}
		})
	}
	wg.Wait()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if got := readFile(t, path); !bytes.Equal(got, bytes.Repeat([]byte("0123456789\n"), 800)) {
		t.Fatalf("%d bytes, torn", len(got))
	}
}

// hiding holds a secret where printing it field by field would find it.
type hiding struct{ secret core.Secret }

func TestLogHoldsNoSecret(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := slog.New(maskHandler{slog.NewTextHandler(&out, nil)})
	s := core.Secret{ClientID: "id-1", ClientSecret: "s3cret-1", RefreshToken: "s3cret-2"}
	log.Info("account BE68539007547034 read with Authorization: Bearer s3cret-3-abcdef",
		"secret", s, "value", s, "pointer", &s, "inside", hiding{s}, "client_secret", "s3cret-4", "accessToken", "s3cret-5",
		"err", fmt.Errorf("POST https://x/token?client_secret=s3cret-6&code=s3cret-7: %w", errors.New("refresh_token: s3cret-8")),
		"body", `{"access_token":"s3cret-9","scope":"ai"}`, "iban", "NL91 ABNA 0417 1643 00",
		slog.Group("inner", "password", "s3cret-10", "reference", "FR1420041010050500013M02606"))
	log.With("token", "s3cret-11", "account", "BE68539007547034").WithGroup("g").Warn("again", "key", "AGE-SECRET-KEY-1QQQQQQQQ",
		"jwt", "eyJhbGciOiJIUzI1NiJ9.s3cret-12.abc")
	text := out.String()
	for _, hidden := range []string{"s3cret", "BE68539007547034", "ABNA 0417", "20041010050500013M02606", "AGE-SECRET"} {
		if strings.Contains(text, hidden) {
			t.Errorf("%q can be read in\n%s", hidden, text)
		}
	}
	for _, kept := range []string{"BE68…7034", "scope", "level=WARN", "again", "g.key="} {
		if !strings.Contains(text, kept) {
			t.Errorf("%q is missing in\n%s", kept, text)
		}
	}
}
