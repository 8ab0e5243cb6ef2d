package main

import (
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"ferry/core"
)

// sampleRows is how many rows decide how wide the columns are. A list of a million lines must not be held to find out.
const sampleRows = 500

// columns prints rows as aligned columns without colour or frame.
type columns struct {
	w      io.Writer
	titles []string
	right  map[int]bool // columns of numbers
	sample [][]string
	widths []int
}

func newColumns(w io.Writer, titles ...string) *columns {
	c := &columns{w: w, titles: titles, right: map[int]bool{}}
	for i, title := range titles {
		if trimmed, ok := strings.CutPrefix(title, ">"); ok { // marks a column of numbers
			c.titles[i], c.right[i] = trimmed, true
		}
	}
	return c
}

// row prints a row, or keeps it while the widths are not yet known. Cells come from banks: they are cleaned here.
func (c *columns) row(cells ...string) error {
	for i := range cells {
		cells[i] = core.CleanText(cells[i])
	}
	if c.widths != nil {
		return c.print(cells)
	}
	c.sample = append(c.sample, cells)
	if len(c.sample) < sampleRows {
		return nil
	}
	return c.flush()
}

// end prints what is still kept. A list without rows prints nothing, not even its titles.
func (c *columns) end() error {
	if c.widths != nil || len(c.sample) == 0 {
		return nil
	}
	return c.flush()
}

func (c *columns) flush() error {
	c.widths = make([]int, len(c.titles))
	c.sample = append([][]string{c.titles}, c.sample...)
	for _, cells := range c.sample {
		for i, cell := range cells {
			c.widths[i] = max(c.widths[i], ansi.StringWidth(cell))
		}
	}
	for _, cells := range c.sample {
		if err := c.print(cells); err != nil {
			return err
		}
	}
	c.sample = nil
	return nil
}

func (c *columns) print(cells []string) error {
	var b strings.Builder
	for i, cell := range cells {
		pad := strings.Repeat(" ", max(0, c.widths[i]-ansi.StringWidth(cell)))
		switch {
		case c.right[i]:
			b.WriteString(pad + cell + "  ")
		default:
			b.WriteString(cell + pad + "  ")
		}
	}
	_, err := io.WriteString(c.w, strings.TrimRight(b.String(), " ")+"\n")
	return err
}

// clip shortens a text to so many cells.
func clip(s string, cells int) string { return ansi.Truncate(core.CleanText(s), cells, "…") }
