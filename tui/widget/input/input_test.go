package input_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/input"
)

var looks = theme.New(theme.Options{ASCII: true})

func keys(m *input.Model, names ...string) {
	for _, n := range names {
		k := action.Key{Name: n}
		if len(n) == 1 {
			k.Text = n
		}
		m.Key(k)
	}
}

func view(m *input.Model, w int) string { return ansi.Strip(m.View(looks, w, true)) }

func TestEditing(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		start string
		keys  string
		want  string
	}{
		{"", "a b c", "abc"},
		{"abc", "backspace left backspace", "b"},
		{"abc", "home delete end x", "bcx"},
		{"one two  three", "ctrl+w", "one two  "},
		{"one two  three", "ctrl+left ctrl+left ctrl+w", "two  three"},
		{"one two", "home ctrl+right x", "one xtwo"},
		{"one two", "ctrl+left ctrl+u", "two"},
		{"abc", "ctrl+a x ctrl+e y", "xabcy"},
		{"", "backspace delete left right", ""},
	} {
		m := input.New(input.Options{Value: c.start})
		keys(m, strings.Fields(c.keys)...)
		if m.Value() != c.want {
			t.Errorf("%q after %s: %q", c.start, c.keys, m.Value())
		}
	}
}

func TestPaste(t *testing.T) {
	t.Parallel()
	m := input.New(input.Options{})
	m.Key(action.Key{Text: "  BE71\x1b[31m 0961\r\n", Paste: true})
	if m.Value() != "BE71[31m 0961" {
		t.Errorf("%q", m.Value())
	}
	pem := input.New(input.Options{Lines: true})
	pem.Key(action.Key{Text: "-----BEGIN-----\r\nabc\n-----END-----\n", Paste: true})
	if pem.Value() != "-----BEGIN-----\nabc\n-----END-----" {
		t.Errorf("%q", pem.Value())
	}
	if got := view(pem, 40); strings.Contains(got, "\n") || !strings.Contains(got, "BEGIN-----/abc/-----END") {
		t.Errorf("%q", got)
	}
	full := input.New(input.Options{Limit: 3})
	full.Key(action.Key{Text: "abcdef", Paste: true})
	if full.Value() != "abc" || full.Key(action.Key{Name: "x", Text: "x"}) {
		t.Errorf("%q", full.Value())
	}
	// An accent that comes apart is put together: one press deletes one letter.
	apart := input.New(input.Options{Value: "cafe\u0301"})
	keys(apart, "backspace")
	if apart.Value() != "caf" {
		t.Errorf("%q", apart.Value())
	}
}

func TestSecret(t *testing.T) {
	t.Parallel()
	m := input.New(input.Options{Value: "hunter2", Secret: true})
	if got := view(m, 10); strings.Contains(got, "h") || !strings.HasPrefix(got, "*******") {
		t.Errorf("%q", got)
	}
	m.Reveal(true)
	if got := view(m, 10); !strings.HasPrefix(got, "hunter2") {
		t.Errorf("%q", got)
	}
}

func TestHiddenWordsAreNotTold(t *testing.T) {
	t.Parallel()
	m := input.New(input.Options{Value: "correct horse battery", Secret: true})
	keys(m, "ctrl+left", "x", "ctrl+right", "y", "ctrl+w")
	if m.Value() != "" {
		t.Errorf("a key that goes by words stopped at %q", m.Value())
	}
}

// TestForeignKeysDoNothing holds fast that keys that mean something to the library mean nothing here: some of them would ask the
// machine for its clipboard.
func TestForeignKeysDoNothing(t *testing.T) {
	t.Parallel()
	m := input.New(input.Options{Value: "one two"})
	for _, name := range []string{"ctrl+v", "ctrl+k", "ctrl+d", "ctrl+f", "ctrl+b", "ctrl+h", "ctrl+n", "tab", "up", "down", "alt+f", "enter", "f1"} {
		if m.Key(action.Key{Name: name}) || m.Value() != "one two" {
			t.Fatalf("%s changes the text to %q", name, m.Value())
		}
	}
	if keys(m, "x"); m.Value() != "one twox" {
		t.Errorf("a foreign key moved the cursor: %q", m.Value())
	}
}

func TestCursorStaysInSight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := input.New(input.Options{Value: rapid.StringOf(rapid.SampledFrom([]rune("aé漢 "))).Draw(t, "value"), Placeholder: "type"})
		w := rapid.IntRange(3, 20).Draw(t, "w")
		for range rapid.IntRange(0, 20).Draw(t, "moves") {
			keys(m, rapid.SampledFrom([]string{"left", "right", "home", "end", "x", "backspace", "delete"}).Draw(t, "key"))
			for _, focus := range []bool{true, false} {
				got := m.View(looks, w, focus)
				if layout.Width(got) != w {
					t.Fatalf("%q has %d cells instead of %d", got, layout.Width(got), w)
				}
				if focus != strings.Contains(got, "\x1b[7m") {
					t.Fatalf("the cursor is missing or too much: %q", got)
				}
			}
		}
	})
}
