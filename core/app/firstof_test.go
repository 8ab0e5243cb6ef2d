package app

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestFirstOfIsTheBeginningOfTheSortedList(t *testing.T) {
	type pair struct{ key, at int }
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.IntRange(0, 9), 0, 200).Draw(t, "keys")
		n := rapid.IntRange(0, 30).Draw(t, "n")
		list := make([]pair, len(keys))
		for i, k := range keys {
			list[i] = pair{k, i}
		}
		want := slices.Clone(list)
		slices.SortStableFunc(want, func(a, b pair) int { return cmp.Compare(a.key, b.key) })
		if n > 0 {
			want = want[:min(n, len(want))]
		}
		if got := firstOf(list, n, func(a, b pair) int { return cmp.Compare(a.key, b.key) }); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}
