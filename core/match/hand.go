package match

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"ferry/core"
)

// The kinds of explanations that only a person makes.
const (
	// Coded lines go to ledger accounts that the user named.
	Coded core.MatchKind = "coded"
	// WrittenOff items are settled in full by less, and the user said where the rest goes.
	WrittenOff core.MatchKind = "written-off"
)

// Reasons why an explanation cannot be taken.
var (
	ErrNoLine     = errors.New("no line is chosen")
	ErrLine       = errors.New("the line is not booked, is no longer listed by the bank, or its amount cannot be read")
	ErrTwice      = errors.New("it is there twice")
	ErrCurrencies = errors.New("the amounts are in several currencies")
	ErrTooLarge   = errors.New("the sum is too large to be right")
	ErrSettled    = errors.New("that much is not open")
	ErrLedger     = errors.New("a posting names no ledger account")
	ErrRests      = errors.New("only one posting can take what the others leave")
	ErrNoRate     = errors.New("no rate is stated for the currency")
	ErrUnknown    = errors.New("there is no such open item")
	ErrNothing    = errors.New("nothing explains the line")
	ErrSum        = errors.New("it does not add up to the cent")
)

// Pick is an item that a person chose, and how much of it is paid, in its own sense; without currency: as much as is open,
// or as is left of the lines.
type Pick struct {
	Item    core.OpenItem
	Settles core.Amount
}

// Hand is an explanation that a person makes: the lines pay the items, and the codings take the rest.
type Hand struct {
	Lines    []core.Line
	Picks    []Pick
	Codings  []core.Posting // an amount without currency: what the others leave
	Settings Settings
}

// Made is what a hand comes to.
type Made struct {
	Why     core.Explanation
	Left    core.Amount // of the lines, not explained; zero when the explanation adds up
	Partial []string    // numbers of the items that stay open in part
	Unpaid  []string    // numbers of the items for which nothing is left
}

// Explain adds up a hand. The order in which lines, items and codings were chosen has no say but for the codings' own order.
func (h Hand) Explain() (Made, error) {
	total, err := sumLines(h.Lines)
	if err != nil {
		return Made{}, err
	}
	fixed, rest, err := h.codings(total.Currency)
	if err != nil {
		return Made{}, err
	}
	target := total.Minor - fixed // what is there for the items
	parts, err := h.parts(target, total.Currency, rest >= 0)
	if err != nil {
		return Made{}, err
	}
	var made Made
	for i, p := range parts {
		open := h.pickOf(p.Item).Open().Minor
		switch {
		case p.Settles.Minor == 0:
			made.Unpaid = append(made.Unpaid, p.Number)
		case p.Settles.Minor != open:
			made.Partial = append(made.Partial, p.Number)
		}
		if p.Settles.Minor != 0 {
			made.Why.Parts = append(made.Why.Parts, parts[i])
		}
	}
	value, slack, err := h.value(made.Why.Parts, total.Currency, target, rest >= 0)
	if err != nil {
		return Made{}, err
	}
	left := target - value
	made.Why.Postings = slices.Clone(h.Codings)
	if rest >= 0 {
		made.Why.Postings[rest].Amount = core.Amount{Minor: left, Currency: total.Currency}
		left = 0
	}
	made.Left = core.Amount{Minor: left, Currency: total.Currency}
	if slack {
		made.Left.Minor = 0
	}
	if slack && left != 0 {
		made.Why.Difference = core.Amount{Minor: left, Currency: total.Currency}
	}
	for _, l := range slices.SortedFunc(slices.Values(h.Lines), func(a, b core.Line) int { return compareKeys(a.Key(), b.Key()) })[1:] {
		made.Why.With = append(made.Why.With, l.Key())
	}
	made.Why.Kind = h.kind(made, total, total.Minor-value)
	made.Why.Reason = handReason(made.Why)
	return made, nil
}

// sumLines adds up lines that can be matched.
func sumLines(lines []core.Line) (core.Amount, error) {
	if len(lines) == 0 {
		return core.Amount{}, ErrNoLine
	}
	sum := core.Amount{Currency: lines[0].Amount.Currency}
	seen := map[core.LineKey]bool{}
	for _, l := range lines {
		switch {
		case l.State == core.Pending || l.AmountText != "" || !l.Missing.IsZero():
			return sum, ErrLine
		case l.Amount.Currency != sum.Currency:
			return sum, ErrCurrencies
		case seen[l.Key()]:
			return sum, ErrTwice
		}
		seen[l.Key()] = true
		if err := addBounded(&sum.Minor, l.Amount.Minor); err != nil {
			return sum, err
		}
	}
	return sum, nil
}

// addBounded keeps sums far from overflow.
func addBounded(sum *int64, v int64) error {
	if v > largest || v < -largest {
		return ErrTooLarge
	}
	*sum += v
	if *sum > largest || *sum < -largest {
		return ErrTooLarge
	}
	return nil
}

// codings adds up the fixed postings and finds the one that takes the rest; -1: there is none.
func (h Hand) codings(currency core.Currency) (sum int64, rest int, err error) {
	rest = -1
	for i, c := range h.Codings {
		switch {
		case strings.TrimSpace(c.Ledger) == "":
			return 0, 0, ErrLedger
		case c.Amount.Currency == "" && rest >= 0:
			return 0, 0, ErrRests
		case c.Amount.Currency == "":
			rest = i
			continue
		case c.Amount.Currency != currency:
			return 0, 0, ErrCurrencies
		}
		if err := addBounded(&sum, c.Amount.Minor); err != nil {
			return 0, 0, err
		}
	}
	return sum, rest, nil
}

func (h Hand) pickOf(id core.ItemID) core.OpenItem {
	for _, p := range h.Picks {
		if p.Item.ID == id {
			return p.Item
		}
	}
	return core.OpenItem{}
}

// parts says how much of each item is paid. What the user did not fix takes what is open, oldest first, as far as the lines
// go; where a coding takes the rest, all of it.
func (h Hand) parts(target int64, currency core.Currency, rest bool) ([]core.Part, error) {
	picks := slices.SortedFunc(slices.Values(h.Picks), func(a, b Pick) int { return orderItems(&a.Item, &b.Item) })
	left := target
	parts := make([]core.Part, len(picks))
	var later []int
	for i, p := range picks {
		if i > 0 && picks[i-1].Item.ID == p.Item.ID {
			return nil, fmt.Errorf("%s: %w", p.Item.Number, ErrTwice)
		}
		open := p.Item.Open()
		parts[i] = core.Part{Item: p.Item.ID, Number: p.Item.Number, Settles: open}
		if p.Settles.Currency != "" {
			parts[i].Settles = p.Settles
			if err := takeable(p.Settles, open); err != nil {
				return nil, fmt.Errorf("%s: %w", p.Item.Number, err)
			}
		}
		e := effectOf(p.Item, parts[i].Settles.Minor)
		if p.Settles.Currency == "" && !rest && open.Currency == currency && (e > 0) == (target > 0) {
			later = append(later, i)
			continue
		}
		if open.Currency == currency {
			if err := addBounded(&left, -e); err != nil {
				return nil, err
			}
		}
	}
	// What one item takes to the cent is not shared out over older ones.
	if fit := slices.IndexFunc(later, func(i int) bool { return effectOf(picks[i].Item, parts[i].Settles.Minor) == left }); fit > 0 {
		i := later[fit]
		later = slices.Insert(slices.Delete(later, fit, fit+1), 0, i)
	}
	for _, i := range later {
		e := effectOf(picks[i].Item, parts[i].Settles.Minor)
		switch {
		case left == 0 || (left > 0) != (e > 0):
			parts[i].Settles.Minor = 0
		case max(e, -e) > max(left, -left):
			share := max(left, -left)
			if parts[i].Settles.Minor < 0 {
				share = -share
			}
			parts[i].Settles.Minor, left = share, 0
		default:
			left -= e
		}
	}
	return parts, nil
}

// takeable checks that something of what is open is settled, and not more.
func takeable(settles, open core.Amount) error {
	switch {
	case settles.Currency != open.Currency:
		return ErrCurrencies
	case settles.Minor == 0 || (settles.Minor > 0) != (open.Minor > 0) || max(settles.Minor, -settles.Minor) > max(open.Minor, -open.Minor):
		return ErrSettled
	}
	return nil
}

// effectOf is what settling some of an item does to the bank.
func effectOf(item core.OpenItem, settles int64) int64 {
	size := max(settles, -settles)
	if item.Effect().Minor < 0 {
		return -size
	}
	return size
}

// value is what the parts are worth to the bank, in the lines' currency. Items in another currency are worth what a stated rate
// says; slack tells that the lines are near enough to that, or, without a rate, are simply what was paid for them.
func (h Hand) value(parts []core.Part, currency core.Currency, target int64, rest bool) (value int64, slack bool, err error) {
	own, foreign := int64(0), core.Amount{}
	for _, p := range parts {
		e := effectOf(h.pickOf(p.Item), p.Settles.Minor)
		if p.Settles.Currency == currency {
			err = addBounded(&own, e)
		} else {
			if foreign.Currency != "" && foreign.Currency != p.Settles.Currency {
				return 0, false, ErrCurrencies
			}
			foreign.Currency = p.Settles.Currency
			err = addBounded(&foreign.Minor, e)
		}
		if err != nil {
			return 0, false, err
		}
	}
	if foreign.Currency == "" {
		return own, false, nil
	}
	if own != 0 {
		return 0, false, ErrCurrencies
	}
	v, known := h.Settings.convert(foreign, currency)
	switch {
	case known:
		return v, !rest && near(target, v, h.Settings.RateSlack), nil
	case rest:
		return 0, false, ErrNoRate
	case (target > 0) != (foreign.Minor > 0) || target == 0:
		return 0, false, nil
	}
	return target, true, nil
}

// kind names what a person made; d is by how much the lines differ from the items.
func (h Hand) kind(made Made, total core.Amount, d int64) core.MatchKind {
	why := made.Why
	size := func(v int64) int64 { return max(v, -v) }
	switch {
	case len(why.Parts) == 0 && len(h.Codings) == 0 && len(h.Lines) > 1, len(why.Parts) == 0 && len(h.Lines) == 2 && opposite(h.Lines):
		if h.Lines[0].Account == h.Lines[len(h.Lines)-1].Account {
			return core.MatchReversal
		}
		return core.MatchTransfer
	case len(why.Parts) == 0 && len(h.Codings) == 0:
		return core.MatchNone
	case len(why.Parts) == 0:
		return Coded
	case why.Parts[0].Settles.Currency != total.Currency:
		return core.MatchCurrency
	case d != 0 && size(d) <= h.Settings.rounding(total):
		return core.MatchRounding
	case d != 0 && size(total.Minor) > size(total.Minor-d):
		return core.MatchOver
	case d != 0:
		return WrittenOff
	case len(h.Lines) > 1:
		return core.MatchLines
	case len(made.Partial) > 0:
		return core.MatchPartial
	case len(why.Parts) > 1:
		return core.MatchSet
	}
	return core.MatchExact
}

func opposite(lines []core.Line) bool {
	return (lines[0].Amount.Minor > 0) != (lines[1].Amount.Minor > 0)
}

// handReason is the sentence that is kept with a match made by hand.
func handReason(why core.Explanation) string {
	var facts []string
	if n := why.Numbers(); len(n) > 0 {
		if len(n) > 4 {
			n = append(slices.Clone(n[:3]), fmt.Sprintf("%d more", len(n)-3))
		}
		facts = append(facts, "paid are "+strings.Join(n, ", "))
	}
	for i, p := range why.Postings {
		if i == 3 && len(why.Postings) > 4 {
			facts = append(facts, fmt.Sprintf("%d more postings", len(why.Postings)-3))
			break
		}
		facts = append(facts, going(p, core.Amount.String))
	}
	if len(why.With) > 0 {
		facts = append(facts, fmt.Sprintf("%d lines belong together", len(why.With)+1))
	}
	if len(facts) == 0 {
		return ""
	}
	return "By hand: " + core.CleanText(strings.Join(facts, ", ")) + "."
}
