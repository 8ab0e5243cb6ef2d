package progress_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/progress"
)

func TestView(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	rows := []progress.Row{
		{Title: "KBC zichtrekening", Text: "1 204 lines, 12 new", Done: true},
		{Title: "ING", Text: "the consent expired", Done: true, Level: core.Alarm},
		{Title: "Belfius", Text: "reading, 300 lines", Started: now.Add(-75 * time.Second)},
		{Title: "Argenta", Text: "reading", Started: now.Add(-time.Second)},
		{Title: "Crelan", Text: "waiting", Waiting: true},
	}
	paint := func(o theme.Options, h int) string {
		return ansi.Strip(progress.View(theme.New(o), layout.Box{W: 60, H: h}, rows, now, 1))
	}
	golden.RequireEqual(t, paint(theme.Options{}, 6)+"\n"+paint(theme.Options{ASCII: true, Still: true}, 4))
	if got := paint(theme.Options{}, 1); !strings.Contains(got, "accounts above") {
		t.Error(got)
	}
}
