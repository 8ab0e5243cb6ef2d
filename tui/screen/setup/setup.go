// Package setup makes a connection to Ponto: choose the door, type what Ponto's site gave, test it, save it. It also takes new
// credentials for a connection that is there.
package setup

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/choice"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// Kind is the kind of these pages.
const Kind = place.Setup

// service is what the screen needs; *app.Service has it.
type service interface {
	Dossiers(context.Context) ([]core.Dossier, error)
	Connections(context.Context, core.DossierID) ([]app.ConnectionView, error)
	SimulatorCredentials(core.DossierID, core.Door) (app.Credentials, bool)
	TestCredentials(context.Context, app.Credentials) (app.TestResult, error)
	Connect(context.Context, app.Credentials) (core.Connection, error)
	UpdateCredentials(context.Context, core.ConnectionID, app.Credentials) error
}

// stage is how far the set-up has come.
type stage uint8

const (
	reading stage = iota
	doors         // which door
	typing        // the form of a door
	tested        // the credentials work: the checklist
)

// Screen is the set-up.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme

	stage    stage
	dossiers []core.Dossier
	old      *app.ConnectionView // whose credentials are replaced
	doors    *choice.Model
	forms    map[string]*form.Model // by door; what was typed stays while the user looks at another one
	door     string
	gen      int // of the test under way

	credentials app.Credentials // as tested
	result      app.TestResult
	ways        *choice.Model // after the test
	err         error
}

// The doors of the first page.
const (
	simulator        = "simulator"
	simulatorConnect = "simulator-connect"
	custom           = "custom"
	connect          = "connect"
)

// New makes the set-up for a page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	return &Screen{page: p, svc: s, theme: t, forms: make(map[string]*form.Model)}
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string {
	if _, ok := place.ConnectionOf(s.page); ok {
		return txtTitleUpdate
	}
	return txtTitle
}

type (
	readMsg struct {
		dossiers []core.Dossier
		old      *app.ConnectionView
		err      error
	}
	testedMsg struct {
		gen         int
		credentials app.Credentials
		result      app.TestResult
		err         error
	}
	savedMsg struct {
		conn core.Connection
		err  error
	}
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.All && s.err != nil {
			return s.read()
		}
	case readMsg:
		return s.onRead(msg)
	case testedMsg:
		if msg.gen == s.gen {
			return s.onTested(msg)
		}
	case savedMsg:
		return s.onSaved(msg)
	case action.Key:
		if s.stage == typing {
			s.form().Key(msg)
		}
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	svc, page := s.svc, s.page
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := readMsg{}
		if m.dossiers, m.err = svc.Dossiers(ctx); m.err != nil {
			return m
		}
		id, ok := place.ConnectionOf(page)
		if !ok {
			return m
		}
		all, err := svc.Connections(ctx, "")
		m.err = err
		for _, c := range all {
			if c.ID == id {
				m.old = &c
			}
		}
		if m.old == nil && m.err == nil {
			m.err = &core.Error{Code: core.CodeNotFound, Msg: txtNoConnection, Hint: txtNoConnectionHint}
		}
		return m
	})
}

func (s *Screen) onRead(m readMsg) tea.Cmd {
	if s.err = m.err; m.err != nil {
		return tui.Fail(m.err)
	}
	s.dossiers, s.old = m.dossiers, m.old
	if m.old != nil {
		s.door = map[core.Door]string{core.CustomIntegration: custom, core.PontoConnect: connect}[m.old.Door]
		s.stage = typing
		return nil
	}
	var options []choice.Option
	if _, ok := s.svc.SimulatorCredentials("", core.CustomIntegration); ok {
		options = append(options, choice.Option{ID: simulator, Title: txtSimulator, Detail: txtSimulatorAbout},
			choice.Option{ID: simulatorConnect, Title: txtSimulatorConnect, Detail: txtSimulatorConnectAbout})
	}
	s.doors = choice.New(append(options, choice.Option{ID: custom, Title: txtCustom, Detail: txtCustomAbout},
		choice.Option{ID: connect, Title: txtConnect, Detail: txtConnectAbout})...)
	s.stage = doors
	return nil
}

// form is the form of the chosen door, made when it is first needed.
func (s *Screen) form() *form.Model {
	if s.forms[s.door] == nil {
		s.forms[s.door] = s.newForm()
	}
	return s.forms[s.door]
}

// Do carries out actions; back goes from the test to the form, from the form to the doors.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == action.Back {
		return tui.CancelWork(), s.back() // a test that runs is of no interest any more
	}
	switch s.stage {
	case doors:
		if inv.ID == goOn {
			return s.enter(), true
		}
		return nil, s.doors.Do(inv)
	case typing:
		switch s.form().Do(inv) {
		case form.Submitted:
			return s.submit(), true
		case form.Nothing:
			return nil, false
		}
		return nil, true
	case tested:
		if inv.ID == goOn {
			return s.decide(), true
		}
		return nil, s.ways.Do(inv)
	}
	return nil, false
}

func (s *Screen) back() bool {
	switch {
	case s.stage == tested && (s.door == custom || s.door == connect):
		s.stage = typing
	case s.stage == tested || s.stage == typing && s.old == nil:
		s.stage = doors
	default:
		return false
	}
	s.gen++
	return true
}

// enter goes through the door under the cursor. The simulator's need nothing to be typed.
func (s *Screen) enter() tea.Cmd {
	s.door = s.doors.Selected().ID
	switch s.door {
	case custom, connect:
		s.stage = typing
		return nil
	}
	door := core.CustomIntegration
	if s.door == simulatorConnect {
		door = core.PontoConnect
	}
	c, _ := s.svc.SimulatorCredentials(s.dossier(), door)
	return s.test(c)
}

// dossier is the one that the connection is made in; empty: a new one is made, named after the organization. With the
// simulator the first dossier will do.
func (s *Screen) dossier() core.DossierID {
	if id := place.DossierOf(s.page); id != "" || len(s.dossiers) == 0 {
		return id
	}
	return s.dossiers[0].ID
}

func (s *Screen) test(c app.Credentials) tea.Cmd {
	s.gen++
	gen, svc := s.gen, s.svc
	return tui.Work(txtTesting, func(ctx context.Context, _ tui.Post) tea.Msg {
		result, err := svc.TestCredentials(ctx, c)
		return testedMsg{gen, c, result, err}
	})
}

func (s *Screen) onTested(m testedMsg) tea.Cmd {
	if m.err != nil {
		if s.stage == typing {
			s.complain(m.err)
			return nil
		}
		return tui.Fail(m.err)
	}
	s.credentials, s.result = m.credentials, m.result
	s.ways = choice.New(choice.Option{ID: "save", Title: txtSave, Detail: txtSaveAbout}, choice.Option{ID: "again", Title: txtTestAgain})
	s.stage = tested
	return tui.Fail(nil)
}

// complain puts an error where it belongs: refused credentials beside the secret, all else on top.
func (s *Screen) complain(err error) {
	what, next := words.Error(err)
	field := ""
	if core.CodeOf(err) == core.CodeAuth {
		field = fieldSecret
	}
	s.form().SetError(field, what+" "+next)
}

func (s *Screen) decide() tea.Cmd {
	if s.ways.Selected().ID != "save" {
		return s.test(s.credentials)
	}
	svc, c, old := s.svc, s.credentials, s.old
	return tui.Work(txtSaving, func(ctx context.Context, _ tui.Post) tea.Msg {
		if old != nil {
			return savedMsg{old.Connection, svc.UpdateCredentials(ctx, old.ID, c)}
		}
		conn, err := svc.Connect(ctx, c)
		return savedMsg{conn, err}
	})
}

// onSaved goes on to the first bank, or to the choice among the accounts that are authorized already.
func (s *Screen) onSaved(m savedMsg) tea.Cmd {
	switch {
	case m.err != nil:
		return tui.Fail(m.err)
	case s.old != nil:
		return tea.Batch(tui.Toast(txtUpdated), nav.Done())
	case s.result.Accounts > 0:
		return nav.Replace(place.Choose(m.conn.ID))
	}
	return nav.Replace(place.Bank(m.conn.ID))
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	if s.stage == typing {
		return action.Scope{Name: scopeForm, With: []action.Name{action.Form}, Text: s.form().Typing()}
	}
	return action.Scope{Name: scopeSetup, With: []action.Name{action.List}}
}

// View paints the stage.
func (s *Screen) View(r layout.Box) string {
	const margin, maxWidth = 2, 100
	in := layout.Box{W: min(r.W-2*margin, maxWidth), H: r.H - 1}
	lines := []string{""}
	for _, l := range s.lines(in.W, in.H) {
		lines = append(lines, layout.Spaces(margin)+l)
	}
	return layout.FitLines(lines, r)
}
