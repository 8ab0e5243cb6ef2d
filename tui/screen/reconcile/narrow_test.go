package reconcile_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/theme"
)

// TestHelpFitsANarrowWindow: no key is cut, and a sentence goes on under itself.
func TestHelpFitsANarrowWindow(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Resize(80, 24)
	d.Press("?")
	d.See("a 1-9 ")
	d.NotSee("6 7…")
	found := false
	lines := strings.Split(d.Screen(), "\n")
	for i, line := range lines {
		if at := strings.Index(line, "Accept the candidate"); at >= 0 && i+1 < len(lines) {
			found = true
			if under := lines[i+1]; strings.TrimSpace(strings.Trim(under[:at], "│› ")) != "" {
				t.Errorf("%q goes on under the keys: %q", line, under)
			}
		}
	}
	if !found {
		t.Errorf("it is not there:\n%s", d.Screen())
	}
}

// TestKindsAreListedInANarrowWindow, however many lines they take there.
func TestKindsAreListedInANarrowWindow(t *testing.T) {
	t.Parallel()
	d := show(t, ofMonth(month(t)), theme.Options{})
	d.Resize(80, 24)
	d.Press("A")
	d.See("16 one item", "10 several items", "4 less bank fee", "own transfer")
	d.NotSee("others")
}

// TestCountsStandBesideTheSearch while it is typed: how much it finds is what one types for.
func TestCountsStandBesideTheSearch(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[5].BookingDate, b.lines[7].BookingDate = core.NewDate(2026, 10, 3), core.NewDate(2026, 10, 2)
	b.running = app.ProposalsState{Dossier: dossier, Fresh: true, Total: 9000, Safe: 3000, Choice: 3000, None: 3000}
	d := show(t, b, theme.Options{})
	for _, w := range []int{120, 80, 60} {
		d.Resize(w, 24)
		d.Press("<", "/", "ctrl+u")
		d.Type("claes")
		d.See("/claes", "1 open · November 2026 · +1 before")
		d.Press("enter")
		d.See("/claes", "1 open · November 2026 · +1 before")
		d.Press(`\`)
	}
}
