package connect_test

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/connect"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// bench is the program's wizard over a real service, a real file and a real simulator behind loopback HTTP.
type bench struct {
	*officetest.Office
	*tuitest.Driver
	t *testing.T
	// polls lets a waiting flow look again; nobody looks by itself.
	polls chan struct{}
}

func newBench(t *testing.T, door core.Door) *bench {
	t.Helper()
	b := &bench{t: t, polls: make(chan struct{}, 8)}
	b.Office = officetest.Open(t, officetest.Options{Door: door, Sleep: b.sleep, Browse: func(context.Context, string) error { return nil }})
	b.Driver = tuitest.New(t, b.options())
	return b
}

// sleep ends when the test lets a flow look again.
func (b *bench) sleep(ctx context.Context, _ time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-b.polls:
		return nil
	}
}

// options are the program with the wizard alone; the other pages only say that one is there.
func (b *bench) options() tui.Options {
	looks := theme.New(theme.Options{})
	o := tui.Options{
		Theme: looks, Home: nav.Page{Kind: place.Home}, Events: b.Events(), Actions: [][]action.Def{place.Defs(), connect.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Connect: func(p nav.Page) tui.Screen { return connect.New(b.Service, looks, p) }},
	}
	for _, kind := range []nav.Kind{place.Home, place.Transactions, place.Reconcile, place.Consents, place.Setup} {
		o.Screens[kind] = func(p nav.Page) tui.Screen { return sign{p} }
	}
	return o
}

// sign is a page that says which one it is.
type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return string(s.page.Kind) }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+string(s.page.Kind)+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

// open starts the wizard and types a part of a bank's name.
func (b *bench) open(letters string) {
	b.t.Helper()
	b.Press("c")
	b.See("Bank")
	b.Type(letters)
}

// add goes from the search to the end of the wizard with defaults.
func (b *bench) add(letters, bank string) {
	b.t.Helper()
	b.Type(letters)
	b.See("› " + bank)
	b.Press("enter")
	b.See("You are about to connect", bank)
	b.Press("enter")
	b.See("Here, in this terminal", "Address:", "http://127.0.0.1")
	b.Press("enter")
	b.See(bank+": log in", "123456")
	b.Press("enter")
	b.See(bank + ": choose accounts")
	b.Press("enter")
	b.See("Which accounts", "[x]", "[new]")
	b.Press("enter")
	b.See("How far back")
	b.Press("enter")
	b.See("Done: ", bank, "sum", "consent until", "Connect another bank")
}

// institution finds a bank of the simulator by name.
func (b *bench) institution(name string) world.Institution {
	b.t.Helper()
	for _, i := range b.Sim.World().Institutions() {
		if i.Name == name {
			return i
		}
	}
	b.t.Fatalf("the simulator has no %s", name)
	return world.Institution{}
}

// consent walks the simulator's pages as a browser would, and returns where it ends.
func (b *bench) consent(address string, bank core.InstitutionID) string {
	b.t.Helper()
	visitor := sandbox.NewVisitor(http.Client{})
	form, err := visitor.Open(b.t.Context(), address)
	for range 12 {
		if err != nil {
			b.t.Fatal(err)
		}
		if form.Done || form.Redirect != "" {
			return form.Redirect
		}
		answers := url.Values{}
		for _, f := range form.Fields {
			if f.Name == "institution" {
				answers.Set("institution", string(bank))
			}
			if f.Name == "country" {
				answers.Set("country", "BE")
			}
		}
		form, err = visitor.Submit(b.t.Context(), form, answers)
	}
	b.t.Fatalf("the pages do not end: %s", form.Title)
	return ""
}
