package whose_test

import (
	"context"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/whose"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

type fake []core.Dossier

func (f fake) Dossiers(context.Context) ([]core.Dossier, error) { return f, nil }

// sign is a page that does nothing.
type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return string(s.page.Kind) }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+s.page.String()+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

func open(t *testing.T, f fake, p nav.Page) *tuitest.Driver {
	t.Helper()
	th := theme.New(theme.Options{})
	return tuitest.New(t, tui.Options{Theme: th, Home: nav.Page{Kind: place.Home}, Open: p, Actions: [][]action.Def{place.Defs(), whose.Actions()},
		Screens: map[nav.Kind]tui.Maker{
			place.Items: func(p nav.Page) tui.Screen { return whose.Or(f, th, p, sign{p}) },
			place.Home:  func(p nav.Page) tui.Screen { return sign{p} },
		}})
}

func TestAsksOnlyWhereItMust(t *testing.T) {
	t.Parallel()
	two := fake{{ID: "a", Name: "Bakkerij Peeters"}, {ID: "b", Name: "Garage \x1b[2JSmets"}}
	open(t, two, place.Of(place.Items, "b")).See("This is items:b.")
	open(t, two[:1], place.Of(place.Items, "")).See("This is items:a.")
	d := open(t, two, place.Of(place.Items, ""))
	d.GoldenSizes("two")
	d.Press("j", "enter")
	d.See("This is items:b.")
	d.Press("esc")
	d.See("This is home.") // the question is not on the way back
	none := open(t, nil, place.Of(place.Items, ""))
	none.See("No dossier yet.")
	none.Press("enter")
	none.See("there is no dossier yet")
}

func TestActions(t *testing.T) {
	t.Parallel()
	if err := action.Check(whose.Actions()); err != nil {
		t.Error(err)
	}
}
