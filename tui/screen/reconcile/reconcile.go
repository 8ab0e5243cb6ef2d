// Package reconcile is the bookkeeper's day: the bank lines that want an explanation on one side, what explains the one under
// the cursor on the other, and a key for each thing that can be done about it.
package reconcile

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
const Kind = place.Reconcile

// service is what the screen needs; *app.Service has it.
type service interface {
	reading
	Accept(context.Context, core.LineKey, core.Explanation) (core.Done, error)
	AcceptAll(context.Context, []core.LineKey) (core.Done, error)
	AcceptSafe(context.Context, app.SafePreview) (core.Done, error)
	Reject(context.Context, core.LineKey, core.Explanation) (core.Done, error)
	Settle(context.Context, app.Hand) (core.Done, error)
	Code(context.Context, []core.LineKey, []app.Coding) (core.Done, error)
	Unmatch(context.Context, core.DossierID, []uint64) (core.Done, error)
	MarkCheck(context.Context, []core.LineKey, bool) (core.Done, error)
	NoteLines(context.Context, []core.LineKey, string) (core.Done, error)
	NextUndo(context.Context, core.DossierID) (next core.Done, reconciles bool, err error)
	Undo(context.Context, core.DossierID) (core.Done, error)
	Redo(context.Context, core.DossierID) (core.Done, error)
	SetLock(context.Context, core.AccountID, core.Date, string) error
}

// reading is the half of the service that changes nothing.
type reading interface {
	Open(context.Context, core.Query) (core.Listing, error)
	Line(context.Context, core.AccountID, core.LineNo) (app.LineDetail, error)
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	States(context.Context, []core.LineKey) ([]core.LineState, error)
	Outlooks(context.Context, []core.LineKey) ([]app.Outlook, error)
	Proposals(context.Context, core.DossierID) (app.ProposalsState, error)
	Standing(context.Context, core.DossierID) (app.Standing, error)
	Proposal(context.Context, core.LineKey) (core.Proposal, error)
	Safe(context.Context, core.Query) (app.SafePreview, error)
	PreviewHand(context.Context, app.Hand) (app.HandView, error)
	Match(context.Context, core.DossierID, uint64) (core.Match, error)
	Matches(context.Context, core.DossierID, uint64, int) ([]core.Match, error)
	Months(context.Context, core.DossierID, core.Date, core.Date) ([]core.MonthProgress, error)
	LockPreview(context.Context, core.AccountID, core.Date) (open, ofMonth int, err error)
	Locks(context.Context) (map[core.AccountID]core.Lock, error)
	Items(context.Context, core.DossierID, app.ItemQuery) ([]app.ItemView, error)
	Chart(context.Context, core.DossierID) ([]core.LedgerAccount, error)
	Now(core.ConnectionID) time.Time
}

// Screen is the page.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	table *table.Model[row, core.LineKey]

	// What the page is about, once that is known.
	dossier  core.DossierID
	accounts map[core.AccountID]app.AccountView
	order    []core.AccountID // those in view
	names    map[core.AccountID]string
	short    map[core.AccountID]string // for the column of those in view
	frame
	now time.Time

	// The list: view says which lines, field is nil unless the user types in it, month is the first day of the month
	// shown, zero for all.
	view    view
	text    string
	field   *input.Model
	from    core.LineKey // the line under the cursor when the search began
	month   core.Date
	list    rows
	totals  core.Totals
	fault   error
	arrived int // lines that came since the user last looked at the top
	before  int // open lines of the months before the one that is shown
	months  map[core.Date][]core.MonthProgress
	engine  app.ProposalsState

	// What explains the line under the cursor.
	told   told
	pick   int        // the candidate under the cursor
	sight  sight      // which of them are on the screen
	front  bool       // the keys are the explanation's
	moved  bool       // there the user chose a candidate with the arrows
	due    bool       // the list is to be read again when they no longer are
	asking bool       // it is being read
	scene  generation // of the list
	shown  shown
	why    generation // of the explanation

	// What is done in steps of its own; nil when it is not.
	hand  *hand
	split *split
	safe  *safe

	again    *repeat // the last act, for doing it once more; nil: it makes no sense on another line
	last     string  // what it was
	deeds    deeds
	recent   []string // ledger accounts used last, newest first
	recalled bool     // also those of earlier days

	refused bool    // the last act was: there is nothing of it to take back
	writing bool    // an act is under way: what it leaves behind comes with it
	missed  bool    // and something else has become old meanwhile
	holding bool    // a list or a line is read that the next key is meant for
	eager   *repeat // the line is to be accepted as soon as it is known what explains it
}

// generation numbers what was asked for, so that a late answer is known for one.
type generation int

// New makes the page of a dossier or of an account.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, svc: s, theme: t, view: viewOpen, dossier: place.DossierOf(p), months: make(map[core.Date][]core.MonthProgress)}
	sc.table = table.New(table.Options[row, core.LineKey]{Key: keyOf, Columns: sc.columns(), Tone: tone, Choose: true, Empty: txtEmpty, EmptyHint: txtEmptyHint})
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb: what is reconciled, once that is read.
func (s *Screen) Title() string {
	for _, a := range s.accounts {
		if id, ok := place.AccountOf(s.page); ok && a.ID == id {
			return txtTitle + " " + s.accountName(a.ID)
		}
		if s.dossier != "" && a.Dossier == s.dossier && place.DossierOf(s.page) != "" {
			return txtTitle + " " + core.CleanText(a.DossierName)
		}
	}
	return txtTitle
}

type (
	typedMsg struct{ gen generation } // the user stopped typing
	// thenMsg goes on after a question, a menu or a reading; it is made by the screen itself.
	thenMsg struct{ do func() tea.Cmd }
)

// then makes the message that goes on with something.
func then(do func() tea.Cmd) tea.Msg { return thenMsg{do} }

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.readAround()
	case tui.Changed:
		return s.changed(msg)
	case aroundMsg:
		return s.onAround(msg)
	case sceneMsg:
		if msg.gen == s.scene {
			return s.onScene(msg)
		}
	case toldMsg:
		if msg.gen == s.why {
			return s.onTold(msg)
		}
	case engineMsg:
		return s.onEngine(msg)
	case actedMsg:
		return s.onActed(msg)
	case thenMsg:
		return msg.do()
	case typedMsg:
		if msg.gen == s.scene {
			return s.find()
		}
	case itemsMsg:
		return s.onItems(msg)
	case recentMsg:
		return s.onRecent(msg)
	case balanceMsg:
		return s.onBalance(msg)
	case action.Key:
		return s.key(msg)
	default:
		return s.pass(msg)
	}
	return nil
}

// pass hands on what is the tables'.
func (s *Screen) pass(msg tea.Msg) tea.Cmd {
	cmds := []tea.Cmd{s.table.Update(msg)}
	if s.hand != nil {
		cmds = append(cmds, s.hand.table.Update(msg))
	}
	if s.safe != nil {
		cmds = append(cmds, s.safe.table.Update(msg))
	}
	return tea.Batch(append(cmds, s.rest())...)
}

// key takes what is typed into the field that has the focus.
func (s *Screen) key(k action.Key) tea.Cmd {
	switch {
	case s.split != nil:
		return s.typeSplit(k)
	case s.hand != nil:
		return s.typeHand(k)
	}
	return s.typed(k)
}

// changed reads again what became old; the table keeps the user's place.
func (s *Screen) changed(m tui.Changed) tea.Cmd {
	if s.writing {
		s.missed = true
		return nil
	}
	if m.Has(event.Accounts, "") || m.Has(event.Feeds, "") || s.dossier == "" {
		return s.readAround()
	}
	lines := m.All
	for _, id := range s.order {
		lines = lines || m.Has(event.Transactions, string(id))
	}
	switch {
	case lines || m.Has(event.Books, string(s.dossier)):
		return s.read(reload{arrivals: lines, books: m.Has(event.Books, string(s.dossier)), unless: !m.All})
	case m.Has(event.Proposals, string(s.dossier)):
		return s.readEngine()
	}
	return nil
}

type aroundMsg struct {
	dossier  core.DossierID
	accounts []core.AccountID
	views    map[core.AccountID]app.AccountView
	books    frame
	recent   []string
	now      time.Time
	err      error
}

// frame is what the acts of the page lean on: the chart, the locks, and whether there are open items at all.
type frame struct {
	chart map[string]core.LedgerAccount
	locks map[core.AccountID]core.Lock
	items bool
}

// readAround reads what the lines are about: accounts, chart, locks.
func (s *Screen) readAround() tea.Cmd {
	svc, page, items, recalled := s.svc, s.page, s.items, s.recalled
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := aroundMsg{dossier: place.DossierOf(page), views: make(map[core.AccountID]app.AccountView), now: svc.Now("")}
		all, err := svc.Accounts(ctx, m.dossier)
		if m.err = err; err != nil {
			return m
		}
		one, single := place.AccountOf(page)
		for _, a := range all {
			m.views[a.ID] = a
			if single && a.ID == one {
				m.dossier = a.Dossier
			}
		}
		for _, a := range all {
			if a.Dossier == m.dossier && (!single || a.ID == one) {
				m.accounts = append(m.accounts, a.ID)
			}
		}
		if m.books, m.err = readFrame(ctx, svc, m.dossier, items); m.err == nil && !recalled {
			m.recent, m.err = readRecent(ctx, svc, m.dossier)
		}
		return m
	})
}

// readFrame reads them; items tells that some are known to be there.
func readFrame(ctx context.Context, svc reading, dossier core.DossierID, items bool) (frame, error) {
	f := frame{chart: make(map[string]core.LedgerAccount), items: items}
	chart, err := svc.Chart(ctx, dossier)
	if err != nil {
		return f, err
	}
	for _, a := range chart {
		f.chart[a.Number] = a
	}
	if f.locks, err = svc.Locks(ctx); err != nil {
		return f, err
	}
	if items {
		return f, nil
	}
	some, err := svc.Items(ctx, dossier, app.ItemQuery{All: true, Limit: 1})
	f.items = len(some) > 0
	return f, err
}

func (s *Screen) onAround(m aroundMsg) tea.Cmd {
	if m.err != nil {
		s.table.SetError(m.err)
		return nil
	}
	s.dossier, s.now, s.frame, s.accounts, s.order = m.dossier, m.now, m.books, m.views, m.accounts
	s.names = distinct(s.accounts)
	if !s.recalled {
		s.recent, s.recalled = append(s.recent, m.recent...), true // what was used since the page was opened stays first
	}
	inView := make([]words.Named, 0, len(s.order))
	for _, id := range s.order {
		inView = append(inView, words.Named{Account: s.accounts[id].Account, Bank: s.accounts[id].Bank.Name})
	}
	s.short = words.Short(inView)
	s.table.SetColumns(s.columns())
	return tea.Batch(s.readEngine(), s.read(reload{}))
}
