package form

import (
	"strings"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
)

// View paints the form and scrolls to the field that has the focus.
func (m *Model) View(t *theme.Theme, r layout.Box) string {
	var lines []string
	for _, p := range m.intro {
		lines = append(append(lines, layout.Wrap(core.CleanText(p), r.W)...), "")
	}
	if m.err != "" {
		lines = append(append(lines, complaint(t, m.err, r.W)...), "")
	}
	from, to := 0, 0 // lines of what has the focus
	labels := m.labelWidth(r.W)
	group := ""
	for i, at := range m.order {
		f := &m.fields[at]
		if f.Group != group {
			group = f.Group
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, t.Paint(theme.Title, layout.Cut(core.CleanText(group), r.W)))
		}
		start := len(lines)
		lines = append(lines, f.lines(t, r.W, labels, i == m.focus)...)
		if i == m.focus {
			from, to = start, len(lines)
		}
	}
	if m.submit != "" {
		button := "[ " + core.CleanText(m.submit) + " ]"
		if m.focus >= len(m.order) {
			button = t.Paint(theme.Selected, button)
			from, to = len(lines), len(lines)+2
		}
		lines = append(lines, "", button)
	}
	m.top = max(min(m.top, from), to-r.H, 0)
	m.top = max(min(m.top, len(lines)-r.H), 0)
	return layout.FitLines(lines[m.top:], r)
}

// labelWidth is the room for labels beside their fields; boxes carry theirs behind them.
func (m *Model) labelWidth(w int) int {
	widest := 0
	for _, at := range m.order {
		if f := m.fields[at]; f.Kind != Checkbox {
			widest = max(widest, layout.Width(core.CleanText(f.Label)))
		}
	}
	return min(widest, w/3)
}

// lines paints one field: label, value, and under it the error or, with the focus, the hint.
func (f *field) lines(t *theme.Theme, w, labels int, focus bool) []string {
	cursor := "  "
	if focus {
		cursor = t.Paint(theme.Accent, t.Glyph.Cursor) + " "
	}
	label := core.CleanText(f.Label)
	indent := layout.Spaces(2)
	var line string
	switch f.Kind {
	case Checkbox:
		box := t.Glyph.Unticked
		if f.Value == "true" {
			box = t.Glyph.Ticked
		}
		text := layout.Cut(box+" "+label, w-2)
		if focus {
			text = t.Paint(theme.Selected, text)
		}
		line = cursor + text
	default:
		indent = layout.Spaces(2 + labels + 2)
		line = cursor + layout.Left(label, labels) + "  " + f.value(t, max(w-labels-4, 1), focus)
	}
	lines := []string{line}
	room := max(w-layout.Width(indent), 1)
	under, tok := f.Hint, theme.Dim
	if !focus {
		under = ""
	}
	if f.err != "" {
		for _, l := range complaint(t, f.err, room) {
			lines = append(lines, indent+l)
		}
	}
	if under != "" {
		for _, l := range layout.Wrap(core.CleanText(under), room) {
			lines = append(lines, indent+t.Paint(tok, l))
		}
	}
	return lines
}

func (f *field) value(t *theme.Theme, w int, focus bool) string {
	if f.input != nil && f.Value == "" && f.Placeholder == "" && !focus {
		return t.Paint(theme.Dim, "(empty)")
	}
	if f.input != nil {
		return f.input.View(t, w, focus)
	}
	label := ""
	for _, o := range f.Options {
		if o.Value == f.Value {
			label = core.CleanText(o.Label)
		}
	}
	if focus {
		return t.Paint(theme.Selected, layout.Cut("< "+label+" >", w))
	}
	return layout.Cut(label, w)
}

// complaint paints an error in lines of w cells.
func complaint(t *theme.Theme, text string, w int) []string {
	lines := layout.Wrap(t.Glyph.Bad+" "+core.CleanText(text), w)
	for i, l := range lines {
		lines[i] = t.Paint(theme.Bad, l)
	}
	return lines
}

// startsWith reports whether a label begins with what was typed, whatever the case.
func startsWith(label, typed string) bool {
	return strings.HasPrefix(strings.ToLower(label), strings.ToLower(typed))
}
