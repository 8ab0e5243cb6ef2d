package match

import (
	"strings"

	"ferry/core"
)

// Told is a reason of an explanation with its amounts as write writes them. Reasons are kept with a match, and given to scripts,
// with amounts in the form of core.Amount; a screen has its own form. Nothing is guessed from the sentence: it is looked through
// for the very words in which the amounts of the explanation were put.
func Told(reason string, e core.Explanation, write func(core.Amount) string) string {
	if e.Difference.Minor != 0 {
		was := differing(e.Difference, core.Amount.String)
		if i := strings.LastIndex(reason, was); i >= 0 { // what the bank says stands before
			reason = reason[:i] + differing(e.Difference, write) + reason[i+len(was):]
		}
	}
	for _, p := range e.Postings {
		reason = strings.Replace(reason, going(p, core.Amount.String), going(p, write), 1)
	}
	return reason
}

// differing says behind a fact by how much the line differs from the items.
func differing(d core.Amount, write func(core.Amount) string) string { return " (" + write(d) + ")" }

// going says where an amount goes.
func going(p core.Posting, write func(core.Amount) string) string {
	return write(p.Amount) + " goes to " + p.Ledger
}
