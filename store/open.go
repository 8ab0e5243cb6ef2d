package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"ferry/core"
	"ferry/store/pages"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// mapBytes is the address space reserved for the file at once: while it lasts, a growing file needs no new memory map,
// for which every reader would have to stop. growBytes is the step in which the file itself grows.
const (
	mapBytes  = 1 << 30
	growBytes = 2 << 20
)

// File is an open file. Its methods may be called from any goroutine.
type File struct {
	db       *bolt.DB
	o        Options
	writes   chan *write
	stopped  chan struct{} // closed when the writer has ended
	revision atomic.Uint64
	notices  []string
	zip      *zstd.Encoder
	bodies   sync.Pool     // of *[]byte: room to put the bodies of a delivery side by side
	acting   chan struct{} // holds one while an act is being done
	room     int           // rows of an act in one transaction
	sets     lineSets
	lists    openLists
	counts   counts

	mu     sync.RWMutex // guards closed against a write that is being handed in
	closed bool
}

// Open opens the file, or makes a new one. It refuses a file that another program holds, that belongs to another user,
// that is damaged, or that a newer Ferry wrote, and says which.
func Open(ctx context.Context, o Options) (*File, error) { return open(ctx, o, migrations) }

func open(ctx context.Context, o Options, steps []migration) (f *File, err error) {
	notices, err := secure(o.Path)
	if err != nil {
		return nil, err
	}
	if err := born(o.Path); err != nil {
		return nil, storageError("make the file", err)
	}
	if err := soundEnough(ctx, o); err != nil {
		return nil, err
	}
	defer caught("open the file", &err)()
	db, err := lockAndMap(ctx, o)
	if err != nil {
		return nil, err
	}
	db.AllocSize = growBytes
	if err := migrate(db, o.Path, steps); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	if err := writeHolder(o); err != nil {
		notices = append(notices, "other programs cannot be told who holds the file: "+err.Error())
	}
	zip, err := newCompressor()
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	f = &File{db: db, zip: zip, o: o, notices: notices, writes: make(chan *write, 64), stopped: make(chan struct{}), acting: make(chan struct{}, 1), room: maxRows}
	f.revision.Store(1)
	go f.writer()
	if err := f.takeBackTorn(ctx); err != nil {
		f.notices = append(f.notices, "an act that was cut off could not be taken back: "+err.Error())
	}
	return f, nil
}

// born makes the file if there is none. It comes into being under another name and with its first pages on disk: so an
// empty file is never the beginning of one, but always the end.
func born(path string) (err error) {
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*"+unfinished)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone already where there are no second names
	if err := tmp.Close(); err != nil {
		return err
	}
	db, err := bolt.Open(tmp.Name(), 0o600, nil)
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	err = os.Link(tmp.Name(), path)
	if errors.Is(err, os.ErrExist) {
		return nil // another program was faster
	}
	if err != nil {
		err = os.Rename(tmp.Name(), path)
	}
	return errors.Join(err, syncDir(filepath.Dir(path)))
}

// soundEnough looks at what makes a file unsafe to map: too short, or not of this kind. A file that never held anything, as
// its first pages found no room, begins again.
func soundEnough(ctx context.Context, o Options) error {
	path := o.Path
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return storageError("open the file", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return storageError("open the file", err)
	}
	if info.Size() == 0 {
		return &core.Error{
			Code: core.CodeCorrupt, Op: "open the file", Msg: path + " is empty: whatever it held was cut off",
			Hint: "bring back a copy with: ferry restore FILE; if it never held anything, remove it",
		}
	}
	meta, err := pages.ReadMeta(file)
	short := err == nil && info.Size() < meta.Size()
	if short && meta.High <= newbornPages {
		return beginAgain(ctx, o, meta.Size())
	}
	if short {
		err = fmt.Errorf("it has %d bytes and should have %d", info.Size(), meta.Size())
	}
	if err != nil {
		return &core.Error{
			Code: core.CodeCorrupt, Op: "open the file", Err: err,
			Msg:  fmt.Sprintf("%s is damaged or no Ferry file: %v", path, err),
			Hint: "nothing was changed; bring back a copy with: ferry restore FILE, or what can be read with: ferry salvage",
		}
	}
	return nil
}

// newbornPages is how many pages bbolt writes, at once, when it makes a file.
const newbornPages = 4

// beginAgain empties a file that is shorter than a new one. Under the lock, and after another look: another program may be
// making it at this moment.
func beginAgain(ctx context.Context, o Options, newborn int64) error {
	release, err := holdLock(ctx, o)
	if err != nil {
		return err
	}
	defer release()
	info, err := os.Stat(o.Path)
	if err == nil && info.Size() < newborn {
		err = os.Truncate(o.Path, 0)
	}
	return storageError("make the file", err)
}

func lockAndMap(ctx context.Context, o Options) (*bolt.DB, error) {
	wait, cancel := context.WithTimeout(ctx, max(o.LockWait, time.Millisecond))
	defer cancel()
	for {
		db, err := bolt.Open(o.Path, 0o600, &bolt.Options{
			Timeout: time.Millisecond, // 0 would wait for ever; the loop waits, and hears ctx
			// The list of free pages is written once, at Close, not with every commit.
			NoFreelistSync:  true,
			FreelistType:    bolt.FreelistMapType,
			InitialMmapSize: mapBytes,
		})
		if err == nil {
			return db, nil
		}
		if !errors.Is(err, bolterrors.ErrTimeout) {
			return nil, storageError("open the file", err)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-wait.Done():
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, lockedError(o.Path)
		}
	}
}

// Close waits for writes under way and lets go of the file.
func (f *File) Close() error {
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return nil
	}
	f.closed = true
	close(f.writes)
	f.mu.Unlock()
	<-f.stopped
	// With the list of free pages in the file the next start needs no look at every page.
	f.db.NoFreelistSync = false
	saved := f.db.Update(func(*bolt.Tx) error { return nil })
	removeHolder(f.o.Path)
	if err := errors.Join(saved, f.db.Close()); err != nil {
		return storageError("close the file", err)
	}
	return nil
}

// Notices are what Open mended or could not do, each one sentence for the user.
func (f *File) Notices() []string { return f.notices }

// Path is where the file is.
func (f *File) Path() string { return f.o.Path }

// Revision changes whenever an account's lines do.
func (f *File) Revision() uint64 { return f.revision.Load() }

// caught turns a panic out of the mapped file into an error: damaged pages can point anywhere. Other panics go on.
//
//	defer caught("read", &err)()
func caught(op string, err *error) func() {
	before := debug.SetPanicOnFault(true)
	return func() {
		debug.SetPanicOnFault(before)
		switch r := recover().(type) {
		case nil:
		case runtime.Error, string: // a fault or a bound; bbolt's own doubts are texts
			*err = corrupt(op, fmt.Errorf("%v", r))
		default:
			panic(r) // not from the file: it cannot happen in a sound program and must not be hidden
		}
	}
}

// read runs a short read transaction.
func (f *File) read(op string, fn func(*bolt.Tx) error) (err error) {
	defer caught(op, &err)()
	return storageError(op, f.db.View(fn))
}

// secure makes the folder and checks that folder and file are the user's alone.
func secure(path string) (notices []string, err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, storageError("make the data folder", err)
	}
	for _, p := range []struct {
		path string
		want os.FileMode
	}{{dir, 0o700}, {path, 0o600}} {
		info, err := os.Stat(p.path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, storageError("open the file", err)
		}
		notice, err := secureOne(p.path, info, p.want)
		if err != nil {
			return nil, err
		}
		if notice != "" {
			notices = append(notices, notice)
		}
	}
	return notices, nil
}

func secureOne(path string, info os.FileInfo, want os.FileMode) (notice string, err error) {
	sticky := info.IsDir() && info.Mode()&os.ModeSticky != 0 // such as /tmp: shared by design, files in it are not
	switch {
	case sticky:
		return "", nil
	case !ownedByUser(info):
		return "", &core.Error{
			Code: core.CodeStorage, Op: "open the file", Msg: path + " belongs to another user",
			Hint: "choose your own data folder with FERRY_DATA",
		}
	case info.Mode().Perm()&^want == 0 || !rightsMatter:
		return "", nil
	}
	if err := os.Chmod(path, info.Mode().Perm()&want); err != nil {
		return "", storageError("take back rights on "+path, err)
	}
	return fmt.Sprintf("%s could be read by other users (%v); now only by you", path, info.Mode().Perm()), nil
}
