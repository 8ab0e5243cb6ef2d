package world

import (
	"fmt"
	"slices"
	"testing"

	"ferry/core"
	"ferry/core/match"
)

// paidBy says which invoices each line of the starter's accounts pays, by their names: what the books were made from.
func paidBy(w *World) map[string][]string {
	truth := map[string][]string{}
	b := ledger{today: w.firstDay, taken: map[string]bool{}}
	organization := w.StarterIntegration().Organization
	for _, a := range w.accounts {
		s := &a.bank.source
		if a.integration.Organization != organization {
			continue
		}
		for i := range min(s.n, invoicedLines) {
			o := s.origin(i)
			if o == i {
				d := s.draft(i)
				before := len(b.items)
				b.invoice(&d, s.kindNumber(i))
				added := b.items[before:]
				if len(added) > 0 && d.draw(drawNever)%6 == 0 {
					added = added[:len(added)-1]
				}
				if habits[d.draw(drawHabit)%uint64(len(habits))] == sameAgain && len(added) == 2 {
					added = added[1:]
				}
				for _, item := range added {
					truth[fmt.Sprint(a.id, i)] = append(truth[fmt.Sprint(a.id, i)], nameOf(item))
				}
			}
		}
	}
	return truth
}

func nameOf(i core.OpenItem) string { return fmt.Sprint(i.Kind, " ", i.Party, " ", i.Number) }

// TestNoWrongMatchInTheWorld: the simulator's books are one more judge of the engine. What is accepted without asking must
// be what the line was made from.
func TestNoWrongMatchInTheWorld(t *testing.T) {
	t.Parallel()
	safe, wrong, made := 0, 0, 0
	for _, slug := range []string{"kempen", "noordzee", "polder", "garonne"} {
		for seed := range uint64(4) {
			w := New(Options{Seed: 100 + seed})
			items, lines := booksOf(t, w, slug)
			for n := range items {
				items[n].ID = core.ItemID(nameOf(items[n]))
			}
			truth := paidBy(w)
			made += len(truth)
			payments := map[core.LineKey]string{}
			for _, a := range w.Accounts(w.StarterIntegration().ID) {
				for l := range w.TrueLines(a.ID) {
					at := slices.IndexFunc(lines, func(x core.Line) bool { return string(x.ID) == l.ID })
					payments[lines[at].Key()] = fmt.Sprint(a.ID, l.Payment)
				}
			}
			for _, p := range match.New(items, nil, match.Usual()).Propose(lines, nil) {
				if !p.Auto || len(p.Best().Parts) == 0 {
					continue
				}
				safe++
				var got []string
				for _, part := range p.Best().Parts {
					got = append(got, string(part.Item))
				}
				want := truth[payments[p.Line]]
				slices.Sort(got)
				slices.Sort(want)
				if !slices.Equal(got, want) {
					wrong++
					at := slices.IndexFunc(lines, func(x core.Line) bool { return x.Key() == p.Line })
					l := lines[at]
					t.Errorf("%s, seed %d: %s %s %q %q is matched with %v, but pays %v: %s", slug, 100+seed, l.BookingDate, l.Amount, l.CounterpartName, l.Remittance, got, want,
						p.Reason)
				}
			}
		}
	}
	if safe*10 < made*8 {
		t.Errorf("of %d lines with invoices only %d are accepted", made, safe)
	}
	t.Logf("%d lines with invoices, %d accepted, %d of them wrong", made, safe, wrong)
}
