package secret

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
	"testing/synctest"
	"time"

	"filippo.io/age"
	"github.com/zalando/go-keyring"
	"pgregory.net/rapid"

	"ferry/core"
)

// fakeKeyring is a keyring with a fault: it fails, forgets or hangs.
type fakeKeyring struct {
	get func(service, user string) (string, error)
	set func(service, user, password string) error
}

func (f fakeKeyring) Get(service, user string) (string, error) { return f.get(service, user) }

func (f fakeKeyring) Set(service, user, password string) error { return f.set(service, user, password) }

func noKeyring() Keyring {
	err := errors.New("no session bus")
	return fakeKeyring{
		get: func(string, string) (string, error) { return "", err },
		set: func(string, string, string) error { return err },
	}
}

// answers gives one passphrase after the other and counts how often it was asked.
func answers(asked *int, passphrases ...string) func(Ask) (string, error) {
	return func(Ask) (string, error) {
		*asked++
		return passphrases[(*asked-1)%len(passphrases)], nil
	}
}

func options(t *testing.T, k Keyring) Options {
	return Options{Path: filepath.Join(t.TempDir(), "ferry.key"), Keyring: k, Wait: time.Minute}
}

func seal(t *testing.T, v *Vault, clear string) []byte {
	t.Helper()
	sealed, err := v.Seal([]byte(clear))
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestKeyringKeepsTheKey(t *testing.T) { // not parallel: MockInit is the library's global
	keyring.MockInit()
	o := options(t, OSKeyring())
	sealed := seal(t, NewVault(o), "s3cret")

	clear, err := NewVault(o).Unseal(sealed)
	if err != nil || string(clear) != "s3cret" {
		t.Fatalf("got %q, %v", clear, err)
	}
	file, err := os.ReadFile(o.Path)
	if err != nil || !strings.HasPrefix(string(file), "ferry-key 1 keyring age1") || bytes.Contains(file, []byte("AGE-SECRET")) {
		t.Fatalf("key file %q, %v", file, err)
	}

	keyring.MockInit() // another machine: the entry is not there
	_, err = NewVault(o).Unseal(sealed)
	if core.CodeOf(err) != core.CodeNotFound || core.HintOf(err) == "" {
		t.Fatalf("got %v", err)
	}
}

func TestPassphraseWhenTheKeyringFails(t *testing.T) {
	keyring.MockInitWithError(errors.New("no session bus"))
	o := options(t, OSKeyring())
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	sealed := seal(t, NewVault(o), "s3cret")
	if file, _ := os.ReadFile(o.Path); !strings.HasPrefix(string(file), "ferry-key 1 passphrase age1") {
		t.Fatalf("key file %q", file)
	}
	v := NewVault(o)
	for range 2 {
		if clear, err := v.Unseal(sealed); err != nil || string(clear) != "s3cret" {
			t.Fatalf("got %q, %v", clear, err)
		}
	}
	if asked != 2 {
		t.Fatalf("asked %d times for two openings", asked)
	}
}

func TestKeyringThatDoesNotKeepIsNotTrusted(t *testing.T) {
	t.Parallel()
	o := options(t, fakeKeyring{
		get: func(string, string) (string, error) { return "", keyring.ErrNotFound },
		set: func(string, string, string) error { return nil },
	})
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	if err := NewVault(o).Unlock(); err != nil || asked != 1 {
		t.Fatalf("asked %d, %v", asked, err)
	}
}

func TestSilentKeyringIsGivenUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		o := options(t, fakeKeyring{
			get: func(string, string) (string, error) { <-hang; return "", nil },
			set: func(string, string, string) error { <-hang; return nil },
		})
		asked := 0
		o.Passphrase = answers(&asked, "correct horse")
		start := time.Now()
		if err := NewVault(o).Unlock(); err != nil || asked != 1 {
			t.Fatalf("asked %d, %v", asked, err)
		}
		if took := time.Since(start); took != o.Wait {
			t.Fatalf("gave up after %v", took)
		}
		close(hang)
	})
}

func TestWrongPassphrase(t *testing.T) {
	t.Parallel()
	o := options(t, noKeyring())
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	sealed := seal(t, NewVault(o), "s3cret")

	asked = 0
	o.Passphrase = answers(&asked, "wrong", "correct horse")
	if _, err := NewVault(o).Unseal(sealed); err != nil || asked != 2 {
		t.Fatalf("asked %d, %v", asked, err)
	}
	asked = 0
	o.Passphrase = answers(&asked, "wrong")
	if _, err := NewVault(o).Unseal(sealed); !errors.Is(err, ErrPassphrase) || asked != maxAttempts {
		t.Fatalf("asked %d, %v", asked, err)
	}
	o.Passphrase = nil
	if _, err := NewVault(o).Unseal(sealed); !errors.Is(err, ErrNoPassphrase) {
		t.Fatal(err)
	}
}

func TestNoKeyringAndNobodyToAsk(t *testing.T) {
	t.Parallel()
	o := options(t, noKeyring())
	if err := NewVault(o).Unlock(); !errors.Is(err, ErrNoPassphrase) {
		t.Fatal(err)
	}
	o.Passphrase = func(Ask) (string, error) { return "", nil }
	if err := NewVault(o).Unlock(); !errors.Is(err, ErrNoPassphrase) {
		t.Fatal(err)
	}
	if _, err := os.Stat(o.Path); err == nil {
		t.Fatal("a key file was left behind")
	}
}

func TestPassphraseFirst(t *testing.T) {
	t.Parallel()
	touched := false
	o := options(t, fakeKeyring{set: func(string, string, string) error { touched = true; return nil }})
	o.PassphraseFirst = true
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	if err := NewVault(o).Unlock(); err != nil || touched || asked != 1 {
		t.Fatalf("touched %v, asked %d, %v", touched, asked, err)
	}
}

func TestKeyFileIsPrivate(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	o := options(t, noKeyring())
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	if err := NewVault(o).Unlock(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(o.Path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(o.Path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := NewVault(o).Unlock(); core.CodeOf(err) != core.CodeInvalid || !strings.Contains(core.HintOf(err), "chmod 600") {
		t.Fatalf("got %v", err)
	}
}

func TestDamagedKeyFile(t *testing.T) {
	t.Parallel()
	good := options(t, noKeyring())
	asked := 0
	good.Passphrase = answers(&asked, "correct horse")
	if err := NewVault(good).Unlock(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(good.Path)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(text), "\n")
	other, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"empty":          "",
		"foreign":        "hello\n",
		"other version":  strings.Replace(string(text), "ferry-key 1", "ferry-key 9", 1),
		"unknown place":  strings.Replace(string(text), "passphrase", "moon", 1),
		"cut":            string(text[:len(text)-40]),
		"no key":         head + "\n",
		"other half":     "ferry-key 1 passphrase " + other.Recipient().String() + "\n" + body,
		"binary garbage": string(text[:60]) + "\x00\xff\xfe" + string(text[63:]),
	} {
		o := good
		o.Path = filepath.Join(t.TempDir(), "ferry.key")
		if err := os.WriteFile(o.Path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := NewVault(o).Unlock(); core.CodeOf(err) != core.CodeCorrupt {
			t.Errorf("%s: got %v", name, err)
		}
		if left, _ := os.ReadFile(o.Path); string(left) != content {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestAnotherKey(t *testing.T) {
	t.Parallel()
	a, err := Throwaway()
	if err != nil {
		t.Fatal(err)
	}
	b, err := Throwaway()
	if err != nil {
		t.Fatal(err)
	}
	sealed := seal(t, a, "s3cret")
	if _, err := b.Unseal(sealed); core.CodeOf(err) != core.CodeAuth {
		t.Fatalf("got %v", err)
	}
	if _, err := a.Unseal(sealed[:len(sealed)-1]); core.CodeOf(err) != core.CodeCorrupt {
		t.Fatalf("got %v", err)
	}
	if _, err := a.Unseal(nil); core.CodeOf(err) != core.CodeCorrupt {
		t.Fatalf("got %v", err)
	}
}

// TestNothingLeaks prints a vault and every error in every way there is and looks for the key, the passphrase and what
// was sealed.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	o := options(t, noKeyring())
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	v := NewVault(o)
	sealed := seal(t, v, "s3cret-value")
	key := v.key.String()

	var out bytes.Buffer
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("vault", "vault", v, "struct", struct{ V *Vault }{v})
	}
	fmt.Fprintf(&out, "%v %+v %#v %s\n", v, v, v, v)
	wrong := o
	wrong.Passphrase = answers(&asked, "battery staple")
	_, err := NewVault(wrong).Unseal(sealed)
	fmt.Fprintf(&out, "%v %+v %#v\n", err, err, errors.Unwrap(err))
	broken := options(t, fakeKeyring{get: func(string, string) (string, error) { return key + "x", nil }})
	if err := os.WriteFile(broken.Path, []byte("ferry-key 1 keyring "+v.key.Recipient().String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	err = NewVault(broken).Unlock()
	fmt.Fprintf(&out, "%v %v\n", err, errors.Unwrap(err))
	file, err := os.ReadFile(o.Path)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(file)
	out.Write(sealed)
	for _, secret := range []string{key, key[20:40], "correct horse", "battery staple", "s3cret-value"} {
		if strings.Contains(strings.ToUpper(out.String()), strings.ToUpper(secret)) {
			t.Errorf("%q can be read in %q", secret, out.String())
		}
	}
}

func TestSealIsARoundTrip(t *testing.T) {
	t.Parallel()
	v, err := Throwaway()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		clear := rapid.SliceOfN(rapid.Byte(), 0, 4096).Draw(t, "clear")
		sealed, err := v.Seal(clear)
		if err != nil {
			t.Fatal(err)
		}
		if len(clear) > 8 && bytes.Contains(sealed, clear) {
			t.Fatal("not sealed")
		}
		back, err := v.Unseal(sealed)
		if err != nil || !bytes.Equal(back, clear) {
			t.Fatalf("got %x, %v", back, err)
		}
	})
}

func TestOpenedOnceByMany(t *testing.T) {
	t.Parallel()
	o := options(t, noKeyring())
	asked := 0
	o.Passphrase = answers(&asked, "correct horse")
	v := NewVault(o)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := v.Unlock(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if asked != 1 {
		t.Fatalf("asked %d times", asked)
	}
}

// BenchmarkUnlock measures what the passphrase costs at every start without a keyring.
func BenchmarkUnlock(b *testing.B) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		b.Fatal(err)
	}
	locked, err := lock(key, "correct horse")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unlock(string(locked), "correct horse"); err != nil {
			b.Fatal(err)
		}
	}
}
