package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
)

// TestOneClockTurnsTheSign lets work run: one timer at a time turns the sign through all its pictures, whatever the looks become
// meanwhile, and none is left when the work has ended. Who wants no motion sees none.
func TestOneClockTurnsTheSign(t *testing.T) {
	t.Parallel()
	for _, still := range []bool{false, true} {
		looks, timers := theme.New(theme.Options{Still: still}), 0
		m, err := NewModel(t.Context(), Options{
			Screens: map[nav.Kind]Maker{"home": nil}, Home: nav.Page{Kind: "home"}, Theme: looks, Now: func() time.Time { return time.Time{} },
			Timer: func(time.Duration, tea.Msg, bool) tea.Cmd { timers++; return nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		m.size = layout.Box{W: 60, H: 16}
		m.start(m.Page(), taskMsg{title: "Reading", kind: workTask})
		m.start(m.Page(), taskMsg{title: "Reading too", kind: workTask})
		if timers != 1 {
			t.Errorf("%d timers for two tasks", timers)
		}
		seen := make(map[string]bool)
		for i := range 40 {
			sign, _, _ := strings.Cut(strings.TrimSpace(ansi.Strip(m.message()[0])), "Reading")
			seen[sign] = true
			if i == 25 {
				looks.Set(theme.Options{Still: still, ASCII: true})
			}
			m.onTick(tickMsg{})
		}
		if want := 10 + 4; still && len(seen) != 1 || !still && len(seen) != want {
			t.Errorf("still %v: the sign has the pictures %v", still, seen)
		}
		timers = 0
		for id := range m.tasks {
			m.finish(id)
		}
		if m.onTick(tickMsg{}); timers != 0 {
			t.Error("the clock goes on when nothing runs")
		}
	}
}
