package table

import (
	"strings"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/hit"
	"ferry/tui/words"
)

// View paints the table: column titles, rows, and a line that says where in the list they are. It remembers how many rows fit,
// for the keys that move by pages; nothing else changes here.
func (m *Model[T, K]) View(t *theme.Theme, r layout.Box) string {
	widths := m.fit(r.W - cursorWidth)
	lines := make([]string, 0, r.H)
	lines = append(lines, t.Paint(theme.Title, m.titles(widths, r.W)))
	if n := m.notice(t, r.W); n != "" {
		lines = append(lines, n)
	}
	m.height = max(r.H-len(lines)-1, 1)
	m.follow()
	switch {
	case m.total > 0:
		lines = m.paintRows(t, lines, widths, r.W)
	case m.loading:
		lines = append(lines, m.skeleton(t, widths, r.W)...)
	case m.err == nil:
		lines = append(lines, m.empty(t, r.W)...)
	}
	for len(lines) < r.H-1 {
		lines = append(lines, layout.Spaces(r.W))
	}
	lines = append(lines[:max(r.H-1, 0)], t.Paint(theme.Dim, layout.Left(m.where(t), r.W)))
	return strings.Join(lines[:r.H], "\n")
}

// cursorWidth is the room in front of a row for the signs of cursor and mark.
const cursorWidth = 2

func (m *Model[T, K]) paintRows(t *theme.Theme, lines []string, widths []int, w int) []string {
	var b strings.Builder
	for rank := m.top; rank < min(m.top+m.height, m.total); rank++ {
		b.Reset()
		row, ok := m.at(rank)
		if !ok {
			lines = append(lines, t.Paint(theme.Dim, layout.Left("  "+t.Glyph.Dot, w)))
			continue
		}
		m.paintRow(t, &b, row, widths, rank)
		lines = append(lines, b.String())
	}
	return lines
}

// paintRow writes one row with at most two styles: the row's, and that of the one column that has its own.
func (m *Model[T, K]) paintRow(t *theme.Theme, b *strings.Builder, row T, widths []int, rank int) {
	selected, marked := !m.blurred && rank == m.cursor, m.marked(m.Key(row)) || m.inRange(rank)
	style := theme.Plain
	switch {
	case selected:
		style = theme.Selected
	case marked:
		style = theme.Marked
	case m.Tone != nil:
		style = m.Options.Tone(row)
	}
	b.WriteString(t.Open(style))
	switch {
	case marked:
		b.WriteString(t.Glyph.Mark + " ")
	case selected:
		b.WriteString(t.Glyph.Cursor + " ")
	default:
		b.WriteString("  ")
	}
	first := true
	for i := range m.Columns {
		c, w := &m.Columns[i], widths[i]
		if w < 0 {
			continue
		}
		if !first {
			b.WriteString(gap)
		}
		first = false
		text := pad(core.CleanText(c.Cell(row)), w, c.Align)
		found := m.search.In(text)
		tone := theme.Plain
		if c.Tone != nil && !selected {
			tone = c.Tone(row)
		}
		if tone == theme.Plain {
			b.WriteString(hit.Paint(t, style, text, found))
			continue
		}
		b.WriteString(t.Close(style) + t.Open(tone) + hit.Paint(t, tone, text, found) + t.Close(tone) + t.Open(style))
	}
	b.WriteString(t.Close(style))
}

func (m *Model[T, K]) inRange(rank int) bool {
	return m.anchor >= 0 && rank >= min(m.anchor, m.cursor) && rank <= max(m.anchor, m.cursor)
}

const gap = "  "

func pad(s string, w int, a Align) string {
	if a == Right {
		return layout.Right(s, w)
	}
	return layout.Left(s, w)
}

// measure widens the columns to the cells of the window. They never shrink while the list stays, so that nothing jumps.
func (m *Model[T, K]) measure() {
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.Fill {
			continue
		}
		for _, row := range m.rows {
			m.natural[i] = max(m.natural[i], layout.Width(core.CleanText(c.Cell(row))))
		}
	}
}

// fit gives every column its width in w cells; -1 for those that have no room. What is left goes to the column that fills.
func (m *Model[T, K]) fit(w int) []int {
	widths := make([]int, len(m.Columns))
	fill, used := -1, -len(gap)
	for i := range m.Columns {
		c := &m.Columns[i]
		widths[i] = m.width(i)
		if c.Fill {
			fill = i
		}
		used += widths[i] + len(gap)
	}
	used -= m.yield(widths, used-w)
	for used > w {
		drop := -1
		for i, c := range m.Columns {
			if widths[i] >= 0 && c.Priority > 0 && (drop < 0 || c.Priority > m.Columns[drop].Priority) {
				drop = i
			}
		}
		if drop < 0 {
			break
		}
		used -= widths[drop] + len(gap)
		widths[drop] = -1
	}
	used -= m.squeeze(widths, used-w)
	if fill < 0 || widths[fill] < 0 {
		// Without a column that fills, or where that has gone, the blanks stand behind the last one.
		for i := range widths {
			if widths[i] >= 0 {
				fill = i
			}
		}
	}
	if fill >= 0 && widths[fill] >= 0 {
		widths[fill] = max(widths[fill]+w-used, 0)
	}
	return widths
}

// yield lets columns that can be read by their beginning make room before others go: names first, then the text that fills. It
// returns how many cells they gave.
func (m *Model[T, K]) yield(widths []int, over int) int {
	gave := 0
	for _, text := range []bool{false, true} {
		for i := range m.Columns {
			c := &m.Columns[i]
			least := c.Min
			if c.Fill {
				least = min(c.Min, shortest)
			}
			if spare := widths[i] - max(least, layout.Width(c.Title)); c.Yields && c.Fill == text && spare > 0 && gave < over {
				by := min(spare, over-gave)
				widths[i] -= by
				gave += by
			}
		}
	}
	return gave
}

// shortest is what is left of a text that yields: its beginning, which says what sort of text it is.
const shortest = 8

// squeeze takes what does not fit even so from the widest columns: first of text, then of what should be whole, last of amounts. A
// cut is seen by its sign, a row beyond its box is seen nowhere. It returns how many cells it took.
func (m *Model[T, K]) squeeze(widths []int, over int) int {
	took := 0
	for rank := range 3 {
		for took < over {
			widest := -1
			for i, w := range widths {
				if m.Columns[i].worth() == rank && w > narrowest && (widest < 0 || w > widths[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
			took++
		}
	}
	return took
}

// narrowest is what a squeezed column keeps: enough to show that something is there.
const narrowest = 2

// worth ranks a column by how much is lost when it is cut.
func (c *Column[T]) worth() int {
	switch {
	case c.Whole && c.Align == Right:
		return 2
	case c.Whole:
		return 1
	}
	return 0
}

func (m *Model[T, K]) width(i int) int {
	c := &m.Columns[i]
	title := layout.Width(c.Title)
	switch {
	case c.Fill:
		return max(c.Min, title)
	case c.Whole:
		return max(c.Min, title, m.natural[i])
	}
	return max(c.Min, min(max(title, m.natural[i]), max(c.Max, c.Min)))
}

func (m *Model[T, K]) titles(widths []int, w int) string {
	var cells []string
	for i, c := range m.Columns {
		if widths[i] >= 0 {
			cells = append(cells, pad(c.Title, widths[i], c.Align))
		}
	}
	return layout.Left(layout.Spaces(cursorWidth)+strings.Join(cells, gap), w)
}

// notice is the line above rows that are old or could not be read again.
func (m *Model[T, K]) notice(t *theme.Theme, w int) string {
	switch {
	case m.err != nil:
		what, next := words.Error(m.err)
		return t.Paint(theme.Bad, layout.Left("  "+t.Glyph.Bad+" "+strings.TrimSpace(what+" "+next), w))
	case m.stale != "":
		return t.Paint(theme.Warn, layout.Left("  "+t.Glyph.Warn+" "+core.CleanText(m.stale), w))
	}
	return ""
}

// skeleton is what stands where rows will be.
func (m *Model[T, K]) skeleton(t *theme.Theme, widths []int, w int) []string {
	var cells []string
	for _, width := range widths {
		if width >= 0 {
			cells = append(cells, layout.Left(strings.Repeat(t.Glyph.Dot, max(width*2/3, 1)), width))
		}
	}
	line := t.Paint(theme.Dim, layout.Left(layout.Spaces(cursorWidth)+strings.Join(cells, gap), w))
	lines := make([]string, min(m.height, 5))
	for i := range lines {
		lines[i] = line
	}
	return lines
}

func (m *Model[T, K]) empty(t *theme.Theme, w int) []string {
	lines := []string{layout.Spaces(w)}
	for _, l := range layout.Wrap(m.Empty, w-2*cursorWidth) {
		lines = append(lines, layout.Left(layout.Spaces(cursorWidth)+l, w))
	}
	for _, l := range layout.Wrap(m.EmptyHint, w-2*cursorWidth) {
		lines = append(lines, t.Paint(theme.Dim, layout.Left(layout.Spaces(cursorWidth)+l, w)))
	}
	return lines
}

// where says which part of the list is seen, and what else the user should know of it.
func (m *Model[T, K]) where(t *theme.Theme) string {
	if m.total == 0 {
		if m.loading {
			return "  reading"
		}
		return ""
	}
	parts := []string{words.Count(m.cursor+1) + " of " + words.Count(m.total)}
	if m.fresh > 0 {
		parts = append(parts, t.Glyph.Up+" "+words.Count(m.fresh)+" new")
	}
	if n := m.MarkedCount(); n > 0 {
		parts = append(parts, words.Count(n)+" marked")
	}
	if m.anchor >= 0 {
		parts = append(parts, "range: v again marks it")
	}
	if m.loading {
		parts = append(parts, "reading")
	}
	return "  " + strings.Join(parts, " "+t.Glyph.Dot+" ")
}
