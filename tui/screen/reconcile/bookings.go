package reconcile

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/words"
)

// refuse rejects the candidate under the cursor; a line that is explained is taken apart.
func (s *Screen) refuse() tea.Cmd {
	svc, dossier := s.svc, s.dossier
	r, _ := s.table.Selected()
	if id := r.state.Match; id != 0 {
		return s.perform(actedMsg{where: toSame, next: txtUndo, apart: true}, func(ctx context.Context) (core.Done, error) { return svc.Unmatch(ctx, dossier, []uint64{id}) })
	}
	e, ok := s.chosen()
	if !ok {
		return tui.Warn(txtNoOption)
	}
	key := r.Key()
	return s.act(toSame, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Reject(ctx, key, e) })
}

// checkLines marks to check, or takes the mark away. Of several lines those are marked that are not yet; where all are, all
// lose it.
func (s *Screen) checkLines(t targets, again repeat) tea.Cmd {
	svc, where, verb, yes := s.svc, toNext, txtSetCheck, txtSetCheckYes
	if !again.check {
		where, verb, yes = toSame, txtNoMoreCheck, txtNoMoreYes
	}
	return s.onTargets(t, deed{where, verb, yes, again, func(ctx context.Context, sum tally) (core.Done, error) {
		keys, on := sum.keys(), again.check
		if on && len(keys) > 1 {
			marked, err := toCheck(ctx, svc, keys)
			if err != nil {
				return core.Done{}, err
			}
			fresh := slices.DeleteFunc(slices.Clone(keys), func(k core.LineKey) bool { return marked[k] })
			if on = len(fresh) > 0; on {
				keys = fresh
			}
		}
		return svc.MarkCheck(ctx, keys, on)
	}})
}

func toCheck(ctx context.Context, svc reading, keys []core.LineKey) (map[core.LineKey]bool, error) {
	states, err := svc.States(ctx, keys)
	return core.ToCheck(states), err
}

func (s *Screen) writeNote(t targets, again repeat) tea.Cmd {
	svc, text, verb, yes := s.svc, *again.note, txtNoteWrite, txtNoteYes
	if text == "" {
		verb, yes = txtNoteOff, txtNoteOffYes
	}
	return s.onTargets(t, deed{toSame, verb, yes, again, func(ctx context.Context, sum tally) (core.Done, error) { return svc.NoteLines(ctx, sum.keys(), text) }})
}

// codeTo books lines on an account.
func (s *Screen) codeTo(t targets, again repeat) tea.Cmd {
	svc, coding := s.svc, s.coding(again.ledger)
	return s.onTargets(t, deed{toNext, txtCodeTitle, txtCodeTitle, again, func(ctx context.Context, sum tally) (core.Done, error) {
		return svc.Code(ctx, sum.keys(), []app.Coding{coding})
	}})
}

// coding is a counterpart posting on an account, with what is usual on it, for what the others leave.
func (s *Screen) coding(number string) app.Coding {
	return app.Coding{Ledger: number, VATCode: s.chart[number].VATCode}
}

// writeOff asks where the difference to the candidate goes.
func (s *Screen) writeOff() tea.Cmd {
	h, why := s.paidWhole()
	if why != "" {
		return tui.Warn(why)
	}
	return s.openRest(h, func(number string) tea.Cmd { return s.settleRest(h, repeat{rest: true, ledger: number}) })
}

// writeOffTo books the difference to the candidate on an account.
func (s *Screen) writeOffTo(again repeat) tea.Cmd {
	h, why := s.paidWhole()
	if why != "" {
		return tui.Warn(why)
	}
	return s.settleRest(h, again)
}

// paidWhole is the line paying the candidate in full, or why that cannot be.
func (s *Screen) paidWhole() (h app.Hand, why string) {
	e, ok := s.chosen()
	switch {
	case !ok:
		return h, words.Sentence(txtReading)
	case !s.differs(e):
		return h, txtNothingLeft
	}
	return s.inFull(e), ""
}

// settleRest settles items in full and books the difference on an account.
func (s *Screen) settleRest(h app.Hand, again repeat) tea.Cmd {
	h.Codings = []app.Coding{s.coding(again.ledger)}
	svc := s.svc
	return s.actAgain(toNext, again, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, h) })
}

// inFull lets the line under the cursor settle all that is open of a candidate's items.
func (s *Screen) inFull(e core.Explanation) app.Hand {
	h := app.Hand{Lines: append([]core.LineKey{s.told.key}, e.With...)}
	for _, p := range e.Parts {
		pick := app.Pick{Item: p.Item, Settles: p.Settles}
		if i, known := s.told.items[p.Item]; known {
			pick.Settles = i.Open()
		}
		h.Picks = append(h.Picks, pick)
	}
	return h
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
func (s *Screen) settlePart(again repeat) tea.Cmd {
	e, ok := s.chosen()
	if !ok {
		return tui.Warn(words.Sentence(txtReading))
	}
	h := app.Hand{Lines: append([]core.LineKey{s.told.key}, e.With...)}
	for _, p := range e.Parts {
		h.Picks = append(h.Picks, app.Pick{Item: p.Item})
	}
	svc := s.svc
	return s.actAgain(toNext, again, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, h) })
}
