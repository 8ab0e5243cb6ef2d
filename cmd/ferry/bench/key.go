package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"
)

// keyFile is where a run's key is kept. What a passphrase costs, 64 MiB and some 0.15 s on purpose, is the same whatever a
// command then does, and nobody with a keyring pays it. So everything is measured with a key file whose passphrase costs
// nothing, and the real one apart.
func (s *suite) keyFile(run int) string { return filepath.Join(s.data(run), "ferry.key") }

// cheapen locks a run's key again with the least work that there is, and returns the key file as Ferry wrote it.
func (s *suite) cheapen(run int) (real []byte, err error) {
	if real, err = os.ReadFile(s.keyFile(run)); err != nil {
		return nil, err
	}
	head, locked, _ := strings.Cut(string(real), "\n")
	opener, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return nil, err
	}
	key, err := age.Decrypt(armor.NewReader(strings.NewReader(locked)), opener)
	if err != nil {
		return nil, err
	}
	locker, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	locker.SetWorkFactor(1)
	out := bytes.NewBufferString(head + "\n")
	armored := armor.NewWriter(out)
	w, err := age.Encrypt(armored, locker)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(w, key); err != nil {
		return nil, err
	}
	if err := errors.Join(w.Close(), armored.Close()); err != nil {
		return nil, err
	}
	return real, os.WriteFile(s.keyFile(run), out.Bytes(), 0o600)
}

// guarded is a fetch that finds nothing new with the key as Ferry locks it.
func (s *suite) guarded(ctx context.Context) (c cost, err error) {
	cheap, err := os.ReadFile(s.keyFile(0))
	if err != nil {
		return c, err
	}
	if err := os.WriteFile(s.keyFile(0), s.realKey, 0o600); err != nil {
		return c, err
	}
	c, err = several(s.runs, func(int) (cost, error) { return s.command(ctx, 0, "fetch", "--json") })
	return c, errors.Join(err, os.WriteFile(s.keyFile(0), cheap, 0o600))
}
