// Package run keeps an index under random keys as sorted runs instead of a tree. A tree touches as many pages as a batch
// has entries, and more as the file grows; a run is written once, in order, and neighbours of like size are merged, so
// that every entry is written only as often as the number of batches has binary digits.
//
// Every owner (an account) has its own runs. An entry is a key and a value of fixed sizes; where two runs have the same
// key, the newer run wins.
package run

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"sort"

	bolt "go.etcd.io/bbolt"
)

// Shape is the size of an entry's key and value, the same for all runs of a bucket.
type Shape struct{ Key, Value int }

func (s Shape) size() int { return s.Key + s.Value }

// ErrDamaged says that the bucket does not hold well-formed runs.
var ErrDamaged = errors.New("damaged index run")

// chunkBytes bounds one stored piece of a run: large enough to be searched in place, small enough that bbolt finds room
// for it among its free pages.
const chunkBytes = 16 << 10

// An owner's directory stands under its number alone; a piece of a run under owner, run number and its first key.
const (
	dirKeySize = 4
	prefixSize = 8
	dirEntry   = 12 // run number, entries, checksum
)

// Set reads and extends the runs of one owner. It belongs to one transaction.
type Set struct {
	bucket *bolt.Bucket
	cursor *bolt.Cursor
	owner  uint32
	shape  Shape
	runs   []info // oldest first
}

type info struct{ no, entries, sum uint32 }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Open reads the owner's directory.
func Open(b *bolt.Bucket, owner uint32, shape Shape) (*Set, error) {
	s := &Set{bucket: b, cursor: b.Cursor(), owner: owner, shape: shape}
	dir := b.Get(binary.BigEndian.AppendUint32(nil, owner))
	if len(dir)%dirEntry != 0 {
		return nil, ErrDamaged
	}
	for ; len(dir) > 0; dir = dir[dirEntry:] {
		s.runs = append(s.runs, info{binary.BigEndian.Uint32(dir), binary.BigEndian.Uint32(dir[4:]), binary.BigEndian.Uint32(dir[8:])})
	}
	return s, nil
}

// Find returns the value that the newest run has for the key. It is valid as long as the transaction.
func (s *Set) Find(key []byte) ([]byte, bool, error) {
	for i := len(s.runs) - 1; i >= 0; i-- {
		chunk, err := s.chunkFor(s.runs[i].no, key)
		if err != nil {
			return nil, false, err
		}
		size := s.shape.size()
		n := len(chunk) / size
		at := sort.Search(n, func(i int) bool { return bytes.Compare(chunk[i*size:i*size+s.shape.Key], key) >= 0 })
		if at < n && bytes.Equal(chunk[at*size:at*size+s.shape.Key], key) {
			return chunk[at*size+s.shape.Key : (at+1)*size], true, nil
		}
	}
	return nil, false, nil
}

// chunkFor finds the piece of a run in which the key would stand: the last one that does not begin behind it.
func (s *Set) chunkFor(no uint32, key []byte) ([]byte, error) {
	want := append(s.prefix(no), key...)
	_, v := Floor(s.cursor, want[:prefixSize], want)
	if len(v)%s.shape.size() != 0 {
		return nil, ErrDamaged
	}
	return v, nil
}

// Floor finds the last entry from first on that does not stand behind limit; nil when there is none.
func Floor(c *bolt.Cursor, first, limit []byte) (k, v []byte) {
	k, v = c.Seek(limit)
	switch {
	case k == nil:
		k, v = c.Last()
	case !bytes.Equal(k, limit):
		k, v = c.Prev()
	}
	if k == nil {
		// To Prev, a page that this transaction has emptied looks like the beginning of the bucket. Next sees over it.
		for at, value := c.Seek(first); at != nil && bytes.Compare(at, limit) <= 0; at, value = c.Next() {
			k, v = at, value
		}
	}
	if k == nil || bytes.Compare(k, first) < 0 {
		return nil, nil
	}
	return k, v
}

func (s *Set) prefix(no uint32) []byte {
	b := make([]byte, 0, prefixSize+s.shape.Key)
	b = binary.BigEndian.AppendUint32(b, s.owner)
	return binary.BigEndian.AppendUint32(b, no)
}

// Add stores a batch of entries, sorted by key and without doubles, and merges it with the runs before it that are not
// larger than what has been gathered.
func (s *Set) Add(batch []byte) error {
	size := s.shape.size()
	if len(batch) == 0 {
		return nil
	}
	no := uint32(1)
	if n := len(s.runs); n > 0 {
		no = s.runs[n-1].no + 1
	}
	for n := len(s.runs); n > 0 && int(s.runs[n-1].entries)*size <= len(batch); n = len(s.runs) {
		older, err := s.take(s.runs[n-1])
		if err != nil {
			return err
		}
		batch = s.merge(older, batch)
		s.runs = s.runs[:n-1]
	}
	s.runs = append(s.runs, info{no, uint32(len(batch) / size), crc32.Checksum(batch, castagnoli)})
	per := chunkBytes / size * size
	for rest := batch; len(rest) > 0; {
		n := min(per, len(rest))
		if err := s.bucket.Put(append(s.prefix(no), rest[:s.shape.Key]...), rest[:n:n]); err != nil {
			return err
		}
		rest = rest[n:]
	}
	return s.writeDir()
}

func (s *Set) writeDir() error {
	dir := make([]byte, 0, len(s.runs)*dirEntry)
	for _, r := range s.runs {
		dir = binary.BigEndian.AppendUint32(dir, r.no)
		dir = binary.BigEndian.AppendUint32(dir, r.entries)
		dir = binary.BigEndian.AppendUint32(dir, r.sum)
	}
	return s.bucket.Put(binary.BigEndian.AppendUint32(nil, s.owner), dir)
}

// take copies a run out of the bucket and deletes it there.
func (s *Set) take(r info) ([]byte, error) {
	all, keys, err := s.read(r)
	if err != nil {
		return nil, err
	}
	for _, k := range keys {
		if err := s.bucket.Delete(k); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (s *Set) read(r info) (all []byte, keys [][]byte, err error) {
	prefix := s.prefix(r.no)
	for k, v := s.cursor.Seek(prefix); bytes.HasPrefix(k, prefix); k, v = s.cursor.Next() {
		if len(v)%s.shape.size() != 0 || len(v) == 0 || !bytes.Equal(k[prefixSize:], v[:s.shape.Key]) {
			return nil, nil, ErrDamaged
		}
		all = append(all, v...)
		keys = append(keys, bytes.Clone(k))
	}
	if len(all) != int(r.entries)*s.shape.size() || crc32.Checksum(all, castagnoli) != r.sum {
		return nil, nil, ErrDamaged
	}
	return all, keys, nil
}

// merge joins two sorted sequences of entries; where both have a key, the newer entry stays.
func (s *Set) merge(older, newer []byte) []byte {
	size, key := s.shape.size(), s.shape.Key
	out := make([]byte, 0, len(older)+len(newer))
	for len(older) > 0 && len(newer) > 0 {
		switch c := bytes.Compare(older[:key], newer[:key]); {
		case c < 0:
			out, older = append(out, older[:size]...), older[size:]
		case c > 0:
			out, newer = append(out, newer[:size]...), newer[size:]
		default:
			older = older[size:]
		}
	}
	out = append(out, older...)
	return append(out, newer...)
}

// All returns every entry that Find would find, sorted.
func (s *Set) All() ([]byte, error) {
	var all []byte
	for _, r := range s.runs {
		run, _, err := s.read(r)
		if err != nil {
			return nil, err
		}
		if !s.sorted(run) {
			return nil, ErrDamaged
		}
		all = s.merge(all, run)
	}
	return all, nil
}

func (s *Set) sorted(run []byte) bool {
	size, key := s.shape.size(), s.shape.Key
	for i := size; i < len(run); i += size {
		if bytes.Compare(run[i-size:i-size+key], run[i:i+key]) >= 0 {
			return false
		}
	}
	return true
}

// Sort puts entries in the order that Add wants. Keys must differ.
func Sort(entries []byte, shape Shape) {
	sort.Sort(&sorter{entries, shape.size(), shape.Key, make([]byte, shape.size())})
}

type sorter struct {
	b         []byte
	size, key int
	spare     []byte
}

func (s *sorter) at(i int) []byte    { return s.b[i*s.size : (i+1)*s.size] }
func (s *sorter) Len() int           { return len(s.b) / s.size }
func (s *sorter) Less(i, j int) bool { return bytes.Compare(s.at(i)[:s.key], s.at(j)[:s.key]) < 0 }
func (s *sorter) Swap(i, j int) {
	copy(s.spare, s.at(i))
	copy(s.at(i), s.at(j))
	copy(s.at(j), s.spare)
}
