package transactions_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/layout"
	"ferry/tui/place"
	"ferry/tui/screen/transactions"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// TestLoading paints the page before the file has answered.
func TestLoading(t *testing.T) {
	t.Parallel()
	for _, size := range tuitest.Sizes() {
		t.Run(size.String(), func(t *testing.T) {
			t.Parallel()
			th, box := theme.New(theme.Options{}), layout.Box{W: size[0], H: size[1]}
			s := transactions.New(ledgerOf(3), th, place.Lines("a"))
			s.Update(layout.Size{Box: box})
			frame := ansi.Strip(s.View(box))
			rows := strings.Split(frame, "\n")
			if len(rows) != box.H {
				t.Errorf("%d rows, want %d", len(rows), box.H)
			}
			for i, row := range rows {
				if w := layout.Width(row); w != box.W {
					t.Errorf("row %d is %d cells wide, want %d", i, w, box.W)
				}
			}
			if !strings.Contains(frame, "reading") || strings.Contains(frame, "No bank line yet.") || strings.Contains(frame, "0 lines") {
				t.Errorf("it does not look like loading:\n%s", frame)
			}
			golden.RequireEqual(t, frame)
		})
	}
}
