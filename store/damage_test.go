package store_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"

	bolt "go.etcd.io/bbolt"
)

// furnish puts something of every kind into a file.
func furnish(t *testing.T, f *store.File) {
	t.Helper()
	furnishLines(t, f)
	furnishBooks(t, f)
}

// furnishLines is furnish without the books.
func furnishLines(t *testing.T, f *store.File) {
	t.Helper()
	ctx := t.Context()
	must(t, f.PutDossier(ctx, core.Dossier{ID: "d", Name: "Bakkerij"}, "user"))
	must(t, f.PutConnection(ctx, core.Connection{ID: "c", Dossier: "d", API: "https://api.myponto.com"}, "user"))
	must(t, f.PutSecret(ctx, "c", core.Secret{ClientID: "id", ClientSecret: "hush"}))
	must(t, f.PutInstitutions(ctx, "https://api.myponto.com", []core.Institution{{ID: "i1", Name: "Bank"}}))
	must(t, f.PutAccounts(ctx, []core.Account{account("a"), account("b")}, "user", "chosen"))
	must(t, f.PutAuthorization(ctx, core.Authorization{ID: "z", Connection: "c", State: "s", Verifier: "v"}))
	must(t, f.PutSettings(ctx, core.DefaultSettings(), "user"))
	must(t, f.PutReminder(ctx, "a", now, 14))
	must(t, f.AddActivity(ctx, core.Activity{Text: "started"}))
	must(t, f.PutClockOffset(ctx, "c", 5))
	bk := newBank(3)
	day := core.NewDate(2026, 11, 20)
	for i, id := range []core.AccountID{"a", "b"} {
		var page []core.Transaction
		for n := range 40 {
			page = append(page, bk.line(day-core.Date(n/3)))
		}
		must(t, f.Apply(ctx, delivery(id, uint64(1+i), 0, page)))
		changed := page[3]
		changed.Remittance, changed.BookingDate = "corrected", day-5
		no := core.LineNo(uint64(1+i)<<32 | (0xFFFFFFFF - 3))
		d := core.Delivery{
			Account: id, Source: "updated-transactions", At: now, Raw: [][]byte{body([]core.Transaction{changed})},
			Changes: []core.Change{{Kind: core.Revise, Line: no, New: changed}, {Kind: core.Unlist, Line: no - 1, Item: -1}},
		}
		must(t, f.Apply(ctx, d))
		must(t, f.SetNote(ctx, id, no, "ask the client", "user"))
	}
	announced := bk.line(day)
	must(t, f.Apply(ctx, core.Delivery{
		Account: "a", Source: "pending-transactions", At: now, Raw: [][]byte{body([]core.Transaction{announced})},
		Pending: []core.Transaction{announced}, ReplacePending: true,
	}))
}

// content lists everything that is in a file, or says that it cannot be read.
func content(path string) (out map[string]string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	db, err := bolt.Open(path, 0o600, &bolt.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	out = make(map[string]string)
	err = db.View(func(tx *bolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bolt.Bucket) error {
			out[string(name)] = fmt.Sprint(b.Sequence())
			return b.ForEach(func(k, v []byte) error {
				out[string(name)+"\x00"+string(k)] = string(v)
				return nil
			})
		})
	})
	return out, err
}

// elements says where in the image of a file keys and values stand: there a flip cannot lead bbolt astray.
func elements(image []byte, out map[string]string) (offsets []int) {
	for k, v := range out {
		_, key, ok := strings.Cut(k, "\x00")
		if !ok {
			continue
		}
		whole := []byte(key + v)
		for from := 0; ; {
			at := bytes.Index(image[from:], whole)
			if at < 0 {
				break
			}
			for i := range whole {
				offsets = append(offsets, from+at+i)
			}
			from += at + 1
		}
	}
	return offsets
}

func TestVerifyFindsAnyFlippedByte(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sound := filepath.Join(dir, "sound.db")
	f, err := store.Open(t.Context(), storetest.Options(sound))
	must(t, err)
	furnish(t, f)
	report, err := f.Verify(t.Context(), thorough)
	must(t, err)
	if !report.OK() || report.Lines != 80 || report.Accounts != 2 || report.Deliveries != 5 {
		t.Fatalf("a sound file: %+v", report)
	}
	must(t, f.Close())
	image, err := os.ReadFile(sound)
	must(t, err)
	before, err := content(sound)
	must(t, err)
	offsets := elements(image, before)
	if len(offsets) < 10_000 {
		t.Fatalf("only %d bytes of content were found", len(offsets))
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	seen := 0
	for n := range 160 {
		at := offsets[rnd.IntN(len(offsets))]
		if n%4 == 0 {
			at = rnd.IntN(len(image)) // anywhere, also in headers of pages
		}
		damaged := bytes.Clone(image)
		damaged[at] ^= 1 << rnd.IntN(8)
		path := filepath.Join(dir, "damaged.db")
		must(t, os.WriteFile(path, damaged, 0o600))
		found, why := faulty(t, path)
		if found {
			seen++
			continue
		}
		if after, err := content(path); err != nil || !equal(before, after) {
			t.Errorf("byte %d of %d was flipped and nobody noticed (%v; %v)", at, len(image), why, differing(before, after))
		}
	}
	if seen < 60 {
		t.Errorf("only %d flips were found: the test does not hit what matters", seen)
	}
}

func faulty(t *testing.T, path string) (bool, error) {
	f, err := store.Open(t.Context(), storetest.Options(path))
	if err != nil {
		return true, err
	}
	report, err := f.Verify(t.Context(), thorough)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err != nil || !report.OK(), err
}

func equal(a, b map[string]string) bool { return len(a) == len(b) && differing(a, b) == "" }

func differing(a, b map[string]string) string {
	for k, v := range a {
		if b[k] != v {
			return fmt.Sprintf("%.60q: %d bytes, was %d", k, len(b[k]), len(v))
		}
	}
	return ""
}

func TestVerifyNamesWhatIsWrong(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	furnish(t, f)
	must(t, f.Close())
	for _, c := range []struct {
		bucket, want string
		change       func(b *bolt.Bucket) error
	}{
		{"journal", "entry 2 of the journal was changed", func(b *bolt.Bucket) error {
			k := []byte{0, 0, 0, 0, 0, 0, 0, 2}
			return b.Put(k, bytes.Replace(bytes.Clone(b.Get(k)), []byte("saved"), []byte("spoil"), 1))
		}},
		{"journal", "entry 4 of the journal follows 2", func(b *bolt.Bucket) error { return b.Delete([]byte{0, 0, 0, 0, 0, 0, 0, 3}) }},
		{"rows", "lines of a are not found by their id|has not as many entries", func(b *bolt.Bucket) error {
			k, v := b.Cursor().First()
			return firstErr(b.Put(append(bytes.Clone(k[:8]), 1, 2, 3, 4, 5, 6, 7, 8), bytes.Clone(v)), b.Delete(bytes.Clone(k)))
		}},
		{"rows", "the figures of a", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"deliveries", "deliveries of the journal are not there", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"segments", "are not found by a search", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"matched", "does not say that it is in match|figures of a", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"matches", "lines say that they are in a match, and the matches have", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"items", "settles an item \"i1\" that is not there", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"marks", "the figures of a", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"images", "what act 1 changed cannot be read", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().First()
			return b.Delete(bytes.Clone(k))
		}},
		{"acts", "is not on the stack|not of one number", func(b *bolt.Bucket) error {
			k, _ := b.Cursor().Last()
			return b.Delete(bytes.Clone(k))
		}},
		{"locks", "holds something of no account", func(b *bolt.Bucket) error {
			_, v := b.Cursor().First()
			return b.Put([]byte{0, 0, 0, 9}, bytes.Clone(v))
		}},
		{"chart", "stands under another name|cannot be read", func(b *bolt.Bucket) error {
			k, v := b.Cursor().First()
			return b.Put(append(bytes.Clone(k), '1'), bytes.Clone(v))
		}},
		{"secrets", "credentials of connection", func(b *bolt.Bucket) error { return b.Put([]byte("c"), []byte("in clear")) }},
	} {
		image, err := os.ReadFile(path)
		must(t, err)
		damaged := filepath.Join(t.TempDir(), "damaged.db")
		must(t, os.WriteFile(damaged, image, 0o600))
		db, err := bolt.Open(damaged, 0o600, nil)
		must(t, err)
		must(t, db.Update(func(tx *bolt.Tx) error { return c.change(tx.Bucket([]byte(c.bucket))) }))
		must(t, db.Close())
		f, err := store.Open(t.Context(), storetest.Options(damaged))
		must(t, err)
		report, err := f.Verify(t.Context(), thorough)
		must(t, err)
		must(t, f.Close())
		said := fmt.Sprint(report.Faults)
		named := false
		for _, want := range strings.Split(c.want, "|") {
			named = named || strings.Contains(said, want)
		}
		if !named {
			t.Errorf("%s: %q is not among %s", c.bucket, c.want, said)
		}
	}
}

func firstErr(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
