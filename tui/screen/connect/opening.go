package connect

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/widget/choice"
	"ferry/tui/words"
)

// opening finds out what the page is about: which connection, and perhaps which open consent or account.
type opening struct {
	*Screen
	found   []app.ConnectionView
	ways    *choice.Model // when there are several connections
	missing bool          // the consent to resume is not open any more
	err     error
}

// openedMsg brings what the page is about.
type openedMsg struct {
	connections []app.ConnectionView
	flow        core.Authorization
	bank        app.InstitutionView
	missing     bool
	err         error
}

func (o *opening) stage() int { return 0 }

func (o *opening) enter() tea.Cmd {
	o.err = nil
	page, svc := o.page, o.svc
	return tui.Read(func(ctx context.Context) tea.Msg { return open(ctx, svc, page) })
}

// open reads what a page is about.
func open(ctx context.Context, svc service, page nav.Page) (m openedMsg) {
	var conn core.ConnectionID
	if id, ok := place.ConnectionOf(page); ok {
		conn = id
	}
	if id, ok := place.ChoiceOf(page); ok {
		conn = id
	}
	if id, ok := place.AccountOf(page); ok {
		a, err := svc.Account(ctx, id)
		if err != nil {
			return openedMsg{err: err}
		}
		conn, m.bank.Institution = a.Connection, a.Bank
	}
	if id, ok := place.FlowOf(page); ok {
		flows, err := svc.OpenAuthorizations(ctx)
		if err != nil {
			return openedMsg{err: err}
		}
		i := slices.IndexFunc(flows, func(a core.Authorization) bool { return a.ID == id })
		if m.missing = i < 0; !m.missing {
			m.flow, conn = flows[i], flows[i].Connection
		}
	}
	m.connections, m.err = svc.Connections(ctx, place.DossierOf(page))
	if conn != "" {
		m.connections = slices.DeleteFunc(m.connections, func(c app.ConnectionView) bool { return c.ID != conn })
	}
	if m.err == nil && m.flow.Institution != "" {
		m.bank, m.err = bankOf(ctx, svc, conn, m.flow.Institution)
	}
	return m
}

// bankOf finds an institution in a connection's directory.
func bankOf(ctx context.Context, svc service, conn core.ConnectionID, id core.InstitutionID) (app.InstitutionView, error) {
	all, err := svc.SearchInstitutions(ctx, conn, app.InstitutionQuery{})
	if i := slices.IndexFunc(all, func(b app.InstitutionView) bool { return b.ID == id }); i >= 0 {
		return all[i], nil
	}
	return app.InstitutionView{Institution: core.Institution{ID: id}}, err
}

func (o *opening) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case openedMsg:
		return o.onOpened(msg)
	case tui.Changed:
		if msg.All {
			return o.enter()
		}
	}
	return nil
}

func (o *opening) onOpened(m openedMsg) tea.Cmd {
	o.err, o.missing, o.found = m.err, m.missing, m.connections
	switch {
	case m.err != nil:
		return tui.Fail(m.err)
	case m.missing:
		return nil
	case len(m.connections) == 0:
		return nav.Replace(place.Of(place.Setup, place.DossierOf(o.page)))
	case len(m.connections) > 1:
		var options []choice.Option
		for _, c := range m.connections {
			options = append(options, choice.Option{ID: string(c.ID), Title: c.DossierName + " · " + c.Name,
				Detail: words.Plural(c.Accounts, "account", "accounts") + " connected. " + c.Status.Sentence})
		}
		o.ways = choice.New(options...)
		return nil
	}
	o.conn, o.flow, o.bank = m.connections[0], m.flow, m.bank
	if m.flow.Account != "" {
		o.purpose = renewing
	}
	return o.begin()
}

// begin goes to the first step of what the page is for.
func (o *opening) begin() tea.Cmd {
	switch {
	case o.purpose == choosingOnly:
		return o.restart(newChoosing(o.Screen, ""))
	case o.flow.ID != "" || o.purpose == renewing:
		return o.restart(newAuthorizing(o.Screen))
	}
	return o.restart(newSearching(o.Screen))
}

func (o *opening) do(inv action.Invoke) (tea.Cmd, bool) {
	if o.ways != nil && o.ways.Do(inv) {
		return nil, true
	}
	if inv.ID != nextStep {
		return nil, false
	}
	switch {
	case o.missing:
		return nav.Replace(nav.Page{Kind: Kind}), true
	case o.ways != nil:
		return nav.Replace(place.Bank(core.ConnectionID(o.ways.Selected().ID))), true
	case o.err != nil:
		return o.enter(), true
	}
	return nil, true
}

func (o *opening) scope() action.Scope {
	return action.Scope{Name: scopeStep, With: []action.Name{action.List}}
}

func (o *opening) lines(w, h int) []string {
	switch {
	case o.err != nil:
		what, next := words.Error(o.err)
		return paragraphs(w, what, next)
	case o.missing:
		return paragraphs(w, txtNoneToOpen, txtNoneToOpenHow)
	case o.ways != nil:
		return append([]string{txtWhichTitle, ""}, o.ways.Lines(o.theme, w, h-2)...)
	}
	return paragraphs(w, txtOpening)
}
