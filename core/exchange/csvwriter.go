package exchange

import (
	"encoding/csv"
	"io"
	"regexp"
	"strings"

	"ferry/core"
)

// formula are the signs with which a spreadsheet takes a cell for a formula, also in their wide forms.
const formula = "=+-@＝＋－＠"

// plainNumber is what begins with a sign and is no formula all the same.
var plainNumber = regexp.MustCompile(`^[+-]?[0-9][0-9.,]*$`)

// CSVWriter writes a table that a spreadsheet can open without harm.
type CSVWriter struct{ w *csv.Writer }

// WriteCSV begins a table. Every row is written when it is given.
func WriteCSV(w io.Writer) *CSVWriter { return &CSVWriter{csv.NewWriter(w)} }

// Row writes one row. Control and bidirectional characters are left out; a cell that a spreadsheet would take for a formula
// gets an apostrophe in front, which ReadItems and ReadChart take off again. Numbers stay as they are.
func (c *CSVWriter) Row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = neutral(core.CleanText(cell))
	}
	if err := c.w.Write(safe); err != nil {
		return err
	}
	c.w.Flush()
	return c.w.Error()
}

func neutral(cell string) string {
	if startsFormula(cell) && !plainNumber.MatchString(cell) {
		return "'" + cell
	}
	return cell
}

// plain takes off what neutral put on.
func plain(cell string) string {
	if strings.HasPrefix(cell, "'") && startsFormula(cell) {
		return cell[1:]
	}
	return cell
}

// startsFormula looks behind spaces and behind apostrophes that a text had itself, so that plain gives back what was written.
func startsFormula(cell string) bool {
	rest := strings.TrimLeft(cell, "' ")
	return rest != "" && strings.ContainsRune(formula, []rune(rest)[0])
}
