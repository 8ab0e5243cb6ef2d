package reconcile_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestWhatIsBeforeFitsTheSearch: only those are counted that the search would show there.
func TestWhatIsBeforeFitsTheSearch(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range 5 { // three of Claes's and others are older
		b.lines[3+i].BookingDate = core.NewDate(2026, 10, 20-i)
	}
	d := show(t, b, theme.Options{})
	d.Press("/")
	d.Type("claes")
	d.Press("enter", "<")
	d.See("1 open · November 2026 · +1 before")
}

// TestTheFooterSaysWhatXDoes: of a line that is explained it takes the explanation apart.
func TestTheFooterSaysWhatXDoes(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.See("x reject")
	d.Press("a", "V", "V")
	d.See("x take apart")
	d.NotSee("x reject")
}
