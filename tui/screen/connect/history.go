package connect

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/widget/choice"
)

// pick is what was chosen: the accounts to be read, those of them that were not read before, and how far back.
type pick struct {
	conn       core.ConnectionID
	all, added []core.AccountID
	from       core.Date
}

// history asks how far back the new accounts are read.
type history struct {
	*Screen
	picked pick
	ways   *choice.Model
}

// fromMsg brings the day that was typed.
type fromMsg struct{ text string }

// Ways to say how far back.
const (
	fromAll  = "all"
	fromYear = "year"
	fromLast = "last"
	from90   = "90"
	fromDay  = "day"
)

func newHistory(s *Screen, p pick) *history {
	return &history{Screen: s, picked: p, ways: choice.New(
		choice.Option{ID: fromAll, Title: txtHistoryAll, Detail: txtHistoryAllA},
		choice.Option{ID: fromYear, Title: txtHistoryYear},
		choice.Option{ID: fromLast, Title: txtHistoryLast},
		choice.Option{ID: from90, Title: txtHistory90},
		choice.Option{ID: fromDay, Title: txtHistoryDate})}
}

func (s *history) stage() int { return s.stageOf(txtStageAccounts) }

func (s *history) enter() tea.Cmd { return nil }

func (s *history) update(msg tea.Msg) tea.Cmd {
	m, ok := msg.(fromMsg)
	if !ok {
		return nil
	}
	day, ok := readDay(m.text)
	switch {
	case !ok:
		return tui.Warn(txtNoDay)
	case day > s.today():
		return tui.Warn(txtDayInFuture)
	}
	return s.goOn(day)
}

// today is a day at the bank: a simulator has a clock of its own.
func (s *history) today() core.Date {
	now := s.svc.Now(s.conn.ID)
	return core.DateIn(now, now.Location())
}

// readDay reads a day as people write it here.
func readDay(text string) (core.Date, bool) {
	text = strings.NewReplacer(".", "/", " ", "").Replace(strings.TrimSpace(text))
	for _, layout := range []string{time.DateOnly, "2/1/2006", "2-1-2006", "2/1/06"} {
		if t, err := time.Parse(layout, text); err == nil {
			return core.NewDate(t.Date()), true
		}
	}
	return 0, false
}

func (s *history) do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID != nextStep {
		return nil, s.ways.Do(inv)
	}
	if s.ways.Selected().ID == fromDay {
		return tui.Prompt(txtHistoryTitle, txtHistoryHelp, "", func(text string) tea.Msg { return fromMsg{text} }), true
	}
	return s.goOn(s.from(s.ways.Selected().ID)), true
}

// from is the first day of a way; zero for everything.
func (s *history) from(way string) core.Date {
	today := s.today()
	year := today.Time().Year()
	switch way {
	case fromYear:
		return core.NewDate(year, time.January, 1)
	case fromLast:
		return core.NewDate(year-1, time.January, 1)
	case from90:
		return today.AddDays(-90)
	}
	return 0
}

func (s *history) goOn(from core.Date) tea.Cmd {
	s.picked.from = from
	return s.forward(newFetching(s.Screen, s.picked))
}

func (s *history) scope() action.Scope {
	return action.Scope{Name: scopeStep, With: []action.Name{action.List}}
}

func (s *history) lines(w, h int) []string {
	lines := append(paragraphs(w, txtHistoryHead), "")
	lines = append(lines, s.ways.Lines(s.theme, w, h-len(lines))...)
	if day := s.from(s.ways.Selected().ID); day != 0 && len(lines)+2 <= h {
		lines = append(lines, "", "  "+say(txtHistoryFrom, day.Time().Format("2 January 2006")))
	}
	return lines
}
