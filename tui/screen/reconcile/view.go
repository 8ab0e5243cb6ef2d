package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// columns of the list: the bank's free text is last and is cut first.
func (s *Screen) columns() []table.Column[row] {
	columns := []table.Column[row]{
		{Title: "", Min: 1, Cell: s.sign, Tone: s.signTone},
		{Title: "Booked", Whole: true, Cell: func(r row) string { return r.BookingDate.String() }},
		{Title: "Amount", Whole: true, Align: table.Right, Cell: func(r row) string { return amount(r.Line) }},
	}
	if len(s.order) > 1 {
		columns = append(columns, table.Column[row]{Title: txtAccount, Whole: true, Priority: 1, Cell: func(r row) string { return s.short[r.Account] }})
	}
	return append(columns,
		table.Column[row]{Title: "Counterpart", Min: 12, Max: 22, Yields: true, Cell: func(r row) string { return counterpart(r.Line) }},
		table.Column[row]{Title: "Text", Min: 12, Fill: true, Cell: func(r row) string { return text(r.Line) }})
}

// sign tells without colour where a line stands.
func (s *Screen) sign(r row) string {
	g := s.theme.Glyph
	switch {
	case r.AmountText != "", !r.Missing.IsZero(), r.state.Changed:
		return g.Bad
	case r.state.Check:
		return g.Warn
	case r.state.Match != 0:
		return g.Done
	case r.state.Locked:
		return g.Dot
	case r.outlook == app.OutlookSafe:
		return g.Good
	case r.outlook == app.OutlookChoice:
		return g.Notice
	}
	return " "
}

func (s *Screen) signTone(r row) theme.Token {
	switch {
	case r.AmountText != "", !r.Missing.IsZero(), r.state.Changed:
		return theme.Bad
	case r.state.Check:
		return theme.Warn
	case r.state.Match == 0 && !r.state.Locked && r.outlook == app.OutlookSafe:
		return theme.Good
	case r.state.Match == 0 && !r.state.Locked && r.outlook == app.OutlookChoice:
		return theme.Notice
	}
	return theme.Plain
}

func tone(r row) theme.Token {
	if r.state.Match != 0 || r.state.Locked || r.State == core.Pending {
		return theme.Dim
	}
	return theme.Plain
}

// amount has its currency where it is not the euro, and what the bank sent where it could not be read.
func amount(l core.Line) string {
	switch {
	case l.AmountText != "":
		return "? " + l.AmountText
	case l.Amount.Currency != core.EUR:
		return words.Signed(l.Amount) + " " + string(l.Amount.Currency)
	}
	return words.Signed(l.Amount)
}

func counterpart(l core.Line) string {
	if l.CounterpartName != "" {
		return l.CounterpartName
	}
	return l.CounterpartReference
}

func text(l core.Line) string {
	for _, t := range []string{l.Remittance, l.Description} {
		if t != "" {
			return t
		}
	}
	return l.AdditionalInformation
}

// View paints the progress, the list, and what explains the line under the cursor.
func (s *Screen) View(r layout.Box) string {
	switch {
	case s.split != nil:
		return s.viewSplit(r)
	case s.hand != nil:
		return s.viewHand(r)
	case s.safe != nil:
		return s.viewSafe(r)
	}
	head := s.head(r.W)
	boxes := r.Rows(layout.Fixed(len(head)), layout.Fill(1))
	s.table.SetFocus(!s.front)
	return layout.Above(layout.FitLines(head, boxes[0]), s.body(boxes[1]))
}

// body is the list with the explanation: beside it in a wide box, below it in a smaller one, and in a narrow one a strip with
// the best candidate, or the explanation alone.
func (s *Screen) body(r layout.Box) string {
	s.sight = sight{}
	l, ok := s.table.Selected()
	if !ok {
		return s.table.View(s.theme, r)
	}
	rule := s.theme.Paint(theme.Border, strings.Repeat(s.theme.Glyph.H, r.W))
	switch {
	case r.Shape() == layout.Wide:
		boxes := r.Cols(layout.Fill(11), layout.Fixed(3), layout.Fill(10))
		edge := make([]string, r.H)
		for i := range edge {
			edge[i] = s.theme.Paint(theme.Border, " "+s.theme.Glyph.V+" ")
		}
		return layout.Beside(s.table.View(s.theme, boxes[0]), layout.FitLines(edge, boxes[1]), s.pane(l, boxes[2]))
	case r.Shape() == layout.Tall && r.H >= 20:
		boxes := r.Rows(layout.Fill(1), layout.Fixed(1), layout.Fixed(s.under(r.H*2/5, r.H*3/5, r.H)))
		return layout.Above(s.table.View(s.theme, boxes[0]), rule, s.pane(l, boxes[2]))
	case s.front:
		return s.pane(l, r)
	}
	boxes := r.Rows(layout.Fill(1), layout.Fixed(1), layout.Fixed(s.under(stripLines(r), r.H/2, r.H)))
	return layout.Above(s.table.View(s.theme, boxes[0]), rule, layout.FitLines(s.strip(l, boxes[2]), boxes[2]))
}

// under is how much room the explanation has under the list: little, or as much as a short list leaves it.
func (s *Screen) under(little, much, all int) int {
	const around = 3 // the titles and the counts of the list, and the rule
	return max(little, min(much, all-s.table.Len()-around))
}

// head is the progress of the month, and what the list shows of how much.
func (s *Screen) head(w int) []string {
	lines := []string{s.progress(w), s.counts(w)}
	if !s.items && s.engine.Dossier != "" {
		for _, l := range layout.Wrap(txtNoItems, max(w-3, 1)) {
			lines = append(lines, " "+s.theme.Paint(theme.Notice, l))
		}
	}
	if s.fault != nil {
		say, next := words.Error(s.fault)
		lines = append(lines, s.theme.Paint(theme.Bad, layout.Cut(" "+s.theme.Glyph.Bad+" "+strings.TrimSpace(say+" "+next), w)))
	}
	return lines
}

// progress says how far the month is, for each account: that of the line first, then those where something is open.
func (s *Screen) progress(w int) string {
	month, here := s.month, core.AccountID("")
	if r, ok := s.table.Selected(); ok {
		month, here = s.monthOf(r), r.Account
	}
	if month.IsZero() {
		return ""
	}
	months := s.ranked(s.months[month], here)
	line := " " + s.theme.Paint(theme.Strong, month.Time().Format("2006-01")) + " explained"
	used := layout.Width(line)
	for i, p := range months {
		piece, tok := s.done(p)
		more := 0
		if left := len(months) - 1 - i; left > 0 {
			more = layout.Width("  " + fmt.Sprintf(txtAndMore, left))
		}
		if i > 0 && used+2+layout.Width(piece)+more > w {
			return line + "  " + s.theme.Paint(theme.Dim, fmt.Sprintf(txtAndMore, len(months)-i))
		}
		used += 2 + layout.Width(piece)
		line += "  " + s.theme.Paint(tok, piece)
	}
	return line
}

// ranked puts the accounts in view in the order in which they are told.
func (s *Screen) ranked(months []core.MonthProgress, here core.AccountID) []core.MonthProgress {
	place := make(map[core.AccountID]int, len(s.order))
	for i, id := range s.order {
		place[id] = i
	}
	months = slices.DeleteFunc(slices.Clone(months), func(p core.MonthProgress) bool {
		_, in := place[p.Account]
		return !in
	})
	rank := func(p core.MonthProgress) int {
		switch {
		case p.Account == here:
			return 0
		case p.Done < p.Lines:
			return 1
		}
		return 2
	}
	slices.SortFunc(months, func(a, b core.MonthProgress) int {
		return cmp.Or(rank(a)-rank(b), place[a.Account]-place[b.Account])
	})
	return months
}

// done is the progress of one account: "KBC 41/63", with a sign when everything is done.
func (s *Screen) done(p core.MonthProgress) (string, theme.Token) {
	piece, tok := fmt.Sprintf("%s %s of %s", s.accountName(p.Account), words.Count(p.Done), words.Count(p.Lines)), theme.Plain
	if p.Check > 0 {
		piece += fmt.Sprintf(" %s%d", s.theme.Glyph.Warn, p.Check)
	}
	if p.Changed > 0 {
		piece += fmt.Sprintf(" %s%d", s.theme.Glyph.Bad, p.Changed)
	}
	if p.Done == p.Lines {
		piece, tok = piece+" "+s.theme.Glyph.Good, theme.Good
	}
	if p.Locked {
		piece += " locked"
	}
	return piece, tok
}

// partial: the list shows less than what the engine speaks of, which is all open lines of the dossier.
func (s *Screen) partial() bool {
	_, one := place.AccountOf(s.page)
	return one || s.filtered()
}

// searchRoom is how much of a line a search has at least, before other things give way to it.
const searchRoom = 28

// counts says which lines are shown, what the engine says of the open ones, and what arrived; the search stands in front.
func (s *Screen) counts(w int) string {
	g := s.theme.Glyph
	dot := " " + g.Dot + " "
	var parts []string
	if s.table.Len() > 0 || s.list.Listing != nil {
		parts = append(parts, words.Count(s.table.Len())+" "+viewNames[s.view])
	}
	if !s.month.IsZero() {
		parts = append(parts, s.month.Time().Format(monthFormat))
	}
	if s.before > 0 && !s.month.IsZero() {
		parts = append(parts, fmt.Sprintf(txtBefore, words.Count(s.before)))
	}
	listed := strings.Join(parts, dot)
	e := s.engine
	switch {
	case e.Dossier == "":
	case !e.Fresh && e.Total > 0:
		parts = append(parts, "looking at "+words.Count(e.Done)+" of "+words.Count(e.Total))
	case e.Fresh:
		whole := ""
		if s.partial() {
			whole = txtInAll + " "
		}
		parts = append(parts, whole+g.Good+" "+words.Count(e.Safe)+" safe", g.Notice+" "+words.Count(e.Choice)+" to choose", words.Count(e.None)+" unexplained")
	}
	chip := ""
	if s.arrived > 0 {
		chip = " " + g.Up + " " + words.Plural(s.arrived, "new line", "new lines") + " "
	}
	what := strings.Join(parts, dot)
	// What the search finds is said in any case; what the engine says is about other lines as well.
	if (s.field != nil || s.text != "") && layout.Width(what)+layout.Width(chip)+searchRoom > w {
		what = listed
	}
	room := max(w-layout.Width(what)-layout.Width(chip)-4, 0)
	lead := layout.Spaces(0)
	switch {
	case s.field != nil:
		lead = "/" + s.field.View(s.theme, max(room-1, 1), true)
	case s.text != "":
		lead = s.theme.Paint(theme.Accent, layout.Cut("/"+core.CleanText(s.text), max(room, 1)))
	}
	line := " " + what
	if lead != "" {
		line = " " + lead + "  " + what
	}
	if chip != "" {
		line += "  " + s.theme.Paint(theme.Notice, chip)
	}
	return layout.Cut(line, w)
}
