package home_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/home"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a board that tests write on.
type fake struct {
	board       app.Board
	connections []app.ConnectionView
	err         error
	events      *event.Mailbox
}

func (f *fake) Board(context.Context) (app.Board, error) { return f.board, f.err }
func (f *fake) Connections(context.Context, core.DossierID) ([]app.ConnectionView, error) {
	return f.connections, nil
}
func (f *fake) CreateDossier(_ context.Context, name string) (core.Dossier, error) {
	d := core.Dossier{ID: core.DossierID(name), Name: name}
	f.board.Dossiers = append(f.board.Dossiers, app.DossierView{Dossier: d})
	return d, nil
}
func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func open(t *testing.T, f *fake, looks theme.Options) *tuitest.Driver {
	t.Helper()
	f.events = event.NewMailbox()
	th := theme.New(looks)
	stay := func(p nav.Page) tui.Screen { return home.New(f, th, p) }
	return tuitest.New(t, tui.Options{
		Theme: th, Home: nav.Page{Kind: place.Home}, Events: f.events, Actions: [][]action.Def{place.Defs(), home.Actions()},
		Screens: map[nav.Kind]tui.Maker{
			place.Home: stay, place.Accounts: stay, place.Connect: stay, place.Setup: stay, place.Connections: stay, place.Transactions: stay, place.Consents: stay, place.Reconcile: stay,
		},
	})
}

func dossier(id, name string, accounts, lines int, s app.Status, worst core.ConsentState, days int) app.DossierView {
	return app.DossierView{Dossier: core.Dossier{ID: core.DossierID(id), Name: name}, Connections: 1, Accounts: accounts, Lines: lines,
		Worst: worst, DaysLeft: days, LastFetch: tuitest.Start.Add(-8 * time.Minute), Status: s}
}

var (
	fine    = app.Status{Word: "ok", Sentence: "All accounts are read."}
	expired = app.Status{Level: core.Alarm, Code: core.CodeConsentExpired, Word: "expired", Action: app.ActionReauthorize,
		Sentence: "The consent for BE68 5390 0754 7034 at Banque de la Meuse ended on 20 Nov 2026: no new lines arrive since then.",
		Next:     "Re-authorize it on Ponto's site."}
	down = app.Status{Level: core.Warning, Code: core.CodeBankDown, Word: "bank down", Action: app.ActionFetch,
		Sentence: "Dijlekas does not answer Ponto.", Next: "Ferry tries again at 10:02."}
)

func busy() *fake {
	f := &fake{
		connections: []app.ConnectionView{{Connection: core.Connection{ID: "k", Dossier: "p"}}},
		board: app.Board{
			Dossiers: []app.DossierView{
				dossier("p", "Bakkerij Peeters BV", 4, 12_044, expired, core.ConsentExpired, -2),
				dossier("s", "Garage Smets & Zonen", 2, 3_310, down, core.ConsentOK, 92),
				dossier("l", "Librairie Étoile\x1b[31m", 1, 871, fine, core.ConsentNotice, 24),
			},
			Attention: []app.Attention{
				{Status: expired, Dossier: "p", Account: "a", Title: "Bakkerij Peeters BV · Banque de la Meuse BE68 5390 0754 7034"},
				{Status: down, Dossier: "s", Account: "b", Title: "Garage Smets & Zonen · Dijlekas"},
			},
			Resumable: []app.Resumable{{Authorization: core.Authorization{ID: "flow", Started: tuitest.Start.Add(-18 * time.Minute)},
				Bank: core.Institution{Name: "Leiebank"}, DossierName: "Garage Smets & Zonen"}},
		},
	}
	f.board.Dossiers[0].Open, f.board.Dossiers[1].Open = 1_204, 7
	return f
}

func TestPictures(t *testing.T) {
	t.Parallel()
	demo := &fake{connections: []app.ConnectionView{{Connection: core.Connection{ID: "k", Dossier: "d", Sandbox: true}}},
		board: app.Board{Dossiers: []app.DossierView{{Dossier: core.Dossier{ID: "d", Name: "Demo"}, Connections: 1}}}}
	calm := &fake{connections: busy().connections, board: app.Board{Dossiers: busy().board.Dossiers[2:]}}
	broken := busy()
	broken.err = &core.Error{Code: core.CodeStorage, Op: "read the board", Msg: "the file could not be read", Hint: "see that the disk is there"}
	for name, f := range map[string]*fake{"busy": busy(), "demo": demo, "first": {}, "calm": calm, "error": broken} {
		t.Run(name, func(t *testing.T) { open(t, f, theme.Options{}).GoldenSizes(name) })
	}
	t.Run("ascii", func(t *testing.T) { open(t, busy(), theme.Options{ASCII: true, NoColor: true}).Golden("ascii") })
	t.Run("styled", func(t *testing.T) { open(t, busy(), theme.Options{}).GoldenStyled("styled") })
}

func TestEnterGoesWhereItIsMended(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		keys []string
		want nav.Page
	}{
		{[]string{"enter"}, place.Resume("flow")},
		{[]string{"j", "enter"}, place.Renew("a")},
		{[]string{"j", "j", "enter"}, place.Account("b")},
		{[]string{"j", "j", "j", "enter"}, place.Of(place.Accounts, "p")}, // past the last, into the dossiers
		{[]string{"tab", "down", "enter"}, place.Of(place.Accounts, "s")},
		{[]string{"tab", "up", "enter"}, place.Account("b")},
		{[]string{"tab", "tab", "enter"}, place.Resume("flow")},
	} {
		d := open(t, busy(), theme.Options{})
		d.Press("g")
		d.Press(tt.keys...)
		if got := d.Page(); got != tt.want {
			t.Errorf("%v goes to %v, want %v", tt.keys, got, tt.want)
		}
	}
}

// TestBooksOfTheDossierUnderTheCursor: what is about the books of one dossier is about the one under the cursor, and the
// footer says so where lines wait.
func TestBooksOfTheDossierUnderTheCursor(t *testing.T) {
	t.Parallel()
	f := busy()
	d := open(t, f, theme.Options{})
	d.See("M reconcile")
	d.Press("tab", "down", "M")
	if got, want := d.Page(), place.Of(place.Reconcile, "s"); got != want {
		t.Errorf("M goes to %v, want %v", got, want)
	}
	for i := range f.board.Dossiers {
		f.board.Dossiers[i].Open = 0
	}
	open(t, f, theme.Options{}).NotSee("M reconcile")
}

func TestFirstStepsLeadOn(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{}, theme.Options{})
	d.See("Connect to Ponto")
	d.Press("down")
	d.See("ferry demo")
	d.Press("up", "enter")
	if got := d.Page().Kind; got != place.Setup {
		t.Errorf("enter on the first page goes to %v", got)
	}
}

func TestWhatChangesIsShownAndThePlaceKept(t *testing.T) {
	t.Parallel()
	f := busy()
	d := open(t, f, theme.Options{})
	d.Press("j", "j") // on the bank that is down
	f.board.Attention = append([]app.Attention{{Status: expired, Dossier: "l", Account: "c", Title: "Librairie Étoile"}}, f.board.Attention...)
	f.events.Put(event.Accounts, "c")
	d.Settle()
	d.See("Librairie Étoile", "Ferry tries again at 10:02.")
}

func TestNewDossier(t *testing.T) {
	t.Parallel()
	f := busy()
	d := open(t, f, theme.Options{})
	d.Press("n")
	d.Type("Notaris Claes")
	d.Press("enter")
	d.See("Notaris Claes was added.", "Notaris Claes")
}

func TestErrorsAreTold(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{err: errors.New("broken")}, theme.Options{})
	d.NotSee("Nothing needs you")
}

func TestActions(t *testing.T) {
	t.Parallel()
	if err := action.Check(append(append(action.Builtin(), place.Defs()...), home.Actions()...)); err != nil {
		t.Error(err)
	}
}

func TestMatchesAreCountedAtOnce(t *testing.T) {
	t.Parallel()
	f := busy()
	d := open(t, f, theme.Options{})
	d.See("1 204")
	f.board.Dossiers[0].Open = 1_199
	f.events.Put(event.Books, "p")
	d.Settle()
	d.See("1 199")
}
