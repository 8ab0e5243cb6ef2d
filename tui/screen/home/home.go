// Package home is the first page: what needs a person, most urgent first, and the dossiers; before there is anything, what
// to begin with.
package home

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/choice"
	"ferry/tui/widget/table"
)

// Kind is the kind of this page.
const Kind = place.Home

// service is what the screen needs; *app.Service has it.
type service interface {
	Board(context.Context) (app.Board, error)
	Connections(context.Context, core.DossierID) ([]app.ConnectionView, error)
	CreateDossier(context.Context, string) (core.Dossier, error)
	Now(core.ConnectionID) time.Time
}

// Screen is the first page.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	gen   int
	err   error
	now   time.Time

	needs    *table.Model[need, string]
	dossiers *table.Model[app.DossierView, core.DossierID]
	below    bool          // the cursor is in the dossiers
	ways     *choice.Model // before there is an account; nil afterwards
	waiting  int           // lines that want an explanation
	demo     bool
	read     bool // something has been read: what is shown is true
}

// need is one row of what needs a person: something to mend, or a consent to go on with.
type need struct {
	app.Attention
	flow string // id of an open consent
}

func (n need) key() string {
	return n.flow + "|" + string(n.Dossier) + "|" + string(n.Account) + "|" + n.Title
}

// New makes the page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	return &Screen{page: p, svc: s, theme: t, needs: needsTable(t), dossiers: dossierTable(t)}
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return txtTitle }

type (
	readMsg struct {
		gen         int
		board       app.Board
		connections []app.ConnectionView
		now         time.Time
		err         error
	}
	nameMsg    struct{ name string }
	createdMsg struct {
		dossier core.Dossier
		err     error
	}
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened, tui.Shown:
		return s.look()
	case tui.Changed:
		if concerns(msg) {
			return s.look()
		}
	case readMsg:
		if msg.gen == s.gen {
			return s.onRead(msg)
		}
	case nameMsg:
		return s.create(msg.name)
	case createdMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tea.Batch(s.look(), tui.Toast(say(txtCreated, msg.dossier.Name)))
	default:
		return tea.Batch(s.needs.Update(msg), s.dossiers.Update(msg))
	}
	return nil
}

func (s *Screen) look() tea.Cmd {
	s.gen++
	gen, svc := s.gen, s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := readMsg{gen: gen}
		if m.board, m.err = svc.Board(ctx); m.err != nil {
			return m
		}
		m.connections, m.err = svc.Connections(ctx, "")
		var conn core.ConnectionID
		if len(m.connections) > 0 {
			conn = m.connections[0].ID
		}
		m.now = svc.Now(conn)
		return m
	})
}

func (s *Screen) onRead(m readMsg) tea.Cmd {
	s.needs.SetError(m.err)
	s.dossiers.SetError(m.err)
	s.err = m.err
	if m.err != nil {
		return nil
	}
	s.now = m.now
	first := !s.read
	s.read = true
	s.dossiers.SetRows(m.board.Dossiers)
	needs := s.list(m.board)
	s.needs.SetRows(needs)
	accounts := 0
	s.waiting = 0
	for _, d := range m.board.Dossiers {
		accounts += d.Accounts
		s.waiting += d.Open
	}
	s.welcome(accounts, m.connections, len(m.board.Resumable) > 0)
	if first || len(needs) == 0 {
		s.focus(len(needs) == 0)
	}
	return nil
}

// focus gives the keys to the upper or the lower list.
func (s *Screen) focus(below bool) {
	s.below = below
	s.needs.SetFocus(!below)
	s.dossiers.SetFocus(below)
}

// list puts open consents before what is wrong: they are one key away from being finished.
func (s *Screen) list(b app.Board) []need {
	var list []need
	for _, r := range b.Resumable {
		bank := r.Bank.Name
		if bank == "" {
			bank = txtSomeBank
		}
		list = append(list, need{flow: r.ID, Attention: app.Attention{Title: r.DossierName + " · " + bank, Status: app.Status{
			Level: core.Warning, Word: txtUnfinished, Sentence: txtResume + ". " + say(txtResumeAt, bank, r.Started.In(s.now.Location()).Format("15:04")), Next: txtResumeNext}}})
	}
	for _, a := range b.Attention {
		list = append(list, need{Attention: a})
	}
	return list
}

// welcome shows what to begin with while no account is read and nothing is half done.
func (s *Screen) welcome(accounts int, connections []app.ConnectionView, halfDone bool) {
	if accounts > 0 || halfDone {
		s.ways = nil
		return
	}
	s.demo = len(connections) > 0 && connections[0].Sandbox
	var options []choice.Option
	if len(connections) > 0 {
		options = append(options, choice.Option{ID: wayBank, Title: txtAddBank, Key: "c", Detail: txtAddBankMore},
			choice.Option{ID: waySetUp, Title: txtSetUpOther, Detail: txtSetUpMore})
	} else {
		options = append(options, choice.Option{ID: waySetUp, Title: txtSetUp, Detail: txtSetUpMore},
			choice.Option{ID: wayTry, Title: txtTry, Detail: txtTryMore})
	}
	options = append(options, choice.Option{ID: wayHelp, Title: txtHelp, Detail: txtHelpMore})
	at := ""
	if s.ways != nil {
		at = s.ways.Selected().ID
	}
	s.ways = choice.New(options...)
	s.ways.Select(at)
}

// Ways to begin.
const (
	wayBank  = "bank"
	waySetUp = "setup"
	wayTry   = "try"
	wayHelp  = "help"
)

// Do carries out actions on the row under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case newDossier:
		return tui.Prompt(txtNewTitle, txtNewHelp, "", func(name string) tea.Msg { return nameMsg{name} }), true
	case action.Reload:
		return s.look(), true
	}
	if s.ways != nil {
		if inv.ID == open {
			return s.begin(s.ways.Selected().ID), true
		}
		return nil, s.ways.Do(inv)
	}
	switch inv.ID {
	case open:
		return s.open(), true
	case otherPane:
		s.focus(!s.below && s.dossiers.Len() > 0 || s.needs.Len() == 0)
		return nil, true
	case place.GoReconcile, place.GoItems, place.GoRules, place.GoChart, place.GoLimits: // books are always those of one dossier
		if d, ok := s.dossiers.Selected(); ok && s.below {
			return place.Stay(d.ID, inv)
		}
		return nil, false
	}
	return s.move(inv)
}

// move goes through both lists as if they were one.
func (s *Screen) move(inv action.Invoke) (tea.Cmd, bool) {
	switch {
	case inv.ID == action.Down && !s.below && s.needs.Rank() == s.needs.Len()-1 && s.dossiers.Len() > 0:
		s.focus(true)
		return nil, true
	case inv.ID == action.Up && s.below && s.dossiers.Rank() == 0 && s.needs.Len() > 0:
		s.focus(false)
		return s.needs.Do(action.Invoke{ID: action.Last})
	case s.below:
		return s.dossiers.Do(inv)
	}
	return s.needs.Do(inv)
}

func (s *Screen) begin(way string) tea.Cmd {
	switch way {
	case wayBank:
		return nav.Push(place.Of(place.Connect, ""))
	case waySetUp:
		return nav.Push(place.Of(place.Setup, ""))
	case wayTry:
		return tui.Show(txtTry, txtTryMore)
	}
	return tui.Show(txtHelp, txtAbout)
}

// open goes where the row under the cursor is mended, or into the dossier.
func (s *Screen) open() tea.Cmd {
	if s.below {
		d, ok := s.dossiers.Selected()
		if !ok {
			return nil
		}
		return s.enter(d)
	}
	n, ok := s.needs.Selected()
	if !ok {
		return nil
	}
	if n.flow != "" {
		return nav.Push(place.Resume(n.flow))
	}
	if n.Account != "" {
		if n.Action == app.ActionReauthorize {
			return nav.Push(place.Renew(n.Account))
		}
		return nav.Push(place.Account(n.Account))
	}
	return s.mend(n.Action, n.Dossier)
}

func (s *Screen) enter(d app.DossierView) tea.Cmd {
	if d.Accounts == 0 && d.Status.Action != "" {
		return s.mend(d.Status.Action, d.ID)
	}
	return nav.Push(place.Of(place.Accounts, d.ID))
}

// mend opens the page on which a dossier's trouble is mended.
func (s *Screen) mend(what string, dossier core.DossierID) tea.Cmd {
	switch what {
	case app.ActionConnect:
		return nav.Push(place.Of(place.Setup, dossier))
	case app.ActionAuthorize:
		return nav.Push(place.Of(place.Connect, dossier))
	case app.ActionCredentials, app.ActionAccounts:
		return nav.Push(place.Of(place.Connections, dossier))
	}
	return nav.Push(place.Of(place.Accounts, dossier))
}

func (s *Screen) create(name string) tea.Cmd {
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg {
		d, err := svc.CreateDossier(ctx, name)
		return createdMsg{d, err}
	})
}

// Offers the reconciliation where lines want one.
func (s *Screen) Offers(id action.ID) bool {
	return id == place.GoReconcile && s.ways == nil && s.waiting > 0
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// concerns reports whether a change is about anything on this page.
func concerns(c tui.Changed) bool {
	for _, topic := range []event.Topic{event.Dossiers, event.Connections, event.Accounts, event.Feeds, event.Books} {
		if c.Has(topic, "") {
			return true
		}
	}
	return false
}
