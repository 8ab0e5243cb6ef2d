package feed_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/feed"
)

// ledger is a store in memory. It refuses changes that make no sense, as a real one would.
type ledger struct {
	lines map[core.LineNo]*core.Line
	ids   map[core.TransactionID]core.LineNo
	state core.FeedState
	calls int // lookups
}

func newLedger() *ledger {
	return &ledger{lines: make(map[core.LineNo]*core.Line), ids: make(map[core.TransactionID]core.LineNo)}
}

func (l *ledger) ByID(id core.TransactionID) (core.Line, bool, error) {
	l.calls++
	no, ok := l.ids[id]
	if !ok {
		return core.Line{}, false, nil
	}
	return *l.lines[no], true, nil
}

func (l *ledger) OnDay(day core.Date) ([]core.Line, error) {
	l.calls++
	var found []core.Line
	for _, line := range l.lines {
		if line.BookingDate == day {
			found = append(found, *line)
		}
	}
	return found, nil
}

func (l *ledger) Stats() (core.AccountStats, error) {
	s := core.AccountStats{Lines: len(l.lines)}
	for _, line := range l.lines {
		if s.Oldest.IsZero() || line.BookingDate < s.Oldest {
			s.Oldest = line.BookingDate
		}
		s.Newest = max(s.Newest, line.BookingDate)
		if !line.Missing.IsZero() {
			s.Missing++
			continue
		}
		s.Sum.Minor += line.Amount.Minor
		s.Sum.Currency = line.Amount.Currency
	}
	return s, nil
}

// apply is one write: changes and state together.
func (l *ledger) apply(step feed.Step) error {
	for _, c := range step.Changes {
		line := l.lines[c.Line]
		if (line == nil) != (c.Kind == core.Insert) {
			return fmt.Errorf("change %d of line %x: line is there: %v", c.Kind, c.Line, line != nil)
		}
		switch c.Kind {
		case core.Insert:
			l.lines[c.Line] = &core.Line{Transaction: c.New, No: c.Line, Late: c.Late}
			l.ids[c.New.ID] = c.Line
		case core.Revise:
			if line.ID != c.New.ID {
				return fmt.Errorf("revision of %s with the id %s", line.ID, c.New.ID)
			}
			line.Transaction = c.New
			line.Revision++
		case core.Rebind:
			if line.ID != c.Was {
				return fmt.Errorf("line %x has id %s, not %s", c.Line, line.ID, c.Was)
			}
			if l.ids[line.ID] == c.Line {
				delete(l.ids, line.ID)
			}
			line.Transaction = c.New
			l.ids[c.New.ID] = c.Line
		case core.Unlist:
			line.Missing = time.Unix(1, 0)
		case core.Relist:
			line.Missing = time.Time{}
		}
	}
	l.state = step.State
	return nil
}

// listed are the lines that the ledger believes the bank lists, by id.
func (l *ledger) listed() []core.Transaction {
	var found []core.Transaction
	for _, line := range l.lines {
		if line.Missing.IsZero() {
			found = append(found, line.Transaction)
		}
	}
	slices.SortFunc(found, func(a, b core.Transaction) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// bank is the provider's list, newest first.
type bank struct {
	list   []payment
	last   int // id and payment numbers given
	offset int64
}

type payment struct {
	number int // what it truly is, whatever its id
	core.Transaction
}

// day is a day of the test's calendar; the clock stands at day 1000.
func day(n int) core.Date { return core.NewDate(2026, time.January, 1).AddDays(n - 1000) }

var now = day(1000).Time().Add(12 * time.Hour)

func (b *bank) id() core.TransactionID {
	b.last++
	return core.TransactionID(fmt.Sprintf("%08x-0000-4000-8000-%012x", b.last*7919%100003, b.last))
}

// post puts a payment at a place of the list: 0 is the top.
func (b *bank) post(at int, n int, cents int64, name, text string) *payment {
	t := core.Transaction{ID: b.id(), BookingDate: day(n), ValueDate: day(n), CounterpartName: name, Remittance: text,
		Amount: core.Amount{Minor: cents, Currency: core.EUR}}
	b.list = slices.Insert(b.list, at, payment{number: b.last, Transaction: t})
	return &b.list[at]
}

// place is where a line of this day belongs by date.
func (b *bank) place(n int) int {
	i := slices.IndexFunc(b.list, func(p payment) bool { return p.BookingDate <= day(n) })
	if i < 0 {
		return len(b.list)
	}
	return i
}

func (b *bank) reissue() {
	for i := range b.list {
		b.list[i].ID = b.id()
	}
}

func (b *bank) page(cursor string, size int) (lines []core.Transaction, next string) {
	from := 0
	if cursor != "" {
		i := slices.IndexFunc(b.list, func(p payment) bool { return string(p.ID) == cursor })
		if i < 0 {
			return nil, ""
		}
		from = i + 1
	}
	to := min(from+size, len(b.list))
	for _, p := range b.list[from:to] {
		lines = append(lines, p.Transaction)
	}
	if to < len(b.list) && len(lines) > 0 {
		next = string(b.list[to-1].ID)
	}
	return lines, next
}

func (b *bank) balance() core.Amount {
	sum := core.Amount{Minor: b.offset, Currency: core.EUR}
	for _, p := range b.list {
		sum.Minor += p.Amount.Minor
	}
	return sum
}

func (b *bank) truth() []core.Transaction {
	var all []core.Transaction
	for _, p := range b.list {
		all = append(all, p.Transaction)
	}
	slices.SortFunc(all, func(a, b core.Transaction) int { return cmp.Compare(a.ID, b.ID) })
	return all
}

// read makes one reading, a write per page, and tells how many pages it asked for.
func read(t interface{ Fatal(...any) }, l *ledger, b *bank, size int, opts feed.Options, updated ...core.Transaction) (pages int, steps []feed.Step) {
	if opts.Now.IsZero() {
		opts.Now = now
	}
	r := feed.Begin(l.state, opts)
	if err := r.Expect(l, updated); err != nil {
		t.Fatal(err)
	}
	for {
		pages++
		if pages > 2000 {
			t.Fatal("the reading does not end")
		}
		lines, next := b.page(r.State().Next, size)
		step, err := r.Page(l, lines, next)
		if err == nil {
			err = l.apply(step)
		}
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
		if !step.Done {
			continue
		}
		step, err = r.Finish(l, b.balance(), true)
		if err == nil {
			err = l.apply(step)
		}
		if err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
		if step.Done {
			return pages, steps
		}
	}
}

func count(steps []feed.Step, kind core.ChangeKind) (n int) {
	for _, s := range steps {
		for _, c := range s.Changes {
			if c.Kind == kind {
				n++
			}
		}
	}
	return n
}

// same fails unless the ledger's listed lines are the bank's. When Ponto last looked at a line is not part of it.
func same(t *testing.T, l *ledger, b *bank) {
	t.Helper()
	got, want := l.listed(), b.truth()
	for _, list := range [][]core.Transaction{got, want} {
		for i := range list {
			list[i].UpdatedAt = time.Time{}
		}
	}
	if slices.Equal(got, want) {
		return
	}
	without := func(list, other []core.Transaction) []core.Transaction {
		return slices.DeleteFunc(slices.Clone(list), func(t core.Transaction) bool { return slices.Contains(other, t) })
	}
	t.Fatalf("%d lines in the ledger, %d at the bank; only in the ledger: %s\nonly at the bank: %s",
		len(got), len(want), brief(without(got, want)), brief(without(want, got)))
}

func brief(list []core.Transaction) string {
	s := ""
	for _, t := range list {
		s += fmt.Sprintf("\n  %s %s %d %s %s", t.ID, t.BookingDate, t.Amount.Minor, t.CounterpartName, t.Remittance)
	}
	return s
}
