// Package activity shows what happened, newest first.
package activity

import (
	"context"
	"slices"
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
	"ferry/tui/widget/detail"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of this page.
const Kind = place.Activity

// service is what the screen needs; *app.Service has it.
type service interface {
	Activities(ctx context.Context, before uint64, n int) ([]core.Activity, error)
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	Dossiers(context.Context) ([]core.Dossier, error)
	Now(core.ConnectionID) time.Time
}

// page is how many entries are read at once; near is how close to the last one the cursor comes before more are read.
const (
	page = 200
	near = 50
)

// Screen is the list. What was read of it stays in memory: entries are short and kept for a while only.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	table *table.Model[entry, uint64]
	now   time.Time
	rows  []core.Activity
	names map[string]string // of accounts and dossiers, by id
	end   bool              // the oldest entry has been read
	more  bool              // older ones are being read
	gen   int
}

// New makes the list.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, svc: s, theme: t}
	sc.table = table.New(table.Options[entry, uint64]{
		Key:   entry.key,
		Empty: txtEmpty, EmptyHint: txtEmptyHint,
		Columns: []table.Column[entry]{
			{Title: "", Min: 1, Cell: func(e entry) string { _, g := t.Level(e.Level); return g },
				Tone: func(e entry) theme.Token { tok, _ := t.Level(e.Level); return tok }},
			{Title: "When", Whole: true, Cell: func(e entry) string { return words.Moment(e.At, sc.now) }},
			{Title: "About", Min: 10, Max: 34, Priority: 1, Cell: sc.about},
			{Title: "What", Min: 12, Fill: true, Cell: entry.text},
		},
	})
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return "Activity" }

type readMsg struct {
	gen   int
	older bool // the entries follow those that are there
	rows  []core.Activity
	names map[string]string
	now   time.Time
	err   error
}

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Activities, "") {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	default:
		return s.table.Update(msg)
	}
	return nil
}

// read reads the newest entries, as many as there are already: the user may have gone far down.
func (s *Screen) read() tea.Cmd {
	s.gen++
	s.more = false
	gen, svc, n := s.gen, s.svc, max(len(s.rows), page)
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := readMsg{gen: gen, now: svc.Now(""), names: make(map[string]string)}
		accounts, err := svc.Accounts(ctx, "")
		if err != nil {
			return readMsg{gen: gen, err: err}
		}
		for _, a := range accounts {
			m.names[string(a.ID)] = a.Bank.Name + " " + a.Told()
		}
		dossiers, err := svc.Dossiers(ctx)
		if err != nil {
			return readMsg{gen: gen, err: err}
		}
		for _, d := range dossiers {
			m.names[string(d.ID)] = d.Name
		}
		m.rows, m.err = svc.Activities(ctx, 0, n)
		return m
	})
}

// readMore reads older entries when the cursor comes near the last one.
func (s *Screen) readMore() tea.Cmd {
	if s.end || s.more || len(s.rows) == 0 || s.table.Rank() < s.table.Len()-near {
		return nil
	}
	s.more = true
	gen, svc, before := s.gen, s.svc, s.rows[len(s.rows)-1].No
	return tui.Read(func(ctx context.Context) tea.Msg {
		rows, err := svc.Activities(ctx, before, page)
		return readMsg{gen: gen, older: true, rows: rows, err: err}
	})
}

func (s *Screen) onRead(m readMsg) {
	s.table.SetError(m.err)
	s.more = false
	if m.err != nil {
		return
	}
	if m.older {
		s.end = len(m.rows) < page
		s.rows = append(slices.Clip(s.rows), m.rows...)
	} else {
		s.end = len(m.rows) < max(len(s.rows), page)
		s.rows, s.names, s.now = m.rows, m.names, m.now
	}
	s.table.SetRows(group(s.rows))
}

// about is the account, else the dossier; of accounts of several dossiers nothing.
func (s *Screen) about(e entry) string {
	for _, o := range e.others {
		if o.Dossier != e.Dossier {
			return ""
		}
	}
	if name := s.names[string(e.Account)]; name != "" && len(e.others) == 0 {
		return name
	}
	return s.names[string(e.Dossier)]
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// Do carries out actions on the entry under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	e, ok := s.table.Selected()
	switch {
	case ok && inv.ID == open:
		d := s.detail(e)
		return tui.Show(d.Title(), d.Text()), true
	case ok && inv.ID == account:
		return nav.Push(place.Account(e.Account)), true
	case ok && inv.ID == copyEntry:
		d := s.detail(e)
		return tui.Copy(txtEntry, d.Title()+"\n"+d.Text()), true
	}
	cmd, done := s.table.Do(inv)
	return tea.Batch(cmd, s.readMore()), done
}

// View paints the list and the entry under the cursor.
func (s *Screen) View(r layout.Box) string {
	list := func(b layout.Box) string { return s.table.View(s.theme, b) }
	e, ok := s.table.Selected()
	if !ok {
		return list(r)
	}
	return s.detail(e).Beside(s.theme, r, list)
}

func (s *Screen) detail(e entry) *detail.Pane {
	d := detail.New(e.text())
	tok, glyph := s.theme.Level(e.Level)
	d.Say(tok, glyph, level(e.Level)+", "+words.Moment(e.At, s.now))
	d.Say(theme.Accent, s.theme.Glyph.Right, words.Sentence(e.Hint))
	d.Field("Account", s.names[string(e.Account)])
	d.Field("Dossier", s.names[string(e.Dossier)])
	d.Field("Code", string(e.Code))
	d.Field("Request id", e.RequestID)
	for _, o := range e.others {
		d.Field("Account", s.names[string(o.Account)])
		if o.Dossier != e.Dossier {
			d.Field("Dossier", s.names[string(o.Dossier)])
		}
		d.Field("Request id", o.RequestID)
	}
	return d
}
