package rule

import (
	"slices"

	"ferry/core"
)

// Past is a line of an earlier month and how it was coded; without postings where it was matched or left open.
type Past struct {
	Line     core.Line
	Postings []core.Posting
	// Matched lines were settled with open items, which come before rules.
	Matched bool
}

// Outcome is what one rule would have done.
type Outcome struct {
	Rule    Rule
	Fired   []core.LineKey // the lines it would have coded
	Agreed  []core.LineKey // of those, coded so by hand
	Differs []core.LineKey // of those, coded otherwise by hand
	Matched []core.LineKey // lines it holds for that were settled with open items: the rule is too wide
	Behind  map[string]int // for lines that an earlier rule took: that rule's id and how many
	Sum     []core.Amount  // of the lines it would have coded, per currency
}

// Rehearse shows what the rules would have done to past lines, in their order. Enabling them afterwards does the same: both
// ask Apply.
func (s *Set) Rehearse(history []Past) []Outcome {
	outcomes := make([]Outcome, len(s.rules))
	at := map[string]int{}
	for i, r := range s.rules {
		outcomes[i] = Outcome{Rule: r.Rule, Behind: map[string]int{}}
		at[r.ID] = i
	}
	for _, p := range history {
		hit, others, ok := s.Apply(p.Line)
		if !ok {
			continue
		}
		o := &outcomes[at[hit.Rule.ID]]
		key := p.Line.Key()
		if p.Matched {
			o.Matched = append(o.Matched, key)
			continue
		}
		o.Fired = append(o.Fired, key)
		o.Sum = core.AddTo(o.Sum, p.Line.Amount)
		switch {
		case len(p.Postings) == 0:
		case sameCoding(p.Postings, hit.Postings):
			o.Agreed = append(o.Agreed, key)
		default:
			o.Differs = append(o.Differs, key)
		}
		for _, other := range others {
			outcomes[at[other.Rule.ID]].Behind[hit.Rule.ID]++
		}
	}
	return outcomes
}

// sameCoding compares account, amount and VAT code; texts and order are free.
func sameCoding(a, b []core.Posting) bool {
	if len(a) != len(b) {
		return false
	}
	left := slices.Clone(b)
	for _, p := range a {
		i := slices.IndexFunc(left, func(q core.Posting) bool {
			return p.Ledger == q.Ledger && p.Amount == q.Amount && p.VATCode == q.VATCode
		})
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return true
}
