package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/words"
)

// actedMsg brings what an act did and all that the page shows after it.
type actedMsg struct {
	sceneMsg
	done  core.Done
	told  *told
	where whither
	next  string // the key that takes it back
	err   error  // of the act
}

// act carries out a change. What the page shows next is read in the same command, so that a key typed meanwhile acts on
// the next line and its candidates, not on what was there before.
func (s *Screen) act(where whither, next string, do func(context.Context) (core.Done, error)) tea.Cmd {
	s.writing = true
	look := s.look()
	return tui.Write(func(ctx context.Context) tea.Msg {
		m := actedMsg{where: where, next: next}
		if m.done, m.err = do(ctx); m.err != nil {
			return m
		}
		var goal []core.LineKey
		m.sceneMsg = look.scene(ctx, func(fresh rows) []core.LineKey {
			goal = look.goal(where, fresh, m.done)
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

func (s *Screen) onActed(m actedMsg) tea.Cmd {
	s.writing = false
	missed := s.missed
	s.missed = false
	if m.err != nil {
		s.waiting = nil // what followed was meant for what did not happen
		told := tui.Fail(m.err)
		if h, stopped := errors.AsType[held](m.err); stopped {
			told = s.hold(h)
		} else {
			s.refused = m.where != toThere
		}
		if missed {
			return tea.Batch(told, s.read(reload{arrivals: true}))
		}
		return told
	}
	s.refused = false
	s.scene++ // whatever else is on its way is older
	text := words.Sentence(m.done.What) + " " + m.next
	if s.safe != nil && m.list.Listing != nil {
		text += " " + s.leftOver(m.list.Len())
	}
	s.front = false
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
	cmds = append(cmds, s.rest(), s.proceed())
	if missed {
		cmds = append(cmds, s.read(reload{arrivals: true}))
	}
	return tea.Batch(cmds...)
}

// acceptAt accepts a candidate of the line under the cursor.
func (s *Screen) acceptAt(n int) tea.Cmd {
	t, ok := s.current()
	if !ok {
		return tui.Toast(words.Sentence(txtReading))
	}
	if len(t.proposal.Options) == 0 {
		return tui.Toast(txtNoOption + " " + txtNoHint)
	}
	if n >= len(t.proposal.Options) {
		return tui.Toast(fmt.Sprintf("There is no candidate %d here.", n+1))
	}
	svc, key, why := s.svc, t.key, t.proposal.Options[n]
	s.again = &repeat{what: "accept", best: true}
	return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Accept(ctx, key, why) })
}

func (s *Screen) acceptMarked() tea.Cmd {
	svc := s.svc
	_, all := s.table.Marked()
	return s.onLines(toNext, "Accept", func(ctx context.Context, keys []core.LineKey) (core.Done, error) {
		take, choice, none, err := sift(ctx, svc, keys, all)
		if err != nil {
			return core.Done{}, err
		}
		done, err := svc.AcceptAll(ctx, take)
		if choice > 0 {
			done.What += ", " + words.Plural(choice, "line", "lines") + " to choose skipped"
		}
		if none > 0 {
			done.What += ", " + words.Plural(none, "line", "lines") + " that nothing explains skipped"
		}
		return done, err
	})
}

// sift leaves out the lines that nothing explains, and of everything in the list also those that a person must choose for.
func sift(ctx context.Context, svc reading, keys []core.LineKey, all bool) (take []core.LineKey, choice, none int, err error) {
	looks, err := svc.Outlooks(ctx, keys)
	if err != nil {
		return nil, 0, 0, err
	}
	for i, k := range keys {
		switch {
		case looks[i] == app.OutlookNone:
			none++
		case all && looks[i] != app.OutlookSafe:
			choice++
		default:
			take = append(take, k)
		}
	}
	if len(take) == 0 && len(keys) > 0 {
		err = &core.Error{Code: core.CodeNotFound, Op: "accept", Msg: "none of the marked lines can be accepted without a choice"}
	}
	return take, choice, none, err
}

// refuse rejects the candidate under the cursor; a line that is explained is taken apart.
func (s *Screen) refuse() tea.Cmd {
	svc, dossier := s.svc, s.dossier
	r, _ := s.table.Selected()
	if id := r.state.Match; id != 0 {
		return s.act(toSame, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Unmatch(ctx, dossier, []uint64{id}) })
	}
	e, ok := s.chosen()
	if !ok {
		return tui.Toast(txtNoOption)
	}
	key := r.Key()
	return s.act(toSame, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Reject(ctx, key, e) })
}

// checkLines marks to check, or takes the mark away where the line under the cursor has it.
func (s *Screen) checkLines(on bool) tea.Cmd {
	svc := s.svc
	s.again = &repeat{what: "mark to check", check: on}
	where, verb := toNext, "Mark"
	if !on {
		where, verb = toSame, "Unmark"
	}
	return s.onLines(where, verb, func(ctx context.Context, keys []core.LineKey) (core.Done, error) { return svc.MarkCheck(ctx, keys, on) })
}

func (s *Screen) writeNote(text string) tea.Cmd {
	svc := s.svc
	s.again = &repeat{what: "note", note: &text}
	return s.onLines(toSame, "Note on", func(ctx context.Context, keys []core.LineKey) (core.Done, error) {
		return svc.NoteLines(ctx, keys, text)
	})
}

// codeTo books the targets on an account.
func (s *Screen) codeTo(number string) tea.Cmd {
	svc, coding := s.svc, s.coding(number)
	s.again = &repeat{what: "code", ledger: number}
	return s.onLines(toNext, "Code", func(ctx context.Context, keys []core.LineKey) (core.Done, error) {
		return svc.Code(ctx, keys, []app.Coding{coding})
	})
}

// coding is a counterpart posting on an account, with what is usual on it, for what the others leave.
func (s *Screen) coding(number string) app.Coding {
	s.recent = append([]string{number}, slices.DeleteFunc(s.recent, func(n string) bool { return n == number })...)
	return app.Coding{Ledger: number, VATCode: s.chart[number].VATCode}
}

// settleRest settles the candidate's items in full and books the difference on an account.
func (s *Screen) settleRest(number string) tea.Cmd {
	e, ok := s.chosen()
	if !ok {
		return tui.Toast(words.Sentence(txtReading))
	}
	h := app.Hand{Lines: append([]core.LineKey{s.told.key}, e.With...)}
	for _, p := range e.Parts {
		pick := app.Pick{Item: p.Item, Settles: p.Settles}
		if i, known := s.told.items[p.Item]; known {
			pick.Settles = i.Open()
		}
		h.Picks = append(h.Picks, pick)
	}
	if !s.differs(e) {
		return tui.Warn(txtNothingLeft)
	}
	h.Codings = []app.Coding{s.coding(number)}
	s.again = &repeat{what: "write off", ledger: number, rest: true}
	svc := s.svc
	return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, h) })
}

// differs reports whether paying the candidate's items in full leaves a difference.
func (s *Screen) differs(e core.Explanation) bool {
	if e.Difference.Minor != 0 {
		return true
	}
	for _, p := range e.Parts {
		if i, known := s.told.items[p.Item]; known && i.Open() != p.Settles {
			return true
		}
	}
	return false
}

// settlePart lets the line pay what it can of the candidate's items.
func (s *Screen) settlePart() tea.Cmd {
	e, ok := s.chosen()
	if !ok {
		return tui.Toast(words.Sentence(txtReading))
	}
	h := app.Hand{Lines: append([]core.LineKey{s.told.key}, e.With...)}
	for _, p := range e.Parts {
		h.Picks = append(h.Picks, app.Pick{Item: p.Item})
	}
	s.again = &repeat{what: "part payment", part: true}
	svc := s.svc
	return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, h) })
}

// repeat is the last act, as far as it makes sense on another line.
type repeat struct {
	what       string
	best, part bool
	check      bool
	note       *string
	ledger     string
	rest       bool
}

// once does the last act on the line under the cursor, or on the marked ones.
func (s *Screen) once() tea.Cmd {
	a := s.again
	switch {
	case a.best && s.table.MarkedCount() > 0:
		return s.acceptMarked()
	case a.best:
		return s.acceptAt(0)
	case a.part:
		return s.settlePart()
	case a.note != nil:
		return s.writeNote(*a.note)
	case a.rest:
		return s.settleRest(a.ledger)
	case a.ledger != "":
		return s.codeTo(a.ledger)
	}
	return s.checkLines(a.check)
}
