// Package frame draws a border with a title around lines.
package frame

import (
	"strings"

	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Inside is the room within a frame as large as the box.
func Inside(b layout.Box) layout.Box { return b.Inner(2, 1) }

// Draw draws the frame; lines are cut and filled up to its inside.
func Draw(t *theme.Theme, title string, lines []string, b layout.Box) string {
	g, in := t.Glyph, Inside(b)
	head := layout.Cut(title, max(b.W-6, 0))
	var out strings.Builder
	out.WriteString(t.Paint(theme.Border, g.TL+g.H))
	used := 2
	if head != "" {
		out.WriteString(t.Paint(theme.Title, " "+head+" "))
		used += layout.Width(head) + 2
	}
	out.WriteString(t.Paint(theme.Border, strings.Repeat(g.H, max(b.W-used-1, 0))+g.TR))
	side := t.Paint(theme.Border, g.V)
	for y := range in.H {
		line := ""
		if y < len(lines) {
			line = lines[y]
		}
		out.WriteString("\n" + side + " " + layout.Left(line, in.W) + " " + side)
	}
	out.WriteString("\n" + t.Paint(theme.Border, g.BL+strings.Repeat(g.H, max(b.W-2, 0))+g.BR))
	return out.String()
}
