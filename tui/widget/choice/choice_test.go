package choice_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"ferry/tui/action"
	"ferry/tui/theme"
	"ferry/tui/widget/choice"
)

func TestChoice(t *testing.T) {
	t.Parallel()
	m := choice.New(choice.Option{ID: "a", Title: "First", Key: "f", Detail: "About the first."}, choice.Option{ID: "b", Title: "The second"})
	looks := theme.New(theme.Options{})
	painted := func(h int) string { return ansi.Strip(strings.Join(m.Lines(looks, 40, h), "\n")) }
	if got := painted(10); got != "› First       f \n  The second \n\n  About the first." {
		t.Errorf("%q", got)
	}
	if got := painted(2); strings.Contains(got, "About") {
		t.Errorf("no room for the detail: %q", got)
	}
	m.Do(action.Invoke{ID: action.Down})
	m.Do(action.Invoke{ID: action.Down})
	if m.Selected().ID != "b" || painted(1) != "› The second " {
		t.Errorf("%v, %q", m.Selected(), painted(1))
	}
	m.Select("a")
	if m.Selected().ID != "a" || m.Do(action.Invoke{ID: action.Back}) {
		t.Error("the cursor is elsewhere, or back was taken")
	}
	if choice.New().Selected().ID != "" {
		t.Error("an empty choice has an option")
	}
}
