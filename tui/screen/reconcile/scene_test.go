package reconcile_test

import (
	"fmt"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/nav"
	"ferry/tui/screen/reconcile"
	"ferry/tui/theme"
)

// TestOwnActsAreReadOnce: the page is told of what it did itself, which it has read already.
func TestOwnActsAreReadOnce(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	for _, key := range []string{"a", "!", "u", "u", "ctrl+r"} {
		before := b.calls["Open"]
		d.Press(key)
		if n := b.calls["Open"] - before; n != 1 {
			t.Errorf("after %s the list is read %d times", key, n)
		}
	}
	before := b.calls["Open"]
	b.mu.Lock()
	b.rev++
	b.mu.Unlock()
	b.events.Put(event.Books, string(dossier))
	d.Settle()
	if n := b.calls["Open"] - before; n != 1 {
		t.Errorf("what others did is read %d times", n)
	}
}

// TestAnotherViewIsNotLostBehindNews: news that change nothing must not keep out a list that is still being read.
func TestAnotherViewIsNotLostBehindNews(t *testing.T) {
	t.Parallel()
	b := small()
	m := model(t, func(th *theme.Theme, p nav.Page) tui.Screen { return reconcile.New(b, th, p) })
	run(m, m.Init())
	update(m, tea.WindowSizeMsg{Width: 120, Height: 36})
	_, cmd := m.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("V")})
	coming := read(m, cmd)
	_, cmd = m.Update(tui.Events{Changes: []event.Change{{Topic: event.Books, Scope: string(dossier)}}})
	coming = append(coming, read(m, cmd)...)
	for _, msg := range coming {
		update(m, msg)
	}
	if frame := ansi.Strip(m.Frame()); !strings.Contains(frame, "to check") || strings.Contains(frame, "500,00") {
		t.Errorf("the other view does not show:\n%s", frame)
	}
}

// read carries out what commands read, and returns what they found without telling it yet.
func read(m *tui.Model, cmd tea.Cmd) (found []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if some, batch := msg.(tea.BatchMsg); batch {
		for _, c := range some {
			found = append(found, read(m, c)...)
		}
		return found
	}
	if fmt.Sprintf("%T", msg) == "tui.doneMsg" {
		return []tea.Msg{msg}
	}
	if msg != nil {
		_, cmd = m.Update(msg)
		found = read(m, cmd)
	}
	return found
}
