package reconcile

import (
	"context"
	"fmt"
	"slices"

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
	if s.month.IsZero() {
		return s.turn(-1)
	}
	return s.turnUnlessEmpty(-1, core.Query{Since: anyDay, Until: s.month.AddDays(-1)}, txtOldest)
}

// turnForth shows the month after, up to that of today or of the newest line, whichever is later.
func (s *Screen) turnForth() tea.Cmd {
	if s.month.IsZero() || s.month < monthAfter(core.DateIn(s.now, s.now.Location()), 0) {
		return s.turn(1)
	}
	return s.turnUnlessEmpty(1, core.Query{Since: monthAfter(s.month, 1)}, txtNewest)
}

// turnUnlessEmpty turns when there is a line in the days beyond; else it says that there is none. Keys typed meanwhile wait.
func (s *Screen) turnUnlessEmpty(by int, beyond core.Query, none string) tea.Cmd {
	s.holding = true
	svc, month := s.svc, s.month
	beyond.Dossier, beyond.Accounts, beyond.Limit = s.dossier, s.query().Accounts, 1
	return tui.Read(func(ctx context.Context) tea.Msg {
		found, err := svc.Open(ctx, beyond)
		return then(func() tea.Cmd {
			s.holding = false
			switch {
			case err != nil:
				return tui.Fail(err)
			case found.Len() == 0:
				return tui.Warn(fmt.Sprintf(none, month.Time().Format(monthFormat)))
			}
			return s.turn(by)
		})
	})
}

// empty says why the list has no line, and what to do.
func (s *Screen) empty(months []core.MonthProgress) (why, hint string) {
	switch {
	case !s.filtered():
		return s.emptyView()
	case s.view != viewOpen || !s.anyLock():
		return txtNothing, txtNothingHint
	case s.text == "" && s.allLocked(months):
		return fmt.Sprintf(txtMonthLocked, s.month.Time().Format(monthFormat)), txtLockedOpens + " " + txtNothingHint
	}
	return txtNothing, txtNothingHint + " " + txtLockedHint
}

// emptyView says it of the views without a filter.
func (s *Screen) emptyView() (why, hint string) {
	switch s.view {
	case viewCheck:
		return txtNoCheck, txtOtherHint
	case viewDone:
		return txtNoDone, txtOtherHint
	case viewAll:
		return txtNoLine, txtEmptyHint
	}
	if s.anyLock() {
		return txtEmpty, txtLockedHint
	}
	return txtEmpty, txtEmptyHint
}

// allLocked reports whether the month has lines, and all accounts that have some are locked to its end.
func (s *Screen) allLocked(months []core.MonthProgress) bool {
	months = s.ranked(months, "")
	return len(months) > 0 && !slices.ContainsFunc(months, func(p core.MonthProgress) bool { return !p.Locked })
}
