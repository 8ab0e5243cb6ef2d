package activity_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/activity"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a log that tests write on, newest first.
type fake struct {
	list []core.Activity
	err  error
}

func (f *fake) Activities(_ context.Context, before uint64, n int) ([]core.Activity, error) {
	list := f.list
	for before > 0 && len(list) > 0 && list[0].No >= before {
		list = list[1:]
	}
	return list[:min(n, len(list))], f.err
}
func (f *fake) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	return []app.AccountView{{Account: core.Account{ID: "a", Reference: "BE68539007547034"}, Bank: core.Institution{Name: "KBC"}},
		{Account: core.Account{ID: "b", Reference: "BE71096123456769"}, Bank: core.Institution{Name: "ING"}}}, nil
}
func (f *fake) Dossiers(context.Context) ([]core.Dossier, error) {
	return []core.Dossier{{ID: "d", Name: "Bakkerij Peeters"}}, nil
}
func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func entries(n int) []core.Activity {
	list := make([]core.Activity, n)
	for i := range list {
		list[i] = core.Activity{No: uint64(n - i), At: tuitest.Start.Add(-time.Duration(i) * time.Hour), Text: fmt.Sprintf("fact number %d", n-i), Dossier: "d"}
	}
	list[0] = core.Activity{No: uint64(n), At: tuitest.Start, Level: core.Alarm, Account: "a", Code: core.CodeAuth, Text: "KBC 東京 \x1b[2J refused \u202ethe credentials", Hint: "update them", RequestID: "req-1"}
	return list
}

func open(t *testing.T, f *fake, looks theme.Options) (*tuitest.Driver, *event.Mailbox) {
	t.Helper()
	th, events := theme.New(looks), event.NewMailbox()
	screen := func(p nav.Page) tui.Screen { return activity.New(f, th, p) }
	return tuitest.New(t, tui.Options{Theme: th, Home: nav.Page{Kind: place.Activity}, Events: events, Actions: [][]action.Def{place.Defs(), activity.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Activity: screen, place.Accounts: screen}}), events
}

func TestPictures(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]*fake{"empty": {}, "error": {err: &core.Error{Code: core.CodeStorage, Msg: "the file could not be read"}}, "some": {list: entries(12)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := open(t, f, theme.Options{})
			d.GoldenSizes(name)
		})
	}
	d, _ := open(t, &fake{list: entries(12)}, theme.Options{NoColor: true, ASCII: true})
	d.Golden("ascii")
}

func TestOlderEntriesCome(t *testing.T) {
	t.Parallel()
	f := &fake{list: entries(450)}
	d, events := open(t, f, theme.Options{})
	d.See("1 of 200")
	d.Press("enter")
	d.See("req-1", "Update them.", "BE68 5390 0754 7034")
	d.Press("esc", "G")
	d.See("of 400")
	d.Press("G")
	d.See("of 450")
	d.Press("G")
	d.See("450 of 450", "Fact number 1.")
	f.list = append([]core.Activity{{No: 451, At: tuitest.Start, Text: "newest"}}, f.list...)
	events.Put(event.Activities, "")
	d.Settle()
	d.See("of 450", "Fact number 2.")
	d.Press("g", "enter")
	d.See("Newest.")
	d.Press("esc", "j", "a")
	if d.Page() != place.Account("a") {
		t.Errorf("a leads to %s", d.Page())
	}
}

// TestOneHappeningIsOneLine: when Ponto is down every account says so, and that is one thing.
func TestOneHappeningIsOneLine(t *testing.T) {
	t.Parallel()
	down := func(no uint64, account core.AccountID, minutes int, text string) core.Activity {
		return core.Activity{No: no, At: tuitest.Start.Add(-time.Duration(minutes) * time.Minute), Level: core.Warning, Account: account, Dossier: "d", Code: core.CodeBankDown,
			Text: text, Hint: "try again later", RequestID: fmt.Sprint("req-", no)}
	}
	const fails = "Ponto or the bank fails at the moment."
	f := &fake{list: []core.Activity{
		down(9, "a", 0, "Current: "+fails), down(8, "b", 1, "Savings: "+fails), down(7, "c", 9, "Third: "+fails),
		down(6, "a", 10, "Current: "+fails),            // the same account once more
		down(5, "b", 60, "Savings: "+fails),            // long before
		down(4, "a", 61, "Current: the bank is away."), // another thing
		{No: 3, At: tuitest.Start, Text: "fact: number 3"}, {No: 2, At: tuitest.Start, Text: "fact: number 3"},
	}}
	d, _ := open(t, f, theme.Options{})
	d.Resize(80, 24)
	d.See("1 of 6", "3 accounts: Ponto or the bank fails at the moment.", "Bakkerij Peeters")
	d.Press("a")
	d.See("this is about several accounts; enter lists them")
	d.Press("enter")
	d.See("BE68 5390 0754 7034", "BE71 0961 2345 6769", "req-9", "req-8", "req-7")
	d.Press("esc", "j", "a")
	if d.Page() != place.Account("a") {
		t.Errorf("a leads to %s", d.Page())
	}
}
