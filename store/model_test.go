package store_test

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
	"ferry/store/row"
	"ferry/store/storetest"

	"pgregory.net/rapid"
)

// model is the ledger as plain Go values: what the file must say, said simply.
type model struct {
	accounts map[core.AccountID]map[core.LineNo]core.Line
	history  map[core.AccountID]map[core.LineNo][]core.Line
	taken    map[core.AccountID]uint64
	reading  uint64
}

func (m *model) lines(id core.AccountID) []core.Line {
	return slices.SortedFunc(maps.Values(m.accounts[id]), inListOrder)
}

func inListOrder(a, b core.Line) int {
	return cmp.Or(cmp.Compare(b.BookingDate, a.BookingDate), cmp.Compare(b.No, a.No))
}

// same compares what is stored of two lines.
func same(a, b core.Line) bool {
	a.Delivery, b.Delivery = 0, 0
	return a.Account == b.Account && bytes.Equal(row.Append(nil, &row.Row{Line: a}), row.Append(nil, &row.Row{Line: b}))
}

// draw makes a delivery of random changes and does them in the model.
func (m *model) draw(t *rapid.T, bk *bank, id core.AccountID) core.Delivery {
	d := core.Delivery{Account: id, Source: "transactions", By: "background", At: now}
	lines := m.accounts[id]
	touched := make(map[core.LineNo]bool)
	var page []core.Transaction
	for range rapid.IntRange(0, 12).Draw(t, "changes") {
		day := core.NewDate(2026, 11, 1).AddDays(rapid.IntRange(-20, 20).Draw(t, "day"))
		kind := core.ChangeKind(rapid.IntRange(0, 4).Draw(t, "kind"))
		known := slices.Sorted(maps.Keys(lines))
		known = slices.DeleteFunc(known, func(no core.LineNo) bool { return touched[no] })
		if kind == core.Insert || len(known) == 0 {
			tx := bk.line(day)
			no := core.LineNo(m.reading<<32 | (0xFFFFFFFF - m.taken[id]))
			m.taken[id]++
			late := rapid.Bool().Draw(t, "late")
			d.Changes = append(d.Changes, core.Change{Kind: core.Insert, Line: no, New: tx, Late: late, Item: len(page)})
			page = append(page, tx)
			tx.Account = id
			lines[no] = core.Line{Transaction: tx, No: no, Late: late, FirstSeen: now}
			touched[no] = true
			continue
		}
		no := rapid.SampledFrom(known).Draw(t, "line")
		touched[no] = true
		line, c := lines[no], core.Change{Kind: kind, Line: no, Item: -1}
		switch kind {
		case core.Revise, core.Rebind:
			m.history[id][no] = append([]core.Line{line}, m.history[id][no]...)
			was := line.ID
			tx := bk.line(day)
			if kind == core.Revise {
				tx.ID = was
			} else {
				c.Was = was
			}
			if rapid.Bool().Draw(t, "same day") {
				tx.BookingDate = line.BookingDate
			}
			c.New, c.Item = tx, len(page)
			page = append(page, tx)
			tx.Account = id
			line.Transaction, line.Missing = tx, time.Time{}
			line.Revision++
		case core.Unlist:
			if line.Missing.IsZero() {
				line.Missing = now
			}
		case core.Relist:
			line.Missing = time.Time{}
		}
		lines[no] = line
		d.Changes = append(d.Changes, c)
	}
	d.Raw = [][]byte{body(page)}
	d.State = core.FeedState{Account: id, Reading: m.reading, Next: fmt.Sprint(m.taken[id])}
	return d
}

func (m *model) check(t *rapid.T, f *store.File, id core.AccountID) {
	want := m.lines(id)
	l, err := f.Lines(t.Context(), core.Query{Accounts: []core.AccountID{id}})
	must(t, err)
	got, err := l.Window(0, l.Len())
	must(t, err)
	if !slices.EqualFunc(got, want, same) {
		t.Fatalf("%s lists %d lines, the model %d", id, len(got), len(want))
	}
	short, err := f.Lines(t.Context(), core.Query{Accounts: []core.AccountID{id}, Limit: 3})
	must(t, err)
	head, err := short.Window(0, 10)
	must(t, err)
	if !slices.EqualFunc(head, want[:min(3, len(want))], same) {
		t.Fatalf("the newest of %s differ", id)
	}
	stats := core.AccountStats{Lines: len(want), Sum: core.Amount{Currency: core.EUR}}
	for i, line := range want {
		if i == 0 {
			stats.Newest = line.BookingDate
		}
		stats.Oldest = line.BookingDate
		if line.Missing.IsZero() {
			stats.Sum.Minor += line.Amount.Minor
			stats.Open++
		} else {
			stats.Missing++
		}
		m.checkLine(t, f, l, i, line)
	}
	kept, err := f.Stats(id)
	must(t, err)
	if kept != stats {
		t.Fatalf("figures of %s: %+v, want %+v", id, kept, stats)
	}
}

func (m *model) checkLine(t *rapid.T, f *store.File, l core.Listing, rank int, line core.Line) {
	if at, ok := l.IndexOf(line.Account, line.No); !ok || at != rank {
		t.Fatalf("line %d stands at %d, want %d", line.No, at, rank)
	}
	got, err := f.Line(line.Account, line.No)
	must(t, err)
	if !same(got, line) {
		t.Fatalf("line %d: %+v, want %+v", line.No, got, line)
	}
	id, no, ok, err := f.FindLine(line.ID)
	must(t, err)
	if !ok || id != line.Account || no != line.No {
		t.Fatalf("%s leads to line %d of %s, %v", line.ID, no, id, ok)
	}
	history, err := f.History(line.Account, line.No)
	must(t, err)
	if !slices.EqualFunc(history, m.history[line.Account][line.No], same) {
		t.Fatalf("history of %d differs", line.No)
	}
	must(t, f.View(line.Account, func(v core.LedgerView) error {
		onDay, err := v.OnDay(line.BookingDate)
		if err == nil && !slices.ContainsFunc(onDay, func(o core.Line) bool { return same(o, line) }) {
			t.Fatalf("line %d is not on its day", line.No)
		}
		for _, old := range history {
			if _, ok, _ := v.ByID(old.ID); ok && old.ID != line.ID {
				t.Fatalf("line %d is still found by the id it gave up", line.No)
			}
		}
		return err
	}))
}

type fataler interface {
	Helper()
	Fatal(...any)
}

func must(t fataler, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// search checks a search against a loop over all lines.
func (m *model) search(t *rapid.T, f *store.File, ids []core.AccountID) {
	word := rapid.SampledFrom([]string{"acme", "Électricité", "zonen", "factuur", "2026/0000", "jan peeters"}).Draw(t, "word")
	fold := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "é", "e") }
	var want []core.Line
	for _, id := range ids {
		for _, line := range m.lines(id) {
			all := true
			for w := range strings.FieldsSeq(fold(word)) {
				all = all && strings.Contains(fold(line.CounterpartName+" "+line.Remittance), w)
			}
			if all && line.Amount.Minor > 0 {
				want = append(want, line)
			}
		}
	}
	slices.SortStableFunc(want, func(a, b core.Line) int { return cmp.Compare(b.BookingDate, a.BookingDate) })
	l, err := f.Lines(t.Context(), core.Query{Text: word + " amt:>0"})
	must(t, err)
	got, err := l.Window(0, l.Len())
	must(t, err)
	if !slices.EqualFunc(got, want, same) {
		t.Fatalf("%q finds %d lines, want %d", word, len(got), len(want))
	}
	sum := core.Amount{Currency: core.EUR}
	for _, line := range want {
		if line.Missing.IsZero() {
			sum.Minor += line.Amount.Minor
		}
	}
	if totals := l.Totals(); totals.Lines != len(want) || sum.Minor != 0 && totals.Sums[0] != sum {
		t.Fatalf("totals %+v, want %d lines, %s", totals, len(want), sum)
	}
}

func TestLedgerIsTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "ferry.db")
		f, err := store.Open(rt.Context(), storetest.Options(path))
		must(rt, err)
		m := &model{
			accounts: make(map[core.AccountID]map[core.LineNo]core.Line),
			history:  make(map[core.AccountID]map[core.LineNo][]core.Line),
			taken:    make(map[core.AccountID]uint64),
		}
		ids := []core.AccountID{"a", "b", "c"}
		for _, id := range ids {
			must(rt, f.PutAccounts(rt.Context(), []core.Account{account(string(id))}, "user", "test"))
			m.accounts[id], m.history[id] = make(map[core.LineNo]core.Line), make(map[core.LineNo][]core.Line)
		}
		bk := newBank(rapid.Uint64().Draw(rt, "seed"))
		for range rapid.IntRange(1, 8).Draw(rt, "rounds") {
			m.reading++
			clear(m.taken)
			var ds []core.Delivery
			for range rapid.IntRange(1, 4).Draw(rt, "deliveries") {
				ds = append(ds, m.draw(rt, bk, rapid.SampledFrom(ids).Draw(rt, "account")))
			}
			must(rt, f.Apply(rt.Context(), ds...))
			if rapid.IntRange(0, 3).Draw(rt, "reopen") == 0 {
				must(rt, f.Close())
				f, err = store.Open(rt.Context(), storetest.Options(path))
				must(rt, err)
			}
		}
		for _, id := range ids {
			m.check(rt, f, id)
		}
		m.search(rt, f, ids)
		report, err := f.Verify(rt.Context(), thorough)
		must(rt, err)
		if !report.OK() {
			rt.Fatalf("%+v", report.Faults)
		}
		must(rt, f.Close())
	})
}
