package theme_test

import (
	"reflect"
	"strings"
	"testing"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

func TestEveryThemeShowsWhatMatters(t *testing.T) {
	t.Parallel()
	for _, name := range theme.Names() {
		for _, noColor := range []bool{false, true} {
			l := theme.New(theme.Options{Name: name, NoColor: noColor})
			if !strings.Contains(l.Paint(theme.Selected, "x"), "\x1b[7") {
				t.Errorf("%s: the selection is not reverse", name)
			}
			for tok := theme.Plain; tok <= theme.Bar; tok++ {
				got := l.Paint(tok, "x")
				if layout.Width(got) != 1 || strings.Count(got, "\x1b")%2 != 0 {
					t.Errorf("%s: token %d paints %q", name, tok, got)
				}
				if got != l.Open(tok)+"x"+l.Close(tok) {
					t.Errorf("%s: token %d opens and closes otherwise than it paints", name, tok)
				}
				// Colours are 30-37 and 90-97 of the terminal's own palette; nothing else is asked for.
				if hasColour(l.Open(tok)) && (noColor || name == theme.Mono) {
					t.Errorf("%s: token %d has a colour: %q", name, tok, got)
				}
				if strings.Contains(l.Open(tok), "38;") || strings.Contains(l.Open(tok), "48;") {
					t.Errorf("%s: token %d leaves the palette: %q", name, tok, got)
				}
			}
		}
	}
}

// hasColour finds 30-37 and 90-97 among the parameters of a sequence.
func hasColour(open string) bool {
	for _, p := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(open, "\x1b["), "m"), ";") {
		if len(p) == 2 && (p[0] == '3' || p[0] == '9') && p[1] <= '7' {
			return true
		}
	}
	return false
}

func TestGlyphs(t *testing.T) {
	t.Parallel()
	for _, ascii := range []bool{false, true} {
		g := reflect.ValueOf(theme.New(theme.Options{ASCII: ascii}).Glyph)
		for i := range g.NumField() {
			name := g.Type().Field(i).Name
			all := []string{}
			if f := g.Field(i); f.Kind() == reflect.String {
				all = append(all, f.String())
			} else {
				all = f.Interface().([]string)
			}
			want := 1
			if name == "Ticked" || name == "Unticked" {
				want = 3
			}
			for _, s := range all {
				if layout.Width(s) != want || ascii && len(s) != want {
					t.Errorf("%s is %q", name, s)
				}
			}
		}
	}
}

func TestNothingIsSaidByColourAlone(t *testing.T) {
	t.Parallel()
	l := theme.New(theme.Options{})
	seen := map[string]bool{}
	for _, level := range []core.Level{core.Info, core.Warning, core.Alarm} {
		_, glyph := l.Level(level)
		seen[glyph] = true
	}
	if len(seen) != 3 {
		t.Errorf("levels have the glyphs %v", seen)
	}
	for state, want := range map[core.ConsentState]string{
		core.ConsentOK: "✓", core.ConsentNotice: "~", core.ConsentWarning: "!", core.ConsentCritical: "×", core.ConsentExpired: "×", core.ConsentWithdrawn: "×", core.ConsentUnknown: "?",
	} {
		if _, glyph := l.Consent(state); glyph != want {
			t.Errorf("%s has the glyph %s", state, glyph)
		}
	}
}

// An account that ends soon has no check mark, and one that is in trouble none but that of the trouble.
func TestWhatEndsSoonIsNotSimplyGood(t *testing.T) {
	t.Parallel()
	l := theme.New(theme.Options{})
	for want, c := range map[string]struct {
		level core.Level
		state core.ConsentState
	}{"✓": {core.Info, core.ConsentOK}, "~": {core.Info, core.ConsentNotice}, "!": {core.Warning, core.ConsentNotice}, "×": {core.Alarm, core.ConsentNotice}} {
		if _, glyph := l.Standing(c.level, c.state); glyph != want {
			t.Errorf("level %d, %s: %s, want %s", c.level, c.state, glyph, want)
		}
	}
}

func TestSetChangesInPlace(t *testing.T) {
	t.Parallel()
	l := theme.New(theme.Options{Name: theme.Dark})
	l.Set(theme.Options{Name: theme.Mono, ASCII: true, Still: true})
	if l.Paint(theme.Good, "x") != "x" || l.Glyph.Good != "+" || !l.Still {
		t.Errorf("%+v", l)
	}
}
