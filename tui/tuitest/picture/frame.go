package picture

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// cell is one sign on the screen with its looks.
type cell struct {
	text  string
	width int
	style
}

// style is what the sequences of a theme can say: the terminal's sixteen colours, and four attributes.
type style struct {
	colour                         int // 0-15; -1: the terminal's own
	bold, faint, underline, invers bool
}

// plain is the style after a reset.
func plain() style { return style{colour: -1} }

// parse reads a frame of exactly w × h cells. What no theme produces is an error: it would be missing in the picture.
func parse(frame string, w, h int) ([][]cell, error) {
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		return nil, fmt.Errorf("the frame has %d lines instead of %d", len(lines), h)
	}
	rows, now := make([][]cell, h), plain()
	for y, line := range lines {
		width, state := 0, ansi.NormalState
		p := ansi.NewParser()
		for line != "" {
			seq, cells, n, next := ansi.DecodeSequence(line, state, p)
			line, state = line[n:], next
			switch {
			case cells > 0:
				rows[y] = append(rows[y], cell{seq, cells, now})
				width += cells
			case p.Command() == 'm' && strings.HasPrefix(seq, "\x1b["):
				if err := now.apply(p.Params()); err != nil {
					return nil, fmt.Errorf("line %d: %q: %w", y, seq, err)
				}
			default:
				return nil, fmt.Errorf("line %d: %q cannot be drawn", y, seq)
			}
		}
		if width != w {
			return nil, fmt.Errorf("line %d has %d cells instead of %d", y, width, w)
		}
	}
	return rows, nil
}

// apply changes the style by the parameters of one SGR sequence.
func (s *style) apply(params ansi.Params) error {
	if len(params) == 0 {
		*s = plain()
	}
	for i := range params {
		switch n, _, _ := params.Param(i, 0); {
		case n == 0:
			*s = plain()
		case n == 1:
			s.bold = true
		case n == 2:
			s.faint = true
		case n == 4:
			s.underline = true
		case n == 7:
			s.invers = true
		case n >= 30 && n <= 37:
			s.colour = n - 30
		case n >= 90 && n <= 97:
			s.colour = n - 90 + 8
		default:
			return fmt.Errorf("no theme uses attribute %d", n)
		}
	}
	return nil
}
