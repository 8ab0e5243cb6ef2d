package main

import (
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/theme"
)

// home is the page on which the program starts.
var home = nav.Page{Kind: "home"}

// screen is how a page of the program is made, and what can be done on it.
type screen struct {
	kind    nav.Kind
	actions func() []action.Def
	make    func(*app.Service, *theme.Theme, nav.Page) tui.Screen
}

// allScreens lists every page of the program.
func allScreens() []screen {
	return []screen{}
}

// addScreens hands the pages to the program.
func addScreens(o *tui.Options, s *app.Service, t *theme.Theme) {
	o.Screens = make(map[nav.Kind]tui.Maker)
	for _, sc := range allScreens() {
		o.Screens[sc.kind] = func(page nav.Page) tui.Screen { return sc.make(s, t, page) }
		o.Actions = append(o.Actions, sc.actions())
	}
}
