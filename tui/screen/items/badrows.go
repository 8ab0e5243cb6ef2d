package items

import (
	"path/filepath"
	"strings"

	"ferry/core"
	"ferry/tui/words"
)

// rowsOf puts what is wrong together by the row that it is wrong with: a table's row is a line of a file, an electronic invoice is a
// file, and where the books refuse an item it is one by itself. People count rows, not faults.
func rowsOf(faults []core.BadRow) [][]core.BadRow {
	type place struct {
		file, value string
		line        int
	}
	var rows [][]core.BadRow
	at := map[place]int{}
	for _, b := range faults {
		where := place{file: b.File, line: b.Line}
		switch {
		case b.File == "":
			where.value = b.Value
		case strings.EqualFold(filepath.Ext(b.File), ".xml"):
			where.line = 0
		}
		i, ok := at[where]
		if !ok {
			i = len(rows)
			at[where] = i
			rows = append(rows, nil)
		}
		rows[i] = append(rows[i], b)
	}
	return rows
}

// where is the place of a row in a few cells: its line, or the file that it is.
func where(b core.BadRow) string {
	if b.Line > 0 {
		return "line " + words.Count(b.Line)
	}
	return file(b)
}

// file is the name of the file of a row; what it says itself where it is the books that refuse it.
func file(b core.BadRow) string {
	if b.File == "" {
		return b.Value
	}
	return filepath.Base(b.File)
}

// fault is one thing that is wrong: the column, what is wrong with it, and what stands there.
func fault(b core.BadRow) string {
	text := b.Reason
	if b.Column != "" {
		text = b.Column + ": " + text
	}
	return text
}

// faults are all that is wrong with a row, in a line.
func faults(row []core.BadRow) string {
	list := make([]string, len(row))
	for i, b := range row {
		list[i] = fault(b)
	}
	return strings.Join(list, "; ")
}
