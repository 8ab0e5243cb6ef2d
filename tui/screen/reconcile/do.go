package reconcile

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/place"
)

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	switch {
	case s.split != nil:
		return action.Scope{Name: splitting, With: []action.Name{action.Form}, Text: s.split.form.Typing(), Leak: action.LeakGlobal, Task: true, State: s}
	case s.hand != nil && s.hand.field != nil:
		return action.Scope{Name: handField, Text: true, Task: true, State: s}
	case s.hand != nil:
		return action.Scope{Name: byHand, With: []action.Name{action.List}, Task: true, State: s}
	case s.safe != nil:
		return action.Scope{Name: allSafe, With: []action.Name{action.List}, Task: true, State: s}
	case s.field != nil:
		return action.Scope{Name: searching, Text: true, State: s}
	case s.front:
		return action.Scope{Name: scope, With: []action.Name{action.List, inFront}, State: s}
	}
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// Waits lets keys wait while an act is under way, or what they are meant for is read.
func (s *Screen) Waits() bool { return s.writing || s.holding || s.hand != nil && s.hand.holding }

// Do carries out actions.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	switch {
	case s.split != nil:
		return s.doSplit(inv)
	case s.hand != nil:
		return s.doHand(inv)
	case s.safe != nil:
		return s.doSafe(inv)
	}
	if s.front {
		if cmd, ok := s.doFront(inv); ok {
			return cmd, true
		}
	}
	if cmd, ok := s.doList(inv); ok {
		return cmd, true
	}
	if cmd, ok := s.doLine(inv); ok {
		return cmd, true
	}
	if s.front {
		return nil, false
	}
	cmd, ok := s.table.Do(inv)
	if inv.ID == action.First {
		s.arrived = 0
	}
	return tea.Batch(cmd, s.rest()), ok
}

// doList carries out what is about the list.
func (s *Screen) doList(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case place.Search:
		s.search()
	case keep:
		s.field = nil
		if s.shown.scene != s.scene { // what was typed last is not searched yet
			return s.find(), true
		}
	case action.Back:
		typing := s.field != nil
		s.field = nil
		if cmd, cleared := s.clear(); cleared || typing { // a search that is still empty is closed, and the page stays
			return cmd, true
		}
		return nil, s.table.ClearMarks()
	case clearAll:
		cmd, _ := s.clear()
		return cmd, true
	case views:
		s.view = (s.view + 1) % viewCount
		s.front = false
		return s.other(reload{other: true}), true
	case earlier:
		return s.turnBack(), true
	case later:
		return s.turnForth(), true
	case undo, redo:
		return s.takeBack(inv.ID == redo), true
	case acceptAll:
		return s.readSafe(), true
	case lock:
		return s.chooseLock(), true
	default:
		return nil, false
	}
	return nil, true
}

// doLine carries out what is about the line under the cursor, or about the marked ones.
func (s *Screen) doLine(inv action.Invoke) (tea.Cmd, bool) {
	r, ok := s.table.Selected()
	if !ok {
		return nil, false
	}
	switch inv.ID {
	case explain:
		s.front, s.moved = true, false
	case accept:
		return s.take(inv.Key), true
	case reject:
		return s.refuse(), true
	case match:
		return s.openHand(), true
	case splitUp:
		return s.openSplit(r), true
	case writeOff:
		return s.writeOff(), true
	case partial:
		return s.settlePart(repeat{part: true}), true
	case code:
		return s.openCode(), true
	case check:
		return s.checkLines(s.targets(), repeat{check: !r.state.Check || s.table.MarkedCount() > 0}), true
	case note:
		return s.openNote(r), true
	case repeating:
		return s.once(), true
	case copyLine:
		return tui.Copy(txtCopied, s.whole(r).Text()), true
	default:
		return nil, false
	}
	return nil, true
}

// take accepts: a digit that candidate, any other key the one under the cursor; with marks the best of each.
func (s *Screen) take(key string) tea.Cmd {
	if len(key) == 1 && key[0] >= '1' && key[0] <= '9' {
		if s.table.MarkedCount() > 0 {
			return tui.Warn("A number is about one line: " + s.unmarked() + "; a accepts the best of each.")
		}
		n := int(key[0] - '1')
		if s.unseen(n) {
			return s.bringUp(n)
		}
		return s.acceptAt(n, repeat{best: true})
	}
	if s.table.MarkedCount() > 0 {
		return s.acceptMarked(repeat{best: true})
	}
	return s.acceptAt(s.pick, repeat{best: true})
}
