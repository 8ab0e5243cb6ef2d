package picture_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/tuitest/picture"
	"ferry/tui/widget/frame"
	"ferry/tui/widget/qr"
)

// sample paints a bit of everything that screens paint.
func sample(o theme.Options) (string, layout.Box) {
	t, box := theme.New(o), layout.Box{W: 44, H: 14}
	lines := []string{
		t.Paint(theme.Title, "Id    Accounts") + "  " + t.Paint(theme.Dim, "1 of 3"),
		t.Paint(theme.Selected, layout.Left(t.Glyph.Cursor+" Café Zoë <& Söhne>", 40)),
		t.Paint(theme.Good, t.Glyph.Good+" ok") + "  " + t.Paint(theme.Warn, t.Glyph.Warn+" 3 days") + "  " + t.Paint(theme.Bad, t.Glyph.Bad+" expired"),
		t.Open(theme.Selected) + "found " + t.Open(theme.Hit) + "here" + t.Close(theme.Hit) + t.Close(theme.Selected) + " 漢字 " + t.Glyph.Spin[0],
	}
	code, err := qr.Lines("x")
	if err == nil {
		lines = append(lines, code[:7]...)
	}
	return frame.Draw(t, "Picture", lines, box), box
}

func TestSVG(t *testing.T) {
	t.Parallel()
	text, box := sample(theme.Options{})
	svg, err := picture.SVG(text, box.W, box.H)
	if err != nil {
		t.Fatal(err)
	}
	golden.RequireEqual(t, svg)
	if again, _ := picture.SVG(text, box.W, box.H); again != svg {
		t.Error("the same frame gives another picture")
	}
}

// TestEveryLookCanBeDrawn holds fast that no theme paints what a picture would lose, and that pictures are XML.
func TestEveryLookCanBeDrawn(t *testing.T) {
	t.Parallel()
	for _, name := range theme.Names() {
		for _, ascii := range []bool{false, true} {
			text, box := sample(theme.Options{Name: name, ASCII: ascii})
			svg, err := picture.SVG(text, box.W, box.H)
			if err != nil {
				t.Fatal(name, err)
			}
			for d := xml.NewDecoder(strings.NewReader(svg)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(name, err)
				}
			}
		}
	}
}

func TestWhatCannotBeDrawn(t *testing.T) {
	t.Parallel()
	for _, frame := range []string{"abc", "ab\nc", "\x1b[31;44mab", "\x1b[2Jab", "a\tb", "\x1b[38;5;1mab"} {
		if svg, err := picture.SVG(frame, 2, 1); err == nil {
			t.Errorf("%q became %s", frame, svg)
		}
	}
}

// reports takes the place of a test, to see what it is told.
type reports struct {
	testing.TB
	told bool
}

func (r *reports) Helper()               {}
func (r *reports) Errorf(string, ...any) { r.told = true }

func TestStalePictureIsTold(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "p.svg")
	svg, err := picture.SVG("ab", 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.ReplaceAll(svg, "\n", "\r\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	for frame, stale := range map[string]bool{"ab": false, "ac": true} {
		r := &reports{TB: t}
		if picture.Require(r, path, frame, 2, 1); r.told != stale {
			t.Errorf("%q: stale %v", frame, r.told)
		}
	}
}
