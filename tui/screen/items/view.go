package items

import (
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// columns of the list: the file's free text is last and is cut first.
func (s *Screen) columns() []table.Column[app.ItemView] {
	return []table.Column[app.ItemView]{
		{Title: "", Min: 1, Cell: s.sign, Tone: signTone},
		{Title: "Number", Min: 10, Max: 18, Cell: func(i app.ItemView) string { return i.Number }},
		{Title: "Kind", Whole: true, Priority: 2, Cell: func(i app.ItemView) string { return i.Kind.String() }},
		{Title: "Date", Whole: true, Priority: 4, Cell: func(i app.ItemView) string { return i.Date.String() }},
		{Title: "Due", Whole: true, Priority: 1, Cell: func(i app.ItemView) string { return i.Due.String() }},
		{Title: "Overdue", Whole: true, Align: table.Right, Cell: overdue},
		{Title: "Amount", Whole: true, Align: table.Right, Priority: 3, Cell: func(i app.ItemView) string { return money(invoiced(i.OpenItem)) }},
		{Title: "Open", Whole: true, Align: table.Right, Cell: func(i app.ItemView) string { return money(i.Effect()) }},
		{Title: "Party", Min: 10, Fill: true, Cell: func(i app.ItemView) string { return i.Party }},
	}
}

// late reports whether an item should have been paid by now.
func late(i app.ItemView) bool { return i.Overdue > 0 && !i.Due.IsZero() && !i.Open().IsZero() }

func overdue(i app.ItemView) string {
	if !late(i) {
		return ""
	}
	return words.Plural(i.Overdue, "day", "days")
}

// sign tells without colour how an item stands.
func (s *Screen) sign(i app.ItemView) string {
	g := s.theme.Glyph
	switch {
	case i.Open().IsZero():
		return g.Good
	case i.Settled != 0:
		return g.Notice
	case late(i):
		return g.Warn
	}
	return " "
}

func signTone(i app.ItemView) theme.Token {
	switch {
	case i.Open().IsZero():
		return theme.Good
	case i.Settled != 0:
		return theme.Notice
	case late(i):
		return theme.Warn
	}
	return theme.Plain
}

func tone(i app.ItemView) theme.Token {
	if i.Open().IsZero() {
		return theme.Dim
	}
	return theme.Plain
}

// View paints the search, the list and the item under the cursor.
func (s *Screen) View(r layout.Box) string {
	boxes := r.Rows(layout.Fixed(1), layout.Fill(1))
	list := func(b layout.Box) string { return s.table.View(s.theme, b) }
	body := ""
	if i, ok := s.table.Selected(); ok {
		body = s.pane(i).Beside(s.theme, boxes[1], list)
	} else {
		body = list(boxes[1])
	}
	return layout.Above(layout.Fit(s.head(r.W), boxes[0]), body)
}

// head says what is searched, how many items there are, and what they come to.
func (s *Screen) head(w int) string {
	dot := " " + s.theme.Glyph.Dot + " "
	what := words.Plural(s.table.Len(), "item", "items")
	if n := s.table.MarkedCount(); n > 0 {
		what += dot + words.Count(n) + " marked"
	}
	for i, t := range s.sums {
		if i == 3 {
			what += dot + s.theme.Glyph.Ellipsis
			break
		}
		what += dot + t.text()
	}
	if s.all {
		what += dot + "with settled ones"
	}
	return books.Search(s.theme, w, s.field, s.text, what)
}

// pane says everything of an item.
func (s *Screen) pane(i app.ItemView) *detail.Pane {
	d := detail.New(strings.TrimSpace(words.Effect(i.Effect()) + "  " + i.Party))
	g := s.theme.Glyph
	switch {
	case i.Open().IsZero():
		d.Say(theme.Good, g.Good, txtSettledWhole)
	case i.Settled != 0:
		d.Say(theme.Notice, g.Notice, say(txtSettledPart, words.Effect(settledOf(i.OpenItem)), words.Effect(invoiced(i.OpenItem))))
	}
	if late(i) {
		d.Say(theme.Warn, g.Warn, say(txtOverdue, i.Due.String()))
	}
	describe(d, i.OpenItem)
	return d
}

// describe adds what a file said of an item.
func describe(d *detail.Pane, i core.OpenItem) {
	d.Field("Number", i.Number)
	d.Field("Kind", words.ItemKind(i.Kind))
	d.Field("Amount", words.Effect(invoiced(i)))
	d.Field("Date", i.Date.String())
	d.Field("Due", i.Due.String())
	d.Field("Reference", i.Reference)
	d.Field("Party", i.Party)
	d.Field("Their account", words.Account(i.PartyIBAN))
	d.Field("VAT number", i.PartyVAT)
	if i.Discount.PerTenThousand != 0 {
		text := percent(i.Discount.PerTenThousand)
		if !i.Discount.Until.IsZero() {
			text += " until " + i.Discount.Until.String()
		}
		d.Field("Discount", text)
	}
}

// percent writes parts of ten thousand: 250 is "2,50 %".
func percent(perTenThousand int64) string {
	return words.Number(core.Amount{Minor: perTenThousand}) + " %"
}
