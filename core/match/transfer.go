package match

import (
	"cmp"
	"fmt"
	"slices"

	"ferry/core"
)

// transfers pairs the two sides of payments between own accounts: opposite amounts, within some days, on different
// accounts, at least one side naming the other's number, none naming a third, and one that names nothing saying nothing else
// either. A pair is accepted when neither side could
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
