package connect_test

import (
	"context"
	"net/url"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/core/sandbox"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/connect"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake answers always the same, so that every picture is the same everywhere.
type fake struct {
	door    core.Door
	sandbox bool
	choice  app.Choice
	awaited chan app.AuthResult // what the waiting flow is told
	fetched chan struct{}       // the fetch ends when it is closed
	failed  bool
	events  *event.Mailbox
}

func newFake() *fake {
	return &fake{door: core.CustomIntegration, awaited: make(chan app.AuthResult, 1), fetched: make(chan struct{}), events: event.NewMailbox()}
}

var (
	meuse = app.InstitutionView{Institution: core.Institution{ID: "meuse", Name: "Banque de la Meuse", BIC: "BQMEBEBB", Country: "BE", Status: core.Stable,
		LifetimeDays: 180, Pending: true}, Badges: []string{"stable"}, Connected: 1}
	betaBank = app.InstitutionView{Institution: core.Institution{ID: "dender", Name: "Denderbank", BIC: "DENDBEBB", Country: "BE", Status: core.Beta,
		LifetimeDays: 90, Brand: "Dender"}, Badges: []string{"beta"},
		Notice: "Denderbank is in beta: Ponto has connected it recently and is still testing. It can be used, but lines may come late, incomplete or not at all. " +
			"Ferry cannot mend that: such problems are Ponto's to solve. Contact Ponto's support and name the bank."}
	closed = app.InstitutionView{Institution: core.Institution{ID: "dijle", Name: "Dijlekas", BIC: "DIJLBEBB", Country: "BE", Maintenance: core.MaintenanceInternal,
		MaintenanceTo: tuitest.Start.Add(30 * time.Hour)}, Badges: []string{"maintenance"}, Blocked: "Dijlekas is in maintenance at Ponto: none of its data can be read for the time being."}
	long = app.InstitutionView{Institution: core.Institution{ID: "long", Name: "Coöperatieve Landbouwkredietkas van het Land van Waas en de Polders",
		BIC: "LANDBEBB", Country: "BE", Status: core.Stable}}
)

func accounts() []core.Account {
	expires := tuitest.Start.AddDate(0, 0, 180)
	return []core.Account{
		{ID: "a", Institution: "meuse", Reference: "BE68539007547034", Currency: "EUR", Description: "Zichtrekening", ExpiresAt: expires},
		{ID: "b", Institution: "meuse", Reference: "BE71096123456769", Currency: "USD", ExpiresAt: expires},
		{ID: "c", Institution: "dender", Reference: "BE43068999999501", Currency: "EUR", Description: "Business", Connected: true, ConnectedAt: tuitest.Start},
	}
}

func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func (f *fake) Connections(context.Context, core.DossierID) ([]app.ConnectionView, error) {
	return []app.ConnectionView{{Connection: core.Connection{ID: "k", Dossier: "d", Door: f.door, Name: "Bakkerij Peeters BV"}, DossierName: "Peeters"}}, nil
}

func (f *fake) views() []app.AccountView {
	list := accounts()
	views := []app.AccountView{{Account: list[0], Bank: meuse.Institution}, {Account: list[1], Bank: meuse.Institution}}
	views[0].Stats = core.AccountStats{Lines: 1204, Oldest: core.NewDate(2024, 11, 25), Newest: core.NewDate(2026, 11, 21), Sum: core.Amount{Minor: -1833210, Currency: "EUR"}}
	views[0].Consent = core.Consent{State: core.ConsentOK, ExpiresAt: list[0].ExpiresAt}
	views[1].Consent = core.Consent{State: core.ConsentOK, ExpiresAt: list[1].ExpiresAt, Estimated: true}
	return views
}

func (f *fake) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	return f.views(), nil
}

func (f *fake) Account(context.Context, core.AccountID) (app.AccountView, error) {
	v := f.views()[0]
	v.Connection = "k"
	return v, nil
}

func (f *fake) Countries(context.Context, core.ConnectionID) ([]string, error) {
	return []string{"BE", "NL", "int"}, nil
}

func (f *fake) SearchInstitutions(_ context.Context, _ core.ConnectionID, q app.InstitutionQuery) ([]app.InstitutionView, error) {
	switch q.Text {
	case "beta":
		return []app.InstitutionView{betaBank}, nil
	case "down":
		return nil, &core.Error{Code: core.CodeNetwork, Msg: "Ponto could not be reached", Hint: "check the internet connection and try again", RequestID: "req-1"}
	}
	return []app.InstitutionView{meuse, betaBank, closed, long}, nil
}

const address = "https://dashboard.example/organizations/3f7c0e6a-6f0f-4a44-9d0a-0d6d2b8e7a55/live/accounts/add?institution=c4b1f0a2-9d0a-4a44-8e7a-55f7c0e6a6f0"

func (f *fake) flow() core.Authorization {
	a := core.Authorization{ID: "f", Connection: "k", Institution: "meuse", URL: address, Deadline: tuitest.Start.Add(30 * time.Minute)}
	if f.door == core.PontoConnect {
		a.State = "state"
	}
	return a
}

func (f *fake) Authorize(context.Context, core.ConnectionID, core.InstitutionID) (core.Authorization, error) {
	return f.flow(), nil
}

func (f *fake) Reauthorize(context.Context, core.AccountID) (core.Authorization, error) {
	a := f.flow()
	a.Account = "a"
	return a, nil
}

func (f *fake) OpenAuthorizations(context.Context) ([]core.Authorization, error) {
	return []core.Authorization{f.flow()}, nil
}

func (f *fake) AwaitAuthorization(ctx context.Context, _ string) (app.AuthResult, error) {
	select {
	case r := <-f.awaited:
		return r, nil
	case <-ctx.Done():
		return app.AuthResult{}, &core.Error{Code: core.CodeCancelled}
	}
}

func (f *fake) CheckAuthorization(context.Context, string) (app.AuthResult, error) {
	return app.AuthResult{Sentence: "Nothing has changed at Ponto yet. Finish at the bank, then look again."}, nil
}

func (f *fake) PasteRedirect(context.Context, string, string) (app.AuthResult, error) {
	return app.AuthResult{Done: true, New: 2}, nil
}

func (f *fake) AbandonAuthorization(context.Context, string) error     { return nil }
func (f *fake) OpenBrowser(context.Context, string) error              { return nil }
func (f *fake) Sandbox(context.Context, core.ConnectionID) bool        { return f.sandbox }
func (f *fake) OpenForm(context.Context, string) (sandbox.Form, error) { return bankPage(), nil }

func (f *fake) SubmitForm(context.Context, sandbox.Form, url.Values) (sandbox.Form, error) {
	page := bankPage()
	page.Error = "This code is not right. The card reader shows six digits."
	return page, nil
}

func bankPage() sandbox.Form {
	return sandbox.Form{Title: "Banque de la Meuse: log in", Submit: "Log in", Action: "http://127.0.0.1/x",
		Text:   []string{"This is your bank's own page. Ferry does not see what you enter here."},
		Fields: []sandbox.Field{{Name: "code", Label: "Code of your card reader", Kind: "text", Value: "123456", Hint: "in this sandbox always 123456"}}}
}

func (f *fake) Choices(context.Context, core.ConnectionID, core.InstitutionID) (app.Choice, error) {
	if f.choice.Sentence != "" {
		return f.choice, nil
	}
	list := accounts()
	consent := core.Consent{ExpiresAt: list[0].ExpiresAt}
	return app.Choice{Sentence: "2 new to connect. Keep the others ticked: they stay exactly as they are.",
		Warnings: []string{"Denderbank BE02 was connected but is no longer authorized: it was unticked or taken out. Its lines stay readable; authorize it again to keep it up to date."},
		Groups: []app.ChoiceGroup{
			{Bank: meuse.Institution, Accounts: []app.AccountChoice{{Account: list[0], New: true, Ticked: true, Consent: consent}, {Account: list[1], New: true, Ticked: true, Consent: core.Consent{ExpiresAt: list[0].ExpiresAt, Estimated: true}}}},
			{Bank: betaBank.Institution, Accounts: []app.AccountChoice{{Account: list[2], Ticked: true}}},
		}}, nil
}

func (f *fake) UntickWarning(context.Context, core.AccountID) (string, error) {
	return "BE43068999999501 EUR is connected. Without the tick Ferry stops reading it; its lines stay readable and it can be ticked again later.", nil
}

func (f *fake) ChooseAccounts(context.Context, core.ConnectionID, []core.AccountID, core.Date) error {
	return nil
}

func (f *fake) Fetch(ctx context.Context, _ []core.AccountID, tell func(app.Progress)) ([]app.FetchResult, error) {
	tell(app.Progress{Account: "a", Phase: "reading", Lines: 300, Pages: 3, Since: tuitest.Start})
	select {
	case <-f.fetched:
	case <-ctx.Done():
	}
	results := []app.FetchResult{{Account: "a", Outcome: core.CodeOK, New: 1204}, {Account: "b", Outcome: core.CodeOK}}
	if f.failed {
		results[1].Err = &core.Error{Code: core.CodeBankDown, Msg: "the bank cannot be reached through Ponto", Hint: "Ferry tries again by itself"}
	}
	return results, nil
}

// open starts the wizard on a page of the fake.
func (f *fake) open(t *testing.T, p nav.Page, looks theme.Options) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	o := tui.Options{
		Theme: th, Home: nav.Page{Kind: place.Home}, Open: p, Events: f.events, Actions: [][]action.Def{place.Defs(), connect.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Connect: func(p nav.Page) tui.Screen { return connect.New(f, th, p) }},
	}
	for _, kind := range []nav.Kind{place.Home, place.Transactions, place.Consents, place.Setup} {
		o.Screens[kind] = func(p nav.Page) tui.Screen { return sign{p} }
	}
	return tuitest.New(t, o)
}

func TestPictures(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.sandbox = true
	d := f.open(t, place.Bank("k"), theme.Options{})
	d.GoldenSizes("1-bank")
	d.Press("down", "down")
	d.GoldenSizes("1-bank-closed")
	d.Type("down")
	d.Golden("1-bank-error")
	d.Press("ctrl+u")
	d.Type("beta")
	d.Press("enter")
	d.GoldenSizes("2-confirm-beta")
	d.Press("enter")
	d.Golden("2-confirm-beta-question")
	d.Press("y")
	d.GoldenSizes("3-authorize")
	d.Press("r")
	d.See("Nothing has changed at Ponto yet")
	d.Press("g", "enter")
	d.GoldenSizes("3-terminal")
	d.Press("enter")
	d.Golden("3-terminal-refused")
	f.awaited <- app.AuthResult{Done: true, New: 2}
	d.Await("Which accounts")
	d.GoldenSizes("4-accounts")
	d.Press("G", "space")
	d.GoldenSizes("4-accounts-unticked")
	d.Press("enter")
	d.GoldenSizes("4-history")
	d.Press("down")
	d.Golden("4-history-year")
	close(f.fetched)
	d.Press("enter")
	d.GoldenSizes("5-summary")
	d.Press("esc")
	d.See("This is home.")
}

func TestPicturesOfTheConnectDoor(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.door = core.PontoConnect
	d := f.open(t, place.Resume("f"), theme.Options{})
	d.GoldenSizes("authorize")
	d.Press("p")
	d.Golden("paste")
	d.Press("esc", "ctrl+c")
	d.Await("Stopped waiting")
	d.Golden("cancelled")
	d.Press("u")
	d.Golden("qr")
	d.Press("esc", "p")
	d.Paste("http://127.0.0.1:1/ferry?code=x")
	d.Press("enter")
	d.See("Which accounts")
}

func TestPicturesOfAnEnd(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.failed = true
	close(f.fetched)
	d := f.open(t, place.Choose("k"), theme.Options{})
	d.Press("enter", "enter")
	d.GoldenSizes("one-failed")
	d.Press("t")
	d.See("This is transactions.")

	f.awaited <- app.AuthResult{Done: true, Renewed: true, Sentence: "Authorized again. The new end date was seen: 21 May 2027."}
	d = f.open(t, place.Renew("a"), theme.Options{})
	d.Await("new end date")
	d.GoldenSizes("renewed")
	d.Press("enter")
	d.See("This is home.")

	f.choice = app.Choice{NoneOfChosen: true, Sentence: "Nothing is authorized yet.", Next: "Search the bank and authorize its accounts."}
	d = f.open(t, place.Choose("k"), theme.Options{})
	d.Golden("nothing")
}

func TestPicturesWithoutColourOrSigns(t *testing.T) {
	t.Parallel()
	for name, looks := range map[string]theme.Options{"no-color": {NoColor: true}, "ascii": {ASCII: true, Still: true}, "high-contrast": {Name: theme.HighContrast}} {
		f := newFake()
		f.sandbox = true
		d := f.open(t, place.Bank("k"), looks)
		d.Resize(80, 24)
		d.GoldenStyled(name + "-bank")
		d.Press("enter", "enter")
		d.GoldenStyled(name + "-authorize")
	}
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(append(place.Defs(), connect.Actions()...)); err != nil {
		t.Error(err)
	}
}
