package chart

import (
	"context"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/form"
	"ferry/tui/widget/input"
	"ferry/tui/widget/picker"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Names of the fields.
const (
	fieldNumber = "number"
	fieldName   = "name"
	fieldVAT    = "vat"
)

// Do carries out actions.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	switch s.stage {
	case editing:
		return s.doForm(inv)
	case showing:
		return s.doPreview(inv)
	}
	switch inv.ID {
	case place.Search:
		s.field = input.New(input.Options{Value: s.text, Placeholder: txtPlaceholder})
		return nil, true
	case keep:
		s.field = nil
		return nil, true
	case action.Back:
		return nil, s.clear()
	case add:
		s.edit(core.LedgerAccount{})
		return nil, true
	case usual:
		return tui.Choose(txtWhich, []picker.Item{
			{ID: "BE", Title: "Belgium", Side: "PCMN / MAR"}, {ID: "NL", Title: "the Netherlands", Side: "RGS"}, {ID: "FR", Title: "France", Side: "PCG"},
		}, func(country string) tea.Msg { return usualMsg{country} }), true
	case bring:
		return tui.Prompt(txtImport, txtPath, s.path, func(path string) tea.Msg { return pathMsg{path} }), true
	case undo:
		return books.Undo(s.svc, s.dossier, func(done core.Done, err error) tea.Msg { return doneMsg{txtUndone, false, done, err} }), true
	case redo:
		return s.write(txtRedone, false, func(ctx context.Context) (core.Done, error) { return s.svc.Redo(ctx, s.dossier) }), true
	}
	if a, ok := s.table.Selected(); ok {
		switch inv.ID {
		case edit:
			s.edit(a)
			return nil, true
		case drop:
			return s.write(txtDone, false, func(ctx context.Context) (core.Done, error) {
				return s.svc.DropChart(ctx, s.dossier, []string{a.Number})
			}), true
		}
	}
	return s.table.Do(inv)
}

// clear takes the search away; false when there was none.
func (s *Screen) clear() bool {
	had := s.field != nil || s.text != ""
	s.field, s.text = nil, ""
	s.show()
	return had
}

// edit opens the form of an account. A number is not changed: an account of another number is another one.
func (s *Screen) edit(a core.LedgerAccount) {
	s.edited, s.stage = a.Number, editing
	var fields []form.Field
	if a.Number == "" {
		fields = append(fields, form.Field{Name: fieldNumber, Label: "Number", Hint: txtNumber})
	}
	s.form = form.New(txtSave, append(fields, form.Field{Name: fieldName, Label: "Name", Value: a.Name, Hint: txtName},
		form.Field{Name: fieldVAT, Label: "VAT code", Value: a.VATCode, Hint: txtVAT})...)
	s.form.SetIntro(txtAdd)
	if a.Number != "" {
		s.form.SetIntro(say(txtChange, a.Number))
	}
}

func (s *Screen) doForm(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == action.Back || inv.ID == action.Close {
		if s.form.Dirty() {
			return tui.Ask(books.Unsaved(txtDiscard), discardMsg{inv.ID == action.Close}), true
		}
		s.stage, s.form = listing, nil
		return nil, inv.ID == action.Back
	}
	switch s.form.Do(inv) {
	case form.Submitted:
		return s.save(), true
	case form.Nothing:
		return nil, false
	}
	return nil, true
}

func (s *Screen) save() tea.Cmd {
	value := func(name string) string { return strings.TrimSpace(s.form.Value(name)) }
	a := core.LedgerAccount{Number: s.edited, Name: value(fieldName), VATCode: value(fieldVAT)}
	if s.edited == "" {
		a.Number = value(fieldNumber)
	}
	known := ""
	for _, other := range s.all {
		if s.edited == "" && other.Number == a.Number {
			known = other.Name
		}
	}
	good := true
	check := func(field string, wrong bool, text string) {
		if !wrong {
			text = ""
		}
		s.form.SetError(field, text)
		good = good && !wrong
	}
	check("", false, "")
	check(fieldName, a.Name == "", txtNoName)
	if known != "" {
		check(fieldNumber, true, say(txtKnown, known))
	} else {
		check(fieldNumber, a.Number == "", txtNoNumber)
	}
	if !good {
		return nil
	}
	return s.write(txtDone, true, func(ctx context.Context) (core.Done, error) {
		return s.svc.PutChart(ctx, s.dossier, []core.LedgerAccount{a})
	})
}

// readFile finds out what a file holds. Nothing is written.
func (s *Screen) readFile(path string) tea.Cmd {
	s.path = strings.TrimSpace(path)
	if s.path == "" {
		return tui.Warn(txtNoPath)
	}
	svc, at := s.svc, books.AtHome(s.path)
	return tui.Work(txtReading, func(ctx context.Context, _ tui.Post) tea.Msg {
		list, bad, err := svc.ReadChart(ctx, at)
		return fileMsg{list, bad, err}
	})
}

// row is a line of the preview: an account, or a row that cannot be taken.
type row struct {
	no      int
	account core.LedgerAccount
	was     *core.LedgerAccount // nil: it is new
	bad     *core.BadRow
}

// onFile shows what a file would do to the chart: what is wrong, what is new, what changes.
func (s *Screen) onFile(m fileMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	known := make(map[string]core.LedgerAccount, len(s.all))
	for _, a := range s.all {
		known[a.Number] = a
	}
	s.coming, s.bad, s.same, s.stage = nil, m.bad, 0, showing
	var list []row
	for _, b := range m.bad {
		list = append(list, row{no: len(list), bad: &b})
	}
	for _, a := range m.list {
		was, ok := known[a.Number]
		if ok && was == a {
			s.same++
			continue
		}
		r := row{no: len(list), account: a}
		if ok {
			r.was = &was
		}
		s.coming, list = append(s.coming, a), append(list, r)
	}
	s.rows.SetEmpty(txtFileNoChange, txtGoBack)
	if s.same == 0 {
		s.rows.SetEmpty(txtFileEmpty, txtGoBack)
	}
	s.rows.SetRows(list)
	return tui.Fail(nil)
}

func previewTable(t *theme.Theme) *table.Model[row, int] {
	what := func(r row) string {
		switch {
		case r.bad != nil:
			return t.Glyph.Bad + " bad"
		case r.was != nil:
			return t.Glyph.Notice + " changed"
		}
		return "+ new"
	}
	return table.New(table.Options[row, int]{Key: func(r row) int { return r.no }, Tone: func(r row) theme.Token {
		return map[bool]theme.Token{true: theme.Bad}[r.bad != nil]
	}, Columns: []table.Column[row]{
		{Title: "What", Whole: true, Cell: what},
		{Title: "Number", Min: 8, Max: 16, Cell: func(r row) string {
			if r.bad != nil {
				return "line " + words.Count(r.bad.Line)
			}
			return r.account.Number
		}},
		{Title: "Name", Fill: true, Min: 20, Cell: func(r row) string {
			switch {
			case r.bad != nil && r.bad.Column != "":
				return strings.TrimSpace(r.bad.Column + ": " + r.bad.Reason + " " + r.bad.Value)
			case r.bad != nil:
				return r.bad.Reason
			case r.was != nil && r.was.Name != r.account.Name:
				return r.account.Name + " (was: " + r.was.Name + ")"
			}
			return r.account.Name
		}},
	}})
}

func (s *Screen) doPreview(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.Back:
		s.stage = listing
		return nil, true
	case takeFile:
		text := []string{txtAskText}
		if len(s.bad) > 0 {
			text = append(text, say(txtAskBad, words.Plural(len(s.bad), "row", "rows")))
		}
		return tui.Ask(confirm.Question{Title: say(txtAsk, words.Plural(len(s.coming), "account", "accounts")), Text: text, Yes: "Import", No: "Not now"}, takeMsg{}), true
	}
	return s.rows.Do(inv)
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	switch {
	case s.stage == editing:
		return action.Scope{Name: scopeForm, With: []action.Name{action.Form}, Text: s.form.Typing(), State: s}
	case s.stage == showing:
		return action.Scope{Name: scopePreview, With: []action.Name{action.List}, Task: true, State: s}
	case s.field != nil:
		return action.Scope{Name: searching, Text: true, State: s}
	}
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// View paints the stage.
func (s *Screen) View(r layout.Box) string {
	boxes := r.Rows(layout.Fixed(1), layout.Fill(1))
	switch s.stage {
	case editing:
		return books.Form(r, func(in layout.Box) string { return s.form.View(s.theme, in) })
	case showing:
		dot := " " + s.theme.Glyph.Dot + " "
		head := " " + core.CleanText(filepath.Base(s.path)) + ": " + words.Plural(len(s.coming), "account", "accounts") + " to take" + dot + words.Count(s.same) + " known already" + dot + words.Count(len(s.bad)) + " bad"
		return layout.Above(layout.Fit(s.theme.Paint(theme.Strong, layout.Cut(head, r.W)), boxes[0]), s.rows.View(s.theme, boxes[1]))
	}
	return layout.Above(layout.Fit(s.head(r.W), boxes[0]), s.table.View(s.theme, boxes[1]))
}

// head says what is searched, and how many accounts there are.
func (s *Screen) head(w int) string {
	what := words.Plural(len(s.all), "account", "accounts")
	if s.text != "" {
		what = words.Count(s.table.Len()) + " of " + what
	}
	return books.Search(s.theme, w, s.field, s.text, what)
}
