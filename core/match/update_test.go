package match_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/match"
	"ferry/core/match/monthtest"
)

// TestUpdateIsNew changes the books in small steps and asks an engine that followed and one that was made anew.
func TestUpdateIsNew(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := monthtest.Busy(rapid.Uint64().Draw(t, "seed"), 25)
		if rapid.Bool().Draw(t, "wide") {
			m = monthtest.New(rapid.Uint64().Draw(t, "seed"), 1)
		}
		book := map[core.ItemID]core.OpenItem{}
		for i, item := range m.Items {
			if i%3 > 0 {
				book[item.ID] = item
			}
		}
		e := match.New(slices.Collect(maps.Values(book)), m.Own, m.Settings)
		for range rapid.IntRange(1, 4).Draw(t, "steps") {
			var now []core.OpenItem
			touched := map[core.ItemID]bool{}
			for range rapid.IntRange(1, 6).Draw(t, "changes") {
				i := change(t, m.Items)
				if !touched[i.ID] {
					touched[i.ID] = true
					book[i.ID] = i
					now = append(now, i)
				}
			}
			e.Update(now...)
			fresh := match.New(slices.Collect(maps.Values(book)), m.Own, m.Settings)
			for _, l := range m.Lines {
				if got, want := e.Explain(l), fresh.Explain(l); !reflect.DeepEqual(got, want) {
					t.Fatalf("line %v:\n%+v\n%+v", l.Key(), got, want)
				}
			}
			if got, want := e.Propose(m.Lines, nil), fresh.Propose(m.Lines, nil); !reflect.DeepEqual(got, want) {
				t.Fatal("the proposals differ")
			}
		}
	})
}

// change draws an item of the book as it might be next: settled more or less, of another party, with another number.
func change(t *rapid.T, items []core.OpenItem) core.OpenItem {
	i, other := rapid.SampledFrom(items).Draw(t, "item"), rapid.SampledFrom(items).Draw(t, "other")
	switch rapid.IntRange(0, 8).Draw(t, "what") {
	case 0:
		i.Settled = i.Amount.Minor
	case 1:
		i.Settled = i.Amount.Minor / 3
	case 2:
		i.Party = other.Party
	case 3:
		i.PartyIBAN, i.PartyVAT = other.PartyIBAN, ""
	case 4:
		i.Party, i.PartyIBAN, i.PartyVAT = other.Party, "", other.PartyVAT
	case 5:
		i.Number, i.Date = other.Number, other.Date
	case 6:
		i.Amount, i.Reference = other.Amount, other.Reference
	case 7:
		i.Party, i.PartyIBAN, i.PartyVAT = rapid.SampledFrom([]string{"", "BV", "Peeters"}).Draw(t, "name"), "", ""
	}
	return i
}

// TestProposalsCanBeStopped ends the context in the midst of the work; the engine then says what it always says.
func TestProposalsCanBeStopped(t *testing.T) {
	t.Parallel()
	m := monthtest.New(5, 1)
	e := match.New(m.Items, m.Own, m.Settings)
	steps, last, total := 0, 0, 0
	want := e.Propose(m.Lines, func(d, n int) {
		if steps++; d < last || d > n {
			t.Errorf("%d of %d after %d", d, n, last)
		}
		last, total = d, n
	})
	if last != total || steps < len(m.Lines) {
		t.Errorf("%d of %d in %d steps", last, total, steps)
	}
	for _, at := range []int{1, steps / 4, steps / 2, steps - 1} {
		ctx, stop := context.WithCancel(t.Context())
		left := at
		got, err := e.ProposeContext(ctx, m.Lines, func(int, int) {
			if left--; left == 0 {
				stop()
			}
		})
		if !errors.Is(err, context.Canceled) || got != nil {
			t.Errorf("stopped at step %d of %d: %d proposals, %v", at, steps, len(got), err)
		}
	}
	if got, err := e.ProposeContext(t.Context(), m.Lines, nil); err != nil || !reflect.DeepEqual(got, want) {
		t.Error("after that it says something else", err)
	}
}

func BenchmarkUpdate10kItems(b *testing.B) {
	m := monthtest.New(1, 115)
	for _, size := range []int{1, 2000} {
		b.Run(fmt.Sprintf("party of %d", size), func(b *testing.B) {
			items := slices.Clone(m.Items)
			for n := range items {
				if n < size {
					items[n].Party, items[n].PartyIBAN, items[n].PartyVAT = items[0].Party, items[0].PartyIBAN, items[0].PartyVAT
				}
			}
			e := match.New(items, m.Own, m.Settings)
			i := 0
			for b.Loop() {
				item := items[i/2%size]
				if i%2 == 0 {
					item.Settled = item.Amount.Minor
				}
				e.Update(item)
				i++
			}
			b.ReportMetric(float64(len(items)), "items")
		})
	}
}
