package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"

	"ferry/core"
	"ferry/store/pages"

	bolt "go.etcd.io/bbolt"
)

// Verify checks everything: the pages, the journal's chain, the raw deliveries, every line, what is derived from the
// lines, and that every line says what the bytes it came from say. The file stays in use meanwhile.
func (f *File) Verify(ctx context.Context, o VerifyOptions) (report Report, err error) {
	defer caught("verify the file", &err)()
	v := &verifier{f: f, o: o, ctx: ctx, report: &report}
	if err := v.structure(); err != nil {
		return report, storageError("verify the file", err)
	}
	if v.tx == nil {
		return report, nil // pages that point anywhere must not be followed
	}
	defer v.tx.Rollback()
	v.archive.tx = v.tx
	defer v.archive.close()
	for _, step := range []func() error{v.journal, v.deliveries, v.documents, v.secrets, v.books, v.ledgers} {
		if err := step(); err != nil {
			return report, storageError("verify the file", err)
		}
	}
	return report, nil
}

// maxFaults bounds a report; a torn file has more than anybody reads.
const maxFaults = 1000

type verifier struct {
	f      *File
	o      VerifyOptions
	ctx    context.Context
	tx     *bolt.Tx
	report *Report

	archive     archive
	sums        map[uint64][]byte           // hash of each delivery's bodies, as the journal says
	sentFor     map[core.AccountID][]uint64 // deliveries of each account, in their order
	done, total int
}

func (v *verifier) fault(fault Fault, format string, args ...any) {
	if fault.What = fmt.Sprintf(format, args...); len(v.report.Faults) < maxFaults {
		v.report.Faults = append(v.report.Faults, fault)
	}
}

// step counts one thing checked and says when to stop.
func (v *verifier) step() error {
	const often = 1000
	if v.done++; v.done%often == 0 || v.done == v.total {
		if v.o.Progress != nil {
			v.o.Progress(v.done, max(v.done, v.total))
		}
		return v.ctx.Err()
	}
	return nil
}

// structure checks the pages, and begins the transaction in which the rest is checked if they hold. It takes a turn of the
// writer, so that what is in the file is what the transaction sees.
func (v *verifier) structure() error {
	return v.f.update(v.ctx, &write{op: "verify the file", do: func(*bolt.Tx) error {
		file, err := os.Open(v.f.o.Path)
		if err != nil {
			return err
		}
		defer file.Close()
		meta, err := pages.ReadMeta(file)
		if err != nil {
			v.fault(Fault{}, "%v", err)
			return nil
		}
		faults := pages.Check(file, meta)
		for _, fault := range faults {
			v.fault(Fault{}, "%v", fault)
		}
		if len(faults) > 0 {
			return nil
		}
		tx, err := v.f.db.Begin(false)
		if err != nil {
			return err
		}
		for fault := range tx.Check() {
			v.fault(Fault{}, "%v", fault)
		}
		for _, name := range buckets {
			if tx.Bucket(name) == nil {
				v.fault(Fault{}, "the bucket %s is not there", name)
			}
		}
		if len(v.report.Faults) > 0 {
			return tx.Rollback()
		}
		v.tx = tx
		return nil
	}})
}

func (v *verifier) journal() error {
	v.sums = make(map[uint64][]byte)
	var before [32]byte
	next := uint64(1)
	journal := v.tx.Bucket(bJournal)
	v.total = v.tx.Bucket(bRows).Stats().KeyN + journal.Stats().KeyN + v.tx.Bucket(bDeliveries).Stats().KeyN
	return journal.ForEach(func(k, value []byte) error {
		v.report.Entries++
		e, body, err := decodeEntry(k, value)
		if err != nil {
			v.fault(Fault{Entry: next}, "entry %d of the journal cannot be read: %v", next, err)
			copy(before[:], value)
			next++
			return v.step()
		}
		if e.No != next {
			v.fault(Fault{Entry: e.No}, "entry %d of the journal follows %d", e.No, next-1)
		}
		if chain(before, e.No, body) != e.Hash {
			v.fault(Fault{Entry: e.No}, "entry %d of the journal was changed, or what stands before it", e.No)
		}
		before, next = e.Hash, e.No+1
		if err := v.takeIn(e); err != nil {
			v.fault(Fault{Entry: e.No}, "entry %d of the journal: %v", e.No, err)
		}
		return v.step()
	})
}

// takeIn remembers which deliveries must be there.
func (v *verifier) takeIn(e core.JournalEntry) error {
	switch e.Kind {
	case "delivery":
		var t tally
		if err := json.Unmarshal(e.Data, &t); err != nil {
			return err
		}
		if t.Delivery != 0 {
			v.sums[t.Delivery] = t.Raw
		}
	case salvageKind:
		var l lostDeliveries
		if err := json.Unmarshal(e.Data, &l); err != nil && len(e.Data) > 0 {
			return err
		}
		for _, no := range l.Lost {
			delete(v.sums, no)
		}
	}
	return nil
}

func (v *verifier) deliveries() error {
	seen := 0
	v.sentFor = make(map[core.AccountID][]uint64)
	err := v.tx.Bucket(bDeliveries).ForEach(func(k, _ []byte) error {
		no := uint64(0)
		if len(k) == 8 {
			no = binary.BigEndian.Uint64(k)
		}
		v.report.Deliveries++
		want, ok := v.sums[no]
		if !ok {
			v.fault(Fault{}, "delivery %d is not in the journal", no)
			return v.step()
		}
		seen++
		d, err := v.archive.read(no)
		if err != nil {
			v.fault(Fault{}, "delivery %d cannot be read: %v", no, err)
			return v.step()
		}
		if sum := sha256.Sum256(bytes.Join(d.Raw, nil)); !bytes.Equal(sum[:], want) {
			v.fault(Fault{Account: d.Account}, "delivery %d is not what the journal says was delivered", no)
		}
		v.sentFor[d.Account] = append(v.sentFor[d.Account], no)
		return v.step()
	})
	if err == nil && seen != len(v.sums) {
		v.fault(Fault{}, "%d deliveries of the journal are not there", len(v.sums)-seen)
	}
	return err
}

// documents checks that small values can be read and stand under their own name.
func (v *verifier) documents() error {
	checkDocs(v, bDossiers, func(d core.Dossier) []byte { return []byte(d.ID) })
	checkDocs(v, bConnections, func(c core.Connection) []byte { return []byte(c.ID) })
	checkDocs(v, bDirectories, func(d directory) []byte { return []byte(d.API) })
	checkDocs(v, bFeeds, func(s core.FeedState) []byte { return []byte(s.Account) })
	checkDocs(v, bAuthorizations, func(a storedAuthorization) []byte { return []byte(a.ID) })
	checkDocs(v, bActivities, func(a core.Activity) []byte { return number(a.No) })
	checkDocs(v, bAccounts, func(a core.Account) []byte { return []byte(a.ID) })
	// The rest is guarded together with its key and says no more of itself.
	checkDocs[json.RawMessage](v, bClocks, nil)
	checkDocs[core.Settings](v, bSettings, nil)
	checkDocs[core.Reminder](v, bReminders, nil)
	checkDocs[core.Institution](v, bInstitutions, nil)
	checkDocs[base](v, bBases, nil)
	format := v.tx.Bucket(bMeta).Get(keyFormat)
	if _, err := unguard(keyFormat, format); err != nil {
		v.fault(Fault{}, "the format number cannot be read: %v", err)
	}
	return nil
}

func checkDocs[T any](v *verifier, bucket []byte, name func(T) []byte) {
	c := v.tx.Bucket(bucket).Cursor()
	for k, value := c.First(); k != nil; k, value = c.Next() {
		var doc T
		if err := decodeDoc(k, value, &doc); err != nil {
			v.fault(Fault{}, "%s %q cannot be read: %v", bucket, k, err)
		} else if name != nil && !bytes.Equal(name(doc), k) {
			v.fault(Fault{}, "%s %q stands under another name", bucket, k)
		}
	}
}

// secrets opens every sealed value and forgets it again.
func (v *verifier) secrets() error {
	c := v.tx.Bucket(bSecrets).Cursor()
	for k, value := c.First(); k != nil; k, value = c.Next() {
		sealed, err := unguard(k, value)
		if err == nil && v.f.o.Seal != nil {
			err = v.f.unseal(bytes.Clone(sealed), new(core.Secret))
		}
		if err != nil {
			v.fault(Fault{}, "the credentials of connection %q cannot be opened: %v", k, err)
		}
	}
	open, err := allDocs[storedAuthorization](v.tx, bAuthorizations, nil)
	if err != nil || v.f.o.Seal == nil {
		return nil // said already by documents
	}
	for _, a := range open {
		if err := v.f.unseal(a.Sealed, new(proof)); err != nil {
			v.fault(Fault{}, "the open authorization %q cannot be opened: %v", a.ID, err)
		}
	}
	return nil
}
