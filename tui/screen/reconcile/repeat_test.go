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
	d.See(". marks +500,00 EUR Janssens NV to check")
	d.Press("n")
	d.NotSee(". marks")
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
	d.See(". marks") // what was taken back can be done elsewhere
	d.Press("x", "j", "k")
	d.NotSee(". marks")
}
