package reconcile_test

import (
	"testing"

	"ferry/tui/theme"
)

// TestRepeatSaysWhatAndOnWhich before it is pressed, and after.
func TestRepeatSaysWhatAndOnWhich(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.NotSee(". accepts", ". codes")
	d.Press("j", "j", "=")
	d.Type("650")
	d.Press("enter")
	at(t, d, "12,10")
	d.Press("j", "k") // whatever was said goes away
	d.See(". codes -12,10 EUR Stadsbank to 650000 Bankkosten")
	d.Press("j")
	d.See(". codes +98,00 EUR Maes SA to 650000 Bankkosten")
	d.Press("k", ".")
	d.See("Repeated on -12,10 EUR Stadsbank: coded 1 lines to 650000.")
	d.Press("space", "space")
	d.See(". codes 2 marked lines to 650000")
	d.Press(".")
	d.See("Repeated on 2 marked lines: coded 2 lines to 650000: +348,00 EUR.")
	d.Press("g", "a", "g")
	d.See(". accepts the best candidate of +500,00 EUR Janssens NV")
	d.Press("G", "p", "g", "!", "g")
	d.NotSee(". sets") // it is already
	d.Press(".")
	d.See("Repeat: the line is to check already.")
	d.Press("j")
	d.See(". sets +77,00 EUR Onbekend to check")
	d.Press("g", "n")
	d.NotSee(". sets")
	d.Type("ask")
	d.Press("enter", "j", "k")
	d.See(". writes the same note on +500,00 EUR Janssens NV")
}

// TestWhatWasNotDoneIsNotRepeated: a question that is answered with no leaves the act before it to be repeated.
func TestWhatWasNotDoneIsNotRepeated(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("!", "*", "=", "enter", "n", "esc", "j", "k")
	d.See("to check")
	d.NotSee(". codes")
}

// TestNoOlderActIsRepeated: after a match by hand, which makes sense on its own line alone, the key does nothing, and says why.
func TestNoOlderActIsRepeated(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("a", "j", "k")
	d.See(". accepts the best candidate of")
	d.Press("G", "k", "m", "/")
	d.Type("f78")
	d.Press("enter", "space", "w")
	d.Type("499")
	d.Press("enter", "j", "k")
	d.NotSee(". accepts")
	n := len(b.past)
	d.Press(".")
	d.See("Repeat: the last act makes sense on its own lines alone: matched [F78] by hand")
	if len(b.past) != n {
		t.Error("something was done all the same")
	}
	d.Press("g", "!", "u", "j", "k")
	d.See(". sets") // what was taken back can be done elsewhere
	d.Press("x", "j", "k")
	d.NotSee(". sets")
}

// TestWhatWasTakenBackIsNotTheLastAct: the act before it is.
func TestWhatWasTakenBackIsNotTheLastAct(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("a", "x", "j", "k", ".")
	d.See("makes sense on its own lines alone: rejected a candidate")
	d.Press("u", "j", "k")
	d.See(". accepts the best candidate of +500,00 EUR Janssens NV")
	d.Press("ctrl+r", ".")
	d.See("makes sense on its own lines alone: rejected a candidate")
	d.Press("u", "u", "j", "k")
	d.See(". accepts the best candidate of") // it may only have been the wrong line
}

// TestAnActOnEverythingIsAskedForInItsOwnWords: marking is what chooses lines, and to check is what some of them are.
func TestAnActOnEverythingIsAskedForInItsOwnWords(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{})
	d.Press("*", "n")
	d.Type("ask")
	d.Press("enter")
	d.See("Write the note on 8 lines, +", "[ y  Write it ]")
	d.Press("y", "*", "n", "ctrl+u", "enter")
	d.See("Take the note off 8 lines, +", "[ y  Take it off ]")
}
