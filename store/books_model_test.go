package store_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"

	"pgregory.net/rapid"
)

// stack is a file under random acts, with what the books were after each act that is on it.
type stack struct {
	f        *store.File
	path     string
	accounts []core.AccountID // as they are called now
	lines    [][]core.LineNo  // of each account
	renewals int
	reading  uint64
	bk       *bank

	states  []map[string]string // states[0]: before the first act
	at      int
	entries int
	never   int
	last    core.JournalEntry
}

const stackLines = 6

func newStack(t *rapid.T, dir string) *stack {
	s := &stack{path: filepath.Join(dir, "ferry.db"), accounts: []core.AccountID{"a", "b"}, reading: 10, bk: newBank(5)}
	s.open(t)
	for i, id := range s.accounts {
		var page []core.Transaction
		s.lines = append(s.lines, nil)
		for n := range stackLines {
			line := s.bk.line(core.NewDate(2026, 11, 1).AddDays(n))
			line.Amount.Minor = int64(100 * (n%3 + 1))
			page = append(page, line)
			s.lines[i] = append(s.lines[i], core.LineNo(uint64(1)<<32|(0xFFFFFFFF-uint64(n))))
		}
		must(t, s.f.PutAccounts(t.Context(), []core.Account{account(string(id))}, "user", ""))
		must(t, s.f.Apply(t.Context(), delivery(id, 1, 0, page)))
	}
	s.states = []map[string]string{s.dump(t)}
	a := core.Act{Dossier: "d", By: "user", What: "began", Chart: []core.LedgerAccount{{Number: "6", Name: "costs"}}}
	for _, id := range []string{"i1", "i2", "i3", "i4"} {
		a.Items = append(a.Items, item(id, core.Sale, 500))
	}
	_, err := s.f.Do(t.Context(), a)
	must(t, err)
	s.at, s.states = 1, append(s.states, s.dump(t))
	return s
}

func (s *stack) open(t *rapid.T) {
	f, err := store.Open(t.Context(), storetest.Options(s.path))
	must(t, err)
	f.SetRoom(4) // so that acts of more than a few pieces have parts
	s.f = f
}

// dump is the books and the notes.
func (s *stack) dump(t *rapid.T) map[string]string {
	out, err := s.f.Books()
	must(t, err)
	for i, id := range s.accounts {
		for _, no := range s.lines[i] {
			line, err := s.f.Line(id, no)
			must(t, err)
			out[fmt.Sprintf("note %d %d", i, no)] = line.Note
		}
	}
	return out
}

func (s *stack) key(t *rapid.T) core.LineKey {
	i := rapid.IntRange(0, len(s.accounts)-1).Draw(t, "account")
	return core.LineKey{Account: s.accounts[i], No: rapid.SampledFrom(s.lines[i]).Draw(t, "line")}
}

var drawItem = rapid.Custom(func(t *rapid.T) core.OpenItem {
	return item(rapid.SampledFrom([]string{"i1", "i2", "i3", "i4"}).Draw(t, "id"), core.ItemKind(rapid.SampledFrom([]int{0, 0, 0, 1, 2, 3}).Draw(t, "kind")),
		int64(rapid.IntRange(-2, 6).Draw(t, "amount"))*100)
})

func (s *stack) match(t *rapid.T) core.Match {
	key := s.key(t)
	line, err := s.f.Line(key.Account, key.No)
	must(t, err)
	if rapid.Bool().Draw(t, "code") {
		return core.Match{Lines: []core.LineKey{key}, Why: core.Explanation{Kind: core.MatchRule,
			Postings: []core.Posting{{Ledger: rapid.SampledFrom([]string{"6", "6", "7"}).Draw(t, "ledger"), Amount: line.Amount}}}}
	}
	id := rapid.SampledFrom([]string{"i1", "i2", "i3", "i4"}).Draw(t, "item")
	settles := line.Amount.Minor * int64(rapid.SampledFrom([]int{1, 1, 1, 1, 1, -1}).Draw(t, "sense"))
	return pays(key, part(id, settles))
}

// act draws an act of some pieces. Many are refused.
func (s *stack) act(t *rapid.T) core.Act {
	a := core.Act{Dossier: "d", By: "user", What: "an act"}
	for range rapid.SampledFrom([]int{1, 1, 2, 3, 6}).Draw(t, "pieces") {
		switch rapid.IntRange(0, 11).Draw(t, "piece") {
		case 0, 1, 2:
			a.Match = append(a.Match, s.match(t))
		case 3:
			list, err := s.f.Matches("d", 0, 5)
			must(t, err)
			if len(list) > 0 {
				a.Unmatch = append(a.Unmatch, rapid.SampledFrom(list).Draw(t, "match").ID)
			}
		case 4:
			a.Check = append(a.Check, core.LineMark{Line: s.key(t), On: rapid.Bool().Draw(t, "on")})
		case 5:
			a.Notes = append(a.Notes, core.LineNote{Line: s.key(t), Text: rapid.SampledFrom([]string{"", "ask", "paid twice"}).Draw(t, "note")})
		case 6:
			a.Reject = append(a.Reject, core.Rejection{Line: s.key(t), Kind: core.MatchExact, Items: []core.ItemID{"i1"},
				With: []core.LineKey{s.key(t)}, Take: rapid.Bool().Draw(t, "take")})
		case 7, 8:
			if i := drawItem.Draw(t, "item"); !slices.ContainsFunc(a.Items, func(o core.OpenItem) bool { return o.ID == i.ID }) {
				a.Items = append(a.Items, i)
			}
		case 9:
			a.DropItems = append(a.DropItems, drawItem.Draw(t, "item").ID)
		case 10:
			a.Chart = append(a.Chart, core.LedgerAccount{Number: rapid.SampledFrom([]string{"6", "7"}).Draw(t, "number"), Name: "costs"})
		case 11:
			a.SetRules = true
			a.Rules = append(a.Rules, core.Rule{ID: fmt.Sprint(len(a.Rules)), When: core.RuleWhen{Accounts: s.accounts[:1]}})
		}
	}
	return a
}

func (s *stack) do(t *rapid.T) {
	done, err := s.f.Do(t.Context(), s.act(t))
	s.refused(t, err)
	if err != nil || done.ID == 0 {
		s.same(t, s.states[s.at])
		return
	}
	s.at++
	s.states = append(s.states[:s.at:s.at], s.dump(t))
}

// refused lets only refusals pass.
func (s *stack) refused(t *rapid.T, err error) {
	switch code := core.CodeOf(err); code {
	case core.CodeOK, core.CodeConflict, core.CodeInvalid, core.CodeNotFound:
	default:
		t.Fatalf("%s: %v", code, err)
	}
}

func (s *stack) same(t *rapid.T, want map[string]string) {
	got := s.dump(t)
	if !maps.Equal(got, want) {
		t.Fatalf("the books are not as they were: %s / %s", differing(want, got), differing(got, want))
	}
}

func (s *stack) move(t *rapid.T, redo bool) bool {
	step, by := s.f.Undo, -1
	if redo {
		step, by = s.f.Redo, 1
	}
	_, err := step(t.Context(), "d", "user")
	if err == nil {
		s.at += by
	} else if core.CodeOf(err) == core.CodeNotFound != (s.at+by < 0 || s.at+by == len(s.states)) {
		t.Fatalf("%d of %d acts are done: %v", s.at, len(s.states)-1, err)
	}
	s.refused(t, err)
	s.same(t, s.states[s.at])
	return err == nil
}

// bankChanges revises, unlists or lists again a line.
func (s *stack) bankChanges(t *rapid.T) {
	key := s.key(t)
	line, err := s.f.Line(key.Account, key.No)
	must(t, err)
	s.reading++
	d := core.Delivery{Account: key.Account, Source: "updated-transactions", By: "background", At: now,
		State: core.FeedState{Account: key.Account, Reading: s.reading}}
	c := core.Change{Kind: core.ChangeKind(rapid.SampledFrom([]int{1, 3, 4}).Draw(t, "change")), Line: key.No, Item: -1}
	if c.Kind == core.Revise {
		c.New, c.Item = line.Transaction, 0
		c.New.Amount.Minor += 100
		c.New.BookingDate = c.New.BookingDate.AddDays(rapid.IntRange(-1, 1).Draw(t, "days"))
		d.Raw = [][]byte{body([]core.Transaction{c.New})}
	}
	d.Changes = []core.Change{c}
	must(t, s.f.Apply(t.Context(), d))
}

// renewed gives an account another id.
func (s *stack) renewed(t *rapid.T) {
	i := rapid.IntRange(0, len(s.accounts)-1).Draw(t, "account")
	s.renewals++
	to := core.AccountID(fmt.Sprintf("renewed-%d", s.renewals))
	if rapid.Bool().Draw(t, "listed before") {
		must(t, s.f.PutAccounts(t.Context(), []core.Account{account(string(to))}, "user", ""))
	}
	must(t, s.f.MoveAccount(t.Context(), s.accounts[i], to, "user", "renewed"))
	s.accounts[i] = to
	s.same(t, s.states[s.at])
}

// check verifies the file, the listings, and that the journal only grows.
func (s *stack) check(t *rapid.T) {
	report, err := s.f.Verify(t.Context(), store.VerifyOptions{})
	must(t, err)
	if !report.OK() {
		t.Fatalf("%+v", report.Faults)
	}
	entries, err := s.f.Journal(1, 1_000_000)
	must(t, err)
	if len(entries) < s.entries || s.entries > 0 && entries[s.entries-1].Hash != s.last.Hash {
		t.Fatalf("the journal has %d entries, it had %d", len(entries), s.entries)
	}
	s.entries, s.last = len(entries), entries[len(entries)-1]
	locks, err := s.f.Locks()
	must(t, err)
	want := map[core.Work]int{}
	for i, id := range s.accounts {
		stats, err := s.f.Stats(id)
		must(t, err)
		open, check, done := 0, 0, 0
		for _, no := range s.lines[i] {
			key := core.LineKey{Account: id, No: no}
			states, err := s.f.States([]core.LineKey{key})
			must(t, err)
			line, err := s.f.Line(id, no)
			must(t, err)
			if states[0].Locked != (line.BookingDate <= locks[id].Until) {
				t.Fatalf("%+v of %s, locked until %s", states[0], line.BookingDate, locks[id].Until)
			}
			if states[0].Match != 0 {
				want[core.WorkDone]++
				done++
			} else if line.Missing.IsZero() && !states[0].Locked {
				open++
			}
			if states[0].Check {
				check++
			}
		}
		months, err := s.f.Progress(t.Context(), []core.AccountID{id}, 0, 0)
		must(t, err)
		counted := core.MonthProgress{}
		for _, m := range months {
			counted.Done, counted.Check = counted.Done+m.Done, counted.Check+m.Check
		}
		s.never++ // of days that were not asked for before, nothing is remembered
		anew, err := s.f.Progress(t.Context(), []core.AccountID{id}, core.NewDate(1900, 1, 1).AddDays(s.never), 0)
		must(t, err)
		if !slices.Equal(months, anew) {
			t.Fatalf("the months of %s are %+v, counted anew %+v", id, months, anew)
		}
		if counted.Done != done || counted.Check != check {
			t.Fatalf("the months of %s have %d lines done and %d marks, want %d and %d", id, counted.Done, counted.Check, done, check)
		}
		if stats.Open != open || stats.Check != check {
			t.Fatalf("%s has %d open lines and %d marks, want %d and %d", id, stats.Open, stats.Check, open, check)
		}
		want[core.WorkOpen] += open
		want[core.WorkCheck] += check
	}
	for w, n := range want {
		l, err := s.f.Lines(t.Context(), core.Query{Dossier: "d", Work: w})
		must(t, err)
		if l.Len() != n {
			t.Fatalf("work %d lists %d lines, want %d", w, l.Len(), n)
		}
	}
	s.sameList(t, core.Query{Dossier: "d", Work: core.WorkOpen})
	s.sameList(t, core.Query{Dossier: "d", Work: core.WorkOpen, Accounts: s.accounts[:1]})
	s.sameList(t, core.Query{Dossier: "d", Work: core.WorkOpen, Text: "amt:>1"})
	s.sameList(t, core.Query{Dossier: "d", Work: core.WorkOpen, Since: core.NewDate(2026, 11, 3), Until: core.NewDate(2026, 11, 5)})
}

// sameList compares what the remembered list says to a query with a new search.
func (s *stack) sameList(t *rapid.T, q core.Query) {
	kept, err := s.f.Lines(t.Context(), q)
	must(t, err)
	q.Limit = 1000 // a part of a list is never taken out of a remembered one
	searched, err := s.f.Lines(t.Context(), q)
	must(t, err)
	one, err := kept.Window(0, 1000)
	must(t, err)
	other, err := searched.Window(0, 1000)
	must(t, err)
	if fmt.Sprint(one) != fmt.Sprint(other) || fmt.Sprint(kept.Totals()) != fmt.Sprint(searched.Totals()) {
		t.Fatalf("the list is %v, %+v; a search finds %v, %+v", one, kept.Totals(), other, searched.Totals())
	}
}

func TestEverythingCanBeTakenBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := newStack(rt, t.TempDir())
		s.check(rt)
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			switch rapid.IntRange(0, 12).Draw(rt, "step") {
			case 0:
				id := rapid.SampledFrom(s.accounts).Draw(rt, "account")
				until := core.NewDate(2026, 11, 1).AddDays(rapid.IntRange(-1, 3).Draw(rt, "until"))
				must(rt, s.f.SetLock(rt.Context(), id, until, "user", "closed"))
			case 1:
				must(rt, s.f.SetLock(rt.Context(), rapid.SampledFrom(s.accounts).Draw(rt, "account"), 0, "user", "again"))
			case 2:
				s.bankChanges(rt)
			case 3:
				s.renewed(rt)
			case 4:
				must(rt, s.f.Close())
				s.open(rt)
			case 5, 6:
				s.move(rt, false)
			case 7:
				s.move(rt, true)
			default:
				s.do(rt)
			}
			s.same(rt, s.states[s.at])
			s.check(rt)
		}
		for _, id := range s.accounts {
			must(rt, s.f.SetLock(rt.Context(), id, 0, "user", "the end"))
		}
		for s.move(rt, false) {
		}
		s.same(rt, s.states[0])
		s.check(rt)
		for s.move(rt, true) {
		}
		s.same(rt, s.states[len(s.states)-1])
		s.check(rt)
		must(rt, s.f.Close())
	})
}
