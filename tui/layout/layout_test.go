package layout_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ferry/tui/layout"
)

func TestDivide(t *testing.T) {
	t.Parallel()
	b := layout.Box{X: 2, Y: 1, W: 100, H: 20}
	rows := b.Rows(layout.Fixed(1), layout.Fill(1), layout.Percent(30), layout.Fixed(1))
	for i, want := range []layout.Box{{2, 1, 100, 1}, {2, 2, 100, 12}, {2, 14, 100, 6}, {2, 20, 100, 1}} {
		if rows[i] != want {
			t.Errorf("row %d: %+v", i, rows[i])
		}
	}
	cols := b.Cols(layout.Fill(2), layout.Fixed(1), layout.Fill(1))
	if cols[0].W != 66 || cols[1].X != 68 || cols[2].W != 33 {
		t.Errorf("%+v", cols)
	}
	if got := b.Center(200, 10); got != (layout.Box{X: 2, Y: 6, W: 100, H: 10}) {
		t.Errorf("%+v", got)
	}
}

func TestPartsAlwaysAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := layout.Box{W: rapid.IntRange(0, 300).Draw(t, "w"), H: 1}
		parts := []layout.Part{layout.Fill(1)}
		for range rapid.IntRange(0, 5).Draw(t, "parts") {
			parts = append(parts, rapid.SampledFrom([]layout.Part{layout.Fixed(7), layout.Percent(40), layout.Fill(3)}).Draw(t, "part"))
		}
		x := 0
		for _, c := range b.Cols(parts...) {
			if c.X != x || c.W < 0 {
				t.Fatalf("%+v stands at %d", c, x)
			}
			x += c.W
		}
		if x != b.W {
			t.Fatalf("%d of %d cells are given out", x, b.W)
		}
	})
}

func TestShapes(t *testing.T) {
	t.Parallel()
	for w, want := range map[int]layout.Shape{80: layout.Narrow, 99: layout.Narrow, 100: layout.Tall, 139: layout.Tall, 140: layout.Wide} {
		if got := (layout.Box{W: w, H: 30}).Shape(); got != want {
			t.Errorf("%d cells: %d", w, got)
		}
	}
	if (layout.Box{W: 60, H: 16}).TooSmall() || !(layout.Box{W: 59, H: 16}).TooSmall() || !(layout.Box{W: 60, H: 15}).TooSmall() {
		t.Error("the smallest window is not 60×16")
	}
}

// TestTextsFit pads and cuts any text to any width.
func TestTextsFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOf(rapid.SampledFrom([]rune("aé漢字ß €–😀\u0301x"))).Draw(t, "s")
		w := rapid.IntRange(0, 30).Draw(t, "w")
		for _, got := range []string{layout.Left(s, w), layout.Right(s, w), layout.Middle(s, w)} {
			if layout.Width(got) != w {
				t.Fatalf("%q has %d cells instead of %d", got, layout.Width(got), w)
			}
		}
		for _, line := range strings.Split(layout.Fit(s+"\n"+s, layout.Box{W: w, H: 3}), "\n") {
			if layout.Width(line) != w {
				t.Fatalf("%q has %d cells instead of %d", line, layout.Width(line), w)
			}
		}
	})
}

func TestOver(t *testing.T) {
	t.Parallel()
	under := "abcdefgh\n\x1b[1mijklmnop\x1b[m\nqrstuvwx"
	got := layout.Over(under, "12\n34", layout.Box{X: 3, Y: 1, W: 2, H: 2})
	if want := "abcdefgh\n\x1b[1mijk\x1b[m12\x1b[1mnop\x1b[m\nqrs34vwx"; got != want {
		t.Errorf("%q", got)
	}
	if got := layout.Over("ab漢d", "x", layout.Box{X: 2, W: 1, H: 1}); layout.Width(got) != 5 {
		t.Errorf("half a wide sign is lost: %q", got)
	}
}

func TestBeside(t *testing.T) {
	t.Parallel()
	if got := layout.Beside("ab\ncd", "12\n34"); got != "ab12\ncd34" {
		t.Errorf("%q", got)
	}
	if got := layout.Wrap("nothing is left for 2026-0101 of 2026-10-05, a well-known one", 26); strings.Join(got, "|") != "nothing is left for|2026-0101 of 2026-10-05, a|well-known one" {
		t.Errorf("%q", got)
	}
	if got := layout.Wrap("the bank does not answer", 10); strings.Join(got, "|") != "the bank|does not|answer" {
		t.Errorf("%q", got)
	}
}
