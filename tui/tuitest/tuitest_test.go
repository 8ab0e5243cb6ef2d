package tuitest_test

import (
	"testing"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// start shows a shop with a hundred things.
func start(t *testing.T, change ...func(*tui.Options, *stock)) (*tuitest.Driver, *stock) {
	t.Helper()
	data, looks := stockOf(100), theme.New(theme.Options{})
	o := tui.Options{
		Screens: map[nav.Kind]tui.Maker{kindShop: newShop(data, looks)}, Actions: [][]action.Def{actions()},
		Home: nav.Page{Kind: kindShop}, Theme: looks, Events: event.NewMailbox(),
	}
	for _, c := range change {
		c(&o, data)
	}
	return tuitest.New(t, o), data
}

func TestScreenAtEverySize(t *testing.T) {
	d, _ := start(t)
	d.Press("down", "down")
	d.GoldenSizes("shop")
	d.Resize(48, 12)
	d.See("needs 60×16", "48×12")
}

func TestNoticesAreReadFirst(t *testing.T) {
	d, _ := start(t, func(o *tui.Options, _ *stock) { o.Notices = []string{"An import was cut off."} })
	d.See("! An import was cut off.")
}

func TestWindowTooSmallTakesNoKeys(t *testing.T) {
	d, data := start(t)
	d.Resize(59, 15)
	d.See("needs 60×16", "ctrl+c leaves.")
	d.Press("j", "enter", "i", "c", "esc", "q", "x", "y", "ctrl+k", "ctrl+l")
	d.Resize(120, 36)
	d.See("1 of 100")
	d.NotSee("written", "Colour", "Thing t00", "Commands")
	if len(data.things) != 100 || d.Quit() {
		t.Error("a key did something in a window that shows nothing")
	}
	// A question that stood in front before waits until it can be read.
	d.Press("x")
	d.Resize(120, 15)
	d.Press("y", "enter", "esc")
	d.Resize(120, 36)
	d.See("Throw away")
	d.Press("esc")
	d.Resize(20, 5)
	d.Press("ctrl+c")
	d.See("ctrl+c again leaves.")
	d.Press("j")
	d.Resize(80, 24)
	d.See("Leave Ferry?")
	d.Press("esc")
	d.Resize(20, 5)
	d.Press("ctrl+c", "ctrl+c")
	if !d.Quit() {
		t.Error("ctrl+c twice does not leave")
	}
}

func TestCleanActions(t *testing.T) {
	if err := action.Check(actions()); err != nil {
		t.Error(err)
	}
}

func TestGoingDeeperAndBackKeepsThePlace(t *testing.T) {
	d, _ := start(t)
	d.Press("j", "j", "enter")
	d.See("Ferry › Shop › Thing t002")
	d.Press("esc")
	d.NotSee("Thing t002")
	d.See("3 of 100")
	d.Press("esc")
	d.See("This is the first page; q leaves Ferry.")
	d.Press("q")
	if !d.Quit() {
		t.Error("q on the first page does not leave")
	}
}

func TestTextFieldOwnsTheLetters(t *testing.T) {
	d, _ := start(t)
	d.Press("/")
	d.Type("Monday")
	d.See("of 14")
	d.Press("down")
	d.See("2 of 14")
	d.Press("esc")
	d.See("2 of 100")
}

func TestQuestionKeepsTheSafeSide(t *testing.T) {
	d, _ := start(t)
	d.Press("x")
	d.Golden("question")
	d.Press("enter")
	d.See("of 100")
	d.Press("x", "tab", "enter")
	d.See("of 99", "Thrown away: t000")
	d.Press("x", "y")
	d.See("of 98")
	d.Press("x", "q")
	d.See("of 98")
}

func TestDisabledActionSaysWhy(t *testing.T) {
	d, _ := start(t, func(_ *tui.Options, s *stock) { s.things = nil })
	d.See("No things.", "Buy some.")
	d.Press("x")
	d.See("Throw away: there is nothing to throw away.")
	d.Advance(5 * time.Second)
	d.NotSee("nothing to throw away")
}

func TestWordMustBeTyped(t *testing.T) {
	d, _ := start(t)
	d.Press(":")
	d.Type("empty")
	d.Press("enter")
	d.See("Type empty to go on")
	d.Type("emp")
	d.Press("enter")
	d.See("Type empty to go on")
	d.Type("ty")
	d.Press("enter")
	d.See("No things.")
}

func TestQuestionByItselfWaitsForQuiet(t *testing.T) {
	d, _ := start(t)
	d.Press(":")
	d.Type("alert")
	d.Press("enter")
	d.See("The bank asks again")
	d.Press("y")
	d.See("The bank asks again")
	d.Advance(300 * time.Millisecond)
	d.Press("y")
	d.See("The bank asks again")
	d.Advance(500 * time.Millisecond)
	d.Press("y")
	d.See("asked")
}

func TestErrorHasDetail(t *testing.T) {
	d, _ := start(t)
	d.Press("f")
	d.See("The bank does not answer. Try again later.", "e detail")
	d.Press("down")
	d.See("The bank does not answer.")
	d.Press("e")
	d.See("Request id: req-17", "status 502", "bank_down")
	d.Press("y")
	d.See("Copied: Error.")
	if got := d.Copied(); got == "" {
		t.Error("nothing was copied")
	}
	d.Press("f", "esc")
	d.NotSee("The bank does not answer.")
}

// TestErrorDoesNotComeBack: an error goes when something newer happens, and stays away.
func TestErrorDoesNotComeBack(t *testing.T) {
	const sentence = "The bank does not answer."
	for name, keys := range map[string][]string{
		"a change": {"i"}, "a question": {"x"}, "a menu": {"c"}, "a prompt": {"n"}, "an act": {"x", "y"}, "a success": {"t"}, "the palette": {"ctrl+k"},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := start(t)
			d.Press("f")
			d.See(sentence)
			d.Press(keys...)
			d.NotSee(sentence)
			d.Advance(5 * time.Second)
			d.NotSee(sentence)
			d.Press("esc", "down", "up")
			d.NotSee(sentence)
			if name != "the palette" && name != "a question" {
				return
			}
			d.Press("e")
			d.See("Request id: req-17") // it can still be looked up
		})
	}
	// An error is newer than the toast before it.
	d, _ := start(t)
	d.Press("t", "f")
	d.See(sentence)
	d.Advance(5 * time.Second)
	d.See(sentence)
}

// TestRefusalsAreNotTicked: that nothing happened does not look like what worked.
func TestRefusalsAreNotTicked(t *testing.T) {
	d, _ := start(t)
	d.Press("esc")
	d.See("! This is the first page")
	d.Press("c")
	d.Type("blue")
	d.Press("enter")
	d.See("! Blue: sold out.")
}

func TestErrorCanBeTriedAgain(t *testing.T) {
	d, data := start(t)
	data.err = &core.Error{Code: core.CodeNetwork, Msg: "the line is dead"}
	d.Press("t")
	d.See("The line is dead.", "r tries again  e detail")
	d.Press("down", "r")
	d.See("The line is dead.", "r tries again")
	d.Press("/")
	d.See("The line is dead.")
	d.NotSee("tries again", "e detail")
	d.Press("esc", "e")
	d.See("Kind: network")
	d.Press("esc")
	d.NotSee("r tries again")
	d.Press("t")
	data.err = nil
	d.Press("r")
	d.See("Done.")
	d.NotSee("tries again")
	// Without an error, or with one that offers nothing, the key reads the page again.
	data.things = data.things[:5]
	d.Press("f", "r")
	d.See("of 5")
	d.NotSee("The bank does not answer.")
}

func TestPromptAndMenu(t *testing.T) {
	d, _ := start(t)
	d.Press("n", "ctrl+u")
	d.Type("bread")
	d.Golden("prompt")
	d.Press("enter")
	d.See("t000 is now bread")
	d.Press("c")
	d.Type("gre")
	d.Golden("menu")
	d.Press("enter")
	d.See("chose g")
	d.Press("c")
	d.Type("blue")
	d.See("sold out")
	d.Press("enter")
	d.See("Blue: sold out.")
	d.Press("esc")
	d.NotSee("Colour")
}

func TestWorkIsShownAndCancelled(t *testing.T) {
	d, _ := start(t)
	d.Press("w")
	d.See("Working", "ctrl+c cancels")
	d.Await("step 2")
	d.Advance(4 * time.Second)
	d.See("Working · 4 s")
	d.Press("q")
	d.See("Leave Ferry?", "Working is not finished.")
	d.Press("esc", "ctrl+c")
	d.See("Cancelled.")
	d.Await("work was cancelled")
	d.Press("ctrl+c")
	d.See("Leave Ferry?")
	d.Press("ctrl+c")
	if !d.Quit() {
		t.Error("ctrl+c twice does not leave")
	}
}

func TestChangesReachTheScreenInFrontAndLaterTheOthers(t *testing.T) {
	box := event.NewMailbox()
	d, data := start(t, func(o *tui.Options, _ *stock) { o.Events = box })
	d.Press("enter")
	data.things = data.things[:7]
	box.Put(event.Accounts, "")
	d.Settle()
	d.See("of 7")
	d.Press("esc")
	d.See("of 7")
}

func TestKeysTypedDuringAChangeWait(t *testing.T) {
	d, _ := start(t)
	d.Burst("i", "j", "i", "j", "enter")
	d.See("Thing t002")
	d.Press("esc")
	d.See("written")
}

func TestHelpAndPaletteComeFromTheTable(t *testing.T) {
	d, _ := start(t)
	d.Press("?")
	d.See("Throw the thing away.", "Moving in lists")
	d.Golden("help")
	d.Press("?")
	d.See("Commands")
	d.Golden("palette")
	d.Type("rename")
	d.Press("enter")
	d.See("A short name.")
}

func TestLooks(t *testing.T) {
	for name, o := range map[string]theme.Options{
		"ascii": {ASCII: true}, "no-color": {NoColor: true}, "light": {Name: theme.Light}, "high-contrast": {Name: theme.HighContrast},
	} {
		t.Run(name, func(t *testing.T) {
			looks := theme.New(o)
			d, data := start(t, func(op *tui.Options, s *stock) {
				op.Theme = looks
				op.Screens[kindShop] = newShop(s, looks)
			})
			data.things[1].name = "a very long name " + data.things[1].name
			d.Resize(60, 16)
			d.Press("space", "f")
			d.GoldenStyled("styled")
		})
	}
}

func TestPlacesStandInThePalette(t *testing.T) {
	d, _ := start(t, func(o *tui.Options, _ *stock) {
		o.Places = places
	})
	d.Press("ctrl+k")
	d.Type("thing seven")
	d.Press("enter")
	d.See("Thing t007")
	if d.Keys() != 13 {
		t.Errorf("%d keys were counted", d.Keys())
	}
}
