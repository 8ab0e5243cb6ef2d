package transactions

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/place"
	"ferry/tui/widget/picker"
	"ferry/tui/words"
)

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	if s.field != nil {
		return action.Scope{Name: searching, Text: true, State: s}
	}
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// Offers the reconciliation of the lines.
func (s *Screen) Offers(id action.ID) bool { return id == place.GoReconcile && s.table.Len() > 0 }

// Do carries out actions.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case place.Search:
		s.search()
		return nil, true
	case keep:
		return s.keep(), true
	case action.Back:
		typing := s.field != nil
		s.field = nil
		cmd, cleared := s.clear()
		if !cleared && typing {
			cmd = s.keep()
		}
		return cmd, cleared || typing // a search that is still empty is closed, and the page stays
	case clearAll:
		cmd, _ := s.clear()
		return cmd, true
	case pending:
		s.pending, s.whole = !s.pending, -1
		return s.list(), true
	case earlier:
		return s.turn(-1), true
	case later:
		return s.turn(1), true
	}
	if l, ok := s.table.Selected(); ok {
		if cmd, ok := s.doLine(inv, l); ok {
			return cmd, true
		}
	}
	cmd, ok := s.table.Do(inv)
	return tea.Batch(cmd, s.rest()), ok
}

// doLine carries out actions on the line under the cursor.
func (s *Screen) doLine(inv action.Invoke, l core.Line) (tea.Cmd, bool) {
	switch inv.ID {
	case open:
		return s.readLine(true), true
	case note:
		key := keyOf(l)
		return tui.Prompt(say(txtNoteTitle, s.pane(l).Title()), txtNoteHelp, l.Note, func(text string) tea.Msg { return noteMsg{key, text} }), true
	case copyLine:
		return s.copyMenu(l), true
	case raw:
		svc := s.svc
		return tui.Read(func(ctx context.Context) tea.Msg {
			text, err := svc.Raw(ctx, l.Account, l.No)
			return rawMsg{text, err}
		}), true
	}
	return nil, false
}

// settle is how long the cursor must rest before the rest of a line is read.
const settle = 100 * time.Millisecond

// rest reads the whole line once the cursor has stopped on another one.
func (s *Screen) rest() tea.Cmd {
	l, ok := s.table.Selected()
	if !ok || keyOf(l) == keyOf(s.detail.Line) && l.Revision == s.detail.Revision {
		return nil
	}
	s.line++
	return tui.After(settle, restedMsg{s.line})
}

// readLine reads everything of the line under the cursor; show opens it as well.
func (s *Screen) readLine(show bool) tea.Cmd {
	l, ok := s.table.Selected()
	if !ok {
		return nil
	}
	s.line++
	gen, svc := s.line, s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		d, err := svc.Line(ctx, l.Account, l.No)
		return lineMsg{gen, d, show, err}
	})
}

func (s *Screen) onLine(m lineMsg) tea.Cmd {
	if m.err != nil {
		if core.CodeOf(m.err) == core.CodeNotFound && !m.show {
			return nil // it went away meanwhile: the list is about to say so
		}
		return tui.Fail(m.err)
	}
	s.detail = m.detail
	if !m.show {
		return nil
	}
	d := s.pane(m.detail.Line)
	return tui.Show(d.Title(), d.Text())
}

func (s *Screen) onRaw(m rawMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	return tui.Show(txtRaw, string(m.text))
}

func (s *Screen) setNote(m noteMsg) tea.Cmd {
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg {
		return notedMsg{svc.SetNote(ctx, m.key.Account, m.key.No, m.text)}
	})
}

func (s *Screen) copyMenu(l core.Line) tea.Cmd {
	texts := map[string]string{
		txtAmount: l.Amount.String(), txtRemittance: core.CleanText(l.Remittance), txtCounterpart: core.CleanText(l.CounterpartName),
		txtAccount: core.CleanText(l.CounterpartReference), txtLine: s.pane(l).Text(),
	}
	var items []picker.Item
	for _, what := range []string{txtAmount, txtRemittance, txtCounterpart, txtAccount, txtLine} {
		if texts[what] == "" {
			continue
		}
		item := picker.Item{ID: what, Title: words.Sentence(what)}
		if what != txtLine {
			item.Side = texts[what]
		}
		items = append(items, item)
	}
	return tui.Choose(txtCopy, items, func(what string) tea.Msg { return copyMsg{what, texts[what]} })
}
