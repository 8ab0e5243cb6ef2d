package feed_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/feed"
)

// model is a bank that does whatever banks do, and a ledger that follows it, killed now and then.
type model struct {
	*rapid.T
	bank
	ledger  *ledger
	size    int
	noted   map[core.LineNo]payment
	touched bool // texts, days or lines changed since the last reading: ids must not be re-issued as well, or nobody could tell
	issued  bool
	issues  int
	unsure  bool // ids changed between two pages: half of them were seen as they then stood for others
}

func (m *model) pick(label string) int { return rapid.IntRange(0, len(m.list)-1).Draw(m.T, label) }

// happen lets one thing happen at the bank.
func (m *model) happen() {
	day := rapid.IntRange(999, 1000).Draw(m.T, "day")
	cents := rapid.Int64Range(1, 3).Draw(m.T, "cents")
	name := rapid.SampledFrom([]string{"", "A", "B"}).Draw(m.T, "name")
	text := rapid.SampledFrom([]string{"", "x", "y"}).Draw(m.T, "text")
	what := rapid.IntRange(0, 9).Draw(m.T, "what")
	if len(m.list) < 3 {
		what = 0
	}
	switch what {
	case 0, 1:
		m.post(0, day, cents, name, text)
	case 2: // late, where its day stands
		late := rapid.IntRange(700, 999).Draw(m.T, "late")
		m.post(min(m.place(late), len(m.list)-1), late, cents, name, text)
	case 3: // late, listed by arrival
		m.post(0, rapid.IntRange(900, 999).Draw(m.T, "late"), cents, name, text)
	case 4: // a second payment like an earlier one
		i := rapid.IntRange(0, len(m.list)-2).Draw(m.T, "twin")
		p := m.list[i]
		m.last++
		p.ID, p.number = m.id(), m.last
		m.list = slices.Insert(m.list, i, p)
	case 5:
		if i := m.pick("changed"); !m.issued {
			m.list[i].Remittance += "+"
			m.touched = true
		}
	case 6:
		if i := m.pick("moved"); i < len(m.list)-1 && !m.issued {
			m.list[i].BookingDate += core.Date(rapid.IntRange(-3, 3).Draw(m.T, "by"))
			m.touched = true
		}
	case 7:
		if i := m.pick("removed"); i < len(m.list)-1 && !m.issued {
			m.list = slices.Delete(m.list, i, i+1)
			m.touched = true
		}
	case 8:
		if !m.touched {
			m.reissue()
			m.issued = true
			m.issues++
		}
	case 9:
		if !m.touched {
			m.renumber(m.list[m.pick("renumbered")].BookingDate)
			m.issued = true
			m.issues++
		}
	}
}

// renumber moves the ids of a day by one payment, as a bank does that numbers a day's lines.
func (m *model) renumber(day core.Date) {
	id := m.id()
	for i := range m.list {
		if m.list[i].BookingDate == day {
			m.list[i].ID, id = id, m.list[i].ID
		}
	}
}

// deliver is the provider's answer, with the faults that pages have.
func (m *model) deliver(cursor string, broken bool) ([]core.Transaction, string) {
	lines, next := m.page(cursor, m.size)
	if !broken || cursor == "" {
		return lines, next
	}
	switch rapid.IntRange(0, 7).Draw(m.T, "fault") {
	case 0: // the page before, once more
		i := slices.IndexFunc(m.list, func(p payment) bool { return string(p.ID) == cursor })
		if i >= 0 {
			from := max(0, i+1-m.size)
			lines = nil
			for _, p := range m.list[from : i+1] {
				lines = append(lines, p.Transaction)
			}
			next = cursor
		}
	case 1: // overlaps the page before
		i := slices.IndexFunc(m.list, func(p payment) bool { return string(p.ID) == cursor })
		if i >= 0 && len(lines) > 0 {
			lines = append([]core.Transaction{m.list[i].Transaction}, lines...)
		}
	}
	return lines, next
}

// read makes a reading that may be disturbed: the bank goes on, pages come broken, writes are put off, the program dies.
func (m *model) read(opts feed.Options, disturbed bool) (complete bool) {
	opts.Now = now
	r := feed.Begin(m.ledger.state, opts)
	var held []feed.Step // decided, not yet written
	write := func() {
		for _, s := range held {
			if err := m.ledger.apply(s); err != nil {
				m.Fatal(err)
			}
		}
		held = nil
	}
	for range 1000 {
		if disturbed && rapid.IntRange(0, 9).Draw(m.T, "meanwhile") == 0 {
			before := m.issues
			m.happen()
			m.unsure = m.unsure || m.issues > before
		}
		lines, next := m.deliver(r.State().Next, disturbed)
		step, err := r.Page(m.ledger, lines, next)
		if err != nil {
			if !disturbed {
				m.Fatal(err)
			}
			return false
		}
		held = append(held, step)
		if step.Done || step.State.Next == "" || rapid.Bool().Draw(m.T, "write") {
			write()
		}
		if disturbed && rapid.IntRange(0, 9).Draw(m.T, "kill") == 0 {
			return false // what was put off is lost with the program
		}
		if !step.Done {
			continue
		}
		if step, err = r.Finish(m.ledger, m.balance(), true); err != nil {
			m.Fatal(err)
		}
		held = append(held, step)
		write()
		if step.Done {
			return true
		}
	}
	m.Fatal("the reading does not end")
	return false
}

// note marks every line with the payment it is.
func (m *model) note() {
	m.noted = make(map[core.LineNo]payment)
	for _, p := range m.list {
		if no, ok := m.ledger.ids[p.ID]; ok {
			m.noted[no] = p
		}
	}
}

// check compares ledger and bank, and that notes have stayed with their payments. Payments that agree in everything but
// their id may have changed places: nobody, the bank included, could tell them apart.
func (m *model) check(label string) {
	if got, want := m.ledger.listed(), m.truth(); !slices.Equal(got, want) {
		m.Fatalf("%s: ledger %s\nbank %s", label, brief(got), brief(want))
	}
	if m.unsure {
		return
	}
	alive := make(map[int]bool)
	for _, p := range m.list {
		alive[p.number] = true
	}
	for _, p := range m.list {
		line := m.ledger.lines[m.ledger.ids[p.ID]]
		if was, ok := m.noted[line.No]; ok && alive[was.number] && was.number != p.number && !alike(was, p) {
			m.Fatalf("%s: the note of %s stands with %s", label, brief([]core.Transaction{was.Transaction}), brief([]core.Transaction{p.Transaction}))
		}
	}
}

func alike(a, b payment) bool {
	return a.BookingDate == b.BookingDate && a.Amount == b.Amount && a.CounterpartName == b.CounterpartName && a.Remittance == b.Remittance
}

// TestLedgerEqualsBank: whatever happens at the bank and to the program, a reading to the end makes the ledger the bank's
// list, and notes stay.
func TestLedgerEqualsBank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		m := &model{T: rt, ledger: newLedger(), size: rapid.IntRange(1, 7).Draw(rt, "size")}
		m.post(0, 500, 1, "A", "the oldest line stays: a list that ends earlier proves nothing about what is older")
		for i := range rapid.IntRange(3, 25).Draw(rt, "history") {
			m.post(0, 700+i*12, rapid.Int64Range(1, 3).Draw(rt, "cents"), "A", rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "text"))
		}
		for round := range rapid.IntRange(1, 5).Draw(rt, "rounds") {
			for range rapid.IntRange(0, 4).Draw(rt, "events") {
				m.happen()
			}
			depth := core.Depth(rapid.IntRange(0, 2).Draw(rt, "depth"))
			for range rapid.IntRange(0, 2).Draw(rt, "disturbed") {
				m.read(feed.Options{Depth: depth}, true)
			}
			// The first reading may be one that was killed: only the second is sure to be a full one from the top.
			m.read(feed.Options{Depth: core.Full}, false)
			m.read(feed.Options{Depth: core.Full}, false)
			m.check(fmt.Sprint("round ", round))
			m.note()
			m.touched, m.issued, m.unsure = false, false, false
			before := m.ledger.lines
			m.read(feed.Options{}, false)
			m.check("again")
			if len(m.ledger.lines) != len(before) {
				rt.Fatal("reading the same again brought lines")
			}
		}
	})
}
