package exchange

import "strings"

// A quoted cell longer than this was never closed: what follows are other rows.
const (
	maxCellBytes = 16 << 10
	maxCellLines = 100
)

// row is one record of a table. Its line is that of its first cell; a quoted cell may go over several lines.
type row struct {
	line    int
	cells   []string
	problem string // why it could not be cut into cells; then raw is its first line
	raw     string
	next    int  // where its second line begins, to read on from there
	folded  bool // a cell goes over several lines
}

// whole is all that stands in the row, to tell whether another is the same in every cell.
func (r row) whole() string {
	cells := make([]string, len(r.cells))
	for i, c := range r.cells {
		cells[i] = strings.TrimSpace(c)
	}
	return strings.TrimRight(strings.Join(cells, "\n"), "\n")
}

func (r row) empty() bool {
	for _, c := range r.cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return r.problem == ""
}

// splitter cuts a table into rows. It differs from encoding/csv in that it goes on after a row that is wrong: with the next
// line, so that a quotation mark too many costs one row and not the rest of the file.
type splitter struct {
	text string
	sep  byte
	at   int
	line int
}

func newSplitter(text string, sep byte) *splitter { return &splitter{text: text, sep: sep, line: 1} }

// next gives the next row; false at the end.
func (s *splitter) next() (row, bool) {
	if s.at >= len(s.text) {
		return row{}, false
	}
	start, r := s.at, row{line: s.line}
	end := start + lineLen(s.text[start:])
	r.next = min(len(s.text), end+breakLen(s.text, end))
	for {
		cell, problem := s.cell()
		if problem != "" {
			r.problem, r.raw = problem, s.text[start:end]
			s.resume(r)
			return r, true
		}
		r.cells = append(r.cells, cell)
		if s.at < len(s.text) && s.text[s.at] == s.sep {
			s.at++
			continue
		}
		break
	}
	r.folded = s.line > r.line
	s.at += breakLen(s.text, s.at)
	s.line++
	return r, true
}

// resume goes back to the second line of a row, to read it as a row of its own.
func (s *splitter) resume(r row) { s.at, s.line = r.next, r.line+1 }

// cell reads up to the separator or the end of the line, and leaves it there.
func (s *splitter) cell() (text, problem string) {
	start := s.at
	for start < len(s.text) && s.text[start] == ' ' {
		start++
	}
	if start < len(s.text) && s.text[start] == '"' {
		return s.quoted(start + 1)
	}
	for s.at < len(s.text) {
		if c := s.text[s.at]; c == s.sep || c == '\n' || c == '\r' {
			break
		}
		s.at++
	}
	return s.text[start:s.at], ""
}

const (
	notClosed = "a quotation mark is opened and not closed"
	notAlone  = "text stands behind a closed quotation mark; a mark within a cell is written twice"
)

// quoted reads a cell from behind its quotation mark.
func (s *splitter) quoted(at int) (text, problem string) {
	var b strings.Builder
	breaks := 0
	for from := at; ; {
		if at >= len(s.text) || at-from > maxCellBytes || breaks > maxCellLines {
			return "", notClosed
		}
		switch c := s.text[at]; {
		case c == '"' && strings.HasPrefix(s.text[at+1:], `"`):
			b.WriteByte('"')
			at += 2
			continue
		case c == '"':
			for at++; at < len(s.text) && s.text[at] == ' '; at++ {
			}
			if at < len(s.text) && s.text[at] != s.sep && s.text[at] != '\n' && s.text[at] != '\r' {
				return "", notAlone
			}
			s.at, s.line = at, s.line+breaks
			return b.String(), ""
		case c == '\n' || c == '\r':
			n := breakLen(s.text, at)
			b.WriteByte('\n')
			at += n
			breaks++
		default:
			b.WriteByte(c)
			at++
		}
	}
}

// breakLen is the length of the line break at a place: 0 where there is none.
func breakLen(text string, at int) int {
	switch {
	case at >= len(text):
		return 0
	case strings.HasPrefix(text[at:], "\r\n"):
		return 2
	case text[at] == '\n', text[at] == '\r':
		return 1
	}
	return 0
}

// lineLen is how many bytes stand before the first line break.
func lineLen(text string) int {
	if n := strings.IndexAny(text, "\r\n"); n >= 0 {
		return n
	}
	return len(text)
}
