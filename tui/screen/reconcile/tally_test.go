package reconcile_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestMarkedLinesAreAddedUp: what is about to happen to marked lines says how many they are and what they come to, per currency.
func TestMarkedLinesAreAddedUp(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[2].Amount = core.Amount{Minor: -43_79, Currency: "USD"}
	d := show(t, b, theme.Options{})
	d.Press("j", "=")
	d.See("Code +500,00 EUR Janssens NV")
	d.Press("esc", "n")
	d.See("Note on +500,00 EUR Janssens NV")
	d.Press("esc", "space", "space", "space") // 500 EUR, -43,79 USD, -12,10 EUR
	d.Press("n")
	d.See("Note on 3 lines, +487,90 EUR, -43,79 USD")
	d.Press("esc", "=")
	d.See("Code 3 lines, +487,90 EUR, -43,79 USD")
	d.Press("esc", "!")
	d.See("Marked 3 lines to check: +487,90 EUR, -43,79 USD.", "u takes it back")
	d.Press("/")
	d.Type("onbekend")
	d.Press("enter", "*", "=", "enter")
	d.See("Code 2 lines, +327,00 EUR?", "Everything that fits the filter is marked.")
	d.Press("y")
	d.See("Coded 2 lines to 440000: +327,00 EUR.")
}

// TestHiddenMarksAreAddedUp: a search hides marked lines, and they are in the sum all the same.
func TestHiddenMarksAreAddedUp(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("space", "/")
	d.Type("onbekend")
	d.Press("enter", "space", "=")
	d.See("Code 2 lines, +371,00 EUR")
}

// TestAcceptOfMarkedLinesSaysWhatIsNotSafe: the first of several candidates is a guess, and nothing is guessed unseen.
func TestAcceptOfMarkedLinesSaysWhatIsNotSafe(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("space", "space", "space", "a") // one is safe, one is to choose, one is explained by nothing
	d.See("Accept 2 lines, +621,00 EUR?", "1 is safe.", "1 is for you to choose: the first candidate of each is taken, and it", "may be the wrong one.",
		"1 is explained by nothing: skipped.")
	d.Press("enter") // the safe button
	d.See("3 marked")
	if len(b.past) != 0 {
		t.Fatal("something was accepted")
	}
	d.Press("a", "y")
	d.See("Accepted 2 lines: +621,00 EUR, 1 line that nothing explains skipped.")
	if b.stateOf(1).Match == 0 || b.stateOf(2).Match == 0 || b.stateOf(3).Match != 0 {
		t.Error("the wrong lines were accepted")
	}
	d.Press("u", "g", "space", "G", "space", "a") // both are safe
	d.See("Accepted 2 lines: +181,00 EUR.")
}

// The marks of several lines decide, not the line under the cursor; and what is to be checked is not accepted with everything.
func TestToCheckOfSeveralLines(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("!", "g", "down", "space", "space", "up", "up", "up", "!") // the cursor is on the line that is to be checked
	for no, want := range map[core.LineNo]bool{1: true, 2: true, 3: true, 4: false} {
		if got := b.stateOf(no).Check; got != want {
			t.Errorf("line %d is to be checked: %v", no, got)
		}
	}
	d.Press("esc", "*", "a")
	d.See("3 are marked to check: skipped.")
	d.Press("y")
	if b.stateOf(1).Match != 0 || b.stateOf(5).Match != 0 && b.stateOf(8).Match == 0 {
		t.Error("what is to be checked was accepted")
	}
	d.Press("g", "space", "space", "space", "!")
	for no := range core.LineNo(3) {
		if b.stateOf(no + 1).Check {
			t.Errorf("line %d is still to be checked", no+1)
		}
	}
}

// TestSafeOnesAreAddedUpByKind: nothing is lost in the sums of the page that shows all safe lines, however narrow it is.
func TestSafeOnesAreAddedUpByKind(t *testing.T) {
	t.Parallel()
	d := show(t, ofMonth(month(t)), theme.Options{})
	d.Press("A")
	d.Resize(200, 50)
	d.See("Accept 42 lines · +150 993,42 EUR", "16 one item +55 423,19", "4 less bank fee +9 725,55", "2 own transfer +6 596,77", "10 differ by -213,60")
	d.NotSee("others")
	d.Resize(60, 16)
	d.See("16 one item +55 423,19", "others", "10 differ by -213,60")
	d = show(t, small(), theme.Options{})
	d.Press("A")
	d.See("2 part payment +158,00 · 1 one item +121,00 · no difference")
}
