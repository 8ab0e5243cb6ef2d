package exchange

import (
	"slices"
	"strings"
)

// separators are tried in this order; the one under which the most headings are known is the file's.
const separators = ",;\t|"

// searched is how many rows from the top may hold the headings: programs write a title above them.
const searched = 20

// maxFirst is how many rows are shown of a table whose headings are not known.
const maxFirst = 5

// reading is one way to read the headings of a table.
type reading struct {
	sep      byte
	row      row
	split    *splitter // behind the headings
	at       map[string]int
	missing  []string
	repeated []string // headings that stand twice and are meant
	likely   int      // cells that other programs have for headings
}

// findHeadings finds out the separator and the headings. Where they are not known it keeps what a person needs to map them.
func (t *table) findHeadings(text string) (*splitter, bool) {
	candidates := separators
	if t.rules.sep != 0 {
		candidates = string(t.rules.sep)
	}
	offset := 0
	if first, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(strings.ToLower(first), "sep=") && len(strings.TrimSpace(first)) <= 5 {
		// Excel's own way to name the separator.
		if sep := strings.TrimRight(first[4:], "\r\n"); t.rules.sep == 0 && len(sep) == 1 && strings.Contains(separators, sep) {
			candidates = sep
		}
		offset = min(len(text), len(first)+1)
	}
	var best *reading
	for i := range len(candidates) {
		split := newSplitter(text, candidates[i])
		if offset > 0 {
			split.at, split.line = offset, 2
		}
		for range searched {
			r, ok := split.next()
			if !ok {
				break
			}
			if r.problem != "" || r.empty() {
				continue
			}
			if found := t.understand(candidates[i], r, split); best == nil || found.better(best) {
				best = &found
			}
		}
	}
	switch {
	case best == nil:
		t.refuse(1, "", text, "no headings were found")
		return nil, false
	case len(best.repeated) > 0:
		for _, heading := range best.repeated {
			t.refuse(best.row.line, heading, "", "this heading stands twice: rename one, or say in a mapping which other column is meant")
		}
		return nil, false
	case len(best.missing) > 0:
		t.keepForMapping(best)
		return nil, false
	}
	t.headings, t.at = best.row.cells, best.at
	t.tellHeadings()
	return best.split, true
}

// tellHeadings keeps which heading was taken for what and which were left out, and finds what is still open among these.
func (t *table) tellHeadings() {
	t.open = -1
	taken := make(map[int]bool, len(t.at))
	for _, column := range columns {
		if at, ok := t.at[column]; ok {
			taken[at] = true
			t.sheet.taken = append(t.sheet.taken, Taken{column, shown(t.headings[at])})
		}
	}
	for at, heading := range t.headings {
		if taken[at] || strings.TrimSpace(heading) == "" {
			continue
		}
		t.sheet.left = append(t.sheet.left, shown(heading))
		if t.open < 0 && slices.Contains(openWords, foldHeading(shown(heading))) {
			t.open = at
		}
	}
}

// understand looks for Ferry's columns among the cells of a row.
func (t *table) understand(sep byte, r row, split *splitter) reading {
	behind := *split
	found := reading{sep: sep, row: r, split: &behind, at: map[string]int{}}
	folded := make([]string, len(r.cells))
	for i, cell := range r.cells {
		folded[i] = foldHeading(shown(cell))
	}
	for _, column := range columns {
		want, told := t.rules.columns[column]
		if !told {
			want = foldHeading(column)
		}
		fixed := t.rules.fixed[column] != ""
		if fixed && !told {
			continue // fixed for every row, whatever the file says
		}
		at := slices.Index(folded, want)
		switch {
		case want == "" || at < 0:
			if !fixed && (slices.Contains(needed[:], column) || want != "" && told) {
				found.missing = append(found.missing, column)
			}
		case slices.Contains(folded[at+1:], want):
			found.repeated = append(found.repeated, r.cells[at])
		default:
			found.at[column] = at
		}
	}
	if len(found.missing) > 0 {
		found.likely = len(Suggest(r.cells).Columns)
	}
	return found
}

// better: more columns known; then more cells that look like headings; then more cells; then the row that stands higher.
func (r reading) better(than *reading) bool {
	known, before := len(r.at)+len(r.repeated), len(than.at)+len(than.repeated)
	if known != before {
		return known > before
	}
	if r.likely != than.likely {
		return r.likely > than.likely
	}
	return len(r.row.cells) > len(than.row.cells)
}

func (t *table) keepForMapping(r *reading) {
	t.sheet.unmapped = r.missing
	for _, cell := range r.row.cells {
		t.sheet.headings = append(t.sheet.headings, shown(cell))
	}
	for len(t.first) < maxFirst {
		next, ok := r.split.next()
		if !ok {
			return
		}
		if next.problem != "" || next.empty() {
			continue
		}
		cells := make([]string, len(next.cells))
		for i, cell := range next.cells {
			cells[i] = shown(cell)
		}
		t.first = append(t.first, cells)
	}
}
