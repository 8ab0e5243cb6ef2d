// Package chart shows the ledger accounts of a dossier: search, add, change and remove one, take the usual ones of a country, read
// them from a file.
package chart

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
	"ferry/tui/widget/input"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// service is what the screen needs; *app.Service has it.
type service interface {
	Chart(context.Context, core.DossierID) ([]core.LedgerAccount, error)
	PutChart(context.Context, core.DossierID, []core.LedgerAccount) (core.Done, error)
	DropChart(context.Context, core.DossierID, []string) (core.Done, error)
	UsualChart(ctx context.Context, d core.DossierID, country string) (core.Done, error)
	ReadChart(ctx context.Context, path string) ([]core.LedgerAccount, []core.BadRow, error)
	Dossiers(context.Context) ([]core.Dossier, error)
	books.Undoer
	Redo(context.Context, core.DossierID) (core.Done, error)
}

// stage is what the page shows.
type stage uint8

const (
	listing stage = iota
	editing
	showing // what a file would do
)

// Screen is the list, the form of one account, and the preview of a file.
type Screen struct {
	page    nav.Page
	dossier core.DossierID
	svc     service
	theme   *theme.Theme
	stage   stage
	gen     int

	table *table.Model[core.LedgerAccount, string]
	all   []core.LedgerAccount
	name  string // of the dossier
	field *input.Model
	text  string // what is searched

	form   *form.Model
	edited string // number of the account in the form; empty: a new one

	path   string // as it was typed
	coming []core.LedgerAccount
	bad    []core.BadRow
	same   int
	rows   *table.Model[row, int]
}

// New makes the page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, dossier: place.DossierOf(p), svc: s, theme: t}
	sc.table = table.New(table.Options[core.LedgerAccount, string]{Key: func(a core.LedgerAccount) string { return a.Number }, Empty: txtEmpty, EmptyHint: txtEmptyHint,
		Columns: []table.Column[core.LedgerAccount]{
			{Title: "Number", Min: 8, Max: 16, Cell: func(a core.LedgerAccount) string { return a.Number }},
			{Title: "VAT", Min: 4, Max: 12, Cell: func(a core.LedgerAccount) string { return a.VATCode }},
			{Title: "Name", Fill: true, Min: 20, Cell: func(a core.LedgerAccount) string { return a.Name }},
		}})
	sc.rows = previewTable(t)
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return books.Title(s.name, txtTitle) }

type (
	readMsg struct {
		gen  int
		list []core.LedgerAccount
		name string
		err  error
	}
	doneMsg struct {
		say  string
		form bool // what is refused is said in the form
		done core.Done
		err  error
	}
	usualMsg struct{ country string }
	undoMsg  struct{} // the user wants it, whatever the last act was
	pathMsg  struct{ path string }
	fileMsg  struct {
		list []core.LedgerAccount
		bad  []core.BadRow
		err  error
	}
	takeMsg    struct{}
	discardMsg struct{ close bool }
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Books, string(s.dossier)) || msg.Has(event.Dossiers, string(s.dossier)) {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	case doneMsg:
		return s.onDone(msg)
	case usualMsg:
		return s.write(txtDone, false, func(ctx context.Context) (core.Done, error) { return s.svc.UsualChart(ctx, s.dossier, msg.country) })
	case books.UndoAsked:
		return msg.Ask(undoMsg{})
	case undoMsg:
		return s.write(txtUndone, false, func(ctx context.Context) (core.Done, error) { return s.svc.Undo(ctx, s.dossier) })
	case pathMsg:
		return s.readFile(msg.path)
	case fileMsg:
		return s.onFile(msg)
	case takeMsg:
		coming := s.coming
		return s.write(txtDone, false, func(ctx context.Context) (core.Done, error) { return s.svc.PutChart(ctx, s.dossier, coming) })
	case discardMsg:
		s.stage, s.form = listing, nil
		if msg.close {
			return nav.Back()
		}
	case action.Key:
		s.typed(msg)
	default:
		return tea.Batch(s.table.Update(msg), s.rows.Update(msg))
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	gen, svc, dossier := s.gen, s.svc, s.dossier
	return tui.Read(func(ctx context.Context) tea.Msg {
		d, err := books.Dossier(ctx, svc, dossier)
		if err != nil {
			return readMsg{gen: gen, err: err}
		}
		m := readMsg{gen: gen, name: d.Name}
		m.list, m.err = svc.Chart(ctx, dossier)
		return m
	})
}

func (s *Screen) onRead(m readMsg) {
	s.table.SetError(m.err)
	if m.err == nil {
		s.all, s.name = m.list, m.name
		s.show()
	}
}

// show lists the accounts that fit the search: a number that begins so, or a name with all the words in it.
func (s *Screen) show() {
	var list []core.LedgerAccount
	wanted := strings.Fields(strings.ToLower(s.text))
next:
	for _, a := range s.all {
		name := strings.ToLower(a.Name)
		for _, w := range wanted {
			if !strings.HasPrefix(strings.ToLower(a.Number), w) && !strings.Contains(name, w) {
				continue next
			}
		}
		list = append(list, a)
	}
	s.table.SetEmpty(txtEmpty, txtEmptyHint)
	if s.text != "" {
		s.table.SetEmpty(txtNoFit, txtNoFitHint)
	}
	s.table.SetSearch(s.text)
	s.table.SetRows(list)
}

// typed takes text: of the search, or of the form.
func (s *Screen) typed(k action.Key) {
	switch {
	case s.stage == editing:
		s.form.Key(k)
	case s.field != nil && s.field.Key(k):
		s.text = s.field.Value()
		s.show()
	}
}

// write does something to the books. The message comes back with what was done.
func (s *Screen) write(text string, form bool, work func(context.Context) (core.Done, error)) tea.Cmd {
	return tui.Write(func(ctx context.Context) tea.Msg {
		done, err := work(ctx)
		return doneMsg{text, form, done, err}
	})
}

func (s *Screen) onDone(m doneMsg) tea.Cmd {
	switch {
	case m.err != nil && m.form && s.form != nil:
		what, next := words.Error(m.err)
		s.form.SetError("", strings.TrimSpace(what+" "+next))
		return nil
	case m.err != nil:
		return tui.Fail(m.err)
	}
	s.stage, s.form, s.coming, s.bad = listing, nil, nil, nil
	what := words.Act(m.done)
	if m.say == txtDone { // it begins with what was done
		what = strings.TrimSuffix(words.Sentence(what), ".")
	}
	return tea.Batch(s.read(), tui.Toast(say(m.say, what)))
}
