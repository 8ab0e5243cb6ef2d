package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"ferry/core"
	"ferry/store/pages"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
)

// Salvaged is what was brought over from a damaged file, and what was not.
type Salvaged struct {
	Accounts       []SalvagedAccount
	Entries        int // of the journal
	EntriesLost    int
	Deliveries     int
	DeliveriesLost int
	Others         []string // one sentence for each other kind of thing of which something was lost or may be
}

// SalvagedAccount is what became of one account's lines.
type SalvagedAccount struct {
	Account   core.AccountID // empty: nobody can say whose lines they were
	Reference string
	Lines     int // brought over
	Lost      int // at least so many are lost
	Unsure    bool
	Reread    bool // the next fetch reads everything of this account again
	Gaps      []Gap
}

// Gap is a stretch of the list in which lines are lost.
type Gap struct {
	From, Until core.Date
	Lines       int // 0: nobody can say how many
}

// Whole reports whether nothing was lost.
func (s Salvaged) Whole() bool {
	return s.EntriesLost+s.DeliveriesLost+len(s.Others) == 0 &&
		!slices.ContainsFunc(s.Accounts, func(a SalvagedAccount) bool { return a.Lost > 0 || a.Unsure || a.Account == "" })
}

// Decoder reads the lines out of a raw response body: see VerifyOptions.
type Decoder = func(source string, raw []byte, account core.Account) ([]core.Transaction, error)

const opSalvage = "salvage the file"

// Salvage reads what can be read of a damaged file, which it leaves alone, and writes a new one that is in order. to.Path
// must not exist. What is brought over has proved its own checksum; where lines are lost, the next fetch reads the whole
// account again.
func Salvage(ctx context.Context, from string, to Options, decode func(*File) Decoder) (report Salvaged, err error) {
	defer caught(opSalvage, &err)()
	if _, err := os.Lstat(to.Path); err == nil {
		return report, &core.Error{Code: core.CodeConflict, Op: opSalvage, Msg: to.Path + " exists already", Hint: "choose another name"}
	}
	release, err := holdLock(ctx, Options{Path: from})
	if core.CodeOf(err) == core.CodeLocked {
		return report, err
	}
	if err == nil { // else it can perhaps be read all the same: its disk may be failing
		defer release()
	}
	file, err := os.Open(from)
	if err != nil {
		return report, storageError(opSalvage, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return report, storageError(opSalvage, err)
	}
	dir, err := os.MkdirTemp(filepath.Dir(to.Path), filepath.Base(to.Path)+".*"+unfinished)
	if err != nil {
		return report, storageError(opSalvage, err)
	}
	defer os.RemoveAll(dir)
	s := &salvage{ctx: ctx, o: to, report: &report, decode: decode}
	s.o.Path, s.o.Holder = filepath.Join(dir, "new.db"), ""
	s.wreck, s.roots = pages.OpenWreck(file, info.Size())
	s.headed = len(s.roots) > 0
	s.newest = len(s.roots) == 2 && s.roots[0].Tx == s.roots[1].Tx+1
	s.roots = append(s.roots, s.otherRoots()...)
	if err := s.run(); err != nil {
		return report, storageError(opSalvage, err)
	}
	return report, storageError(opSalvage, errors.Join(os.Rename(s.o.Path, to.Path), syncDir(filepath.Dir(to.Path))))
}

// salvage is the work under way: a new file that is filled, then put in order.
type salvage struct {
	ctx    context.Context
	o      Options
	report *Salvaged
	decode func(*File) Decoder
	wreck  *pages.Wreck
	roots  []pages.Meta // the newest first
	headed bool         // the first of them stands in a header
	newest bool         // and is the newest for sure: the other header is the one before

	db     *bolt.DB
	tx     *bolt.Tx
	writes int
	helper *File // packs and notes within tx

	names    map[string]bool          // buckets of the new file
	lost     map[string][]pages.Range // by bucket
	trusted  map[uint32][]core.LineNo // lines that stand where the newest root says
	found    map[lineOf]foundRow      // lines that stand elsewhere
	entries  map[uint64][32]byte      // hash of each delivery's bodies, as the journal says
	docs     map[string]map[string][]byte
	senders  map[uint64]core.AccountID // account of each delivery that can be read
	subjects map[uint64]core.AccountID // account of each delivery of which the journal speaks
	known    map[uint32][]byte         // index of line numbers, as it was
	figures  map[uint32]figures
	earlier  map[string][]byte // accounts as they were once, by id: better than nothing
	outdated map[uint32]bool   // ledgers with lines that may not be the newest
	dropped  map[uint32]int    // lines that were another account's
}

type lineOf struct {
	ledger uint32
	no     core.LineNo
}

func (s *salvage) run() error {
	if err := s.begin(); err != nil {
		return err
	}
	steps := []func() error{s.gather, s.journal, s.deliveries, s.secrets, s.owners, s.ledgers, s.close}
	for _, step := range steps {
		if err := step(); err != nil {
			return errors.Join(err, s.abandon())
		}
		if err := s.ctx.Err(); err != nil {
			return errors.Join(err, s.abandon())
		}
	}
	return s.prove()
}

// begin makes the new file in the format of the old one, so that its own way leads to the newest.
func (s *salvage) begin() error {
	s.lost, s.trusted = make(map[string][]pages.Range), make(map[uint32][]core.LineNo)
	s.found, s.entries = make(map[lineOf]foundRow), make(map[uint64][32]byte)
	s.docs, s.senders, s.subjects = make(map[string]map[string][]byte), make(map[uint64]core.AccountID), make(map[uint64]core.AccountID)
	s.known, s.figures = make(map[uint32][]byte), make(map[uint32]figures)
	s.earlier = make(map[string][]byte)
	s.outdated, s.dropped = make(map[uint32]bool), make(map[uint32]int)
	format, err := s.format()
	if err != nil {
		return err
	}
	if s.db, err = bolt.Open(s.o.Path, 0o600, &bolt.Options{NoFreelistSync: true, FreelistType: bolt.FreelistMapType, NoSync: true}); err != nil {
		return err
	}
	if err := migrate(s.db, s.o.Path, migrations[:format]); err != nil {
		return errors.Join(err, s.db.Close())
	}
	zip, err := newCompressor()
	if err != nil {
		return errors.Join(err, s.db.Close())
	}
	s.helper = &File{db: s.db, zip: zip, o: s.o}
	s.names = make(map[string]bool)
	err = s.db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, _ *bolt.Bucket) error {
			s.names[string(name)] = true
			return nil
		})
	})
	if err == nil {
		s.tx, err = s.db.Begin(true)
	}
	if err != nil {
		return errors.Join(err, s.db.Close())
	}
	return nil
}

func (s *salvage) abandon() error {
	defer s.zip().Close()
	if s.tx != nil {
		return errors.Join(s.tx.Rollback(), s.db.Close())
	}
	return nil
}

func (s *salvage) zip() *zstd.Encoder { return s.helper.zip }

// format is the one of the damaged file; when that cannot be read, the newest.
func (s *salvage) format() (int, error) {
	for _, root := range s.roots {
		found := 0
		s.wreck.Peek(root, string(bMeta), func(k, v []byte) {
			if v, err := unguard(k, v); string(k) == string(keyFormat) && err == nil && len(v) == 4 {
				found = int(binary.BigEndian.Uint32(v))
			}
		})
		switch {
		case found > len(migrations):
			return 0, &core.Error{Code: core.CodeConflict, Op: opSalvage,
				Msg:  fmt.Sprintf("the file was written by a newer Ferry (format %d, this one knows %d)", found, len(migrations)),
				Hint: "install the newer version; this one did not touch the file"}
		case found > 0:
			return found, nil
		}
	}
	return len(migrations), nil
}

// wrote counts what was written and commits now and then.
func (s *salvage) wrote(n int) error {
	if s.writes += n; s.writes < maxRows {
		return nil
	}
	s.writes = 0
	if err := s.tx.Commit(); err != nil {
		s.tx = nil
		return errors.Join(err, s.db.Close())
	}
	var err error
	if s.tx, err = s.db.Begin(true); err != nil {
		return errors.Join(err, s.db.Close())
	}
	return s.ctx.Err()
}

func (s *salvage) close() error {
	if err := s.sayWhatWasLost(); err != nil {
		return err
	}
	err := s.tx.Commit()
	s.tx = nil
	return errors.Join(err, s.db.Sync(), s.db.Close())
}

// prove opens the new file as any other and checks it. Lines whose origin is among what was lost get a new one: themselves.
func (s *salvage) prove() error {
	defer s.zip().Close()
	f, err := Open(s.ctx, s.o)
	if err != nil {
		return err
	}
	var report Report
	for range 2 {
		o := VerifyOptions{}
		if s.decode != nil {
			o.Decode = s.decode(f)
		}
		if report, err = f.Verify(s.ctx, o); err != nil || report.OK() {
			break
		}
		if err = s.giveOrigin(f, report.Faults); err != nil {
			break
		}
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if !report.OK() {
		return &core.Error{Code: core.CodeCorrupt, Op: opSalvage, Hint: "nothing was written; bring back a copy with: ferry restore FILE",
			Msg: "what can be read does not hold together: " + report.Faults[0].What}
	}
	return nil
}

func (s *salvage) now() time.Time { return s.o.Now() }
