package table_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
)

// long is a source of n rows that are computed, with some left out in front and some gone.
type long struct {
	n, first int // rows first … first+n-1
	gone     map[int]bool
	err      error
	reads    *int
}

func (l long) ranks() []int {
	var ids []int
	for i := l.first; i < l.first+l.n; i++ {
		if !l.gone[i] {
			ids = append(ids, i)
		}
	}
	return ids
}

func (l long) Len() int {
	if len(l.gone) == 0 {
		return l.n
	}
	return len(l.ranks())
}

func (l long) Window(from, n int) ([]core.Line, error) {
	if l.reads != nil {
		*l.reads++
	}
	if l.err != nil {
		return nil, l.err
	}
	rows := make([]core.Line, n)
	var ids []int
	if len(l.gone) > 0 {
		ids = l.ranks()
	}
	for i := range rows {
		id := l.first + from + i
		if ids != nil {
			id = ids[from+i]
		}
		rows[i] = line(id)
	}
	return rows, nil
}

func (l long) IndexOf(k int) (int, bool) {
	if len(l.gone) == 0 {
		return k - l.first, k >= l.first && k < l.first+l.n
	}
	i := slices.Index(l.ranks(), k)
	return i, i >= 0
}

func line(id int) core.Line {
	var l core.Line
	l.No = core.LineNo(id)
	l.BookingDate = core.NewDate(2026, 11, 22).AddDays(-id / 7)
	l.Amount = core.Amount{Minor: int64(id*7919%1_000_000) - 500_000, Currency: core.EUR}
	l.CounterpartName = "Bakkerij Peeters " + strconv.Itoa(id)
	l.Remittance = "+++090/9337/55493+++ factuur " + strconv.Itoa(id) + " met een lange mededeling van de klant"
	return l
}

func ledger(empty string) *table.Model[core.Line, int] {
	return table.New(table.Options[core.Line, int]{
		Key: func(l core.Line) int { return int(l.No) },
		Columns: []table.Column[core.Line]{
			{Title: "Day", Cell: func(l core.Line) string { return l.BookingDate.String() }, Whole: true},
			{Title: "Amount", Cell: func(l core.Line) string { return l.Amount.String() }, Whole: true, Align: table.Right},
			{Title: "Counterpart", Cell: func(l core.Line) string { return l.CounterpartName }, Min: 12, Max: 24, Priority: 1},
			{Title: "Communication", Cell: func(l core.Line) string { return l.Remittance }, Fill: true, Min: 10},
		},
		Empty: empty, EmptyHint: "Press R to ask the bank.", Choose: true,
	})
}

// run carries out commands until there are none left.
func run(m *table.Model[core.Line, int], cmd tea.Cmd) {
	for cmd != nil {
		cmd = m.Update(cmd())
	}
}

func press(m *table.Model[core.Line, int], ids ...action.ID) {
	for _, id := range ids {
		cmd, _ := m.Do(action.Invoke{ID: id})
		run(m, cmd)
	}
}

var looks = theme.New(theme.Options{})

func screen(m *table.Model[core.Line, int], w, h int) string {
	return ansi.Strip(m.View(looks, layout.Box{W: w, H: h}))
}

// onScreen is the line of the screen on which the cursor stands, and the row there.
func onScreen(t *testing.T, m *table.Model[core.Line, int], h int) (at, row int) {
	t.Helper()
	for i, l := range strings.Split(screen(m, 100, h), "\n") {
		if strings.HasPrefix(l, "›") {
			r, ok := m.Selected()
			if !ok {
				t.Fatal("the row under the cursor is not loaded")
			}
			return i, int(r.No)
		}
	}
	t.Fatalf("no cursor:\n%s", screen(m, 100, h))
	return 0, 0
}

func TestPictures(t *testing.T) {
	t.Parallel()
	down := &core.Error{Code: core.CodeBankDown, Msg: "the bank does not answer", Hint: "next try at 14:00"}
	for name, prepare := range map[string]func(*table.Model[core.Line, int]){
		"loading": func(*table.Model[core.Line, int]) {},
		"empty":   func(m *table.Model[core.Line, int]) { m.SetRows(nil) },
		"rows":    func(m *table.Model[core.Line, int]) { run(m, m.SetSource(long{n: 1204})) },
		"stale": func(m *table.Model[core.Line, int]) {
			run(m, m.SetSource(long{n: 3}))
			m.SetStale("as of 08:12, bank unreachable, next try 14:00")
		},
		"error": func(m *table.Model[core.Line, int]) { run(m, m.SetSource(long{n: 3, err: down})) },
		"error-over-rows": func(m *table.Model[core.Line, int]) {
			run(m, m.SetSource(long{n: 3}))
			run(m, m.SetSource(long{n: 4, err: down}))
		},
		"marked": func(m *table.Model[core.Line, int]) {
			run(m, m.SetSource(long{n: 20}))
			press(m, action.Down, action.Mark, action.Mark, action.Down, action.Range, action.Down)
		},
	} {
		for _, size := range []layout.Box{{W: 60, H: 13}, {W: 80, H: 12}, {W: 120, H: 10}, {W: 34, H: 8}} {
			t.Run(fmt.Sprintf("%s-%dx%d", name, size.W, size.H), func(t *testing.T) {
				t.Parallel()
				m := ledger("No lines in October.")
				screen(m, size.W, size.H)
				prepare(m)
				got := screen(m, size.W, size.H)
				for _, l := range strings.Split(got, "\n") {
					if layout.Width(l) != size.W {
						t.Errorf("%d cells: %q", layout.Width(l), l)
					}
				}
				golden.RequireEqual(t, got)
			})
		}
	}
}

func TestPlaceIsKept(t *testing.T) {
	t.Parallel()
	m := ledger("")
	m.Update(layout.Size{Box: layout.Box{W: 100, H: 20}})
	run(m, m.SetSource(long{n: 1000, first: 100}))
	screen(m, 100, 20)
	press(m, action.PageDown, action.PageDown, action.Up)
	at, row := onScreen(t, m, 20)

	// Twelve rows arrive above: the view does not move.
	run(m, m.SetSource(long{n: 1012, first: 88}))
	if a, r := onScreen(t, m, 20); a != at || r != row {
		t.Errorf("the cursor was on line %d, row %d; now on %d, %d", at, row, a, r)
	}
	if !strings.Contains(screen(m, 100, 20), "↑ 12 new") {
		t.Error("the new rows are not announced")
	}
	// The row goes: its neighbour below takes its line.
	run(m, m.SetSource(long{n: 1012, first: 88, gone: map[int]bool{row: true}}))
	if a, r := onScreen(t, m, 20); a != at || r != row+1 {
		t.Errorf("the cursor was on line %d, row %d; now on %d, %d", at, row, a, r)
	}
	press(m, action.First)
	if strings.Contains(screen(m, 100, 20), "new") {
		t.Error("the new rows are still announced at the top")
	}
}

func TestUntouchedListStaysAtItsTop(t *testing.T) {
	t.Parallel()
	m := ledger("")
	run(m, m.SetSource(long{n: 10, first: 100}))
	run(m, m.SetSource(long{n: 20, first: 90}))
	if m.Rank() != 0 {
		t.Errorf("the cursor stands on %d", m.Rank())
	}
}

func TestOldAnswersAreDropped(t *testing.T) {
	t.Parallel()
	m := ledger("")
	late := m.SetSource(long{n: 10})
	run(m, m.SetSource(long{n: 20}))
	run(m, late)
	if m.Len() != 20 {
		t.Errorf("%d rows", m.Len())
	}
}

func TestOneReadPerJump(t *testing.T) {
	t.Parallel()
	reads := 0
	m := ledger("")
	m.Update(layout.Size{Box: layout.Box{W: 100, H: 40}})
	run(m, m.SetSource(long{n: 100_000, reads: &reads}))
	screen(m, 100, 40)
	for range 20 {
		press(m, action.Down)
	}
	if reads != 1 {
		t.Errorf("%d reads for moving within the window", reads)
	}
	press(m, action.Last)
	if r, ok := m.Selected(); reads != 2 || !ok || r.No != 99_999 {
		t.Errorf("%d reads, row %d", reads, r.No)
	}
	run(m, m.Select(50_000))
	if r, ok := m.Selected(); !ok || r.No != 50_000 {
		t.Errorf("row %d", r.No)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	m := ledger("")
	run(m, m.SetSource(long{n: 1000}))
	screen(m, 100, 20)
	press(m, action.Mark, action.Mark)
	if n := m.MarkedCount(); n != 2 {
		t.Errorf("%d marked", n)
	}
	press(m, action.Range, action.Last, action.Range)
	if n := m.MarkedCount(); n != 1000 {
		t.Errorf("%d marked after the range", n)
	}
	press(m, action.MarkAll, action.First, action.Mark)
	if keys, all := m.Marked(); m.MarkedCount() != 999 || !all || !slices.Equal(keys, []int{0}) {
		t.Errorf("%d marked, all %v but %v", m.MarkedCount(), all, keys)
	}
	press(m, action.Back)
	if _, ok := m.Do(action.Invoke{ID: action.Back}); m.MarkedCount() != 0 || ok {
		t.Error("back does not take the marks away, or twice")
	}
}

// TestRandomWalk moves, swaps sources and resizes at random: the cursor is always on the screen and in the list.
func TestRandomWalk(t *testing.T) {
	t.Parallel()
	moves := []action.ID{action.Up, action.Down, action.PageUp, action.PageDown, action.HalfUp, action.HalfDown, action.First, action.Last, action.Mark, action.Range, action.MarkAll}
	rapid.Check(t, func(t *rapid.T) {
		m := ledger("nothing")
		h := 10
		for range 40 {
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				run(m, m.SetSource(long{n: rapid.IntRange(0, 400).Draw(t, "n"), first: rapid.IntRange(0, 50).Draw(t, "first")}))
			case 1:
				h = rapid.IntRange(4, 60).Draw(t, "h")
				run(m, m.Update(layout.Size{Box: layout.Box{W: 80, H: h}}))
			default:
				press(m, rapid.SampledFrom(moves).Draw(t, "move"))
			}
			got := screen(m, 80, h)
			if lines := strings.Split(got, "\n"); len(lines) != h {
				t.Fatalf("%d lines instead of %d", len(lines), h)
			}
			if m.Len() > 0 && !strings.Contains(got, "\n› ") && !strings.Contains(got, "\n• ") {
				t.Fatalf("no cursor:\n%s", got)
			}
			if _, ok := m.Selected(); m.Len() > 0 && !ok {
				t.Fatalf("row %d of %d is not loaded", m.Rank(), m.Len())
			}
		}
	})
}

func TestBankTextCannotReachTheTerminal(t *testing.T) {
	t.Parallel()
	m := ledger("")
	bad := line(1)
	bad.Remittance = "a\x1b[31mred\x07\u202eevil\nnext"
	m.SetRows([]core.Line{bad})
	m.SetError(errors.New("x"))
	for _, r := range m.View(theme.New(theme.Options{NoColor: true}), layout.Box{W: 100, H: 5}) {
		if r == 7 || r == 0x202e {
			t.Errorf("%q is painted", r)
		}
	}
}

func BenchmarkMoveAndView(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			m := ledger("")
			box := layout.Box{W: 160, H: 48}
			m.Update(layout.Size{Box: box})
			run(m, m.SetSource(long{n: n}))
			m.View(looks, box)
			b.ReportAllocs()
			for b.Loop() {
				press(m, action.Down)
				m.View(looks, box)
			}
		})
	}
}

// TestSearchIsMarked looks at the styles: what was found is marked in plain, toned and selected rows, and nothing else changes.
func TestSearchIsMarked(t *testing.T) {
	t.Parallel()
	looks := theme.New(theme.Options{})
	m := table.New(table.Options[string, string]{
		Key: func(s string) string { return s },
		Columns: []table.Column[string]{
			{Title: "Name", Cell: func(s string) string { return s }, Whole: true, Tone: func(string) theme.Token { return theme.Good }},
			{Title: "Text", Cell: func(s string) string { return "factuur van " + s }, Fill: true},
		},
	})
	m.SetRows([]string{"Café Zürich", "Bakkerij", "Zurich Insurance"})
	box := layout.Box{W: 60, H: 6}
	plain := m.View(looks, box)
	m.SetSearch("zurich")
	found := m.View(looks, box)
	if ansi.Strip(plain) != ansi.Strip(found) {
		t.Errorf("the text changed:\n%s\n%s", plain, found)
	}
	for _, want := range []string{"Zürich", "Zurich"} {
		if n := strings.Count(found, looks.Open(theme.Hit)+want); n != 2 {
			t.Errorf("%s is marked %d times in %q", want, n, found)
		}
	}
	m.SetSearch("")
	if m.View(looks, box) != plain {
		t.Error("marks stay when nothing is searched")
	}
}

func TestRowsNeverLeaveTheirBox(t *testing.T) {
	t.Parallel()
	huge := strings.Repeat("9", 40)
	m := table.New(table.Options[string, string]{Key: func(s string) string { return s }, Columns: []table.Column[string]{
		{Title: "Day", Whole: true, Cell: func(string) string { return "2026-11-22" }},
		{Title: "Amount", Whole: true, Align: table.Right, Cell: func(s string) string { return s }},
		{Title: "Name", Min: 20, Cell: func(string) string { return "Bakkerij Peeters" }},
		{Title: "Text", Fill: true, Min: 10, Cell: func(string) string { return "invoice" }},
	}})
	m.SetRows([]string{huge})
	for _, w := range []int{20, 40, 60, 70, 90} {
		for _, line := range strings.Split(ansi.Strip(m.View(theme.New(theme.Options{}), layout.Box{W: w, H: 4})), "\n") {
			if got := layout.Width(line); got != w {
				t.Errorf("a line of %d cells in a box of %d: %q", got, w, line)
			}
			if w >= 60 && strings.Contains(line, "9…") {
				t.Errorf("at %d cells the amount is cut before the text: %q", w, line)
			}
		}
	}
}

// TestANameYields: it becomes shorter before a column goes or the text starves, and no shorter than it may.
func TestANameYields(t *testing.T) {
	t.Parallel()
	m := table.New(table.Options[string, string]{Key: func(s string) string { return s }, Columns: []table.Column[string]{
		{Title: "Amount", Whole: true, Align: table.Right, Cell: func(s string) string { return s }},
		{Title: "Acct", Whole: true, Priority: 1, Cell: func(string) string { return "KBC 7034" }},
		{Title: "Name", Min: 8, Max: 20, Yields: true, Cell: func(string) string { return "Bakkerij De Vroege Vogel" }},
		{Title: "Text", Fill: true, Min: 10, Cell: func(string) string { return "invoice 2026-0101 of May" }},
	}})
	m.SetRows([]string{"+1 234,56"})
	for w, want := range map[int]string{
		70: "+1 234,56  KBC 7034  Bakkerij De Vroege …  invoice 2026-0101 of May", 50: "+1 234,56  KBC 7034  Bakkerij De Vr…  invoice 2…",
		44: "+1 234,56  KBC 7034  Bakkerij…  invoice 2…", 40: "+1 234,56  Bakkeri…  invoice 2026-010…",
	} {
		lines := strings.Split(ansi.Strip(m.View(theme.New(theme.Options{}), layout.Box{W: w, H: 4})), "\n")
		if !strings.Contains(lines[1], want) {
			t.Errorf("%d cells: %q is not in\n%s", w, want, strings.Join(lines, "\n"))
		}
	}
}

// TestTheTextYieldsToo: after the names, and before a column goes.
func TestTheTextYieldsToo(t *testing.T) {
	t.Parallel()
	columns := []table.Column[string]{
		{Title: "Amount", Whole: true, Align: table.Right, Cell: func(string) string { return "+9 999 999 999 999,99" }},
		{Title: "Acct", Whole: true, Priority: 1, Cell: func(string) string { return "4059 EUR" }},
		{Title: "Name", Min: 8, Max: 20, Yields: true, Cell: func(string) string { return "Bakkerij De Vroege Vogel" }},
		{Title: "Text", Min: 18, Fill: true, Yields: true, Cell: func(string) string { return "invoice 2026/0001 thank you" }},
	}
	m := table.New(table.Options[string, string]{Key: func(s string) string { return s }, Columns: columns})
	m.SetRows([]string{"a"})
	for w, want := range map[int]string{
		75: "+9 999 999 999 999,99  4059 EUR  Bakkerij De Vroege …  invoice 2026/0001…",
		60: "+9 999 999 999 999,99  4059 EUR  Bakkeri…  invoice 2026/0…",
		53: "+9 999 999 999 999,99  4059 EUR  Bakkeri…  invoice",
		50: "+9 999 999 999 999,99  Bakkeri…  invoice 2026/",
	} {
		if row := strings.Split(ansi.Strip(m.View(theme.New(theme.Options{}), layout.Box{W: w, H: 4})), "\n")[1]; !strings.Contains(row, want) {
			t.Errorf("%d cells: %q, want %q", w, row, want)
		}
	}
}
