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
	return []app.AccountView{{Account: core.Account{ID: "a", Reference: "BE68539007547034"}, Bank: core.Institution{Name: "KBC"}}}, nil
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
