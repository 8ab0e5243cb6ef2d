package accounts_test

import (
	"testing"

	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
)

// TestTheWindowShrinks: what was painted for a wider one is not painted again as it was.
func TestTheWindowShrinks(t *testing.T) {
	t.Parallel()
	d, _ := open(t, &fake{list: nasty()}, theme.Options{}, nav.Page{Kind: place.Accounts})
	for _, size := range [][2]int{{80, 24}, {60, 16}, {200, 50}, {60, 16}, {80, 24}, {72, 18}} {
		d.Resize(size[0], size[1])
		d.Press("j")
	}
}
