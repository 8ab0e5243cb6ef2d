package match_test

import (
	"fmt"
	"testing"

	"ferry/core"
	"ferry/core/match"
	"ferry/core/match/monthtest"
)

// The bars: candidates for one line among 10,000 items in 20 ms, proposals for 10,000 lines in seconds.

func BenchmarkExplain10kItems(b *testing.B) {
	m := monthtest.New(1, 115)
	e := match.New(m.Items, m.Own, m.Settings)
	b.ReportMetric(float64(len(m.Items)), "items")
	i := 0
	for b.Loop() {
		e.Explain(m.Lines[i%len(m.Lines)])
		i++
	}
}

func BenchmarkPropose10kLines(b *testing.B) {
	m := monthtest.New(1, 180)
	m.Lines = m.Lines[:10_000]
	for b.Loop() {
		match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, nil)
	}
	b.ReportMetric(float64(len(m.Items)), "items")
}

// BenchmarkExplainOneLargeParty is the worst that one line can ask for: hundreds of items of one party below its amount.
func BenchmarkExplainOneLargeParty(b *testing.B) {
	var items []core.OpenItem
	for n := range 10_000 {
		items = append(items, sale(fmt.Sprintf("2026-%05d", n), int64(100_003+n*977%400_000)))
	}
	for _, size := range []int{30, 399, 10_000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			e := match.New(items[:size], nil, match.Usual())
			for b.Loop() {
				e.Explain(from(5_000_017, "betaling"))
			}
		})
	}
}
