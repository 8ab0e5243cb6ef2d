package picture

import "fmt"

// shapes are the signs that must touch their neighbours, which no font promises: lines and blocks are drawn.
var shapes = map[string]func(c *canvas, ink rgb, x, y, width int){
	"─": line("M%[1]d %[4]dH%[3]d"),
	"│": line("M%[2]d %[5]dV%[6]d"),
	"┌": line("M%[2]d %[6]dV%[4]dH%[3]d"),
	"┐": line("M%[1]d %[4]dH%[2]dV%[6]d"),
	"└": line("M%[2]d %[5]dV%[4]dH%[3]d"),
	"┘": line("M%[1]d %[4]dH%[2]dV%[5]d"),
	"█": block(0, cellH),
	"▀": block(0, half),
	"▄": block(half, cellH),
}

// joining are the shapes that are drawn as one with equal ones beside them.
const joining = "─█▀▄"

// half is where the upper half block of a cell ends.
const half = cellH / 2

// line strokes through the middle of cells. Its path is given left, middle, right, level, top and bottom, in this order.
func line(path string) func(*canvas, rgb, int, int, int) {
	return func(c *canvas, ink rgb, x, y, width int) {
		d := fmt.Sprintf(path+"%[7]s", x, x+cellW/2, x+width*cellW, y+half, y, y+cellH, "")
		c.shape(fmt.Sprintf(`fill="none" transform="translate(.5 .5)" stroke="%s"`, ink), d)
	}
}

// block fills cells from one height to another.
func block(from, to int) func(*canvas, rgb, int, int, int) {
	return func(c *canvas, ink rgb, x, y, width int) {
		c.shape(fill(ink), rect(x, y+from, width*cellW, to-from))
	}
}

func fill(c rgb) string { return fmt.Sprintf(`shape-rendering="crispEdges" fill="%s"`, c) }

func rect(x, y, w, h int) string { return fmt.Sprintf("M%d %dh%dv%dh-%dz", x, y, w, h, w) }
