package match

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// side is what one side of a transfer says of the other.
type side struct {
	*task
	number  string         // of the counterpart
	account core.AccountID // the own account of that number
	says    bool           // name or text speak of the own house
	foreign bool           // the name is somebody else's
}

// Words that say that money moves within the house.
var transferWords = []string{"eigen rekening", "eigen reken", "interne overb", "interne overs", "virement interne", "transfert interne", "compte a compte", "own account",
	"internal transfer", "umbuchung", "eigenuebertrag", "eigenubertrag", "spaarrekening", "compte epargne", "compte d epargne", "savings account"}

func (r *run) sideOf(t *task) *side {
	l := t.r.line
	s := &side{task: t, number: account(l.CounterpartReference)}
	s.account = r.own[s.number]
	who := newName(l.CounterpartName)
	for _, h := range r.holders {
		s.says = s.says || compareNames(who, h) >= similar
	}
	s.foreign = !s.says && len(who.words) > 0
	text := fold(l.CounterpartName + " " + l.Remittance + " " + l.AdditionalInformation)
	s.says = s.says || slices.ContainsFunc(transferWords, func(w string) bool { return strings.Contains(text, w) })
	for _, v := range reference.FindIBANs(l.Remittance) {
		s.says = s.says || r.own[v] != ""
	}
	return s
}

// transfers pairs the two sides of payments between own accounts: opposite amounts, within some days, on different
// accounts, at least one side naming the other's number and none naming a third. A pair is accepted when neither side could
// belong to any other; two equal transfers are a question. Where no number is told, names and texts make a suggestion.
func (r *run) transfers() error {
	if len(r.own) < 2 {
		return r.missingSides(nil)
	}
	incoming := map[core.Amount][]*task{} // in the order of their days
	for _, t := range r.tasks {
		if t.r.line.Amount.Minor > 0 {
			incoming[t.r.line.Amount] = append(incoming[t.r.line.Amount], t)
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	for _, list := range incoming {
		slices.SortStableFunc(list, func(a, b *task) int { return cmp.Compare(a.r.line.BookingDate, b.r.line.BookingDate) })
	}
	sides, partners := map[*task]*side{}, map[*task][]*task{}
	known := func(t *task) *side {
		if sides[t] == nil {
			sides[t] = r.sideOf(t)
		}
		return sides[t]
	}
	for _, t := range r.tasks {
		if t.r.line.Amount.Minor > 0 {
			continue
		}
		for _, fee := range []int64{0, t.r.line.Fee.Minor, -t.r.line.Fee.Minor} {
			other := core.Amount{Minor: -t.r.line.Amount.Minor + fee, Currency: t.r.line.Amount.Currency}
			for _, u := range betweenDays(incoming[other], t.r.line.BookingDate-earlyDays, t.r.line.BookingDate.AddDays(r.settings.TransferDays)) {
				if u.r.line.Account != t.r.line.Account && !slices.Contains(partners[t], u) {
					r.pair(known(t), known(u), partners)
				}
			}
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	return r.missingSides(partners)
}

// betweenDays is the part of a list in the order of days that lies within two of them.
func betweenDays(list []*task, first, last core.Date) []*task {
	byDay := func(t *task, d core.Date) int { return cmp.Compare(t.r.line.BookingDate, d) }
	from, _ := slices.BinarySearchFunc(list, first, byDay)
	until, _ := slices.BinarySearchFunc(list, last+1, byDay)
	return list[from:max(from, until)]
}

// missingSides says of the lines that have partners, or should have one, what they are.
func (r *run) missingSides(partners map[*task][]*task) error {
	for _, t := range r.tasks {
		target, own := r.own[account(t.r.line.CounterpartReference)]
		switch {
		case len(partners[t]) > 0:
			t.done = r.transferProposal(t, partners)
		case own && target != t.r.line.Account:
			t.done = &core.Proposal{Line: t.r.line.Key(), Options: t.extra, Reason: "The counterpart is an own account, and its side of the transfer is not there."}
			if len(t.extra) > 0 {
				t.done.Reason = t.extra[0].Reason + " Left to you: the other side does not say so."
			}
		}
		if err := r.step(); err != nil {
			return err
		}
	}
	return nil
}

// earlyDays is how long before it leaves one account money may be booked on another: banks date differently.
const earlyDays = 1

// pair notes two lines that can be the sides of one transfer: as partners where a number says so, else as a suggestion for
// either where both speak of the own house, or one does and the other is silent.
func (r *run) pair(from, to *side, partners map[*task][]*task) {
	named, says := 0, 0
	for _, s := range [][2]*side{{from, to}, {to, from}} {
		switch {
		case s[0].account != "" && s[0].account == s[1].r.line.Account:
			named++
		case s[0].number != "":
			return // it names somebody else's account, or another of ours
		case s[0].says:
			says++
		}
	}
	foreign := from.number == "" && from.foreign && !from.says || to.number == "" && to.foreign && !to.says
	switch {
	case named > 0 && !foreign:
		partners[from.task] = append(partners[from.task], to.task)
		partners[to.task] = append(partners[to.task], from.task)
	case named > 0, says > 0 && !foreign:
		from.extra = append(from.extra, r.transferOption(from.task, to.task, GradeHint))
		to.extra = append(to.extra, r.transferOption(to.task, from.task, GradeHint))
		from.inner, to.inner = from.inner || named+says > 1, to.inner || named+says > 1
	}
}

func (r *run) transferOption(t, u *task, grade core.Grade) core.Explanation {
	days := int(u.r.line.BookingDate - t.r.line.BookingDate)
	l := t.r.line
	x := core.Explanation{Kind: core.MatchTransfer, With: []core.LineKey{u.r.line.Key()}, Grade: grade,
		Difference: core.Amount{Minor: l.Amount.Minor + u.r.line.Amount.Minor, Currency: l.Amount.Currency},
		Reason:     fmt.Sprintf("Transfer between own accounts: the other side is booked %s.", daysApart(days))}
	switch {
	case r.own[account(l.CounterpartReference)] != "":
		x.Evidence = []core.Evidence{{Field: "counterpartReference", Text: l.CounterpartReference, What: "own account"}}
	case l.CounterpartName != "":
		x.Evidence = []core.Evidence{{Field: "counterpartName", Text: l.CounterpartName, What: "name"}}
	}
	return x
}

func (r *run) transferProposal(t *task, partners map[*task][]*task) *core.Proposal {
	p := &core.Proposal{Line: t.r.line.Key()}
	single := len(partners[t]) == 1 && len(partners[partners[t][0]]) == 1
	for _, u := range partners[t] {
		p.Options = append(p.Options, r.transferOption(t, u, GradeReference))
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
