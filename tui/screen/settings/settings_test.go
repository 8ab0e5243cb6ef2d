package settings_test

import (
	"context"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/settings"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

type fake struct {
	set core.Settings
	err error
}

func (f *fake) Settings(context.Context) (core.Settings, error) { return f.set, nil }

func (f *fake) SaveSettings(_ context.Context, set core.Settings) error {
	if f.err == nil {
		f.set = set
	}
	return f.err
}

type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return "home" }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is home.", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

func open(t *testing.T, f *fake, looks *theme.Theme) *tuitest.Driver {
	t.Helper()
	box := event.NewMailbox()
	return tuitest.New(t, tui.Options{Theme: looks, Events: box, Home: nav.Page{Kind: place.Home}, Open: nav.Page{Kind: place.Settings},
		Actions: [][]action.Def{place.Defs()},
		Screens: map[nav.Kind]tui.Maker{place.Settings: func(p nav.Page) tui.Screen { return settings.New(f, looks, p) },
			place.Home: func(p nav.Page) tui.Screen { return sign{p} }}})
}

func TestSettings(t *testing.T) {
	t.Parallel()
	f, looks := &fake{set: core.DefaultSettings()}, theme.New(theme.Options{})
	d := open(t, f, looks)
	d.GoldenSizes("settings")
	d.Press("ctrl+u")
	d.Type("soon")
	d.Press("ctrl+s")
	d.See("Please write a whole number.")
	d.Golden("not-a-number")
	d.Press("ctrl+u")
	d.Type("30")
	d.Press("tab")
	d.Type("81.82.83.84")
	d.See("European rules")
	d.Press("tab", "tab", "tab", "tab")
	d.See("< dark >")
	d.Press("right", "right", "tab", "space", "tab", "space")
	d.Press("ctrl+s")
	d.See("Saved.")
	want := core.DefaultSettings()
	want.FetchEvery, want.CustomerIP, want.Theme, want.ASCII, want.Still = 30*time.Minute, "81.82.83.84", theme.Mono, true, true
	if f.set != want {
		t.Errorf("saved %+v", f.set)
	}
	if looks.Name != theme.Mono || !looks.ASCII || !looks.Still {
		t.Errorf("the looks are %+v", looks.Options)
	}
	d.Golden("saved")
	d.Press("esc")
	d.See("This is home.")
}

func TestWhatIsTypedIsNotLost(t *testing.T) {
	t.Parallel()
	f, looks := &fake{set: core.DefaultSettings(), err: &core.Error{Code: core.CodeInvalid, Msg: "12.0.0 is not a public IP address", Hint: "set the address"}}, theme.New(theme.Options{})
	d := open(t, f, looks)
	d.Press("tab")
	d.Type("12.0.0")
	d.Press("ctrl+s")
	d.See("12.0.0 is not a public IP address")
	d.Golden("refused")
	d.Press("esc")
	d.See("What you changed is not saved.")
	d.Press("n")
	d.See("12.0.0")
	d.Press("esc", "y")
	d.See("This is home.")
	if f.set != core.DefaultSettings() {
		t.Errorf("saved %+v", f.set)
	}
}
