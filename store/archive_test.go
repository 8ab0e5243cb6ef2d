package store_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// daily is an account that is read again and again, as in everyday use: each reading begins with the page whose top has
// changed a little.
type daily struct {
	t       testing.TB
	f       *store.File
	bank    *bank
	page    []core.Transaction // newest first
	reading uint64
	raw     [][]byte // as delivered
}

func newDaily(t testing.TB, f *store.File) *daily {
	t.Helper()
	d := &daily{t: t, f: f, bank: newBank(5)}
	if err := f.PutAccounts(t.Context(), []core.Account{account("a")}, "user", ""); err != nil {
		t.Fatal(err)
	}
	first := make([][]core.Transaction, 20)
	for i := range first {
		for range 100 {
			first[i] = append(first[i], d.bank.line(core.NewDate(2026, 11, 20).AddDays(-i)))
		}
	}
	d.page = slices.Clone(first[0])
	d.apply(first...)
	return d
}

func (d *daily) apply(pages ...[]core.Transaction) {
	d.t.Helper()
	d.reading++
	delivery := delivery("a", d.reading, 0, pages...)
	if d.reading > 1 {
		delivery.Changes = delivery.Changes[:1] // what stands below the new line is known
	}
	d.raw = append(d.raw, bytes.Join(delivery.Raw, nil))
	if err := d.f.Apply(d.t.Context(), delivery); err != nil {
		d.t.Fatal(err)
	}
}

// light is a reading that brings one new line.
func (d *daily) light() {
	d.t.Helper()
	top := []core.Transaction{d.bank.line(core.NewDate(2026, 11, 21))}
	d.page = append(top, d.page[:len(d.page)-1]...)
	d.apply(d.page)
}

func TestDeliveriesStandOnEarlierOnes(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	d := newDaily(t, f)
	for range 130 { // a whole chain and the next one
		d.light()
	}
	for i, want := range d.raw {
		got, err := f.Delivery(uint64(i + 1))
		if err != nil || !bytes.Equal(bytes.Join(got.Raw, nil), want) {
			t.Fatalf("delivery %d is not what was delivered: %v", i+1, err)
		}
	}
	report, err := f.Verify(t.Context(), thorough)
	if err != nil || !report.OK() || report.Deliveries != len(d.raw) {
		t.Fatalf("%v, %+v", err, report)
	}
}

// What cannot be read any more is told, and stops nothing new.
func TestADamagedDeliveryStopsNoOtherOne(t *testing.T) {
	t.Parallel()
	f, err := store.Open(t.Context(), storetest.Options(filepath.Join(t.TempDir(), "ferry.db")))
	if err != nil {
		t.Fatal(err)
	}
	d := newDaily(t, f)
	d.light()
	d.light()
	if err := f.Damage(3); err != nil {
		t.Fatal(err)
	}
	d.light()
	d.light()
	for no := uint64(1); no <= 5; no++ {
		got, err := f.Delivery(no)
		if damaged := no == 3; damaged != (core.CodeOf(err) == core.CodeCorrupt) || !damaged && !bytes.Equal(bytes.Join(got.Raw, nil), d.raw[no-1]) {
			t.Errorf("delivery %d: %v", no, err)
		}
	}
	report, err := f.Verify(t.Context(), thorough)
	if err != nil || report.OK() {
		t.Errorf("%v, %+v", err, report)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// A new line costs its row, its entries in the indexes and the journal, and what is new in its delivery: not the page.
func TestLightReadingsCostLittle(t *testing.T) {
	t.Parallel()
	const most = 1500
	f := storetest.Open(t)
	if each := costOfLight(t, f, 300); each > most {
		t.Errorf("a reading with one new line costs %d bytes, more than %d", each, most)
	}
}

// BenchmarkLight is a thousand readings, each with one new line.
func BenchmarkLight(b *testing.B) {
	const readings = 1000
	for b.Loop() {
		f, err := store.Open(b.Context(), storetest.Options(filepath.Join(b.TempDir(), "ferry.db")))
		if err != nil {
			b.Fatal(err)
		}
		each := costOfLight(b, f, readings)
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(each), "bytes/reading")
	}
}

func costOfLight(t testing.TB, f *store.File, readings int) int64 {
	t.Helper()
	d := newDaily(t, f)
	before, err := f.Used()
	if err != nil {
		t.Fatal(err)
	}
	for range readings {
		d.light()
	}
	after, err := f.Used()
	if err != nil {
		t.Fatal(err)
	}
	return (after - before) / int64(readings)
}
