package reconcile

import (
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/widget/picker"
)

// ledgers is the chart, to choose an account from. It is a copy: the menu is made beside the screen.
type ledgers struct {
	chart  []core.LedgerAccount
	recent []string // used last, newest first
}

func (s *Screen) ledgers() ledgers {
	return ledgers{slices.Collect(maps.Values(s.chart)), slices.Clone(s.recent)}
}

// ordered puts those used last first.
func (l ledgers) ordered() []core.LedgerAccount {
	used := make(map[string]int, len(l.recent))
	for i, number := range l.recent {
		used[number] = i - len(l.recent)
	}
	slices.SortFunc(l.chart, func(a, b core.LedgerAccount) int {
		if d := used[a.Number] - used[b.Number]; d != 0 {
			return d
		}
		return strings.Compare(a.Number, b.Number)
	})
	return l.chart
}

// choose shows the menu.
func (l ledgers) choose(title string, taken func(number string) tea.Cmd) tea.Cmd {
	items := make([]picker.Item, len(l.chart))
	for i, a := range l.ordered() {
		items[i] = picker.Item{ID: a.Number, Title: a.Number + " " + a.Name, Side: a.VATCode}
	}
	return tui.Choose(title, items, func(number string) tea.Msg { return then(func() tea.Cmd { return taken(number) }) })
}

// account asks for an account of the chart.
func (s *Screen) account(title string, taken func(number string) tea.Cmd) tea.Cmd {
	if len(s.chart) == 0 {
		return tui.Warn(txtNoChart)
	}
	return s.ledgers().choose(title, taken)
}

// openCode asks on which account the targets are booked.
func (s *Screen) openCode() tea.Cmd {
	if len(s.chart) == 0 {
		return tui.Warn(txtNoChart)
	}
	l := s.ledgers()
	return s.naming(func(t tally) tea.Cmd {
		return l.choose(txtCodeTitle+t.text(), func(number string) tea.Cmd { return s.codeTo(repeat{ledger: number}) })
	})
}

// openNote asks for the note on the targets.
func (s *Screen) openNote(r row) tea.Cmd {
	return s.naming(func(t tally) tea.Cmd {
		return tui.Prompt(txtNoteTitle+t.text(), txtNoteHelp, r.Note, func(text string) tea.Msg {
			return then(func() tea.Cmd { return s.writeNote(repeat{note: &text}) })
		})
	})
}
