// Package detail is what is said of the row under the cursor: sentences and labelled fields, beside the list or below it.
package detail

import (
	"strings"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// Pane is a detail that is being put together.
type Pane struct {
	title string
	parts []part
}

// part is a sentence, or a field when it has a label.
type part struct {
	label, glyph, text string
	tone               theme.Token
}

// New begins a detail.
func New(title string) *Pane { return &Pane{title: core.CleanText(title)} }

// Say adds a sentence with a sign in front; an empty one is left out.
func (p *Pane) Say(tone theme.Token, glyph, text string) {
	if text = core.CleanText(text); text != "" {
		p.parts = append(p.parts, part{glyph: glyph, text: text, tone: tone})
	}
}

// Field adds a labelled value; an empty one is left out.
func (p *Pane) Field(label, text string) {
	if text = strings.TrimSpace(core.CleanText(text)); text != "" {
		p.parts = append(p.parts, part{label: label, text: text})
	}
}

// labelWidth is the room for a label and the blanks behind it.
const labelWidth = 18

// Lines paints the detail w cells wide. It may be higher than its box: the end is then cut, and the whole is behind a key.
func (p *Pane) Lines(t *theme.Theme, w int) []string {
	lines := []string{t.Paint(theme.Strong, layout.Cut(p.title, w))}
	for _, part := range p.parts {
		tone, lead := part.tone, part.glyph+" "
		if part.label != "" {
			tone, lead = theme.Dim, layout.Left(part.label, labelWidth)
		}
		indent := layout.Width(lead)
		for i, l := range layout.Wrap(part.text, max(w-indent, 1)) {
			if i > 0 {
				lead = layout.Spaces(indent)
			}
			lines = append(lines, t.Paint(tone, lead)+l)
		}
	}
	return lines
}

// Text is the whole detail as plain text, to read in full and to copy.
func (p *Pane) Text() string {
	var b strings.Builder
	for _, part := range p.parts {
		lead := part.glyph + " "
		if part.label != "" {
			lead = layout.Left(part.label, labelWidth)
		}
		b.WriteString(lead + part.text + "\n")
	}
	return b.String()
}

// Title is the heading.
func (p *Pane) Title() string { return p.title }

// Beside paints a list with the detail of its row: at its right in a wide box, else below, where at most two fifths of the height
// and in a narrow box no more than a few lines are the detail's.
func (p *Pane) Beside(t *theme.Theme, r layout.Box, list func(layout.Box) string) string {
	if r.Shape() == layout.Wide {
		boxes := r.Cols(layout.Fill(3), layout.Fixed(3), layout.Fill(2))
		edge := strings.Repeat(" "+t.Glyph.V+" \n", r.H)
		lines := strings.Split(strings.TrimSuffix(edge, "\n"), "\n")
		for i := range lines {
			lines[i] = t.Paint(theme.Border, lines[i])
		}
		return layout.Beside(list(boxes[0]), layout.FitLines(lines, boxes[1]), layout.FitLines(p.Lines(t, boxes[2].W), boxes[2]))
	}
	height := r.H * 2 / 5
	if r.Shape() == layout.Narrow {
		height = min(4, r.H/4)
	}
	boxes := r.Rows(layout.Fill(1), layout.Fixed(1), layout.Fixed(height))
	in := boxes[2].Inner(1, 0)
	rows := make([]string, 0, height)
	for _, l := range p.Lines(t, in.W) {
		rows = append(rows, " "+l)
	}
	return layout.Above(list(boxes[0]), t.Paint(theme.Border, strings.Repeat(t.Glyph.H, r.W)), layout.FitLines(rows, boxes[2]))
}
