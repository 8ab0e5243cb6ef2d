package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// gets is what the lines pay of an item that was picked.
func (h *hand) gets(i app.ItemView) string {
	if h.picked(i.ID) < 0 || h.fault != nil {
		return ""
	}
	for _, p := range h.view.Why.Parts {
		if p.Item == i.ID {
			return words.Signed(i.EffectOf(p.Settles))
		}
	}
	return "nothing"
}

// unpaid lists the numbers of what was picked and gets nothing.
func (h *hand) unpaid() []string {
	var list []string
	for _, p := range h.picks {
		if !slices.ContainsFunc(h.view.Why.Parts, func(part core.Part) bool { return part.Item == p.Item }) {
			list = append(list, h.views[p.Item].Number)
		}
	}
	return list
}

// sum is what was picked, as it acts on the bank; false when that is in several currencies.
func (h *hand) sum() (core.Amount, bool) {
	total := core.Amount{Currency: h.whole.Currency}
	for _, p := range h.picks {
		a := h.views[p.Item].Effect()
		if p.Settles.Currency != "" {
			a = h.views[p.Item].EffectOf(p.Settles)
		}
		var err error
		if total, err = total.Add(a); err != nil {
			return total, false
		}
	}
	return total, true
}

// balance is the running difference: what was picked for how much, and what is left or too much. It ends with what to do, so it
// takes the lines that it needs.
func (s *Screen) balance(h *hand, w int) []string {
	g := s.theme.Glyph
	left := h.view.Left
	tok, glyph, line := theme.Warn, g.Warn, "Left "+signed(left)+": pick more, or w books it on an account."
	sum, one := h.sum()
	of := ""
	if one && len(h.picks) > 0 {
		of = "Picked " + words.Signed(sum) + " for " + signed(h.whole) + ". "
	}
	switch {
	case h.fault != nil:
		say, next := words.Error(h.fault)
		tok, glyph, line = theme.Bad, g.Bad, strings.TrimSpace(say+" "+next)
	case left.Currency == "" && len(h.picks) == 0:
		return []string{""}
	case len(h.picks) == 0:
		line = "To explain: " + signed(left) + "."
	case left.IsZero() && len(h.unpaid()) > 0:
		line = s.tooMuch(h)
	case left.IsZero() && len(h.view.Partial) > 0:
		tok, glyph, line = theme.Notice, g.Notice, of+"A part payment: "+core.CleanText(strings.Join(h.view.Partial, ", "))+" stays open in part. Enter accepts it."
	case left.IsZero():
		tok, glyph, line = theme.Good, g.Good, "Adds up to the cent: enter accepts it."
	case (left.Minor < 0) != (h.whole.Minor < 0):
		left.Minor = max(left.Minor, -left.Minor)
		tok, glyph, line = theme.Bad, g.Bad, of+fmt.Sprintf(txtOverLine, words.Amount(left))
	default:
		line = of + line
	}
	lines := layout.Wrap(glyph+" "+line, max(w-2, 1))
	for i := range lines {
		lines[i] = s.theme.Paint(tok, " "+lines[i])
	}
	return lines
}

// tooMuch says that more was picked than the lines pay.
func (s *Screen) tooMuch(h *hand) string {
	none := core.CleanText(strings.Join(h.unpaid(), ", "))
	sum, one := h.sum()
	if over, err := sum.Add(h.whole.Neg()); one && err == nil {
		if over.Minor < 0 {
			over.Minor = -over.Minor
		}
		return "Picked " + words.Signed(sum) + " for " + signed(h.whole) + ": " + words.Number(over) + " too much. Nothing is left for " + none + "."
	}
	return "Too much is picked: nothing is left for " + none + "."
}

// signed is a sum as it acts on the bank, with its currency.
func signed(a core.Amount) string {
	return strings.TrimSpace(words.Signed(a) + " " + string(a.Currency))
}
