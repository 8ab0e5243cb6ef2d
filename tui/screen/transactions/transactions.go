// Package transactions shows the bank lines: of all dossiers, of one, or of one account, however many there are.
package transactions

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
	"ferry/tui/widget/input"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of these pages.
const Kind = place.Transactions

// service is what the screen needs; *app.Service has it.
type service interface {
	Open(context.Context, core.Query) (core.Listing, error)
	Line(context.Context, core.AccountID, core.LineNo) (app.LineDetail, error)
	Raw(context.Context, core.AccountID, core.LineNo) ([]byte, error)
	SetNote(context.Context, core.AccountID, core.LineNo, string) error
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	Settings(context.Context) (core.Settings, error)
	Now(core.ConnectionID) time.Time
}

// Screen is the list.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	table *table.Model[core.Line, table.LineKey]

	accounts  map[core.AccountID]app.AccountView
	short     map[core.AccountID]string // where several are in view
	now       time.Time
	developer bool

	// The filter. field is nil unless the user types in it; month is the first day of the month shown, zero for all.
	text    string
	field   *input.Model
	month   core.Date
	pending bool
	wanted  filter // of the list that was asked for last
	shown   filter // of the list that is shown
	totals  core.Totals
	whole   int // lines without the filter; -1: must be counted
	fault   error

	read   generation // of the list
	line   generation // of the detail
	detail app.LineDetail
}

// generation numbers what was asked for, so that a late answer is known for one.
type generation int

// New makes the list for a page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, svc: s, theme: t, pending: true, whole: -1}
	sc.wanted, sc.shown = sc.filter(), sc.filter()
	sc.table = table.New(table.Options[core.Line, table.LineKey]{
		Key: keyOf, Columns: sc.columns(), Tone: tone, Empty: txtEmpty, EmptyHint: txtEmptyHint,
	})
	return sc
}

// keyOf is the identity of a line. Announced lines have no number of their own before they are booked.
func keyOf(l core.Line) table.LineKey { return table.KeyOfLine(l) }

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb: whose lines these are, once that is read.
func (s *Screen) Title() string {
	if id, ok := place.AccountOf(s.page); ok {
		if a, ok := s.accounts[id]; ok {
			return core.CleanText(a.Bank.Name) + " " + a.Told()
		}
	}
	if d := place.DossierOf(s.page); d != "" {
		for _, a := range s.accounts {
			if a.Dossier == d {
				return core.CleanText(a.DossierName) + ": transactions"
			}
		}
	}
	return txtTitle
}

type (
	accountsMsg struct {
		list      []app.AccountView
		now       time.Time
		developer bool
		err       error
	}
	// listMsg brings a listing, or why the filter finds none.
	listMsg struct {
		gen     generation
		filter  filter
		listing core.Listing
		whole   int
		err     error
	}
	typedMsg  struct{ gen generation } // the user stopped typing
	restedMsg struct{ gen generation } // the cursor stopped moving
	lineMsg   struct {
		gen    generation
		detail app.LineDetail
		show   bool
		err    error
	}
	rawMsg struct {
		text []byte
		err  error
	}
	noteMsg struct {
		key  table.LineKey
		text string
	}
	notedMsg struct{ err error }
	copyMsg  struct{ what, text string }
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return tea.Batch(s.readAccounts(), s.list())
	case tui.Changed:
		return s.changed(msg)
	case accountsMsg:
		s.onAccounts(msg)
	case listMsg:
		if msg.gen == s.read {
			return s.onList(msg)
		}
	case typedMsg:
		if msg.gen == s.read {
			return s.list()
		}
	case action.Key:
		return s.typed(msg)
	case restedMsg:
		if msg.gen == s.line {
			return s.readLine(false)
		}
	case lineMsg:
		if msg.gen == s.line {
			return s.onLine(msg)
		}
	case rawMsg:
		return s.onRaw(msg)
	case noteMsg:
		return s.setNote(msg)
	case notedMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tui.Toast(txtNoteSaved)
	case copyMsg:
		return tui.Copy(msg.what, msg.text)
	default:
		return tea.Batch(s.table.Update(msg), s.rest())
	}
	return nil
}

// changed reads again what became old; the table keeps the user's place.
func (s *Screen) changed(m tui.Changed) tea.Cmd {
	var cmds []tea.Cmd
	if m.Has(event.Accounts, "") || m.Has(event.Settings, "") || m.Has(event.Feeds, "") {
		cmds = append(cmds, s.readAccounts())
	}
	scope := ""
	if id, ok := place.AccountOf(s.page); ok {
		scope = string(id)
	}
	if m.Has(event.Transactions, scope) {
		s.whole = -1
		s.detail = app.LineDetail{}
		cmds = append(cmds, s.list())
	}
	return tea.Batch(cmds...)
}

// readAccounts reads the names of the accounts, what the page is called, and how to show the lines.
func (s *Screen) readAccounts() tea.Cmd {
	svc, dossier := s.svc, place.DossierOf(s.page)
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Accounts(ctx, dossier)
		if err != nil {
			return accountsMsg{err: err}
		}
		set, err := svc.Settings(ctx)
		m := accountsMsg{list: list, developer: set.DeveloperMode, err: err, now: svc.Now("")}
		return m
	})
}

func (s *Screen) onAccounts(m accountsMsg) {
	if m.err != nil {
		s.table.SetError(m.err)
		return
	}
	s.accounts = make(map[core.AccountID]app.AccountView, len(m.list))
	var inView []words.Named
	one, single := place.AccountOf(s.page)
	for _, a := range m.list {
		s.accounts[a.ID] = a
		if !single || a.ID == one {
			inView = append(inView, words.Named{Account: a.Account, Bank: a.Bank.Name})
		}
	}
	s.short = words.Short(inView)
	s.table.SetColumns(s.columns())
	s.now, s.developer = m.now, m.developer
	s.stale()
}
