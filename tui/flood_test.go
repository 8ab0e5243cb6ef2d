package tui_test

import (
	"context"
	"math"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
)

// stage runs the program as the framework does, without a terminal: one goroutine for messages, one for each command, and a
// question for a frame after each message.
type stage struct {
	ctx   context.Context
	msgs  chan tea.Msg
	acted func(tea.Msg) // after a message and its frame
}

func (s *stage) run(m tea.Model) {
	s.start(m.Init())
	for {
		select {
		case <-s.ctx.Done():
			return
		case msg := <-s.msgs:
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, cmd := range batch {
					s.start(cmd)
				}
				continue
			}
			_, cmd := m.Update(msg)
			s.start(cmd)
			m.View()
			s.acted(msg)
		}
	}
}

func (s *stage) start(cmd tea.Cmd) {
	if cmd != nil {
		go func() { s.send(cmd()) }()
	}
}

func (s *stage) send(msg tea.Msg) {
	if msg == nil {
		return
	}
	select {
	case s.msgs <- msg:
	case <-s.ctx.Done():
	}
}

// flood puts changes of n different accounts into the mailbox, 20 each millisecond: 20,000 a second.
func flood(ctx context.Context, box *event.Mailbox, n int) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for i := 0; i < n; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for range 20 {
			box.Put(event.Transactions, strconv.Itoa(i))
			i++
		}
	}
}

// told is a screen that counts its frames and keeps what it was told.
type told struct {
	tui.Screen
	rounds, frames, keys int
	scopes               map[string]bool
}

func (s *told) Update(msg tea.Msg) tea.Cmd {
	if changed, ok := msg.(tui.Changed); ok {
		s.rounds++
		for _, c := range changed.Changes {
			s.scopes[c.Scope] = true
		}
	}
	return s.Screen.Update(msg)
}

func (s *told) Do(inv action.Invoke) (tea.Cmd, bool) {
	s.keys++
	return s.Screen.Do(inv)
}

func (s *told) View(r layout.Box) string {
	s.frames++
	return s.Screen.View(r)
}

// underFlood runs a program whose screen is a ledger of a hundred thousand lines, and lets n changes come in.
func underFlood(ctx context.Context, tb testing.TB, all *sync.WaitGroup, n int, acted func(tea.Msg)) (*stage, *told) {
	tb.Helper()
	box, screen := event.NewMailbox(), &told{Screen: newLedger(theme.New(theme.Options{})), scopes: make(map[string]bool)}
	m, err := tui.NewModel(ctx, tui.Options{
		Screens: map[nav.Kind]tui.Maker{"ledger": func(nav.Page) tui.Screen { return screen }}, Home: nav.Page{Kind: "ledger"},
		Theme: theme.New(theme.Options{}), Now: time.Now, Events: box,
	})
	if err != nil {
		tb.Fatal(err)
	}
	s := &stage{ctx: ctx, msgs: make(chan tea.Msg), acted: acted}
	all.Go(func() { s.run(tui.NewLoop(m)) })
	s.send(tea.WindowSizeMsg{Width: 160, Height: 50})
	all.Go(func() { flood(ctx, box, n) })
	return s, screen
}

// TestFlood lets a second pass in which 20,000 changes come in while a user types. The clock is not the machine's: what is bounded
// is counted. Thirty rounds of changes and 125 frames a second are all that may be painted, and nothing may be lost.
func TestFlood(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		messages := 0
		s, screen := underFlood(ctx, t, &all, 20_000, func(tea.Msg) { messages++ })
		for range 21 {
			time.Sleep(47 * time.Millisecond)
			s.send(tea.KeyMsg{Type: tea.KeyDown})
		}
		time.Sleep(time.Second)
		synctest.Wait()
		cancel()
		all.Wait()
		t.Logf("%d rounds, %d frames, %d messages for 20 000 changes", screen.rounds, screen.frames, messages)
		if len(screen.scopes) != 20_000 || screen.keys != 21 {
			t.Errorf("%d changes and %d keys came through", len(screen.scopes), screen.keys)
		}
		if screen.rounds < 25 || screen.rounds > 32 {
			t.Errorf("%d rounds of changes", screen.rounds)
		}
		if screen.frames > 126 {
			t.Errorf("%d frames", screen.frames)
		}
	})
}

// BenchmarkKeyUnderFlood is the time from a key to the end of its Update, and of its frame where one is due, in real time and
// with real goroutines, while 20,000 changes a second come in.
func BenchmarkKeyUnderFlood(b *testing.B) {
	ctx, cancel := context.WithCancel(b.Context())
	var all sync.WaitGroup
	done := make(chan struct{})
	s, _ := underFlood(ctx, b, &all, math.MaxInt, func(msg tea.Msg) {
		if _, key := msg.(tea.KeyMsg); key {
			done <- struct{}{}
		}
	})
	var took []time.Duration
	for i, k := 0, keys(); b.Loop(); i++ {
		time.Sleep(time.Millisecond) // so that keys do not line up with the frames they cause
		begin := time.Now()
		s.send(k[i%len(k)])
		<-done
		took = append(took, time.Since(begin))
	}
	cancel()
	all.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}
