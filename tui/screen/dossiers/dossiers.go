// Package dossiers lists the client files: add one, rename one, go into one.
package dossiers

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of this page.
const Kind = place.Dossiers

const scope action.Name = "dossiers"

// Ids of the actions.
const (
	open   action.ID = "dossiers.open"
	add    action.ID = "dossiers.add"
	rename action.ID = "dossiers.rename"
)

// The words of the list.
const (
	txtTitle     = "Dossiers"
	txtEmpty     = "No dossier yet."
	txtEmptyHint = "n adds the first one."
	txtNone      = "there is no dossier yet"
	txtAdd       = "New dossier"
	txtName      = "The name of the client, as you know it."
	txtRename    = "Rename %s"
	txtAdded     = "%s was added."
	txtRenamed   = "Renamed to %s."
)

// Actions is the table of what can be done with dossiers.
func Actions() []action.Def {
	const group = "Dossiers"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return txtNone
		}
		return ""
	})
	return []action.Def{
		{ID: open, Title: "open", Help: "Show the accounts of the dossier.", Scope: scope, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1, When: one},
		{ID: add, Title: "new dossier", Help: "Add a client file.", Scope: scope, Group: group, Keys: []string{"n"}, Footer: 2},
		{ID: rename, Title: "rename", Help: "Give the dossier another name. Nothing else changes.", Scope: scope, Group: group, Keys: []string{"m"}, Footer: 3, When: one},
	}
}

// service is what the screen needs; *app.Service has it.
type service interface {
	Board(context.Context) (app.Board, error)
	CreateDossier(context.Context, string) (core.Dossier, error)
	RenameDossier(context.Context, core.DossierID, string) error
	Now(core.ConnectionID) time.Time
}

// Screen is the list.
type Screen struct {
	page  nav.Page
	svc   service
	table *table.Model[app.DossierView, core.DossierID]
	theme *theme.Theme
	gen   int
	now   time.Time
}

// New makes the list.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, svc: s, theme: t}
	sc.table = table.New(table.Options[app.DossierView, core.DossierID]{
		Key:   func(d app.DossierView) core.DossierID { return d.ID },
		Empty: txtEmpty, EmptyHint: txtEmptyHint,
		Columns: []table.Column[app.DossierView]{
			{Title: "Status", Whole: true, Cell: func(d app.DossierView) string { _, g := t.Level(d.Status.Level); return g + " " + d.Status.Word },
				Tone: func(d app.DossierView) theme.Token { tok, _ := t.Level(d.Status.Level); return tok }},
			{Title: "Accounts", Whole: true, Align: table.Right, Cell: func(d app.DossierView) string { return words.Count(d.Accounts) }},
			{Title: "Lines", Whole: true, Align: table.Right, Priority: 1, Cell: func(d app.DossierView) string { return words.Count(d.Lines) }},
			{Title: "Last read", Whole: true, Priority: 2, Cell: func(d app.DossierView) string { return words.Moment(d.LastFetch, sc.now) }},
			{Title: "Since", Whole: true, Priority: 3, Cell: func(d app.DossierView) string { return d.Created.In(sc.now.Location()).Format("2 Jan 2006") }},
			{Title: "Dossier", Fill: true, Min: 20, Cell: func(d app.DossierView) string { return d.Name }},
		},
	})
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return txtTitle }

type (
	readMsg struct {
		gen  int
		list []app.DossierView
		now  time.Time
		err  error
	}
	addMsg    struct{ name string }
	renameMsg struct {
		id   core.DossierID
		name string
	}
	doneMsg struct {
		say string
		err error
	}
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened, tui.Shown:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Dossiers, "") || msg.Has(event.Accounts, "") || msg.Has(event.Feeds, "") {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	case addMsg:
		return s.add(msg.name)
	case renameMsg:
		return s.rename(msg)
	case doneMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tea.Batch(s.read(), tui.Toast(msg.say))
	default:
		return s.table.Update(msg)
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	gen, svc := s.gen, s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		board, err := svc.Board(ctx)
		return readMsg{gen, board.Dossiers, svc.Now(""), err}
	})
}

func (s *Screen) onRead(m readMsg) {
	if m.err == nil {
		s.now = m.now
		s.table.SetRows(m.list)
	}
	s.table.SetError(m.err)
}

// Do carries out actions on the dossier under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == add {
		return tui.Prompt(txtAdd, txtName, "", func(name string) tea.Msg { return addMsg{name} }), true
	}
	if inv.ID == action.Reload {
		return s.read(), true
	}
	d, ok := s.table.Selected()
	if !ok {
		return s.table.Do(inv)
	}
	switch inv.ID {
	case open:
		return nav.Push(place.Of(place.Accounts, d.ID)), true
	case rename:
		return tui.Prompt(say(txtRename, d.Name), txtName, d.Name, func(name string) tea.Msg { return renameMsg{d.ID, name} }), true
	}
	if cmd, ok := place.Stay(d.ID, inv); ok {
		return cmd, true
	}
	return s.table.Do(inv)
}

func (s *Screen) add(name string) tea.Cmd {
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg {
		d, err := svc.CreateDossier(ctx, name)
		return doneMsg{say(txtAdded, d.Name), err}
	})
}

func (s *Screen) rename(m renameMsg) tea.Cmd {
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg {
		err := svc.RenameDossier(ctx, m.id, m.name)
		return doneMsg{say(txtRenamed, m.name), err}
	})
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// View paints the list.
func (s *Screen) View(r layout.Box) string { return s.table.View(s.theme, r) }

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
