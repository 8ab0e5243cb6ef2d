package transactions_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/transactions"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a ledger that tests write on, newest first.
type fake struct {
	lines  []core.Line
	err    error
	status app.Status
}

// listing is a frozen list.
type listing []core.Line

func (l listing) Len() int                                { return len(l) }
func (l listing) Window(from, n int) ([]core.Line, error) { return l[from : from+n], nil }
func (l listing) IndexOf(a core.AccountID, no core.LineNo) (int, bool) {
	i := slices.IndexFunc(l, func(x core.Line) bool { return x.Account == a && x.No == no })
	return i, i >= 0
}
func (l listing) Totals() core.Totals {
	t := core.Totals{Lines: len(l), Sums: []core.Amount{{Currency: "EUR"}}}
	for _, x := range l {
		if x.Amount.Currency == "EUR" && x.State == core.Booked {
			t.Sums[0].Minor += x.Amount.Minor
		}
	}
	return t
}
func (l listing) Revision() uint64 { return 1 }

func (f *fake) Open(context.Context, core.Query) (core.Listing, error) {
	if f.err != nil {
		return nil, f.err
	}
	return listing(f.lines), nil
}
func (f *fake) Line(_ context.Context, a core.AccountID, no core.LineNo) (app.LineDetail, error) {
	i, _ := listing(f.lines).IndexOf(a, no)
	old := f.lines[i]
	old.Revision, old.Remittance = 0, "as it was"
	return app.LineDetail{Line: f.lines[i], History: []core.Line{old}, Source: "delivery 7"}, nil
}
func (f *fake) Raw(context.Context, core.AccountID, core.LineNo) ([]byte, error) {
	return []byte(`{"id":"raw"}`), nil
}
func (f *fake) SetNote(context.Context, core.AccountID, core.LineNo, string) error { return nil }
func (f *fake) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	return []app.AccountView{{Account: core.Account{ID: "a", Dossier: "d", Reference: "BE68539007547034", Currency: "EUR"}, DossierName: "Bakkerij Peeters",
		Bank: core.Institution{Name: "KBC"}, Status: f.status, Feed: core.FeedState{LastGood: tuitest.Start}}}, nil
}
func (f *fake) Settings(context.Context) (core.Settings, error) {
	return core.Settings{}, nil
}
func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

// book makes n plain lines, newest first, three a day.
func book(n int) []core.Line {
	lines := make([]core.Line, n)
	for i := range lines {
		day := core.NewDate(2026, 11, 21).AddDays(-i / 3)
		lines[i] = core.Line{No: core.LineNo(n - i), FirstSeen: tuitest.Start, Transaction: core.Transaction{Account: "a", BookingDate: day, ValueDate: day,
			Amount: core.Amount{Minor: int64(i*1000) - 150000, Currency: "EUR"}, CounterpartName: fmt.Sprintf("Client %d", n-i), Remittance: fmt.Sprintf("invoice %d", n-i)}}
	}
	return lines
}

// nasty are lines as banks have them.
func nasty() []core.Line {
	lines := book(12)
	lines[0].State, lines[0].Remittance = core.Pending, "announced"
	lines[1].Remittance, lines[1].CounterpartName = "東京 \x1b[2J\x1b]0;x\x07 refund", "\u202eevil"
	lines[2].Amount = core.Amount{Minor: 9_999_999_999_999_99, Currency: "EUR"}
	lines[3].Amount = core.Amount{Minor: -123456789, Currency: "JPY"}
	lines[4].Late, lines[5].Revision = true, 2
	lines[6].Missing = tuitest.Start.AddDate(0, 0, -2)
	lines[7].Amount, lines[7].AmountText = core.Amount{Currency: "EUR"}, "12.345678901234567890"
	lines[8].CounterpartName = strings.Repeat("Very long name ", 20)
	lines[9].CounterpartName, lines[9].Remittance, lines[9].Description = "", "", "Beheerskosten"
	return lines
}

func open(t *testing.T, f *fake, looks theme.Options, page nav.Page) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	return tuitest.New(t, tui.Options{Theme: th, Home: page, Actions: [][]action.Def{place.Defs(), transactions.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Transactions: func(p nav.Page) tui.Screen { return transactions.New(f, th, p) }}})
}

var all = nav.Page{Kind: place.Transactions}

func TestPictures(t *testing.T) {
	t.Parallel()
	stale := app.Status{Level: core.Warning, Word: "bank down", Sentence: "KBC does not answer.", Next: "Tried again at 09:45."}
	for name, f := range map[string]*fake{
		"empty": {}, "error": {err: &core.Error{Code: core.CodeStorage, Msg: "the file could not be read", Hint: "check the disk"}},
		"some": {lines: nasty()}, "stale": {lines: book(40), status: stale},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := all
			if name == "stale" {
				page = place.Lines("a")
			}
			d := open(t, f, theme.Options{}, page)
			d.GoldenSizes(name)
			if strings.Contains(d.Styled(), "\x1b[2J") || strings.Contains(d.Styled(), "\u202e") {
				t.Error("what the bank sent reaches the terminal")
			}
		})
	}
	d := open(t, &fake{lines: nasty()}, theme.Options{NoColor: true, ASCII: true}, all)
	d.Golden("ascii")
}

func TestWholeLine(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{lines: nasty()}, theme.Options{}, all)
	d.Press("j", "j", "j", "j", "j", "enter")
	d.See("The bank changed this line: 2 times.", "as it was", "delivery 7")
	d.Press("esc", "j", "enter")
	d.See("The bank no longer lists this line since 20 Nov")
	d.Press("esc", "j", "enter")
	d.See(`the bank sent "12.345678901234567890"`)
}
