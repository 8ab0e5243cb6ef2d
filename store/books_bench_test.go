package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// benchBooks is a file with many lines and a tenth as many items, each of which one line can settle.
func benchBooks(b *testing.B) (f *store.File, keys []core.LineKey) {
	b.Helper()
	f, err := store.Open(b.Context(), storetest.Options(filepath.Join(b.TempDir(), "bench.db")))
	must(b, err)
	b.Cleanup(func() { must(b, f.Close()) })
	all := load(benchLines(b), 10)
	fill(b, f, all, 4)
	a := core.Act{What: "imported"}
	for _, list := range all {
		for _, d := range list {
			for _, c := range d.Changes {
				if len(keys) == benchLines(b)/10 {
					continue
				}
				if kind := core.Sale; c.New.Amount.Minor != 0 {
					if c.New.Amount.Minor < 0 {
						kind = core.Purchase
					}
					i := item(fmt.Sprintf("item-%05d", len(keys)), kind, max(c.New.Amount.Minor, -c.New.Amount.Minor))
					i.Party, i.Reference, i.PartyIBAN = c.New.CounterpartName, c.New.Remittance, c.New.CounterpartReference
					a.Items = append(a.Items, i)
					keys = append(keys, core.LineKey{Account: d.Account, No: c.Line})
				}
			}
		}
	}
	do(b, f, a)
	return f, keys
}

func benchMatch(b *testing.B, f *store.File, n int, key core.LineKey) core.Match {
	i, err := f.Item("d", core.ItemID(fmt.Sprintf("item-%05d", n)))
	must(b, err)
	m := pays(key, core.Part{Item: i.ID, Number: i.Number, Settles: i.Amount})
	m.Why.Reason = "item-00012: reference 2026/00012 in remittance, the account is Peeters's; equal to the cent. Nothing else fits."
	m.Why.Evidence = []core.Evidence{
		{Item: i.ID, Field: "remittance", Text: i.Reference, What: "reference"}, {Field: "counterpartReference", Text: i.PartyIBAN, What: "iban"},
		{Field: "counterpartName", Text: i.Party, What: "name"}, {Field: "amount", Text: i.Amount.String(), What: "equal to the cent"},
	}
	return m
}

func BenchmarkBooks(b *testing.B) {
	f, keys := benchBooks(b)
	listOpen := func(b *testing.B) {
		l, err := f.Lines(b.Context(), core.Query{Dossier: "d", Work: core.WorkOpen})
		if err != nil || l.Len() == 0 {
			b.Fatal(err, l)
		}
		if _, err := l.Window(0, 50); err != nil {
			b.Fatal(err)
		}
	}
	one := core.Act{Dossier: "d", By: "user", What: "accepted", Match: []core.Match{benchMatch(b, f, 0, keys[0])}}
	b.Run("one match", func(b *testing.B) {
		for b.Loop() {
			done, err := f.Do(b.Context(), one)
			must(b, err)
			b.StopTimer()
			do(b, f, core.Act{Unmatch: done.Matches})
			b.StartTimer()
		}
	})
	var took time.Duration
	all := core.Act{Dossier: "d", By: "user", What: "accepted all"}
	for n, key := range keys {
		all.Match = append(all.Match, benchMatch(b, f, n, key))
	}
	b.Run("all matches", func(b *testing.B) {
		for b.Loop() {
			start := time.Now()
			_, err := f.Do(b.Context(), all)
			must(b, err)
			took = time.Since(start)
			b.StopTimer()
			_, err = f.Undo(b.Context(), "d", "user")
			must(b, err)
			b.StartTimer()
		}
		b.ReportMetric(float64(len(all.Match))/took.Seconds(), "matches/s")
	})
	b.Run("undo and redo all", func(b *testing.B) {
		for b.Loop() {
			_, err := f.Redo(b.Context(), "d", "user")
			must(b, err)
			_, err = f.Undo(b.Context(), "d", "user")
			must(b, err)
		}
	})
	if _, err := f.Redo(b.Context(), "d", "user"); err != nil {
		do(b, f, all) // what was to be taken back did not run
	}
	b.Run("open lines, warm", func(b *testing.B) {
		for b.Loop() {
			listOpen(b)
		}
	})
	b.Run("search among the open lines", func(b *testing.B) {
		for i := 0; b.Loop(); i++ { // from what nearly every line has to what nearly none has
			_, err := f.Lines(b.Context(), core.Query{Dossier: "d", Work: core.WorkOpen, Text: "inv"[:1+i%3]})
			must(b, err)
		}
	})
	b.Run("open lines after an act", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			do(b, f, core.Act{Check: []core.LineMark{{Line: keys[1], On: true}}})
			do(b, f, core.Act{Check: []core.LineMark{{Line: keys[1]}}})
			b.StartTimer()
			listOpen(b)
		}
	})
	b.Run("states of 50", func(b *testing.B) {
		for b.Loop() {
			_, err := f.States(keys[:50])
			must(b, err)
		}
	})
	b.Run("progress of a month of all", func(b *testing.B) {
		var ids []core.AccountID
		for a := range benchAccounts {
			ids = append(ids, core.AccountID(fmt.Sprintf("account-%02d", a)))
		}
		for b.Loop() {
			_, err := f.Progress(b.Context(), ids, core.NewDate(2026, 11, 1), core.NewDate(2026, 11, 30))
			must(b, err)
		}
	})
	b.Run("open items", func(b *testing.B) {
		for b.Loop() {
			_, err := f.Items("d", true)
			must(b, err)
		}
	})
}
