package reconcile

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"ferry/core"
	"ferry/core/app"
	engine "ferry/core/match"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/words"
)

// pane paints what explains the line: the line itself, the candidates, the reason and the evidence for the one under the
// cursor.
func (s *Screen) pane(r row, b layout.Box) string {
	in := max(b.W-2, 1)
	head := s.about(r, in)
	t, ok := s.current()
	if !ok {
		return layout.FitLines(append(head, " "+s.theme.Paint(theme.Dim, "reading")), b)
	}
	options := t.options()
	if len(options) == 0 {
		head = append(head, "")
		if s.undecided() == "" {
			head = append(append(head, s.wrapped(theme.Warn, txtNoOption, in)...), s.wrapped(theme.Dim, txtNoHint, in)...)
		}
		return layout.FitLines(append(head, s.wrapped(theme.Dim, t.proposal.Reason, in)...), b)
	}
	why := append([]string{""}, s.reasons(t, options[s.pick], in)...)
	// Whoever chooses looks at all candidates, so the reason of one gives way to them, but never whole; and the line itself,
	// which the list shows as well, gives way to the candidate under the cursor.
	least := min(len(why), leastWhy)
	head = append(clip(head, max(b.H-least-1-len(s.option(t, s.pick, in)), 1), in+1), "")
	candidates := s.candidates(t, in, max(b.H-len(head)-least, 1))
	return layout.FitLines(append(append(head, candidates...), why...), b)
}

// leastWhy is how many lines of a reason are shown at least, with the empty one before it.
const leastWhy = 4

// about tells of the line itself.
func (s *Screen) about(r row, w int) []string {
	lines := append(s.wrapped(theme.Strong, title(r), w), s.wrapped(theme.Plain, text(r.Line), w)...)
	for _, n := range s.notices(r) {
		lines = append(lines, s.wrapped(n.tone, n.text, w)...)
	}
	return lines
}

// said is a sentence with its tone.
type said struct {
	tone theme.Token
	text string
}

// notices say where the line stands, when that is anything but open.
func (s *Screen) notices(r row) []said {
	var list []said
	say := func(tok theme.Token, glyph, text string) { list = append(list, said{tok, glyph + " " + text}) }
	g := s.theme.Glyph
	if r.AmountText != "" {
		say(theme.Bad, g.Bad, fmt.Sprintf("The amount could not be read exactly: the bank sent %q.", r.AmountText))
	}
	if !r.Missing.IsZero() {
		say(theme.Bad, g.Bad, "The bank no longer lists this line.")
	}
	if r.state.Changed {
		say(theme.Bad, g.Bad, "The bank changed the line, or took it off its list, since it was explained: look whether that still holds.")
	}
	if r.state.Locked {
		say(theme.Notice, g.Notice, words.Sentence(lockedText(s.locks[r.Account])))
	}
	if r.state.Check {
		say(theme.Warn, g.Warn, "To check.")
	}
	if r.Note != "" {
		say(theme.Notice, g.Mark, "Note: "+r.Note)
	}
	if n := len(r.state.Rejected); n > 0 {
		say(theme.Dim, g.Dot, words.Plural(n, "candidate was", "candidates were")+" rejected here.")
	}
	return list
}

func title(r row) string {
	name := signed(r.Amount)
	if r.AmountText != "" {
		name = "? " + r.AmountText
	}
	if who := counterpart(r.Line); who != "" {
		name += "  " + who
	}
	return name + "  " + r.BookingDate.String()
}

// parts tells what an explanation is made of, one line each.
func (s *Screen) parts(t told, e core.Explanation) []string {
	var list []string
	for _, p := range e.Parts {
		item := core.CleanText(p.Number) + "  " + s.settles(t, p) // before the texts: an amount is never cut
		if i, ok := t.items[p.Item]; ok {
			item += "  " + i.Date.String() + "  " + core.CleanText(i.Party)
		}
		list = append(list, item)
	}
	more := 0
	for _, k := range t.others(e) {
		l := t.with[k]
		if l.No == 0 {
			more++
			continue
		}
		list = append(list, strings.TrimSpace("with "+l.BookingDate.String()+"  "+amount(l)+"  "+s.accountName(k.Account)+"  "+core.CleanText(counterpart(l))))
	}
	if more > 0 {
		list = append(list, "with "+words.Plural(more, "more line", "more lines"))
	}
	for _, p := range e.Postings {
		list = append(list, strings.TrimSpace(words.Signed(p.Amount)+" to "+p.Ledger+" "+core.CleanText(s.chart[p.Ledger].Name)+"  "+p.VATCode))
	}
	if e.Difference.Minor != 0 {
		list = append(list, "difference "+words.Signed(e.Difference)+" "+string(e.Difference.Currency))
	}
	return list
}

// settles says how much of an item is paid, as that acts on the bank, and what stays open of it.
func (s *Screen) settles(t told, p core.Part) string {
	i, ok := t.items[p.Item]
	if !ok {
		return words.Amount(p.Settles)
	}
	text := signed(i.EffectOf(p.Settles))
	left := i.Open()
	if t.match == nil { // what was accepted is settled already
		left.Minor -= p.Settles.Minor
	}
	if left.Minor != 0 && p.Settles.Currency == left.Currency {
		return text + ", " + txtStaysOpen + " " + words.Signed(i.EffectOf(left))
	}
	return text
}

// partly tells the kinds of explanations that may leave a part of an item open.
var partly = map[core.MatchKind]bool{core.MatchPartial: true, core.MatchLines: true, core.MatchOver: true, engine.WrittenOff: true}

// made tells of the matches that an act made what stays open of their items, where it is one match, and the accounts that it used.
func (l looker) made(ctx context.Context, done core.Done) (open string, used []string) {
	if len(done.Matches) == 0 {
		return "", nil
	}
	m, err := l.svc.Match(ctx, l.dossier, done.Matches[0])
	if err != nil {
		return "", nil // it went away meanwhile: nothing is left to tell of it
	}
	if len(done.Matches) == 1 && partly[m.Why.Kind] {
		open = l.leftOpen(ctx, m)
	}
	return open, ledgersOf(m)
}

// leftOpen says what stays open of the items of a match.
func (l looker) leftOpen(ctx context.Context, m core.Match) (text string) {
	t := told{match: &m, items: make(map[core.ItemID]app.ItemView)}
	if l.itemsOf(ctx, &t) != nil {
		return ""
	}
	for _, p := range m.Why.Parts {
		if i, known := t.items[p.Item]; known && !i.Open().IsZero() {
			text += "; " + core.CleanText(p.Number) + " " + txtStaysOpen + " " + signed(i.Effect())
		}
	}
	return text
}

// brief tells an explanation in a few words, for a column.
func (s *Screen) brief(e core.Explanation) string {
	switch {
	case len(e.Parts) > 0:
		return strings.Join(e.Numbers(), ", ")
	case len(e.Postings) > 0:
		return e.Postings[0].Ledger + " " + s.chart[e.Postings[0].Ledger].Name
	}
	return kindOf(e)
}

// reasons tells why, with the evidence: for the first candidate why it is the first, and whether it is safe.
func (s *Screen) reasons(t told, e core.Explanation, w int) []string {
	g := s.theme.Glyph
	reason := e.Reason
	if s.pick == 0 && t.match == nil && t.proposal.Reason != "" {
		reason = t.proposal.Reason
	}
	var lines []string
	add := func(tok theme.Token, lead, text string) {
		for i, l := range layout.Wrap(core.CleanText(text), max(w-2, 1)) {
			if i > 0 {
				lead = " "
			}
			lines = append(lines, " "+s.theme.Paint(tok, lead+" "+l))
		}
	}
	tok, word := s.safety(t)
	add(tok, g.Right, word+" "+app.Told(reason, e, words.Signed))
	for _, ev := range e.Evidence {
		tok, glyph, text := theme.Good, g.Good, ev.What
		if ev.Against {
			tok, glyph = theme.Warn, g.Warn
		}
		if said := s.factOf(ev); said != "" {
			text += " " + said
		}
		if ev.Field != "" {
			text += " (" + fieldOf(ev.Field) + ")"
		}
		add(tok, glyph, text)
	}
	for i, l := range s.learned(t, e) {
		if i == 0 {
			add(theme.Dim, g.Dot, l)
			continue
		}
		lines = append(lines, "   "+s.theme.Paint(theme.Dim, layout.Cut(core.CleanText(l), max(w-2, 1))))
	}
	return lines
}

// factOf is what a fact says as it stands in the bank line; an amount is the line's own, and is written as everywhere on the screen.
func (s *Screen) factOf(ev core.Evidence) string {
	r, ok := s.table.Selected()
	if ok && ev.Field == "amount" && ev.Text == r.Amount.String() {
		return words.Signed(r.Amount)
	}
	return ev.Text
}

// learned tells what a coding was learned from: how many lines, and the newest of them.
func (s *Screen) learned(t told, e core.Explanation) []string {
	c := t.proposal.Confidence
	if c.Den == 0 || e.Kind != core.MatchLearned {
		return nil
	}
	lines := []string{fmt.Sprintf("%d of %d earlier lines like this were coded so:", c.Num, c.Den)}
	for _, l := range t.from {
		lines = append(lines, strings.Join(strings.Fields(l.BookingDate.String()+" "+s.short[l.Account]+" "+amount(l)+" "+counterpart(l)+" "+text(l)), " "))
	}
	if n := len(t.proposal.From) - len(t.from); n > 0 {
		lines = append(lines, "and "+words.Count(n)+" more")
	}
	return lines
}

// safety says in a word how far the first candidate can be trusted.
func (s *Screen) safety(t told) (theme.Token, string) {
	switch {
	case t.match != nil && t.match.Auto:
		return theme.Good, "Accepted as safe by " + core.CleanText(t.match.By) + ":"
	case t.match != nil:
		return theme.Good, "Accepted by " + core.CleanText(t.match.By) + ":"
	case s.pick > 0:
		return theme.Plain, "Or:"
	case t.proposal.Auto:
		return theme.Good, "Safe:"
	case t.proposal.OneKey:
		return theme.Good, "By a rule:"
	}
	return theme.Notice, "Your choice:"
}

// whole is everything known of the line and its explanation, to read and to copy.
func (s *Screen) whole(r row) *detail.Pane {
	d := detail.New(title(r))
	d.Field("Booked", r.BookingDate.String())
	d.Field("Amount", words.Signed(r.Amount)+" "+string(r.Amount.Currency))
	d.Field("Account", s.accountName(r.Account))
	d.Field("Counterpart", r.CounterpartName)
	d.Field("Their account", words.Account(r.CounterpartReference))
	d.Field("Communication", r.Remittance)
	d.Field("Kind", r.Description)
	d.Field("More from bank", r.AdditionalInformation)
	for _, n := range s.notices(r) {
		d.Say(n.tone, s.theme.Glyph.Dot, n.text)
	}
	t, ok := s.current()
	if !ok {
		return d
	}
	for i, e := range t.options() {
		name := "Candidate " + strconv.Itoa(i+1)
		if t.match != nil {
			name = "Explained by"
		}
		d.Field(name, kindOf(e)+": "+strings.Join(s.parts(t, e), "; "))
		d.Field("Why", app.Told(e.Reason, e, words.Signed))
		for _, ev := range e.Evidence {
			against := ""
			if ev.Against {
				against = "against: "
			}
			d.Field("", "")
			d.Say(theme.Plain, s.theme.Glyph.Dot, strings.TrimSpace(against+ev.What+" "+s.factOf(ev)))
		}
	}
	d.Field("In all", app.Told(t.proposal.Reason, t.proposal.Best(), words.Signed))
	for _, e := range t.options() {
		if from := s.learned(t, e); len(from) > 0 {
			d.Field("Learned from", strings.Join(from, "; "))
		}
	}
	return d
}
