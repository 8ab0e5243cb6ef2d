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

// BenchmarkExplainLargeParty is the worst that one line can ask for: in a book of 10,000 items, a party with hundreds of them and
// five namesakes with as many.
func BenchmarkExplainLargeParty(b *testing.B) {
	for _, size := range []int{30, 200, 400, 1600} {
		var items []core.OpenItem
		for n := range 10_000 {
			number := fmt.Sprintf("2026-%05d", n)
			items = append(items, sale(number, int64(1_003+n*977%400_000), func(i *core.OpenItem) {
				if n >= 6*size {
					i.Party, i.PartyIBAN = fmt.Sprintf("Party %d", n), ""
				} else if n >= size {
					i.PartyVAT, i.PartyIBAN, i.Discount = fmt.Sprintf("BE012345%04d", n/size), "", core.Discount{PerTenThousand: 200, Until: day(20)}
				}
			}))
		}
		e := match.New(items, nil, match.Usual())
		for _, amount := range []int64{98_000, 1_500_017, 20_000_011} {
			for name, text := range map[string]string{"silent": "betaling", "named": "facturen 2026-00001 2026-00003 2026-00005"} {
				b.Run(fmt.Sprintf("%d/%d/%s", size, amount, name), func(b *testing.B) {
					for b.Loop() {
						e.Explain(from(amount, text))
					}
				})
			}
		}
	}
}
