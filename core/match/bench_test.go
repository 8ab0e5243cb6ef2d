package match_test

import (
	"testing"

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
