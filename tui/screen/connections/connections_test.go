package connections_test

import (
	"context"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/connections"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

type fake struct {
	list    []app.ConnectionView
	err     error
	removed core.ConnectionID
}

func newFake() *fake {
	return &fake{list: []app.ConnectionView{
		{Connection: core.Connection{ID: "a", Dossier: "d", Door: core.CustomIntegration, Name: "Bakkerij Peeters BV", API: "https://api.myponto.com", Created: tuitest.Start},
			DossierName: "Peeters", Accounts: 3, Status: app.Status{Word: "ok", Sentence: "Up to date as of 08:12."}},
		{Connection: core.Connection{ID: "b", Dossier: "e", Door: core.PontoConnect, Name: "Garage Maes", API: "https://api.ibanity.com/ponto-connect", Created: tuitest.Start, Sandbox: true},
			DossierName: "Maes", Accounts: 1, Status: app.Status{Level: core.Alarm, Word: "credentials",
				Sentence: "Ponto refuses the credentials of Garage Maes since 2 Nov. Nothing of this connection can be read.",
				Next:     "Authorize again; if that is refused too, check client id, secret and certificates with Update credentials."}},
	}}
}

func (f *fake) Connections(context.Context, core.DossierID) ([]app.ConnectionView, error) {
	return f.list, f.err
}

func (f *fake) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	return []app.AccountView{{Account: core.Account{ID: "x", Connection: "a", Reference: "BE68 5390 0754 7034", Currency: "EUR", Connected: true},
		Bank: core.Institution{Name: "Banque de la Meuse"}, Status: app.Status{Word: "12 days"}}}, nil
}

func (f *fake) Checklist(context.Context, core.ConnectionID) ([]app.Step, error) {
	return []app.Step{{Title: "Account at Ponto", Help: "Sign up.", Done: true, Known: true}, {Title: "Billing information", Help: "Fill it in."},
		{Title: "Consent at the bank", Help: "Sign in at the bank.", Known: true}}, nil
}

func (f *fake) RemoveConnection(_ context.Context, id core.ConnectionID) error {
	f.removed, f.list = id, nil
	return nil
}

type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return string(s.page.Kind) }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+s.page.String()+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

func (f *fake) open(t *testing.T, looks theme.Options) (*tuitest.Driver, *event.Mailbox) {
	t.Helper()
	th, box := theme.New(looks), event.NewMailbox()
	o := tui.Options{Theme: th, Events: box, Home: nav.Page{Kind: place.Home}, Open: nav.Page{Kind: place.Connections},
		Actions: [][]action.Def{place.Defs(), connections.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Connections: func(p nav.Page) tui.Screen { return connections.New(f, th, p) }}}
	for _, kind := range []nav.Kind{place.Home, place.Connect, place.Setup} {
		o.Screens[kind] = func(p nav.Page) tui.Screen { return sign{p} }
	}
	return tuitest.New(t, o), box
}

func TestPictures(t *testing.T) {
	t.Parallel()
	f := newFake()
	d, box := f.open(t, theme.Options{})
	d.GoldenSizes("list")
	d.Press("down")
	d.GoldenSizes("refused")
	d.Press("enter")
	d.GoldenSizes("menu")
	d.Press("esc", "s")
	d.See("unseen", "Billing information")
	d.Golden("checklist")
	d.Press("esc")
	f.err = &core.Error{Code: core.CodeStorage, Msg: "the file cannot be read", Hint: "check the disk"}
	box.Put(event.Connections, "")
	d.Settle()
	d.Golden("error")
	f.list, f.err = nil, nil
	box.Put(event.Connections, "")
	d.Settle()
	d.GoldenSizes("empty")

	d, _ = newFake().open(t, theme.Options{ASCII: true, NoColor: true})
	d.Resize(80, 24)
	d.GoldenStyled("ascii-no-color")
}

func TestWaysOn(t *testing.T) {
	t.Parallel()
	for key, page := range map[string]string{
		"a": "connect:choose/a", "m": "connect:connection/a", "u": "setup:connection/a", "n": "setup",
	} {
		d, _ := newFake().open(t, theme.Options{})
		d.Press(key)
		d.See("This is " + page + ".")
	}
	d, _ := newFake().open(t, theme.Options{})
	d.Press("w")
	d.See("Which account is to be authorized again?", "BE68 5390 0754 7034", "12 days")
	d.Press("enter")
	d.See("This is connect:account/x.")
	d, _ = newFake().open(t, theme.Options{})
	d.Press("down", "w")
	d.See("add a bank first")
	d.Press("enter")
	d.Type("update")
	d.Press("enter")
	d.See("This is setup:connection/b.")
}

func TestRemoveAsksFirst(t *testing.T) {
	t.Parallel()
	f := newFake()
	d, _ := f.open(t, theme.Options{})
	d.Press("x")
	d.See("Remove the connection Bakkerij Peeters BV?", "no longer reads its 3 accounts", "The lines stay readable")
	d.Press("enter")
	if f.removed != "" {
		t.Error("removed without a yes")
	}
	d.Press("x", "y")
	d.See("Removed.", "No connection to Ponto yet.")
	if f.removed != "a" {
		t.Errorf("removed %q", f.removed)
	}
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(connections.Actions()); err != nil {
		t.Error(err)
	}
}
