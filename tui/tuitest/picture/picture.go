// Package picture makes pictures of the program out of its own frames, for the README: a frame with styles becomes an SVG that
// looks the same in every browser, and a test fails when a picture is older than the screen it shows.
package picture

import (
	"flag"
	"fmt"
	"html"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Measures, in pixels. Cells are whole ones, so that blocks and lines of neighbours touch.
const (
	cellW, cellH = 8, 17
	fontSize     = "13.3" // monospaced fonts are 0.6 em wide
	baseline     = 13
	margin       = 14
)

// rgb is a colour.
type rgb [3]int

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// mix is a colour that lets percent of c through over another one.
func (c rgb) mix(under rgb, percent int) (m rgb) {
	for i := range m {
		m[i] = (c[i]*percent + under[i]*(100-percent)) / 100
	}
	return m
}

// The terminal of the pictures: dark, with sixteen colours that can be read on it.
var (
	paper   = rgb{0x16, 0x1a, 0x21}
	ink     = rgb{0xd5, 0xda, 0xe2}
	colours = [16]rgb{
		{0x3b, 0x42, 0x4f}, {0xf0, 0x71, 0x78}, {0x8f, 0xcf, 0x7a}, {0xe8, 0xc1, 0x62}, {0x6c, 0xa8, 0xf0}, {0xc6, 0x92, 0xe9}, {0x62, 0xc8, 0xd2}, {0xc8, 0xce, 0xd8},
		{0x6b, 0x74, 0x85}, {0xff, 0x8f, 0x95}, {0xaa, 0xe3, 0x98}, {0xff, 0xdb, 0x85}, {0x8f, 0xc1, 0xff}, {0xdc, 0xb2, 0xf7}, {0x86, 0xe2, 0xea}, {0xf4, 0xf6, 0xfa},
	}
)

// inks are the colours of a style: of the sign, and of what is behind it.
func (s style) inks() (front, behind rgb) {
	front, behind = ink, paper
	if s.colour >= 0 {
		front = colours[s.colour]
	}
	if s.faint {
		front = front.mix(paper, 62)
	}
	if s.invers {
		front, behind = behind, front
	}
	return front, behind
}

// SVG draws a frame of w × h cells, as tuitest.Driver.Styled paints it. The same frame gives the same bytes.
func SVG(frame string, w, h int) (string, error) {
	rows, err := parse(frame, w, h)
	if err != nil {
		return "", err
	}
	c := &canvas{shapes: make(map[string]*strings.Builder)}
	for y, row := range rows {
		c.row(row, y)
	}
	width, height := w*cellW+2*margin, h*cellH+2*margin
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" `, width, height, width, height)
	fmt.Fprintf(&out, `font-family="ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="%s">`+"\n", fontSize)
	fmt.Fprintf(&out, `<rect width="%d" height="%d" rx="8" fill="%s"/>`+"\n", width, height, paper)
	fmt.Fprintf(&out, `<g transform="translate(%d %d)">`+"\n", margin, margin)
	for _, kind := range c.order {
		fmt.Fprintf(&out, `<path %s d="%s"/>`+"\n", kind, c.shapes[kind])
	}
	out.WriteString(c.texts.String() + "</g>\n</svg>\n")
	return out.String(), nil
}

// canvas gathers what is drawn: shapes of one colour in one path each, and texts above them.
type canvas struct {
	shapes map[string]*strings.Builder
	order  []string // of shapes, as they were met
	texts  strings.Builder
}

func (c *canvas) shape(kind, path string) {
	if c.shapes[kind] == nil {
		c.shapes[kind] = new(strings.Builder)
		c.order = append(c.order, kind)
	}
	c.shapes[kind].WriteString(path)
}

// row draws one line in runs of cells that can be drawn together.
func (c *canvas) row(row []cell, y int) {
	x := 0
	for from := 0; from < len(row); {
		to, width := from+1, row[from].width
		for to < len(row) && together(row[from], row[to]) {
			width += row[to].width
			to++
		}
		c.run(row[from:to], x, y*cellH, width)
		from, x = to, x+width*cellW
	}
}

// together reports whether two neighbours may stand in one text. Browsers take signs that are not letters from other fonts, in
// which they are wider or narrower: those get a place of their own, and so do signs of two cells. Shapes join their equals.
func together(a, b cell) bool {
	if a.style != b.style {
		return false
	}
	if shapes[a.text] != nil || shapes[b.text] != nil {
		return a.text == b.text && strings.Contains(joining, a.text)
	}
	return writes(a) && writes(b)
}

func writes(c cell) bool {
	r, n := utf8.DecodeRuneInString(c.text)
	return c.width == 1 && n == len(c.text) && (r < utf8.RuneSelf || unicode.In(r, unicode.Latin))
}

// run draws neighbours that look alike.
func (c *canvas) run(cells []cell, x, y, width int) {
	front, behind := cells[0].inks()
	if behind != paper {
		c.shape(fill(behind), rect(x, y, width*cellW, cellH))
	}
	if draw := shapes[cells[0].text]; draw != nil {
		draw(c, front, x, y, width)
		return
	}
	// Browsers make one blank of several, so a text ends where there are more.
	blank := func(i int) bool { return i >= len(cells) || cells[i].text == " " }
	for from := 0; from < len(cells); from++ {
		if blank(from) {
			continue
		}
		to := from + 1
		for !blank(to) || !blank(to+1) {
			to++
		}
		c.text(cells[from:to], front, x+from*cellW, y)
		from = to
	}
}

// text writes cells that look alike.
func (c *canvas) text(cells []cell, front rgb, x, y int) {
	var text strings.Builder
	width := 0
	for _, cell := range cells {
		text.WriteString(cell.text)
		width += cell.width
	}
	fmt.Fprintf(&c.texts, `<text x="%d" y="%d" fill="%s"`, x, y+baseline, front)
	if cells[0].bold {
		c.texts.WriteString(` font-weight="bold"`)
	}
	if cells[0].underline {
		c.texts.WriteString(` text-decoration="underline"`)
	}
	fmt.Fprintf(&c.texts, ` textLength="%d">%s</text>`+"\n", width*cellW, html.EscapeString(text.String()))
}

// Require compares the file at path with the picture of a frame. A test run with -update writes it.
func Require(t testing.TB, path, frame string, w, h int) {
	t.Helper()
	fresh, err := SVG(frame, w, h)
	if err != nil {
		t.Fatal(err)
	}
	if update := flag.Lookup("update"); update != nil && update.Value.String() == "true" {
		if err := os.WriteFile(path, []byte(fresh), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// A checkout may have changed the line ends.
	if strings.ReplaceAll(string(old), "\r\n", "\n") != fresh {
		t.Errorf("%s does not show the screen as it is now; run the test with -update and look at it", path)
	}
}
