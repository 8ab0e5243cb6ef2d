package app_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/core/match"
	"ferry/core/match/monthtest"
	"ferry/store"
	"ferry/store/storetest"
)

// office is a service over a real file with the books and lines of one dossier in it.
type office struct {
	*app.Service
	t       testing.TB
	path    string
	file    *store.File
	dossier core.DossierID
	names   map[core.LineKey]core.LineKey // of the file, by that of the month
	own     []match.Own
	given   uint64 // lines, to number them
}

// newOffice puts a month into a new file.
func newOffice(t testing.TB, m monthtest.Month) *office {
	t.Helper()
	o := &office{t: t, path: filepath.Join(t.TempDir(), "ferry.db"), names: map[core.LineKey]core.LineKey{}, own: m.Own}
	o.open()
	t.Cleanup(o.close)
	d, err := o.CreateDossier(t.Context(), "Atelier Ferrand")
	o.must(err)
	o.dossier = d.ID
	var accounts []core.Account
	for _, own := range m.Own {
		accounts = append(accounts, core.Account{ID: own.ID, Dossier: d.ID, Connection: "c", Currency: core.EUR, Reference: own.IBAN, Holder: own.Holder,
			Connected: true, ConnectedAt: storetest.Now})
	}
	o.must(o.file.PutAccounts(t.Context(), accounts, "user", ""))
	lines := slices.SortedFunc(slices.Values(m.Lines), func(a, b core.Line) int { return cmp.Compare(a.No, b.No) })
	for batch := range slices.Chunk(lines, 2000) {
		o.deliver(batch...)
	}
	o.items(m.Items...)
	o.must(o.file.PutLimits(t.Context(), d.ID, core.Limits(m.Settings), "user"))
	return o
}

// open starts a program on the file, as after a restart.
func (o *office) open() {
	o.t.Helper()
	file, err := store.Open(o.t.Context(), storetest.Options(o.path))
	o.must(err)
	o.file = file
	o.Service, err = app.New(o.t.Context(), app.Config{Store: file, Now: func() time.Time { return storetest.Now }, Rand: rand.Reader,
		Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	o.must(err)
}

func (o *office) close() {
	if o.Service == nil {
		return
	}
	o.must(o.Service.Close())
	if report, err := o.file.Verify(context.WithoutCancel(o.t.Context()), store.VerifyOptions{}); err != nil || !report.OK() {
		o.t.Errorf("verify: %+v, %v", report.Faults, err)
	}
	o.must(o.file.Close())
	o.Service = nil
}

func (o *office) restart() {
	o.t.Helper()
	o.close()
	o.open()
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatalf("%v (%s)", err, core.HintOf(err))
	}
}

// deliver brings lines as the bank would, and remembers the names they get.
func (o *office) deliver(lines ...core.Line) []core.LineKey {
	o.t.Helper()
	var keys []core.LineKey
	for _, own := range o.own {
		d := core.Delivery{Account: own.ID, Source: "transactions", By: "background", At: storetest.Now}
		for _, l := range lines {
			if l.Account != own.ID {
				continue
			}
			no := core.LineNo(1<<32 | (0xFFFFFFFF - o.given))
			o.given++
			o.names[l.Key()] = core.LineKey{Account: l.Account, No: no}
			keys = append(keys, o.names[l.Key()])
			d.Changes = append(d.Changes, core.Change{Kind: core.Insert, Line: no, New: l.Transaction, Item: len(d.Changes)})
		}
		if len(d.Changes) == 0 {
			continue
		}
		ids := make([]core.TransactionID, len(d.Changes))
		for i, c := range d.Changes {
			ids[i] = c.New.ID
		}
		body, err := json.Marshal(ids)
		o.must(err)
		d.Raw, d.State = [][]byte{body}, core.FeedState{Account: own.ID, Reading: 1, Open: true}
		o.must(o.file.Apply(o.t.Context(), d))
	}
	return keys
}

// items puts open items into the books behind the service's back.
func (o *office) items(items ...core.OpenItem) {
	o.t.Helper()
	if len(items) == 0 {
		return
	}
	_, err := o.file.Do(o.t.Context(), core.Act{Dossier: o.dossier, By: "user", What: "items", Items: items})
	o.must(err)
}

func (o *office) chart(numbers ...string) {
	o.t.Helper()
	var list []core.LedgerAccount
	for _, n := range numbers {
		list = append(list, core.LedgerAccount{Number: n, Name: "account " + n})
	}
	_, err := o.PutChart(o.t.Context(), o.dossier, list)
	o.must(err)
}

// lines lists those that want an explanation.
func (o *office) lines(w core.Work) []core.Line {
	o.t.Helper()
	list, err := o.Open(o.t.Context(), core.Query{Dossier: o.dossier, Work: w})
	o.must(err)
	lines, err := list.Window(0, list.Len())
	o.must(err)
	return lines
}

func (o *office) safe() app.SafePreview {
	o.t.Helper()
	p, err := o.Safe(o.t.Context(), core.Query{Dossier: o.dossier})
	o.must(err)
	return p
}

func (o *office) propose(key core.LineKey) core.Proposal {
	o.t.Helper()
	p, err := o.Proposal(o.t.Context(), key)
	o.must(err)
	return p
}

func (o *office) state(key core.LineKey) core.LineState {
	o.t.Helper()
	states, err := o.States(o.t.Context(), []core.LineKey{key})
	o.must(err)
	return states[0]
}

func (o *office) item(id core.ItemID) core.OpenItem {
	o.t.Helper()
	item, err := o.file.Item(o.dossier, id)
	o.must(err)
	return item
}

// books is everything that undo must bring back: what is open, what is settled, and in which matches lines are.
func (o *office) books() string {
	o.t.Helper()
	items, err := o.file.Items(o.dossier, false)
	o.must(err)
	matches, err := o.file.Matches(o.dossier, 0, 100_000)
	o.must(err)
	var keys []core.LineKey
	for _, l := range o.lines(core.WorkAny) {
		keys = append(keys, l.Key())
	}
	states, err := o.file.States(keys)
	o.must(err)
	text, err := json.Marshal([]any{items, matches, states})
	o.must(err)
	return string(text)
}

// told reports whether the screens were told of a change.
func (o *office) told(topic event.Topic, scope string) bool {
	return slices.Contains(o.Events().Drain(), event.Change{Topic: topic, Scope: scope})
}

// refused wants an error with a code, a sentence and what to do about it.
func (o *office) refused(err error, code core.Code) {
	o.t.Helper()
	if core.CodeOf(err) != code || core.HintOf(err) == "" {
		o.t.Errorf("want %s with a hint, got %s: %v (%s)", code, core.CodeOf(err), err, core.HintOf(err))
	}
}

// small are books with one customer, for tests that need to know every amount. Lines of the month are numbered from 1.
func small() monthtest.Month {
	month := monthtest.Month{Settings: match.Usual(), Own: []match.Own{
		{ID: "a1", IBAN: "BE71096123456769", Holder: "Atelier Ferrand BV"}, {ID: "a2", IBAN: "BE43068999999501", Holder: "Atelier Ferrand BV"}}}
	return month
}

func invoice(number string, minor int64) core.OpenItem {
	return core.OpenItem{ID: core.ItemID(number), Number: number, Kind: core.Sale, Party: "Bakkerij Vermeulen BV", PartyIBAN: "BE68539007547034",
		Date: core.NewDate(2026, 10, 1), Due: core.NewDate(2026, 10, 31), Amount: core.Amount{Minor: minor, Currency: core.EUR}}
}

func payment(no int, minor int64, text string) core.Line {
	l := core.Line{No: core.LineNo(no)}
	l.Account, l.ID = "a1", core.TransactionID(rand.Text())
	l.BookingDate = core.NewDate(2026, 10, 10)
	l.Amount, l.Remittance = core.Amount{Minor: minor, Currency: core.EUR}, text
	l.CounterpartName, l.CounterpartReference = "BAKKERIJ VERMEULEN", "BE68 5390 0754 7034"
	return l
}

// other makes an item another customer's.
func other(i core.OpenItem) core.OpenItem {
	i.Party, i.PartyIBAN = "Garage Maes NV", "BE62510007547061"
	return i
}
