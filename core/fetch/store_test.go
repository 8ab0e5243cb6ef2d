package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"ferry/core"
)

// memory is a store in memory. Like the real one it refuses changes that contradict what it holds.
type memory struct {
	mu         sync.Mutex
	conns      map[core.ConnectionID]core.Connection
	banks      map[string][]core.Institution
	accounts   map[core.AccountID]core.Account
	states     map[core.AccountID]core.FeedState
	ledgers    map[core.AccountID]*ledger
	reminders  map[core.AccountID][]core.Reminder
	activities []core.Activity
	set        core.Settings
	broken     error // what every write of lines answers
	writes     int
	largest    int // lines of one write
}

type ledger struct {
	lines   map[core.LineNo]core.Line
	ids     map[core.TransactionID]core.LineNo
	pending []core.Transaction
}

func newMemory() *memory {
	return &memory{
		conns: make(map[core.ConnectionID]core.Connection), banks: make(map[string][]core.Institution),
		accounts: make(map[core.AccountID]core.Account), states: make(map[core.AccountID]core.FeedState),
		ledgers: make(map[core.AccountID]*ledger), reminders: make(map[core.AccountID][]core.Reminder), set: core.DefaultSettings(),
	}
}

func locked[T any](m *memory, read func() T) T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return read()
}

func (m *memory) do(write func()) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	write()
	return nil
}

func (m *memory) Connections() ([]core.Connection, error) {
	return locked(m, func() []core.Connection { return slices.Collect(maps.Values(m.conns)) }), nil
}
func (m *memory) PutConnection(_ context.Context, c core.Connection, _ string) error {
	return m.do(func() { m.conns[c.ID] = c })
}
func (m *memory) Institutions(api string) ([]core.Institution, error) {
	return locked(m, func() []core.Institution { return slices.Clone(m.banks[api]) }), nil
}
func (m *memory) PutInstitutions(_ context.Context, api string, list []core.Institution) error {
	return m.do(func() { m.banks[api] = list })
}
func (m *memory) Accounts() ([]core.Account, error) {
	return locked(m, func() []core.Account {
		list := slices.Collect(maps.Values(m.accounts))
		slices.SortFunc(list, func(a, b core.Account) int { return slices.Compare([]byte(a.ID), []byte(b.ID)) })
		return list
	}), nil
}
func (m *memory) PutAccounts(_ context.Context, list []core.Account, _, _ string) error {
	return m.do(func() {
		for _, a := range list {
			m.accounts[a.ID] = a
		}
	})
}
func (m *memory) MoveAccount(_ context.Context, from, to core.AccountID, _, _ string) error {
	return m.do(func() {
		a, s := m.accounts[from], m.states[from]
		a.ID, s.Account, s.Open, s.Next = to, to, false, ""
		a.Replaces = append(a.Replaces, from)
		m.accounts[to], m.states[to], m.ledgers[to] = a, s, m.ledger(from)
		delete(m.accounts, from)
		delete(m.states, from)
		delete(m.ledgers, from)
	})
}
func (m *memory) FeedState(id core.AccountID) (core.FeedState, error) {
	return locked(m, func() core.FeedState { return m.states[id] }), nil
}
func (m *memory) PutFeedState(_ context.Context, s core.FeedState) error {
	if m.broken != nil {
		return m.broken
	}
	return m.do(func() { m.states[s.Account] = s })
}
func (m *memory) Settings() (core.Settings, error) {
	return locked(m, func() core.Settings { return m.set }), nil
}
func (m *memory) Reminders(id core.AccountID) ([]core.Reminder, error) {
	return locked(m, func() []core.Reminder { return slices.Clone(m.reminders[id]) }), nil
}
func (m *memory) PutReminder(_ context.Context, id core.AccountID, expires time.Time, step int) error {
	return m.do(func() {
		m.reminders[id] = append(m.reminders[id], core.Reminder{Account: id, Expires: expires, Step: step})
	})
}
func (m *memory) AddActivity(_ context.Context, a core.Activity) error {
	return m.do(func() { m.activities = append(m.activities, a) })
}

func (m *memory) View(id core.AccountID, read func(core.LedgerView) error) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return read(m.ledger(id))
}

func (m *memory) ledger(id core.AccountID) *ledger {
	l := m.ledgers[id]
	if l == nil {
		l = &ledger{lines: make(map[core.LineNo]core.Line), ids: make(map[core.TransactionID]core.LineNo)}
		m.ledgers[id] = l
	}
	return l
}

func (m *memory) Apply(ctx context.Context, deliveries ...core.Delivery) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil || ctx.Err() != nil {
		return errors.Join(m.broken, ctx.Err())
	}
	m.writes++
	for _, d := range deliveries {
		m.largest = max(m.largest, len(d.Changes))
		l := m.ledger(d.Account)
		for _, c := range d.Changes {
			if err := l.change(c); err != nil {
				return err
			}
		}
		if d.ReplacePending {
			l.pending = d.Pending
		}
		if d.State.Account != "" {
			m.states[d.Account] = d.State
		}
	}
	return nil
}

func (l *ledger) change(c core.Change) error {
	line, ok := l.lines[c.Line]
	if ok == (c.Kind == core.Insert) || c.Kind == core.Rebind && line.ID != c.Was || c.Kind == core.Revise && line.ID != c.New.ID {
		return fmt.Errorf("change %d of line %x contradicts the ledger", c.Kind, c.Line)
	}
	switch c.Kind {
	case core.Unlist:
		line.Missing = time.Unix(1, 0)
	case core.Relist:
		line.Missing = time.Time{}
	case core.Insert, core.Revise, core.Rebind:
		line.Transaction, line.No, line.Late = c.New, c.Line, c.Late || line.Late
		if l.ids[c.Was] == c.Line {
			delete(l.ids, c.Was)
		}
		l.ids[c.New.ID] = c.Line
	}
	l.lines[c.Line] = line
	return nil
}

func (l *ledger) ByID(id core.TransactionID) (core.Line, bool, error) {
	no, ok := l.ids[id]
	return l.lines[no], ok, nil
}

func (l *ledger) OnDay(day core.Date) (found []core.Line, err error) {
	for _, line := range l.lines {
		if line.BookingDate == day {
			found = append(found, line)
		}
	}
	return found, nil
}

func (l *ledger) Stats() (s core.AccountStats, err error) {
	for _, line := range l.lines {
		s.Lines++
		s.Newest = max(s.Newest, line.BookingDate)
		if s.Oldest.IsZero() || line.BookingDate < s.Oldest {
			s.Oldest = line.BookingDate
		}
		if !line.Missing.IsZero() {
			s.Missing++
			continue
		}
		s.Sum.Minor, s.Sum.Currency = s.Sum.Minor+line.Amount.Minor, line.Amount.Currency
	}
	return s, nil
}

// told lists the activities with a text that contains the words, oldest first.
func (m *memory) told(code core.Code) (texts []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.activities {
		if a.Code == code {
			texts = append(texts, a.Text)
		}
	}
	return texts
}
