// Package consents is the board of all consents, over all dossiers: which one ends first, when, and who must act.
package consents

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
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of these pages.
const Kind = place.Consents

// service is what the screen needs; *app.Service has it.
type service interface {
	Consents(ctx context.Context, within int) ([]app.ConsentView, error)
	RenewalMessage(ctx context.Context, account core.AccountID, language string) (string, error)
	Now(core.ConnectionID) time.Time
}

// Screen is the board.
type Screen struct {
	page   nav.Page
	svc    service
	theme  *theme.Theme
	table  *table.Model[app.ConsentView, core.AccountID]
	now    time.Time
	gen    int
	title  string
	urgent int     // consents that need somebody now
	letter *letter // nil unless the message to a client is open
}

// New makes the board for a page: of all dossiers, or of one.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, svc: s, theme: t, title: txtTitle}
	sc.table = table.New(table.Options[app.ConsentView, core.AccountID]{
		Key:     func(c app.ConsentView) core.AccountID { return c.ID },
		Columns: sc.columns(), Empty: txtEmpty, EmptyHint: txtEmptyHint,
	})
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return s.title }

type readMsg struct {
	gen  int
	list []app.ConsentView
	now  time.Time
	err  error
}

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Accounts, "") || msg.Has(event.Feeds, "") || msg.Has(event.Dossiers, "") || msg.Has(event.Connections, "") {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	case letterMsg:
		return s.onLetter(msg)
	default:
		return s.table.Update(msg)
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	gen, svc, dossier := s.gen, s.svc, place.DossierOf(s.page)
	return tui.Read(func(ctx context.Context) tea.Msg {
		all, err := svc.Consents(ctx, -1)
		m := readMsg{gen: gen, err: err, now: svc.Now("")}
		for i, c := range all {
			if i == 0 {
				m.now = svc.Now(c.Connection)
			}
			if dossier == "" || c.Dossier == dossier {
				m.list = append(m.list, c)
			}
		}
		return m
	})
}

func (s *Screen) onRead(m readMsg) {
	s.table.SetError(m.err)
	if m.err != nil {
		return
	}
	s.now, s.urgent = m.now, 0
	for _, c := range m.list {
		if needsSomebody(c.Consent.State) {
			s.urgent++
		}
	}
	s.table.SetRows(m.list)
	if place.DossierOf(s.page) != "" && len(m.list) > 0 {
		s.title = core.CleanText(m.list[0].DossierName) + ": consents"
	}
}

// Account is the account under the cursor: a synchronization is about it alone.
func (s *Screen) Account() (core.AccountID, bool) {
	c, ok := s.table.Selected()
	return c.ID, ok
}

// Scope says what keys mean: those of the message while it is open, else those of the board.
func (s *Screen) Scope() action.Scope {
	if s.letter != nil {
		return action.Scope{Name: reading, With: []action.Name{action.Read}, State: s}
	}
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// Do carries out actions on the account under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	if s.letter != nil {
		return s.doLetter(inv)
	}
	c, ok := s.table.Selected()
	if !ok {
		return s.table.Do(inv)
	}
	switch inv.ID {
	case open:
		return nav.Push(place.Account(c.ID)), true
	case renew:
		return nav.Push(place.Renew(c.ID)), true
	case message:
		return s.readLetter(c.ID, languages[0]), true
	}
	return s.table.Do(inv)
}

// View paints how all consents stand, the list, and the one under the cursor; or the message to a client.
func (s *Screen) View(r layout.Box) string {
	if s.letter != nil {
		return s.viewLetter(r)
	}
	boxes := r.Rows(layout.Fixed(1), layout.Fill(1))
	list := func(b layout.Box) string { return s.table.View(s.theme, b) }
	c, ok := s.table.Selected()
	if !ok {
		return layout.Above(layout.Fit("", boxes[0]), list(boxes[1]))
	}
	return layout.Above(layout.Fit(s.summary(r.W), boxes[0]), s.detail(c).Beside(s.theme, boxes[1], list))
}

// summary counts what needs somebody: the list is sorted, so that such consents are at its top.
func (s *Screen) summary(w int) string {
	if s.urgent == 0 {
		return s.theme.Paint(theme.Good, layout.Cut(" "+s.theme.Glyph.Good+" "+txtAllFine, w))
	}
	text := words.Plural(s.urgent, "consent needs", "consents need") + " somebody now; " + words.Count(s.table.Len()-s.urgent) + " can wait."
	return s.theme.Paint(theme.Warn, layout.Cut(" "+s.theme.Glyph.Warn+" "+text, w))
}

// needsSomebody reports whether a consent ends within two weeks, or has ended.
func needsSomebody(state core.ConsentState) bool {
	switch state {
	case core.ConsentWarning, core.ConsentCritical, core.ConsentExpired, core.ConsentWithdrawn:
		return true
	}
	return false
}
