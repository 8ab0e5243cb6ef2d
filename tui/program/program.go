// Package program puts the screens together into the program: which pages there are, what can be done on them and
// everywhere, and what stands in the header. cmd/ferry gives it the service and the terminal.
//
// A new screen is one line in screens.
package program

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/whose"
	"ferry/tui/term"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// Host is what the program needs of the machine it runs on.
type Host struct {
	Header  string   // stands at the right of the header: "demo"
	Notices []string // what opening the file mended, or could not
	Log     *slog.Logger
	Environ term.Environ
	In, Out *os.File
	Now     func() time.Time
}

// Run shows the program until the user leaves it or ctx ends, with the looks and keys of the settings.
func Run(ctx context.Context, svc *app.Service, h Host) error {
	set, err := svc.Settings(ctx)
	if err != nil {
		return err
	}
	looks := theme.New(theme.Options{
		Name: set.Theme, NoColor: h.Environ.NoColor, ASCII: set.ASCII || h.Environ.ASCII, Still: set.Still,
	})
	o := Options(svc, looks, h.Header)
	for _, notice := range h.Notices {
		o.Notices = append(o.Notices, words.Sentence(notice))
	}
	if o.Keymap, err = keymap(set.Keymap); err != nil {
		return err
	}
	o.Log, o.Environ, o.In, o.Out, o.Now, o.EscapeWait = h.Log, h.Environ, h.In, h.Out, h.Now, set.EscapeWait
	return tui.Run(ctx, o)
}

// keymap reads the user's own keys.
func keymap(path string) (action.Keymap, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &core.Error{Code: core.CodeInvalid, Op: "read the keys", Msg: "the file with your keys could not be opened: " + path,
			Hint: "put it back, or take it out of the settings", Err: err}
	}
	defer f.Close()
	return action.ParseKeymap(f)
}

// Options are the program without a terminal: tests drive it as it is.
func Options(svc *app.Service, looks *theme.Theme, header string) tui.Options {
	o := tui.Options{
		Screens: make(map[nav.Kind]tui.Maker), Actions: [][]action.Def{place.Defs(), whose.Actions()}, Home: nav.Page{Kind: place.Home}, Theme: looks,
		Events: svc.Events(), Status: func() string { return header },
		Places: func(ctx context.Context) ([]tui.Place, error) { return places(ctx, svc) },
	}
	if _, simulated := svc.SimulatorCredentials("", core.CustomIntegration); simulated {
		o.Actions = append(o.Actions, demoActions())
	}
	for _, sc := range screens() {
		if sc.actions != nil {
			o.Actions = append(o.Actions, sc.actions())
		}
		o.Screens[sc.kind] = Everywhere(svc, func(p nav.Page) tui.Screen { return sc.make(svc, looks, p) })
	}
	return o
}

// places are the dossiers and accounts, for the palette.
func places(ctx context.Context, svc *app.Service) ([]tui.Place, error) {
	dossiers, err := svc.Dossiers(ctx)
	if err != nil {
		return nil, err
	}
	accounts, err := svc.Accounts(ctx, "")
	if err != nil {
		return nil, err
	}
	var list []tui.Place
	for _, d := range dossiers {
		list = append(list, tui.Place{Title: "Dossier: " + d.Name, Detail: "Its accounts.", Page: place.Of(place.Accounts, d.ID)})
	}
	for _, a := range accounts {
		list = append(list, tui.Place{
			Title:  fmt.Sprintf("Account: %s %s", a.Bank.Name, a.Told()),
			Detail: fmt.Sprintf("%s, %s of %s.", words.Plural(a.Stats.Lines, "line", "lines"), a.Status.Word, a.DossierName),
			Page:   place.Lines(a.ID),
		})
	}
	return list, nil
}
