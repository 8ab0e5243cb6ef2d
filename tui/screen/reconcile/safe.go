package reconcile

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// safe is what accepting all safe proposals would do, shown before it is done.
type safe struct {
	preview app.SafePreview
	sums    safeSums
	table   *table.Model[safeRow, core.LineKey]
}

// safeRow is a line with the proposal that would be accepted.
type safeRow struct {
	core.Line
	why core.Explanation
	say string
}

// readSafe asks for the preview of what the list shows. It waits for the engine, so it can be cancelled.
func (s *Screen) readSafe() tea.Cmd {
	svc, q := s.svc, s.query()
	q.Work = core.WorkOpen
	return tui.Work(txtSafeTitle, func(ctx context.Context, _ tui.Post) tea.Msg {
		preview, err := svc.Safe(ctx, q)
		return then(func() tea.Cmd {
			switch {
			case err != nil:
				return tui.Fail(err)
			case s.hand != nil || s.split != nil:
				return nil // the user does something else by now
			case len(preview.Proposals) == 0:
				return tui.Warn(txtSafeNone)
			}
			s.openSafe(preview)
			return nil
		})
	})
}

func (s *Screen) openSafe(p app.SafePreview) {
	list := make([]safeRow, 0, len(p.Proposals))
	for i, proposal := range p.Proposals {
		r := safeRow{why: proposal.Best(), say: app.Told(proposal.Reason, proposal.Best(), words.Signed)}
		if i < len(p.Lines) {
			r.Line = p.Lines[i]
		}
		list = append(list, r)
	}
	s.front, s.field = false, nil
	s.safe = &safe{preview: p, sums: sumSafe(p), table: table.New(table.Options[safeRow, core.LineKey]{
		Key: func(r safeRow) core.LineKey { return r.Key() }, Empty: txtSafeNone, EmptyHint: txtSafeHint,
		Columns: []table.Column[safeRow]{
			{Title: "Booked", Whole: true, Cell: func(r safeRow) string { return r.BookingDate.String() }},
			{Title: "Amount", Whole: true, Align: table.Right, Cell: func(r safeRow) string { return amount(r.Line) }},
			{Title: "How", Min: 10, Max: 18, Priority: 1, Cell: func(r safeRow) string { return kindOf(r.why) }},
			{Title: "Counterpart", Min: 12, Max: 24, Cell: func(r safeRow) string { return counterpart(r.Line) }},
			{Title: "Settles", Min: 10, Fill: true, Cell: func(r safeRow) string { return s.brief(r.why) }},
		},
	})}
	s.safe.table.SetRows(list)
}

// doSafe carries out what is done in the preview.
func (s *Screen) doSafe(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case safeTake:
		svc, p := s.svc, s.safe.preview
		return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.AcceptSafe(ctx, p) }), true
	case action.Back:
		s.safe = nil
		return s.rest(), true
	}
	return s.safe.table.Do(inv)
}

// leftOver says what remains of the list after the safe ones; a list of other lines than the open ones says nothing of that.
func (s *Screen) leftOver(n int) string {
	switch {
	case s.view != viewOpen:
		return ""
	case n == 0:
		return txtSafeAll
	}
	return words.Plural(n, "line is", "lines are") + txtSafeLeft
}

// viewSafe paints the preview: how many, the sums by kind and what differs; the lines; and the reason for the one under the cursor.
func (s *Screen) viewSafe(r layout.Box) string {
	p, t := s.safe.preview, s.theme
	title := " Accept " + words.Plural(len(p.Proposals), "line", "lines") + " " + t.Glyph.Dot + " " + sumsText(p.Sums)
	head := append([]string{t.Paint(theme.Strong, layout.Cut(title, r.W))}, s.safe.sums.view(t, r.W, max(2, r.H/4))...)
	var strip []string
	if row, ok := s.safe.table.Selected(); ok {
		strip = layout.Wrap(core.CleanText(row.say), max(r.W-2, 1))
	}
	boxes := r.Rows(layout.Fixed(len(head)+1), layout.Fill(1), layout.Fixed(1), layout.Fixed(3))
	for i := range strip {
		strip[i] = " " + strip[i]
	}
	return layout.Above(layout.FitLines(head, boxes[0]), s.safe.table.View(t, boxes[1]),
		t.Paint(theme.Border, strings.Repeat(t.Glyph.H, r.W)), layout.FitLines(strip, boxes[3]))
}
