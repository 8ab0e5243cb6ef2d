package secret

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"sync"
	"time"

	"filippo.io/age"

	"ferry/core"
)

// Options say where the key of one file is kept.
type Options struct {
	// Path is the key file, beside the data. It always exists once there is a key: it holds the key locked with a
	// passphrase, or says that the keyring holds it and under which name.
	Path string
	// Keyring is the operating system's; nil when there is none.
	Keyring Keyring
	// Wait bounds how long the keyring may take: it may be showing a prompt on a desktop that nobody looks at.
	Wait time.Duration
	// Passphrase asks for the passphrase of the key file.
	Passphrase func(Ask) (string, error)
	// PassphraseFirst makes a new key go into a key file even where a keyring answers.
	PassphraseFirst bool
}

// Ask says which passphrase is wanted.
type Ask struct {
	New     bool // for a key that is being made
	Attempt int  // 1 at first; higher when the one before was wrong
}

// maxAttempts is how often a wrong passphrase may be corrected.
const maxAttempts = 3

// Vault is the key, opened when it is first needed: listing bank lines must not ask for a passphrase. It is a core.Sealer
// and safe for concurrent use.
type Vault struct {
	options Options

	mu  sync.Mutex
	key *age.X25519Identity
}

var _ core.Sealer = (*Vault)(nil)

// NewVault returns a vault that has not been opened. Whoever opens it holds the lock of the file beside it, so that two
// programs cannot both make a key.
func NewVault(options Options) *Vault { return &Vault{options: options} }

// Throwaway returns a vault whose key exists in memory only: what it seals is lost when the program ends.
func Throwaway() (*Vault, error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	return &Vault{key: key}, nil
}

// Unlock opens the vault, making the key if there is none yet. It may ask for a passphrase, so programs that take over
// the terminal call it before they do.
func (v *Vault) Unlock() error {
	_, err := v.identity()
	return err
}

// Seal encrypts what is given.
func (v *Vault) Seal(clear []byte) ([]byte, error) {
	key, err := v.identity()
	if err != nil {
		return nil, err
	}
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, key.Recipient())
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(clear); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return sealed.Bytes(), nil
}

// Unseal decrypts what Seal made.
func (v *Vault) Unseal(sealed []byte) ([]byte, error) {
	key, err := v.identity()
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), key)
	if err != nil {
		if errors.Is(err, age.ErrIncorrectIdentity) {
			return nil, errOtherKey
		}
		return nil, errDamaged(err)
	}
	clear, err := io.ReadAll(r)
	if err != nil {
		return nil, errDamaged(err)
	}
	return clear, nil
}

func (v *Vault) identity() (*age.X25519Identity, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.key != nil {
		return v.key, nil
	}
	key, err := v.options.open()
	if err != nil {
		return nil, err
	}
	v.key = key
	return key, nil
}

// String hides the key from %v and %s.
func (v *Vault) String() string { return "[vault]" }

// GoString hides the key from %#v.
func (v *Vault) GoString() string { return "[vault]" }

// LogValue hides the key from logs.
func (v *Vault) LogValue() slog.Value { return slog.StringValue("[vault]") }
