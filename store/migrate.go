package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// migration brings a file from the format before it to its own; a format's number is its place in the list, from 1.
// A step never changes once it was released: later ones build on what it left.
type migration struct {
	name string
	do   func(*bolt.Tx) error
}

var migrations = []migration{
	{"the first format", func(tx *bolt.Tx) error {
		for _, name := range buckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return nil
	}},
	{"deliveries that stand on earlier ones", func(tx *bolt.Tx) error {
		_, err := tx.CreateBucketIfNotExists(bBases) // new files have it from the first step on
		return err
	}},
	{"the books", func(tx *bolt.Tx) error {
		for _, name := range bookBuckets {
			if _, err := tx.CreateBucketIfNotExists(name); err != nil {
				return err
			}
		}
		return countAllOpen(tx)
	}},
}

// The buckets of the file. Keys are described where they are written.
var (
	bMeta           = []byte("meta")
	bDossiers       = []byte("dossiers")
	bConnections    = []byte("connections")
	bSecrets        = []byte("secrets")
	bClocks         = []byte("clocks")
	bInstitutions   = []byte("institutions")
	bDirectories    = []byte("directories")
	bAccounts       = []byte("accounts")
	bNumbers        = []byte("numbers")
	bFeeds          = []byte("feeds")
	bAuthorizations = []byte("authorizations")
	bSettings       = []byte("settings")
	bReminders      = []byte("reminders")
	bActivities     = []byte("activities")
	bJournal        = []byte("journal")
	bDeliveries     = []byte("deliveries")
	bBases          = []byte("bases")
	bFigures        = []byte("figures")
	bRows           = []byte("rows")
	bRevisions      = []byte("revisions")
	bIDs            = []byte("ids")
	bDays           = []byte("days")
	bSegments       = []byte("segments")
	bStamps         = []byte("stamps")
	bPending        = []byte("pending")
	bItems          = []byte("items")
	bChart          = []byte("chart")
	bMatches        = []byte("matches")
	bMatched        = []byte("matched")
	bMarks          = []byte("marks")
	bRejections     = []byte("rejections")
	bRules          = []byte("rules")
	bLimits         = []byte("limits")
	bBooks          = []byte("books")
	bActs           = []byte("acts")
	bImages         = []byte("images")
	bLocks          = []byte("locks")
	bMappings       = []byte("mappings")

	buckets = [][]byte{
		bMeta, bDossiers, bConnections, bSecrets, bClocks, bInstitutions, bDirectories, bAccounts, bNumbers, bFeeds,
		bAuthorizations, bSettings, bReminders, bActivities, bJournal, bDeliveries, bBases, bFigures, bRows, bRevisions,
		bIDs, bDays, bSegments, bStamps, bPending,
		bItems, bChart, bMatches, bMatched, bMarks, bRejections, bRules, bLimits, bBooks, bActs, bImages, bLocks, bMappings,
	}
	bookBuckets = [][]byte{
		bItems, bChart, bMatches, bMatched, bMarks, bRejections, bRules, bLimits, bBooks, bActs, bImages, bLocks, bMappings,
	}

	keyFormat = []byte("format")
)

// countAllOpen counts the open lines of a file that had no books: nothing is matched and nothing locked.
func countAllOpen(tx *bolt.Tx) error {
	owners, err := ledgers(tx)
	if err != nil {
		return err
	}
	for no := range owners {
		fig, err := readFigures(tx, no)
		if err != nil {
			return err
		}
		if fig.Lines == 0 {
			continue
		}
		if fig.Open, err = countOpen(tx, no, 0); err != nil {
			return err
		}
		if _, err := putDoc(tx, bFigures, ledgerKey(no), fig); err != nil {
			return err
		}
	}
	return nil
}

func formatOf(db *bolt.DB) (format int, err error) {
	err = db.View(func(tx *bolt.Tx) error {
		b := tx.Bucket(bMeta)
		if b == nil {
			return nil
		}
		v, err := unguard(keyFormat, b.Get(keyFormat))
		if err == nil && len(v) != 4 {
			err = errGuard
		}
		if err == nil {
			format = int(binary.BigEndian.Uint32(v))
		}
		return err
	})
	return format, err
}

// migrate brings the file to the newest format, all steps in one transaction. A file that holds something is copied
// aside before it is touched.
func migrate(db *bolt.DB, path string, steps []migration) error {
	format, err := formatOf(db)
	switch {
	case err != nil:
		return storageError("open the file", err)
	case format == len(steps):
		return nil
	case format > len(steps):
		return &core.Error{
			Code: core.CodeConflict, Op: "open the file",
			Msg:  fmt.Sprintf("%s was written by a newer Ferry (format %d, this one knows %d)", path, format, len(steps)),
			Hint: "install the newer version; this one did not touch the file",
		}
	}
	if format > 0 {
		aside := fmt.Sprintf("%s.format-%d", path, format)
		if err := copyTo(db, aside); err != nil && !errors.Is(err, os.ErrExist) {
			return storageError("copy the file before it is brought up to date", err)
		}
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, step := range steps[format:] {
			if err := step.do(tx); err != nil {
				return fmt.Errorf("%s: %w", step.name, err)
			}
		}
		return tx.Bucket(bMeta).Put(keyFormat, guard(keyFormat, binary.BigEndian.AppendUint32(nil, uint32(len(steps)))))
	})
	return storageError("bring the file up to date", err)
}
