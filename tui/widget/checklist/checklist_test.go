package checklist_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/checklist"
)

func list() *checklist.Model {
	return checklist.New([]checklist.Group{
		{Title: "KBC", Items: []checklist.Item{
			{ID: "a", Title: "BE71 0961 2345 6769", Badges: []string{"new"}, Side: "until 21 May", Ticked: true},
			{ID: "b", Title: "BE68 5390 0754 7034", Ticked: true, Note: "It is connected; without its tick no new lines are read, and what was read stays."},
		}},
		{Title: "ING", Items: []checklist.Item{{ID: "c", Title: "NL91 ABNA 0417 1643 00"}}},
	})
}

func press(m *checklist.Model, ids ...action.ID) {
	for _, id := range ids {
		m.Do(action.Invoke{ID: id})
	}
}

func TestTicking(t *testing.T) {
	t.Parallel()
	m := list()
	press(m, action.Down, action.Mark, action.Down, action.Down, action.Mark)
	if !slices.Equal(m.Ticked(), []string{"a", "c"}) || !slices.Equal(m.Unticked(), []string{"b"}) {
		t.Errorf("%v %v", m.Ticked(), m.Unticked())
	}
	press(m, action.MarkAll)
	if len(m.Ticked()) != 3 {
		t.Errorf("%v", m.Ticked())
	}
	press(m, action.MarkAll, action.First)
	if item, _ := m.Selected(); len(m.Ticked()) != 0 || item.ID != "a" {
		t.Errorf("%v %v", m.Ticked(), item)
	}
	if m.Do(action.Invoke{ID: action.Back}) {
		t.Error("back is not the list's")
	}
	press(checklist.New(nil), action.Mark, action.Down, action.MarkAll)
}

func TestView(t *testing.T) {
	t.Parallel()
	looks, m := theme.New(theme.Options{}), list()
	press(m, action.Down)
	golden.RequireEqual(t, ansi.Strip(m.View(looks, layout.Box{W: 60, H: 10})))
	press(m, action.Last)
	if got := ansi.Strip(m.View(looks, layout.Box{W: 60, H: 5})); !strings.Contains(got, "› [ ] NL91") {
		t.Error(got)
	}
}
