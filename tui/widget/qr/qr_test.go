package qr_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/layout"
	"ferry/tui/widget/qr"
)

func TestLines(t *testing.T) {
	t.Parallel()
	lines, err := qr.Lines("http://127.0.0.1:4001/a")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lines {
		if layout.Width(l) != layout.Width(lines[0]) {
			t.Errorf("%q is not as wide as the others", l)
		}
	}
	golden.RequireEqual(t, strings.Join(lines, "\n"))
	if _, err := qr.Lines(strings.Repeat("x", 4000)); err == nil {
		t.Error("a text that is too long gives a code")
	}
}
