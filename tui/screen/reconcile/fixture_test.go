package reconcile_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/match"
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

// label is the truth about a line: what it pays, or the other side of it.
type label struct {
	Line  core.LineKey
	Kind  string
	Items []core.ItemID
	With  []core.LineKey
}

// fixture is a month with its truth.
type fixture struct {
	Items    []core.OpenItem
	Lines    []core.Line
	Own      []match.Own
	Settings match.Settings
	Labels   []label
}

// labelOf is the truth about a line.
func (f fixture) labelOf(k core.LineKey) label {
	return f.Labels[slices.IndexFunc(f.Labels, func(l label) bool { return l.Line == k })]
}

// month reads the month of exactly a hundred lines with everything that happens in one. It was made by core/match/monthtest
// and is kept, so that the count of keys is about the page alone.
func month(t *testing.T) fixture {
	t.Helper()
	raw, err := os.ReadFile("testdata/month.json")
	if err != nil {
		t.Fatal(err)
	}
	var f fixture
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	kinds := make(map[string]bool)
	for _, l := range f.Labels {
		kinds[l.Kind] = true
	}
	for _, k := range []string{"reference", "two parts of one invoice", "partial with reference", "merged, none named", "noise: card and fees", "transfer", "credit note netted"} {
		if !kinds[k] {
			t.Fatalf("the month has no line of kind %q", k)
		}
	}
	if len(f.Lines) != 100 {
		t.Fatalf("the month has %d lines", len(f.Lines))
	}
	return f
}

// TestAHundredLines closes a month as a careful person would who knows who paid what: all safe lines at once, then each line with
// its own key. The keys are counted, and what was accepted is compared with the truth.
func TestAHundredLines(t *testing.T) {
	t.Parallel()
	m := month(t)
	b := ofMonth(m)
	d := show(t, b, theme.Options{})
	d.Press("A")
	d.See("Accept ")
	d.Press("enter")
	safe := len(m.Lines) - len(b.openLines())
	for len(b.openLines()) > 0 {
		before := d.Keys()
		row := cursorRow(t, d)
		k, ok := b.rowKey(row)
		if !ok {
			t.Fatalf("no line fits %q", row)
		}
		press(t, d, b, m, k)
		if d.Keys() == before || d.Keys() > 1000 {
			t.Fatalf("stuck at %q", row)
		}
	}
	t.Logf("%d lines in %d keys; %d of them were safe", len(m.Lines), d.Keys(), safe)
	if d.Keys() > 150 {
		t.Errorf("%d keys, the budget is 150", d.Keys())
	}
	b.judge(t, m)
}

// press does with a line what its label says.
func press(t *testing.T, d *tuitest.Driver, b *books, m fixture, k core.LineKey) {
	t.Helper()
	truth := m.labelOf(k)
	options := b.propose()[k].Options
	for i, e := range options {
		if i < 9 && right(truth, e, e.With) {
			if i == 0 {
				d.Press("a")
			} else {
				d.Press(fmt.Sprint(i + 1))
			}
			return
		}
	}
	if truth.Kind == "noise: card and fees" {
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
func right(truth label, e core.Explanation, with []core.LineKey) bool {
	want := slices.Sorted(slices.Values(truth.Items))
	switch {
	case len(want) > 0:
		return slices.Equal(want, itemsOf(e))
	case len(truth.With) > 0:
		return slices.Equal(with, truth.With)
	}
	return truth.Kind == "returned payment" && e.Kind == core.MatchReversal
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
func (b *books) judge(t *testing.T, m fixture) {
	t.Helper()
	for _, l := range m.Lines {
		s := b.states[l.Key()]
		if s.Match == 0 {
			if !s.Check {
				t.Errorf("line %v is neither explained nor marked", l.Key())
			}
			continue
		}
		made := b.matches[s.Match]
		truth := m.labelOf(l.Key())
		with := slices.DeleteFunc(slices.Clone(made.Lines), func(k core.LineKey) bool { return k == l.Key() })
		if coded := made.Why.Kind == "coded"; coded != (truth.Kind == "noise: card and fees") || !coded && !right(truth, made.Why, with) {
			t.Errorf("%s: line %v is explained wrongly: %v %v", truth.Kind, l.Key(), made.Why.Kind, made.Why.Numbers())
		}
	}
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(reconcile.Actions()); err != nil {
		t.Error(err)
	}
}
