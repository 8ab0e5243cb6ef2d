package store

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// Secret opens a connection's sealed secret.
func (f *File) Secret(id core.ConnectionID) (s core.Secret, err error) {
	key := []byte(id)
	err = f.read("read the credentials", func(tx *bolt.Tx) error {
		sealed := tx.Bucket(bSecrets).Get(key)
		if sealed == nil {
			return notFound("credentials of connection", string(id))
		}
		sealed, err := unguard(key, sealed)
		if err != nil {
			return err
		}
		return f.unseal(bytes.Clone(sealed), &s)
	})
	return s, err
}

// PutSecret seals a connection's secret and is durable when it returns. Tokens come and go by themselves: only other
// credentials are written in the journal, that they changed and not what they are.
func (f *File) PutSecret(ctx context.Context, id core.ConnectionID, s core.Secret) error {
	sealed, err := f.seal(s)
	if err != nil {
		return err
	}
	before, err := f.Secret(id)
	if err != nil && core.CodeOf(err) != core.CodeNotFound {
		return err
	}
	changed := lasting(before) != lasting(s)
	key := []byte(id)
	return f.update(ctx, &write{op: "save the credentials", rows: 1, do: func(tx *bolt.Tx) error {
		if err := tx.Bucket(bSecrets).Put(key, guard(key, sealed)); err != nil || !changed {
			return err
		}
		return f.note(tx, core.JournalEntry{Kind: "credentials", Subject: string(id), What: "saved"})
	}})
}

// lasting is the secret without its tokens.
func lasting(s core.Secret) core.Secret {
	s.AccessToken, s.RefreshToken, s.AccessExpires = "", "", time.Time{}
	return s
}

func (f *File) seal(v any) ([]byte, error) {
	if f.o.Seal == nil {
		return nil, noKey()
	}
	clear, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return f.o.Seal.Seal(clear)
}

func (f *File) unseal(sealed []byte, v any) error {
	if f.o.Seal == nil {
		return noKey()
	}
	clear, err := f.o.Seal.Unseal(sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal(clear, v)
}

func noKey() error {
	return &core.Error{Code: core.CodeStorage, Op: "open the credentials", Msg: "the file was opened without its key"}
}

// storedAuthorization is an authorization with the parts that only this program may know sealed.
type storedAuthorization struct {
	core.Authorization
	Sealed []byte `json:"sealed"`
}

// proof is what binds the bank's answer to our question. The address carries the state as well.
type proof struct{ State, Verifier, URL string }

// Authorizations lists the consent flows that are open, oldest first.
func (f *File) Authorizations() ([]core.Authorization, error) {
	stored, err := readDocs[storedAuthorization](f, "open authorizations", bAuthorizations, nil)
	if err != nil {
		return nil, err
	}
	list := make([]core.Authorization, 0, len(stored))
	for _, s := range stored {
		var p proof
		if err := f.unseal(s.Sealed, &p); err != nil {
			return nil, storageError("read open authorizations", err)
		}
		s.State, s.Verifier, s.URL = p.State, p.Verifier, p.URL
		list = append(list, s.Authorization)
	}
	slices.SortStableFunc(list, func(a, b core.Authorization) int { return a.Started.Compare(b.Started) })
	return list, nil
}

// PutAuthorization keeps a consent flow until it is done.
func (f *File) PutAuthorization(ctx context.Context, a core.Authorization) error {
	sealed, err := f.seal(proof{a.State, a.Verifier, a.URL})
	if err != nil {
		return err
	}
	a.State, a.Verifier, a.URL = "", "", ""
	return f.update(ctx, &write{op: "save the authorization", rows: 1, do: func(tx *bolt.Tx) error {
		_, err := putDoc(tx, bAuthorizations, []byte(a.ID), storedAuthorization{a, sealed})
		return err
	}})
}

// DeleteAuthorization forgets a consent flow; one that is not there is fine.
func (f *File) DeleteAuthorization(ctx context.Context, id string) error {
	return f.update(ctx, &write{op: "close the authorization", rows: 1, do: func(tx *bolt.Tx) error {
		b := tx.Bucket(bAuthorizations)
		if b.Get([]byte(id)) == nil {
			return nil
		}
		return b.Delete([]byte(id))
	}})
}
