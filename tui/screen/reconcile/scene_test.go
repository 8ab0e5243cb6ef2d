package reconcile_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/nav"
	"ferry/tui/screen/reconcile"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
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

// burst presses keys as a fast typist on a slow line does: they all arrive at once.
func burst(d *tuitest.Driver, text string, keys ...string) {
	d.Burst(append(strings.Split(text, ""), keys...)...)
}

// TestKeysAfterASearchMeanItsList: the list follows the letters after a moment, and the next key must not hit the row that is
// still shown.
func TestKeysAfterASearchMeanItsList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		keys []string
		done func(*books) bool
	}{
		"accept":        {[]string{"enter", "a"}, func(b *books) bool { return b.stateOf(5).Match != 0 && b.stateOf(1).Match == 0 }},
		"to check":      {[]string{"enter", "!"}, func(b *books) bool { return b.stateOf(5).Check && !b.stateOf(1).Check }},
		"code":          {[]string{"enter", "=", "6", "5", "0", "enter"}, func(b *books) bool { return b.stateOf(5).Match != 0 && b.stateOf(1).Match == 0 }},
		"note":          {[]string{"enter", "n", "z", "enter"}, func(b *books) bool { return b.notes[key(5)] == "z" && b.notes[key(1)] == "" }},
		"all of it":     {[]string{"enter", "*", "!"}, func(b *books) bool { return !b.stateOf(1).Check }},
		"cleared again": {[]string{"enter", `\`, "!"}, func(b *books) bool { return b.stateOf(1).Check || b.stateOf(5).Check }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := small()
			d := show(t, b, theme.Options{})
			burst(d, "/maes", c.keys...)
			if !c.done(b) {
				t.Errorf("the line of the search was not meant:\n%s", d.Screen())
			}
		})
	}
}

// TestNothingIsDoneUnderAFilterThatCannotBeRead: the lines that still stand there are not what it asks for.
func TestNothingIsDoneUnderAFilterThatCannotBeRead(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	burst(d, "/amt:x", "enter", "!")
	d.See(`"amt:x" is not an amount`)
	if left := len(b.waiting(t)); left != 8 {
		t.Errorf("%d lines are marked", 8-left)
	}
	d.Press("esc")
	d.See("8 open")
}

// TestKeysAfterASearchOfItemsMeanThem in a match by hand.
func TestKeysAfterASearchOfItemsMeanThem(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("m")
	d.See("2026-0101", "2026-0301")
	burst(d, "/2026-0102", "enter", "space")
	d.See("Picked 2026-0102")
}

// TestAnAnswerIsAboutTheLineThatWasNamed, whatever the list shows by then: lines come and go while somebody chooses an account.
func TestAnAnswerIsAboutTheLineThatWasNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		open   string
		answer []string
		done   func(*books) bool
	}{
		"code":      {"=", []string{"6", "5", "0", "enter"}, func(b *books) bool { return b.stateOf(5).Match != 0 }},
		"note":      {"n", []string{"z", "enter"}, func(b *books) bool { return b.notes[key(5)] == "z" }},
		"write-off": {"w", []string{"6", "5", "7", "enter"}, func(b *books) bool { return b.stateOf(5).Match != 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := small()
			d := show(t, b, theme.Options{})
			d.Press("j", "j", "j", "j", c.open)
			d.See("98,00")
			b.mu.Lock() // the bank takes it out, and the cursor stands on another line
			b.rev++
			gone := slices.IndexFunc(b.lines, func(l core.Line) bool { return l.No == 5 })
			b.lines = slices.Delete(slices.Clone(b.lines), gone, gone+1)
			b.mu.Unlock()
			b.events.Put(event.Transactions, "a")
			d.Settle()
			d.Press(c.answer...)
			if !c.done(b) || b.stateOf(6).Match != 0 || b.notes[key(6)] != "" {
				t.Errorf("another line was meant:\n%s", d.Screen())
			}
		})
	}
}

func key(no core.LineNo) core.LineKey { return core.LineKey{Account: "a", No: no} }
