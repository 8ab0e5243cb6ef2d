package store

import (
	"encoding/json"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
)

func (s sum) big() *big.Int {
	n := new(big.Int).Lsh(big.NewInt(s.Wraps), 64)
	return n.Add(n, big.NewInt(s.Minor))
}

// TestSumsAreExact compares sums with numbers that have no bounds, in one order and another, and after a way through the file.
func TestSumsAreExact(t *testing.T) {
	t.Parallel()
	edge := rapid.SampledFrom([]int64{0, 1, -1, math.MaxInt64, math.MaxInt64 - 1, math.MinInt64, math.MinInt64 + 1})
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOf(rapid.OneOf(edge, rapid.Int64())).Draw(t, "amounts")
		var forth, back, left, right sums
		want := new(big.Int)
		for i, minor := range list {
			a := core.Amount{Minor: minor, Currency: core.EUR}
			other := core.Amount{Minor: list[len(list)-1-i], Currency: core.EUR}
			forth, back = forth.add(a, +1), back.add(other, +1)
			if i%2 == 0 {
				left = left.add(a, +1)
			} else {
				right = right.add(a, +1)
			}
			want.Add(want, big.NewInt(minor))
		}
		if len(list) == 0 {
			return
		}
		for name, s := range map[string]sums{"forth": forth, "back": back, "parts": left.addAll(right)} {
			if s[0].big().Cmp(want) != 0 {
				t.Fatalf("%s: %v, want %v", name, s[0].big(), want)
			}
			if fit, over := s.amounts(); want.IsInt64() != (len(fit) == 1 && len(over) == 0) {
				t.Fatalf("%s: %v fits as %v, %v", name, want, fit, over)
			}
		}
		kept, err := json.Marshal(forth)
		if err != nil {
			t.Fatal(err)
		}
		var read sums
		if err := json.Unmarshal(kept, &read); err != nil || read[0] != forth[0] {
			t.Fatalf("%s is read as %v, %v", kept, read, err)
		}
		for _, minor := range list {
			read = read.add(core.Amount{Minor: minor, Currency: core.EUR}, -1)
		}
		if read.settled() != nil {
			t.Fatalf("%v is left of %v", read, list)
		}
	})
}

// TestSumsAreKeptAsBefore: files written before hold plain amounts.
func TestSumsAreKeptAsBefore(t *testing.T) {
	t.Parallel()
	const before = `[{"Minor":-1230,"Currency":"EUR"}]`
	var s sums
	if err := json.Unmarshal([]byte(before), &s); err != nil || s[0] != (sum{Amount: core.Amount{Minor: -1230, Currency: core.EUR}}) {
		t.Fatal(s, err)
	}
	if kept, err := json.Marshal(s); err != nil || string(kept) != before {
		t.Fatalf("%s %v", kept, err)
	}
}
