package feed_test

import (
	"testing"
	"time"

	"ferry/core"
	"ferry/core/feed"
)

// TestLineThatChangesWhileItIsRead: a new line pushes the last one of a page onto the next, where it says something else.
func TestLineThatChangesWhileItIsRead(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*payment){
		"text":   func(p *payment) { p.Remittance = "corrected" },
		"amount": func(p *payment) { p.Amount.Minor += 1000 },
		"day":    func(p *payment) { p.BookingDate-- },
		"none":   func(*payment) {},
	} {
		for _, known := range []bool{false, true} {
			b, l := &bank{}, newLedger()
			for i := range 60 {
				b.post(0, 700+i, int64(i), "Payer", "old")
			}
			if known {
				read(t, l, b, 100, feed.Options{})
			}
			for i := range 60 {
				b.post(0, 760+i, int64(100+i), "Payer", "new")
			}
			r := feed.Begin(l.state, feed.Options{Now: now.Add(time.Hour), Depth: core.Full})
			pages := 0
			for done := false; !done; pages++ {
				lines, next := b.page(string(r.State().Next), 20)
				if pages == 1 { // the cursor is the last line's id: a bank that counts gives it again
					change(&b.list[19])
					lines = append([]core.Transaction{b.list[19].Transaction}, lines[:len(lines)-1]...)
					next = string(lines[len(lines)-1].ID)
				}
				step, err := r.Page(l, lines, next)
				if err != nil {
					t.Fatal(name, err)
				}
				if err := l.apply(step); err != nil {
					t.Fatal(name, err)
				}
				if done = step.Done; done {
					step, err := r.Finish(l, core.Amount{}, false)
					if err != nil || !step.Done {
						t.Fatal(name, err)
					}
					if err := l.apply(step); err != nil {
						t.Fatal(name, err)
					}
				}
			}
			same(t, l, b)
			if again := pages > 7; again != (name != "none") {
				t.Errorf("%s: %d pages", name, pages)
			}
		}
	}
}

// TestOneNumberForTwoPayments: such an answer is refused whole; two alike are one line that was written twice.
func TestOneNumberForTwoPayments(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 10 {
		b.post(0, 700+i, int64(i), "Payer", "old")
	}
	lines, _ := b.page("", 100)
	twice := append(lines[:len(lines):len(lines)], lines[3])
	r := feed.Begin(l.state, feed.Options{Now: now})
	if step, err := r.Page(l, twice, ""); err != nil || len(step.Changes) != 10 {
		t.Errorf("a line written twice gives %d lines, %v", len(step.Changes), err)
	}
	twice[10].Amount.Minor = 4711
	r = feed.Begin(l.state, feed.Options{Now: now})
	if step, err := r.Page(l, twice, ""); core.CodeOf(err) != core.CodeProtocol || core.HintOf(err) == "" || len(step.Changes) > 0 {
		t.Errorf("one number for two payments: %d changes, %v", len(step.Changes), err)
	}
}
