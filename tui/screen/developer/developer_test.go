package developer_test

import (
	"context"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/ponto"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/developer"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

type fake struct{ on, empty bool }

func (f *fake) Settings(context.Context) (core.Settings, error) {
	return core.Settings{DeveloperMode: f.on}, nil
}

func (f *fake) Requests() []app.Request {
	if f.empty {
		return nil
	}
	at := tuitest.Start
	return []app.Request{
		{Connection: "k", Exchange: ponto.Exchange{At: at, Method: "GET", Path: "/accounts/a4f0c2d1/transactions?limit=100", Status: 429, RequestID: "9c3e1d2f-0b7a-4f5e-8d6c-1a2b3c4d5e6f", Took: 87 * time.Millisecond, Err: "rate limited"}},
		{Connection: "k", Exchange: ponto.Exchange{At: at.Add(-time.Second), Method: "GET", Path: "/accounts", Status: 200, RequestID: "1b2c3d4e-5f60-4718-9a0b-c1d2e3f4a5b6", Took: 1234 * time.Millisecond}},
	}
}

func (f *fake) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	if f.empty {
		return nil, nil
	}
	return []app.AccountView{{Account: core.Account{ID: "a4f0c2d1", Reference: "BE68539007547034", Connection: "k"}, Bank: core.Institution{Name: "Banque de la Meuse"},
		Stats: core.AccountStats{Lines: 1204},
		Feed: core.FeedState{Reading: 17, Next: "cursor-42", Outcome: core.CodeOK, LastGood: tuitest.Start, NextTry: tuitest.Start.Add(15 * time.Minute),
			OffsetKnown: true, Offset: core.Amount{Minor: 123456, Currency: "EUR"}}}}, nil
}

func (f *fake) open(t *testing.T) *tuitest.Driver {
	t.Helper()
	looks := theme.New(theme.Options{})
	return tuitest.New(t, tui.Options{Theme: looks, Home: nav.Page{Kind: place.Developer}, Actions: [][]action.Def{place.Defs(), developer.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Developer: func(p nav.Page) tui.Screen { return developer.New(f, looks, p) }}})
}

func TestPictures(t *testing.T) {
	t.Parallel()
	d := (&fake{on: true}).open(t)
	d.GoldenSizes("requests")
	d.Press("enter")
	d.Golden("request")
	d.Press("esc", "y")
	if d.Copied() != "9c3e1d2f-0b7a-4f5e-8d6c-1a2b3c4d5e6f" {
		t.Errorf("copied %q", d.Copied())
	}
	d.Press("tab")
	d.GoldenSizes("cursors")
	d.Press("enter")
	d.See("cursor-42", "1 234,56 EUR")
	d.Golden("cursor")
	d.Press("esc", "y")
	if d.Copied() != "a4f0c2d1" {
		t.Errorf("copied %q", d.Copied())
	}
	(&fake{on: true, empty: true}).open(t).Golden("empty")
	d = (&fake{}).open(t)
	d.Golden("off")
	d.Press("enter")
	d.See("Developer mode is off")
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(developer.Actions()); err != nil {
		t.Error(err)
	}
}
