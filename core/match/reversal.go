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
	returnWords = []string{"terugboeking", "terugbetaling domici", "retour", "rejet", "impaye", "rucklast", "ruckbuchung", "storno", "returned", "reversal", "refused", "geweigerd", "onbetaald", "refus sdd", "refus prelev", "prelevement refuse", "chargeback",
		"non execute", "niet uitgevoerd", "not executed", "ac04", "ac01", "closed account", "compte cloture", "rekening afgesloten", "rekening opgeheven", "contre passation", "contrepassation", "annulation virement",
		"herroepen", "beneficiaire inconnu", "begunstigde onbekend"}
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

// ownWords reports whether only the payer's words speak of a return, and beside an invoice that is paid: "règlement facture impayée
// 2026-0424" brings in what that invoice asks for.
func (x *index) ownWords(r *reading) bool {
	bare := r.line
	bare.Remittance = ""
	return !returned(bare) && slices.ContainsFunc(r.mentions, func(m mention) bool {
		return m.level >= called && slices.ContainsFunc(m.items, func(n int) bool {
			kind := x.items[n].Kind
			return (x.items[n].sign > 0) == (r.line.Amount.Minor > 0) && kind != core.SaleCredit && kind != core.PurchaseCredit
		})
	})
}

// sameEndToEnd: both lines carry the payer's own number of one payment.
func sameEndToEnd(a, b core.Line) bool {
	return a.EndToEndID == b.EndToEndID && !noNumber(a.EndToEndID)
}

// noNumber: banks write so where the payer has given none.
func noNumber(text string) bool {
	plain := strings.ReplaceAll(fold(text), " ", "")
	return strings.Trim(plain, "0") == "" || oneOf(" notprovided notprovide nonref noref none keine geen unknown onbekend ", plain)
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
		said := returned(l) && r.read(l).returned
		if back.done != nil && len(back.done.Options) == 0 || !said && noNumber(l.EndToEndID) {
			continue
		}
		for _, t := range betweenDays(byAmount[reversalKey{l.Account, l.Amount.Neg()}], l.BookingDate.AddDays(-reversalDays), l.BookingDate) {
			if sameCounterpart(t.r.line, l) && (said || sameEndToEnd(t.r.line, l)) {
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
	return sameEndToEnd(a, b) || compareNames(newName(a.CounterpartName), newName(b.CounterpartName)) >= similar
}

func reversal(t, other *task) {
	if t.done == nil {
		t.done = &core.Proposal{Line: t.r.line.Key(), Reason: "A payment and its return: together they settle nothing."}
	}
	if t.done.Auto || len(t.done.Options) > 0 && t.done.Options[0].Kind != core.MatchReversal {
		return
	}
	key := other.r.line.Key()
	if slices.ContainsFunc(t.done.Options, func(x core.Explanation) bool { return slices.Contains(x.With, key) }) {
		return
	}
	t.done.Options = append(t.done.Options, core.Explanation{Kind: core.MatchReversal, With: []core.LineKey{key}, Grade: GradeHint,
		Reason: "Same counterpart and opposite amount, and one of them is called returned, or both are one payment's."})
}
