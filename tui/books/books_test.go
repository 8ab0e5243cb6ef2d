package books_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"ferry/core"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/input"
)

func TestAtHome(t *testing.T) {
	t.Parallel()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Skip("no home folder here")
	}
	for path, want := range map[string]string{
		"~": home, "~/invoices": filepath.Join(home, "invoices"), "~jan/invoices": "~jan/invoices", "/tmp/~": "/tmp/~", "": "",
	} {
		if got := books.AtHome(path); got != want {
			t.Errorf("%q is %q instead of %q", path, got, want)
		}
	}
}

type dossiers []core.Dossier

func (d dossiers) Dossiers(context.Context) ([]core.Dossier, error) { return d, nil }

func TestDossierAndTitle(t *testing.T) {
	t.Parallel()
	list := dossiers{{ID: "a", Name: "Smets"}, {ID: "b", Name: "Peeters\x1b[2J"}}
	d, err := books.Dossier(t.Context(), list, "b")
	if got := books.Title(d.Name, "open items"); err != nil || got != "Peeters[2J: open items" {
		t.Errorf("%q, %v", got, err)
	}
	if d, err = books.Dossier(t.Context(), list, "gone"); err != nil || books.Title(d.Name, "open items") != "Open items" {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestLinesFillTheirBox(t *testing.T) {
	t.Parallel()
	looks := theme.New(theme.Options{})
	field := input.New(input.Options{Value: strings.Repeat("wide ", 40)})
	for _, w := range []int{60, 80, 200} {
		for name, line := range map[string]string{
			"plain":  books.Search(looks, w, nil, "", "12 items"),
			"kept":   books.Search(looks, w, nil, "sm\x1b[2J", "12 items"),
			"typing": books.Search(looks, w, field, "", strings.Repeat("many sums ", 30)),
		} {
			if got := layout.Width(line); got > w || strings.Contains(ansi.Strip(line), "\x1b") {
				t.Errorf("%s at %d: %d cells, %q", name, w, got, line)
			}
		}
		page := books.Form(layout.Box{W: w, H: 9}, func(in layout.Box) string {
			if in.W > 100 || in.W > w-4 {
				t.Errorf("a form %d wide in %d", in.W, w)
			}
			return strings.Repeat("x", in.W)
		})
		if lines := strings.Split(page, "\n"); len(lines) != 9 || layout.Width(lines[1]) != w {
			t.Errorf("%d lines", len(lines))
		}
	}
}
