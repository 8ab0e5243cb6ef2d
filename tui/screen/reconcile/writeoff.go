package reconcile

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
)

// differenceNames is how an account of small differences is called in the languages of its chart; those for what is not paid at all
// come before those for discounts.
var differenceNames = [][]string{
	{"betalingsverschil", "verschillen bij betaling", "de paiement", "de règlement", "payment difference"},
	{"korting", "escompte", "discount"},
}

// difference tells how well an account takes what is written off: the lower the better; zero is no account of differences. Costs take
// what is lost, and income what is gained; a chart may have one account for both.
func difference(a core.LedgerAccount, side []string) int {
	name := strings.ToLower(a.Name)
	for i, words := range differenceNames {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(name, word) }) {
			continue
		}
		rank := 2*i - 2*len(differenceNames) - 1
		if slices.ContainsFunc(side, func(class string) bool { return strings.HasPrefix(a.Number, class) }) {
			rank--
		}
		return rank
	}
	return 0
}

// ledgersOf lists the accounts that a match made by hand used; the last of them first.
func ledgersOf(m core.Match) (list []string) {
	for _, p := range slices.Backward(m.Why.Postings) {
		if !m.Auto && !slices.Contains(list, p.Ledger) {
			list = append(list, p.Ledger)
		}
	}
	return list
}

// use puts accounts before those that were used earlier.
func (s *Screen) use(ledgers []string) {
	for _, number := range slices.Backward(ledgers) {
		s.recent = append([]string{number}, slices.DeleteFunc(s.recent, func(n string) bool { return n == number })...)
	}
}

// recentMsg brings the accounts that were used by hand, after something was taken back: only what stands was used.
type recentMsg struct {
	recent []string
	err    error
}

func (s *Screen) recall() tea.Cmd {
	svc, dossier := s.svc, s.dossier
	return tui.Read(func(ctx context.Context) tea.Msg {
		recent, err := readRecent(ctx, svc, dossier)
		return recentMsg{recent, err}
	})
}

func (s *Screen) onRecent(m recentMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	s.recent = m.recent
	return nil
}
