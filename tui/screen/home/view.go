package home

import (
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

func needsTable(t *theme.Theme) *table.Model[need, string] {
	glyph := func(n need) (theme.Token, string) { return t.Level(n.Level) }
	return table.New(table.Options[need, string]{
		Key: need.key, Empty: txtCalm, EmptyHint: txtCalmMore,
		Columns: []table.Column[need]{
			{Title: txtNeedsYou, Whole: true, Cell: func(n need) string { _, g := glyph(n); return g + " " + n.Word },
				Tone: func(n need) theme.Token { tok, _ := glyph(n); return tok }},
			{Title: "What", Min: 20, Max: 42, Cell: func(n need) string { return n.Title }},
			{Title: "Why", Fill: true, Min: 12, Cell: func(n need) string { return n.Sentence }},
		},
	})
}

func dossierTable(t *theme.Theme) *table.Model[app.DossierView, core.DossierID] {
	return table.New(table.Options[app.DossierView, core.DossierID]{
		Key:   func(d app.DossierView) core.DossierID { return d.ID },
		Empty: txtNoDossier, EmptyHint: txtNoDossierHow,
		Columns: []table.Column[app.DossierView]{
			{Title: "Status", Whole: true, Cell: func(d app.DossierView) string { _, g := t.Level(d.Status.Level); return g + " " + d.Status.Word },
				Tone: func(d app.DossierView) theme.Token { tok, _ := t.Level(d.Status.Level); return tok }},
			{Title: "Accounts", Whole: true, Align: table.Right, Priority: 3, Cell: func(d app.DossierView) string { return words.Count(d.Accounts) }},
			{Title: "Lines", Whole: true, Align: table.Right, Priority: 2, Cell: func(d app.DossierView) string { return words.Count(d.Lines) }},
			{Title: "Open", Whole: true, Align: table.Right, Cell: waiting},
			{Title: "Failed", Whole: true, Align: table.Right, Priority: 1, Cell: failed},
			{Title: "Consent", Whole: true, Cell: func(d app.DossierView) string { return consent(t, d) }},
			{Title: txtDossiers, Fill: true, Min: 20, Cell: func(d app.DossierView) string { return d.Name }},
		},
	})
}

func failed(d app.DossierView) string {
	if d.Failed == 0 {
		return ""
	}
	return words.Count(d.Failed)
}

// waiting is how many lines of a dossier want an explanation.
func waiting(d app.DossierView) string {
	if d.Open == 0 {
		return ""
	}
	return words.Count(d.Open)
}

// consent tells of the authorization that ends first.
func consent(t *theme.Theme, d app.DossierView) string {
	if d.Accounts == 0 || d.Worst == "" {
		return ""
	}
	_, g := t.Consent(d.Worst)
	switch d.Worst {
	case core.ConsentUnknown, core.ConsentWithdrawn:
		return g + " " + string(d.Worst)
	}
	return g + " " + words.Days(d.DaysLeft)
}

// View paints what to begin with, or both lists and what the row under the cursor says.
func (s *Screen) View(r layout.Box) string {
	if s.ways != nil {
		return s.beginning(r)
	}
	detail := 5
	if r.H < 20 {
		detail = 3
	}
	// What needs a person gets what it takes, and never more than leaves the dossiers in sight.
	upper := min(max(s.needs.Len()+2, 4), max(r.H*45/100, 5))
	boxes := r.Rows(layout.Fixed(upper), layout.Fixed(1), layout.Fill(1), layout.Fixed(detail))
	return layout.Above(s.needs.View(s.theme, boxes[0]), layout.Fit("", boxes[1]), s.dossiers.View(s.theme, boxes[2]),
		layout.FitLines(s.detail(boxes[3].W), boxes[3]))
}

// detail tells the whole story of the row under the cursor: what happened and what to do.
func (s *Screen) detail(w int) []string {
	var st app.Status
	if s.below {
		d, ok := s.dossiers.Selected()
		if !ok {
			return nil
		}
		st = d.Status
	} else if n, ok := s.needs.Selected(); ok {
		st = n.Status
	} else {
		return nil
	}
	tok, glyph := s.theme.Level(st.Level)
	lines := []string{s.theme.Paint(theme.Border, strings.Repeat(s.theme.Glyph.H, w))}
	for i, l := range layout.Wrap(core.CleanText(strings.TrimSpace(st.Sentence+" "+st.Next)), w-4) {
		lead := "   "
		if i == 0 {
			lead = " " + s.theme.Paint(tok, glyph) + " "
		}
		lines = append(lines, lead+l)
	}
	return lines
}

// beginning is the page before there is an account.
func (s *Screen) beginning(r layout.Box) string {
	w := min(r.W-4, 90)
	var lines []string
	say := func(tok theme.Token, text string) {
		for _, l := range layout.Wrap(text, w) {
			lines = append(lines, "  "+s.theme.Paint(tok, l))
		}
	}
	lines = append(lines, "")
	say(theme.Plain, txtWelcome)
	if s.demo {
		lines = append(lines, "")
		say(theme.Notice, txtWelcomeDemo)
	}
	lines = append(lines, "")
	say(theme.Title, txtWelcomeFirst)
	lines = append(lines, "")
	for _, l := range s.ways.Lines(s.theme, w, max(r.H-len(lines), 4)) {
		lines = append(lines, "  "+l)
	}
	return layout.FitLines(lines, r)
}
