package reconcile

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/widget/picker"
)

// ledgers is the chart, to choose an account from. It is a copy: the menu is made beside the screen.
type ledgers struct {
	chart  []core.LedgerAccount
	recent []string // used last, newest first
	off    bool     // for what is written off
}

func (s *Screen) ledgers() ledgers {
	return ledgers{chart: slices.Collect(maps.Values(s.chart)), recent: slices.Clone(s.recent)}
}

// Bounds of the search for accounts that were used before: what is accepted as safe uses none, and there may be a lot of that.
const (
	matchPage   = 200
	manyMatches = 5000
	manyUsed    = 30
)

// readRecent lists the ledger accounts that were used by hand, newest first.
func readRecent(ctx context.Context, svc reading, dossier core.DossierID) (recent []string, err error) {
	before := uint64(0)
	for seen := 0; seen < manyMatches && len(recent) < manyUsed; seen += matchPage {
		matches, err := svc.Matches(ctx, dossier, before, matchPage)
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			for _, number := range ledgersOf(m) {
				if !slices.Contains(recent, number) {
					recent = append(recent, number)
				}
			}
		}
		if len(matches) < matchPage {
			break
		}
		before = matches[len(matches)-1].ID
	}
	return recent, nil
}

// usual lists how the numbers begin of what a line is mostly booked on. In Belgium and France costs are class 6 and income is
// class 7; in the Dutch decimal numbering, which has no class 6, costs are 4, purchases 7 and income 8.
func (l ledgers) usual(out bool) []string {
	dutch := !slices.ContainsFunc(l.chart, func(a core.LedgerAccount) bool { return strings.HasPrefix(a.Number, "6") })
	switch {
	case out && dutch:
		return []string{"4", "7"}
	case out:
		return []string{"6", "4"}
	case dutch:
		return []string{"8"}
	}
	return []string{"7", "8"}
}

// ordered puts those of payment differences first for what is written off, then those used last, then those that are usual for the
// way the money goes, then the others by number.
func (l ledgers) ordered(out bool) []core.LedgerAccount {
	place := make(map[string]int, len(l.chart))
	usual := l.usual(out)
	for _, a := range l.chart {
		place[a.Number] = len(usual)
		for i, class := range usual {
			if strings.HasPrefix(a.Number, class) {
				place[a.Number] = i
			}
		}
	}
	for i, number := range slices.Backward(l.recent) {
		place[number] = i - len(l.recent)
	}
	for _, a := range l.chart {
		if rank := difference(a, usual); l.off && rank < 0 {
			place[a.Number] = rank - len(l.recent)
		}
	}
	slices.SortFunc(l.chart, func(a, b core.LedgerAccount) int {
		return cmp.Or(place[a.Number]-place[b.Number], strings.Compare(a.Number, b.Number))
	})
	return l.chart
}

// choose shows the menu; out tells that money goes out.
func (l ledgers) choose(title string, out bool, taken func(number string) tea.Cmd) tea.Cmd {
	items := make([]picker.Item, len(l.chart))
	for i, a := range l.ordered(out) {
		items[i] = picker.Item{ID: a.Number, Title: a.Number + " " + a.Name, Side: a.VATCode}
	}
	return tui.Choose(title, items, func(number string) tea.Msg { return then(func() tea.Cmd { return taken(number) }) })
}

// openRest asks where the difference goes that a match by hand leaves when all that it picks is settled in full. What is booked is
// worked out first, with its sign: it decides which side of the account it stands on. Which account that is has no say in it.
func (s *Screen) openRest(h app.Hand, taken func(number string) tea.Cmd) tea.Cmd {
	if len(s.chart) == 0 {
		return tui.Warn(txtNoChart)
	}
	l, svc := s.ledgers(), s.svc
	l.off = true
	h.Codings = []app.Coding{{Ledger: l.chart[0].Number}}
	return tui.Write(func(ctx context.Context) tea.Msg { // keys typed meanwhile wait for the menu
		view, err := svc.PreviewHand(ctx, h)
		if err != nil {
			return tui.Fail(err)()
		}
		booked := view.Why.Postings[0].Amount
		format, out := txtOffCredit, booked.Minor < 0
		switch {
		case booked.IsZero():
			return tui.Warn(txtNothingLeft)()
		case out:
			format = txtOffDebit
		}
		return l.choose(fmt.Sprintf(format, signed(booked)), out, taken)()
	})
}

// openCode asks on which account the targets are booked.
func (s *Screen) openCode() tea.Cmd {
	if len(s.chart) == 0 {
		return tui.Warn(txtNoChart)
	}
	l := s.ledgers()
	return s.naming(func(t targets, sum tally) tea.Cmd {
		return l.choose(txtCodeTitle+" "+sum.text(), sum.out(), func(number string) tea.Cmd { return s.codeTo(t, repeat{ledger: number}) })
	})
}

// openNote asks for the note on the targets.
func (s *Screen) openNote(r row) tea.Cmd {
	return s.naming(func(t targets, sum tally) tea.Cmd {
		return tui.Prompt(txtNoteTitle+" "+sum.text(), txtNoteHelp, r.Note, func(text string) tea.Msg {
			return then(func() tea.Cmd { return s.writeNote(t, repeat{note: &text}) })
		})
	})
}
