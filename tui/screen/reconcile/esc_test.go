package reconcile_test

import (
	"testing"

	"ferry/tui/theme"
)

// TestEscGoesOneStepAtATime in the order that the help says: the filter, then the marks.
func TestEscGoesOneStepAtATime(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("/")
	d.Type("claes")
	d.Press("enter", "space", "esc")
	d.See("8 open", "1 marked")
	d.Press("esc")
	d.NotSee("marked")
	d.Press("/")
	d.Type("claes")
	d.Press("enter", "*")
	d.See("2 marked")
	d.Press("esc") // what fitted the filter is not all there is
	d.See("8 open")
	d.NotSee("marked")
}
