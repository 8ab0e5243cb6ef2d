package match_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ferry/core/match"
	"ferry/core/match/monthtest"
)

// TestMonths is the proof: no wrong match is accepted, what is certain is, and what is not is left with the truth on offer.
func TestMonths(t *testing.T) {
	t.Parallel()
	total := map[string]monthtest.Score{}
	unique, taken := 0, 0
	for seed := range uint64(25) {
		m := monthtest.New(seed, 4)
		r := monthtest.Judge(m, match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, nil))
		for _, wrong := range r.Wrong {
			t.Errorf("seed %d: %s", seed, wrong)
		}
		if testing.Verbose() {
			for _, unsure := range r.Unsure {
				t.Logf("seed %d: %s", seed, unsure)
			}
		}
		unique, taken = unique+r.Unique, taken+r.Taken
		add(total, r)
	}
	t.Logf("%sunique lines accepted: %d of %d", table(total), taken, unique)
	if taken*100 < unique*98 {
		t.Errorf("only %d of %d unique lines were accepted", taken, unique)
	}
}

func add(total map[string]monthtest.Score, r monthtest.Report) {
	for kind, s := range r.Kinds {
		old := total[kind]
		total[kind] = monthtest.Score{Lines: old.Lines + s.Lines, Right: old.Right + s.Right, Wrong: old.Wrong + s.Wrong,
			Asked: old.Asked + s.Asked, Missing: old.Missing + s.Missing, Quiet: old.Quiet + s.Quiet}
	}
}

func table(total map[string]monthtest.Score) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-34s %6s %6s %6s %6s %8s %6s\n", "kind", "lines", "right", "wrong", "asked", "missing", "quiet")
	for _, kind := range slices.Sorted(maps.Keys(total)) {
		s := total[kind]
		fmt.Fprintf(&b, "%-34s %6d %6d %6d %6d %8d %6d\n", kind, s.Lines, s.Right, s.Wrong, s.Asked, s.Missing, s.Quiet)
	}
	return b.String()
}

// TestBusyMonths lets the cases meet in few parties' books: nothing wrong is accepted there either.
func TestBusyMonths(t *testing.T) {
	t.Parallel()
	total := map[string]monthtest.Score{}
	for seed := range uint64(25) {
		m := monthtest.Busy(seed, 60)
		r := monthtest.Judge(m, match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, nil))
		for _, wrong := range r.Wrong {
			t.Errorf("seed %d: %s", seed, wrong)
		}
		add(total, r)
	}
	t.Log(table(total))
}
