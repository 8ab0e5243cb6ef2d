package confirm_test

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
)

func answer(m *confirm.Model, ids ...action.ID) (last confirm.Answer) {
	for _, id := range ids {
		last, _ = m.Do(action.Invoke{ID: id})
	}
	return last
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		press []action.ID
		want  confirm.Answer
	}{
		{[]action.ID{action.DialogTake}, confirm.No},
		{[]action.ID{action.DialogNo}, confirm.No},
		{[]action.ID{action.DialogYes}, confirm.Yes},
		{[]action.ID{action.DialogSwitch}, confirm.Open},
		{[]action.ID{action.DialogSwitch, action.DialogTake}, confirm.Yes},
		{[]action.ID{action.DialogSwitch, action.DialogSwitch, action.DialogTake}, confirm.No},
		{[]action.ID{action.Palette}, confirm.Open},
	} {
		if got := answer(confirm.New(confirm.Question{Title: "?"}), c.press...); got != c.want {
			t.Errorf("%v: %d", c.press, got)
		}
	}
}

func TestWord(t *testing.T) {
	t.Parallel()
	m := confirm.New(confirm.Question{Title: "Destroy?", Word: "destroy", Text: []string{"All lines of 3 accounts go."}})
	if got := answer(m, action.DialogYes, action.DialogTake); got != confirm.Open {
		t.Errorf("without the word: %d", got)
	}
	m.Key(action.Key{Text: "destroy", Paste: true})
	block, at := m.View(theme.New(theme.Options{}), layout.Box{W: 80, H: 24})
	golden.RequireEqual(t, ansi.Strip(block))
	if at.X+at.W > 80 || at.Y+at.H > 24 {
		t.Errorf("%+v", at)
	}
	if got := answer(m, action.DialogTake); got != confirm.Yes {
		t.Errorf("with the word: %d", got)
	}
}
