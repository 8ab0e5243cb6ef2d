package match

import (
	"fmt"
	"slices"
	"strings"

	"ferry/core"
)

// transfers pairs the two sides of payments between own accounts: opposite amounts, within some days, on different
// accounts, at least one side naming the other's number and none naming a third. A pair is accepted when neither side could
// belong to any other; two equal transfers are a question.
func (e *Engine) transfers(tasks []*task) {
	byAmount := map[core.Amount][]*task{}
	for _, t := range tasks {
		byAmount[t.r.line.Amount] = append(byAmount[t.r.line.Amount], t)
	}
	partners := map[*task][]*task{}
	for _, t := range tasks {
		if t.r.line.Amount.Minor > 0 {
			continue
		}
		for _, fee := range []int64{0, t.r.line.Fee.Minor, -t.r.line.Fee.Minor} {
			other := core.Amount{Minor: -t.r.line.Amount.Minor + fee, Currency: t.r.line.Amount.Currency}
			for _, u := range byAmount[other] {
				if !slices.Contains(partners[t], u) && e.transferred(t.r.line, u.r.line) {
					partners[t] = append(partners[t], u)
					partners[u] = append(partners[u], t)
				}
			}
		}
	}
	for _, t := range tasks {
		target, own := e.own[account(t.r.line.CounterpartReference)]
		switch {
		case len(partners[t]) > 0:
			t.done = e.transferProposal(t, partners)
		case own && target != t.r.line.Account:
			t.done = &core.Proposal{Line: t.r.line.Key(), Reason: "The counterpart is an own account, and its side of the transfer is not there."}
		}
	}
}

// earlyDays is how long before it leaves one account money may be booked on another: banks date differently.
const earlyDays = 1

// transferred reports whether two lines can be the sides of one transfer.
func (e *Engine) transferred(from, to core.Line) bool {
	if from.Account == to.Account {
		return false
	}
	days := int(to.BookingDate - from.BookingDate)
	if days > e.settings.TransferDays || days < -earlyDays {
		return false
	}
	named := 0
	for _, side := range [][2]core.Line{{from, to}, {to, from}} {
		number := account(side[0].CounterpartReference)
		switch own, ok := e.own[number]; {
		case ok && own == side[1].Account:
			named++
		case number != "":
			return false // it names somebody else's account, or another of ours
		}
	}
	return named > 0
}

func (e *Engine) transferProposal(t *task, partners map[*task][]*task) *core.Proposal {
	p := &core.Proposal{Line: t.r.line.Key()}
	single := len(partners[t]) == 1 && len(partners[partners[t][0]]) == 1
	for _, u := range partners[t] {
		days := int(u.r.line.BookingDate - t.r.line.BookingDate)
		p.Options = append(p.Options, core.Explanation{Kind: core.MatchTransfer, With: []core.LineKey{u.r.line.Key()}, Grade: GradeReference,
			Difference: core.Amount{Minor: t.r.line.Amount.Minor + u.r.line.Amount.Minor, Currency: t.r.line.Amount.Currency},
			Evidence:   []core.Evidence{{Field: "counterpartReference", Text: t.r.line.CounterpartReference, What: "own account"}},
			Reason:     fmt.Sprintf("Transfer between own accounts: the other side is booked %s.", daysApart(days))})
	}
	slices.SortFunc(p.Options, func(a, b core.Explanation) int { return compareKeys(a.With[0], b.With[0]) })
	p.Auto = single
	p.Reason = p.Options[0].Reason + " No other line could be the other side."
	if !single {
		p.Reason = fmt.Sprintf("Transfer between own accounts, but %d lines of this amount could belong together.", len(partners[t])+1)
	}
	return p
}

func daysApart(days int) string {
	switch {
	case days == 0:
		return "on the same day"
	case days == 1 || days == -1:
		return "one day apart"
	}
	return fmt.Sprintf("%d days apart", max(days, -days))
}

// returnCodes are the ISO 20022 sub-families of payments that came back, returnWords what banks write of them.
var (
	returnCodes = []string{"UPDD", "UPCT", "ARET", "RRTN", "PRDD", "RPCR", "RCDD", "DAJT-RRTN"}
	returnWords = []string{"terugboeking", "terugbetaling domici", "retour", "rejet", "impaye", "rucklast", "ruckbuchung", "storno", "returned", "reversal", "refused", "geweigerd", "onbetaald"}
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
func (e *Engine) reversals(tasks []*task) {
	byAmount := map[core.Amount][]*task{}
	for _, t := range tasks {
		if t.done == nil {
			byAmount[t.r.line.Amount] = append(byAmount[t.r.line.Amount], t)
		}
	}
	for _, back := range tasks {
		if back.done != nil && len(back.done.Options) == 0 || !returned(back.r.line) {
			continue
		}
		for _, t := range byAmount[back.r.line.Amount.Neg()] {
			days := int(back.r.line.BookingDate - t.r.line.BookingDate)
			if t.r.line.Account == back.r.line.Account && days >= 0 && days <= reversalDays && sameCounterpart(t.r.line, back.r.line) {
				reversal(t, back)
				reversal(back, t)
			}
		}
	}
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
