package reconcile_test

import (
	"strings"
	"testing"

	"ferry/tui/theme"
)

// TestASearchGoesToItsFirstHit, unless it finds the line under the cursor.
func TestASearchGoesToItsFirstHit(t *testing.T) {
	t.Parallel()
	b := ofMonth(month(t))
	d := show(t, b, theme.Options{})
	d.Press("G")
	was := cursorRow(t, d)
	d.Press("/")
	d.Type("van den")
	first := cursorRow(t, d)
	d.Press("enter", "g")
	at(t, d, strings.TrimLeft(first, "› "))
	d.Press("j", "j")
	kept := cursorRow(t, d)
	d.Press(`\`) // and the line under the cursor stays
	at(t, d, strings.TrimLeft(kept, "› ")[:24])
	if was == kept {
		t.Error("the search finds the line by chance")
	}
	d.Press("/")
	d.Type("van")
	at(t, d, strings.TrimLeft(kept, "› ")[:24])
}
