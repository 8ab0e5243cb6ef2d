package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"testing"

	"ferry/core"
)

// FuzzEntry: what is read as an entry of the journal is written again as it was meant.
func FuzzEntry(f *testing.F) {
	body, err := encodeEntry(core.JournalEntry{By: "user", Kind: "delivery", Subject: "a", What: "transactions: 3 new", Data: []byte(`{"new":3}`)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(number(7), append(make([]byte, 32), body...))
	f.Add([]byte{}, []byte{})
	f.Add(number(1), append(make([]byte, 32), `{"at":"0001-01-01T00:00:00Z","data":"!"}`...))
	f.Fuzz(func(t *testing.T, k, v []byte) {
		e, body, err := decodeEntry(k, v)
		if err != nil {
			return
		}
		if e.No != binary.BigEndian.Uint64(k) || !bytes.Equal(append(e.Hash[:], body...), v) {
			t.Fatalf("%+v", e)
		}
		again, err := encodeEntry(e)
		if err != nil {
			t.Fatal(err)
		}
		second, _, err := decodeEntry(k, append(e.Hash[:], again...))
		if err != nil || !second.At.Equal(e.At) || second.What != e.What || !bytes.Equal(second.Data, e.Data) {
			t.Fatalf("%+v became %+v: %v", e, second, err)
		}
	})
}

// FuzzDocs: no document that is not guarded is read, and none brings the program down.
func FuzzDocs(f *testing.F) {
	for _, doc := range []any{core.Account{ID: "a"}, core.FeedState{Account: "a"}, core.Connection{ID: "c"}, core.DefaultSettings(), directory{API: "x"}} {
		v, err := json.Marshal(doc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add([]byte("a"), v, true)
		f.Add([]byte("a"), v, false)
	}
	f.Fuzz(func(t *testing.T, key, value []byte, sound bool) {
		guarded := value
		if sound {
			guarded = guard(key, value)
		}
		got, err := unguard(key, guarded)
		if sound && (err != nil || !bytes.Equal(got, value)) {
			t.Fatalf("%q became %q: %v", value, got, err)
		}
		for _, doc := range []any{new(core.Account), new(core.FeedState), new(core.Connection), new(core.Settings), new(storedAuthorization),
			new(storedMatch), new(core.OpenItem), new([]core.Rule), new(position), new(actPart), new([]storedRejection)} {
			if decodeDoc(key, guarded, doc) == nil && err != nil {
				t.Fatal("a document without its guard was read")
			}
		}
		if _, err := readPlace(key, guarded); err == nil && len(value) < placeSize {
			t.Fatal("a place that is too short was read")
		}
		for _, name := range buckets {
			wholeEntry(string(name), key, guarded)
		}
	})
}

// FuzzDelivery: a stored delivery is unpacked or refused.
func FuzzDelivery(f *testing.F) {
	zip, err := newCompressor()
	if err != nil {
		f.Fatal(err)
	}
	head := []byte(`{"account":"a","source":"transactions","at":"2026-11-22T09:00:00Z","by":"background","sizes":[11]}`)
	alone := append(binary.AppendUvarint(nil, uint64(len(head))), head...)
	f.Add(zip.EncodeAll([]byte(`{"data":[]}`), alone), []byte{})
	f.Add(zip.EncodeAll(append(alone, `{"data":[]}`...), nil), []byte(`{"data":[]}`))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x7f}, []byte{})
	f.Fuzz(func(t *testing.T, value, dict []byte) {
		a := archive{}
		defer a.close()
		if content, err := a.unpack(value, dict); err == nil && len(content) > maxRaw+len(value) {
			t.Fatalf("%d bytes became %d", len(value), len(content))
		}
		_, _ = unpackImages(value)
		_, _ = salvagedLines(value)
	})
}
