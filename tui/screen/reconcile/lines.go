package reconcile

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/place"
	"ferry/tui/widget/input"
)

// pause is how long typing must rest before the list is searched.
const pause = 120 * time.Millisecond

// view says which lines the list shows.
type view uint8

const (
	viewOpen view = iota
	viewCheck
	viewDone
	viewAll
	viewCount
)

// works and viewNames go with the views.
var (
	works     = [viewCount]core.Work{core.WorkOpen, core.WorkCheck, core.WorkDone, core.WorkAny}
	viewNames = [viewCount]string{"open", "to check", "done", "all"}
)

// row is a line with where it stands, and what the last look at all lines promised of it.
type row struct {
	core.Line
	state   core.LineState
	outlook app.Outlook
}

func keyOf(r row) core.LineKey { return r.Key() }

// wanted reports whether the line needs a person.
func (r row) wanted() bool {
	return r.state.Match == 0 && !r.state.Check && !r.state.Locked && r.State == core.Booked && r.AmountText == "" && r.Missing.IsZero()
}

// rows reads windows of a listing together with the states of its lines.
type rows struct {
	core.Listing
	states   func([]core.LineKey) ([]core.LineState, error)
	outlooks func([]core.LineKey) ([]app.Outlook, error)
}

// IndexOf finds a line again.
func (l rows) IndexOf(k core.LineKey) (int, bool) { return l.Listing.IndexOf(k.Account, k.No) }

// Window reads lines and where they stand now.
func (l rows) Window(from, n int) ([]row, error) {
	lines, err := l.Listing.Window(from, n)
	if err != nil {
		return nil, err
	}
	keys := make([]core.LineKey, len(lines))
	for i, line := range lines {
		keys[i] = line.Key()
	}
	states, err := l.states(keys)
	if err != nil {
		return nil, err
	}
	outlooks, err := l.outlooks(keys)
	if err != nil {
		return nil, err
	}
	list := make([]row, len(lines))
	for i := range lines {
		list[i].Line = lines[i]
		if i < len(states) {
			list[i].state = states[i]
		}
		if i < len(outlooks) {
			list[i].outlook = outlooks[i]
		}
	}
	return list, nil
}

// query is what the list shows.
func (s *Screen) query() core.Query {
	q := core.Query{Dossier: s.dossier, Text: s.text, Work: works[s.view]}
	if id, ok := place.AccountOf(s.page); ok {
		q.Accounts = []core.AccountID{id}
	}
	if !s.month.IsZero() {
		q.Since, q.Until = s.month, monthAfter(s.month, 1).AddDays(-1)
	}
	return q
}

func (s *Screen) filtered() bool { return s.text != "" || !s.month.IsZero() }

// monthAfter is the first day of the month n months away.
func monthAfter(d core.Date, n int) core.Date {
	t := d.Time()
	return core.NewDate(t.Year(), t.Month()+time.Month(n), 1)
}

// typed edits the search; the list follows when typing rests.
func (s *Screen) typed(k action.Key) tea.Cmd {
	if s.field == nil || !s.field.Key(k) {
		return nil
	}
	s.text = s.field.Value()
	s.scene++
	return tui.After(pause, typedMsg{s.scene})
}

// search opens the field with what is searched now.
func (s *Screen) search() {
	s.front, s.from = false, core.LineKey{}
	if r, ok := s.table.Selected(); ok {
		s.from = r.Key()
	}
	s.field = input.New(input.Options{Value: s.text, Placeholder: txtPlaceholder})
}

// clear takes the filter away; false when there was none.
func (s *Screen) clear() (tea.Cmd, bool) {
	if !s.filtered() && s.fault == nil {
		return nil, false
	}
	if _, all := s.table.Marked(); all { // everything that fits the filter is not everything
		s.table.ClearMarks()
	}
	s.text, s.month, s.fault, s.field = "", 0, nil, nil
	return s.open(), true
}

// turn shows another month: at first that of the line under the cursor.
func (s *Screen) turn(by int) tea.Cmd {
	if !s.month.IsZero() {
		s.month = monthAfter(s.month, by)
		return s.open()
	}
	day := core.DateIn(s.now, s.now.Location())
	if r, ok := s.table.Selected(); ok && !r.BookingDate.IsZero() {
		day = r.BookingDate
	}
	s.month = monthAfter(day, 0)
	return s.open()
}

type engineMsg struct {
	state app.ProposalsState
	err   error
}

// readEngine asks how far the proposals are; that also starts them when they are old.
func (s *Screen) readEngine() tea.Cmd {
	if s.dossier == "" {
		return nil
	}
	svc, dossier := s.svc, s.dossier
	return tui.Read(func(ctx context.Context) tea.Msg {
		state, err := svc.Proposals(ctx, dossier)
		return engineMsg{state, err}
	})
}

// onEngine counts what the engine says. When all lines were looked at again, the signs of the rows may be others, and the line under
// the cursor may have more candidates: those are not exchanged under the user's hand.
func (s *Screen) onEngine(m engineMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	s.engine = m.state
	switch {
	case m.state.Fresh && s.front:
		s.due = true
	case m.state.Fresh:
		return s.read(reload{unless: true})
	}
	return nil
}
