package reconcile

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/place"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// held stops an undo before anything is taken back: the act is not one that is taken back without a word.
type held struct {
	next core.Done
	ask  bool
	why  string // it is asked about
}

func (h held) Error() string { return "not taken back yet: " + h.next.What }

// takeBack undoes or redoes; the cursor goes to the lines that come back. What is no act of reconciliation is asked about, and
// after a refusal, which left nothing to take back, it says so first.
func (s *Screen) takeBack(redo bool) tea.Cmd {
	refused := s.refused
	s.refused = false
	if redo {
		svc, dossier := s.svc, s.dossier
		return s.perform(actedMsg{where: toNext, next: txtUndo, moved: true}, func(ctx context.Context) (core.Done, error) {
			done, err := svc.Redo(ctx, dossier)
			done.What, done.Told = "done again: "+words.Act(done), nil
			return done, err
		})
	}
	one, single := place.AccountOf(s.page)
	return s.undo(func(next core.Done, reconciles bool) error {
		here := !single || slices.ContainsFunc(next.Lines, func(k core.LineKey) bool { return k.Account == one })
		switch {
		case refused:
			return held{next: next}
		case !reconciles:
			return held{next, true, txtNoReconciling}
		case !here:
			return held{next, true, txtElsewhere}
		}
		return nil
	})
}

// undo takes the last act back, unless there is something against it.
func (s *Screen) undo(against func(next core.Done, reconciles bool) error) tea.Cmd {
	svc, dossier := s.svc, s.dossier
	return s.perform(actedMsg{where: toThere, next: txtTaken, moved: true}, func(ctx context.Context) (core.Done, error) {
		next, reconciles, err := svc.NextUndo(ctx, dossier)
		if err == nil {
			err = against(next, reconciles)
		}
		if err != nil {
			return core.Done{}, err
		}
		done, err := svc.Undo(ctx, dossier)
		done.What, done.Told = "taken back: "+words.Act(done), nil
		return done, err
	})
}

// hold says why an undo stopped, or asks.
func (s *Screen) hold(h held) tea.Cmd {
	what := words.Act(h.next)
	if !h.ask {
		return tui.Warn(txtRefused + " " + "u again takes back: " + what + ".")
	}
	return tui.Ask(confirm.Question{Title: "Take this back?", Text: []string{words.Sentence(what), h.why}, Yes: "Take it back"}, then(func() tea.Cmd {
		return s.undo(func(next core.Done, _ bool) error {
			if next.ID != h.next.ID {
				return held{next, true, h.why} // another one came meanwhile
			}
			return nil
		})
	}))
}
