package reconcile_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/place"
	"ferry/tui/screen/reconcile"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// TestPictures compares every state of the page, and every step of its own, at all sizes.
func TestPictures(t *testing.T) {
	t.Parallel()
	broken := small()
	broken.err = &core.Error{Code: core.CodeStorage, Msg: "the file could not be read", Hint: "check the disk"}
	bare := small()
	bare.items = map[core.ItemID]core.OpenItem{}
	shut := small()
	shut.locks["a"] = core.Lock{Account: "a", Until: core.NewDate(2026, 11, 18), By: "anna", Why: "VAT declared"}
	busy := small()
	busy.running = app.ProposalsState{Dossier: dossier, Done: 320, Total: 1000}
	for name, c := range map[string]struct {
		books *books
		keys  []string
	}{
		"list": {books: small()}, "choice": {books: small(), keys: []string{"j"}}, "front": {books: small(), keys: []string{"j", "enter", "j"}},
		"unknown": {books: small(), keys: []string{"j", "j", "j", "j", "j"}}, "empty": {books: newBooks(nil, nil)}, "no-items": {books: bare},
		"error": {books: broken}, "locked": {books: shut, keys: []string{"V", "V", "V", "j", "j"}}, "looking": {books: busy},
		"hand": {books: small(), keys: []string{"j", "m", "space", "j", "space"}}, "split": {books: small(), keys: []string{"s"}},
		"safe": {books: small(), keys: []string{"A"}}, "safe-month": {books: ofMonth(month(t)), keys: []string{"A"}}, "done": {books: small(), keys: []string{"a", "!", "V", "V", "V", "g"}},
		"marked": {books: small(), keys: []string{"space", "space", "space"}}, "month": {books: ofMonth(month(t)), keys: []string{"j", "j", "j", "j"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := show(t, c.books, theme.Options{})
			d.Press(c.keys...)
			d.GoldenSizes(name)
			if styled := d.Styled(); strings.Contains(styled, "\x1b[2J") || strings.Contains(styled, "\x1b]0") || strings.Contains(styled, "\u202e") || strings.Contains(styled, "\x1b[31mx") {
				t.Error("what the bank or a file says reaches the terminal")
			}
		})
	}
	for name, looks := range map[string]theme.Options{"ascii": {ASCII: true, NoColor: true}, "styled": {}, "light": {Name: theme.Light}} {
		d := show(t, small(), looks)
		d.Resize(80, 24)
		d.Press("j")
		if name == "ascii" {
			d.Golden(name)
			continue
		}
		d.GoldenStyled(name)
	}
}

// TestNoColorIsEnough looks for colours where the user wants none.
func TestNoColorIsEnough(t *testing.T) {
	t.Parallel()
	d := show(t, small(), theme.Options{NoColor: true})
	d.Press("j", "enter")
	for _, colour := range []string{"\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[36m"} {
		if strings.Contains(d.Styled(), colour) {
			t.Errorf("%q is on the screen", colour)
		}
	}
}

// TestLoading paints the page before the file has answered.
func TestLoading(t *testing.T) {
	t.Parallel()
	for _, size := range tuitest.Sizes() {
		t.Run(size.String(), func(t *testing.T) {
			t.Parallel()
			th, box := theme.New(theme.Options{}), layout.Box{W: size[0], H: size[1]}
			s := reconcile.New(small(), th, place.Of(place.Reconcile, dossier))
			s.Update(layout.Size{Box: box})
			frame := ansi.Strip(s.View(box))
			rows := strings.Split(frame, "\n")
			if len(rows) != box.H {
				t.Errorf("%d rows, want %d", len(rows), box.H)
			}
			for i, row := range rows {
				if w := layout.Width(row); w != box.W {
					t.Errorf("row %d is %d cells wide, want %d", i, w, box.W)
				}
			}
			if !strings.Contains(frame, "reading") || strings.Contains(frame, "wants an explanation") {
				t.Errorf("it does not look like loading:\n%s", frame)
			}
			golden.RequireEqual(t, frame)
		})
	}
}
