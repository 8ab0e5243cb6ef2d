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

// reload says what a reading of the list is for.
type reload struct {
	arrivals bool // lines may have arrived: count them
	other    bool // another view or filter: what arrived is seen
	books    bool // chart, locks and items may be others
}

// sceneMsg brings everything that a list, its cursor and the line under it need.
type sceneMsg struct {
	reload
	gen    generation
	list   rows
	table  any
	months []core.MonthProgress
	month  core.Date
	before int    // open lines of the months before the one that is shown
	frame  *frame // nil: it was not read again
	err    error
}

// open shows the list of another view or filter.
func (s *Screen) open() tea.Cmd { return s.read(reload{other: true}) }

// read reads the list again; the cursor stays on its line where the line is still there.
func (s *Screen) read(why reload) tea.Cmd {
	if s.dossier == "" {
		return nil
	}
	s.scene++
	s.due = false
	gen, look, items := s.scene, s.look(), s.items
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := look.scene(ctx, nil)
		m.gen, m.reload = gen, why
		if why.books && m.err == nil {
			f, err := readFrame(ctx, look.svc, look.dossier, items)
			m.frame, m.err = &f, err
		}
		return m
	})
}

// looker reads what the page shows, in commands; it never looks at the screen.
type looker struct {
	svc     reading
	dossier core.DossierID
	query   core.Query
	swap    func(s tableSource, at ...core.LineKey) any
	old     rows
	rank    int
	marked  bool // the act is about marked lines
	here    core.LineKey
	day     core.Date
	month   core.Date
}

func (s *Screen) look() looker {
	l := looker{svc: s.svc, dossier: s.dossier, query: s.query(), old: s.list, rank: s.table.Rank(), month: s.month, marked: s.table.MarkedCount() > 0}
	swap := s.table.Swap()
	l.swap = func(src tableSource, at ...core.LineKey) any { return swap(src, at...) }
	if r, ok := s.table.Selected(); ok {
		l.here, l.day = r.Key(), r.BookingDate
	}
	return l
}

// tableSource is what the table reads from.
type tableSource interface {
	Len() int
	Window(from, n int) ([]row, error)
	IndexOf(core.LineKey) (int, bool)
}

// scene opens the list anew. at chooses, when it is not nil, where the cursor goes.
func (l looker) scene(ctx context.Context, at func(fresh rows) []core.LineKey) sceneMsg {
	var m sceneMsg
	listing, err := l.svc.Open(ctx, l.query)
	if m.err = err; err != nil {
		return m
	}
	m.list = l.rows(ctx, listing)
	var keys []core.LineKey
	if at != nil {
		keys = at(m.list)
	}
	m.table = l.swap(m.list, keys...)
	m.month = l.month
	if m.month.IsZero() {
		m.month = l.monthOf(ctx, m.list, keys)
	}
	if m.months, m.err = l.progress(ctx, m.month); m.err == nil {
		m.before, m.err = l.earlier(ctx)
	}
	return m
}

// earlier counts the open lines of the months before the one that is shown: what is not shown is not forgotten.
func (l looker) earlier(ctx context.Context) (int, error) {
	if l.month.IsZero() {
		return 0, nil
	}
	list, err := l.svc.Open(ctx, core.Query{Dossier: l.dossier, Accounts: l.query.Accounts, Work: core.WorkOpen, Until: l.month.AddDays(-1)})
	if err != nil {
		return 0, err
	}
	return list.Len(), nil
}

// rows joins a listing with the states of its lines. Windows are read after the command has ended, so they do not end with it.
func (l looker) rows(ctx context.Context, listing core.Listing) rows {
	ctx, svc := context.WithoutCancel(ctx), l.svc
	return rows{listing, func(keys []core.LineKey) ([]core.LineState, error) { return svc.States(ctx, keys) },
		func(keys []core.LineKey) ([]app.Outlook, error) { return svc.Outlooks(ctx, keys) }}
}

// monthOf is the month of the line that will have the cursor.
func (l looker) monthOf(_ context.Context, list rows, keys []core.LineKey) core.Date {
	rank := 0
	for _, k := range append(keys, l.here) {
		if i, ok := list.IndexOf(k); ok {
			rank = i
			break
		}
	}
	if rank < list.Len() {
		if lines, err := list.Listing.Window(rank, 1); err == nil && !lines[0].BookingDate.IsZero() {
			return monthAfter(lines[0].BookingDate, 0)
		}
	}
	if l.day.IsZero() {
		return 0
	}
	return monthAfter(l.day, 0)
}

// progress reads how far a month is.
func (l looker) progress(ctx context.Context, month core.Date) ([]core.MonthProgress, error) {
	if month.IsZero() {
		return nil, nil
	}
	return l.svc.Months(ctx, l.dossier, month, monthAfter(month, 1).AddDays(-1))
}

// onScene shows another list. A filter that cannot be read leaves the last good lines.
func (s *Screen) onScene(m sceneMsg) tea.Cmd {
	if s.writing { // what the act leaves behind is on its way
		s.missed = true
		return nil
	}
	s.fault = nil
	if m.err != nil && m.table == nil {
		if s.text != "" && core.CodeOf(m.err) == core.CodeInvalid {
			s.fault = m.err
			return nil
		}
		s.table.SetError(m.err)
		return nil
	}
	s.table.SetError(m.err)
	s.settle(m)
	if added := m.list.Len() - s.table.Len(); m.arrivals && !m.other && added > 0 && s.list.Listing != nil {
		s.arrived += added
	}
	if m.other {
		s.arrived = 0
	}
	s.list, s.totals = m.list, m.list.Totals()
	shown := s.table.Update(m.table)
	s.table.Seen() // another view, an undo: what arrived is counted by the page
	return tea.Batch(shown, s.follow(!m.other))
}

// settle takes over what a scene says beside its lines.
func (s *Screen) settle(m sceneMsg) {
	clear(s.months)
	s.months[m.month], s.before = m.months, m.before
	if m.frame != nil && m.err == nil {
		s.frame = *m.frame
	}
	// What is on its way to explain the line was read from older books.
	s.told.stale, s.asking = true, false
	s.why++
	why, hint := txtEmpty, txtEmptyHint
	switch s.view {
	case viewCheck:
		why, hint = txtNoCheck, txtOtherHint
	case viewDone:
		why, hint = txtNoDone, txtOtherHint
	case viewAll:
		why, hint = txtNoLine, txtEmptyHint
	}
	switch {
	case s.filtered():
		why, hint = txtNothing, txtNothingHint
	case s.view == viewOpen && s.anyLock():
		hint = txtLockedHint
	}
	s.table.SetEmpty(why, hint)
	s.table.SetSearch(s.text)
}

// follow reads the explanation of the line under the cursor, and how far the engine is where the books changed.
func (s *Screen) follow(books bool) tea.Cmd {
	if books {
		return tea.Batch(s.rest(), s.readEngine())
	}
	return s.rest()
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
	s.front = false
	s.field = input.New(input.Options{Value: s.text, Placeholder: txtPlaceholder})
}

// clear takes the filter away; false when there was none.
func (s *Screen) clear() (tea.Cmd, bool) {
	if !s.filtered() && s.fault == nil {
		return nil, false
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

// onEngine counts what the engine says. When it has just finished, the signs of the rows may be others, and the line under the
// cursor may have more candidates: those are not exchanged under the user's hand.
func (s *Screen) onEngine(m engineMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	finished := m.state.Fresh && !s.engine.Fresh
	s.engine = m.state
	switch {
	case finished && s.front:
		s.due = true
	case finished:
		return s.read(reload{})
	}
	return nil
}
