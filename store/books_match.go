package store

import (
	"fmt"
	"slices"

	"ferry/core"
	"ferry/store/row"
)

// match accepts an explanation: its lines are in it from now on, and its items settled by as much as its parts say.
func (d *draft) match(m core.Match) (core.Match, error) {
	if err := wellFormed(&m); err != nil {
		return m, err
	}
	d.nextMatch++
	m.ID = d.nextMatch
	if m.By == "" {
		m.By = d.by
	}
	if m.At.IsZero() {
		m.At = d.now
	}
	stored := storedMatch{ID: m.ID, At: m.At, By: m.By, Auto: m.Auto, Why: m.Why}
	stored.Why.With = nil
	var all sums
	for _, key := range m.Lines {
		ref, amount, err := d.take(key, &m)
		if err != nil {
			return m, err
		}
		stored.Lines = append(stored.Lines, ref)
		all = all.add(amount, +1)
	}
	var err error
	if stored.With, err = d.others(m.Why.With); err != nil {
		return m, err
	}
	effects := make([]core.Amount, len(m.Why.Parts))
	for i, p := range m.Why.Parts {
		if effects[i], err = d.settle(p); err != nil {
			return m, err
		}
	}
	if err := d.known(m.Why.Postings); err != nil {
		return m, err
	}
	if err := addsUp(&m.Why, all, effects); err != nil {
		return m, err
	}
	image, err := d.at(string(bMatches), of(d.dossier, number(m.ID)))
	if err != nil {
		return m, err
	}
	d.matches = append(d.matches, m.ID)
	return m, image.set(stored)
}

// wellFormed refuses what is no explanation, or names one thing twice.
func wellFormed(m *core.Match) error {
	lines := make(map[core.LineKey]bool, len(m.Lines))
	for _, key := range m.Lines {
		lines[key] = true
	}
	items := make(map[core.ItemID]bool, len(m.Why.Parts))
	for _, p := range m.Why.Parts {
		items[p.Item] = true
	}
	switch {
	case len(m.Lines) == 0 || m.Why.Kind == "" || m.Why.Kind == core.MatchNone,
		len(m.Lines) == 1 && len(m.Why.Parts)+len(m.Why.Postings) == 0:
		return invalid(changeBooks, "nothing explains the line")
	case len(lines) != len(m.Lines):
		return invalid(changeBooks, "the match names a line twice")
	case len(items) != len(m.Why.Parts):
		return invalid(changeBooks, "the match names an item twice")
	}
	return nil
}

// take puts a line into a match.
func (d *draft) take(key core.LineKey, m *core.Match) (lineRef, core.Amount, error) {
	var r row.Row
	ref, err := d.booked(key, &r)
	if err != nil {
		return ref, core.Amount{}, err
	}
	image, err := d.at(string(bMatched), ref.key())
	if err != nil {
		return ref, core.Amount{}, err
	}
	what := "the line of " + r.BookingDate.String() + " over " + r.Amount.String()
	switch {
	case r.AmountText != "":
		return ref, r.Amount, refused("the amount of the line of "+r.BookingDate.String()+" could not be read exactly", "look at it with the bank; it can be matched once the bank sends it as a plain number")
	case !r.Missing.IsZero():
		return ref, r.Amount, refused("the bank no longer lists "+what, "")
	case image.after != nil:
		in := "another match"
		if p, err := readPlace(image.key, image.after); err == nil {
			in = "match " + decimal(p.match)
		}
		return ref, r.Amount, refused(what+" is in "+in+" already", "unmatch it first")
	}
	p := place{match: m.ID, revision: uint32(r.Revision), auto: m.Auto, kind: m.Why.Kind}
	image.after = guard(image.key, p.append(nil))
	return ref, r.Amount, nil
}

// settle takes a part off its item and says what that does to the bank.
func (d *draft) settle(p core.Part) (core.Amount, error) {
	item, image, err := draftDoc[core.OpenItem](d, bItems, of(d.dossier, p.Item))
	if err != nil {
		return core.Amount{}, err
	}
	if image.after == nil {
		return core.Amount{}, unknown("open item", string(p.Item), "it may have been dropped since")
	}
	if p.Settles.Currency != item.Amount.Currency {
		return core.Amount{}, invalid(changeBooks, fmt.Sprintf("%s is in %s, not in %s", nameOf(item), item.Amount.Currency, p.Settles.Currency))
	}
	sum, err := core.Amount{Minor: item.Settled, Currency: item.Amount.Currency}.Add(p.Settles)
	if err != nil {
		return core.Amount{}, err
	}
	if p.Settles.IsZero() || (p.Settles.Minor > 0) != (item.Amount.Minor > 0) || !within(sum.Minor, item.Amount.Minor) {
		return core.Amount{}, refused(fmt.Sprintf("of %s only %s is open, not %s", nameOf(item), item.Open(), p.Settles), "look at the item as it is now")
	}
	item.Settled = sum.Minor
	effect := item
	effect.Amount, effect.Settled = p.Settles, 0
	return effect.Effect(), image.set(item)
}

// known checks the accounts to which a match posts.
func (d *draft) known(postings []core.Posting) error {
	for _, p := range postings {
		image, err := d.at(string(bChart), of(d.dossier, p.Ledger))
		if err != nil {
			return err
		}
		if image.after == nil {
			return unknown("ledger account", p.Ledger, "add it to the chart of accounts first")
		}
	}
	return nil
}

// addsUp checks a match to the cent: what the lines are is what the parts do to the bank, the postings, and the difference.
func addsUp(why *core.Explanation, lines sums, effects []core.Amount) error {
	if len(lines) != 1 {
		if why.Kind == core.MatchTransfer && len(why.Parts)+len(why.Postings) == 0 {
			return nil // between own accounts in two currencies: the banks set the rate
		}
		return invalid(changeBooks, "the lines of the match are in several currencies")
	}
	left := lines[0]
	for _, e := range effects {
		if e.Currency != left.Currency {
			if why.Kind == core.MatchCurrency {
				return nil // at a rate: the lines are what they are worth
			}
			return invalid(changeBooks, fmt.Sprintf("the items are in %s and the lines in %s", e.Currency, left.Currency))
		}
	}
	if !why.Difference.IsZero() {
		effects = append(slices.Clone(effects), why.Difference)
	}
	for _, p := range why.Postings {
		effects = append(effects, p.Amount)
	}
	for _, e := range effects {
		if e.Currency != left.Currency {
			return invalid(changeBooks, fmt.Sprintf("the match is in %s and posts in %s", left.Currency, e.Currency))
		}
		left.add(e.Minor, -1)
	}
	switch {
	case left.Wraps != 0:
		return invalid(changeBooks, "the amounts of the match are too large to add up")
	case !left.isZero():
		return invalid(changeBooks, fmt.Sprintf("the match does not add up: %s %s is not explained", left.Amount, left.Currency))
	}
	return nil
}

// unmatch takes a match apart: its lines want an explanation again, and its items are open as before.
func (d *draft) unmatch(id uint64) error {
	m, image, err := draftDoc[storedMatch](d, bMatches, of(d.dossier, number(id)))
	if err != nil {
		return err
	}
	if image.after == nil {
		return unknown("match", decimal(id), "it may have been taken apart already")
	}
	for _, ref := range m.Lines {
		l, err := d.ledgerNo(ref.Ledger)
		if err != nil {
			return err
		}
		var r row.Row
		if _, err := d.line(core.LineKey{Account: l.account, No: ref.No}, &r); err != nil {
			return err
		}
		at, err := d.at(string(bMatched), ref.key())
		if err != nil {
			return err
		}
		at.after = nil
	}
	for _, p := range m.Why.Parts {
		item, at, err := draftDoc[core.OpenItem](d, bItems, of(d.dossier, p.Item))
		if err != nil {
			return err
		}
		if at.after == nil {
			return corrupt(changeBooks, fmt.Errorf("match %d settles an item that is not there", id))
		}
		item.Settled -= p.Settles.Minor
		if err := at.set(item); err != nil {
			return err
		}
	}
	image.after = nil
	return nil
}
