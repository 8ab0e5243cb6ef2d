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

// desk is where a test looks up what the page works on, in memory or in a real file.
type desk interface {
	waiting(t *testing.T) []core.Line // open, and not marked to check
	candidates(t *testing.T, k core.LineKey) []core.Explanation
	outcome(t *testing.T, k core.LineKey) (core.Match, bool) // the zero match: none; whether it is to check
}

func (b *books) waiting(*testing.T) []core.Line {
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

func (b *books) candidates(_ *testing.T, k core.LineKey) []core.Explanation {
	return b.propose()[k].Options
}

func (b *books) outcome(_ *testing.T, k core.LineKey) (core.Match, bool) {
	s := b.states[k]
	return b.matches[s.Match], s.Check
}

// TestAHundredLines closes a month as a careful person would who knows who paid what: all safe lines at once, then each line with
// its own key. The keys are counted, and what was accepted is compared with the truth.
func TestAHundredLines(t *testing.T) {
	t.Parallel()
	m := month(t)
	b := ofMonth(m)
	closeMonth(t, show(t, b, theme.Options{}), b, m)
}

func closeMonth(t *testing.T, d *tuitest.Driver, b desk, m fixture) {
	t.Helper()
	before := d.Keys()
	d.Press("A")
	d.See("Accept ")
	d.Press("enter")
	left := b.waiting(t)
	safe, coded := len(m.Lines)-len(left), false
	for ; len(left) > 0; left = b.waiting(t) {
		row := cursorRow(t, d)
		k, ok := rowKey(left, row)
		if !ok || d.Keys()-before > 1000 {
			t.Fatalf("stuck at %q:\n%s", row, d.Screen())
		}
		coded = press(t, d, b.candidates(t, k), m.labelOf(k), coded)
	}
	marked := 0
	for _, l := range m.Lines {
		if _, check := b.outcome(t, l.Key()); check {
			marked++
		}
	}
	t.Logf("%d lines in %d keys: %d were safe, %d explained one by one, %d are to check", len(m.Lines), d.Keys()-before, safe, len(m.Lines)-safe-marked, marked)
	if n := d.Keys() - before; n > 150 {
		t.Errorf("%d keys, the budget is 150", n)
	}
	judge(t, b, m)
}

// press does with a line what its label says; coded tells whether the account of costs was used before.
func press(t *testing.T, d *tuitest.Driver, options []core.Explanation, truth label, coded bool) bool {
	t.Helper()
	for i, e := range options[:min(len(options), 9)] {
		if !right(truth, e, e.With) {
			continue
		}
		if d.Press(fmt.Sprint(i + 1)); e.Kind == core.MatchOver {
			d.Press("y")
		}
		return coded
	}
	switch {
	case truth.Kind != "noise: card and fees":
		d.Press("!")
	case coded:
		d.Press("=", "enter") // the account used last stands first
	default:
		d.Press("=")
		d.Type("65")
		d.Press("enter")
	}
	return coded || truth.Kind == "noise: card and fees"
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

// rowKey finds the line that a row of the screen shows: by what the row says of it.
func rowKey(lines []core.Line, row string) (core.LineKey, bool) {
	plain := strings.NewReplacer(" ", "", ",", ".").Replace(row)
	for _, l := range lines {
		name := []rune(l.CounterpartName)
		if strings.Contains(row, l.BookingDate.String()) && strings.Contains(plain, strings.TrimPrefix(l.Amount.String(), "-")) &&
			strings.Contains(row, string(name[:min(10, len(name))])) {
			return l.Key(), true
		}
	}
	return core.LineKey{}, false
}

// judge compares what was accepted with the truth.
func judge(t *testing.T, b desk, m fixture) {
	t.Helper()
	for _, l := range m.Lines {
		made, check := b.outcome(t, l.Key())
		if made.ID == 0 {
			if !check {
				t.Errorf("line %v is neither explained nor marked", l.Key())
			}
			continue
		}
		truth := m.labelOf(l.Key())
		with := slices.DeleteFunc(slices.Clone(made.Lines), func(k core.LineKey) bool { return k == l.Key() })
		coded := len(made.Why.Postings) > 0 && len(made.Why.Parts) == 0
		if coded != (truth.Kind == "noise: card and fees") || !coded && !right(truth, made.Why, with) {
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
