package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/core/secret"
	"ferry/store"
	"ferry/tui/term"
)

const (
	// lockWait is how long a command waits for another one to finish with the file.
	lockWait = 2 * time.Second
	// keyringWait leaves a person the time to unlock the desktop's keyring.
	keyringWait = 30 * time.Second
)

// desk is an open file with the use cases on it: what every command and the program work with.
type desk struct {
	*app.Service
	vault  *secret.Vault
	file   *store.File
	log    *logFile
	logger *slog.Logger
}

// openDesk opens the file of the user and wires everything that stands on it.
func (c *cli) openDesk(ctx context.Context) (*desk, error) {
	p := findPaths()
	if err := p.prepare(); err != nil {
		return nil, err
	}
	return c.newDesk(ctx, p, c.vault(p), nil)
}

// vault is where the key to the stored credentials is kept. Setting a passphrase in the environment is a choice: it is
// then used for a new key even where a keyring would answer.
func (c *cli) vault(p paths) *secret.Vault {
	return secret.NewVault(secret.Options{
		Path: p.key(), Keyring: secret.OSKeyring(), Wait: keyringWait,
		Passphrase: c.passphrase, PassphraseFirst: os.Getenv(envPassphrase) != "",
	})
}

// newDesk opens the file in the given folders, sealed with the given key. simulator is the embedded one, or nil.
func (c *cli) newDesk(ctx context.Context, p paths, vault *secret.Vault, simulator *sandbox.Addresses) (*desk, error) {
	log, err := openLog(p.log(), maxLog)
	if err != nil {
		return nil, &core.Error{Code: core.CodeStorage, Msg: "the log " + p.log() + " cannot be written", Err: err,
			Hint: "the folder must be writable; choose another one with FERRY_DATA"}
	}
	file, err := store.Open(ctx, storeOptions(p, vault))
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	logger := slog.New(maskHandler{slog.NewTextHandler(log, nil)})
	for _, notice := range file.Notices() {
		logger.Warn(notice)
		c.complain(notice, "")
	}
	service, err := app.New(ctx, app.Config{
		Store: file, Now: time.Now, Rand: rand.Reader, Log: logger,
		UserAgent: "ferry/" + version(),
		Browse:    browse, LookUpIP: lookUpIP,
		Origin: origin(file), Verify: verify(file),
		Simulator: simulator, Recover: c.recoverer(logger),
	})
	if err != nil {
		return nil, errors.Join(err, file.Close(), log.Close())
	}
	return &desk{Service: service, vault: vault, file: file, log: log, logger: logger}, nil
}

// recoverer gives the terminal back when something panics beside the screens, and tells where to read of it.
func (c *cli) recoverer(log *slog.Logger) func() {
	out, _ := c.err.(*os.File)
	if screen, ok := c.out.(*os.File); ok && onTerminal(screen) {
		out = screen
	}
	if c.in == nil || out == nil {
		return nil // a test's: it shows the panic itself
	}
	return term.NewGuard(c.in, out, log, os.Exit).Recover
}

func storeOptions(p paths, vault *secret.Vault) store.Options {
	return store.Options{
		Path: p.file(), Seal: vault, Now: time.Now, LockWait: lockWait,
		Holder: fmt.Sprintf("ferry, process %d, since %s", os.Getpid(), time.Now().Format("15:04")),
	}
}

// Close ends the work, the file and the log, in this order.
func (d *desk) Close() error {
	return errors.Join(d.Service.Close(), d.file.Close(), d.log.Close())
}

// withDesk runs a command's work on the open file.
func (c *cli) withDesk(ctx context.Context, work func(*desk) error) (err error) {
	d, err := c.openDesk(ctx)
	if err != nil {
		return err
	}
	defer func() {
		if closed := d.Close(); err == nil {
			err = closed
		}
	}()
	return work(d)
}
