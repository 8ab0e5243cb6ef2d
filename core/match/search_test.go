package match

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSumsAgainstAllSubsets compares both searches with trying everything.
func TestSumsAgainstAllSubsets(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choices := make([][]int64, rapid.IntRange(0, 8).Draw(t, "n"))
		for i := range choices {
			v := rapid.SampledFrom([]int64{1, 30}).Draw(t, "unit") * rapid.Int64Range(1, 60).Draw(t, "value")
			if rapid.Bool().Draw(t, "credit") {
				v = -v
			}
			choices[i] = []int64{v}
			if rapid.IntRange(0, 3).Draw(t, "discount") == 0 && v > 2 {
				choices[i] = append(choices[i], v-2)
			}
		}
		lo := rapid.Int64Range(-80, 3000).Draw(t, "lo")
		if rapid.Bool().Draw(t, "reachable") {
			lo = 0
			for _, values := range choices {
				if rapid.Bool().Draw(t, "in") {
					lo += values[0]
				}
			}
		}
		hi := lo + rapid.Int64Range(0, 3).Draw(t, "slack")
		var want [][]int
		picked := make([]int, len(choices))
		var all func(i int, sum int64)
		all = func(i int, sum int64) {
			if i == len(choices) {
				if sum >= lo && sum <= hi {
					want = append(want, slices.Clone(picked))
				}
				return
			}
			picked[i] = -1
			all(i+1, sum)
			for k, v := range choices[i] {
				picked[i] = k
				all(i+1, sum+v)
			}
		}
		all(0, 0)
		s := &searcher{effort: maxEffort}
		for range rapid.IntRange(0, 2).Draw(t, "lines before") { // what was kept of them changes nothing
			s.sums(choices, lo/8, lo/8, 8)
		}
		s.effort = maxEffort
		fresh := &searcher{effort: maxEffort}
		got, complete := s.sums(choices, lo, hi, 1<<20)
		if again, _ := fresh.sums(choices, lo, hi, 1<<20); fresh.effort != s.effort || !slices.EqualFunc(again, got, slices.Equal) {
			t.Fatal("it matters what was searched before")
		}
		middle := len(choices) / 2
		met, whole := halves(choices, combine(choices[:middle]), combine(choices[middle:]), lo, hi, 1<<20)
		slices.SortFunc(want, slices.Compare)
		for name, sets := range map[string][][]int{"table": got, "halves": met} {
			slices.SortFunc(sets, slices.Compare)
			if !slices.EqualFunc(sets, want, slices.Equal) {
				t.Fatalf("%s: %v, want %v", name, sets, want)
			}
		}
		if !complete || !whole {
			t.Fatal("gave up")
		}
		if len(want) > 1 {
			if some, complete := (&searcher{effort: maxEffort}).sums(choices, lo, hi, 1); complete || len(some) != 1 {
				t.Fatal("more sets than asked for are not told")
			}
		}
	})
}

func TestSumsGivesUp(t *testing.T) {
	t.Parallel()
	choices := make([][]int64, 80)
	for i := range choices {
		choices[i] = []int64{int64(i+1) * 1_000_000_007}
	}
	if sets, complete := (&searcher{effort: maxEffort}).sums(choices, 1_000_000_007*900, 1_000_000_007*900, 8); complete || len(sets) != 0 {
		t.Errorf("%d sets, complete %v", len(sets), complete)
	}
	if sets, complete := (&searcher{effort: maxEffort}).sums(choices[:30], 1_000_000_007*3, 1_000_000_007*3, 8); !complete || len(sets) != 2 {
		t.Errorf("%d sets, complete %v", len(sets), complete)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want likeness
	}{
		{"Dupont SA", "sa dupont", identical}, {"BVBA De Smet", "De Smet B.V.", identical}, {"Café Noël", "CAFE NOEL", identical},
		{"Van den Broeck", "Vandenbroeck", identical}, {"Société Générale S.A.R.L.", "societe generale", identical}, {"Weiß & Söhne", "WEISS SOHNE", identical},
		{"Bakkerij Vermeulen", "Bakkerij Vermeulem", same}, {"Bakkerij Vermeulen", "Vermeulen", similar}, {"Peeters", "Peters", similar},
		{"Peeters", "Janssens", unlike}, {"", "Janssens", unlike}, {"Jan Peeters", "Piet Peeters", unlike},
	} {
		if got := compareNames(newName(c.a), newName(c.b)); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
