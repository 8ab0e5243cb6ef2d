package app_test

import (
	"fmt"
	"runtime"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/match/monthtest"
)

// large are books with about n lines of the trade.
func large(b *testing.B, n int) *office {
	b.Helper()
	m := monthtest.New(1, n/55)
	for i := range m.Lines { // as if they were of two years: months differ
		m.Lines[i].BookingDate = m.Lines[i].BookingDate.AddDays(-(i % 20))
	}
	o := newOffice(b, m)
	b.ReportMetric(float64(len(m.Items)), "items")
	b.ReportMetric(float64(len(m.Lines)), "lines")
	return o
}

// BenchmarkProposal is what a cursor key on the reconcile screen waits for; 20 ms would be felt.
func BenchmarkProposal(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := large(b, n)
			lines := o.lines(core.WorkOpen)
			o.propose(lines[0].Key())
			b.Run("alone", func(b *testing.B) { eachLine(b, o, lines) })
			o.safe()
			b.Run("kept", func(b *testing.B) { eachLine(b, o, lines) })
		})
	}
}

func eachLine(b *testing.B, o *office, lines []core.Line) {
	i := 0
	for b.Loop() {
		o.propose(lines[i%len(lines)].Key())
		i += 7
	}
}

// BenchmarkAccept is one act with all that follows from it, and its undo.
func BenchmarkAccept(b *testing.B) {
	o := large(b, 10_000)
	preview := o.safe()
	i := 0
	for b.Loop() {
		p := preview.Proposals[i%len(preview.Proposals)]
		i++
		if len(p.Best().With) > 0 {
			continue
		}
		_, err := o.Accept(b.Context(), p.Line, p.Best())
		o.must(err)
		_, err = o.Undo(b.Context(), o.dossier)
		o.must(err)
	}
}

// BenchmarkLook looks at all open lines in the background.
func BenchmarkLook(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := large(b, n)
			for b.Loop() {
				o.must(o.PutLimits(b.Context(), o.dossier, core.Limits{Rounding: 4}))
				o.must(o.PutLimits(b.Context(), o.dossier, core.Limits{Rounding: 5}))
				if len(o.safe().Lines) == 0 {
					b.Fatal("nothing is safe")
				}
			}
			runtime.GC()
			var mem runtime.MemStats
			runtime.ReadMemStats(&mem)
			b.ReportMetric(float64(mem.HeapAlloc)/(1<<20), "MB-kept")
		})
	}
}

// BenchmarkItems is what every key in the search over open items waits for.
func BenchmarkItems(b *testing.B) {
	o := large(b, 10_000)
	key := o.lines(core.WorkOpen)[0].Key()
	for _, text := range []string{"", "verm", "121", "verm 2026"} {
		b.Run("typed="+text, func(b *testing.B) {
			for b.Loop() {
				_, err := o.Items(b.Context(), o.dossier, app.ItemQuery{Text: text, For: &key, Limit: 50})
				o.must(err)
			}
		})
	}
}

// BenchmarkSafeAfterAct is what looking for safe proposals waits for after one act, in books of which most lines are matched.
func BenchmarkSafeAfterAct(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			o := large(b, n)
			_, err := o.AcceptSafe(b.Context(), o.safe())
			o.must(err)
			lines := o.lines(core.WorkOpen)
			i := 0
			for b.Loop() {
				_, err := o.Reject(b.Context(), lines[i].Key(), core.Explanation{Kind: core.MatchExact, Parts: []core.Part{{Item: "none"}}})
				o.must(err)
				o.safe()
				i++
			}
			b.ReportMetric(float64(len(lines)), "open-lines")
		})
	}
}
