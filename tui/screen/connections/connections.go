// Package connections lists the connections to Ponto and what can be done with one: add a bank, fetch accounts, authorize again, new
// credentials, the checklist, remove it.
package connections

import (
	"context"
	"strings"

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
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/picker"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of these pages.
const Kind = place.Connections

// service is what the screen needs; *app.Service has it.
type service interface {
	Connections(context.Context, core.DossierID) ([]app.ConnectionView, error)
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	Checklist(context.Context, core.ConnectionID) ([]app.Step, error)
	RemoveConnection(context.Context, core.ConnectionID) error
}

// Screen is the list.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	table *table.Model[app.ConnectionView, core.ConnectionID]
	gen   int
}

// New makes the list for a page: of one dossier, or of all.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	glyph := func(c app.ConnectionView) (theme.Token, string) { return t.Level(c.Status.Level) }
	return &Screen{page: p, svc: s, theme: t, table: table.New(table.Options[app.ConnectionView, core.ConnectionID]{
		Key:   func(c app.ConnectionView) core.ConnectionID { return c.ID },
		Empty: txtEmpty, EmptyHint: txtEmptyHint,
		Columns: []table.Column[app.ConnectionView]{
			{Title: "Status", Whole: true, Cell: func(c app.ConnectionView) string { _, g := glyph(c); return g + " " + c.Status.Word },
				Tone: func(c app.ConnectionView) theme.Token { tok, _ := glyph(c); return tok }},
			{Title: "Accounts", Whole: true, Align: table.Right, Cell: func(c app.ConnectionView) string { return words.Count(c.Accounts) }},
			{Title: "Dossier", Min: 12, Max: 30, Cell: func(c app.ConnectionView) string { return c.DossierName }},
			{Title: "By", Min: 12, Max: 32, Priority: 1, Cell: func(c app.ConnectionView) string { return doorName(c.Connection) }},
			{Title: "Organization", Fill: true, Min: 12, Cell: func(c app.ConnectionView) string { return c.Name }},
		},
	})}
}

func doorName(c core.Connection) string {
	name := txtCustom
	if c.Door == core.PontoConnect {
		name = txtConnect
	}
	if c.Sandbox {
		name += txtSimulator
	}
	return name
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return "Connections" }

type (
	readMsg struct {
		gen  int
		list []app.ConnectionView
		err  error
	}
	// accountsMsg brings the accounts of which one is to be authorized again.
	accountsMsg struct {
		list []app.AccountView
		err  error
	}
	stepsMsg struct {
		name  string
		steps []app.Step
		err   error
	}
	doMsg      struct{ action action.ID }
	renewMsg   struct{ account core.AccountID }
	removeMsg  struct{ id core.ConnectionID }
	removedMsg struct{ err error }
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Connections, "") || msg.Has(event.Accounts, "") || msg.Has(event.Feeds, "") {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	case accountsMsg:
		return s.onAccounts(msg)
	case stepsMsg:
		return s.onSteps(msg)
	case doMsg:
		cmd, _ := s.Do(action.Invoke{ID: msg.action})
		return cmd
	case renewMsg:
		return nav.Push(place.Renew(msg.account))
	case removeMsg:
		return s.remove(msg.id)
	case removedMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tea.Batch(s.read(), tui.Toast(txtRemoved))
	default:
		return s.table.Update(msg)
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	gen, svc, dossier := s.gen, s.svc, place.DossierOf(s.page)
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Connections(ctx, dossier)
		return readMsg{gen, list, err}
	})
}

func (s *Screen) onRead(m readMsg) {
	if m.err == nil {
		s.table.SetRows(m.list)
	}
	s.table.SetError(m.err)
}

// Do carries out actions on the connection under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == add {
		return nav.Push(place.Of(place.Setup, place.DossierOf(s.page))), true
	}
	c, ok := s.table.Selected()
	if !ok {
		return s.table.Do(inv)
	}
	switch inv.ID {
	case open:
		return s.menu(c), true
	case addBank:
		return nav.Push(place.Bank(c.ID)), true
	case fetchAccounts:
		return nav.Push(place.Choose(c.ID)), true
	case credentials:
		return nav.Push(place.Credentials(c.ID)), true
	case renew:
		return s.renew(c), true
	case checklist:
		return s.checklist(c), true
	case drop:
		return tui.Ask(confirm.Question{Title: say(txtRemoveTitle, c.Name), Text: []string{
			say(txtRemoveText, words.Plural(c.Accounts, "account", "accounts")), txtRemovePonto}, Yes: "Remove", No: "Keep"}, removeMsg{c.ID}), true
	}
	return s.table.Do(inv)
}

// menu lists what can be done with a connection.
func (s *Screen) menu(c app.ConnectionView) tea.Cmd {
	var items []picker.Item
	for _, d := range Actions() {
		if d.ID == open || d.ID == add {
			continue
		}
		items = append(items, picker.Item{ID: string(d.ID), Title: strings.ToUpper(d.Title[:1]) + d.Title[1:], Side: action.Label(d.Keys[0]), Detail: d.Help})
	}
	return tui.Choose(c.Name, items, func(id string) tea.Msg { return doMsg{action.ID(id)} })
}

// renew asks which account of the connection is authorized again.
func (s *Screen) renew(c app.ConnectionView) tea.Cmd {
	svc := s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		all, err := svc.Accounts(ctx, c.Dossier)
		var list []app.AccountView
		for _, a := range all {
			if a.Connection == c.ID && a.Connected {
				list = append(list, a)
			}
		}
		return accountsMsg{list, err}
	})
}

func (s *Screen) onAccounts(m accountsMsg) tea.Cmd {
	switch {
	case m.err != nil:
		return tui.Fail(m.err)
	case len(m.list) == 0:
		return tui.Warn(txtNoAccount)
	}
	items := make([]picker.Item, len(m.list))
	for i, a := range m.list {
		items[i] = picker.Item{ID: string(a.ID), Title: a.Bank.Name + "  " + a.Told(), Side: a.Status.Word, Detail: a.Status.Sentence}
	}
	return tui.Choose(txtWhichAccount, items, func(id string) tea.Msg { return renewMsg{core.AccountID(id)} })
}

func (s *Screen) checklist(c app.ConnectionView) tea.Cmd {
	svc := s.svc
	return tui.Work(txtChecking, func(ctx context.Context, _ tui.Post) tea.Msg {
		steps, err := svc.Checklist(ctx, c.ID)
		return stepsMsg{c.Name, steps, err}
	})
}

func (s *Screen) onSteps(m stepsMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	g := s.theme.Glyph
	var b strings.Builder
	for _, step := range m.steps {
		sign, word := g.Right, txtToDo
		switch {
		case !step.Known:
			sign, word = g.Unknown, txtUnseen
		case step.Done:
			sign, word = g.Good, txtDone
		}
		b.WriteString(sign + " " + layout.Left(word, 8) + step.Title + "\n" + layout.Spaces(10) + step.Help + "\n")
	}
	b.WriteString("\n" + txtUnseenMeans)
	return tui.Show(say(txtChecklistTitle, m.name), b.String())
}

func (s *Screen) remove(id core.ConnectionID) tea.Cmd {
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg { return removedMsg{svc.RemoveConnection(ctx, id)} })
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// View paints the list, and what the connection under the cursor says of itself: beside the list where there is room, else below.
func (s *Screen) View(r layout.Box) string {
	switch r.Shape() {
	case layout.Wide:
		boxes := r.Cols(layout.Fill(3), layout.Fixed(2), layout.Fill(2))
		return layout.Beside(s.table.View(s.theme, boxes[0]), layout.Fit("", boxes[1]), layout.FitLines(s.detail(boxes[2].W), boxes[2]))
	default:
		boxes := r.Rows(layout.Fill(1), layout.Fixed(6))
		return layout.Above(s.table.View(s.theme, boxes[0]), layout.FitLines(s.detail(boxes[1].W), boxes[1]))
	}
}

func (s *Screen) detail(w int) []string {
	c, ok := s.table.Selected()
	if !ok {
		return nil
	}
	tok, glyph := s.theme.Level(c.Status.Level)
	lines := []string{s.theme.Paint(theme.Border, strings.Repeat(s.theme.Glyph.H, w)),
		" " + s.theme.Paint(theme.Strong, layout.Cut(core.CleanText(c.Name)+" "+s.theme.Glyph.Dot+" "+doorName(c.Connection), w-1))}
	for i, l := range layout.Wrap(core.CleanText(strings.TrimSpace(c.Status.Sentence+" "+c.Status.Next)), w-4) {
		lead := "   "
		if i == 0 {
			lead = " " + s.theme.Paint(tok, glyph) + " "
		}
		lines = append(lines, lead+l)
	}
	return append(lines, " "+s.theme.Paint(theme.Dim, layout.Cut(c.API+" "+s.theme.Glyph.Dot+" since "+c.Created.Format("2 Jan 2006"), w-1)))
}
