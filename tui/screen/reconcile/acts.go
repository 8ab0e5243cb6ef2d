package reconcile

import (
	"context"
	"errors"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/words"
)

// actedMsg brings what an act did and all that the page shows after it.
type actedMsg struct {
	sceneMsg
	done  core.Done
	told  *told
	where whither
	open  string   // what stays open of its items
	used  []string // the ledger accounts that it booked on
	apart bool     // a match was taken apart
	next  string   // the key that takes it back
	again *repeat  // what does it on another line; nil: that makes no sense
	moved bool     // nothing new was done: an act was taken back, or done again
	err   error    // of the act
}

// act carries out a change.
func (s *Screen) act(where whither, next string, do func(context.Context) (core.Done, error)) tea.Cmd {
	return s.perform(actedMsg{where: where, next: next}, do)
}

// actAgain is act for what can be done once more on another line.
func (s *Screen) actAgain(where whither, again repeat, do func(context.Context) (core.Done, error)) tea.Cmd {
	return s.perform(actedMsg{where: where, next: txtUndo, again: &again}, do)
}

// perform carries out a change. What the page shows next is read in the same command, so that a key typed meanwhile acts on
// the next line and its candidates, not on what was there before.
func (s *Screen) perform(m actedMsg, do func(context.Context) (core.Done, error)) tea.Cmd {
	s.writing = true
	look := s.look()
	return tui.Write(func(ctx context.Context) tea.Msg {
		if m.done, m.err = do(ctx); m.err != nil {
			return m
		}
		if !m.moved {
			m.open, m.used = look.made(ctx, m.done)
		}
		var goal []core.LineKey
		m.sceneMsg = look.scene(ctx, func(fresh rows) []core.LineKey {
			goal = look.goal(m.where, fresh, m.done)
			return goal
		})
		m.told = look.toldAt(ctx, m.list, goal)
		return m
	})
}

// toldAt reads what explains the line that will have the cursor; nil when that must be asked for later.
func (l looker) toldAt(ctx context.Context, fresh rows, goal []core.LineKey) *told {
	if fresh.Listing == nil {
		return nil
	}
	for _, k := range goal {
		i, ok := fresh.IndexOf(k)
		if !ok {
			continue
		}
		line, err := fresh.Window(i, 1)
		if err != nil {
			return nil
		}
		t, err := l.explain(ctx, line[0])
		if err != nil {
			return nil
		}
		return &t
	}
	return nil
}

// missedAct reads what became old while an act was under way, unless the act alone did that.
var missedAct = reload{arrivals: true, books: true, unless: true}

func (s *Screen) onActed(m actedMsg) tea.Cmd {
	s.writing = false
	missed := s.missed
	s.missed = false
	if m.err != nil {
		told := s.stopped(m)
		if missed {
			return tea.Batch(told, s.read(missedAct))
		}
		return told
	}
	s.refused = false
	s.scene++ // whatever else is on its way is older
	s.shown.scene = s.scene
	s.letGo()
	text := words.Sentence(s.remember(m)+m.open) + " " + m.next
	if s.safe != nil && m.list.Listing != nil {
		text += " " + s.leftOver(m.list.Len())
	}
	s.front = false
	s.use(m.used)
	if m.sceneMsg.err != nil {
		return tea.Batch(tui.Toast(text), s.onScene(m.sceneMsg))
	}
	s.table.ClearMarks()
	s.hand, s.split, s.safe = nil, nil, nil
	s.settle(m.sceneMsg)
	s.list, s.totals = m.list, m.list.Totals()
	cmds := []tea.Cmd{tui.Fail(nil), tui.Toast(text), s.table.Update(m.table), s.readEngine()}
	if m.told != nil {
		s.show(*m.told)
		s.pick = 0
	}
	if m.moved || m.apart {
		cmds = append(cmds, s.recall())
	}
	cmds = append(cmds, s.rest())
	if missed {
		cmds = append(cmds, s.read(missedAct))
	}
	return tea.Batch(cmds...)
}

// stopped says why an act was not done, or asks before it is.
func (s *Screen) stopped(m actedMsg) tea.Cmd {
	if h, yes := errors.AsType[held](m.err); yes {
		return s.hold(h)
	}
	if q, yes := errors.AsType[question](m.err); yes {
		return tui.Ask(q.Question, then(q.yes))
	}
	s.refused = m.where != toThere
	return tui.Fail(m.err)
}
