package layout

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const ellipsis = "…"

// Width is how many cells a text takes, without its styling.
func Width(s string) int {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// Cut shortens a text to w cells, with an ellipsis where something was lost.
func Cut(s string, w int) string {
	if Width(s) <= w {
		return s
	}
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, ellipsis)
}

// Left makes a text exactly w cells wide, starting at the left.
func Left(s string, w int) string {
	s = Cut(s, w)
	return s + Spaces(w-Width(s))
}

// Right makes a text exactly w cells wide, ending at the right.
func Right(s string, w int) string {
	s = Cut(s, w)
	return Spaces(w-Width(s)) + s
}

// Middle makes a text exactly w cells wide, in the middle.
func Middle(s string, w int) string {
	s = Cut(s, w)
	free := max(w-Width(s), 0)
	return Spaces(free/2) + s + Spaces(free-free/2)
}

const blank = "                                                                                                    "

// Spaces returns n blanks, or none when n is negative.
func Spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}

// Wrap breaks a text into lines of at most w cells, at blanks where there are any. A hyphen before a digit is no place to break:
// it holds a day or the number of an invoice together, which would be read as two.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	if !strings.Contains(s, "-") || strings.Contains(s, holder) {
		return strings.Split(ansi.Wrap(s, w, ""), "\n")
	}
	var held strings.Builder
	for i := range len(s) {
		if s[i] == '-' && i+1 < len(s) && '0' <= s[i+1] && s[i+1] <= '9' {
			held.WriteString(holder)
		} else {
			held.WriteByte(s[i])
		}
	}
	return strings.Split(strings.ReplaceAll(ansi.Wrap(held.String(), w, ""), holder, "-"), "\n")
}

// holder is a hyphen at which no line is broken, for the time of the breaking.
const holder = "\u2011"

// Chunks breaks a text into lines of w cells wherever they end: an address, which must not gain or lose a sign.
func Chunks(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(ansi.Hardwrap(s, w, true), "\n")
}

// Fit makes a block exactly as large as the box: lines are cut or filled up, missing ones are blank.
func Fit(block string, b Box) string { return FitLines(strings.Split(block, "\n"), b) }

// FitLines is Fit for a block that is not joined yet.
func FitLines(lines []string, b Box) string {
	var out strings.Builder
	out.Grow(b.W * b.H)
	for y := range b.H {
		if y > 0 {
			out.WriteByte('\n')
		}
		if y < len(lines) {
			out.WriteString(Left(lines[y], b.W))
		} else {
			out.WriteString(Spaces(b.W))
		}
	}
	return out.String()
}

// Above puts blocks under each other.
func Above(blocks ...string) string { return strings.Join(blocks, "\n") }

// Beside puts blocks of the same height next to each other; each must fill its box already.
func Beside(blocks ...string) string {
	split := make([][]string, len(blocks))
	height := 0
	for i, b := range blocks {
		split[i] = strings.Split(b, "\n")
		height = max(height, len(split[i]))
	}
	var out strings.Builder
	for y := range height {
		if y > 0 {
			out.WriteByte('\n')
		}
		for _, lines := range split {
			if y < len(lines) {
				out.WriteString(lines[y])
			}
		}
	}
	return out.String()
}

// Over lays a block over another one at the place of its box. Both must fill their boxes exactly.
func Over(under, block string, at Box) string {
	lines := strings.Split(under, "\n")
	for i, top := range strings.Split(block, "\n") {
		y := at.Y + i
		if y < 0 || y >= len(lines) {
			continue
		}
		width := Width(lines[y])
		left := Left(ansi.Truncate(lines[y], at.X, ""), at.X)
		end := min(at.X+at.W, width)
		right := ansi.TruncateLeft(lines[y], end, "")
		if Width(right) > width-end { // the edge goes through a sign of two cells
			right = " " + ansi.TruncateLeft(lines[y], end+1, "")
		}
		lines[y] = left + top + right
	}
	return strings.Join(lines, "\n")
}
