package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// putNoted writes a document and, when it changed, its journal entry.
func (f *File) putNoted(ctx context.Context, kind, subject string, bucket []byte, doc any, by string) error {
	return f.update(ctx, &write{op: "save the " + kind, rows: 1, do: func(tx *bolt.Tx) error {
		changed, err := putDoc(tx, bucket, []byte(subject), doc)
		if err != nil || !changed {
			return err
		}
		data, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		return f.note(tx, core.JournalEntry{By: by, Kind: kind, Subject: subject, What: "saved", Data: data})
	}})
}

// Dossiers lists all dossiers, by name.
func (f *File) Dossiers() ([]core.Dossier, error) {
	list, err := readDocs[core.Dossier](f, "dossiers", bDossiers, nil)
	slices.SortStableFunc(list, func(a, b core.Dossier) int { return cmp.Compare(a.Name, b.Name) })
	return list, err
}

// PutDossier adds or changes a dossier.
func (f *File) PutDossier(ctx context.Context, d core.Dossier, by string) error {
	return f.putNoted(ctx, "dossier", string(d.ID), bDossiers, d, by)
}

// Connections lists all connections, oldest first.
func (f *File) Connections() ([]core.Connection, error) {
	list, err := readDocs[core.Connection](f, "connections", bConnections, nil)
	slices.SortStableFunc(list, func(a, b core.Connection) int { return a.Created.Compare(b.Created) })
	return list, err
}

// Connection returns one connection.
func (f *File) Connection(id core.ConnectionID) (core.Connection, error) {
	c, ok, err := readDoc[core.Connection](f, "the connection", bConnections, []byte(id))
	if err == nil && !ok {
		err = notFound("connection", string(id))
	}
	return c, err
}

// PutConnection adds or changes a connection.
func (f *File) PutConnection(ctx context.Context, c core.Connection, by string) error {
	return f.putNoted(ctx, "connection", string(c.ID), bConnections, c, by)
}

// DeleteConnection removes a connection with its secret and its open authorizations. Its accounts and their lines stay.
func (f *File) DeleteConnection(ctx context.Context, id core.ConnectionID, by string) error {
	return f.update(ctx, &write{op: "remove the connection", rows: 1, do: func(tx *bolt.Tx) error {
		key := []byte(id)
		if tx.Bucket(bConnections).Get(key) == nil {
			return notFound("connection", string(id))
		}
		for _, bucket := range [][]byte{bConnections, bSecrets, bClocks} {
			if err := tx.Bucket(bucket).Delete(key); err != nil {
				return err
			}
		}
		open, err := allDocs[storedAuthorization](tx, bAuthorizations, nil)
		if err != nil {
			return err
		}
		for _, a := range open {
			if a.Connection == id {
				if err := tx.Bucket(bAuthorizations).Delete([]byte(a.ID)); err != nil {
					return err
				}
			}
		}
		return f.note(tx, core.JournalEntry{By: by, Kind: "connection", Subject: string(id), What: "removed"})
	}})
}

// ClockOffset is how far the clock of a connection's bank is ahead of this machine's: a simulator has its own time.
func (f *File) ClockOffset(id core.ConnectionID) (time.Duration, error) {
	d, _, err := readDoc[time.Duration](f, "the clock", bClocks, []byte(id))
	return d, err
}

// PutClockOffset keeps a connection's clock offset.
func (f *File) PutClockOffset(ctx context.Context, id core.ConnectionID, d time.Duration) error {
	return f.update(ctx, &write{op: "save the clock", rows: 1, do: func(tx *bolt.Tx) error {
		_, err := putDoc(tx, bClocks, []byte(id), d)
		return err
	}})
}

// directory says how fresh the institutions of an API address are.
type directory struct {
	API string    `json:"api"`
	At  time.Time `json:"at"`
}

// Institutions lists the directory of an API address as last read, by name; empty when it was never read.
func (f *File) Institutions(api string) ([]core.Institution, error) {
	list, err := readDocs[core.Institution](f, "the directory", bInstitutions, joined(api, ""))
	slices.SortStableFunc(list, func(a, b core.Institution) int { return cmp.Compare(a.Name, b.Name) })
	return list, err
}

// PutInstitutions replaces the directory of an API address.
func (f *File) PutInstitutions(ctx context.Context, api string, list []core.Institution) error {
	return f.update(ctx, &write{op: "save the directory", rows: len(list), do: func(tx *bolt.Tx) error {
		stale, err := allDocs[core.Institution](tx, bInstitutions, joined(api, ""))
		if err != nil {
			return err
		}
		gone := make(map[core.InstitutionID]bool, len(stale))
		for _, i := range stale {
			gone[i.ID] = true
		}
		for _, i := range list {
			delete(gone, i.ID)
			if _, err := putDoc(tx, bInstitutions, joined(api, string(i.ID)), i); err != nil {
				return err
			}
		}
		for id := range gone {
			if err := tx.Bucket(bInstitutions).Delete(joined(api, string(id))); err != nil {
				return err
			}
		}
		_, err = putDoc(tx, bDirectories, []byte(api), directory{API: api, At: f.o.Now()})
		return err
	}})
}

// Institution finds an institution in any directory; the one read last wins.
func (f *File) Institution(id core.InstitutionID) (found core.Institution, err error) {
	err = f.read("read the directory", func(tx *bolt.Tx) error {
		dirs, err := allDocs[directory](tx, bDirectories, nil)
		if err != nil {
			return err
		}
		slices.SortFunc(dirs, func(a, b directory) int { return b.At.Compare(a.At) })
		for _, d := range dirs {
			i, ok, err := getDoc[core.Institution](tx, bInstitutions, joined(d.API, string(id)))
			if err != nil || ok {
				found = i
				return err
			}
		}
		return notFound("institution", string(id))
	})
	return found, err
}

var keySettings = []byte("settings")

// Settings are the user's choices, or those of a new file.
func (f *File) Settings() (core.Settings, error) {
	s, ok, err := readDoc[core.Settings](f, "the settings", bSettings, keySettings)
	if err == nil && !ok {
		s = core.DefaultSettings()
	}
	return s, err
}

// PutSettings keeps the user's choices.
func (f *File) PutSettings(ctx context.Context, s core.Settings, by string) error {
	return f.putNoted(ctx, "setting", string(keySettings), bSettings, s, by)
}
