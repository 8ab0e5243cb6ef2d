package feed

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"slices"
	"strings"
	"time"

	"ferry/core"
)

// key is a provider id in 16 bytes, so that a reading of a million lines can remember what it has seen.
type key [16]byte

func keyOf(id core.TransactionID) key {
	var k key
	if plain := strings.ReplaceAll(string(id), "-", ""); len(id) == 36 && len(plain) == 32 {
		if _, err := hex.Decode(k[:], []byte(plain)); err == nil {
			return k
		}
	}
	sum := sha256.Sum256([]byte(id))
	return key(sum[:16])
}

// spot is what a line never shares with another one by accident of an id: its booking day and its exact amount.
type spot struct {
	day    core.Date
	amount core.Amount
	text   string
}

func spotOf(t core.Transaction) spot { return spot{t.BookingDate, t.Amount, t.AmountText} }

// dayOf is the day by which a line is placed in time.
func dayOf(t core.Transaction) core.Date {
	if t.BookingDate.IsZero() {
		return t.ValueDate
	}
	return t.BookingDate
}

// group is what waits at one spot: delivered lines, and the stored lines that they might be.
type group struct {
	day        core.Date
	entries    []entry     // in list order, newest first
	candidates []core.Line // stored, not listed yet by this reading
}

// entry is a delivered line that is not recognised yet.
type entry struct {
	line   core.Transaction
	no     core.LineNo // if it proves new
	item   int
	late   bool
	holder *core.Line // the stored line that has this id and is another payment
}

func (e entry) insert() core.Change {
	return core.Change{Kind: core.Insert, Line: e.no, New: e.line, Late: e.late, Item: e.item}
}

// restate says of a stored line what the bank now says, if that is anything new.
func restate(kind core.ChangeKind, old core.Line, t core.Transaction, item int) []core.Change {
	var changes []core.Change
	if !old.Missing.IsZero() {
		changes = append(changes, core.Change{Kind: core.Relist, Line: old.No, New: t, Item: item})
	}
	if kind == core.Rebind || differs(old.Transaction, t) {
		c := core.Change{Kind: kind, Line: old.No, New: t, Item: item}
		if kind == core.Rebind {
			c.Was = old.ID
		}
		changes = append(changes, c)
	}
	return changes
}

// differs reports whether the bank says anything else of a line. When Ponto last looked at it is not part of that.
func differs(a, b core.Transaction) bool {
	for _, t := range []*core.Transaction{&a, &b} {
		t.CreatedAt, t.UpdatedAt = time.Time{}, time.Time{}
		t.Account, t.State = "", core.Booked
	}
	return a != b
}

// otherPayment reports whether one id cannot mean the same payment any more. Banks complete and correct texts, and move
// dates, but leave amounts alone: another amount, or a text that contradicts, is a renumbering until shown otherwise.
func otherPayment(a, b core.Transaction) bool {
	if a.Amount != b.Amount || a.AmountText != b.AmountText {
		return true
	}
	return apart(a.CounterpartReference, b.CounterpartReference) ||
		apart(a.CounterpartName, b.CounterpartName) && apart(a.Remittance, b.Remittance)
}

func apart(a, b string) bool { return a != "" && b != "" && a != b }

// decide settles what can be settled now that the list has come down to the given day. A renumbering is settled as a
// whole: its ids must move together.
func (r *Reading) decide(reached core.Date) []core.Change {
	lowest, renumbered := core.Date(math.MaxInt32), false
	for _, g := range r.waiting {
		lowest = min(lowest, g.lowest())
		renumbered = renumbered || slices.ContainsFunc(g.entries, entry.renumbered)
	}
	if renumbered && reached < lowest.AddDays(-slack) {
		return r.settleAll()
	}
	var ripe []spot
	for s, g := range r.waiting {
		free := len(g.candidates) == 0 && !slices.ContainsFunc(g.entries, entry.renumbered)
		if free || !renumbered && reached < s.day.AddDays(-slack) {
			ripe = append(ripe, s)
		}
	}
	return r.settle(ripe)
}

func (e entry) renumbered() bool { return e.holder != nil }

// lowest is the earliest day that the group has to do with.
func (g *group) lowest() core.Date {
	day := g.day
	for _, e := range g.entries {
		if e.holder != nil {
			day = min(day, e.holder.BookingDate)
		}
	}
	return day
}

func (r *Reading) settleAll() []core.Change {
	spots := make([]spot, 0, len(r.waiting))
	for s := range r.waiting {
		spots = append(spots, s)
	}
	return r.settle(spots)
}

// settle pairs what waits at the given spots with the stored lines that were not listed, the surest pairs first, and
// inserts what is left.
func (r *Reading) settle(spots []spot) []core.Change {
	var changes, inserts []core.Change
	groups := make([]*group, 0, len(spots))
	for _, s := range spots {
		groups = append(groups, r.waiting[s])
		delete(r.waiting, s)
	}
	for _, g := range groups {
		changes = append(changes, r.pair(g, fingerprint)...)
	}
	for _, g := range groups {
		changes = append(changes, r.corrected(g)...)
	}
	for _, g := range groups {
		g.candidates = slices.DeleteFunc(g.candidates, func(c core.Line) bool { return !r.unlisted(c) })
		for _, by := range []func(core.Transaction) string{endToEnd, counterpart, counterpartName} {
			changes = append(changes, r.pair(g, by)...)
		}
		if g.even() {
			changes = append(changes, r.pair(g, func(core.Transaction) string { return "same" })...)
		}
		for _, e := range g.entries {
			r.alive++
			inserts = append(inserts, e.insert())
		}
	}
	// Map order must not show: the same pages give the same changes. Inserts come last, after the ids they take are free.
	slices.SortFunc(changes, byItem)
	slices.SortFunc(inserts, byItem)
	return append(changes, inserts...)
}

func byItem(a, b core.Change) int {
	return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(b.Kind, a.Kind)) // Relist before Rebind and Revise
}

// even reports whether the rest may be paired by its order alone: as many wait as are left, and none contradicts its pair.
func (g *group) even() bool {
	if len(g.entries) != len(g.candidates) {
		return false
	}
	slices.SortFunc(g.candidates, byPlace)
	for i, e := range g.entries {
		if otherPayment(g.candidates[i].Transaction, e.line) {
			return false
		}
	}
	return true
}

// byPlace orders stored lines from the top of the list down.
func byPlace(a, b core.Line) int { return cmp.Compare(b.No, a.No) }

// pair binds waiting lines to stored ones that agree in what by tells, one to one and from the bottom up: where one of
// two like payments is new, it is the upper one.
func (r *Reading) pair(g *group, by func(core.Transaction) string) []core.Change {
	if len(g.candidates) == 0 {
		return nil
	}
	free := make(map[string][]core.Line)
	slices.SortFunc(g.candidates, byPlace)
	for _, c := range g.candidates {
		if text := by(c.Transaction); text != "" && r.unlisted(c) {
			free[text] = append(free[text], c)
		}
	}
	var changes []core.Change
	rest := g.entries[:0:0]
	for _, e := range slices.Backward(g.entries) {
		text := by(e.line)
		lines := free[text]
		if text == "" || len(lines) == 0 {
			rest = append(rest, e)
			continue
		}
		line := lines[len(lines)-1]
		free[text] = lines[:len(lines)-1]
		r.claimed[line.No] = struct{}{}
		r.alive++
		changes = append(changes, restate(core.Rebind, line, e.line, e.item)...)
	}
	slices.Reverse(rest)
	g.entries = rest
	g.candidates = slices.DeleteFunc(g.candidates, func(c core.Line) bool { return !r.unlisted(c) })
	return changes
}

// corrected takes those known ids whose stored line has not turned up under another id: there the bank has corrected the
// line itself. A line that had already gone is not corrected: its id was used again.
func (r *Reading) corrected(g *group) []core.Change {
	var changes []core.Change
	g.entries = slices.DeleteFunc(g.entries, func(e entry) bool {
		if e.holder == nil || !r.unlisted(*e.holder) || !e.holder.Missing.IsZero() {
			return false
		}
		r.claimed[e.holder.No] = struct{}{}
		r.alive++
		r.corrections += e.line.Amount.Minor - e.holder.Amount.Minor
		changes = append(changes, restate(core.Revise, *e.holder, e.line, e.item)...)
		return true
	})
	return changes
}

func fingerprint(t core.Transaction) string {
	return strings.Join([]string{"", t.CounterpartReference, t.CounterpartName, t.Remittance, t.EndToEndID}, "\x00")
}

// endToEnd is the payer's own reference, where there is one: banks fill the field with a placeholder when there is not.
func endToEnd(t core.Transaction) string {
	if strings.EqualFold(t.EndToEndID, "NOTPROVIDED") {
		return ""
	}
	return t.EndToEndID
}

func counterpart(t core.Transaction) string {
	return strings.ToUpper(strings.ReplaceAll(t.CounterpartReference, " ", ""))
}

func counterpartName(t core.Transaction) string {
	return strings.ToUpper(strings.Join(strings.Fields(t.CounterpartName), " "))
}
