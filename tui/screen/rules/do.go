package rules

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/widget/form"
	"ferry/tui/widget/picker"
)

// Do carries out actions; back goes from the rehearsal to the form it is of, from there to the list.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	switch s.stage {
	case editing:
		return s.doForm(inv)
	case rehearsing:
		return s.doTrial(inv)
	}
	switch inv.ID {
	case add:
		s.before = ""
		if r, ok := s.table.Selected(); ok {
			s.before = r.rule.ID
		}
		s.edit(core.Rule{Mode: core.RuleSuggest})
		return nil, true
	case undo:
		return books.Undo(s.svc, s.dossier, func(done core.Done, err error) tea.Msg { return turnedMsg{txtUndone, done, err} }), true
	case redo:
		return s.turn(txtRedone, s.svc.Redo), true
	case limits:
		return nav.Push(place.Of(place.Limits, s.dossier)), true
	case rehearse:
		return s.rehearse(nil), true
	}
	if r, ok := s.table.Selected(); ok {
		if cmd, ok := s.doRule(inv, r.rule); ok {
			return cmd, true
		}
	}
	return s.table.Do(inv)
}

// doRule carries out actions on the rule under the cursor.
func (s *Screen) doRule(inv action.Invoke, r core.Rule) (tea.Cmd, bool) {
	switch inv.ID {
	case edit:
		s.edit(r)
		return nil, true
	case up:
		return s.put(change{name: r.Name, do: moved(r.ID, -1)}), true
	case down:
		return s.put(change{name: r.Name, do: moved(r.ID, 1)}), true
	case drop:
		return s.put(change{name: r.Name, do: removed(r.ID)}), true
	case turn:
		c := change{name: r.Name, do: switched(r.ID, !r.Off)}
		if r.Off {
			return s.rehearse(&c), true
		}
		return s.put(c), true
	}
	return nil, false
}

// turn takes an act back, or does it again.
func (s *Screen) turn(text string, way func(context.Context, core.DossierID) (core.Done, error)) tea.Cmd {
	dossier := s.dossier
	return tui.Write(func(ctx context.Context) tea.Msg {
		done, err := way(ctx, dossier)
		return turnedMsg{text, done, err}
	})
}

func (s *Screen) doForm(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.Back, action.Close:
		if s.form.Dirty() || s.touched {
			return tui.Ask(books.Unsaved(txtDiscard), discardMsg{inv.ID == action.Close}), true
		}
		s.stage, s.form = listing, nil
		return nil, inv.ID == action.Back
	case addPosting:
		s.morePostings()
		return nil, true
	case pickLedger:
		return s.pickLedger(), true
	}
	switch s.form.Do(inv) {
	case form.Submitted:
		return s.save(), true
	case form.Nothing:
		return nil, false
	}
	return nil, true
}

// save checks what was typed. A rule that is on is rehearsed before it is saved.
func (s *Screen) save() tea.Cmd {
	r, good := s.typed()
	if !good {
		return nil
	}
	c := change{name: r.Name, do: saved(r, s.edited.ID == "", s.before), form: true}
	if r.Off {
		return s.put(c)
	}
	return s.rehearse(&c)
}

// pickLedger shows the chart; what is taken goes into the first posting without an account.
func (s *Screen) pickLedger() tea.Cmd {
	if len(s.chart) == 0 {
		return tui.Warn(txtNoChart)
	}
	list := make([]picker.Item, len(s.chart))
	for i, a := range s.chart {
		list[i] = picker.Item{ID: a.Number, Title: a.Number + "  " + a.Name, Side: a.VATCode}
	}
	return tui.Choose(say(txtPick, s.openPosting()+1), list, func(number string) tea.Msg { return ledgerMsg{number} })
}

// Offers the chart: the ledger accounts that rules put money on.
func (s *Screen) Offers(id action.ID) bool { return id == place.GoChart }

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	switch s.stage {
	case editing:
		return action.Scope{Name: scopeForm, With: []action.Name{action.Form}, Text: s.form.Typing(), State: s}
	case rehearsing:
		return action.Scope{Name: scopeRehearsal, With: []action.Name{action.List}, Task: s.pending != nil, State: s}
	}
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}
