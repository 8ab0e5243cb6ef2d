// Package accounts lists the bank accounts with what a bookkeeper must know of each: whether its lines arrive, its balance,
// how long its consent lasts.
package accounts

import (
	"context"
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
	"ferry/tui/widget/picker"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of these pages.
const Kind = place.Accounts

// service is what the screen needs; *app.Service has it.
type service interface {
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	Now(core.ConnectionID) time.Time
}

// Screen is the list.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	table *table.Model[app.AccountView, core.AccountID]
	now   time.Time
	first core.AccountID // where the cursor goes once the list is there
	title string
	gen   int
}

// New makes the list for a page: of all dossiers, of one, or with the cursor on one account.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, svc: s, theme: t, title: "Accounts"}
	sc.first, _ = place.AccountOf(p)
	sc.table = table.New(table.Options[app.AccountView, core.AccountID]{
		Key:     func(a app.AccountView) core.AccountID { return a.ID },
		Columns: sc.columns(), Empty: txtEmpty, EmptyHint: txtEmptyHint,
	})
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb: the dossier's name where the page is about one.
func (s *Screen) Title() string { return s.title }

type (
	readMsg struct {
		gen  int
		list []app.AccountView
		now  time.Time
		err  error
	}
	copyMsg struct{ what, text string }
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Accounts, "") || msg.Has(event.Feeds, "") || msg.Has(event.Transactions, "") || msg.Has(event.Dossiers, "") || msg.Has(event.Connections, "") {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			return s.onRead(msg)
		}
	case copyMsg:
		return tui.Copy(msg.what, msg.text)
	default:
		return s.table.Update(msg)
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	gen, svc, dossier := s.gen, s.svc, place.DossierOf(s.page)
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Accounts(ctx, dossier)
		m := readMsg{gen: gen, list: list, err: err}
		conn := core.ConnectionID("")
		if len(list) > 0 {
			conn = list[0].Connection
		}
		m.now = svc.Now(conn)
		return m
	})
}

func (s *Screen) onRead(m readMsg) tea.Cmd {
	s.table.SetError(m.err)
	if m.err != nil {
		return nil
	}
	s.now = m.now
	s.table.SetRows(m.list)
	if dossier := place.DossierOf(s.page); dossier != "" && len(m.list) > 0 {
		s.title = core.CleanText(m.list[0].DossierName) + ": accounts"
	}
	if first := s.first; first != "" {
		s.first = ""
		return s.table.Select(first)
	}
	return nil
}

// Account is the account under the cursor: a synchronization is about it alone.
func (s *Screen) Account() (core.AccountID, bool) {
	a, ok := s.table.Selected()
	return a.ID, ok
}

// Do carries out actions on the account under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	a, ok := s.table.Selected()
	if !ok {
		return s.table.Do(inv)
	}
	switch inv.ID {
	case open:
		return nav.Push(place.Lines(a.ID)), true
	case show:
		d := s.detail(a)
		return tui.Show(d.Title(), d.Text()), true
	case renew:
		return nav.Push(place.Renew(a.ID)), true
	case mend:
		return nav.Push(place.Trouble{Action: a.Status.Action, Dossier: a.Dossier, Connection: a.Connection, Account: a.ID}.Mend()), true
	case copyID:
		return copyMenu(a), true
	}
	return s.table.Do(inv)
}

func copyMenu(a app.AccountView) tea.Cmd {
	texts := map[string]string{txtNumber: core.CleanText(a.Reference), txtRequest: a.Feed.RequestID}
	if a.BalanceKnown {
		texts[txtBalance] = a.CurrentBalance.String()
	}
	var items []picker.Item
	for _, what := range []string{txtNumber, txtBalance, txtRequest} {
		if texts[what] != "" {
			items = append(items, picker.Item{ID: what, Title: words.Sentence(what), Side: texts[what]})
		}
	}
	return tui.Choose(txtCopy, items, func(what string) tea.Msg { return copyMsg{what, texts[what]} })
}

// Offers the reconciliation where the account under the cursor has lines.
func (s *Screen) Offers(id action.ID) bool {
	a, ok := s.table.Selected()
	return ok && id == place.GoReconcile && a.Stats.Lines > 0
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// View paints the list and the account under the cursor.
func (s *Screen) View(r layout.Box) string {
	list := func(b layout.Box) string { return s.table.View(s.theme, b) }
	a, ok := s.table.Selected()
	if !ok {
		return list(r)
	}
	return s.detail(a).Beside(s.theme, r, list)
}
