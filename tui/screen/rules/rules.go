// Package rules shows the rules of a dossier in their order, changes them, and rehearses them on past lines before they are on. It
// also holds the form for the limits of a dossier.
package rules

import (
	"context"
	"slices"
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
	"ferry/tui/widget/form"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// service is what the screen needs; *app.Service has it.
type service interface {
	Rules(context.Context, core.DossierID) ([]core.Rule, error)
	PutRules(context.Context, core.DossierID, []core.Rule) (core.Done, error)
	Rehearse(context.Context, core.DossierID, []core.Rule, core.Date) ([]app.RuleOutcome, error)
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	Chart(context.Context, core.DossierID) ([]core.LedgerAccount, error)
	Line(context.Context, core.AccountID, core.LineNo) (app.LineDetail, error)
	Dossiers(context.Context) ([]core.Dossier, error)
	books.Undoer
	Redo(context.Context, core.DossierID) (core.Done, error)
	Now(core.ConnectionID) time.Time
}

// stage is what the page shows.
type stage uint8

const (
	listing stage = iota
	editing
	rehearsing
)

// Screen is the list, the form of one rule, and the rehearsal.
type Screen struct {
	page    nav.Page
	dossier core.DossierID
	svc     service
	theme   *theme.Theme
	stage   stage
	gen     int

	table    *table.Model[row, string]
	rules    []core.Rule
	accounts []app.AccountView
	chart    []core.LedgerAccount
	name     string // of the dossier
	now      time.Time

	form    *form.Model
	edited  core.Rule // as it was before; without id: a new one
	touched bool      // the form was made again with what was typed
	before  string    // id of the rule that a new one stands before; empty: at the end

	trial trial
	// pending is what the rehearsal is of; nil when it is of the list as it is.
	pending *change
}

// row is a rule with its place, from 1.
type row struct {
	no   int
	rule core.Rule
}

// change is something to be done to the list: to the one in the file at that moment, which may have changed meanwhile.
type change struct {
	name string // of the rule
	do   func([]core.Rule) ([]core.Rule, error)
	form bool // it came from the form: what goes wrong is said there
}

// New makes the page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	sc := &Screen{page: p, dossier: place.DossierOf(p), svc: s, theme: t}
	sc.table = table.New(table.Options[row, string]{Key: func(r row) string { return r.rule.ID }, Columns: sc.columns(), Tone: rowTone,
		Empty: txtEmpty, EmptyHint: txtEmptyHint})
	sc.trial = newTrial(sc)
	return sc
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return books.Title(s.name, txtTitle) }

type (
	readMsg struct {
		gen      int
		rules    []core.Rule
		accounts []app.AccountView
		chart    []core.LedgerAccount
		name     string
		now      time.Time
		err      error
	}
	putMsg struct {
		form bool
		done core.Done
		err  error
	}
	turnedMsg struct {
		say  string
		done core.Done
		err  error
	}
	undoMsg    struct{} // the user wants it, whatever the last act was
	discardMsg struct{ close bool }
	ledgerMsg  struct{ number string }
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Books, string(s.dossier)) || msg.Has(event.Accounts, "") || msg.Has(event.Dossiers, string(s.dossier)) {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	case putMsg:
		return s.onPut(msg)
	case turnedMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tea.Batch(s.read(), tui.Toast(say(msg.say, words.Act(msg.done))))
	case books.UndoAsked:
		return msg.Ask(undoMsg{})
	case undoMsg:
		return s.turn(txtUndone, s.svc.Undo)
	case outcomesMsg:
		return s.onOutcomes(msg)
	case linesMsg:
		return onLines(msg)
	case ledgerMsg:
		s.onLedger(msg.number)
	case discardMsg:
		s.stage, s.form = listing, nil
		if msg.close {
			return nav.Back()
		}
	case action.Key:
		if s.stage == editing {
			s.form.Key(msg)
			s.pending = nil // a rehearsal that is under way is of what was typed before
			s.trial.gen++
		}
	default:
		return tea.Batch(s.table.Update(msg), s.trial.table.Update(msg))
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	gen, svc, dossier := s.gen, s.svc, s.dossier
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := readMsg{gen: gen, now: svc.Now("")}
		var d core.Dossier
		if d, m.err = books.Dossier(ctx, svc, dossier); m.err != nil {
			return m
		}
		m.name = d.Name
		if m.rules, m.err = svc.Rules(ctx, dossier); m.err != nil {
			return m
		}
		if m.accounts, m.err = svc.Accounts(ctx, dossier); m.err != nil {
			return m
		}
		m.chart, m.err = svc.Chart(ctx, dossier)
		return m
	})
}

func (s *Screen) onRead(m readMsg) {
	s.table.SetError(m.err)
	if m.err != nil {
		return
	}
	s.rules, s.accounts, s.chart, s.name, s.now = m.rules, m.accounts, m.chart, m.name, m.now
	list := make([]row, len(m.rules))
	for i, r := range m.rules {
		list[i] = row{i + 1, r}
	}
	s.table.SetRows(list)
}

// put does something to the list as it is in the file now.
func (s *Screen) put(c change) tea.Cmd {
	svc, dossier := s.svc, s.dossier
	return tui.Write(func(ctx context.Context) tea.Msg {
		list, err := svc.Rules(ctx, dossier)
		if err == nil {
			list, err = c.do(list)
		}
		if err != nil {
			return putMsg{form: c.form, err: err}
		}
		done, err := svc.PutRules(ctx, dossier, list)
		return putMsg{c.form, done, err}
	})
}

// onPut goes back to the list; what was refused is said where it was typed, and stays there.
func (s *Screen) onPut(m putMsg) tea.Cmd {
	switch {
	case m.err != nil && m.form:
		what, next := words.Error(m.err)
		s.stage, s.pending = editing, nil
		s.form.SetError("", strings.TrimSpace(what+" "+next))
		return nil
	case m.err != nil:
		return tui.Fail(m.err)
	}
	s.stage, s.pending, s.form = listing, nil, nil
	return tea.Batch(s.read(), tui.Toast(say(txtDone, strings.TrimSuffix(words.Sentence(m.done.What), "."))))
}

// errGone is said when a rule was taken away meanwhile.
func errGone() error { return &core.Error{Code: core.CodeNotFound, Msg: txtGone, Hint: txtGoneHint} }

// find is the place of a rule in a list.
func find(list []core.Rule, id string) (int, error) {
	if i := slices.IndexFunc(list, func(r core.Rule) bool { return r.ID == id }); i >= 0 {
		return i, nil
	}
	return 0, errGone()
}

// moved puts a rule one place up or down.
func moved(id string, by int) func([]core.Rule) ([]core.Rule, error) {
	return func(list []core.Rule) ([]core.Rule, error) {
		i, err := find(list, id)
		to := i + by
		if err != nil || to < 0 || to >= len(list) {
			return list, err
		}
		list = slices.Clone(list)
		list[i], list[to] = list[to], list[i]
		return list, nil
	}
}

// switched switches a rule on or off.
func switched(id string, off bool) func([]core.Rule) ([]core.Rule, error) {
	return func(list []core.Rule) ([]core.Rule, error) {
		i, err := find(list, id)
		if err != nil {
			return nil, err
		}
		list = slices.Clone(list)
		list[i].Off = off
		return list, nil
	}
}

func removed(id string) func([]core.Rule) ([]core.Rule, error) {
	return func(list []core.Rule) ([]core.Rule, error) {
		i, err := find(list, id)
		if err != nil {
			return nil, err
		}
		return slices.Delete(slices.Clone(list), i, i+1), nil
	}
}

// saved puts a rule where it stood; a new one, which has no id yet, before another one or at the end.
func saved(r core.Rule, fresh bool, before string) func([]core.Rule) ([]core.Rule, error) {
	return func(list []core.Rule) ([]core.Rule, error) {
		list = slices.Clone(list)
		if !fresh {
			i, err := find(list, r.ID)
			if err != nil {
				return nil, err
			}
			list[i] = r
			return list, nil
		}
		i, err := find(list, before)
		if err != nil {
			i = len(list)
		}
		return slices.Insert(list, i, r), nil
	}
}
