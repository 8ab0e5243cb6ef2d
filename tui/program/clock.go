package program

import (
	"context"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/widget/picker"
	"ferry/tui/words"
)

// moveClock lets time pass in the simulator, so that a demo can show what otherwise takes half a year.
const moveClock action.ID = "demo.move-clock"

// demoActions is the table of what only the simulator offers.
func demoActions() []action.Def {
	return []action.Def{{ID: moveClock, Title: "let time pass", Help: "Move the simulator's clock on, to see consents end and be renewed.",
		Scope: action.Global, Group: "Demo", Keys: []string{"T"}}}
}

// leaps are the stretches of time worth seeing: a day, the first warning, and around the end of a consent of 180 days.
func leaps() []picker.Item {
	item := func(days int, detail string) picker.Item {
		return picker.Item{ID: strconv.Itoa(days), Title: words.Plural(days, "day", "days"), Detail: detail}
	}
	return []picker.Item{
		item(1, "Ponto reads the banks four times a day."),
		item(30, "A month."),
		item(88, "Banks that give 90 days warn."),
		item(150, "Banks that give 180 days give the first notice."),
		item(170, "Ten days are left of 180."),
		item(179, "One day is left of 180."),
		item(181, "A consent of 180 days has ended."),
	}
}

type (
	leapMsg  struct{ days int }
	leaptMsg struct{ err error }
)

const (
	txtLeap    = "How far shall the simulator's clock move?"
	txtLeaping = "Letting time pass"
	txtLeapt   = "The simulator's clock has moved on. See the consents (o)."
)

func (d *desk) chooseLeap() tea.Cmd {
	return tui.Choose(txtLeap, leaps(), func(id string) tea.Msg {
		days, err := strconv.Atoi(id)
		if err != nil {
			return leaptMsg{err}
		}
		return leapMsg{days}
	})
}

func (d *desk) leap(days int) tea.Cmd {
	svc := d.svc
	return tui.Work(txtLeaping, func(ctx context.Context, _ tui.Post) tea.Msg { return leaptMsg{svc.MoveSandboxClock(ctx, days)} })
}
