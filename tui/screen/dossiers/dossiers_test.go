package dossiers_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/dossiers"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake keeps client files in memory and refuses a name that is taken.
type fake struct{ list []app.DossierView }

// Board hands out a copy, as the service does: what a screen paints must not change under it.
func (f *fake) Board(context.Context) (app.Board, error) {
	return app.Board{Dossiers: slices.Clone(f.list)}, nil
}

func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func (f *fake) CreateDossier(_ context.Context, name string) (core.Dossier, error) {
	for _, d := range f.list {
		if d.Name == name {
			return core.Dossier{}, &core.Error{Code: core.CodeConflict, Op: "create the dossier", Msg: "there is a dossier with this name", Hint: "choose another name"}
		}
	}
	d := core.Dossier{ID: core.DossierID(name), Name: name, Created: tuitest.Start}
	f.list = append(f.list, app.DossierView{Dossier: d, Status: app.Status{Word: "empty"}})
	return d, nil
}

func (f *fake) RenameDossier(_ context.Context, id core.DossierID, name string) error {
	for i := range f.list {
		if f.list[i].ID == id {
			f.list[i].Name = name
		}
	}
	return nil
}

func open(t *testing.T, f *fake) *tuitest.Driver {
	t.Helper()
	th := theme.New(theme.Options{})
	make := func(p nav.Page) tui.Screen { return dossiers.New(f, th, p) }
	return tuitest.New(t, tui.Options{Theme: th, Home: nav.Page{Kind: place.Dossiers}, Events: event.NewMailbox(),
		Actions: [][]action.Def{place.Defs(), dossiers.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Dossiers: make, place.Accounts: make, place.Consents: make}})
}

func some() *fake {
	at := time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	return &fake{list: []app.DossierView{
		{Dossier: core.Dossier{ID: "p", Name: "Bakkerij Peeters BV", Created: at}, Accounts: 4, Lines: 12_044, LastFetch: tuitest.Start.Add(-8 * time.Minute), Status: app.Status{Word: "ok"}},
		{Dossier: core.Dossier{ID: "s", Name: "Coöperatieve Vennootschap Garage Smets, Zonen & Dochters uit het Land van Waas", Created: at}, Accounts: 112, Lines: 1_203_310,
			LastFetch: tuitest.Start.AddDate(0, 0, -3), Status: app.Status{Level: core.Alarm, Word: "expired"}},
	}}
}

func TestPictures(t *testing.T) {
	t.Parallel()
	t.Run("some", func(t *testing.T) { open(t, some()).GoldenSizes("some") })
	t.Run("empty", func(t *testing.T) { open(t, &fake{}).GoldenSizes("empty") })
}

func TestAddRenameOpen(t *testing.T) {
	t.Parallel()
	d := open(t, some())
	d.Press("n")
	d.Type("Notaris Claes")
	d.Press("enter")
	d.See("Notaris Claes was added.")

	d.Press("n")
	d.Type("Notaris Claes")
	d.Press("enter")
	d.See("There is a dossier with this name", "Choose another name")

	d.Press("g", "m", "ctrl+u")
	d.Type("Bakkerij Janssens BV")
	d.Press("enter")
	d.See("Renamed to Bakkerij Janssens BV.")
	d.NotSee("Bakkerij Peeters")

	d.Press("o")
	if got, want := d.Page(), place.Of(place.Consents, "p"); got != want {
		t.Errorf("o goes to %v, want the consents of the dossier under the cursor, %v", got, want)
	}
	d.Press("esc", "enter")
	if got, want := d.Page(), place.Of(place.Accounts, "p"); got != want {
		t.Errorf("enter goes to %v, want %v", got, want)
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	if err := action.Check(append(append(action.Builtin(), place.Defs()...), dossiers.Actions()...)); err != nil {
		t.Error(err)
	}
}
