package accounts_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/accounts"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a list of accounts that tests write on.
type fake struct {
	list []app.AccountView
	err  error
}

func (f *fake) Accounts(_ context.Context, _ core.DossierID) ([]app.AccountView, error) {
	return f.list, f.err
}
func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func account(id, bank, iban, currency string, minor int64, s app.Status) app.AccountView {
	now := tuitest.Start
	return app.AccountView{
		Account: core.Account{ID: core.AccountID(id), Connection: "c", Dossier: "d", Reference: iban, ReferenceType: "IBAN", Currency: core.Currency(currency),
			CurrentBalance: core.Amount{Minor: minor, Currency: core.Currency(currency)}, BalanceKnown: true, BalanceDate: now.AddDate(0, 0, -1), Connected: true, Holder: "Bakkerij Peeters BV"},
		DossierName: "Bakkerij Peeters", Bank: core.Institution{Name: bank},
		Consent: core.Consent{State: core.ConsentOK, ExpiresAt: now.AddDate(0, 0, 120), AuthorizedAt: now.AddDate(0, 0, -60), DaysLeft: 120},
		Feed:    core.FeedState{LastGood: now.Add(-12 * time.Minute), NextTry: now.Add(3 * time.Minute), Outcome: core.CodeOK, RequestID: "req-" + id},
		Stats:   core.AccountStats{Lines: 1204, Pending: 2, Newest: core.NewDate(2026, 11, 21), Oldest: core.NewDate(2024, 1, 2)},
		Status:  s,
	}
}

// nasty are accounts as banks have them: wide signs, escapes, reversed text, long names, huge sums, no cents.
func nasty() []app.AccountView {
	ok := app.Status{Word: "ok", Sentence: "Up to date."}
	list := []app.AccountView{
		account("a1", "KBC", "BE68539007547034", "EUR", -1833210, ok),
		account("a2", "三菱\x1b[31mUFJ銀行", "JP-0001-998", "JPY", 123456789, ok),
		account("a3", "Banque \u202etfel très longue de la Région wallonne et des provinces", "BE71096123456769", "EUR", 9_999_999_999_999_99,
			app.Status{Level: core.Alarm, Code: core.CodeConsentExpired, Word: "expired", Action: app.ActionReauthorize, Since: tuitest.Start.AddDate(0, 0, -3),
				Sentence: "The consent ended on 19 November 2026.", Next: "Re-authorize the account."}),
		account("a4", "Polderbank", "NL91ABNA0417164300", "EUR", 0, app.Status{Level: core.Warning, Code: core.CodeBankDown, Word: "bank down", Sentence: "Polderbank does not answer.", Next: "Tried again at 09:45."}),
	}
	list[2].Consent = core.Consent{State: core.ConsentExpired, ExpiresAt: tuitest.Start.AddDate(0, 0, -3), DaysLeft: -3, Estimated: true}
	list[3].BalanceKnown = false
	list[3].Progress = &app.Progress{Account: "a4", Phase: "reading", Lines: 1300, New: 12}
	return list
}

func open(t *testing.T, f *fake, looks theme.Options, page nav.Page) (*tuitest.Driver, *event.Mailbox) {
	t.Helper()
	th, events := theme.New(looks), event.NewMailbox()
	screen := func(p nav.Page) tui.Screen { return accounts.New(f, th, p) }
	made := map[nav.Kind]tui.Maker{}
	for _, kind := range []nav.Kind{place.Accounts, place.Transactions, place.Connect, place.Consents, place.Dossiers, place.Home} {
		made[kind] = screen
	}
	return tuitest.New(t, tui.Options{Theme: th, Home: page, Events: events, Actions: [][]action.Def{place.Defs(), accounts.Actions()}, Screens: made}), events
}

func TestPictures(t *testing.T) {
	t.Parallel()
	down := &core.Error{Code: core.CodeStorage, Msg: "the file could not be read", Hint: "check the disk"}
	for name, f := range map[string]*fake{"empty": {}, "error": {err: down}, "some": {list: nasty()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := open(t, f, theme.Options{}, nav.Page{Kind: place.Accounts})
			d.GoldenSizes(name)
		})
	}
	d, _ := open(t, &fake{list: nasty()}, theme.Options{NoColor: true, ASCII: true}, nav.Page{Kind: place.Accounts})
	d.Golden("ascii")
}

func TestKeys(t *testing.T) {
	t.Parallel()
	d, _ := open(t, &fake{list: nasty()}, theme.Options{}, place.Account("a3"))
	d.See("BE71 0961 2345 6769", "The consent ended", "~3 days ago", "9 999 999 999 999,99", "123 456 789", "1 300")
	if strings.Contains(d.Styled(), "\x1b[31mUFJ") || strings.Contains(d.Styled(), "\u202e") {
		t.Error("what the bank sent reaches the terminal")
	}
	d.Press("s")
	d.See("req-a3", "estimate")
	d.Press("esc", "w")
	if d.Page() != place.Renew("a3") {
		t.Errorf("re-authorize leads to %s", d.Page())
	}
	d.Press("esc", "enter")
	if d.Page() != place.Lines("a3") {
		t.Errorf("enter leads to %s", d.Page())
	}
}

func TestThePlaceStays(t *testing.T) {
	t.Parallel()
	f := &fake{list: nasty()}
	d, events := open(t, f, theme.Options{}, nav.Page{Kind: place.Accounts})
	d.Press("j", "j")
	d.See("3 of 4")
	f.list = f.list[1:]
	events.Put(event.Accounts, "")
	d.Settle()
	d.See("2 of 3", "BE71 0961 2345 6769 EUR")
	f.err = errors.New("gone")
	events.Put(event.Feeds, "")
	d.Settle()
	d.See("Something went wrong", "BE71 0961 2345 6769") // the rows stay under the error
}
