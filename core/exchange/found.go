package exchange

import (
	"errors"
	"io"
	"slices"
	"strings"

	"ferry/core"
)

// Ours tells sales from purchases: the dossier's own VAT numbers, IBANs and names.
type Ours struct{ VAT, IBANs, Names []string }

// Found is what a file holds.
type Found struct {
	Items []core.OpenItem // with their ids
	Bad   []core.BadRow
	Again []core.BadRow // rows that say once more, word for word, what another says: left out, and no fault

	// Of a table that could not be read because its headings are not known: all its headings, Ferry's columns that it needs
	// or that the mapping names and that were not found, and its first rows. Such a table gives no items.
	Headings  []string
	Unmapped  []string
	FirstRows [][]string

	// Of a table that was read: which heading was taken for which of Ferry's columns, and those that were left out.
	Taken []Taken
	Left  []string

	// Of a Found that went through Recognise: the new items that look like known ones.
	Alike []Alike

	places  []place // of the items
	file    string
	read    []placed      // the items with their places, also those that stand twice
	refused []core.BadRow // those that are not bad only for standing twice
}

// Taken is a heading that was taken for one of Ferry's columns.
type Taken struct{ Column, Heading string }

// ReadItems reads the open items of a file: a table, or a UBL or CII invoice or credit note; the content tells which. The
// name is for the bad rows. A mapping says how a table names things; it is not needed for one with Ferry's own headings.
//
// What the file holds wrong is in the result. An error is a mapping that contradicts itself, or a reader that fails.
func ReadItems(name string, r io.Reader, m *core.Mapping, ours Ours) (Found, error) {
	rules, err := rulesOf(m)
	if err != nil {
		return Found{}, err
	}
	src, err := openSource(r)
	if err != nil {
		return Found{}, err
	}
	sheet := newSheet(name)
	switch {
	case src.refused != "":
		sheet.refuse(0, "", "", src.refused)
	case src.xml:
		err = readDocument(sheet, src, ours)
	default:
		var text, refused string
		text, refused, err = src.text()
		if err == nil && refused == "" {
			err = readTable(sheet, text, rules)
		} else if refused != "" {
			sheet.refuse(0, "", "", refused)
		}
	}
	if err != nil {
		return Found{}, err
	}
	return sheet.found(), nil
}

// Refused is a file that could not be read at all.
func Refused(name, reason string) Found {
	sheet := newSheet(name)
	sheet.refuse(0, "", "", reason)
	return sheet.found()
}

// Strange makes a bad row of a table whose headings are not known: for a table among others, which nobody was asked to map.
func (f Found) Strange() Found {
	if f.Headings == nil {
		return f
	}
	reason := "it is no invoice and its headings are not known"
	if len(f.Headings) > 1 {
		reason += ": no column was found for " + strings.Join(f.Unmapped, ", ") + "; to say which is which, import it on its own"
	}
	sheet := &sheet{file: f.file, bad: f.refused}
	sheet.refuse(0, "", strings.Join(f.Headings, ", "), reason)
	return sheet.found()
}

// Place is where the item at an index of Items was read, for a sentence about it: a file, and a line of a table.
func (f Found) Place(i int) (file string, line int) {
	if i < 0 || i >= len(f.places) {
		return f.file, 0
	}
	return f.places[i].file, f.places[i].line
}

// Note is what was made of the item at an index of Items beyond what its row says; empty: nothing.
func (f Found) Note(i int) string {
	if i < 0 || i >= len(f.places) {
		return ""
	}
	return f.places[i].note
}

// Merge joins what several files hold: an item that stands in two of them goes in once if it is the same in both, and not
// at all if it differs. A wanted mapping is asked for the first table that wants one; other such tables become bad rows
// unless their headings are the same.
func Merge(found ...Found) Found {
	var all Found
	for _, f := range found {
		read, refused := f.read, f.refused
		if read == nil && refused == nil {
			refused = f.Bad
			for _, item := range f.Items {
				read = append(read, placed{place: place{file: f.file}, item: item})
			}
		}
		all.read = append(all.read, read...)
		all.refused = append(all.refused, refused...)
		if len(found) == 1 {
			all.Taken, all.Left = f.Taken, f.Left
		}
		switch {
		case f.Headings == nil:
		case all.Headings == nil:
			all.Headings, all.Unmapped, all.FirstRows = f.Headings, f.Unmapped, f.FirstRows
		case !slices.Equal(all.Headings, f.Headings):
			all.refused = append(all.refused, core.BadRow{File: f.file, Reason: "the headings of this table are not known, and they differ from those of the other: read it on its own"})
		}
	}
	all.settle()
	return all
}

// settle fills Items and Bad from what was read.
func (f *Found) settle() {
	var twice []core.BadRow
	f.Items, f.places, f.Again, twice = single(f.read)
	f.Bad = slices.Concat(f.refused, twice)
	byPlace(f.Bad)
}

// maxBad bounds what is told of a file that is not what it was taken for.
const maxBad = 10_000

var errHopeless = errors.New("too many bad rows")

// sheet collects what one file holds.
type sheet struct {
	file     string
	read     []placed
	bad      []core.BadRow
	headings []string
	unmapped []string
	first    [][]string
	taken    []Taken
	left     []string
}

func newSheet(file string) *sheet { return &sheet{file: shown(file)} }

// refuse tells one thing that is wrong.
func (s *sheet) refuse(line int, column, value, reason string) {
	s.bad = append(s.bad, core.BadRow{File: s.file, Line: line, Column: shown(column), Value: shown(value), Reason: reason})
}

func (s *sheet) found() Found {
	f := Found{file: s.file, read: s.read, refused: s.bad, Headings: s.headings, Unmapped: s.unmapped, FirstRows: s.first, Taken: s.taken, Left: s.left}
	f.settle()
	return f
}
