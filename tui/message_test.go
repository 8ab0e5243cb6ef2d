package tui

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
)

// mute is a page without a word of its own.
type mute struct{}

func (mute) Page() nav.Page                   { return nav.Page{Kind: "home"} }
func (mute) Title() string                    { return "Mute" }
func (mute) Update(tea.Msg) tea.Cmd           { return nil }
func (mute) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (mute) View(r layout.Box) string         { return layout.Fit("", r) }
func (mute) Scope() action.Scope              { return action.Scope{Name: "mute"} }

// TestTheEndOfAMessageIsRead: what a sentence says last is what to do, so it is not cut off; it stays for longer, and what
// would fill the page ends where it must.
func TestTheEndOfAMessageIsRead(t *testing.T) {
	t.Parallel()
	const (
		long = "account BE68 5390 0754 7034 is locked until 2026-10-31, and the line is of 2026-10-12"
		hint = "unlock the account first, with: ferry unlock ACCOUNT, or on the reconcile screen"
	)
	var lasts time.Duration
	m, err := NewModel(t.Context(), Options{
		Screens: map[nav.Kind]Maker{"home": func(nav.Page) Screen { return mute{} }}, Home: nav.Page{Kind: "home"}, Theme: theme.New(theme.Options{}), Now: func() time.Time { return time.Time{} },
		Timer: func(d time.Duration, _ tea.Msg, _ bool) tea.Cmd { lasts = d; return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	m.Init()
	read := func() (text string, lines int) {
		list := m.message()
		for _, l := range list {
			if w := layout.Width(l); w != m.size.W {
				t.Errorf("%d cells instead of %d: %q", w, m.size.W, l)
			}
		}
		return strings.Join(strings.Fields(ansi.Strip(strings.Join(list, " "))), " "), len(list)
	}
	for _, w := range []int{60, 80, 120, 200} {
		m.size = layout.Box{W: w, H: 24}
		m.onToast(toastMsg{core.Warning, long + ": " + hint + "."})
		if text, n := read(); !strings.HasSuffix(text, "reconcile screen.") || lasts != warningTime+time.Duration(n-1)*factTime {
			t.Errorf("%d cells: a toast of %d lines says %q for %s", w, n, text, lasts)
		}
		m.toast.clear()
		m.fault = fault{shown: true, err: &core.Error{Code: core.CodeConflict, Msg: long, Hint: hint}}
		if text, n := read(); !strings.HasSuffix(text, "reconcile screen. e detail") || n < 1+160/w {
			t.Errorf("%d cells: an error of %d lines says %q", w, n, text)
		}
		m.fault.err = &core.Error{Code: core.CodeConflict, Msg: strings.Repeat(long, 20), Hint: hint}
		if text, n := read(); !strings.HasSuffix(text, "… e detail") || n != maxMessage {
			t.Errorf("%d cells: a very long error of %d lines says %q", w, n, text)
		}
		m.fault.hide()
	}
	m.onToast(toastMsg{core.Info, "Done."})
	if text, n := read(); n != 1 || !strings.HasSuffix(text, "Done.") || lasts != factTime {
		t.Errorf("%q in %d lines for %s", text, n, lasts)
	}
}
