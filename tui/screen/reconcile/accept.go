package reconcile

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// acceptAt accepts a candidate of the line under the cursor.
func (s *Screen) acceptAt(n int, again repeat) tea.Cmd {
	t, ok := s.current()
	if !ok && n == 0 && s.asking {
		s.holding, s.eager = true, &again
		return nil
	}
	if !ok {
		return tui.Warn(words.Sentence(txtReading))
	}
	if len(t.proposal.Options) == 0 {
		return tui.Warn(txtNoOption + " " + txtNoHint)
	}
	if n >= len(t.proposal.Options) {
		return tui.Warn(fmt.Sprintf("There is no candidate %d here.", n+1))
	}
	svc, key, why := s.svc, t.key, t.proposal.Options[n]
	accept := func() tea.Cmd {
		return s.actAgain(toNext, again, func(ctx context.Context) (core.Done, error) { return svc.Accept(ctx, key, why) })
	}
	if why.Kind == core.MatchOver {
		return askOver(why, accept)
	}
	return accept()
}

// acceptSeen accepts a line that the user knew only by its sign when the key came: what is safe. Else there is something to look at.
func (s *Screen) acceptSeen() tea.Cmd {
	again := *s.eager
	s.letGo()
	t, ok := s.current()
	switch {
	case !ok:
		return tui.Warn(words.Sentence(txtReading))
	case len(t.proposal.Options) > 0 && !t.proposal.Auto:
		return tui.Warn(txtLookFirst)
	}
	return s.acceptAt(0, again)
}

// letGo lets the keys go on.
func (s *Screen) letGo() { s.holding, s.eager = false, nil }

// accepting is what was marked to be accepted, and what the user was told of it.
type accepting struct {
	targets
	everything bool // all of the list: only what is safe is accepted of it
	asked      bool
	unsure     int // lines that are not safe, to which the user said yes
	again      repeat
}

// acceptMarked accepts the first candidate of each marked line. It asks first unless all of them are safe.
func (s *Screen) acceptMarked(again repeat) tea.Cmd {
	t := s.targets()
	return s.acceptThose(accepting{targets: t, everything: t.all, again: again})
}

func (s *Screen) acceptThose(a accepting) tea.Cmd {
	svc, everything := s.svc, s.everything()
	return s.actAgain(toNext, a.again, func(ctx context.Context) (core.Done, error) {
		sum, err := a.tally(ctx, svc)
		if err != nil {
			return core.Done{}, err
		}
		f, err := sift(ctx, svc, sum.keys(), a.everything)
		if err != nil {
			return core.Done{}, err
		}
		if a.everything && !a.asked || f.unsure() > a.unsure {
			text := f.text()
			if a.everything {
				text = append([]string{txtOnlySafe}, append(text, everything...)...)
			}
			told := accepting{a.exactly(sum), a.everything, true, f.unsure(), a.again}
			return core.Done{}, question{confirm.Question{Title: txtAccept + " " + sum.only(f.take).text() + "?", Text: text, Yes: txtAccept},
				func() tea.Cmd { return s.acceptThose(told) }}
		}
		done, err := svc.AcceptAll(ctx, f.take)
		done.What += ": " + sum.only(f.take).sum() + f.skipped()
		return done, err
	})
}

// sifted are lines by what the engine says of them.
type sifted struct {
	take                       []core.LineKey
	safe, choice, unseen, none int
	check                      int  // left out: somebody wants to look at them again
	onlySafe                   bool // the others are skipped
}

// unsure is how many lines are accepted although a person has to choose.
func (f sifted) unsure() int {
	if f.onlySafe {
		return 0
	}
	return f.choice + f.unseen
}

// text says how far the lines can be trusted.
func (f sifted) text() []string {
	list := []string{fmt.Sprintf(txtSafeOf, words.Plural(f.safe, "is", "are"))}
	add := func(n int, text string) {
		if n > 0 {
			list = append(list, fmt.Sprintf(text, words.Plural(n, "is", "are")))
		}
	}
	if f.onlySafe {
		add(f.choice+f.unseen, txtChoiceSkipped)
	} else {
		add(f.choice, txtChoiceTaken)
		add(f.unseen, txtUnseenTaken)
	}
	add(f.none, txtNoneSkipped)
	add(f.check, txtCheckSkipped)
	return list
}

// skipped tells after the act what was left out.
func (f sifted) skipped() (text string) {
	if n := f.choice + f.unseen; f.onlySafe && n > 0 {
		text += fmt.Sprintf(txtDidSkipChoice, words.Plural(n, "line", "lines"))
	}
	if f.none > 0 {
		text += fmt.Sprintf(txtDidSkipNone, words.Plural(f.none, "line", "lines"))
	}
	return text
}

// sift leaves out the lines that nothing explains, and where only safe ones are wanted also those that a person must choose for.
func sift(ctx context.Context, svc reading, keys []core.LineKey, onlySafe bool) (sifted, error) {
	f := sifted{onlySafe: onlySafe}
	looks, err := svc.Outlooks(ctx, keys)
	if err != nil {
		return f, err
	}
	marked, err := toCheck(ctx, svc, keys)
	if err != nil {
		return f, err
	}
	for i, k := range keys {
		if onlySafe && marked[k] {
			f.check++
			continue
		}
		switch looks[i] {
		case app.OutlookNone:
			f.none++
			continue
		case app.OutlookSafe:
			f.safe++
		case app.OutlookChoice:
			f.choice++
		default:
			f.unseen++
		}
		if !onlySafe || looks[i] == app.OutlookSafe {
			f.take = append(f.take, k)
		}
	}
	if len(f.take) == 0 && len(keys) > 0 {
		err = &core.Error{Code: core.CodeNotFound, Op: "accept", Msg: txtNoneSafe, Hint: txtNoneSafeHint}
	}
	return f, err
}
