package connect

import (
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
)

// TestFetchInProgress paints what no driver can hold still.
func TestFetchInProgress(t *testing.T) {
	t.Parallel()
	for name, box := range map[string]layout.Box{"60x13": {W: 60, H: 13}, "120x33": {W: 120, H: 33}} {
		s := New(nil, theme.New(theme.Options{}), nav.Page{Kind: Kind})
		since := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
		s.now, s.tick = since.Add(12*time.Second), 3
		view := func(id core.AccountID, reference string, p *app.Progress) app.AccountView {
			return app.AccountView{Account: core.Account{ID: id, Reference: reference}, Bank: core.Institution{Name: "Banque de la Meuse"},
				Progress: p, Stats: core.AccountStats{Lines: 1204}}
		}
		s.way = []step{&fetching{Screen: s, chosen: true,
			rows: []app.AccountView{view("a", "BE68539007547034", nil), view("b", "BE71096123456769", nil), view("c", "NL91ABNA0417164300", &app.Progress{Phase: "writing", Lines: 100, Pages: 1}), view("d", "4242", nil)},
			seen: map[core.AccountID]app.Progress{"a": {Phase: "done"}, "b": {Phase: "reading", Lines: 300, Pages: 3, Since: since}, "c": {Phase: "waiting"}}}}
		t.Run(name, func(t *testing.T) { golden.RequireEqual(t, ansi.Strip(s.View(box))) })
	}
}
