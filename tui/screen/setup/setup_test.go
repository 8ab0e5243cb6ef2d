package setup_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/setup"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a service that takes one secret only and remembers what it was given.
type fake struct {
	demo     bool
	tested   []app.Credentials
	saved    []app.Credentials
	accounts int
}

func (f *fake) Dossiers(context.Context) ([]core.Dossier, error) {
	return []core.Dossier{{ID: "d", Name: "Bakkerij Peeters"}}, nil
}

func (f *fake) Connections(context.Context, core.DossierID) ([]app.ConnectionView, error) {
	return []app.ConnectionView{{Connection: core.Connection{ID: "k", Dossier: "d", Door: core.PontoConnect, Name: "Peeters BV", API: "https://api.example"}}}, nil
}

func (f *fake) SimulatorCredentials(dossier core.DossierID, door core.Door) (app.Credentials, bool) {
	return app.Credentials{Dossier: dossier, Door: door, Secret: core.Secret{ClientID: "sim", ClientSecret: "good"}}, f.demo
}

func (f *fake) TestCredentials(_ context.Context, c app.Credentials) (app.TestResult, error) {
	f.tested = append(f.tested, c)
	if c.Secret.ClientSecret != "good" {
		return app.TestResult{}, &core.Error{Code: core.CodeAuth, Msg: "Ponto refuses these credentials", Hint: "copy them again from Ponto's site", RequestID: "req-9"}
	}
	return app.TestResult{Organization: "Bakkerij Peeters BV", Accounts: f.accounts, Checklist: []app.Step{
		{Title: "Account at Ponto", Done: true, Known: true}, {Title: "Organization", Done: true, Known: true}, {Title: "Billing information"},
		{Title: "Accounts › Live › Add account", Help: "Start adding an account there, and see that the integration may read it.", Known: true},
		{Title: "Country"}, {Title: "Institution"}, {Title: "Consent at the bank", Known: true}}}, nil
}

func (f *fake) Connect(_ context.Context, c app.Credentials) (core.Connection, error) {
	f.saved = append(f.saved, c)
	return core.Connection{ID: "new"}, nil
}

func (f *fake) UpdateCredentials(_ context.Context, _ core.ConnectionID, c app.Credentials) error {
	f.saved = append(f.saved, c)
	return nil
}

type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return string(s.page.Kind) }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+s.page.String()+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

func (f *fake) open(t *testing.T, p nav.Page, looks theme.Options) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	o := tui.Options{Theme: th, Home: nav.Page{Kind: place.Home}, Open: p, Actions: [][]action.Def{place.Defs(), setup.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Setup: func(p nav.Page) tui.Screen { return setup.New(f, th, p) }}}
	for _, kind := range []nav.Kind{place.Home, place.Connect} {
		o.Screens[kind] = func(p nav.Page) tui.Screen { return sign{p} }
	}
	return tuitest.New(t, o)
}

func TestCustomIntegration(t *testing.T) {
	t.Parallel()
	f := &fake{demo: true}
	d := f.open(t, place.Of(place.Setup, ""), theme.Options{})
	d.GoldenSizes("doors")
	d.Press("down", "down", "enter")
	d.GoldenSizes("form")
	d.Press("ctrl+s")
	d.See("Please fill this in.")
	d.Golden("form-empty")
	d.Type("my-id")
	d.Press("enter")
	d.Type("bad")
	d.NotSee("bad")
	d.Press("enter")
	d.See("Ponto refuses these credentials")
	d.GoldenSizes("form-refused")
	if len(f.saved) != 0 {
		t.Error("something was saved")
	}
	d.Press("ctrl+u")
	d.Type("good")
	d.Press("ctrl+r")
	d.See("good")
	d.Press("ctrl+s")
	d.See("Ponto takes these credentials: Bakkerij Peeters BV.", "to do", "unseen")
	d.GoldenSizes("checklist")
	if len(f.saved) != 0 {
		t.Error("saved before it was asked for")
	}
	d.Press("esc")
	d.See("my-id")
	d.Press("ctrl+s", "enter")
	d.See("This is connect:connection/new.")
	if len(f.saved) != 1 || f.saved[0].Secret.ClientID != "my-id" || f.saved[0].Dossier != "" || f.saved[0].Door != core.CustomIntegration {
		t.Errorf("saved %+v", f.saved)
	}
}

func TestDossierIsChosen(t *testing.T) {
	t.Parallel()
	f := &fake{accounts: 3}
	d := f.open(t, place.Of(place.Setup, ""), theme.Options{})
	d.NotSee("simulator")
	d.Press("enter", "shift+tab", "right", "tab") // the client id has the focus first: it is what is pasted
	d.Type("id")
	d.Press("tab")
	d.Type("good")
	d.Press("ctrl+s", "enter")
	d.See("This is connect:choose/new.")
	if f.saved[0].Dossier != "d" {
		t.Errorf("dossier %q", f.saved[0].Dossier)
	}
}

func TestSimulatorNeedsNothingTyped(t *testing.T) {
	t.Parallel()
	f := &fake{demo: true}
	d := f.open(t, place.Of(place.Setup, "x"), theme.Options{ASCII: true})
	d.Press("enter")
	d.See("takes these credentials")
	d.GoldenStyled("checklist-ascii")
	d.Press("esc")
	d.See("How do you want")
	d.Press("down", "enter", "enter")
	if len(f.saved) != 1 || f.saved[0].Door != core.PontoConnect || f.saved[0].Dossier != "x" {
		t.Errorf("saved %+v", f.saved)
	}
}

func TestPontoConnectReadsCertificates(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "cert.pem")
	if err := os.WriteFile(file, []byte("-----BEGIN CERTIFICATE-----\nAA\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := &fake{}
	d := f.open(t, place.Credentials("k"), theme.Options{NoColor: true})
	d.See("Update credentials")
	d.GoldenStyled("connect-form")
	d.GoldenSizes("connect-form")
	d.Type("id")
	d.Press("tab")
	d.Type("good")
	d.Press("tab")
	d.Paste("/nowhere/cert.pem")
	d.Press("tab")
	d.Paste("-----BEGIN PRIVATE KEY-----\nBB\n-----END PRIVATE KEY-----")
	d.Press("ctrl+s")
	d.See("This file cannot be read")
	d.Press("ctrl+u")
	d.Paste(file)
	d.Press("ctrl+s")
	d.See("takes these credentials")
	d.Press("enter")
	d.See("This is home.")
	got := f.saved[0]
	if got.Secret.Certificate != "-----BEGIN CERTIFICATE-----\nAA\n" || got.Secret.PrivateKey == "" || got.API != "https://api.example" || got.Door != core.PontoConnect {
		t.Errorf("saved %+v %q", got, got.Secret.Certificate)
	}
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(setup.Actions()); err != nil {
		t.Error(err)
	}
}
