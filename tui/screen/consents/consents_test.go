package consents_test

import (
	"context"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/consents"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a board that tests write on.
type fake struct {
	list []app.ConsentView
	err  error
}

func (f *fake) Consents(context.Context, int) ([]app.ConsentView, error) { return f.list, f.err }
func (f *fake) RenewalMessage(_ context.Context, id core.AccountID, language string) (string, error) {
	return "To " + string(id) + " in " + language, nil
}
func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func consent(id, bank, dossier string, state core.ConsentState, days int, estimated bool) app.ConsentView {
	now := tuitest.Start
	c := core.Consent{State: state, DaysLeft: days, ExpiresAt: now.AddDate(0, 0, days), AuthorizedAt: now.AddDate(0, 0, days-180), Estimated: estimated}
	if state == core.ConsentUnknown {
		c.ExpiresAt = time.Time{}
	}
	return app.ConsentView{WhoActs: "The account holder, on Ponto's site and at " + bank, AccountView: app.AccountView{
		Account:     core.Account{ID: core.AccountID(id), Dossier: core.DossierID(dossier), Reference: "BE68539007547034", ReferenceType: "IBAN", Currency: "EUR"},
		DossierName: dossier, Bank: core.Institution{Name: bank}, Consent: c, Status: app.Status{Word: string(state), Sentence: "It is " + string(state) + ".", Next: "Re-authorize the account."},
	}}
}

func some() []app.ConsentView {
	return []app.ConsentView{
		consent("a1", "KBC", "Bakkerij Peeters", core.ConsentExpired, -3, false),
		consent("a2", "Belfius\x1b[2J", "Garage 東京 \u202eNV", core.ConsentCritical, 2, true),
		consent("a3", "ING", "Bakkerij Peeters", core.ConsentOK, 120, false),
		consent("a4", "Banque de la très longue Région wallonne et des provinces", "Zorg", core.ConsentUnknown, 0, false),
	}
}

func open(t *testing.T, f *fake, looks theme.Options, page nav.Page) (*tuitest.Driver, *event.Mailbox) {
	t.Helper()
	th, events := theme.New(looks), event.NewMailbox()
	screen := func(p nav.Page) tui.Screen { return consents.New(f, th, p) }
	made := map[nav.Kind]tui.Maker{}
	for _, kind := range []nav.Kind{place.Accounts, place.Connect, place.Consents} {
		made[kind] = screen
	}
	return tuitest.New(t, tui.Options{Theme: th, Home: page, Events: events, Actions: [][]action.Def{place.Defs(), consents.Actions()}, Screens: made}), events
}

func TestPictures(t *testing.T) {
	t.Parallel()
	page := nav.Page{Kind: place.Consents}
	for name, f := range map[string]*fake{
		"empty": {}, "error": {err: &core.Error{Code: core.CodeStorage, Msg: "the file could not be read", Hint: "check the disk"}},
		"some": {list: some()}, "fine": {list: some()[2:3]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := open(t, f, theme.Options{}, page)
			d.GoldenSizes(name)
		})
	}
	d, _ := open(t, &fake{list: some()}, theme.Options{NoColor: true, ASCII: true}, page)
	d.Golden("ascii")
}

func TestKeys(t *testing.T) {
	t.Parallel()
	d, _ := open(t, &fake{list: some()}, theme.Options{}, nav.Page{Kind: place.Consents})
	d.See("2 consents need somebody now; 2 can wait.", "3 days ago", "~2 days", "~24 Nov 2026", "no date")
	d.Press("m")
	d.See("To a1 in nl")
	d.Press("tab")
	d.See("To a1 in fr")
	d.Press("y")
	if d.Copied() != "To a1 in fr" {
		t.Errorf("copied %q", d.Copied())
	}
	d.Press("tab", "tab", "esc")
	d.NotSee("To a1")
	d.Press("w")
	if d.Page() != place.Renew("a1") {
		t.Errorf("re-authorize leads to %s", d.Page())
	}
	d.Press("esc", "j", "enter")
	if d.Page() != place.Account("a2") {
		t.Errorf("enter leads to %s", d.Page())
	}
}

func TestOneDossierAndTheErrorKeepsTheRows(t *testing.T) {
	t.Parallel()
	f := &fake{list: some()}
	d, events := open(t, f, theme.Options{}, place.Of(place.Consents, "Bakkerij Peeters"))
	d.See("Bakkerij Peeters: consents", "1 of 2")
	d.NotSee("Zorg")
	f.err = &core.Error{Code: core.CodeStorage, Msg: "the file could not be read"}
	events.Put(event.Accounts, "")
	d.Settle()
	d.See("The file could not be read.", "KBC")
}

func TestWhatEndsSoonHasNoCheckMark(t *testing.T) {
	t.Parallel()
	d, _ := open(t, &fake{list: []app.ConsentView{consent("a1", "KBC", "Bakkerij Peeters", core.ConsentNotice, 30, false)}}, theme.Options{}, nav.Page{Kind: place.Consents})
	d.See("~ notice", "~ It is notice.")
	d.NotSee("✓ It is notice.")
}
