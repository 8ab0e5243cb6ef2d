package feed_test

import (
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/feed"
)

// thread is one complaint, replayed. Each starts from a ledger that was read whole: 400 lines over 200 days and what
// the case adds.
type thread struct {
	name   string
	before func(b *bank)           // what the bank lists at first
	then   func(b *bank)           // what it does next
	opts   feed.Options            // of the reading behind that
	update func(b *bank) []payment // what a synchronization names
	insert int                     // lines that may be inserted
	revise int
	rebind int
	unlist int
}

// threads are what users of other programs have lost lines, doubled lines or notes by; the numbers are those of the
// collected complaints.
var threads = []thread{
	{name: "T1 a day is renumbered", before: func(b *bank) {
		b.post(0, 1000, 500, "Anna", "rent")
		b.post(0, 1000, 700, "Bert", "wages")
	}, then: func(b *bank) { // the newcomer takes the first number, the others move on
		ids := []core.TransactionID{b.list[0].ID, b.list[1].ID}
		b.post(0, 1000, 900, "Carl", "fee").ID = ids[0]
		b.list[1].ID, b.list[2].ID = ids[1], b.id()
	}, insert: 1, rebind: 2},
	{name: "T2 ids re-issued and names prefixed", before: func(b *bank) { b.post(0, 990, 1234, "Shop", "card") },
		then: func(b *bank) {
			b.reissue()
			for i := range b.list {
				b.list[i].CounterpartName = "01/02 " + b.list[i].CounterpartName
			}
		}, opts: feed.Options{Renewed: true}, rebind: 401},
	{name: "T4 an id stands for another payment", before: func(b *bank) { b.post(0, 999, 111, "A", "one") },
		then: func(b *bank) {
			gone := b.list[0].Transaction
			b.list[0].Transaction = core.Transaction{ID: gone.ID, BookingDate: day(1000), Amount: core.Amount{Minor: 222, Currency: core.EUR}, CounterpartName: "B"}
			gone.ID = b.id()
			b.list = slices.Insert(b.list, 1, payment{number: b.last, Transaction: gone})
		}, insert: 1, rebind: 1},
	{name: "T5 weekly equal debits", before: func(b *bank) { b.post(0, 993, -10000, "Gym", "week") },
		then: func(b *bank) { b.post(0, 1000, -10000, "Gym", "week") }, insert: 1},
	{name: "T6 daily interest", before: func(b *bank) { b.post(0, 999, 1, "Bank", "interest") },
		then: func(b *bank) { b.post(0, 1000, 1, "Bank", "interest") }, insert: 1},
	{name: "T8 the bank drops a line", before: func(b *bank) { b.post(0, 999, 31, "X", "wrong") },
		then: func(b *bank) { b.list = b.list[1:] }, opts: feed.Options{Depth: core.Full}, unlist: 1},
	{name: "T9 a second equal purchase on the same day", before: func(b *bank) { b.post(0, 1000, -250, "Coffee", "") },
		then: func(b *bank) { b.post(0, 1000, -250, "Coffee", "") }, insert: 1},
	{name: "T11 tickets bought five at a time", then: func(b *bank) {
		for range 5 {
			b.post(0, 1000, -300, "Tram", "ticket")
		}
	}, insert: 5},
	{name: "T12 twins, one of them new, all ids re-issued", before: func(b *bank) { b.post(0, 1000, -250, "Coffee", "") },
		then:   func(b *bank) { b.reissue(); b.post(0, 1000, -250, "Coffee", "") },
		insert: 1, rebind: 401},
	{name: "T13 nothing happens", then: func(*bank) {}},
	{name: "T20 a line dated 60 days back", then: func(b *bank) { b.post(b.place(940), 940, 77, "Late", "") }, insert: 1},
	{name: "T22 a line below 130 days, named by a synchronization", then: func(b *bank) { b.post(b.place(850), 850, 77, "Late", "") },
		update: func(b *bank) []payment { return []payment{b.list[b.place(850)]} }, insert: 1},
	{name: "T23 late, listed by arrival", then: func(b *bank) { b.post(0, 940, 77, "Late", "") }, insert: 1},
	{name: "T21 late and equal to a stored line of that day", before: func(b *bank) { b.post(b.place(940), 940, 77, "Twin", "x") },
		then: func(b *bank) { b.post(b.place(940), 940, 77, "Twin", "x") }, insert: 1},
	{name: "T51 the counterpart is filled in later", before: func(b *bank) { b.post(0, 998, 77, "", "") },
		then: func(b *bank) { b.list[0].CounterpartName, b.list[0].Remittance = "Anna", "invoice 7" }, revise: 1},
	{name: "T19 the day moves", before: func(b *bank) { b.post(0, 998, 77, "Anna", "") },
		then: func(b *bank) { b.list[0].BookingDate = day(999) }, revise: 1},
	{name: "T39 only the time of looking moves", then: func(b *bank) {
		for i := range b.list {
			b.list[i].UpdatedAt = now
		}
	}},
	{name: "T30 taken out and put back", then: (*bank).reissue, opts: feed.Options{Renewed: true}, rebind: 400},
	{name: "T31 put back with a shorter history", then: func(b *bank) { b.list = b.list[:180]; b.reissue() }, opts: feed.Options{Renewed: true}, rebind: 180},
	{name: "a wrong amount is corrected under the same id", before: func(b *bank) { b.post(0, 999, 77, "Anna", "") },
		then: func(b *bank) { b.list[0].Amount.Minor = 78 }, revise: 1},
}

func TestThreads(t *testing.T) {
	t.Parallel()
	for _, tt := range threads {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b, l := &bank{offset: 5000}, newLedger()
			for i := range 400 {
				b.post(0, 800+i/2, int64(10_000+i), "Payer", "old")
			}
			if tt.before != nil {
				tt.before(b)
			}
			read(t, l, b, 100, feed.Options{})
			numbers := len(l.lines)
			tt.then(b)
			var named []core.Transaction
			if tt.update != nil {
				for _, p := range tt.update(b) {
					named = append(named, p.Transaction)
				}
			}
			_, steps := read(t, l, b, 100, tt.opts, named...)
			if got := [4]int{count(steps, core.Insert), count(steps, core.Revise), count(steps, core.Rebind), count(steps, core.Unlist)}; got != [4]int{tt.insert, tt.revise, tt.rebind, tt.unlist} {
				t.Errorf("inserted, revised, renamed, unlisted %v", got)
			}
			if len(l.lines) != numbers+tt.insert {
				t.Errorf("%d lines", len(l.lines))
			}
			if len(b.list) > 200 {
				same(t, l, b)
			}
			pages, steps := read(t, l, b, 100, feed.Options{})
			for _, s := range steps {
				if len(s.Changes) > 0 {
					t.Errorf("reading again changed %d lines", len(s.Changes))
				}
			}
			if pages > 2 {
				t.Errorf("reading nothing new took %d pages", pages)
			}
		})
	}
}

// TestNotesFollowPayments: the user's numbers stay with the payments through a renumbering.
func TestNotesFollowPayments(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 300 {
		b.post(0, 850+i/2, int64(100+i), "Payer", "old")
	}
	for _, name := range []string{"Anna", "Bert", "Carl"} { // one amount, one day
		b.post(0, 1000, 500, name, "x "+name)
	}
	read(t, l, b, 50, feed.Options{})
	was := make(map[string]core.LineNo)
	for _, p := range b.list[:3] {
		was[p.CounterpartName] = l.ids[p.ID]
	}
	b.list[0].ID, b.list[1].ID, b.list[2].ID = b.list[2].ID, b.list[0].ID, b.list[1].ID
	read(t, l, b, 50, feed.Options{})
	same(t, l, b)
	for _, p := range b.list[:3] {
		if got := l.ids[p.ID]; got != was[p.CounterpartName] {
			t.Errorf("%s now stands under line %x, was %x", p.CounterpartName, got, was[p.CounterpartName])
		}
	}
}

// TestKilledAtEveryStep: a first reading, a light one with much news, and a renewal are killed behind every single page.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	for kill := range 12 {
		b, l := &bank{}, newLedger()
		for i := range 900 {
			b.post(0, 100+i, int64(i%7), "Payer", "old")
		}
		interrupted := func(opts feed.Options) {
			opts.Now = now
			r := feed.Begin(l.state, opts)
			for range kill {
				lines, next := b.page(r.State().Next, 100)
				step, err := r.Page(l, lines, next)
				if err == nil {
					err = l.apply(step)
				}
				if err != nil {
					t.Fatal(err)
				}
				if step.Done {
					return
				}
			}
		}
		interrupted(feed.Options{})
		b.post(0, 1000, 3, "Payer", "old") // above the place where the next reading goes on
		read(t, l, b, 100, feed.Options{})
		same(t, l, b)
		for i := range 500 {
			b.post(0, 1000, int64(i%7), "Payer", "new")
		}
		interrupted(feed.Options{})
		read(t, l, b, 100, feed.Options{})
		same(t, l, b)
		b.reissue()
		interrupted(feed.Options{Renewed: true})
		read(t, l, b, 100, feed.Options{Renewed: true})
		same(t, l, b)
		if len(l.lines) != 1401 {
			t.Fatalf("killed behind page %d: %d lines", kill, len(l.lines))
		}
	}
}

// TestEarlierStart: T37 and T38. Lines before the chosen day stay out, and come when an earlier day is chosen.
func TestEarlierStart(t *testing.T) {
	t.Parallel()
	b, l := &bank{offset: 100}, newLedger()
	for i := range 900 {
		b.post(0, 100+i, int64(i), "Payer", "old")
	}
	pages, _ := read(t, l, b, 100, feed.Options{HistoryFrom: day(900)})
	if len(l.lines) != 100 || pages > 5 {
		t.Errorf("%d lines in %d pages", len(l.lines), pages)
	}
	if _, steps := read(t, l, b, 100, feed.Options{HistoryFrom: day(900), Depth: core.Deep}); count(steps, core.Insert) != 0 || len(l.lines) != 100 {
		t.Errorf("older lines keep coming: %d", len(l.lines))
	}
	_, steps := read(t, l, b, 100, feed.Options{})
	for _, s := range steps {
		for _, c := range s.Changes {
			if c.Late {
				t.Fatalf("history is called late: %+v", c)
			}
		}
	}
	same(t, l, b)
}

// TestBalanceAhead: T59. A balance that runs ahead of the list sends one reading down, not every one.
func TestBalanceAhead(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 2000 {
		b.post(0, 10+i/2, int64(i), "Payer", "old")
	}
	read(t, l, b, 100, feed.Options{})
	b.offset = 4711
	if pages, _ := read(t, l, b, 100, feed.Options{}); pages < 4 {
		t.Errorf("only %d pages for a balance that does not agree", pages)
	}
	if pages, _ := read(t, l, b, 100, feed.Options{}); pages > 2 {
		t.Errorf("%d pages for a balance that was looked into", pages)
	}
	b.offset = 0
	if pages, _ := read(t, l, b, 100, feed.Options{}); pages > 2 {
		t.Errorf("%d pages for a balance that agrees again", pages)
	}
}

// TestBrokenLists: an empty page behind a cursor is no end, an empty list unlists nothing, a circle is an error.
func TestBrokenLists(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 250 {
		b.post(0, 700+i, int64(i), "Payer", "old")
	}
	read(t, l, b, 100, feed.Options{})
	empty := &bank{}
	if _, steps := read(t, l, empty, 100, feed.Options{Depth: core.Full}); count(steps, core.Unlist) != 0 {
		t.Error("an empty list unlisted lines")
	}
	r := feed.Begin(l.state, feed.Options{Now: now.Add(time.Hour), Depth: core.Full})
	lines, _ := b.page("", 100)
	step, err := r.Page(l, lines, "a")
	if err != nil || step.Done {
		t.Fatal(step, err)
	}
	if step, err = r.Page(l, nil, ""); err != nil || step.Done || step.State.Next != "" {
		t.Errorf("an empty page was taken for the end: %+v, %v", step.State, err)
	}
	for range 5 {
		if _, err = r.Page(l, lines, "a"); err != nil {
			break
		}
	}
	if core.CodeOf(err) != core.CodeProtocol {
		t.Errorf("a circle: %v", err)
	}
}

// TestFirstReadingLooksNothingUp keeps a first fetch from being bound by lookups.
func TestFirstReadingLooksNothingUp(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 2000 {
		b.post(0, i/2, int64(i), "Payer", "old")
	}
	read(t, l, b, 100, feed.Options{})
	if l.calls > 0 {
		t.Errorf("%d lookups", l.calls)
	}
	for i := 1; i < len(b.list); i++ { // the upper line of a day sorts first
		if l.ids[b.list[i-1].ID] <= l.ids[b.list[i].ID] {
			t.Fatal("numbers do not follow the list")
		}
	}
}

// TestOnePageIsNoProof: a line that slipped in below a page of known lines arrives even where no balance is given.
func TestOnePageIsNoProof(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 600 {
		b.post(0, 700+i/2, int64(i), "Payer", "old")
	}
	read(t, l, b, 100, feed.Options{})
	b.post(150, 920, 7, "Late", "")
	r := feed.Begin(l.state, feed.Options{Now: now})
	for done := false; !done; {
		lines, next := b.page(r.State().Next, 100)
		step, err := r.Page(l, lines, next)
		if err == nil {
			err = l.apply(step)
		}
		if err != nil {
			t.Fatal(err)
		}
		done = step.Done
	}
	same(t, l, b)
}

// TestTwinBehindAnInterruption: what was seen above the interruption is no candidate for what comes below it.
func TestTwinBehindAnInterruption(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	for i := range 400 {
		b.post(0, 700+i/2, int64(10_000+i), "Payer", "old")
	}
	b.post(0, 1000, 250, "Coffee", "")
	read(t, l, b, 100, feed.Options{})
	for i := range 120 {
		b.post(1, 1000, int64(i), "Payer", "new")
	}
	b.post(110, 1000, 250, "Coffee", "")
	r := feed.Begin(l.state, feed.Options{Now: now})
	lines, next := b.page("", 100)
	step, err := r.Page(l, lines, next)
	if err == nil {
		err = l.apply(step)
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, steps := read(t, l, b, 100, feed.Options{}); count(steps, core.Rebind) > 0 {
		t.Error("a line that was seen before the interruption was taken for the twin")
	}
	same(t, l, b)
}

// TestTheLowerTwinIsTheOldOne: of two like payments under new ids the upper one is new, so the note stays with the lower.
func TestTheLowerTwinIsTheOldOne(t *testing.T) {
	t.Parallel()
	b, l := &bank{}, newLedger()
	b.post(0, 900, 1, "Payer", "old")
	b.post(0, 1000, 250, "Coffee", "")
	read(t, l, b, 100, feed.Options{})
	old := l.ids[b.list[0].ID]
	b.reissue()
	b.post(0, 1000, 250, "Coffee", "")
	read(t, l, b, 100, feed.Options{})
	same(t, l, b)
	if got := l.ids[b.list[1].ID]; got != old {
		t.Errorf("the lower one is line %x, was %x", got, old)
	}
}

// TestEchoes: a list that says the same page again and again under new ids does not go on; one of hundreds of equal payments does.
func TestEchoes(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][]string{"an echo": {"a", "b"}, "equal payments": {"a", "a"}} {
		b, l := &bank{}, newLedger()
		r := feed.Begin(l.state, feed.Options{Now: now})
		var err error
		for n := 0; n < 9 && err == nil; n++ {
			var lines []core.Transaction
			for _, text := range texts {
				lines = append(lines, b.post(0, 900, 5, "Payer", text).Transaction)
			}
			_, err = r.Page(l, lines, string(lines[1].ID))
		}
		if echo := name == "an echo"; (core.CodeOf(err) == core.CodeProtocol) != echo {
			t.Errorf("%s: %v", name, err)
		}
	}
}
