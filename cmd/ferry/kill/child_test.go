package kill

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/store"

	bolt "go.etcd.io/bbolt"
)

// childOrder is the variable in which a child process finds what it is to do.
const childOrder = "FERRY_KILL_TEST_CHILD"

// order is what a child does for ever, until it is killed.
type order struct {
	Operation  string
	Path       string
	At         sandbox.Addresses
	Connection core.ConnectionID
	Bank       place
	Account    core.AccountID
}

func TestMain(m *testing.M) {
	if text := os.Getenv(childOrder); text != "" {
		fmt.Println("ended:", child(context.Background(), text))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// child says "ready", and "done" after every round, with the refresh token that is safe by then.
func child(ctx context.Context, text string) error {
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		return err
	}
	if o.Operation == "migrate" {
		return o.migrate(ctx)
	}
	if o.Operation == "restore" {
		return o.restore(ctx)
	}
	p, err := open(ctx, o.Path, o.At)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for round := 0; ; round++ {
		switch o.Operation {
		case "fetch":
			_, err = p.Fetch(ctx, nil, nil)
		case "sync":
			if _, err = p.Synchronize(ctx, nil, nil); err == nil {
				err = advance(ctx, o.At, 3*time.Hour)
			}
		case "token":
			err = o.renew(ctx, p)
		case "authorize":
			// A renewal shows by its date, so no two of them come at one instant.
			err = errors.Join(o.authorize(ctx, p, round), advance(ctx, o.At, time.Hour))
		case "backup":
			err = o.backup(ctx, p)
		default:
			err = errors.New("no operation is called " + o.Operation)
		}
		if err != nil {
			return err
		}
		if o.Operation != "token" {
			fmt.Println("done")
			continue
		}
		secret, err := p.file.Secret(o.Connection)
		if err != nil {
			return err
		}
		fmt.Println("done", secret.RefreshToken)
	}
}

// renew fetches with an access token that has had its time, as after a night.
func (o order) renew(ctx context.Context, p *program) error {
	secret, err := p.file.Secret(o.Connection)
	if err != nil {
		return err
	}
	secret.AccessToken, secret.AccessExpires = "", time.Time{}
	if err := p.file.PutSecret(ctx, o.Connection, secret); err != nil {
		return err
	}
	if err := errors.Join(p.Service.Close(), p.wire(ctx, o.At)); err != nil {
		return err
	}
	_, err = p.Fetch(ctx, nil, nil)
	return err
}

// authorize renews one account in place and the whole bank in turn.
func (o order) authorize(ctx context.Context, p *program, round int) error {
	if round%2 == 1 {
		return p.authorize(ctx, o.Connection, o.Bank)
	}
	flow, err := p.Reauthorize(ctx, o.Account)
	if err != nil {
		return err
	}
	return p.walk(ctx, flow, o.Bank)
}

func backupOf(path string) string { return path + ".copy" }

func (o order) backup(ctx context.Context, p *program) error {
	if err := os.Remove(backupOf(o.Path)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return p.Backup(ctx, backupOf(o.Path))
}

// asideOf is where a file of the first format is kept before it is brought up to date.
func asideOf(path string) string { return path + ".format-1" }

func (o order) migrate(ctx context.Context) error {
	fmt.Println("ready")
	for {
		if err := setFormat(o.Path, 1); err != nil {
			return err
		}
		if err := os.Remove(asideOf(o.Path)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		file, err := store.Open(ctx, storeOptions(o.Path))
		if err != nil {
			return err
		}
		if err := file.Close(); err != nil {
			return err
		}
		fmt.Println("done")
	}
}

// asides are the files that a restored copy has taken the place of.
func asides(path string) ([]string, error) { return filepath.Glob(path + ".before-restore-*") }

// restore copies the file once and brings the copy back again and again.
func (o order) restore(ctx context.Context) error {
	p, err := open(ctx, o.Path, o.At)
	if err != nil {
		return err
	}
	if err := errors.Join(o.backup(ctx, p), p.close()); err != nil {
		return err
	}
	fmt.Println("ready")
	for {
		old, err := asides(o.Path)
		for _, path := range old {
			err = errors.Join(err, os.Remove(path))
		}
		if err != nil {
			return err
		}
		if _, err := store.Restore(ctx, backupOf(o.Path), storeOptions(o.Path), store.VerifyOptions{}); err != nil {
			return err
		}
		fmt.Println("done")
	}
}

// setFormat makes a file what another version of Ferry wrote. Before the second format no delivery stood on another one.
func setFormat(path string, format uint32) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		if format == 1 && tx.Bucket([]byte("bases")) != nil {
			if err := tx.DeleteBucket([]byte("bases")); err != nil {
				return err
			}
		}
		key, value := []byte("format"), binary.BigEndian.AppendUint32(nil, format)
		sum := crc32.Checksum(append(key, value...), crc32.MakeTable(crc32.Castagnoli))
		return tx.Bucket([]byte("meta")).Put([]byte("format"), append(binary.BigEndian.AppendUint32(nil, sum), value...))
	})
	return errors.Join(err, db.Close())
}
