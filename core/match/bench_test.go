package match_test

import (
	"fmt"
	"math/rand/v2"
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

// BenchmarkProposeManyOfEach is a wholesaler's month: each of a hundred customers has a hundred open invoices. Names that
// share a word make every line look at the items of several.
func BenchmarkProposeManyOfEach(b *testing.B) {
	streets := []string{"Zonneweide", "Kattenberg", "Lindelaan", "Molenhof", "Steenbos", "Watermeer", "Heuvelrug", "Duinzicht", "Parkstad", "Bosrand"}
	owners := []string{"Vermeulen", "Peeters", "Delacroix", "Lefevre", "Desmet", "Claes", "Broeck", "Muller", "Noel", "Garcon"}
	for kind, name := range map[string]func(p int) string{
		"distinct": func(p int) string { return owners[p%10] + " " + streets[p/10] + " BV" },
		"alike":    func(p int) string { return fmt.Sprintf("Klant %d BV", p) },
	} {
		b.Run(kind, func(b *testing.B) {
			const parties, lines = 100, 2_000
			r := rand.New(rand.NewPCG(1, 2))
			var items []core.OpenItem
			for n := range parties * 100 {
				items = append(items, sale(fmt.Sprintf("2026-%05d", n), 1_000+r.Int64N(200_000), func(i *core.OpenItem) {
					i.Party, i.PartyIBAN = name(n%parties), fmt.Sprintf("BE%014d", 10_000_000+n%parties)
				}))
			}
			var month []core.Line
			for n := range lines {
				item := items[r.IntN(len(items))]
				month = append(month, from(item.Amount.Minor, "betaling", func(l *core.Line) {
					l.No, l.CounterpartName, l.CounterpartReference = core.LineNo(n+1), item.Party, item.PartyIBAN
					if n%2 == 0 {
						l.Remittance = "factuur " + item.Number
					}
					if n%10 == 0 {
						l.Amount = eur(1_000 + r.Int64N(400_000))
					}
				}))
			}
			for b.Loop() {
				match.New(items, nil, match.Usual()).Propose(month, nil)
			}
		})
	}
}
