// Package items shows the open items of a dossier: what customers and suppliers still owe or are owed, and brings in more of them
// from files.
package items

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/input"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of these pages.
const Kind = place.Items

// service is what the screen needs; *app.Service has it.
type service interface {
	Items(context.Context, core.DossierID, app.ItemQuery) ([]app.ItemView, error)
	Dossiers(context.Context) ([]core.Dossier, error)
	Matches(ctx context.Context, d core.DossierID, before uint64, n int) ([]core.Match, error)
	Line(context.Context, core.AccountID, core.LineNo) (app.LineDetail, error)
	Undo(context.Context, core.DossierID) (core.Done, error)
	Redo(context.Context, core.DossierID) (core.Done, error)
	Mappings(context.Context) ([]core.Mapping, error)
	DeleteMapping(context.Context, string) error
	DropItems(context.Context, core.DossierID, []core.ItemID) (core.Done, error)
	NextUndo(context.Context, core.DossierID) (core.Done, bool, error)
	Now(core.ConnectionID) time.Time
}

// Screen is the list.
type Screen struct {
	page    nav.Page
	dossier core.DossierID
	svc     service
	theme   *theme.Theme
	table   *table.Model[app.ItemView, core.ItemID]
	name    string // of the dossier
	now     time.Time

	field *input.Model // nil unless the user types in it
	text  string       // what is searched
	all   bool         // also settled ones
	sums  []total
	rows  []app.ItemView // of the list
	gen   generation     // of the list

	wanted filter // of the list that was asked for last
	shown  filter // of the list that is shown
}

// generation numbers what was asked for, so that a late answer is known for one.
type generation int

// New makes the list for a page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, dossier: place.DossierOf(p), svc: s, theme: t}
	sc.table = table.New(table.Options[app.ItemView, core.ItemID]{
		Key: idOf, Columns: sc.columns(), Tone: tone, Choose: true, Empty: txtEmpty, EmptyHint: txtEmptyHint,
	})
	return sc
}

func idOf(i app.ItemView) core.ItemID { return i.ID }

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return books.Title(s.name, txtTitle) }

// filter says which items a list has.
type filter struct {
	text string
	all  bool // also the settled ones
}

type (
	readMsg struct {
		gen   generation
		query filter
		rows  frozen[app.ItemView, core.ItemID]
		sums  []total
		name  string
		now   time.Time
		err   error
	}
	typedMsg struct{ gen generation } // the user stopped typing
	copyMsg  struct{ what, text string }
	storyMsg struct {
		title, text string
		err         error
	}
	turnedMsg struct {
		say  string
		done core.Done
		err  error
	}
	mappingsMsg struct {
		list []core.Mapping
		err  error
	}
	undoMsg      struct{}
	dropMsg      struct{ ids []core.ItemID }
	chosenMsg    struct{ name string } // of a mapping
	forgetMsg    struct{ name string }
	forgottenMsg struct {
		name string
		err  error
	}
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.list()
	case tui.Changed:
		if msg.Has(event.Books, string(s.dossier)) || msg.Has(event.Dossiers, string(s.dossier)) {
			return s.list()
		}
	case readMsg:
		if msg.gen == s.gen {
			return s.onRead(msg)
		}
	case typedMsg:
		if msg.gen == s.gen {
			return s.list()
		}
	case action.Key:
		return s.typed(msg)
	case turnedMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		s.table.ClearMarks()
		return tea.Batch(s.list(), tui.Fail(nil), tui.Toast(msg.told()))
	case books.UndoAsked:
		return msg.Ask(undoMsg{})
	case undoMsg:
		return s.turn(txtUndone, s.svc.Undo)
	case dropMsg:
		return s.turn(txtDropped, func(ctx context.Context, d core.DossierID) (core.Done, error) {
			return s.svc.DropItems(ctx, d, msg.ids)
		})
	default:
		return s.onMenu(msg)
	}
	return nil
}

// told says what was done; where the text only ends the sentence with it, it begins with a capital.
func (m turnedMsg) told() string {
	what := strings.TrimSuffix(words.Act(m.done), ".")
	if m.say == txtDropped {
		what = strings.TrimSuffix(words.Sentence(what), ".")
	}
	return say(m.say, what)
}

// onMenu takes what menus and texts in front of the page send, and what is the list's own.
func (s *Screen) onMenu(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case copyMsg:
		return tui.Copy(msg.what, msg.text)
	case storyMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tui.Show(msg.title, msg.text)
	case mappingsMsg:
		return s.onMappings(msg)
	case chosenMsg:
		return askForget(msg.name)
	case forgetMsg:
		return s.forget(msg.name)
	case forgottenMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tui.Toast(say(txtForgotten, msg.name))
	default:
		return s.table.Update(msg)
	}
}

// list reads the items that fit the search.
func (s *Screen) list() tea.Cmd {
	s.gen++
	gen, svc, dossier, q := s.gen, s.svc, s.dossier, s.query()
	s.wanted = q
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := readMsg{gen: gen, query: q, now: svc.Now("")}
		d, err := books.Dossier(ctx, svc, dossier)
		if err != nil {
			return readMsg{gen: gen, query: q, err: err}
		}
		m.name = d.Name
		list, err := svc.Items(ctx, dossier, app.ItemQuery{Text: q.text, All: q.all})
		m.rows, m.sums, m.err = freeze(list, idOf), totals(list), err
		return m
	})
}

func (s *Screen) onRead(m readMsg) tea.Cmd {
	s.table.SetError(m.err)
	other := m.query != s.shown
	s.shown = m.query
	if m.err != nil {
		if other { // the items of another search are no answer to this one
			s.rows, s.sums = nil, nil
			s.table.SetRows(nil)
			s.table.SetError(m.err)
		}
		return nil
	}
	s.name, s.now, s.sums, s.rows = m.name, m.now, m.sums, m.rows.list
	switch {
	case s.text != "":
		s.table.SetEmpty(txtNothing, txtNothingHint)
	case s.all:
		s.table.SetEmpty(txtEmpty, txtEmptyHint)
	default:
		s.table.SetEmpty(txtAllSettled, txtAllHint)
	}
	s.table.SetSearch(s.text)
	if other {
		return s.table.SetOther(m.rows)
	}
	return s.table.SetSource(m.rows)
}

// query is what the list shall be of.
func (s *Screen) query() filter { return filter{s.text, s.all} }

// Waits lets keys wait while the list of another search is on its way: they are meant for its items.
func (s *Screen) Waits() bool { return s.field == nil && (s.wanted != s.shown || s.table.Turning()) }

// keep closes the field. What was typed last is looked for at once.
func (s *Screen) keep() tea.Cmd {
	s.field = nil
	if s.wanted == s.query() {
		return nil
	}
	return s.list()
}

// pause is how long typing must rest before the list is searched.
const pause = 120 * time.Millisecond

// typed edits the search; the list follows when typing rests.
func (s *Screen) typed(k action.Key) tea.Cmd {
	if s.field == nil || !s.field.Key(k) {
		return nil
	}
	s.text = s.field.Value()
	s.gen++
	return tui.After(pause, typedMsg{s.gen})
}

// clear takes the search away, then the marks; false when there was neither.
func (s *Screen) clear() (tea.Cmd, bool) {
	typing := s.field != nil
	s.field = nil
	if s.text == "" {
		return s.keep(), typing || s.table.ClearMarks()
	}
	s.text = ""
	return s.list(), true
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	if s.field != nil {
		return action.Scope{Name: searching, Text: true, State: s}
	}
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// frozen is a list in memory, read window by window: nothing on the key path grows with it.
type frozen[T any, K comparable] struct {
	list  []T
	index map[K]int
}

func freeze[T any, K comparable](list []T, key func(T) K) frozen[T, K] {
	f := frozen[T, K]{list, make(map[K]int, len(list))}
	for i, row := range list {
		f.index[key(row)] = i
	}
	return f
}

// Len is the number of rows.
func (f frozen[T, K]) Len() int { return len(f.list) }

// Window gives a part of them.
func (f frozen[T, K]) Window(from, n int) ([]T, error) { return f.list[from : from+n], nil }

// IndexOf finds a row again.
func (f frozen[T, K]) IndexOf(key K) (int, bool) {
	i, ok := f.index[key]
	return i, ok
}
