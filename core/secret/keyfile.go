package secret

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"ferry/core"
)

// The first line of a key file: format and version, where the key is, its public half.
//
//	ferry-key 1 keyring age1…
//	ferry-key 1 passphrase age1…
//
// After "passphrase" the key follows, locked by age with the passphrase and armored.
const (
	magic        = "ferry-key 1"
	inKeyring    = "keyring"
	inPassphrase = "passphrase"
)

// workFactor is the base-2 logarithm of scrypt's cost. 16 takes 64 MiB and about 0.15 s on a laptop, once per program
// run; age's own default of 18 takes 256 MiB, too much for the small servers that run a nightly fetch. Less than 16 would
// save nothing that counts: the memory is given back before any work begins, and the work needs nearly as much. It would
// only make guessing cheaper.
const workFactor = 16

// maxKeyFile bounds what is read: a key file is about half a kilobyte.
const maxKeyFile = 64 << 10

// open gets the key from where the key file says it is, or makes one.
func (o Options) open() (*age.X25519Identity, error) {
	text, err := readKeyFile(o.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return o.create()
	}
	if err != nil {
		return nil, err
	}
	head, body, _ := strings.Cut(text, "\n")
	rest, ok := strings.CutPrefix(head, magic+" ")
	where, public, ok2 := strings.Cut(rest, " ")
	if !ok || !ok2 {
		return nil, errKeyFile(o.Path, nil)
	}
	var key *age.X25519Identity
	switch where {
	case inKeyring:
		key, err = o.fromKeyring(public)
	case inPassphrase:
		key, err = o.fromPassphrase(body)
	default:
		err = errKeyFile(o.Path, nil)
	}
	if err != nil {
		return nil, err
	}
	if key.Recipient().String() != public {
		return nil, errKeyFile(o.Path, nil)
	}
	return key, nil
}

func (o Options) fromKeyring(public string) (*age.X25519Identity, error) {
	stored, err := o.recall(public)
	if err != nil {
		return nil, errKeyring(err)
	}
	key, err := age.ParseX25519Identity(stored)
	if err != nil {
		return nil, errKeyring(errKeyringForgets) // the parser's own error would quote the key
	}
	return key, nil
}

func (o Options) fromPassphrase(locked string) (*age.X25519Identity, error) {
	for attempt := 1; ; attempt++ {
		passphrase, err := o.ask(Ask{Attempt: attempt})
		if err != nil {
			return nil, err
		}
		key, err := unlock(locked, passphrase)
		switch {
		case err == nil:
			return key, nil
		case !errors.Is(err, age.ErrIncorrectIdentity):
			return nil, errKeyFile(o.Path, err)
		case attempt == maxAttempts:
			return nil, ErrPassphrase
		}
	}
}

func (o Options) ask(a Ask) (string, error) {
	if o.Passphrase == nil {
		return "", ErrNoPassphrase
	}
	passphrase, err := o.Passphrase(a)
	if err == nil && passphrase == "" {
		err = ErrNoPassphrase
	}
	return passphrase, err
}

// create makes a key and puts it where it can be kept. The key file is written last: it exists only when the key it
// speaks of can be had again.
func (o Options) create() (*age.X25519Identity, error) {
	key, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	public := key.Recipient().String()
	if !o.PassphraseFirst && o.remember(public, key.String()) == nil {
		return key, writeKeyFile(o.Path, []byte(magic+" "+inKeyring+" "+public+"\n"))
	}
	passphrase, err := o.ask(Ask{New: true, Attempt: 1})
	if err != nil {
		return nil, err
	}
	locked, err := lock(key, passphrase)
	if err != nil {
		return nil, err
	}
	return key, writeKeyFile(o.Path, append([]byte(magic+" "+inPassphrase+" "+public+"\n"), locked...))
}

func lock(key *age.X25519Identity, passphrase string) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	recipient.SetWorkFactor(workFactor)
	var out bytes.Buffer
	armored := armor.NewWriter(&out)
	w, err := age.Encrypt(armored, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(w, key.String()); err != nil {
		return nil, err
	}
	if err := errors.Join(w.Close(), armored.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func unlock(locked, passphrase string) (*age.X25519Identity, error) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	// A key file that was tampered with must not make Ferry use all memory.
	identity.SetMaxWorkFactor(workFactor + 4)
	r, err := age.Decrypt(armor.NewReader(strings.NewReader(locked)), identity)
	// scrypt has just used more memory than all the rest of the program will: without this it would be kept for a long time.
	debug.FreeOSMemory()
	if err != nil {
		return nil, err
	}
	clear, err := io.ReadAll(io.LimitReader(r, maxKeyFile))
	if err != nil {
		return nil, err
	}
	key, err := age.ParseX25519Identity(string(clear))
	if err != nil {
		return nil, errors.New("not an age key") // the parser's own error would quote it
	}
	return key, nil
}

func readKeyFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", &core.Error{Code: core.CodeInvalid, Msg: "other users can read the key file " + path,
			Hint: "run: chmod 600 " + path}
	}
	text, err := io.ReadAll(io.LimitReader(f, maxKeyFile))
	return string(text), err
}

// writeKeyFile makes the key file durable before anything is sealed with the key: secrets whose key was lost in a power
// cut would have to be typed again.
func writeKeyFile(path string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // made with mode 0600
	if err != nil {
		return errWrite(err)
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errWrite(err)
	}
	if dir, err := os.Open(filepath.Dir(path)); err == nil {
		_ = dir.Sync() // not every system can; the file itself is synced
		_ = dir.Close()
	}
	return nil
}

func errWrite(err error) error {
	return &core.Error{Code: core.CodeStorage, Msg: "the key file cannot be written", Err: err,
		Hint: "check that the data folder is writable and the disk is not full"}
}

func errKeyFile(path string, err error) error {
	return &core.Error{Code: core.CodeCorrupt, Msg: fmt.Sprintf("the key file %s is damaged", path), Err: err,
		Hint: "put the key file back from a backup; or remove it and enter the credentials of each connection again"}
}
