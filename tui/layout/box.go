package layout

// Box is a rectangle of cells.
type Box struct{ X, Y, W, H int }

// Size is the message that tells a screen how large it is, before it is first painted and whenever that changes.
type Size struct{ Box }

// Smallest window in which Ferry paints anything but a request for more room.
const (
	MinWidth  = 60
	MinHeight = 16
)

// Shape is how much fits into a box.
type Shape uint8

const (
	// Narrow boxes hold a list only.
	Narrow Shape = iota
	// Tall boxes hold a list with its preview below.
	Tall
	// Wide boxes hold a list with its preview beside it.
	Wide
)

// Shape chooses by the width of the box itself, so that a pane decides for itself.
func (b Box) Shape() Shape {
	switch {
	case b.W >= 140:
		return Wide
	case b.W >= 100:
		return Tall
	}
	return Narrow
}

// TooSmall reports whether nothing useful fits.
func (b Box) TooSmall() bool { return b.W < MinWidth || b.H < MinHeight }

// Part says how much of a box one piece gets.
type Part struct {
	cells   int
	percent int
	weight  int
}

// Fixed takes a number of cells.
func Fixed(cells int) Part { return Part{cells: cells} }

// Percent takes a share of the whole.
func Percent(p int) Part { return Part{percent: p} }

// Fill takes a share of what the others leave.
func Fill(weight int) Part { return Part{weight: weight} }

// Rows divides the box from top to bottom.
func (b Box) Rows(parts ...Part) []Box {
	boxes := make([]Box, len(parts))
	y := b.Y
	for i, h := range divide(b.H, parts) {
		boxes[i] = Box{X: b.X, Y: y, W: b.W, H: h}
		y += h
	}
	return boxes
}

// Cols divides the box from left to right.
func (b Box) Cols(parts ...Part) []Box {
	boxes := make([]Box, len(parts))
	x := b.X
	for i, w := range divide(b.W, parts) {
		boxes[i] = Box{X: x, Y: b.Y, W: w, H: b.H}
		x += w
	}
	return boxes
}

// Inner takes away a margin on each side.
func (b Box) Inner(dx, dy int) Box {
	return Box{X: b.X + dx, Y: b.Y + dy, W: max(b.W-2*dx, 0), H: max(b.H-2*dy, 0)}
}

// Center places a smaller box in the middle.
func (b Box) Center(w, h int) Box {
	w, h = min(w, b.W), min(h, b.H)
	return Box{X: b.X + (b.W-w)/2, Y: b.Y + (b.H-h)/2, W: w, H: h}
}

// divide gives out total cells: fixed and percent in order as long as there are any, the rest by weight. The sizes add up
// to total when there is at least one Fill, and to at most total otherwise.
func divide(total int, parts []Part) []int {
	sizes := make([]int, len(parts))
	left, weights := total, 0
	for i, p := range parts {
		want := p.cells + total*p.percent/100
		sizes[i] = max(min(want, left), 0)
		left -= sizes[i]
		weights += p.weight
	}
	for i, p := range parts {
		if p.weight > 0 {
			share := left * p.weight / weights
			sizes[i] += share
			left -= share
			weights -= p.weight
		}
	}
	return sizes
}
