package match

import (
	"cmp"
	"slices"
	"strings"

	"ferry/core"
)

// returnCodes are the ISO 20022 sub-families of payments that came back, returnWords what banks write of them.
var (
	returnCodes = []string{"UPDD", "UPCT", "ARET", "RRTN", "PRDD", "RPCR", "RCDD", "DAJT-RRTN"}
	returnWords = []string{"terugboeking", "terugbetaling domici", "retour", "rejet", "impaye", "rucklast", "ruckbuchung", "storno", "returned", "reversal", "refused", "geweigerd", "onbetaald", "refus sdd", "refus prelev", "prelevement refuse", "chargeback"}
)

// returned reports whether the bank says that a line takes an earlier one back.
func returned(l core.Line) bool {
	family := strings.Split(strings.ToUpper(l.BankTransactionCode), "-")
	if slices.ContainsFunc(returnCodes, func(c string) bool { return slices.Contains(family, c) }) {
		return true
	}
	text := fold(l.Description + " " + l.Remittance + " " + l.AdditionalInformation)
	return slices.ContainsFunc(returnWords, func(w string) bool { return strings.Contains(text, w) })
}

// reversalDays is how long after a payment it can come back.
const reversalDays = 70

// reversals keeps payments that were taken back from settling anything: both lines become a question with each other as
// the answer.
func (r *run) reversals() error {
	byAmount := map[reversalKey][]*task{}
	for _, t := range r.tasks {
		if t.done == nil {
			key := reversalKey{t.r.line.Account, t.r.line.Amount}
			byAmount[key] = append(byAmount[key], t)
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	for _, list := range byAmount {
		slices.SortStableFunc(list, func(a, b *task) int { return cmp.Compare(a.r.line.BookingDate, b.r.line.BookingDate) })
	}
	for _, back := range r.tasks {
		if err := r.step(); err != nil {
			return err
		}
		l := back.r.line
		if back.done != nil && len(back.done.Options) == 0 || !returned(l) {
			continue
		}
		for _, t := range betweenDays(byAmount[reversalKey{l.Account, l.Amount.Neg()}], l.BookingDate.AddDays(-reversalDays), l.BookingDate) {
			if sameCounterpart(t.r.line, l) {
				reversal(t, back)
				reversal(back, t)
			}
		}
	}
	return nil
}

type reversalKey struct {
	account core.AccountID
	amount  core.Amount
}

func sameCounterpart(a, b core.Line) bool {
	x, y := account(a.CounterpartReference), account(b.CounterpartReference)
	if x != "" && y != "" {
		return x == y
	}
	return a.EndToEndID != "" && a.EndToEndID == b.EndToEndID && a.EndToEndID != "NOTPROVIDED" ||
		compareNames(newName(a.CounterpartName), newName(b.CounterpartName)) >= similar
}

func reversal(t, other *task) {
	if t.done == nil {
		t.done = &core.Proposal{Line: t.r.line.Key(), Reason: "A payment and its return: together they settle nothing."}
	}
	if t.done.Auto || len(t.done.Options) > 0 && t.done.Options[0].Kind != core.MatchReversal {
		return
	}
	t.done.Options = append(t.done.Options, core.Explanation{Kind: core.MatchReversal, With: []core.LineKey{other.r.line.Key()}, Grade: GradeHint,
		Reason: "Same counterpart and opposite amount, and the bank calls one of them returned."})
}
