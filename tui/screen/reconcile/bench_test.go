package reconcile_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/reconcile"
	"ferry/tui/theme"
)

// huge is a dossier of a hundred thousand open lines and ten thousand items that are computed: what is measured is the screen.
type huge struct{ *books }

const manyLines = 100_000

// endless is its listing.
type endless int

func lineNo(i int) core.Line {
	return core.Line{No: core.LineNo(i + 1), Transaction: core.Transaction{Account: "a", BookingDate: core.NewDate(2026, 11, 22).AddDays(-i / 100),
		Amount: core.Amount{Minor: int64(i*7919%1_000_000) + 1, Currency: core.EUR}, CounterpartName: "Bakkerij Peeters " + strconv.Itoa(i),
		Remittance: "+++090/9337/55493+++ factuur met een lange mededeling van de klant, à la carte"}}
}

func (l endless) Len() int { return int(l) }
func (l endless) Window(from, n int) ([]core.Line, error) {
	lines := make([]core.Line, n)
	for i := range lines {
		lines[i] = lineNo(from + i)
	}
	return lines, nil
}
func (l endless) IndexOf(_ core.AccountID, no core.LineNo) (int, bool) {
	return int(no) - 1, no >= 1 && int(no) <= int(l)
}
func (l endless) Totals() core.Totals { return core.Totals{Lines: int(l)} }
func (l endless) Revision() uint64    { return 1 }

func (h huge) Open(context.Context, core.Query) (core.Listing, error) { return endless(manyLines), nil }
func (h huge) States(_ context.Context, keys []core.LineKey) ([]core.LineState, error) {
	return make([]core.LineState, len(keys)), nil
}
func (h huge) Outlooks(_ context.Context, keys []core.LineKey) ([]app.Outlook, error) {
	list := make([]app.Outlook, len(keys))
	for i, k := range keys {
		list[i] = app.Outlook(k.No % 4)
	}
	return list, nil
}
func (h huge) Months(_ context.Context, _ core.DossierID, month, _ core.Date) ([]core.MonthProgress, error) {
	return []core.MonthProgress{{Account: "a", Month: month, Lines: 3000, Done: 1200}}, nil
}
func (h huge) Proposals(context.Context, core.DossierID) (app.ProposalsState, error) {
	return app.ProposalsState{Dossier: dossier, Fresh: true, Safe: 60_000, Choice: 30_000, None: 10_000}, nil
}
func (h huge) Proposal(_ context.Context, k core.LineKey) (core.Proposal, error) {
	p := core.Proposal{Line: k, Auto: true, Reason: "2026-0101: reference 090/9337/55493 in the communication, the name agrees; equal to the cent. Nothing else fits."}
	for i := range 9 {
		e := core.Explanation{Kind: core.MatchSet, Reason: p.Reason}
		for n := range 3 {
			number := strconv.Itoa(int(k.No)*10 + n + i)
			e.Parts = append(e.Parts, core.Part{Item: core.ItemID(number), Number: number, Settles: core.Amount{Minor: 12_34, Currency: core.EUR}})
			e.Evidence = append(e.Evidence, core.Evidence{Field: "remittanceInformation", Text: number, What: "number"})
		}
		p.Options = append(p.Options, e)
	}
	return p, nil
}
func (h huge) Items(_ context.Context, _ core.DossierID, q app.ItemQuery) ([]app.ItemView, error) {
	list := make([]app.ItemView, max(len(q.IDs), min(q.Limit, 200)))
	for i := range list {
		list[i] = app.ItemView{OpenItem: core.OpenItem{ID: core.ItemID(strconv.Itoa(i)), Number: strconv.Itoa(i), Party: "Peeters", Amount: core.Amount{Minor: 100, Currency: core.EUR}}}
	}
	return list, nil
}
func (h huge) Accept(_ context.Context, k core.LineKey, _ core.Explanation) (core.Done, error) {
	return core.Done{What: "accepted", Lines: []core.LineKey{k}}, nil
}

// start brings the program to rest on the page.
func start(b *testing.B) *tui.Model {
	b.Helper()
	many := huge{newBooks([]core.Line{lineNo(0)}, nil)}
	m := model(b, func(th *theme.Theme, p nav.Page) tui.Screen { return reconcile.New(many, th, p) })
	run(m, m.Init())
	update(m, tea.WindowSizeMsg{Width: 200, Height: 50})
	m.Frame()
	return m
}

// model is the program with one page alone.
func model(t testing.TB, page func(*theme.Theme, nav.Page) tui.Screen) *tui.Model {
	t.Helper()
	looks := theme.New(theme.Options{})
	m, err := tui.NewModel(t.Context(), tui.Options{Home: place.Of(place.Reconcile, dossier), Theme: looks, Now: time.Now, Events: event.NewMailbox(),
		Actions: [][]action.Def{place.Defs(), reconcile.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Reconcile: func(p nav.Page) tui.Screen { return page(looks, p) }}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func update(m *tui.Model, msg tea.Msg) {
	_, cmd := m.Update(msg)
	run(m, cmd)
}

// run carries commands out on the spot, timers left out.
func run(m *tui.Model, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			run(m, c)
		}
	default:
		update(m, msg)
	}
}

// BenchmarkKeys is a key with all that follows from it until the frame is settled: window, states, proposal, items.
func BenchmarkKeys(b *testing.B) {
	keys := map[string][]tea.KeyMsg{
		"move": {{Type: tea.KeyDown}, {Type: tea.KeyPgDown}, {Type: tea.KeyRunes, Runes: []rune("G")}, {Type: tea.KeyUp}, {Type: tea.KeyRunes, Runes: []rune("g")}},
		"mark": {{Type: tea.KeySpace, Runes: []rune(" ")}},
	}
	for name, keys := range keys {
		b.Run(name, func(b *testing.B) {
			m := start(b)
			for i := 0; b.Loop(); i++ {
				update(m, keys[i%len(keys)])
				m.Frame()
			}
		})
	}
}

// BenchmarkFrame is Update and View of one key without what it reads: what stands between the key and the next frame.
func BenchmarkFrame(b *testing.B) {
	m := start(b)
	down, up := tea.KeyMsg{Type: tea.KeyDown}, tea.KeyMsg{Type: tea.KeyUp}
	for i := 0; b.Loop(); i++ {
		key := down
		if i%2 == 1 {
			key = up
		}
		m.Update(key)
		m.Frame()
	}
}
