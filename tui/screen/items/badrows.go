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

// sorted counts what cannot be taken: rows of tables, and whole files.
func sorted(bad [][]core.BadRow) (rows, files int) {
	for _, row := range bad {
		if row[0].File != "" && (row[0].Line == 0 || strings.EqualFold(filepath.Ext(row[0].File), ".xml")) {
			files++
		} else {
			rows++
		}
	}
	return rows, files
}

// wrong says how much cannot be taken: "2 rows and 1 file".
func wrong(bad [][]core.BadRow, and string) string {
	return counted(bad, and, [4]string{"row", "rows", "file", "files"})
}

// badly says it in the head of a preview: "2 bad rows", also where there is none.
func badly(bad [][]core.BadRow, and string) string {
	return counted(bad, and, [4]string{"bad row", "bad rows", "bad file", "bad files"})
}

func counted(bad [][]core.BadRow, and string, names [4]string) string {
	rows, files := sorted(bad)
	var parts []string
	if rows > 0 || files == 0 {
		parts = append(parts, words.Plural(rows, names[0], names[1]))
	}
	if files > 0 {
		parts = append(parts, words.Plural(files, names[2], names[3]))
	}
	return strings.Join(parts, and)
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
