package world

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ferry/core"
)

// checkTruth holds what Ponto lists against what the world says of it.
func checkTruth(t fataler, w *World, a Account) Truth {
	truth, err := w.Truth(a.ID)
	if err != nil {
		t.Fatalf("truth: %v", err)
	}
	lines := linesOf(t, w, a.ID)
	ids := slices.Collect(w.TrueIDs(a.ID))
	sum := core.Amount{Currency: a.Currency}
	seen := map[string]bool{}
	last := core.Date(1 << 30)
	for i, l := range lines {
		if sum, err = sum.Add(l.Amount); err != nil {
			t.Fatalf("sum: %v", err)
		}
		if seen[l.ID] || ids[i] != l.ID {
			t.Fatalf("line %d of %s: id %s twice, or not %s", i, a.Reference, l.ID, ids[i])
		}
		seen[l.ID] = true
		day := core.DateIn(l.ExecutionDate, w.byAccount[a.ID].bank.institution.zone)
		if day > last {
			t.Fatalf("line %d of %s: %v below %v", i, a.Reference, day, last)
		}
		last = day
	}
	if len(lines) != truth.Lines || len(ids) != truth.Lines || sum != truth.Sum {
		t.Fatalf("%s: %d lines of %v, truth %d of %v", a.Reference, len(lines), sum, truth.Lines, truth.Sum)
	}
	if balance, err := truth.Opening.Add(truth.BankSum); err != nil || balance != truth.BankBalance {
		t.Fatalf("%s: opening %v and lines %v are not %v", a.Reference, truth.Opening, truth.BankSum, truth.BankBalance)
	}
	return truth
}

// first is a world's main account, with announced lines.
func first(w *World) Account { return w.Accounts(w.FullIntegration().ID)[0] }

func euros(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ids(lines []Line) []string {
	var list []string
	for _, l := range lines {
		list = append(list, l.ID)
	}
	return list
}

// A line at the bank is listed only after a synchronization; a late one below newer ones.
func TestLineArrivesBySynchronization(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := first(w)
	before := linesOf(t, w, a.ID)
	late := before[20].ExecutionDate
	fresh := must[string](t)(w.Post(a.ID, Content{Amount: euros(-1230)}))
	old := must[string](t)(w.Post(a.ID, Content{Amount: euros(777), ExecutionDate: late}))
	if err := w.Change(a.ID, before[5].ID, func(c *Content) { c.CounterpartName = "Filled Later" }); err != nil {
		t.Fatal(err)
	}
	if got := linesOf(t, w, a.ID); !slices.EqualFunc(got, before, func(x, y Line) bool { return x == y }) {
		t.Fatal("Ponto's list moved without a synchronization")
	}
	s := must[Synchronization](t)(w.StartSynchronization(a.ID, AccountTransactions, "203.0.113.7"))
	for range 2 {
		if err := w.Advance(time.Second); err != nil {
			t.Fatal(err)
		}
	}
	s = must[Synchronization](t)(w.Synchronization(s.ID))
	if s.Status != Success || s.Updated != 3 || !s.CustomerOnline || s.CustomerIP != "203.0.113.7" {
		t.Fatalf("%+v", s)
	}
	after := linesOf(t, w, a.ID)
	if len(after) != len(before)+2 || after[0].ID != fresh || after[6].CounterpartName != "Filled Later" || after[6].ID != before[5].ID {
		t.Fatalf("%d lines, first %s", len(after), after[0].ID)
	}
	if after[6].UpdatedAt.Equal(after[6].CreatedAt) || !after[0].CreatedAt.Equal(s.UpdatedAt) {
		t.Errorf("changed line: created %v, updated %v", after[6].CreatedAt, after[6].UpdatedAt)
	}
	at := slices.Index(ids(after), old)
	if at < 10 || !after[at-1].ExecutionDate.After(late) || after[at+1].ExecutionDate.After(late) {
		t.Errorf("the late line stands at %d", at)
	}
	updated := must[Page[Line]](t)(w.UpdatedTransactions(s.ID, Query{}))
	if want := []string{fresh, before[5].ID, old}; !slices.Equal(ids(updated.Items), want) {
		t.Errorf("updated: %v, want %v", ids(updated.Items), want)
	}
	// The balance is that of the last accountDetails.
	if now := first(w); now.Current != a.Current {
		t.Errorf("the balance moved to %v without being asked", now.Current)
	}
	if err := w.Sync(a.ID); err != nil {
		t.Fatal(err)
	}
	if now := first(w); now.Current.Minor != a.Current.Minor-1230+777 {
		t.Errorf("balance %v after %v", now.Current, a.Current)
	}
	checkTruth(t, w, a)
}

func TestSynchronizationStepsAtEachPoll(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := first(w)
	s := must[Synchronization](t)(w.StartSynchronization(a.ID, AccountDetails, "203.0.113.7"))
	for _, want := range []string{Running, Success, Success} {
		if got := must[Synchronization](t)(w.Synchronization(s.ID)); got.Status != want {
			t.Fatalf("status %s, want %s", got.Status, want)
		}
	}
	if _, err := w.StartSynchronization(a.ID, AccountDetails, ""); !errors.Is(err, ErrRecentlySynchronized) {
		t.Errorf("a second start: %v", err)
	}
	must[Synchronization](t)(w.StartSynchronization(a.ID, AccountTransactions, "")) // another subtype may
	if err := w.Advance(cooldown); err != nil {
		t.Fatal(err)
	}
	must[Synchronization](t)(w.StartSynchronization(a.ID, AccountDetails, ""))
	if _, err := w.StartSynchronization(a.ID, "accountTransactionsWithPendingTransactions", ""); !errors.Is(err, ErrSubtype) {
		t.Errorf("unknown subtype: %v", err)
	}
	if _, err := w.StartSynchronization("0b5f0a52-3a55-4c7e-9d5a-6f2b7a3c1d01", AccountDetails, ""); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown account: %v", err)
	}
	if _, err := w.Synchronization("x"); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown synchronization: %v", err)
	}
}

// A user's run ends when it ends, also when nobody looks until long after Ponto's next own run.
func TestRunsHappenInOrder(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := first(w)
	s := must[Synchronization](t)(w.StartSynchronization(a.ID, AccountTransactions, "203.0.113.7"))
	must[string](t)(w.Post(a.ID, Content{Amount: euros(1)}))
	if err := w.Advance(26 * time.Hour); err != nil {
		t.Fatal(err)
	}
	s = must[Synchronization](t)(w.Synchronization(s.ID))
	if s.Status != Success || s.Updated != 1 || s.UpdatedAt.Sub(s.CreatedAt) != untilDone {
		t.Errorf("%+v", s)
	}
}

func TestPendingLines(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := first(w)
	list := func() []string {
		return ids(must[Page[Line]](t)(w.PendingTransactions(a.ID, Query{})).Items)
	}
	before := list()
	if len(before) != 2 {
		t.Fatalf("%d announced lines", len(before))
	}
	fresh := must[string](t)(w.PostPending(a.ID, Content{Amount: euros(-500), CounterpartName: "Café"}))
	booked := must[string](t)(w.Book(a.ID, before[0], func(c *Content) { c.Amount.Minor -= 10 }))
	if err := w.Remove(a.ID, before[1]); err != nil {
		t.Fatal(err)
	}
	if booked == before[0] || !slices.Equal(list(), before) {
		t.Fatal("the announced lines moved before a synchronization, or the booked one kept its id")
	}
	s := must[Synchronization](t)(w.StartSynchronization(a.ID, AccountTransactionsWithUnsettled, "203.0.113.7"))
	must[Synchronization](t)(w.Synchronization(s.ID))
	s = must[Synchronization](t)(w.Synchronization(s.ID))
	if s.Updated != 1 || s.UpdatedPending != 1 || !slices.Equal(list(), []string{fresh}) {
		t.Errorf("%+v, announced %v", s, list())
	}
	if l := must[Line](t)(w.Transaction(a.ID, booked)); l.Amount.Minor >= 0 {
		t.Errorf("booked: %v", l.Amount)
	}
	if p := must[Page[Line]](t)(w.UpdatedPendingTransactions(s.ID, Query{})); !slices.Equal(ids(p.Items), []string{fresh}) {
		t.Errorf("updated announced lines: %v", ids(p.Items))
	}
	if truth := checkTruth(t, w, a); truth.Pending != 1 {
		t.Errorf("%d pending", truth.Pending)
	}
}

// Any sequence of what can happen to an account leaves list, sums and truth in step.
func TestTruthHoldsThroughAnything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := New(Options{Seed: rapid.Uint64().Draw(t, "seed"), Transactions: 150})
		a := first(w)
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			lines := linesOf(t, w, a.ID)
			known := lines[rapid.IntRange(0, len(lines)-1).Draw(t, "line")]
			minor := rapid.Int64Range(-99999, 99999).Draw(t, "minor")
			day := w.firstDay.AddDays(-rapid.IntRange(0, 90).Draw(t, "day")).Time()
			var err error
			switch rapid.IntRange(0, 8).Draw(t, "what") {
			case 0, 1:
				_, err = w.Post(a.ID, Content{Amount: euros(minor), ExecutionDate: day})
			case 2:
				err = w.Change(a.ID, known.ID, func(c *Content) { c.Amount.Minor = minor })
			case 3:
				err = w.Change(a.ID, known.ID, func(c *Content) { c.ExecutionDate = day })
			case 4:
				err = w.Remove(a.ID, known.ID)
			case 5:
				err = w.Reissue(a.ID)
			case 6:
				if err = w.Withdraw(a.ID); err == nil {
					a, err = w.Restore(a.ID)
				}
			case 7:
				_, err = w.PostPending(a.ID, Content{Amount: euros(minor)})
			case 8:
				err = w.Advance(7 * time.Hour)
			}
			// What left the bank's list may still stand in Ponto's copy, and cannot be touched there.
			if err != nil && !errors.Is(err, ErrNotFound) {
				t.Fatalf("step: %v", err)
			}
			checkTruth(t, w, a)
		}
		if err := w.Sync(a.ID); err != nil {
			t.Fatalf("sync: %v", err)
		}
		truth := checkTruth(t, w, a)
		if truth.Lines != truth.BankLines || truth.Sum != truth.BankSum {
			t.Fatalf("after a synchronization Ponto has %d of %v, the bank %d of %v", truth.Lines, truth.Sum, truth.BankLines, truth.BankSum)
		}
		if now, _ := w.Account(a.ID); now.Current != truth.BankBalance {
			t.Fatalf("balance %v, want %v", now.Current, truth.BankBalance)
		}
	})
}

func TestBankResources(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	o := w.StarterIntegration().Organization
	bank := must[[]BankAccount](t)(w.BankAccounts(o, w.Connectable("NL")[0].ID))[0]
	line := must[Line](t)(w.PostToBank(bank.ID, Content{Amount: euros(1234), ExecutionDate: w.Now()}))
	line = must[Line](t)(w.ChangeAtBank(bank.ID, line.ID, func(c *Content) { c.CounterpartName = "Someone" }))
	p := must[Page[Line]](t)(w.BankTransactions(bank.ID, Query{}))
	if p.Items[0] != line || line.CounterpartName != "Someone" {
		t.Errorf("%+v is not %+v", p.Items[0], line)
	}
	now := must[BankAccount](t)(w.BankAccount(bank.ID))
	if now.Lines != bank.Lines+1 || now.Balance.Minor != bank.Balance.Minor+1234 {
		t.Errorf("%d lines, %v", now.Lines, now.Balance)
	}
	if _, err := w.PostToBank(bank.ID, Content{Amount: core.Amount{Minor: 1, Currency: "USD"}}); !errors.Is(err, ErrInvalid) {
		t.Errorf("a line in a foreign currency: %v", err)
	}
}
