// Package tuitest drives the whole program without a terminal, the way a user would: press, type, see. Nothing sleeps: after each
// key the driver waits until nothing is under way any more.
package tuitest

import (
	"testing"
	"time"

	"ferry/tui"
	"ferry/tui/nav"
)

// Driver is a user in front of the program.
type Driver struct{}

// New starts the program at 120×36 with the given screens. Options.Now and Options.Events may be left out.
func New(t testing.TB, o tui.Options) *Driver { t.Helper(); return &Driver{} }

// Press presses keys by name: "enter", "ctrl+k", "a".
func (d *Driver) Press(keys ...string) {}

// Type writes a text, key by key.
func (d *Driver) Type(text string) {}

// Paste pastes a text.
func (d *Driver) Paste(text string) {}

// See fails the test when the screen does not show all texts.
func (d *Driver) See(texts ...string) {}

// NotSee fails the test when the screen shows one of the texts.
func (d *Driver) NotSee(texts ...string) {}

// Screen is what is on the screen, without styles.
func (d *Driver) Screen() string { return "" }

// Styled is what is on the screen, with styles.
func (d *Driver) Styled() string { return "" }

// Resize changes the size of the window.
func (d *Driver) Resize(w, h int) {}

// Golden compares the screen with testdata/<test>/<name>.golden at the present size.
func (d *Driver) Golden(name string) {}

// GoldenSizes compares the screen at 60×16, 80×24, 120×36 and 200×50.
func (d *Driver) GoldenSizes(name string) {}

// Keys is how many keys were pressed so far; a paste counts as one.
func (d *Driver) Keys() int { return 0 }

// Advance moves the clock: toasts go, debounces end, spinners turn.
func (d *Driver) Advance(by time.Duration) {}

// Settle waits until nothing is under way, after something was changed behind the program's back.
func (d *Driver) Settle() {}

// Page is where the program is.
func (d *Driver) Page() nav.Page { return nav.Page{} }

// Quit reports whether the program has ended.
func (d *Driver) Quit() bool { return false }

// Copied is what was put on the clipboard last.
func (d *Driver) Copied() string { return "" }
