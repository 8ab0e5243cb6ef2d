package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"

	bolt "go.etcd.io/bbolt"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

var errGuard = errors.New("checksum differs")

const guardSize = 4

// guard puts a checksum over key and value in front of a value, so that a flipped bit in either is noticed.
func guard(key, value []byte) []byte {
	sum := crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value)
	return append(binary.BigEndian.AppendUint32(make([]byte, 0, guardSize+len(value)), sum), value...)
}

func unguard(key, guarded []byte) ([]byte, error) {
	if len(guarded) < guardSize {
		return nil, errGuard
	}
	value := guarded[guardSize:]
	if crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, value) != binary.BigEndian.Uint32(guarded) {
		return nil, errGuard
	}
	return value, nil
}

// A document is a small value kept as guarded JSON.
func getDoc[T any](tx *bolt.Tx, bucket, key []byte) (doc T, ok bool, err error) {
	v := tx.Bucket(bucket).Get(key)
	if v == nil {
		return doc, false, nil
	}
	return doc, true, decodeDoc(key, v, &doc)
}

func decodeDoc(key, guarded []byte, doc any) error {
	v, err := unguard(key, guarded)
	if err != nil {
		return err
	}
	return json.Unmarshal(v, doc)
}

// putDoc writes a document unless it stands there already, and says whether it wrote.
func putDoc(tx *bolt.Tx, bucket, key []byte, doc any) (changed bool, err error) {
	v, err := json.Marshal(doc)
	if err != nil {
		return false, err
	}
	b, value := tx.Bucket(bucket), guard(key, v)
	if bytes.Equal(b.Get(key), value) {
		return false, nil
	}
	return true, b.Put(key, value)
}

// allDocs reads the documents whose keys begin with prefix, in the order of their keys.
func allDocs[T any](tx *bolt.Tx, bucket, prefix []byte) ([]T, error) {
	var all []T
	c := tx.Bucket(bucket).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		var doc T
		if err := decodeDoc(k, v, &doc); err != nil {
			return nil, err
		}
		all = append(all, doc)
	}
	return all, nil
}

// readDoc and readDocs are reads of their own.
func readDoc[T any](f *File, what string, bucket, key []byte) (doc T, ok bool, err error) {
	err = f.read("read "+what, func(tx *bolt.Tx) error {
		var err error
		doc, ok, err = getDoc[T](tx, bucket, key)
		return err
	})
	return doc, ok, err
}

func readDocs[T any](f *File, what string, bucket, prefix []byte) (docs []T, err error) {
	err = f.read("read "+what, func(tx *bolt.Tx) error {
		var err error
		docs, err = allDocs[T](tx, bucket, prefix)
		return err
	})
	return docs, err
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// joined makes a key of two texts; the zero byte keeps ("ab", "c") and ("a", "bc") apart.
func joined(a, b string) []byte { return []byte(a + "\x00" + b) }
