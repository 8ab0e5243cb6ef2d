package match

import (
	"slices"

	"ferry/core"
)

// Several lines can settle one item. Where each of them names it, and together they are what is open to the cent, that is
// safe; where only the payer speaks for it, it is a suggestion.

// Bounds of what is looked at for one payer.
const (
	maxLinesOfPayer = 24
	maxJoined       = 4 // ways to make up one item that are shown
)

// joinLines finds items that several lines name and settle together, to the cent. A short number is enough when the account is
// the party's.
func (r *run) joinLines() {
	byItem := map[int][]*task{}
	for _, t := range r.tasks {
		if t.done != nil || len(t.options) == 0 {
			continue
		}
		o := &t.options[0]
		short := len(o.items) == 1 && o.grade == GradeHint && o.level >= hinted && o.payer.iban && !o.unproven && !t.r.returned
		if o.kind == core.MatchPartial && (o.blocked == "" || short) {
			byItem[o.items[0]] = append(byItem[o.items[0]], t)
		}
	}
	for n, group := range byItem {
		var sum int64
		for _, t := range group {
			sum += t.options[0].settles[0]
		}
		if len(group) < 2 || sum != r.items[n].open {
			continue
		}
		for _, t := range group {
			o := &t.options[0]
			o.kind, o.grade, o.blocked = core.MatchLines, GradePartial, ""
			o.with = others(group, t)
		}
	}
}

func others(group []*task, t *task) (keys []core.LineKey) {
	for _, other := range group {
		if other != t {
			keys = append(keys, other.r.line.Key())
		}
	}
	return keys
}

// instalments suggests items that open lines of one payer settle together, to the cent, where nothing names them.
func (r *run) instalments() error {
	byPayer := map[int][]*task{}
	for _, t := range r.tasks {
		if err := r.step(); err != nil {
			return err
		}
		if t.done != nil || t.claim() != nil || t.r.returned || len(t.r.payers) == 0 || t.r.payers[0].strength() < 2 {
			continue
		}
		if !slices.ContainsFunc(t.options, func(o option) bool { return o.exact && o.payer.strength() >= 2 }) {
			byPayer[t.r.payers[0].party] = append(byPayer[t.r.payers[0].party], t)
		}
	}
	for p, group := range byPayer {
		if len(group) < 2 || len(group) > maxLinesOfPayer {
			continue
		}
		for _, n := range r.parties[p].items[:min(len(r.parties[p].items), maxChoices)] {
			r.makeUp(n, group)
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	for _, t := range r.tasks {
		if t.joined {
			w := &work{Engine: r.Engine, r: t.r}
			slices.SortStableFunc(t.options, w.compare)
		}
	}
	return nil
}

// makeUp offers an item to the lines that together are what is open of it.
func (r *run) makeUp(n int, group []*task) {
	it := &r.items[n]
	var lines []*task
	var choices [][]int64
	var sum int64
	for _, t := range group {
		l := t.r.line
		if paid := it.sign * l.Amount.Minor; paid > 0 && paid < it.open && l.Amount.Currency == it.Amount.Currency && l.BookingDate >= it.Date.AddDays(-aheadDays) {
			lines, choices, sum = append(lines, t), append(choices, []int64{paid}), sum+paid
		}
	}
	if it.open <= 0 || len(lines) < 2 || sum < it.open {
		return
	}
	r.searcher.effort = maxEffort
	sets, complete := r.searcher.sums(choices, it.open, it.open, maxJoined)
	if !complete {
		return // so many ways say nothing
	}
	for _, set := range sets {
		var together []*task
		for k, picked := range set {
			if picked >= 0 {
				together = append(together, lines[k])
			}
		}
		for _, t := range together {
			t.joined = true
			t.options = append(t.options, option{items: []int{n}, kind: core.MatchLines, grade: GradeHint, payer: t.r.payerOf(it.party),
				settles: []int64{it.sign * t.r.line.Amount.Minor}, with: others(together, t), blocked: "nothing names the item that these payments make up"})
		}
	}
}
