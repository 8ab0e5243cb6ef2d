package reconcile_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/core/match"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/reconcile"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// books are a dossier in memory, with the real engine behind it. Commands use it on other goroutines.
type books struct {
	mu sync.Mutex
	state
	lines    []core.Line // newest first
	own      []match.Own
	settings match.Settings
	chart    []core.LedgerAccount
	events   *event.Mailbox
	past     []past
	future   []past
	props    map[core.LineKey]core.Proposal // of the state as it is; nil: to be made
	learned  []core.Proposal                // of lines that the engine knows nothing of
	err      error                          // of every reading
	calls    map[string]int
	views    func(*core.Account, *core.Institution) // makes other accounts of them
	running  app.ProposalsState                     // while it is set, the engine is not finished
}

// state is what acts change.
type state struct {
	rev     uint64
	items   map[core.ItemID]core.OpenItem
	states  map[core.LineKey]core.LineState
	notes   map[core.LineKey]string
	matches map[uint64]core.Match
	locks   map[core.AccountID]core.Lock
}

type past struct {
	before state
	done   core.Done
}

func (s state) clone() state {
	s.items, s.states, s.notes = maps.Clone(s.items), maps.Clone(s.states), maps.Clone(s.notes)
	s.matches, s.locks = maps.Clone(s.matches), maps.Clone(s.locks)
	return s
}

const dossier core.DossierID = "d"

func newBooks(lines []core.Line, items []core.OpenItem) *books {
	b := &books{lines: slices.Clone(lines), settings: match.Usual(), events: event.NewMailbox(), calls: make(map[string]int), state: state{
		items: make(map[core.ItemID]core.OpenItem), states: make(map[core.LineKey]core.LineState), notes: make(map[core.LineKey]string),
		matches: make(map[uint64]core.Match), locks: make(map[core.AccountID]core.Lock), rev: 1}}
	for _, i := range items {
		b.items[i.ID] = i
	}
	slices.SortStableFunc(b.lines, func(x, y core.Line) int { return int(y.BookingDate) - int(x.BookingDate) })
	b.chart = []core.LedgerAccount{{Number: "440000", Name: "Leveranciers"}, {Number: "499000", Name: "Wachtrekening"}, {Number: "580000", Name: "Interne overboekingen"},
		{Number: "610000", Name: "Huur", VATCode: "21"}, {Number: "650000", Name: "Bankkosten"}, {Number: "657000", Name: "Betalingsverschillen"}}
	return b
}

func ofMonth(m fixture) *books {
	b := newBooks(m.Lines, m.Items)
	b.own, b.settings = m.Own, m.Settings
	return b
}

func (b *books) call(name string) func() {
	b.mu.Lock()
	b.calls[name]++
	return b.mu.Unlock
}

// listing is a frozen list.
type listing []core.Line

func (l listing) Len() int                                { return len(l) }
func (l listing) Window(from, n int) ([]core.Line, error) { return slices.Clone(l[from : from+n]), nil }
func (l listing) IndexOf(a core.AccountID, no core.LineNo) (int, bool) {
	i := slices.IndexFunc(l, func(x core.Line) bool { return x.Account == a && x.No == no })
	return i, i >= 0
}
func (l listing) Totals() core.Totals { return core.Totals{Lines: len(l)} }
func (l listing) Revision() uint64    { return 1 }

func (b *books) locked(l core.Line) bool {
	k, ok := b.locks[l.Account]
	return ok && l.BookingDate <= k.Until
}

func (b *books) open(l core.Line) bool {
	return b.states[l.Key()].Match == 0 && l.State == core.Booked && l.AmountText == "" && l.Missing.IsZero() && !b.locked(l)
}

func (b *books) fits(l core.Line, q core.Query) bool {
	switch {
	case len(q.Accounts) > 0 && !slices.Contains(q.Accounts, l.Account), l.State == core.Pending:
		return false
	case l.BookingDate < q.Since, !q.Until.IsZero() && l.BookingDate > q.Until:
		return false
	case !strings.Contains(strings.ToLower(l.CounterpartName+" "+l.Remittance), strings.ToLower(q.Text)):
		return false
	}
	switch q.Work {
	case core.WorkOpen:
		return b.open(l)
	case core.WorkDone:
		return b.states[l.Key()].Match != 0
	case core.WorkCheck:
		return b.states[l.Key()].Check
	}
	return true
}

func (b *books) Open(_ context.Context, q core.Query) (core.Listing, error) {
	defer b.call("Open")()
	if b.err != nil {
		return nil, b.err
	}
	if strings.Contains(q.Text, "amt:x") {
		return nil, &core.Error{Code: core.CodeInvalid, Op: "search", Msg: `"amt:x" is not an amount`, Hint: "write amt:>100"}
	}
	var l listing
	for _, x := range b.lines {
		if b.fits(x, q) {
			x.Note = b.notes[x.Key()]
			l = append(l, x)
		}
	}
	return l, nil
}

func (b *books) line(k core.LineKey) core.Line {
	i, ok := listing(b.lines).IndexOf(k.Account, k.No)
	if !ok {
		return core.Line{}
	}
	return b.lines[i]
}

func (b *books) Line(_ context.Context, a core.AccountID, no core.LineNo) (app.LineDetail, error) {
	defer b.call("Line")()
	return app.LineDetail{Line: b.line(core.LineKey{Account: a, No: no})}, nil
}

func (b *books) accounts() []core.AccountID {
	var ids []core.AccountID
	for _, l := range b.lines {
		if !slices.Contains(ids, l.Account) {
			ids = append(ids, l.Account)
		}
	}
	slices.Sort(ids)
	return ids
}

func (b *books) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	defer b.call("Accounts")()
	banks := []string{"KBC", "ING", "Belfius"}
	var list []app.AccountView
	for i, id := range b.accounts() {
		list = append(list, app.AccountView{Account: core.Account{ID: id, Dossier: dossier, Reference: fmt.Sprintf("BE6853900754%04d", i), Currency: core.EUR},
			DossierName: "Bakkerij Peeters", Bank: core.Institution{Name: banks[i%3]}})
		if b.views != nil {
			b.views(&list[i].Account, &list[i].Bank)
		}
	}
	return list, nil
}

func (b *books) States(_ context.Context, keys []core.LineKey) ([]core.LineState, error) {
	defer b.call("States")()
	list := make([]core.LineState, len(keys))
	for i, k := range keys {
		list[i] = b.states[k]
		list[i].Line, list[i].Locked = k, b.locked(b.line(k))
	}
	return list, nil
}

func (b *books) Outlooks(_ context.Context, keys []core.LineKey) ([]app.Outlook, error) {
	defer b.call("Outlooks")()
	list := make([]app.Outlook, len(keys))
	for i, k := range keys {
		p, known := b.propose()[k]
		switch {
		case b.running.Total > 0 || !known:
		case p.Auto:
			list[i] = app.OutlookSafe
		case len(p.Options) > 0:
			list[i] = app.OutlookChoice
		default:
			list[i] = app.OutlookNone
		}
	}
	return list, nil
}

// propose makes the proposals of all open lines.
func (b *books) propose() map[core.LineKey]core.Proposal {
	if b.props != nil {
		return b.props
	}
	items := slices.SortedFunc(maps.Values(b.items), func(x, y core.OpenItem) int { return strings.Compare(string(x.ID), string(y.ID)) })
	items = slices.DeleteFunc(items, func(i core.OpenItem) bool { return i.Open().Minor == 0 })
	var open []core.Line
	for _, l := range b.lines {
		if b.open(l) {
			open = append(open, l)
		}
	}
	b.props = make(map[core.LineKey]core.Proposal)
	for _, p := range match.New(items, b.own, b.settings).Propose(open, nil) {
		rejected := b.states[p.Line].Rejected
		was := len(p.Options)
		p.Options = slices.DeleteFunc(p.Options, func(e core.Explanation) bool {
			return slices.ContainsFunc(rejected, func(r core.Rejection) bool { return slices.Equal(r.Items, itemsOf(e)) && r.Kind == e.Kind })
		})
		if len(p.Options) < was {
			p.Auto, p.Reason = false, p.Best().Reason
		}
		b.props[p.Line] = p
	}
	for _, p := range b.learned {
		b.props[p.Line] = p
	}
	return b.props
}

func itemsOf(e core.Explanation) []core.ItemID {
	var ids []core.ItemID
	for _, p := range e.Parts {
		ids = append(ids, p.Item)
	}
	slices.Sort(ids)
	return ids
}

func (b *books) Proposals(context.Context, core.DossierID) (app.ProposalsState, error) {
	defer b.call("Proposals")()
	if b.running.Total > 0 {
		return b.running, nil
	}
	s := app.ProposalsState{Dossier: dossier, Fresh: true, Revision: b.rev}
	for _, p := range b.propose() {
		switch {
		case p.Auto:
			s.Safe++
		case len(p.Options) > 0:
			s.Choice++
		default:
			s.None++
		}
	}
	s.Total = s.Safe + s.Choice + s.None
	s.Done = s.Total
	return s, nil
}

func (b *books) Standing(context.Context, core.DossierID) (app.Standing, error) {
	defer b.call("Standing")()
	at := app.Standing{Books: b.rev, Lines: uint64(len(b.lines))}
	if b.running == (app.ProposalsState{}) {
		at.Looks = 1 + b.rev
	}
	return at, b.err
}

func (b *books) Proposal(_ context.Context, k core.LineKey) (core.Proposal, error) {
	defer b.call("Proposal")()
	return b.propose()[k], nil
}

func (b *books) Safe(_ context.Context, q core.Query) (app.SafePreview, error) {
	defer b.call("Safe")()
	p := app.SafePreview{Dossier: dossier, Revision: b.rev, Sums: []core.Amount{{Currency: core.EUR}}}
	seen := make(map[core.LineKey]bool)
	for _, l := range b.lines {
		if x := b.propose()[l.Key()]; x.Auto && b.fits(l, q) && !seen[l.Key()] {
			p.Proposals, p.Lines = append(p.Proposals, x), append(p.Lines, l)
			p.Sums[0].Minor += l.Amount.Minor
			for _, k := range x.Best().With {
				seen[k] = true
			}
		}
	}
	return p, nil
}

func (b *books) Match(_ context.Context, _ core.DossierID, id uint64) (core.Match, error) {
	defer b.call("Match")()
	return b.matches[id], nil
}

func (b *books) Matches(_ context.Context, _ core.DossierID, before uint64, n int) ([]core.Match, error) {
	defer b.call("Matches")()
	list := slices.SortedFunc(maps.Values(b.matches), func(x, y core.Match) int { return int(y.ID) - int(x.ID) })
	list = slices.DeleteFunc(list, func(m core.Match) bool { return before != 0 && m.ID >= before })
	return list[:min(n, len(list))], nil
}

func (b *books) Months(_ context.Context, _ core.DossierID, from, until core.Date) ([]core.MonthProgress, error) {
	defer b.call("Months")()
	var list []core.MonthProgress
	for _, id := range b.accounts() {
		p := core.MonthProgress{Account: id, Month: from, Locked: b.locks[id].Until >= until}
		for _, l := range b.lines {
			if s := b.states[l.Key()]; l.Account == id && l.BookingDate >= from && l.BookingDate <= until {
				p.Lines++
				if s.Match != 0 {
					p.Done++
				}
				if s.Check {
					p.Check++
				}
			}
		}
		if p.Lines > 0 {
			list = append(list, p)
		}
	}
	return list, nil
}

func (b *books) Locks(context.Context) (map[core.AccountID]core.Lock, error) {
	defer b.call("Locks")()
	return maps.Clone(b.locks), nil
}

func (b *books) LockPreview(_ context.Context, id core.AccountID, until core.Date) (open, ofMonth int, err error) {
	defer b.call("LockPreview")()
	for _, l := range b.lines {
		if l.Account == id && l.BookingDate <= until && b.open(l) {
			open++
		}
	}
	return open, open, nil
}

func (b *books) SetLock(_ context.Context, id core.AccountID, until core.Date, why string) error {
	defer b.call("SetLock")()
	b.locks[id] = core.Lock{Account: id, Until: until, By: "anna", Why: why}
	return nil
}

func (b *books) Items(_ context.Context, _ core.DossierID, q app.ItemQuery) ([]app.ItemView, error) {
	defer b.call("Items")()
	text := strings.ToLower(q.Text)
	var list []app.ItemView
	for id, i := range b.items {
		if slices.Contains(q.IDs, id) || q.IDs == nil && (q.All || i.Open().Minor != 0) && strings.Contains(strings.ToLower(i.Number+" "+i.Party+" "+i.Open().String()), text) {
			list = append(list, app.ItemView{OpenItem: i})
		}
	}
	slices.SortFunc(list, func(x, y app.ItemView) int { return strings.Compare(x.Number+string(x.ID), y.Number+string(y.ID)) })
	if q.Limit > 0 && len(list) > q.Limit {
		list = list[:q.Limit]
	}
	return list, nil
}

func (b *books) Chart(context.Context, core.DossierID) ([]core.LedgerAccount, error) {
	defer b.call("Chart")()
	return b.chart, nil
}
func (b *books) Now(core.ConnectionID) time.Time { return tuitest.Start }

// show starts the page of the dossier.
func show(t *testing.T, b *books, looks theme.Options) *tuitest.Driver {
	t.Helper()
	return showAt(t, b, looks, place.Of(place.Reconcile, dossier))
}

func showAt(t *testing.T, b *books, looks theme.Options, page nav.Page) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	return tuitest.New(t, tui.Options{Theme: th, Home: page, Events: b.events, Actions: [][]action.Def{place.Defs(), reconcile.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Reconcile: func(p nav.Page) tui.Screen { return reconcile.New(b, th, p) }}})
}
