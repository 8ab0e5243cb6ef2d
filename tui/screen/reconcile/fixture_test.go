package reconcile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/match/monthtest"
	"ferry/tui/action"
	"ferry/tui/screen/reconcile"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// cursorRow is the line of the screen with the cursor.
func cursorRow(t *testing.T, d *tuitest.Driver) string {
	t.Helper()
	for line := range strings.SplitSeq(d.Screen(), "\n") {
		if strings.HasPrefix(line, "› ") || strings.HasPrefix(line, "• ") {
			return line
		}
	}
	t.Fatalf("no cursor:\n%s", d.Screen())
	return ""
}

// month is a month of exactly a hundred lines with everything that happens in one.
func month() monthtest.Month {
	m := monthtest.New(11, 2)
	slices.SortStableFunc(m.Lines, func(a, b core.Line) int { return int(a.BookingDate) - int(b.BookingDate) })
	return m
}

// TestAHundredLines closes a month as a careful person would who knows who paid what: all safe lines at once, then each line with
// its own key. The keys are counted, and what was accepted is compared with the truth.
func TestAHundredLines(t *testing.T) {
	t.Parallel()
	m := month()
	b := ofMonth(m)
	d := show(t, b, theme.Options{})
	d.Press("A")
	d.See("Accept ")
	d.Press("enter")
	lines := len(m.Lines)
	for len(b.openLines()) > 0 {
		before := d.Keys()
		row := cursorRow(t, d)
		k, ok := b.rowKey(row)
		if !ok {
			t.Fatalf("no line fits %q", row)
		}
		press(t, d, b, m, k)
		if d.Keys() == before || d.Keys() > 10*lines {
			t.Fatalf("stuck at %q", row)
		}
		if b.allChecked() {
			break
		}
	}
	t.Logf("%d lines in %d keys", lines, d.Keys())
	if budget := lines * 150 / 100; d.Keys() > budget {
		t.Errorf("%d keys for %d lines, the budget is %d", d.Keys(), lines, budget)
	}
	b.judge(t, m)
}

// press does with a line what its label says.
func press(t *testing.T, d *tuitest.Driver, b *books, m monthtest.Month, k core.LineKey) {
	t.Helper()
	label := m.Labels[k]
	options := b.propose()[k].Options
	for i, e := range options {
		if i < 9 && right(label, e, k) {
			if i == 0 {
				d.Press("a")
			} else {
				d.Press(fmt.Sprint(i + 1))
			}
			return
		}
	}
	if label.Kind == "noise: card and fees" {
		if b.calls["Code"] > 0 {
			d.Press("=", "enter") // the account used last stands first
			return
		}
		d.Press("=")
		d.Type("6500")
		d.Press("enter")
		return
	}
	d.Press("!")
}

// right reports whether an explanation is the truth about a line.
func right(label monthtest.Label, e core.Explanation, k core.LineKey) bool {
	want := slices.Clone(label.Items)
	slices.Sort(want)
	if len(want) == 0 && len(label.With) == 0 {
		return false
	}
	with := slices.Clone(e.With)
	if len(want) > 0 {
		return slices.Equal(want, itemsOf(e))
	}
	return slices.Equal(with, label.With)
}

func (b *books) openLines() []core.Line {
	b.mu.Lock()
	defer b.mu.Unlock()
	var open []core.Line
	for _, l := range b.lines {
		if b.open(l) && !b.states[l.Key()].Check {
			open = append(open, l)
		}
	}
	return open
}

func (b *books) allChecked() bool { return len(b.openLines()) == 0 }

// rowKey finds the line that a row of the screen shows: by what the row says of it.
func (b *books) rowKey(row string) (core.LineKey, bool) {
	for _, l := range b.openLines() {
		amount := strings.TrimPrefix(l.Amount.String(), "-")
		plain := strings.NewReplacer(" ", "", ",", ".").Replace(row)
		if !strings.Contains(row, l.BookingDate.String()) || !strings.Contains(plain, amount) {
			continue
		}
		name := []rune(l.CounterpartName)
		if strings.Contains(row, string(name[:min(10, len(name))])) {
			return l.Key(), true
		}
	}
	return core.LineKey{}, false
}

// judge compares what was accepted with the truth.
func (b *books) judge(t *testing.T, m monthtest.Month) {
	t.Helper()
	for _, l := range m.Lines {
		s := b.states[l.Key()]
		if s.Match == 0 {
			if !s.Check {
				t.Errorf("line %v is neither explained nor marked", l.Key())
			}
			continue
		}
		if why := b.matches[s.Match].Why; why.Kind != "coded" && !right(m.Labels[l.Key()], why, l.Key()) && len(m.Labels[l.Key()].With) == 0 && why.Kind != core.MatchReversal {
			t.Errorf("%s: line %v is explained wrongly: %v %v", m.Labels[l.Key()].Kind, l.Key(), why.Kind, why.Numbers())
		}
	}
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(reconcile.Actions()); err != nil {
		t.Error(err)
	}
}
