package reconcile

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
)

// monthFormat writes the month that is shown.
const monthFormat = "January 2006"

// anyDay is before all days but not none: lines without a day are in no month.
const anyDay core.Date = 1

// turnBack shows the month before, as long as there are lines that old: behind them all months are empty alike, and whoever leans on
// the key is lost there.
func (s *Screen) turnBack() tea.Cmd {
	month := s.month
	if month.IsZero() {
		return s.turn(-1)
	}
	s.holding = true
	svc, q := s.svc, core.Query{Dossier: s.dossier, Accounts: s.query().Accounts, Since: anyDay, Until: month.AddDays(-1), Limit: 1}
	return tui.Read(func(ctx context.Context) tea.Msg {
		older, err := svc.Open(ctx, q)
		return then(func() tea.Cmd {
			s.holding = false
			switch {
			case err != nil:
				return tui.Fail(err)
			case older.Len() == 0:
				return tui.Warn(fmt.Sprintf(txtOldest, month.Time().Format(monthFormat)))
			}
			return s.turn(-1)
		})
	})
}
