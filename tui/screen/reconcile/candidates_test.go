package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// crowded is a book with a line that many items may explain, among so many lines in all.
func crowded(lines, candidates int) *books {
	b := small()
	for i := len(b.lines); i < lines; i++ {
		l := b.lines[2]
		l.No, l.BookingDate = core.LineNo(100+i), core.NewDate(2026, 11, 1)
		b.lines = append(b.lines, l)
	}
	p := core.Proposal{Line: b.lines[0].Key(), Reason: "Each is as likely as the others."}
	for i := range candidates {
		id := core.ItemID(fmt.Sprint("n", i))
		b.items[id] = core.OpenItem{ID: id, Number: fmt.Sprintf("N-%04d", i+1), Party: "Dupont", Date: core.NewDate(2026, 10, 5), Amount: core.Amount{Minor: 121_00, Currency: core.EUR}}
		p.Options = append(p.Options, core.Explanation{Kind: core.MatchExact, Parts: []core.Part{{Item: id, Number: b.items[id].Number, Settles: b.items[id].Amount}},
			Reason: "the amount agrees", Evidence: []core.Evidence{{What: "equal to the cent", Field: "amount", Text: "121.00"}, {What: "date close"}, {What: "name Dupont"}}})
	}
	b.learned = []core.Proposal{p}
	return b
}

// TestAsManyCandidatesAsFit stand in the explanation; those without room are counted.
func TestAsManyCandidatesAsFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ w, h, lines, least int }{{120, 36, 8, 10}, {120, 36, 60, 4}, {80, 24, 8, 4}, {80, 24, 60, 2}, {200, 50, 60, 12}} {
		d := show(t, crowded(c.lines, 12), theme.Options{})
		d.Resize(c.w, c.h)
		n := strings.Count(d.Screen(), "one item: N-")
		if n < c.least {
			t.Errorf("%dx%d, %d lines: %d candidates are shown, want %d:\n%s", c.w, c.h, c.lines, n, c.least, d.Screen())
		}
		if n < 12 && !strings.Contains(d.Screen(), fmt.Sprint(12-n)) {
			t.Errorf("%dx%d: those without room are not counted:\n%s", c.w, c.h, d.Screen())
		}
	}
}

// TestNoDigitTakesWhatIsNotShown: it brings that candidate up, and a second key takes it.
func TestNoDigitTakesWhatIsNotShown(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 36}, {80, 24}, {60, 16}} {
		b := crowded(60, 12)
		d := show(t, b, theme.Options{})
		d.Resize(size[0], size[1])
		d.NotSee("N-0009")
		d.Press("9")
		if b.calls["Accept"] != 0 {
			t.Fatalf("%v: it was accepted unseen", size)
		}
		d.See("9 one item: N-0009", "Candidate 9 was not on the screen")
		d.Press("9")
		if n := b.matchOf(t, 1).Why.Parts[0].Number; n != "N-0009" {
			t.Errorf("%v: %s was accepted", size, n)
		}
		d.Press("u", "1") // what is shown is taken at once
		if n := b.matchOf(t, 1).Why.Parts[0].Number; n != "N-0001" {
			t.Errorf("%v: %s was accepted", size, n)
		}
		d.Press("u", "8", "enter")
		if n := b.matchOf(t, 1).Why.Parts[0].Number; n != "N-0008" {
			t.Errorf("%v: %s was accepted", size, n)
		}
	}
}

// TestACandidateNamesItsItems, in every shape and however it differs.
func TestACandidateNamesItsItems(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{200, 50}, {120, 36}, {80, 24}, {60, 16}} {
		for _, keys := range [][]string{nil, {"enter"}, {"enter", "j", "j"}} {
			b := crowded(60, 6)
			for i := range b.learned[0].Options {
				b.learned[0].Options[i].Kind, b.learned[0].Options[i].Difference = core.MatchOver, core.Amount{Minor: 21_00, Currency: core.EUR}
			}
			d := show(t, b, theme.Options{})
			d.Resize(size[0], size[1])
			d.Press(keys...)
			for line := range strings.SplitSeq(d.Screen(), "\n") {
				if strings.Contains(line, "more than open") && !strings.Contains(line, "more than open: N-") {
					t.Errorf("%v %v: %q names no item:\n%s", size, keys, line, d.Screen())
				}
			}
		}
	}
}

// TestATransferIsWithItsOtherSide, whichever side is looked at.
func TestATransferIsWithItsOtherSide(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[5].Amount.Minor, b.lines[6].Amount.Minor = -300_00, 300_00
	b.lines[5].CounterpartName, b.lines[6].CounterpartName = "Bakkerij Peeters", "Bakkerij Peeters"
	from, to := b.lines[5].Key(), b.lines[6].Key()
	b.learned = []core.Proposal{{Line: from, Options: []core.Explanation{{Kind: core.MatchTransfer, With: []core.LineKey{to}, Reason: "own account"}}}}
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "j", "j", "j")
	d.See("own transfer: with 2026-11-14  +300,00  ING")
	d.Press("a", "V", "V", "g")
	at(t, d, "-300,00")
	d.See("own transfer: with 2026-11-14  +300,00  ING")
	d.Press("j")
	at(t, d, "+300,00")
	d.See("own transfer: with 2026-11-15  -300,00  KBC")
}
