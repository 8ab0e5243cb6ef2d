package reconcile

import (
	"cmp"
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
)

// told is what is known of one line.
type told struct {
	key      core.LineKey
	stale    bool // it must be read again; meanwhile it stays on the screen
	proposal core.Proposal
	match    *core.Match // of a line that is explained
	items    map[core.ItemID]app.ItemView
	with     map[core.LineKey]core.Line // the other lines that belong to it
	from     []core.Line                // the newest of those that a learned coding was learned from
}

// options are the explanations to choose from; of a line that is explained, the one that was accepted.
func (t told) options() []core.Explanation {
	if t.match != nil {
		return []core.Explanation{t.match.Why}
	}
	return t.proposal.Options
}

// others are the lines that an explanation takes beside the one that is looked at. What was accepted from one of its lines is told
// of them all: there the others are all but this one.
func (t told) others(e core.Explanation) []core.LineKey {
	if t.match == nil {
		return e.With
	}
	return slices.DeleteFunc(slices.Clone(t.match.Lines), func(k core.LineKey) bool { return k == t.key })
}

type toldMsg struct {
	gen    generation
	told   told
	month  core.Date
	months []core.MonthProgress
	err    error
}

// rest reads what explains the line under the cursor, when that is another one. One reading is under way at a time: when it
// comes back, the line under the cursor by then is read.
func (s *Screen) rest() tea.Cmd {
	r, ok := s.table.Selected()
	if !ok || s.told.key == r.Key() && !s.told.stale || s.asking {
		return nil
	}
	if r.Key() != s.told.key {
		s.pick = 0
	}
	s.asking = true
	s.why++
	gen, look, month := s.why, looker{svc: s.svc, dossier: s.dossier}, s.monthOf(r)
	_, known := s.months[month]
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := toldMsg{gen: gen, month: month}
		m.told, m.err = look.explain(ctx, r)
		if m.err == nil && !known {
			m.months, m.err = look.progress(ctx, month)
		}
		return m
	})
}

// monthOf is the month whose progress is shown with a line.
func (s *Screen) monthOf(r row) core.Date {
	switch {
	case !s.month.IsZero():
		return s.month
	case r.BookingDate.IsZero():
		return 0
	}
	return monthAfter(r.BookingDate, 0)
}

func (s *Screen) onTold(m toldMsg) tea.Cmd {
	s.asking = false
	if m.err != nil {
		s.letGo()
	}
	r, ok := s.table.Selected()
	if ok && r.Key() != m.told.key {
		s.letGo()
		return s.rest() // the user has moved on
	}
	if m.err != nil {
		s.told = told{key: m.told.key}
		if core.CodeOf(m.err) == core.CodeNotFound {
			return nil // it went away meanwhile: the list is about to say so
		}
		return tui.Fail(m.err)
	}
	s.show(m.told)
	if m.months != nil {
		s.months[m.month] = m.months
	}
	if s.eager != nil {
		return s.acceptSeen()
	}
	return nil
}

// show takes over what explains a line.
func (s *Screen) show(t told) {
	if t.key != s.told.key {
		s.pick = 0
	}
	s.told = t
	s.pick = max(min(s.pick, len(t.options())-1), 0)
}

// explain reads what explains a line, with all that a person wants to see of it.
func (l looker) explain(ctx context.Context, r row) (told, error) {
	t := told{key: r.Key(), items: make(map[core.ItemID]app.ItemView), with: make(map[core.LineKey]core.Line)}
	switch {
	case r.state.Match != 0:
		m, err := l.svc.Match(ctx, l.dossier, r.state.Match)
		if err != nil {
			return t, err
		}
		t.match = &m
	case r.State == core.Pending || r.AmountText != "":
		return t, nil
	default:
		var err error
		if t.proposal, err = l.svc.Proposal(ctx, t.key); err != nil {
			return t, err
		}
	}
	if err := l.itemsOf(ctx, &t); err != nil {
		return t, err
	}
	if err := l.linesOf(ctx, &t); err != nil {
		return t, err
	}
	return t, l.learnedFrom(ctx, &t)
}

// itemsOf reads the items that the explanations speak of.
func (l looker) itemsOf(ctx context.Context, t *told) error {
	var ids []core.ItemID
	for _, e := range t.options() {
		for _, p := range e.Parts {
			if !slices.Contains(ids, p.Item) {
				ids = append(ids, p.Item)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	list, err := l.svc.Items(ctx, l.dossier, app.ItemQuery{IDs: ids})
	for _, i := range list {
		t.items[i.ID] = i
	}
	return err
}

// manyLines is how many of the other lines of an explanation are told one by one; those behind them are counted.
const manyLines = 6

func (l looker) linesOf(ctx context.Context, t *told) error {
	for _, e := range t.options() {
		for n, k := range t.others(e) {
			if _, known := t.with[k]; known || n >= manyLines {
				continue
			}
			d, err := l.svc.Line(ctx, k.Account, k.No)
			if err != nil {
				return err
			}
			t.with[k] = d.Line
		}
	}
	return nil
}

// fewLines is how many of the lines that a coding was learned from are told.
const fewLines = 4

// learnedFrom reads some of the lines that a learned coding was learned from; the highest numbers came last.
func (l looker) learnedFrom(ctx context.Context, t *told) error {
	from := t.proposal.From
	for _, k := range from[max(len(from)-fewLines, 0):] {
		d, err := l.svc.Line(ctx, k.Account, k.No)
		if core.CodeOf(err) == core.CodeNotFound {
			continue // it went away: the coding is about to be learned anew
		}
		if err != nil {
			return err
		}
		t.from = append(t.from, d.Line)
	}
	slices.SortStableFunc(t.from, func(a, b core.Line) int { return cmp.Compare(b.BookingDate, a.BookingDate) })
	return nil
}

// current is what is known of the line under the cursor; false while it is being read.
func (s *Screen) current() (told, bool) {
	r, ok := s.table.Selected()
	return s.told, ok && s.told.key == r.Key()
}

// chosen is the candidate under the cursor.
func (s *Screen) chosen() (core.Explanation, bool) {
	t, ok := s.current()
	if !ok || t.match != nil || s.pick >= len(t.proposal.Options) {
		return core.Explanation{}, false
	}
	return t.proposal.Options[s.pick], true
}

// doFront carries out what is done in the explanation.
func (s *Screen) doFront(inv action.Invoke) (tea.Cmd, bool) {
	n := len(s.told.options())
	switch inv.ID {
	case action.Up, action.Down:
		was := s.pick
		if s.pick++; inv.ID == action.Up {
			s.pick -= 2
		}
		s.pick = max(min(s.pick, n-1), 0)
		s.moved = s.moved || s.pick != was
	case optionTake:
		return s.acceptAt(s.pick, repeat{best: true}), true
	case evidence:
		if r, ok := s.table.Selected(); ok {
			d := s.whole(r)
			return tui.Show(d.Title(), d.Text()), true
		}
	case action.Back:
		s.front = false
		if s.due {
			return s.read(reload{unless: true}), true
		}
	default:
		return nil, false
	}
	return nil, true
}
