package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// The benchmarks run over 100,000 lines in 20 accounts, or over FERRY_BENCH_LINES.
func benchLines(b *testing.B) int {
	n, err := strconv.Atoi(os.Getenv("FERRY_BENCH_LINES"))
	if err != nil {
		return 100_000
	}
	return n
}

const benchAccounts = 20

// load makes deliveries of pagesPer pages of 100 lines for every account, newest first.
func load(n, pagesPer int) [][]core.Delivery {
	all := make([][]core.Delivery, benchAccounts)
	bk := newBank(7)
	for a := range all {
		id := core.AccountID(fmt.Sprintf("account-%02d", a))
		taken, day := uint64(0), core.NewDate(2026, 11, 20)
		for left := n / benchAccounts; left > 0; {
			var pages [][]core.Transaction
			for p := 0; p < pagesPer && left > 0; p++ {
				var page []core.Transaction
				for i := 0; i < 100 && left > 0; i++ {
					if left--; left%12 == 0 {
						day--
					}
					page = append(page, bk.line(day))
				}
				pages = append(pages, page)
			}
			d := delivery(id, 1, taken, pages...)
			taken += uint64(len(d.Changes))
			all[a] = append(all[a], d)
		}
	}
	return all
}

func fill(b testing.TB, f *store.File, all [][]core.Delivery, parallel int) {
	for a := range all {
		if err := f.PutAccounts(b.Context(), []core.Account{account(fmt.Sprintf("account-%02d", a))}, "user", ""); err != nil {
			b.Fatal(err)
		}
	}
	queue := make(chan []core.Delivery, len(all))
	for _, list := range all {
		queue <- list
	}
	close(queue)
	var wg sync.WaitGroup
	for range parallel {
		wg.Go(func() {
			for list := range queue {
				for _, d := range list {
					if err := f.Apply(b.Context(), d); err != nil {
						b.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
}

func BenchmarkApply(b *testing.B) {
	n := benchLines(b)
	for _, c := range []struct{ pages, parallel int }{{1, 1}, {10, 1}, {10, 4}, {20, 4}} {
		b.Run(fmt.Sprintf("pages=%d/parallel=%d", c.pages, c.parallel), func(b *testing.B) {
			all := load(n, c.pages)
			for b.Loop() {
				b.StopTimer()
				path := filepath.Join(b.TempDir(), "bench.db")
				f, err := store.Open(b.Context(), storetest.Options(path))
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				start := time.Now()
				fill(b, f, all, c.parallel)
				took := time.Since(start)
				b.StopTimer()
				if err := f.Close(); err != nil {
					b.Fatal(err)
				}
				info, err := os.Stat(path)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/took.Seconds(), "lines/s")
				b.ReportMetric(float64(info.Size())/float64(n), "bytes/line")
				b.StartTimer()
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	n := benchLines(b)
	path := filepath.Join(b.TempDir(), "bench.db")
	f, err := store.Open(b.Context(), storetest.Options(path))
	if err != nil {
		b.Fatal(err)
	}
	all := load(n, 10)
	fill(b, f, all, 4)
	ids := make([]core.TransactionID, 0, n)
	for _, list := range all {
		for _, d := range list {
			for _, c := range d.Changes {
				ids = append(ids, c.New.ID)
			}
		}
	}
	first := all[0][0].Account
	all = nil
	b.Run("ByID", func(b *testing.B) {
		err := f.View(first, func(v core.LedgerView) error {
			i := 0
			for b.Loop() {
				if _, ok, err := v.ByID(ids[i*7919%(n/benchAccounts)]); err != nil || !ok {
					return fmt.Errorf("not found: %v", err)
				}
				i++
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	})
	for name, q := range map[string]core.Query{
		"search rare":    {Text: fmt.Sprintf("2026/%05d", n/2+1)},
		"search common":  {Text: "factuur"},
		"amounts":        {Text: "amt:>2400"},
		"all":            {},
		"one account":    {Accounts: []core.AccountID{first}},
		"last 50 of one": {Accounts: []core.AccountID{first}, Limit: 50},
		"last 50 of all": {Limit: 50},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				l, err := f.Lines(b.Context(), q)
				if err != nil || l.Len() == 0 {
					b.Fatal(err, l.Len())
				}
				if _, err := l.Window(0, 50); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("figures of all", func(b *testing.B) {
		for b.Loop() {
			for a := range benchAccounts {
				if _, err := f.Stats(core.AccountID(fmt.Sprintf("account-%02d", a))); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	b.Run("open, last 50, close", func(b *testing.B) {
		for b.Loop() {
			f, err := store.Open(b.Context(), storetest.Options(path))
			if err != nil {
				b.Fatal(err)
			}
			l, err := f.Lines(b.Context(), core.Query{Accounts: []core.AccountID{first}, Limit: 50})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := l.Window(0, 50); err != nil {
				b.Fatal(err)
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("open, 100 new, close", func(b *testing.B) {
		bk, reading := newBank(99), uint64(2)
		for b.Loop() {
			b.StopTimer()
			var page []core.Transaction
			for range 100 {
				page = append(page, bk.line(core.NewDate(2026, 11, 21)))
			}
			d := delivery(first, reading, 0, page)
			reading++
			b.StartTimer()
			f, err := store.Open(b.Context(), storetest.Options(path))
			if err != nil {
				b.Fatal(err)
			}
			if err := f.Apply(b.Context(), d); err != nil {
				b.Fatal(err)
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkVerify(b *testing.B) {
	f, err := store.Open(b.Context(), storetest.Options(filepath.Join(b.TempDir(), "bench.db")))
	if err != nil {
		b.Fatal(err)
	}
	fill(b, f, load(benchLines(b), 10), 4)
	for name, o := range map[string]store.VerifyOptions{"hashes": {}, "lines against bytes": thorough} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				report, err := f.Verify(b.Context(), o)
				if err != nil || !report.OK() {
					b.Fatal(err, report.Faults)
				}
			}
		})
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
}
