package match

import (
	"math/bits"
	"slices"
)

// Bounds of the exact search. Beyond both, it says that it does not know.
const (
	maxBits = 1 << 27 // of the table of reachable sums: 16 MB
	maxHalf = 1 << 17 // combinations of one half when the table would be too large
	// maxEffort is what all searches for one line may cost together, in words of the table: some ten milliseconds.
	maxEffort = 1 << 22
	// So much is kept for the next lines: of each party that a name may mean, within so many words.
	maxKept      = 2 * maxParties
	maxKeptWords = 1 << 22
)

// searcher finds the sets of items that add up to an amount.
type searcher struct {
	effort int     // left for this line
	kept   []*made // the last used first
}

// made is what was made for some choices. It serves the next line of the same party.
type made struct {
	choices     [][]int64
	words       []uint64 // of the table
	table       *table
	top         int64 // the largest target that the table serves
	left, right []partial
}

// madeFor finds what was made for the same choices, or makes room for it.
func (s *searcher) madeFor(choices [][]int64) *made {
	at := slices.IndexFunc(s.kept, func(m *made) bool { return slices.EqualFunc(choices, m.choices, slices.Equal) })
	var m *made
	switch {
	case at >= 0:
		m = s.kept[at]
	case len(s.kept) < maxKept:
		m = &made{choices: choices}
		s.kept, at = append(s.kept, m), len(s.kept)
	default:
		at = len(s.kept) - 1
		m = &made{choices: choices, words: s.kept[at].words}
	}
	copy(s.kept[1:], s.kept[:at])
	s.kept[0] = m
	return m
}

// shed lets go of what was not used for long, where all together is too large.
func (s *searcher) shed() {
	words := 0
	for i, m := range s.kept {
		if words += cap(m.words); i > 0 && words > maxKeptWords {
			clear(s.kept[i:])
			s.kept = s.kept[:i]
			return
		}
	}
}

// sums lists every way to take at most one value of each choice so that the total lies within [lo, hi]: a set holds, for
// each choice, the number of the value taken or -1. complete is false when there are more than most sets, or when the
// bounds forbid to look: then nothing may be concluded from what was not found.
func (s *searcher) sums(choices [][]int64, lo, hi int64, most int) (sets [][]int, complete bool) {
	if hi < 0 {
		choices, lo, hi = negated(choices), -hi, -lo
	}
	switch least, greatest := signs(choices); {
	case least > 0 && hi == 0: // only nothing is nothing
		return [][]int{slices.Repeat([]int{-1}, len(choices))}, true
	case greatest < 0 && lo > 0:
		return nil, true
	}
	m := s.madeFor(choices)
	defer s.shed()
	// What was kept saves work, but is charged all the same: what is found may not depend on the lines before.
	meet := effortOfHalves(choices)
	if top := roundUp(hi); lo >= 0 {
		if t := plan(choices, 0, top); t.affordable(choices, min(meet, s.effort)) {
			s.effort -= t.effort(choices)
			if m.table == nil || top > m.top {
				m.fill(t, choices)
				m.table, m.top = t, top
			}
			return m.table.walk(choices, lo, hi, most)
		}
	}
	if t := plan(choices, lo, hi); t.affordable(choices, min(meet, s.effort)) {
		s.effort -= t.effort(choices)
		m.table = nil
		m.fill(t, choices)
		return t.walk(choices, lo, hi, most)
	}
	if meet > s.effort {
		return nil, false
	}
	s.effort -= meet
	if m.left == nil {
		middle := len(choices) / 2
		m.left, m.right = combine(choices[:middle]), combine(choices[middle:])
	}
	return halves(choices, m.left, m.right, lo, hi, most)
}

// signs are the least and the greatest value.
func signs(choices [][]int64) (least, greatest int64) {
	for i, values := range choices {
		if i == 0 {
			least, greatest = values[0], values[0]
		}
		least, greatest = min(least, slices.Min(values)), max(greatest, slices.Max(values))
	}
	return least, greatest
}

// negated turns payments that go out into such that come in.
func negated(choices [][]int64) [][]int64 {
	turned := make([][]int64, len(choices))
	for i, values := range choices {
		turned[i] = make([]int64, len(values))
		for k, v := range values {
			turned[i][k] = -v
		}
	}
	return turned
}

// roundUp leaves room for larger targets of the same party.
func roundUp(target int64) int64 {
	if target < 1<<10 {
		return 1 << 10
	}
	return 1 << bits.Len64(uint64(target))
}

// effort is what filling the table costs, in words: a row for each choice, and a pass for each of its values.
func (t *table) effort(choices [][]int64) int {
	rows := 1
	for _, values := range choices {
		rows += len(values)
	}
	return t.step * rows
}

// affordable: the table is within its bounds and costs no more than given.
func (t *table) affordable(choices [][]int64, effort int) bool {
	return t.width <= maxBits && t.step <= maxBits/64/(len(choices)+1) && t.effort(choices) <= effort
}

// effortOfHalves estimates what meeting in the middle costs, in words of a table.
func effortOfHalves(choices [][]int64) int {
	middle := len(choices) / 2
	left, right := combinations(choices[:middle]), combinations(choices[middle:])
	if left > maxHalf || right > maxHalf {
		return 1 << 62
	}
	return (left + right) * 16
}

// combinations counts the ways to take at most one value of each choice, up to a little more than can be listed.
func combinations(choices [][]int64) int {
	n := 1
	for _, values := range choices {
		if n *= len(values) + 1; n > maxHalf {
			break
		}
	}
	return n
}

// walk follows the reachable sums.
func (t *table) walk(choices [][]int64, lo, hi int64, most int) (sets [][]int, complete bool) {
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

// plan says how large the table of reachable sums is, only of those from which the target can still be met.
func plan(choices [][]int64, lo, hi int64) *table {
	var least, greatest int64
	for _, values := range choices {
		least += min(0, slices.Min(values))
		greatest += max(0, slices.Max(values))
	}
	t := &table{base: max(least, lo-greatest)}
	t.width = max(min(greatest, hi-least)-t.base+1, 1)
	t.step = int(t.width/64 + 1)
	return t
}

// fill builds the table from the last choice to the first.
func (m *made) fill(t *table, choices [][]int64) {
	if need := t.step * (len(choices) + 1); cap(m.words) < need {
		m.words = make([]uint64, need)
	} else {
		m.words = m.words[:need]
		clear(t.last(m.words))
	}
	t.words = m.words
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
}

// last is the row from which the others are made.
func (t *table) last(words []uint64) []uint64 { return words[len(words)-t.step:] }

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

// halves does the same by meeting in the middle: all combinations of either half in the order of their sums, walked from
// either end.
func halves(choices [][]int64, left, right []partial, lo, hi int64, most int) (sets [][]int, complete bool) {
	middle := len(choices) / 2
	at := len(right)
	for _, l := range left {
		for at > 0 && right[at-1].sum >= lo-l.sum {
			at--
		}
		for k := at; k < len(right) && right[k].sum <= hi-l.sum; k++ {
			if len(sets) == most {
				return sets, false
			}
			sets = append(sets, append(picks(choices[:middle], l.code), picks(choices[middle:], right[k].code)...))
		}
	}
	return sets, true
}

// combine lists all combinations of some choices by their sums.
func combine(choices [][]int64) []partial {
	size := combinations(choices)
	all, room := append(make([]partial, 0, size), partial{}), make([]partial, 0, size)
	radix := 1
	for _, values := range choices {
		with := slices.Clone(all)
		for k, v := range values {
			room = merge(room[:0], with, all, v, radix*(k+1))
			with, room = append(with[:0], room...), room[:0]
		}
		all = append(all[:0], with...)
		radix *= len(values) + 1
	}
	return all
}

// merge appends two lists in the order of sums, the second moved by a sum and a code.
func merge(to, a, b []partial, sum int64, code int) []partial {
	for len(a) > 0 && len(b) > 0 {
		if a[0].sum <= b[0].sum+sum {
			to, a = append(to, a[0]), a[1:]
		} else {
			to, b = append(to, partial{b[0].sum + sum, b[0].code + code}), b[1:]
		}
	}
	to = append(to, a...)
	for _, p := range b {
		to = append(to, partial{p.sum + sum, p.code + code})
	}
	return to
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
