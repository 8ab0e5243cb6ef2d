package pager_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/pager"
)

func TestReading(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 30 {
		fmt.Fprintf(&text, "line %d\n", i)
	}
	m, looks, box := pager.New(text.String()), theme.New(theme.Options{}), layout.Box{W: 20, H: 5}
	top := func() string { return strings.Fields(m.View(looks, box))[1] }
	for _, c := range []struct {
		press action.ID
		want  string
	}{
		{action.ReadDown, "1"}, {action.ReadPageDown, "6"}, {action.ReadUp, "5"}, {action.ReadPageUp, "0"},
		{action.ReadUp, "0"}, {action.ReadLast, "25"}, {action.ReadDown, "25"}, {action.ReadFirst, "0"},
	} {
		top()
		if !m.Do(action.Invoke{ID: c.press}) || top() != c.want {
			t.Errorf("after %s the top is %s, not %s", c.press, top(), c.want)
		}
	}
	if m.Do(action.Invoke{ID: action.Back}) || m.Text() != text.String() || m.Height(20) != 30 {
		t.Error("back is not the pager's, or the text is not kept")
	}
}

func TestLongLinesAndControlBytes(t *testing.T) {
	t.Parallel()
	m := pager.New("{\n  \"remittanceInformation\": \"a long text of the bank that does not fit\x1b[2J\"\n\t\"tab\"\n}")
	golden.RequireEqual(t, m.View(theme.New(theme.Options{}), layout.Box{W: 30, H: 8}))
}
