package match

import (
	"math/bits"
	"slices"
)

// Bounds of the exact search. Beyond both, it says that it does not know.
const (
	maxBits = 1 << 27 // of the table of reachable sums: 16 MB
	maxHalf = 1 << 18 // combinations of one half when the table would be too large
)

// searcher finds the sets of items that add up to an amount. It keeps its memory between searches.
type searcher struct {
	words []uint64
}

// sums lists every way to take at most one value of each choice so that the total lies within [lo, hi]: a set holds, for
// each choice, the number of the value taken or -1. complete is false when there are more than most sets, or when the
// bounds forbid to look: then nothing may be concluded from what was not found.
func (s *searcher) sums(choices [][]int64, lo, hi int64, most int) (sets [][]int, complete bool) {
	t := s.table(choices, lo, hi)
	if t == nil {
		return halves(choices, lo, hi, most)
	}
	complete = true
	picked := make([]int, len(choices))
	var walk func(i int, sum int64) bool
	walk = func(i int, sum int64) bool {
		if i == len(choices) {
			if len(sets) == most {
				complete = false
				return false
			}
			sets = append(sets, slices.Clone(picked))
			return true
		}
		picked[i] = -1
		if t.any(i+1, lo-sum, hi-sum) && !walk(i+1, sum) {
			return false
		}
		for n, v := range choices[i] {
			picked[i] = n
			if t.any(i+1, lo-sum-v, hi-sum-v) && !walk(i+1, sum+v) {
				return false
			}
		}
		return true
	}
	if t.any(0, lo, hi) {
		walk(0, 0)
	}
	return sets, complete
}

// table says, for each tail of the choices, which sums it can reach: row i, bit sum-base.
type table struct {
	base  int64
	width int64
	step  int // words of a row
	words []uint64
}

// table builds the reachable sums from the last choice to the first, only those from which the target can still be met. It
// is nil where that takes too much memory.
func (s *searcher) table(choices [][]int64, lo, hi int64) *table {
	var least, greatest int64
	for _, values := range choices {
		least += min(0, slices.Min(values))
		greatest += max(0, slices.Max(values))
	}
	t := &table{base: max(least, lo-greatest)}
	t.width = min(greatest, hi-least) - t.base + 1
	if t.width <= 0 {
		t.width = 1
	}
	t.step = int(t.width/64 + 1)
	rows := len(choices) + 1
	if t.width > maxBits || t.step*rows > maxBits/64 {
		return nil
	}
	if need := t.step * rows; cap(s.words) < need {
		s.words = make([]uint64, need)
	} else {
		s.words = s.words[:need]
		clear(s.words)
	}
	t.words = s.words
	if t.base <= 0 && -t.base < t.width {
		t.row(len(choices))[-t.base/64] |= 1 << (-t.base % 64)
	}
	for i := len(choices) - 1; i >= 0; i-- {
		row, next := t.row(i), t.row(i+1)
		copy(row, next)
		for _, v := range choices[i] {
			orShifted(row, next, v)
		}
		// Bits beyond the width would be sums that are of no use.
		row[t.step-1] &= 1<<(t.width%64) - 1
	}
	return t
}

func (t *table) row(i int) []uint64 { return t.words[i*t.step : (i+1)*t.step] }

// orShifted sets in dst all bits of src moved up by v places.
func orShifted(dst, src []uint64, v int64) {
	down := v < 0
	if down {
		v = -v
	}
	whole, part := int(v/64), uint(v%64)
	if v/64 >= int64(len(dst)) {
		return
	}
	if down {
		for i := 0; i+whole < len(src); i++ {
			w := src[i+whole] >> part
			if part > 0 && i+whole+1 < len(src) {
				w |= src[i+whole+1] << (64 - part)
			}
			dst[i] |= w
		}
		return
	}
	for i := len(dst) - 1; i >= whole; i-- {
		w := src[i-whole] << part
		if part > 0 && i > whole {
			w |= src[i-whole-1] >> (64 - part)
		}
		dst[i] |= w
	}
}

// any reports whether row i reaches a sum within [lo, hi].
func (t *table) any(i int, lo, hi int64) bool {
	from, to := max(lo-t.base, 0), min(hi-t.base, t.width-1)
	if from > to {
		return false
	}
	row := t.row(i)
	first, last := from/64, to/64
	for w := first; w <= last; w++ {
		word := row[w]
		if w == first {
			word &= ^uint64(0) << (from % 64)
		}
		if w == last && to%64 < 63 {
			word &= 1<<(to%64+1) - 1
		}
		if bits.OnesCount64(word) > 0 {
			return true
		}
	}
	return false
}

// partial is one combination of half of the choices.
type partial struct {
	sum  int64
	code int // the picks, in a mixed radix
}

// halves does the same by meeting in the middle: all combinations of either half, one sorted.
func halves(choices [][]int64, lo, hi int64, most int) (sets [][]int, complete bool) {
	middle := len(choices) / 2
	left, ok := combine(choices[:middle])
	right, fits := combine(choices[middle:])
	if !ok || !fits {
		return nil, false
	}
	slices.SortFunc(right, func(a, b partial) int {
		if a.sum != b.sum {
			if a.sum < b.sum {
				return -1
			}
			return 1
		}
		return a.code - b.code
	})
	for _, l := range left {
		at, _ := slices.BinarySearchFunc(right, lo-l.sum, func(p partial, want int64) int {
			if p.sum < want {
				return -1
			}
			return 1
		})
		for ; at < len(right) && right[at].sum <= hi-l.sum; at++ {
			if len(sets) == most {
				return sets, false
			}
			sets = append(sets, append(picks(choices[:middle], l.code), picks(choices[middle:], right[at].code)...))
		}
	}
	return sets, true
}

// combine lists all combinations of some choices, unless there are too many.
func combine(choices [][]int64) ([]partial, bool) {
	all := []partial{{}}
	radix := 1
	for _, values := range choices {
		n := len(all)
		if n*(len(values)+1) > maxHalf {
			return nil, false
		}
		for k, v := range values {
			for _, p := range all[:n] {
				all = append(all, partial{p.sum + v, p.code + radix*(k+1)})
			}
		}
		radix *= len(values) + 1
	}
	return all, true
}

// picks reads back what combine noted.
func picks(choices [][]int64, code int) []int {
	picked := make([]int, len(choices))
	for i, values := range choices {
		picked[i] = code%(len(values)+1) - 1
		code /= len(values) + 1
	}
	return picked
}
