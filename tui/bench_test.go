package tui_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
)

// ledger is a screen with a hundred thousand lines.
type ledger struct {
	looks *theme.Theme
	table *table.Model[core.Line, table.LineKey]
}

// listing is a listing that is computed.
type listing int

func (l listing) Len() int { return int(l) }

func (l listing) Window(from, n int) ([]core.Line, error) {
	lines := make([]core.Line, n)
	for i := range lines {
		id := from + i
		lines[i].No = core.LineNo(id)
		lines[i].BookingDate = core.NewDate(2026, 11, 22).AddDays(-id / 100)
		lines[i].Amount = core.Amount{Minor: int64(id * 7919 % 1_000_000), Currency: core.EUR}
		lines[i].CounterpartName = "Bakkerij Peeters " + strconv.Itoa(id)
		lines[i].Remittance = "+++090/9337/55493+++ factuur met een lange mededeling van de klant, à la carte"
	}
	return lines, nil
}

func (l listing) IndexOf(_ core.AccountID, no core.LineNo) (int, bool) {
	return int(no), int(no) < int(l)
}
func (l listing) Totals() core.Totals { return core.Totals{} }
func (l listing) Revision() uint64    { return 0 }

func (l *ledger) Page() nav.Page { return nav.Page{Kind: "ledger"} }
func (l *ledger) Title() string  { return "Transactions" }

func (l *ledger) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(tui.Opened); ok {
		return l.table.SetSource(table.Lines(listing(100_000)))
	}
	return l.table.Update(msg)
}

func (l *ledger) Do(inv action.Invoke) (tea.Cmd, bool) { return l.table.Do(inv) }
func (l *ledger) View(r layout.Box) string             { return l.table.View(l.looks, r) }
func (l *ledger) Scope() action.Scope                  { return action.Scope{With: []action.Name{action.List}} }

func newLedger(looks *theme.Theme) *ledger {
	return &ledger{looks: looks, table: table.New(table.Options[core.Line, table.LineKey]{
		Key: table.KeyOfLine,
		Columns: []table.Column[core.Line]{
			{Title: "Day", Cell: func(l core.Line) string { return l.BookingDate.String() }, Whole: true},
			{Title: "Amount", Cell: func(l core.Line) string { return l.Amount.String() }, Whole: true, Align: table.Right},
			{Title: "Counterpart", Cell: func(l core.Line) string { return l.CounterpartName }, Min: 12, Max: 28, Priority: 1},
			{Title: "Communication", Cell: func(l core.Line) string { return l.Remittance }, Fill: true, Min: 10},
		},
	})}
}

// start brings the model to rest with a window of 160×50.
func start(tb testing.TB) *tui.Model {
	tb.Helper()
	looks := theme.New(theme.Options{})
	m, err := tui.NewModel(tb.Context(), tui.Options{
		Home: nav.Page{Kind: "ledger"}, Theme: looks, Now: time.Now, Events: event.NewMailbox(),
		Screens: map[nav.Kind]tui.Maker{"ledger": func(nav.Page) tui.Screen {
			return newLedger(looks)
		}},
	})
	if err != nil {
		tb.Fatal(err)
	}
	run(m, m.Init())
	update(m, tea.WindowSizeMsg{Width: 160, Height: 50})
	m.Frame()
	return m
}

func update(m *tui.Model, msg tea.Msg) {
	_, cmd := m.Update(msg)
	run(m, cmd)
}

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

// keys are the moves of a user who looks for something in a long list.
func keys() []tea.KeyMsg {
	return []tea.KeyMsg{
		{Type: tea.KeyDown}, {Type: tea.KeyDown}, {Type: tea.KeyPgDown}, {Type: tea.KeyRunes, Runes: []rune("G")}, {Type: tea.KeyUp},
		{Type: tea.KeyRunes, Runes: []rune("g")}, {Type: tea.KeyCtrlD}, {Type: tea.KeyDown},
	}
}

// TestKeyToFrame holds the time from a key to its painted frame within one frame of the screen. What counts is the median of each
// key: others share the machine, and what they take away from single presses says nothing about this program.
func TestKeyToFrame(t *testing.T) {
	m := start(t)
	took := make([][]time.Duration, len(keys()))
	for range 51 {
		for i, k := range keys() {
			begin := time.Now()
			update(m, k)
			m.Frame()
			took[i] = append(took[i], time.Since(begin))
		}
	}
	for i, k := range keys() {
		slices.Sort(took[i])
		p50, p95 := took[i][25], took[i][48]
		t.Logf("%s to frame over 100 000 lines: p50 %v, p95 %v", k, p50, p95)
		if p50 > 8*time.Millisecond {
			t.Errorf("%s takes %v", k, p50)
		}
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	m, all := start(b), keys()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		update(m, all[i%len(all)])
		m.Frame()
	}
}

// BenchmarkViewIdle is what the framework's question for a frame costs when nothing has changed.
func BenchmarkViewIdle(b *testing.B) {
	m := start(b)
	b.ReportAllocs()
	for b.Loop() {
		m.View()
	}
}

// BenchmarkEvents is one round of the pump that touches nothing the screen shows.
func BenchmarkEvents(b *testing.B) {
	m := start(b)
	b.ReportAllocs()
	for b.Loop() {
		update(m, tui.Events{Changes: []event.Change{{Topic: event.Accounts, Scope: "a"}}})
		m.View()
	}
}
