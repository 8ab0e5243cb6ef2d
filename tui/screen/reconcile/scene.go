package reconcile

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/words"
)

// reload says what a reading of the list is for.
type reload struct {
	arrivals bool         // lines may have arrived: count them
	other    bool         // another view or filter: what arrived is seen
	filter   bool         // another filter
	from     core.LineKey // the line under the cursor before it
	books    bool         // chart, locks and items may be others
	unless   bool         // not if all is as it was when it was last read: the page's own acts are told to it too
}

// sceneMsg brings everything that a list, its cursor and the line under it need.
type sceneMsg struct {
	reload
	gen    generation
	at     app.Standing // when the list was read, or before
	same   bool         // it was not read: all is as it is shown
	list   rows
	table  any
	months []core.MonthProgress
	month  core.Date
	before int    // open lines of the months before the one that is shown
	frame  *frame // nil: it was not read again
	err    error
}

// open shows the list of another filter.
func (s *Screen) open() tea.Cmd {
	why := reload{other: true, filter: true}
	if r, ok := s.table.Selected(); ok {
		why.from = r.Key()
	}
	return s.other(why)
}

// find shows what a search finds. It is typed letter by letter, and the line of before it is that of before the first.
func (s *Screen) find() tea.Cmd { return s.other(reload{other: true, filter: true, from: s.from}) }

// other reads another list. Where nothing more is typed, the next key is meant for that.
func (s *Screen) other(why reload) tea.Cmd {
	s.holding = s.field == nil && s.dossier != ""
	return s.read(why)
}

// read reads the list again; the cursor stays on its line where the line is still there.
func (s *Screen) read(why reload) tea.Cmd {
	if s.dossier == "" {
		return nil
	}
	s.scene++
	s.due = false
	gen, look, items, shown := s.scene, s.look(), s.items, s.shown
	why.unless = why.unless && shown.scene == gen-1
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := sceneMsg{same: why.unless && look.stands(ctx, shown.at)}
		if !m.same {
			m = look.scene(ctx, look.firstHit(why))
		}
		m.gen, m.reload = gen, why
		if why.books && m.err == nil {
			f, err := readFrame(ctx, look.svc, look.dossier, items)
			m.frame, m.err = &f, err
		}
		return m
	})
}

// shown is which reading of the list is on the screen, and what it was read from.
type shown struct {
	scene generation
	at    app.Standing
}

// stands reports whether all is as it was.
func (l looker) stands(ctx context.Context, was app.Standing) bool {
	now, err := l.svc.Standing(ctx, l.dossier)
	return err == nil && now == was
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
	if m.at, m.err = l.svc.Standing(ctx, l.dossier); m.err != nil {
		return m
	}
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

// firstHit sends the cursor to the first line that another filter finds, unless it finds the line of before it.
func (l looker) firstHit(why reload) func(fresh rows) []core.LineKey {
	if !why.filter {
		return nil
	}
	return func(fresh rows) []core.LineKey {
		if _, found := fresh.IndexOf(why.from); found && why.from == l.here || fresh.Len() == 0 {
			return nil // it stays where it is
		}
		first, err := fresh.Listing.Window(0, 1)
		if err != nil {
			return nil // the table is about to say so
		}
		return []core.LineKey{why.from, first[0].Key()}
	}
}

// earlier counts the open lines of the months before the one that is shown: what is not shown is not forgotten.
func (l looker) earlier(ctx context.Context) (int, error) {
	if l.month.IsZero() {
		return 0, nil
	}
	list, err := l.svc.Open(ctx, core.Query{Dossier: l.dossier, Accounts: l.query.Accounts, Text: l.query.Text, Work: core.WorkOpen, Until: l.month.AddDays(-1)})
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
	s.shown.scene = s.scene
	s.letGo()
	if m.same && m.err == nil {
		s.frameOf(m)
		s.table.Stay()
		return s.rest()
	}
	if m.err != nil && m.table == nil {
		s.shown.at = app.Standing{}
		if s.text != "" && core.CodeOf(m.err) == core.CodeInvalid {
			return s.unreadable(m.err)
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

// unreadable keeps the last good lines under a filter that cannot be read. It stays in its field: they are not what it asks for, and
// nothing is done to them.
func (s *Screen) unreadable(err error) tea.Cmd {
	s.fault = err
	if s.field != nil {
		return nil
	}
	s.search()
	what, next := words.Error(err)
	return tui.Warn(what + " " + next)
}

// frameOf takes over what the acts lean on, where it was read.
func (s *Screen) frameOf(m sceneMsg) {
	if m.frame != nil && m.err == nil {
		s.frame = *m.frame
	}
}

// settle takes over what a scene says beside its lines.
func (s *Screen) settle(m sceneMsg) {
	clear(s.months)
	s.months[m.month], s.before = m.months, m.before
	if s.shown.at = m.at; m.err != nil {
		s.shown.at = app.Standing{} // not all of it is on the screen
	}
	s.frameOf(m)
	// What is on its way to explain the line was read from older books.
	s.told.stale, s.asking = true, false
	s.why++
	s.table.SetEmpty(s.empty(m.months))
	s.table.SetSearch(s.text)
}

// follow reads the explanation of the line under the cursor, and how far the engine is where the books changed.
func (s *Screen) follow(books bool) tea.Cmd {
	if books {
		return tea.Batch(s.rest(), s.readEngine())
	}
	return s.rest()
}
