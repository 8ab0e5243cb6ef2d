package store_test

import (
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/store/storetest"
)

func TestCatalog(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	furnish(t, f)
	must(t, f.PutDossier(ctx, core.Dossier{ID: "e", Name: "Apotheek"}, "user"))
	dossiers, err := f.Dossiers()
	must(t, err)
	if len(dossiers) != 2 || dossiers[0].Name != "Apotheek" {
		t.Errorf("dossiers by name: %v", dossiers)
	}
	c, err := f.Connection("c")
	must(t, err)
	if c.API != "https://api.myponto.com" {
		t.Errorf("%+v", c)
	}
	secret, err := f.Secret("c")
	must(t, err)
	if secret.ClientSecret != "hush" {
		t.Error("the secret came back changed")
	}
	open, err := f.Authorizations()
	must(t, err)
	if len(open) != 1 || open[0].State != "s" || open[0].Verifier != "v" {
		t.Errorf("%+v", open)
	}
	image, err := os.ReadFile(f.Path())
	must(t, err)
	for _, clear := range []string{"hush", `"verifier":"v"`} {
		if strings.Contains(string(image), clear) {
			t.Errorf("%s stands in the file in clear", clear)
		}
	}
	offset, err := f.ClockOffset("c")
	must(t, err)
	if offset != 5 {
		t.Errorf("clock offset %v", offset)
	}
	i, err := f.Institution("i1")
	must(t, err)
	if i.Name != "Bank" {
		t.Errorf("%+v", i)
	}
	must(t, f.PutInstitutions(ctx, "https://api.myponto.com", []core.Institution{{ID: "i2", Name: "Other"}}))
	if _, err := f.Institution("i1"); core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("an institution that left the directory: %v", err)
	}
	must(t, f.DeleteConnection(ctx, "c", "user"))
	if _, err := f.Secret("c"); core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("the secret of a removed connection: %v", err)
	}
	if stats, err := f.Stats("a"); err != nil || stats.Lines != 40 {
		t.Errorf("lines went with the connection: %+v, %v", stats, err)
	}
	if s, err := f.Settings(); err != nil || s != core.DefaultSettings() {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestRemindersAreGivenOnce(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	for range 3 {
		must(t, f.PutReminder(t.Context(), "a", now, 14))
	}
	must(t, f.PutReminder(t.Context(), "a", now, 7))
	must(t, f.PutReminder(t.Context(), "ab", now, 7))
	list, err := f.Reminders("a")
	must(t, err)
	if len(list) != 2 {
		t.Errorf("%v", list)
	}
}

func TestActivitiesAreABoundedRing(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	const n = 5050
	var wg sync.WaitGroup
	for range 50 { // at once, so that they share transactions
		wg.Go(func() {
			for range n / 50 {
				if err := f.AddActivity(t.Context(), core.Activity{Text: "x"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	all, err := f.Activities(0, n)
	must(t, err)
	if len(all) != 5000 || all[0].No != n {
		t.Errorf("%d kept, newest %d", len(all), all[0].No)
	}
	next, err := f.Activities(all[9].No, 3)
	must(t, err)
	if !reflect.DeepEqual(next, all[10:13]) {
		t.Errorf("%v", next)
	}
}

func TestMovedAccountKeepsItsLedger(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	furnish(t, f)
	must(t, f.PutFeedState(ctx, core.FeedState{Account: "a", Next: "cursor", Open: true, Reading: 7}))
	must(t, f.PutAccounts(ctx, []core.Account{account("new")}, "background", "seen"))
	must(t, f.MoveAccount(ctx, "a", "new", "background", "same IBAN"))
	moved, err := f.Account("new")
	must(t, err)
	if !reflect.DeepEqual(moved.Replaces, []core.AccountID{"a"}) {
		t.Errorf("%+v", moved)
	}
	l, err := f.Lines(ctx, core.Query{Accounts: []core.AccountID{"new"}})
	must(t, err)
	lines, err := l.Window(0, 1)
	must(t, err)
	if l.Len() != 40 || lines[0].Account != "new" {
		t.Errorf("%d lines, %+v", l.Len(), lines)
	}
	if s, err := f.FeedState("new"); err != nil || s.Reading != 7 || s.Next != "" {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := f.Account("a"); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
	if err := f.MoveAccount(ctx, "new", "b", "user", ""); core.CodeOf(err) != core.CodeConflict {
		t.Errorf("two ledgers became one: %v", err)
	}
	report, err := f.Verify(ctx, thorough)
	must(t, err)
	if !report.OK() {
		t.Error(report.Faults)
	}
}

func TestMistakenDeliveriesAreRefusedWhole(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	must(t, f.PutAccounts(ctx, []core.Account{account("a")}, "user", ""))
	bk := newBank(5)
	first, second := bk.line(day(20)), bk.line(day(20))
	must(t, f.Apply(ctx, delivery("a", 1, 0, []core.Transaction{first})))
	revision := f.Revision()
	renamed := second
	for name, d := range map[string]core.Delivery{
		"an id that is there":    delivery("a", 2, 0, []core.Transaction{second, first}),
		"one id twice":           delivery("a", 2, 0, []core.Transaction{second, second}),
		"a number that is there": delivery("a", 1, 0, []core.Transaction{second}),
		"a line that is not":     {Account: "a", Changes: []core.Change{{Kind: core.Revise, Line: 99, New: second}}},
		"a revision of another":  {Account: "a", Changes: []core.Change{{Kind: core.Revise, Line: 1<<32 | 0xFFFFFFFF, New: renamed}}},
		"an id it does not have": {Account: "a", Changes: []core.Change{{Kind: core.Rebind, Line: 1<<32 | 0xFFFFFFFF, New: renamed, Was: "x"}}},
		"no id":                  {Account: "a", Changes: []core.Change{{Kind: core.Insert, Line: 5}}},
		"an account that is not": delivery("z", 1, 0, []core.Transaction{second}),
	} {
		if err := f.Apply(ctx, d); core.CodeOf(err) != core.CodeConflict && core.CodeOf(err) != core.CodeNotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if stats, err := f.Stats("a"); err != nil || stats.Lines != 1 || f.Revision() != revision {
		t.Errorf("%+v, %v", stats, err)
	}
}

func day(n int) core.Date { return core.NewDate(2026, time.November, n) }

// One bad delivery among many that are applied at once fails alone.
func TestConcurrentDeliveries(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	must(t, f.PutAccounts(ctx, []core.Account{account("a"), account("b")}, "user", ""))
	bk := newBank(8)
	known := bk.line(day(1))
	must(t, f.Apply(ctx, delivery("b", 1, 0, []core.Transaction{known})))
	var good []core.Delivery
	for i := range uint64(40) {
		good = append(good, delivery("a", 2, i, []core.Transaction{bk.line(day(3))}))
	}
	var wg sync.WaitGroup
	for i, d := range good {
		wg.Go(func() {
			if err := f.Apply(ctx, d); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			bad := delivery("b", uint64(3+i), 0, []core.Transaction{known})
			if err := f.Apply(ctx, bad); core.CodeOf(err) != core.CodeConflict {
				t.Errorf("a bad delivery: %v", err)
			}
		})
	}
	wg.Wait()
	if stats, err := f.Stats("a"); err != nil || stats.Lines != 40 {
		t.Errorf("%+v, %v", stats, err)
	}
}

func TestNoteMovesFromAnnouncedToBooked(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	must(t, f.PutAccounts(ctx, []core.Account{account("a")}, "user", ""))
	bk := newBank(9)
	announced := []core.Transaction{bk.line(day(20)), bk.line(day(20)), bk.line(day(20))}
	put := func(list []core.Transaction) {
		t.Helper()
		must(t, f.Apply(ctx, core.Delivery{
			Account: "a", Source: "pending-transactions", At: now, Raw: [][]byte{body(list)}, Pending: list, ReplacePending: true,
		}))
	}
	put(announced)
	pending, err := f.Pending("a")
	must(t, err)
	for i, l := range pending {
		must(t, f.SetNote(ctx, "a", l.No, fmt.Sprint("note ", i), "user"))
	}
	entries, err := f.Journal(1, 100)
	must(t, err)
	renamed := announced[1]
	renamed.ID = "other id each time"
	put([]core.Transaction{announced[0], renamed, announced[2]})
	put([]core.Transaction{announced[0], renamed, announced[2]}) // nothing new: no entry
	again, err := f.Journal(1, 100)
	must(t, err)
	if len(again) != len(entries)+1 {
		t.Errorf("%d entries became %d", len(entries), len(again))
	}
	put(announced[:1]) // the second and third are gone before they are booked
	pending, err = f.Pending("a")
	must(t, err)
	if len(pending) != 1 || pending[0].Note != "note 0" || pending[0].State != core.Pending {
		t.Fatalf("%+v", pending)
	}
	booked := []core.Transaction{announced[0], bk.line(day(21)), announced[2]}
	booked[1].Amount, booked[1].CounterpartName = announced[1].Amount, announced[1].CounterpartName
	booked[1].BookingDate = day(22)
	booked[2].Amount.Minor++ // another amount: only the feed can know
	d := delivery("a", 1, 0, booked)
	d.Changes[2].Was, d.Changes[2].New.ID = announced[2].ID, "booked under a new id"
	d.Raw = [][]byte{body([]core.Transaction{booked[0], booked[1], d.Changes[2].New})}
	must(t, f.Apply(ctx, d))
	for i, c := range d.Changes {
		line, err := f.Line("a", c.Line)
		must(t, err)
		if line.Note != fmt.Sprint("note ", i) {
			t.Errorf("line %d has the note %q", i, line.Note)
		}
	}
	l, err := f.Lines(ctx, core.Query{Text: "note", Pending: true})
	must(t, err)
	if l.Len() != 3 {
		t.Errorf("%d lines with a note", l.Len())
	}
	l, err = f.Lines(ctx, core.Query{Pending: true})
	must(t, err)
	lines, err := l.Window(0, 10)
	must(t, err)
	if l.Len() != 4 || lines[0].State != core.Pending || l.Totals().Sums[0].Minor != booked[0].Amount.Minor+booked[1].Amount.Minor+booked[2].Amount.Minor {
		t.Errorf("%d lines, first %v, totals %v", l.Len(), lines[0].State, l.Totals())
	}
}

func TestSearchErrorsNameTheWord(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	for _, word := range []string{"amt:>x", "date:2026-13", "state:odd", "iban:", `name:"open`} {
		_, err := f.Lines(t.Context(), core.Query{Text: "fine " + word})
		e, ok := errors.AsType[*core.Error](err)
		if !ok || e.Code != core.CodeInvalid || !strings.Contains(e.Msg, strings.ReplaceAll(word, `"`, `\"`)) || e.Hint == "" {
			t.Errorf("%s: %v", word, err)
		}
	}
}

// The feed may decide a line only when the pages below it have come: then its bytes must still be there.
func TestPagesOfWaitingLinesAreKept(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	must(t, f.PutAccounts(ctx, []core.Account{account("a")}, "user", ""))
	bk := newBank(10)
	waiting := delivery("a", 1, 0, []core.Transaction{bk.line(day(3))})
	late := waiting.Changes
	late[0].Item = -1
	waiting.Changes, waiting.State.Restart = nil, true
	must(t, f.Apply(ctx, waiting))
	known := waiting
	known.State.Restart = false
	must(t, f.Apply(ctx, known))
	must(t, f.Apply(ctx, core.Delivery{Account: "a", Source: "transactions", At: now, Changes: late}))
	report, err := f.Verify(ctx, thorough)
	must(t, err)
	if !report.OK() || report.Deliveries != 1 {
		t.Errorf("%+v", report)
	}
}
