package transactions

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/place"
	"ferry/tui/widget/input"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// pause is how long typing must rest before the list is searched.
const pause = 120 * time.Millisecond

// query is what the page is about, without the user's filter.
func (s *Screen) query() core.Query {
	q := core.Query{Dossier: place.DossierOf(s.page), Pending: s.pending}
	if id, ok := place.AccountOf(s.page); ok {
		q.Accounts = []core.AccountID{id}
	}
	return q
}

// filter is what the user chose to see.
type filter struct {
	text    string
	month   core.Date
	pending bool
}

func (s *Screen) filtered() bool { return s.text != "" || !s.month.IsZero() }

// filter is what the list shall be of.
func (s *Screen) filter() filter { return filter{s.text, s.month, s.pending} }

// Waits lets keys wait while the list of another filter is on its way: they are meant for its lines.
func (s *Screen) Waits() bool { return s.field == nil && (s.wanted != s.shown || s.table.Turning()) }

// list opens the lines that fit the filter, and counts all where that is not known. The table is not told to wait: a filter that
// cannot be read brings it no lines, and it would wait for ever.
func (s *Screen) list() tea.Cmd {
	s.read++
	gen, svc, all, whole := s.read, s.svc, s.query(), s.whole
	q := all
	q.Text = s.text
	if !s.month.IsZero() {
		q.Since, q.Until = s.month, monthAfter(s.month, 1).AddDays(-1)
	}
	s.wanted = s.filter()
	plain, wanted := !s.filtered(), s.wanted
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := listMsg{gen: gen, filter: wanted, whole: whole}
		if m.listing, m.err = svc.Open(ctx, q); m.err != nil {
			return m
		}
		if plain {
			m.whole = m.listing.Len()
		} else if whole < 0 {
			var l core.Listing
			if l, m.err = svc.Open(ctx, all); m.err == nil {
				m.whole = l.Len()
			}
		}
		return m
	})
}

// monthAfter is the first day of the month n months away.
func monthAfter(d core.Date, n int) core.Date {
	t := d.Time()
	return core.NewDate(t.Year(), t.Month()+time.Month(n), 1)
}

// onList shows another listing.
func (s *Screen) onList(m listMsg) tea.Cmd {
	if m.err != nil {
		s.onFault(m)
		return nil
	}
	s.fault = nil
	s.table.SetError(nil)
	s.whole, s.totals = m.whole, m.listing.Totals()
	s.table.SetEmpty(txtEmpty, txtEmptyHint)
	if s.filtered() {
		s.table.SetEmpty(txtNothing, txtNothingHint)
	}
	s.table.SetSearch(s.text)
	if m.filter != s.shown {
		s.shown = m.filter
		return s.table.SetOther(table.Lines(m.listing))
	}
	return s.table.SetSource(table.Lines(m.listing))
}

// onFault says why there is no list. The lines of another filter are no answer to this one, and nothing is done to them; those of
// the same filter are what was known last.
func (s *Screen) onFault(m listMsg) {
	if m.filter != s.shown {
		s.shown, s.totals = m.filter, core.Totals{}
		s.table.SetRows(nil)
	}
	if !s.filtered() || core.CodeOf(m.err) != core.CodeInvalid {
		s.fault = nil
		s.table.SetError(m.err)
		return
	}
	s.fault = m.err
	s.table.SetError(nil)
	why, next := words.Error(m.err)
	s.table.SetEmpty(why, next+" "+txtNothingHint)
}

// typed edits the search; the list follows when typing rests.
func (s *Screen) typed(k action.Key) tea.Cmd {
	if s.field == nil || !s.field.Key(k) {
		return nil
	}
	s.text = s.field.Value()
	s.read++
	return tui.After(pause, typedMsg{s.read})
}

// keep closes the field. What was typed last is asked for at once.
func (s *Screen) keep() tea.Cmd {
	s.field = nil
	if s.wanted == s.filter() {
		return nil
	}
	return s.list()
}

// search opens the field with what is searched now.
func (s *Screen) search() {
	s.field = input.New(input.Options{Value: s.text, Placeholder: txtPlaceholder})
}

// clear takes the filter away; false when there was none.
func (s *Screen) clear() (tea.Cmd, bool) {
	if !s.filtered() && s.fault == nil {
		return nil, false
	}
	s.text, s.month, s.fault, s.field = "", 0, nil, nil
	return s.list(), true
}

// turn shows another month: at first that of the line under the cursor.
func (s *Screen) turn(by int) tea.Cmd {
	if s.month.IsZero() {
		day := core.DateIn(s.now, s.now.Location())
		if l, ok := s.table.Selected(); ok && !l.BookingDate.IsZero() {
			day = l.BookingDate
		}
		s.month = monthAfter(day, 0)
		return s.list()
	}
	s.month = monthAfter(s.month, by)
	return s.list()
}

// stale says above the lines that they are old, on the page of one account.
func (s *Screen) stale() {
	id, ok := place.AccountOf(s.page)
	a, known := s.accounts[id]
	if !ok || !known || a.Status.Level == core.Info {
		s.table.SetStale("")
		return
	}
	s.table.SetStale(words.Sentence(a.Status.Sentence) + " " + words.Sentence(a.Status.Next))
}
