package rules

import (
	"strings"

	"ferry/core"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

func (s *Screen) columns() []table.Column[row] {
	state := func(r row) (theme.Token, string) {
		if r.rule.Off {
			return theme.Plain, s.theme.Glyph.Dot + " off"
		}
		return theme.Good, s.theme.Glyph.Good + " on"
	}
	return []table.Column[row]{
		{Title: "#", Whole: true, Align: table.Right, Cell: func(r row) string { return words.Count(r.no) }},
		{Title: "", Whole: true, Cell: func(r row) string { _, text := state(r); return text }, Tone: func(r row) theme.Token { tok, _ := state(r); return tok }},
		{Title: "Mode", Whole: true, Priority: 2, Cell: func(r row) string { return string(r.rule.Mode) }},
		{Title: "Rule", Min: 14, Max: 32, Cell: func(r row) string { return r.rule.Name }},
		{Title: "Then", Min: 10, Max: 28, Priority: 1, Cell: func(r row) string { return thenText(r.rule, s.theme.Glyph.Right) }},
		{Title: "When", Fill: true, Min: 10, Cell: func(r row) string { return strings.Join(s.when(r.rule.When), ", ") }},
	}
}

func rowTone(r row) theme.Token {
	if r.rule.Off {
		return theme.Dim
	}
	return theme.Plain
}

// thenText says in a few cells where a rule puts the money.
func thenText(r core.Rule, to string) string {
	var parts []string
	for _, t := range r.Then {
		text := to + " " + t.Ledger
		if len(r.Then) > 1 {
			text += " " + howMuch(t, currencyOf(r.When))
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

// when says the conditions of a rule, one text each.
func (s *Screen) when(w core.RuleWhen) []string {
	var parts []string
	add := func(label, text string) {
		if text != "" {
			parts = append(parts, strings.TrimSpace(label+" "+text))
		}
	}
	for _, text := range w.Contains {
		add("", `"`+text+`"`)
	}
	add("from or to", w.Counterpart)
	add("money", string(w.Direction))
	if w.Min != nil {
		add("at least", words.Number(core.Amount{Minor: *w.Min, Currency: currencyOf(w)}))
	}
	if w.Max != nil {
		add("at most", words.Number(core.Amount{Minor: *w.Max, Currency: currencyOf(w)}))
	}
	add("in", string(w.Currency))
	add("pattern", w.Regex)
	add("code", strings.Join(w.Codes, " or "))
	add("reference", w.Reference)
	for _, id := range w.Accounts {
		for _, a := range s.accounts {
			if a.ID == id {
				add("on", a.Told())
			}
		}
	}
	return parts
}

// View paints the stage.
func (s *Screen) View(r layout.Box) string {
	switch s.stage {
	case editing:
		return books.Form(r, func(in layout.Box) string { return s.form.View(s.theme, in) })
	case rehearsing:
		return s.trialView(r)
	}
	list := func(b layout.Box) string { return s.table.View(s.theme, b) }
	if at, ok := s.table.Selected(); ok {
		return s.pane(at.rule).Beside(s.theme, r, list)
	}
	return list(r)
}

// pane says everything of a rule.
func (s *Screen) pane(r core.Rule) *detail.Pane {
	g := s.theme.Glyph
	d := detail.New(r.Name)
	switch {
	case r.Off:
		d.Say(theme.Dim, g.Dot, txtIsOff)
	case r.Mode == core.RuleAutomatic:
		d.Say(theme.Good, g.Good, txtByItself)
	case r.Mode == core.RuleOneKey:
		d.Say(theme.Good, g.Good, txtOneKey)
	default:
		d.Say(theme.Good, g.Good, txtSuggests)
	}
	for i, text := range s.when(r.When) {
		d.Field(map[bool]string{true: "When", false: "and"}[i == 0], text)
	}
	for _, t := range r.Then {
		text := t.Ledger
		for _, a := range s.chart {
			if a.Number == t.Ledger {
				text += " " + a.Name
			}
		}
		text += ": " + howMuch(t, currencyOf(r.When))
		if t.VATCode != "" {
			text += ", VAT " + t.VATCode
		}
		if t.Text != "" {
			text += ", " + t.Text
		}
		d.Field("Then", text)
	}
	return d
}

// trialView paints what is rehearsed, the rules, and what is said of the one under the cursor.
func (s *Screen) trialView(r layout.Box) string {
	head := []string{s.theme.Paint(theme.Strong, layout.Cut(" "+say(txtRehearsal, s.trial.since.String()), r.W))}
	if s.pending != nil {
		lead := " " + s.theme.Paint(theme.Notice, s.theme.Glyph.Notice) + " "
		for _, l := range layout.Wrap(core.CleanText(say(txtBefore, s.pending.name)), r.W-4) {
			head = append(head, lead+l)
			lead = layout.Spaces(3)
		}
	}
	boxes := r.Rows(layout.Fixed(len(head)), layout.Fill(1))
	list := func(b layout.Box) string { return s.trial.table.View(s.theme, b) }
	body := ""
	if o, ok := s.trial.table.Selected(); ok {
		body = s.outcomePane(o).Beside(s.theme, boxes[1], list)
	} else {
		body = list(boxes[1])
	}
	return layout.Above(layout.FitLines(head, boxes[0]), body)
}
