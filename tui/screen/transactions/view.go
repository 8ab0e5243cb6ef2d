package transactions

import (
	"fmt"
	"strings"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// columns of the list: the bank's free text is last and is cut first.
func (s *Screen) columns() []table.Column[core.Line] {
	columns := []table.Column[core.Line]{
		{Title: "", Min: 1, Cell: s.sign, Tone: s.signTone},
		{Title: "Booked", Whole: true, Cell: func(l core.Line) string { return l.BookingDate.String() }},
		{Title: "Amount", Whole: true, Align: table.Right, Cell: amount},
	}
	if len(s.short) > 1 {
		columns = append(columns, table.Column[core.Line]{Title: "Acct", Whole: true, Priority: 1, Cell: func(l core.Line) string { return s.short[l.Account] }})
	}
	return append(columns,
		table.Column[core.Line]{Title: "Counterpart", Min: 12, Max: 22, Yields: true, Cell: counterpart},
		table.Column[core.Line]{Title: "Text", Min: 18, Fill: true, Yields: true, Cell: text})
}

// sign tells without colour what is special about a line.
func (s *Screen) sign(l core.Line) string {
	g := s.theme.Glyph
	switch {
	case l.AmountText != "", !l.Missing.IsZero():
		return g.Bad
	case l.State == core.Pending:
		return g.Notice
	case l.Late:
		return g.Warn
	case l.Revision > 0:
		return g.Mark
	}
	return " "
}

func (s *Screen) signTone(l core.Line) theme.Token {
	switch {
	case l.AmountText != "", !l.Missing.IsZero():
		return theme.Bad
	case l.Late && l.State != core.Pending:
		return theme.Warn
	}
	return theme.Plain
}

func tone(l core.Line) theme.Token {
	if l.State == core.Pending || !l.Missing.IsZero() {
		return theme.Dim
	}
	return theme.Plain
}

// amount has its currency where it is not the euro, and what the bank sent where it could not be read.
func amount(l core.Line) string {
	if l.AmountText != "" {
		return "? " + l.AmountText
	}
	if l.Amount.Currency != "EUR" {
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
	if l.Remittance != "" {
		return l.Remittance
	}
	if l.Description != "" {
		return l.Description
	}
	return l.AdditionalInformation
}

// View paints the filter, the list and the line under the cursor.
func (s *Screen) View(r layout.Box) string {
	head := s.head(r.W)
	boxes := r.Rows(layout.Fixed(len(head)), layout.Fill(1))
	list := func(b layout.Box) string { return s.table.View(s.theme, b) }
	body := ""
	if l, ok := s.table.Selected(); ok {
		body = s.pane(l).Beside(s.theme, boxes[1], list)
	} else {
		body = list(boxes[1])
	}
	return layout.Above(layout.FitLines(head, boxes[0]), body)
}

// head says what is shown of how much, and what is wrong with the filter.
func (s *Screen) head(w int) []string {
	dot := " " + s.theme.Glyph.Dot + " "
	what := words.Plural(s.table.Len(), "line", "lines")
	if s.filtered() && s.whole >= 0 {
		what = words.Count(s.table.Len()) + " of " + words.Plural(s.whole, "line", "lines")
	}
	if s.table.Len() == 0 && s.whole < 0 {
		what = "" // nothing has been counted yet
	}
	if !s.month.IsZero() {
		what += dot + s.month.Time().Format("January 2006")
	}
	for i, sum := range s.totals.Sums {
		if i == 3 {
			what += dot + s.theme.Glyph.Ellipsis
			break
		}
		what += dot + words.Amount(sum)
	}
	if !s.pending {
		what += dot + "pending hidden"
	}
	what = layout.Cut(what, w-2)
	room := max(w-layout.Width(what)-4, w/2)
	line := " " + layout.Right(what, w-2)
	switch {
	case s.field != nil:
		line = " /" + s.field.View(s.theme, room-1, true) + " " + s.theme.Paint(theme.Dim, layout.Right(what, max(w-room-3, 0)))
	case s.text != "":
		line = " " + s.theme.Paint(theme.Accent, layout.Left("/"+core.CleanText(s.text), room)) + " " + layout.Right(what, max(w-room-3, 0))
	}
	return []string{line}
}

// pane says everything of a line; what only the ledger knows once it has been read.
func (s *Screen) pane(l core.Line) *detail.Pane {
	title := words.Signed(l.Amount) + " " + string(l.Amount.Currency)
	if l.AmountText != "" {
		title = "? " + l.AmountText
	}
	d := detail.New(strings.TrimSpace(title + "  " + counterpart(l)))
	s.warn(d, l)
	d.Field("Communication", l.Remittance)
	d.Field("Booked", l.BookingDate.String())
	if l.ValueDate != l.BookingDate {
		d.Field("Value date", l.ValueDate.String())
	}
	d.Field("Counterpart", l.CounterpartName)
	d.Field("Their account", words.Account(l.CounterpartReference))
	d.Field("Kind", l.Description)
	if l.Fee.Currency != "" {
		d.Field("Fee", words.Amount(l.Fee))
	}
	if a, ok := s.accounts[l.Account]; ok {
		d.Field("Account", strings.TrimSpace(a.Bank.Name+" "+a.Told()))
		d.Field("Dossier", a.DossierName)
	}
	d.Field("Note", l.Note)
	d.Field("More from bank", l.AdditionalInformation)
	d.Field("End-to-end id", l.EndToEndID)
	d.Field("Mandate", l.MandateID)
	d.Field("Creditor", l.CreditorID)
	d.Field("Card", strings.TrimSpace(l.CardReference+" "+l.CardReferenceType))
	d.Field("Purpose", l.PurposeCode)
	d.Field("Bank code", strings.TrimSpace(l.BankTransactionCode+" "+l.ProprietaryCode))
	d.Field("Bank reference", l.InternalReference)
	s.origin(d, l)
	return d
}

// warn tells first what is special about the line.
func (s *Screen) warn(d *detail.Pane, l core.Line) {
	g := s.theme.Glyph
	if l.AmountText != "" {
		d.Say(theme.Bad, g.Bad, fmt.Sprintf(txtAmountBroken, l.AmountText))
	}
	if l.State == core.Pending {
		d.Say(theme.Notice, g.Notice, txtIsPending)
	}
	if !l.Missing.IsZero() {
		d.Say(theme.Bad, g.Bad, fmt.Sprintf(txtIsMissing, words.Moment(l.Missing, s.now)))
	}
	if l.Late {
		d.Say(theme.Warn, g.Warn, txtIsLate)
	}
	if l.Revision > 0 {
		d.Say(theme.Notice, g.Mark, fmt.Sprintf(txtIsChanged, times(l.Revision)))
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return words.Count(n) + " times"
}

// origin tells where the line came from, and its earlier versions.
func (s *Screen) origin(d *detail.Pane, l core.Line) {
	if !l.FirstSeen.IsZero() {
		d.Field("First seen", words.Moment(l.FirstSeen, s.now))
	}
	d.Field("Booked, as sent", l.ExecutionInstant)
	d.Field("Value, as sent", l.ValueInstant)
	d.Field("Ponto's id", string(l.ID))
	if keyOf(s.detail.Line) != keyOf(l) {
		return
	}
	d.Field("Came with", s.detail.Source)
	for _, old := range s.detail.History {
		d.Field(fmt.Sprintf("Version %d", old.Revision+1), strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s", old.BookingDate, amount(old), counterpart(old), text(old))), " "))
	}
}
