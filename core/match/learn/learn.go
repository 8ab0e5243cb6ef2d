// Package learn suggests how to code a line from how the user coded lines like it. It only ever suggests: with the share of like
// lines that were coded so, and the lines themselves, and not at all below a threshold.
//
// What makes lines alike, from the most to the least telling: the same counterpart account and direction; the same
// counterpart name; the same mandate or creditor; the same words of the text with the same bank transaction code. The first
// of these under which enough lines are known decides.
package learn

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ferry/core"
	"ferry/core/reference"
)

// Done is a line that the user coded to one ledger account.
type Done struct {
	Line    core.Line
	Ledger  string
	VATCode string
}

// Least are the bounds below which nothing is suggested.
type Least struct {
	Lines      int        // alike, coded in the same way
	Confidence core.Ratio // of all lines alike
}

// Usual bounds: two lines alike, and three in four coded so.
func Usual() Least { return Least{Lines: 2, Confidence: core.Ratio{Num: 3, Den: 4}} }

// Memory is what was learned. It is read only.
type Memory struct {
	least  Least
	byMark map[string][]Done
}

// New learns from coded lines; their order does not matter.
func New(history []Done, least Least) *Memory {
	m := &Memory{least: least, byMark: map[string][]Done{}}
	for _, d := range history {
		for _, mark := range marks(d.Line) {
			m.byMark[mark.key] = append(m.byMark[mark.key], d)
		}
	}
	return m
}

// mark is something by which lines are alike.
type mark struct{ key, words string }

// marks lists them for one line, most telling first.
func marks(l core.Line) []mark {
	way := "in"
	if l.Amount.Minor < 0 {
		way = "out"
	}
	var list []mark
	add := func(kind, value, words string) {
		if value != "" {
			list = append(list, mark{kind + way + "\x00" + value, words})
		}
	}
	number, _ := reference.IBAN(l.CounterpartReference)
	if len(number) >= 8 {
		add("account", number, "the same counterpart account")
	}
	add("creditor", strings.ToUpper(l.CreditorID), "the same creditor")
	add("name", plain(l.CounterpartName), "the same counterpart name")
	if text := plain(l.Remittance + " " + l.Description); len(text) >= 4 {
		add("text", l.BankTransactionCode+"\x00"+text, "the same words in the text")
	}
	return list
}

// plain keeps the words of a text, without digits: they are dates and numbers, which differ each time.
func plain(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	words = slices.DeleteFunc(words, func(w string) bool { return len(w) < 2 })
	slices.Sort(words)
	return strings.Join(slices.Compact(words), " ")
}

// coding is one way in which lines were coded.
type coding struct {
	ledger, vat string
	from        []core.LineKey
}

// Proposal suggests a coding for a line, and whether it knows enough to.
func (m *Memory) Proposal(l core.Line) (core.Proposal, bool) {
	if l.State == core.Pending || l.AmountText != "" || l.Amount.IsZero() {
		return core.Proposal{}, false
	}
	for _, mark := range marks(l) {
		codings, total := count(m.byMark[mark.key], l.Key())
		if total < m.least.Lines {
			continue
		}
		best := codings[0]
		share := core.Ratio{Num: int64(len(best.from)), Den: int64(total)}
		if len(best.from) < m.least.Lines || share.Num*m.least.Confidence.Den < m.least.Confidence.Num*share.Den {
			return core.Proposal{}, false // enough is known to know that it is unclear
		}
		x := core.Explanation{Kind: core.MatchLearned, Postings: []core.Posting{{Ledger: best.ledger, VATCode: best.vat, Amount: l.Amount}},
			Reason: fmt.Sprintf("%d of %d lines with %s were coded to %s.", share.Num, share.Den, mark.words, best.ledger)}
		return core.Proposal{Line: l.Key(), Options: []core.Explanation{x}, Reason: x.Reason, Confidence: share, From: best.from}, true
	}
	return core.Proposal{}, false
}

// count groups coded lines, the most frequent coding first. A line teaches nothing about itself.
func count(done []Done, but core.LineKey) (codings []coding, total int) {
	for _, d := range done {
		if d.Line.Key() == but {
			continue
		}
		total++
		i := slices.IndexFunc(codings, func(c coding) bool { return c.ledger == d.Ledger && c.vat == d.VATCode })
		if i < 0 {
			i = len(codings)
			codings = append(codings, coding{ledger: d.Ledger, vat: d.VATCode})
		}
		codings[i].from = append(codings[i].from, d.Line.Key())
	}
	for _, c := range codings {
		slices.SortFunc(c.from, func(a, b core.LineKey) int { return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.No, b.No)) })
	}
	slices.SortFunc(codings, func(a, b coding) int {
		return cmp.Or(cmp.Compare(len(b.from), len(a.from)), cmp.Compare(a.ledger, b.ledger), cmp.Compare(a.vat, b.vat))
	})
	return codings, total
}
