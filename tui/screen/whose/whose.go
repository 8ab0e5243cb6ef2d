// Package whose asks which dossier a page is about, when the way there did not say it: from the first page or from the palette.
package whose

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
)

const (
	scope action.Name = "whose"
	take  action.ID   = "whose.take"
)

// The words of the page.
const (
	txtTitle     = "Which dossier?"
	txtEmpty     = "No dossier yet."
	txtEmptyHint = "d shows the dossiers; n there adds the first one."
	txtNone      = "there is no dossier yet"
)

// Actions is the table of what can be done here.
func Actions() []action.Def {
	return []action.Def{{ID: take, Title: "this one", Help: "Show the page of this dossier.", Scope: scope, Group: "Dossiers",
		Keys: []string{"enter", "right", "l"}, Footer: 1, When: action.When(func(s *Screen) string {
			if s.table.Len() == 0 {
				return txtNone
			}
			return ""
		})}}
}

// service is what the page needs; *app.Service has it.
type service interface {
	Dossiers(context.Context) ([]core.Dossier, error)
}

// Screen lists the dossiers to choose from.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	table *table.Model[core.Dossier, core.DossierID]
}

// Or is the screen itself when its page names a dossier, else the question for which one.
func Or(s service, t *theme.Theme, p nav.Page, screen tui.Screen) tui.Screen {
	if place.DossierOf(p) != "" {
		return screen
	}
	return &Screen{page: p, svc: s, theme: t, table: table.New(table.Options[core.Dossier, core.DossierID]{
		Key:   func(d core.Dossier) core.DossierID { return d.ID },
		Empty: txtEmpty, EmptyHint: txtEmptyHint,
		Columns: []table.Column[core.Dossier]{{Title: "Dossier", Fill: true, Min: 20, Cell: func(d core.Dossier) string { return d.Name }}},
	})}
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return txtTitle }

type readMsg struct {
	list []core.Dossier
	err  error
}

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Dossiers, "") {
			return s.read()
		}
	case readMsg:
		return s.onRead(msg)
	default:
		return s.table.Update(msg)
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	svc := s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Dossiers(ctx)
		return readMsg{list, err}
	})
}

// onRead shows the choice. Where there is only one there is nothing to ask.
func (s *Screen) onRead(m readMsg) tea.Cmd {
	s.table.SetError(m.err)
	if m.err != nil {
		return nil
	}
	s.table.SetRows(m.list)
	if len(m.list) == 1 {
		return s.open(m.list[0])
	}
	return nil
}

func (s *Screen) open(d core.Dossier) tea.Cmd { return nav.Replace(place.Of(s.page.Kind, d.ID)) }

// Do carries out actions.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	if d, ok := s.table.Selected(); ok && inv.ID == take {
		return s.open(d), true
	}
	return s.table.Do(inv)
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// View paints the list.
func (s *Screen) View(r layout.Box) string { return s.table.View(s.theme, r) }
