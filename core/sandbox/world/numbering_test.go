package world

import (
	"errors"
	"slices"
	"testing"
	"time"

	"ferry/core"
)

// numbered is an account with three lines of one day, and what its list shows of them by payment.
func numbered(t *testing.T) (w *World, id core.AccountID, day core.Date, ids func() map[uint64]string) {
	t.Helper()
	w = New(Options{})
	id = w.Accounts(w.FullIntegration().ID)[0].ID
	day = core.DateIn(w.Now(), time.UTC)
	for n := range 3 {
		if _, err := w.Post(id, Content{Amount: core.Amount{Minor: int64(n + 1)}, ExecutionDate: day.Time()}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Sync(id); err != nil {
		t.Fatal(err)
	}
	return w, id, day, func() map[uint64]string {
		list := map[uint64]string{}
		for l := range w.TrueLines(id) {
			if l.Day == day {
				list[l.Payment] = l.ID
			}
			if found, err := w.Transaction(id, l.ID); err != nil || found != l.Line {
				t.Fatalf("the id %s leads to %+v, %v", l.ID, found, err)
			}
		}
		if !slices.Equal(slices.Collect(w.TrueIDs(id)), idsOf(w, id)) {
			t.Fatal("TrueIDs and TrueLines differ")
		}
		return list
	}
}

func idsOf(w *World, id core.AccountID) (list []string) {
	for l := range w.TrueLines(id) {
		list = append(list, l.ID)
	}
	return list
}

func TestRenumber(t *testing.T) {
	t.Parallel()
	w, id, day, ids := numbered(t)
	before := ids()
	for range 2 {
		if n, err := w.Renumber(id, day); n != len(before) || err != nil {
			t.Fatalf("%d lines, %v", n, err)
		}
		after := ids()
		was, is := []string{}, []string{}
		for payment, old := range before {
			was, is = append(was, old), append(is, after[payment])
			if old == after[payment] {
				t.Errorf("payment %d kept its id", payment)
			}
		}
		slices.Sort(was)
		slices.Sort(is)
		if !slices.Equal(was, is) {
			t.Error("renumbering made new ids")
		}
		before = after
	}
	if n, err := w.Renumber(id, day.AddDays(50)); n != 0 || err != nil {
		t.Errorf("a day without lines: %d, %v", n, err)
	}
}

func TestReuse(t *testing.T) {
	t.Parallel()
	w, id, _, ids := numbered(t)
	var lines []string
	for _, line := range ids() {
		lines = append(lines, line)
	}
	if err := w.Reuse(id, lines[1], lines[0]); !errors.Is(err, ErrInvalid) {
		t.Errorf("the id of a listed line was given away: %v", err)
	}
	if err := errors.Join(w.Remove(id, lines[0]), w.Sync(id)); err != nil {
		t.Fatal(err)
	}
	kept, err := w.Transaction(id, lines[1])
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Reuse(id, lines[1], lines[0]); err != nil {
		t.Fatal(err)
	}
	again, err := w.Transaction(id, lines[0])
	if err != nil || again.Content != kept.Content {
		t.Errorf("under the old id stands %+v, %v", again, err)
	}
	if _, err := w.Transaction(id, lines[1]); !errors.Is(err, ErrNotFound) {
		t.Errorf("the line has two ids: %v", err)
	}
	ids()
}

func TestListByArrival(t *testing.T) {
	t.Parallel()
	w, id, day, ids := numbered(t)
	if err := w.ListByArrival(id); err != nil {
		t.Fatal(err)
	}
	late, err := w.Post(id, Content{Amount: core.Amount{Minor: 9}, ExecutionDate: day.AddDays(-60).Time()})
	if err := errors.Join(err, w.Sync(id)); err != nil {
		t.Fatal(err)
	}
	if first := idsOf(w, id)[0]; first != late {
		t.Errorf("the late line is not the first: %s", first)
	}
	err = w.Change(id, late, func(c *Content) { c.ExecutionDate = day.AddDays(-90).Time() })
	if err := errors.Join(err, w.Sync(id)); err != nil {
		t.Fatal(err)
	}
	if first := idsOf(w, id)[0]; first != late {
		t.Errorf("a line that changed has left its place")
	}
	ids()
}

func TestBalanceAheadOfTheLines(t *testing.T) {
	t.Parallel()
	w, id, day, _ := numbered(t)
	before, _ := w.Truth(id)
	if _, err := w.Post(id, Content{Amount: core.Amount{Minor: 500}, ExecutionDate: day.Time()}); err != nil {
		t.Fatal(err)
	}
	if err := w.SyncDetails(id); err != nil {
		t.Fatal(err)
	}
	truth, _ := w.Truth(id)
	a, _ := w.Account(id)
	if truth.Lines != before.Lines || a.Current != truth.BankBalance || a.Current == before.BankBalance {
		t.Errorf("%d lines, balance %v; before %d, %v", truth.Lines, a.Current, before.Lines, before.BankBalance)
	}
}
