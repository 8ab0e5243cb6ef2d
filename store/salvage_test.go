package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"ferry/core"
	"ferry/core/feed"
	"ferry/store"
	"ferry/store/storetest"

	bolt "go.etcd.io/bbolt"
	"pgregory.net/rapid"
)

// wreckage is a sound file with what must be known of it to judge what comes out of its damaged copies.
type wreckage struct {
	image    []byte
	versions map[core.LineKey][]core.Line // every form a line ever had
	rows     map[core.LineKey][][]byte    // key and value, as they stand in the file
	books    string
}

const pageBytes = 4096

// wrecked makes a file with lines on many pages, and books.
func wrecked(t *testing.T) *wreckage {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sound.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	fillPages(t, f)
	w := &wreckage{books: heldBooks(t, f)}
	w.remember(t, f)
	must(t, f.Close())
	w.photograph(t, path)
	return w
}

// cutOff is wrecked, of a file whose program was killed after it had stored lines.
func cutOff(t *testing.T) *wreckage {
	t.Helper()
	path := filepath.Join(t.TempDir(), "open.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	defer f.Close()
	fillPages(t, f)
	bk := newBank(12)
	page := make([]core.Transaction, 30)
	for i := range page {
		page[i] = bk.line(core.NewDate(2026, 11, 1) - core.Date(i/3))
	}
	must(t, f.Apply(t.Context(), delivery("b", 4, 0, page)))
	w := new(wreckage)
	w.remember(t, f)
	w.photograph(t, path)
	return w
}

func fillPages(t *testing.T, f *store.File) {
	t.Helper()
	furnish(t, f)
	bk := newBank(11)
	for n := range 6 {
		id := core.AccountID([]string{"a", "b"}[n%2])
		var page []core.Transaction
		for i := range 40 {
			page = append(page, bk.line(core.NewDate(2026, 10, 30)-core.Date(n*20+i/3)))
		}
		must(t, f.Apply(t.Context(), delivery(id, 3, uint64(n/2*40), page)))
	}
	must(t, f.Apply(t.Context(), core.Delivery{Account: "b", State: core.FeedState{Account: "b", Reading: 3, Complete: now, Full: now}}))
	must(t, f.Apply(t.Context(), core.Delivery{Account: "a", State: core.FeedState{Account: "a", Reading: 3, Complete: now, Full: now}}))
	reconcile(t, f)
}

// remember lists every form that every line ever had.
func (w *wreckage) remember(t *testing.T, f *store.File) {
	t.Helper()
	w.versions = make(map[core.LineKey][]core.Line)
	for _, l := range linesOf(t, f) {
		key := core.LineKey{Account: l.Account, No: l.No}
		history, err := f.History(l.Account, l.No)
		must(t, err)
		w.versions[key] = append(history, l)
	}
}

// photograph takes the file as it is on the disk, and finds the rows in it.
func (w *wreckage) photograph(t *testing.T, path string) {
	t.Helper()
	w.rows = make(map[core.LineKey][][]byte)
	image, err := os.ReadFile(path)
	must(t, err)
	w.image = image
	copied := filepath.Join(t.TempDir(), "copy.db")
	must(t, os.WriteFile(copied, image, 0o600))
	all, err := content(copied)
	must(t, err)
	for name, value := range all {
		if key, ok := bytes.CutPrefix([]byte(name), []byte("rows\x00")); ok && len(key) == 16 {
			at := core.LineKey{Account: []core.AccountID{"a", "b"}[key[3]-1]}
			for _, b := range key[8:] {
				at.No = at.No<<8 | core.LineNo(^b)
			}
			w.rows[at] = append(w.rows[at], append(key, value...))
		}
	}
	if len(w.rows) != len(w.versions) || len(w.rows) < 300 {
		t.Fatalf("%d rows for %d lines", len(w.rows), len(w.versions))
	}
}

// reconcile matches some lines that are not locked with items, and marks some.
func reconcile(t *testing.T, f *store.File) {
	t.Helper()
	act := core.Act{Dossier: "d", By: "user", What: "reconciled"}
	for i, l := range linesOf(t, f) {
		if l.Amount.Minor <= 0 || !l.Missing.IsZero() || i%5 > 0 || l.BookingDate <= core.NewDate(2026, 9, 30) {
			continue
		}
		key, id := core.LineKey{Account: l.Account, No: l.No}, fmt.Sprint("invoice ", i)
		act.Items = append(act.Items, item(id, core.Sale, l.Amount.Minor))
		if i%10 == 0 {
			act.Match = append(act.Match, pays(key, part(id, l.Amount.Minor)))
		} else {
			act.Check = append(act.Check, core.LineMark{Line: key, On: true})
		}
	}
	_, err := f.Do(t.Context(), act)
	must(t, err)
}

// heldBooks prints what the books hold.
func heldBooks(t *testing.T, f *store.File) string {
	t.Helper()
	matches, err := f.Matches("d", 0, 1000)
	must(t, err)
	items, err := f.Items("d", false)
	must(t, err)
	acts, err := f.Acts("d", 10)
	must(t, err)
	stats, err := f.Stats("b")
	must(t, err)
	if len(matches) == 0 || len(items) == 0 || stats.Check == 0 {
		t.Fatal("there are no books")
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%+v", matches, items, acts, stats)
}

// judge is a test or one try of a property.
type judge interface {
	fataler
	Context() context.Context
}

// linesOf lists the booked lines.
func linesOf(t judge, f *store.File) []core.Line {
	t.Helper()
	list, err := f.Lines(t.Context(), core.Query{})
	must(t, err)
	lines, err := list.Window(0, list.Len())
	must(t, err)
	return slices.DeleteFunc(lines, func(l core.Line) bool { return l.State == core.Pending })
}

// blow is one piece of damage.
type blow struct {
	kind      string
	at, other int
	bit       int
}

func (b blow) String() string { return fmt.Sprintf("%s at %d (%d, %d)", b.kind, b.at, b.other, b.bit) }

// spoil damages an image and says which pages are no longer what they were.
func spoil(image []byte, blows []blow) (damaged []byte, pages map[int]bool) {
	damaged, pages = bytes.Clone(image), make(map[int]bool)
	for _, b := range blows {
		at, other := b.at%len(image), b.other%len(image)
		page := at / pageBytes
		pages[page] = true
		if at >= len(damaged) {
			continue
		}
		p := damaged[page*pageBytes : min((page+1)*pageBytes, len(damaged))]
		switch b.kind {
		case "flip":
			damaged[at] ^= 1 << b.bit
		case "zero":
			clear(p)
		case "copy":
			if from := other / pageBytes * pageBytes; from+pageBytes <= len(damaged) {
				copy(p, damaged[from:from+pageBytes])
			}
		case "half":
			clear(p[len(p)/2:])
		case "cut":
			damaged = damaged[:at]
			for page := at / pageBytes; page <= len(image)/pageBytes; page++ {
				pages[page] = true
			}
		}
	}
	return damaged, pages
}

func drawBlows(t *rapid.T, used int) (blows []blow) {
	kinds := []string{"flip", "flip", "flip", "zero", "copy", "half", "cut"}
	for range rapid.SampledFrom([]int{1, 1, 2, 5, 20}).Draw(t, "blows") {
		blows = append(blows, blow{
			kind: rapid.SampledFrom(kinds).Draw(t, "kind"), at: rapid.IntRange(0, used-1).Draw(t, "at"),
			other: rapid.IntRange(0, used-1).Draw(t, "other"), bit: rapid.IntRange(0, 7).Draw(t, "bit"),
		})
	}
	return blows
}

// touched reports whether damage struck a page on which a row stands, now or in earlier times.
func (w *wreckage) touched(key core.LineKey, pages map[int]bool) bool {
	for _, row := range w.rows[key] {
		for from := 0; ; {
			at := bytes.Index(w.image[from:], row)
			if at < 0 {
				break
			}
			for page := (from + at) / pageBytes; page <= (from+at+len(row))/pageBytes; page++ {
				if pages[page] {
					return true
				}
			}
			from += at + 1
		}
	}
	return false
}

func decoder(*store.File) store.Decoder { return decode }

// rescue salvages a damaged copy and judges what came of it.
func (w *wreckage) rescue(t judge, dir string, blows []blow) (store.Salvaged, map[core.LineKey]bool) {
	t.Helper()
	image, pages := spoil(w.image, blows)
	from, to := filepath.Join(dir, "damaged.db"), filepath.Join(dir, "new.db")
	must(t, os.WriteFile(from, image, 0o600))
	_ = os.Remove(to)
	report, err := store.Salvage(t.Context(), from, storetest.Options(to), decoder)
	if err != nil {
		t.Fatal(blows, err)
	}
	if after, err := os.ReadFile(from); err != nil || !bytes.Equal(after, image) {
		t.Fatal("the damaged file was changed", err)
	}
	f, err := store.Open(t.Context(), storetest.Options(to))
	must(t, err)
	told := make(map[core.AccountID]store.SalvagedAccount)
	for _, a := range report.Accounts {
		told[a.Account] = a
	}
	here := make(map[core.LineKey]bool)
	count := make(map[core.AccountID]int)
	for _, l := range linesOf(t, f) {
		key := core.LineKey{Account: l.Account, No: l.No}
		here[key] = true
		count[l.Account]++
		if !slices.ContainsFunc(w.versions[key], func(v core.Line) bool { return sameLine(v, l) }) {
			t.Fatal(blows, "a line that never was: ", l)
		}
	}
	for key := range w.versions {
		a, known := told[key.Account]
		switch {
		case here[key], told[""].Lost > 0: // or nobody can say whose they are
		case !w.touched(key, pages):
			t.Fatal(blows, "a line on a sound page is lost: ", key, report)
		case known && (a.Lost == 0 && !a.Unsure || !a.Reread):
			t.Fatal(blows, "a line is lost without a word: ", key, report)
		}
	}
	for id, a := range told {
		if a.Lines != count[id] {
			t.Fatal(blows, id, " has ", count[id], " lines: ", a)
		}
		if id == "" || !a.Reread {
			continue
		}
		state, err := f.FeedState(id)
		must(t, err)
		if next := feed.Begin(state, feed.Options{Now: now}).State(); next.Depth != core.Full || next.Next != "" || next.Reading <= 3 {
			t.Fatal(blows, id, " is not read from the beginning: ", next)
		}
	}
	must(t, f.Close())
	return report, here
}

func sameLine(a, b core.Line) bool {
	a.Revision, b.Revision, a.Delivery, b.Delivery = 0, 0, 0, 0
	return fmt.Sprintf("%+v", a) == fmt.Sprintf("%+v", b)
}

func TestSalvageOfASoundFileLosesNothing(t *testing.T) {
	t.Parallel()
	w := wrecked(t)
	dir := t.TempDir()
	report, here := w.rescue(t, dir, nil)
	f, err := store.Open(t.Context(), storetest.Options(filepath.Join(dir, "new.db")))
	must(t, err)
	defer f.Close()
	if check, err := f.Verify(t.Context(), thorough); err != nil || !check.OK() {
		t.Errorf("the new file: %v, %v", check.Faults, err)
	}
	if books := heldBooks(t, f); books != w.books {
		t.Errorf("the books were\n%s\nand are\n%s", w.books, books)
	}
	if !report.Whole() || len(here) != len(w.versions) {
		t.Errorf("%d of %d lines; %+v", len(here), len(w.versions), report)
	}
}

// Of a file that ends too early the newest root is lost, with every index of what the older one leads to.
func TestSalvageOfAFileCutAnywhere(t *testing.T) {
	t.Parallel()
	w := wrecked(t)
	dir := t.TempDir()
	for cut := 10 * pageBytes; cut < len(bytes.TrimRight(w.image, "\x00")); cut += pageBytes {
		w.rescue(t, dir, []blow{{kind: "cut", at: cut}})
	}
}

// Accounts whose client file is lost get one, so that somebody can reach them, and the connection of the only one there is.
func TestSalvageLeavesNoAccountWithoutItsClientFile(t *testing.T) {
	t.Parallel()
	path, to := filepath.Join(t.TempDir(), "sound.db"), filepath.Join(t.TempDir(), "new.db")
	f, err := store.Open(t.Context(), storetest.Options(path))
	must(t, err)
	fillPages(t, f)
	must(t, f.Close())
	db, err := bolt.Open(path, 0o600, nil)
	must(t, err)
	must(t, db.Update(func(tx *bolt.Tx) error {
		return errors.Join(tx.Bucket([]byte("dossiers")).Delete([]byte("d")), tx.Bucket([]byte("accounts")).Delete([]byte("a")))
	}))
	must(t, db.Close())
	report, err := store.Salvage(t.Context(), path, storetest.Options(to), decoder)
	must(t, err)
	f, err = store.Open(t.Context(), storetest.Options(to))
	must(t, err)
	defer f.Close()
	dossiers, err := f.Dossiers()
	must(t, err)
	if len(dossiers) != 1 || dossiers[0].ID != "d" || dossiers[0].Name == "" || report.Whole() {
		t.Errorf("%+v, %+v", dossiers, report)
	}
	if a, err := f.Account("a"); err != nil || a.Dossier != "d" || a.Connection != "c" || !a.Connected {
		t.Errorf("%+v, %v", a, err)
	}
}

// While one header cannot be read, the other may be the older one: what was written last hangs on nothing.
func TestSalvageWithoutOneHeader(t *testing.T) {
	t.Parallel()
	w := cutOff(t)
	dir := t.TempDir()
	for header := range 2 {
		report, here := w.rescue(t, dir, []blow{{kind: "zero", at: header * pageBytes}})
		if len(here) != len(w.versions) || report.Whole() {
			t.Errorf("without header %d: %d of %d lines; %+v", header, len(here), len(w.versions), report)
		}
	}
}

// Whatever is damaged: no crash, no line that never was, every line of a sound page, and every loss is told and read again.
func TestSalvageOfAnyDamage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := []*wreckage{wrecked(t), cutOff(t)}
	rapid.Check(t, func(t *rapid.T) {
		w := files[rapid.IntRange(0, len(files)-1).Draw(t, "file")]
		w.rescue(t, dir, drawBlows(t, len(bytes.TrimRight(w.image, "\x00"))))
	})
}
