package reconcile

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/widget/confirm"
)

// targets are the lines that an act is about: the marked ones, else the one under the cursor.
type targets struct {
	keys   []core.LineKey
	all    bool // everything in the list but keys
	list   rows
	marked int // 0: the line under the cursor
}

func (s *Screen) targets() targets {
	t := targets{list: s.list, marked: s.table.MarkedCount()}
	if t.marked > 0 {
		t.keys, t.all = s.table.Marked()
		return t
	}
	if r, ok := s.table.Selected(); ok {
		t.keys = []core.LineKey{r.Key()}
	}
	return t
}

// most is how many lines one act may be about: a write stays short.
const most = 1000

// exactly is the targets as they were read and told: what comes into the list later is not among them.
func (t targets) exactly(sum tally) targets {
	t.keys, t.all = sum.keys(), false
	return t
}

// question stops an act before anything is done: the user is asked first, and yes goes on with it.
type question struct {
	confirm.Question
	yes func() tea.Cmd
}

func (q question) Error() string { return "not done before it is asked: " + q.Title }

// deed is a change that may be about many lines.
type deed struct {
	where whither
	verb  string // before what it is about, in the question
	yes   string
	again repeat
	do    func(context.Context, tally) (core.Done, error)
}

// onTargets carries out a change on lines; where everything in the list is marked it asks first.
func (s *Screen) onTargets(t targets, d deed) tea.Cmd {
	if len(t.keys) == 0 && t.marked == 0 {
		return nil
	}
	svc, everything := s.svc, s.everything()
	return s.actAgain(d.where, d.again, func(ctx context.Context) (core.Done, error) {
		sum, err := t.tally(ctx, svc)
		if err != nil {
			return core.Done{}, err
		}
		if t.all {
			return core.Done{}, question{confirm.Question{Title: d.verb + " " + sum.text() + "?", Text: everything, Yes: d.yes},
				func() tea.Cmd { return s.onTargets(t.exactly(sum), d) }}
		}
		done, err := d.do(ctx, sum)
		if t.marked > 0 {
			done.What += ": " + sum.sum()
		} else if d.again.on == "" { // a repeated act names it anyhow
			done.What += ": " + lineName(sum.lines[0])
		}
		return done, err
	})
}

// everything says what an act on all lines of the list is about.
func (s *Screen) everything() []string {
	text := []string{txtAllMarked, txtOneAct + " " + txtUndo}
	if s.filtered() {
		text[0] = txtAllFitting
	}
	return text
}
