package items

import (
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/form"
	"ferry/tui/widget/picker"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// sort is what becomes of a row of a file.
type sort uint8

const (
	everything sort = iota
	bad             // it cannot be taken
	changed
	added
)

// row is a line of the preview: an item, or a row that cannot be taken.
type row struct {
	no     int
	sort   sort
	change app.ItemChange
	bad    []core.BadRow // all that is wrong with it
}

// fill shows the rows of the sort that is asked for: first what is wrong, then what changes, then what is new.
func (im *Import) fill() tea.Cmd {
	var list []row
	add := func(r row) {
		if r.no = len(list); im.only == everything || im.only == r.sort {
			list = append(list, r)
		}
	}
	for _, b := range im.bad {
		add(row{sort: bad, bad: b})
	}
	for _, want := range []sort{changed, added} {
		for _, c := range im.preview.Changes {
			if is := (row{sort: sortOf(c), change: c}); is.sort == want {
				add(is)
			}
		}
	}
	im.table.SetColumns(im.previewColumns())
	im.table.SetEmpty(txtNoChange, txtNoChangeHint)
	if im.only != everything {
		im.table.SetEmpty(txtNoneOfThese, txtNoneOfHint)
	}
	return im.table.SetSource(freeze(list, func(r row) int { return r.no }))
}

func sortOf(c app.ItemChange) sort {
	if c.Was == nil {
		return added
	}
	return changed
}

// counts says what the files would do, in numbers.
func (im *Import) counts() (fresh, other int) {
	for _, c := range im.preview.Changes {
		if c.Was == nil {
			fresh++
		} else {
			other++
		}
	}
	return fresh, other
}

// comes says what the new items come to; nothing where there are none, or several currencies.
func (im *Import) comes() string {
	var fresh []app.ItemView
	for _, c := range im.preview.Changes {
		if c.Was == nil {
			fresh = append(fresh, app.ItemView{OpenItem: c.Item})
		}
	}
	if all := totals(fresh); len(all) == 1 {
		return "new: " + all[0].text()
	}
	return ""
}

// previewColumns: what is wrong with a row is last and is cut first; all of it is under the list. Of several files each row says
// in which it stands, rather than in a word what its sign says already.
func (im *Import) previewColumns() []table.Column[row] {
	g := func() theme.Glyphs { return im.theme.Glyph }
	word, kind, several := 1, 0, im.preview.Files > 1
	var from []table.Column[row]
	if several {
		word, kind, from = 3, 1, []table.Column[row]{{Title: "File", Min: 8, Max: 20, Cell: fileOf}}
	}
	columns := []table.Column[row]{
		{Title: "", Min: 1, Cell: func(r row) string { return [...]string{bad: g().Bad, changed: g().Notice, added: "+"}[r.sort] },
			Tone: func(r row) theme.Token {
				return [...]theme.Token{bad: theme.Bad, changed: theme.Notice, added: theme.Plain}[r.sort]
			}},
		{Title: "What", Whole: true, Priority: word, Cell: func(r row) string { return [...]string{bad: "bad", changed: "changed", added: "new"}[r.sort] }},
		{Title: "Number", Min: 8, Max: 18, Cell: func(r row) string {
			if r.sort == bad && several && r.bad[0].Line == 0 {
				return ""
			}
			if r.sort == bad {
				return where(r.bad[0])
			}
			return r.change.Item.Number
		}},
		{Title: "Kind", Whole: true, Priority: kind, Cell: func(r row) string {
			if r.sort == bad {
				return ""
			}
			return r.change.Item.Kind.String()
		}},
		{Title: "Amount", Whole: true, Align: table.Right, Cell: func(r row) string {
			if r.sort == bad {
				return ""
			}
			return words.Effect(invoiced(r.change.Item))
		}},
		{Title: "Party", Min: 8, Max: 24, Priority: 2, Cell: func(r row) string { return r.change.Item.Party }},
	}
	return append(append(columns, from...), table.Column[row]{Title: "Why", Fill: true, Min: 18, Cell: reason})
}

// placeOf is where an item was read: a file, and a line of a table.
func placeOf(c app.ItemChange) string {
	if c.Line == 0 {
		return c.File
	}
	return c.File + ", line " + words.Count(c.Line)
}

// fileOf is the name of the file in which a row stands.
func fileOf(r row) string {
	if r.sort == bad {
		return file(r.bad[0])
	}
	return filepath.Base(r.change.File)
}

func reason(r row) string {
	switch r.sort {
	case bad:
		return faults(r.bad)
	case changed:
		return r.change.Told(words.Number)
	}
	return strings.Join(r.change.Notes, "; ")
}

func rowTone(r row) theme.Token {
	if r.sort == bad {
		return theme.Bad
	}
	return theme.Plain
}

// Do carries out actions; back goes one stage back, and keeps what was typed.
func (im *Import) Do(inv action.Invoke) (tea.Cmd, bool) {
	if f := im.form(); f != nil {
		return im.doForm(f, inv)
	}
	if im.stage != showing {
		return nil, false
	}
	switch inv.ID {
	case action.Back:
		im.stage = asking
		im.refill(im.with)
		return nil, true
	case takeFile:
		return im.sure(), true
	case otherRows:
		im.only = map[sort]sort{everything: bad, bad: changed, changed: added, added: everything}[im.only]
		return im.fill(), true
	case whole:
		if r, ok := im.table.Selected(); ok {
			d := im.rowPane(r)
			return tui.Show(d.Title(), d.Text()), true
		}
		return nil, true
	}
	return im.table.Do(inv)
}

func (im *Import) doForm(f *form.Model, inv action.Invoke) (tea.Cmd, bool) {
	if im.stage == mapping && (inv.ID == action.Back || inv.ID == action.Close) {
		if inv.ID == action.Close {
			return tui.Ask(confirm.Question{Title: txtDiscard, Text: []string{txtDiscardText}, Yes: "Leave", No: "Stay"}, discardMsg{}), true
		}
		im.stage = asking
		return nil, true
	}
	if inv.ID == action.Back || inv.ID == action.Close {
		return tui.CancelWork(), false
	}
	switch f.Do(inv) {
	case form.Submitted:
		if im.stage == mapping {
			return im.keep(), true
		}
		return im.submit(), true
	case form.Nothing:
		return nil, false
	}
	return nil, true
}

// submit reads the file that was named. What was said of its columns before is still there when it is asked for again.
func (im *Import) submit() tea.Cmd {
	im.ask.SetError("", "")
	im.ask.SetError(fieldPath, "")
	im.path = im.ask.Value(fieldPath)
	im.table.Do(action.Invoke{ID: action.First}) // the rows of another reading are other rows
	return im.read(im.ask.Value(fieldWith), false)
}

// sure asks before anything is written: all of it, or the good rows only where some are bad.
func (im *Import) sure() tea.Cmd {
	fresh, other := im.counts()
	what := words.Plural(fresh, "new item", "new items")
	if other > 0 {
		what += " and " + words.Plural(other, "changed one", "changed ones")
	}
	if len(im.bad) == 0 {
		return tui.Ask(confirm.Question{Title: say(txtAsk, what), Text: []string{say(txtAskText, words.Plural(im.preview.Same, "other is", "others are")+" known already")},
			Yes: "Import", No: "Not now"}, takeMsg{})
	}
	stays := "stays"
	if len(im.bad) > 1 {
		stays = "stay"
	}
	return tui.Choose(say(txtAskBad, wrong(im.bad, " and ")), []picker.Item{
		{ID: "good", Title: txtGoodOnly, Detail: say(txtGoodOnlyMore, what, wrong(im.bad, " and ")+" "+stays)},
		{ID: "none", Title: txtNotNow, Detail: txtNotNowMore},
	}, func(id string) tea.Msg {
		if id == "good" {
			return takeMsg{withBad: true}
		}
		return nothingMsg{}
	})
}

// Scope says what keys mean.
func (im *Import) Scope() action.Scope {
	if f := im.form(); f != nil {
		return action.Scope{Name: scopeForm, With: []action.Name{action.Form}, Text: f.Typing(), State: im}
	}
	return action.Scope{Name: scopePreview, With: []action.Name{action.List}, Task: true, State: im}
}

// View paints the stage.
func (im *Import) View(r layout.Box) string {
	if im.stage == showing {
		return im.showPreview(r)
	}
	return books.Form(r, func(in layout.Box) string {
		switch f := im.form(); {
		case im.err != nil:
			what, next := words.Error(im.err)
			return strings.Join(layout.Wrap(im.theme.Glyph.Bad+" "+what+" "+next, in.W), "\n")
		case f != nil:
			return f.View(im.theme, in)
		}
		return ""
	})
}

// showPreview paints the numbers, the rows and the one under the cursor.
func (im *Import) showPreview(r layout.Box) string {
	head := im.head(r.W)
	boxes := r.Rows(layout.Fixed(len(head)), layout.Fill(1))
	list := func(b layout.Box) string { return im.table.View(im.theme, b) }
	body := ""
	if row, ok := im.table.Selected(); ok {
		body = im.rowPane(row).Beside(im.theme, boxes[1], list)
	} else {
		body = list(boxes[1])
	}
	return layout.Above(layout.FitLines(head, boxes[0]), body)
}

func (im *Import) head(w int) []string {
	dot := " " + im.theme.Glyph.Dot + " "
	fresh, other := im.counts()
	text := " " + words.Plural(im.preview.Files, "file", "files") + ": " + words.Count(fresh) + " new" + dot + words.Count(other) + " changed" + dot +
		words.Count(im.preview.Same) + " known already" + dot + badly(im.bad, dot)
	if n := len(im.preview.Again); n > 0 {
		text += dot + words.Plural(n, txtAgain, txtAgainMany)
	}
	if im.only != everything {
		text += dot + "only the " + [...]string{bad: "bad", changed: "changed", added: "new"}[im.only] + " ones"
	}
	if came := im.comes(); came != "" {
		text += dot + came
	}
	lines := []string{layout.Cut(text, w)}
	if told := im.headingsRead(dot); told != "" {
		lines = append(lines, im.theme.Paint(theme.Dim, layout.Cut(" "+told, w)))
	}
	if n := len(im.preview.Passed); n > 0 {
		told := say(txtNoInvoice, words.Plural(n, "file is", "files are"), strings.Join(im.preview.Passed[:min(n, 20)], ", "))
		lines = append(lines, im.theme.Paint(theme.Dim, layout.Cut(" "+core.CleanText(told), w)))
	}
	if im.hasMoved {
		lines = append(lines, im.theme.Paint(theme.Warn, layout.Cut(" "+im.theme.Glyph.Warn+" "+txtMeanwhile, w)))
	}
	return lines
}

// headingsRead says which heading of a table in other words was taken for what, the amount first, and which were left out.
func (im *Import) headingsRead(dot string) string {
	if im.with == "" {
		return ""
	}
	var parts []string
	for _, t := range im.preview.Taken {
		part := t.Column + " = " + core.CleanText(t.Heading)
		if t.Column == "amount" {
			parts = append([]string{part}, parts...)
		} else {
			parts = append(parts, part)
		}
	}
	if left := im.preview.Left; len(left) > 0 && len(parts) > 0 { // behind the amount, where it is seen
		parts = append(parts[:1], append([]string{txtLeftOut + core.CleanText(strings.Join(left, ", "))}, parts[1:]...)...)
	}
	return strings.Join(parts, dot)
}

// rowPane says everything of a row: where it stands and what is wrong, or what the item is and was.
func (im *Import) rowPane(r row) *detail.Pane {
	g := im.theme.Glyph
	if r.sort == bad {
		title := file(r.bad[0])
		if r.bad[0].Line > 0 {
			title += " " + where(r.bad[0])
		}
		d := detail.New(title)
		for _, b := range r.bad {
			d.Say(theme.Bad, g.Bad, words.Sentence(fault(b)))
			d.Field("It says", b.Value)
		}
		d.Field("File", r.bad[0].File)
		return d
	}
	i := r.change.Item
	d := detail.New(strings.TrimSpace(words.Effect(invoiced(i)) + "  " + i.Party))
	if r.sort == changed {
		d.Say(theme.Notice, g.Notice, words.Sentence(r.change.Told(words.Number)))
	} else if len(r.change.Notes) > 0 {
		d.Say(theme.Notice, g.Notice, words.Sentence(strings.Join(r.change.Notes, "; ")))
	}
	describe(d, i)
	d.Field("File", placeOf(r.change))
	if was := r.change.Was; was != nil && was.Settled != 0 {
		d.Field("Settled", words.Effect(settledOf(*was)))
	}
	return d
}
