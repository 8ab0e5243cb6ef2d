package reference

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Field is one text of a bank line, by its name.
type Field struct{ Name, Text string }

// Found is a reference in a text.
type Found struct {
	Reference
	Field      string
	Start, End int    // of the text in its field, in bytes
	Text       string // as it stands there
	// Marked reports whether it is written as a reference of its kind, so that it can hardly be anything else.
	Marked bool
}

// breakTag is how some banks write a line break.
var breakTag = regexp.MustCompile(`(?i)<br\s*/?>`)

// labels are the words that say in front of a number that it is a reference.
var labels = [...]string{"betalingskenmerk", "kenmerk", "viite", "viitenumero", "viitenumber", "kid", "ocr", "ogm", "vcs", "mededeling", "communication"}

// labelled reports whether such a word stands before a place.
func labelled(text string, at int) bool {
	before := strings.TrimRight(text[max(0, at-24):at], " :.#\n\r")
	return slices.ContainsFunc(labels[:], func(word string) bool {
		return len(before) >= len(word) && strings.EqualFold(before[len(before)-len(word):], word)
	})
}

// run is an unbroken row of digits.
type run struct{ start, end int }

// Find lists the references in the fields: those whose check digits hold, and of those that fail the ones that are written
// as a reference. They come in the order of fields and places, at one place the more telling kind first.
func Find(fields ...Field) []Found {
	var found []Found
	for _, f := range fields {
		// A tag becomes as many line breaks as it has characters, so that places stay.
		text := f.Text
		if strings.ContainsRune(text, '<') {
			text = breakTag.ReplaceAllStringFunc(text, func(tag string) string { return strings.Repeat("\n", len(tag)) })
		}
		here := append(findRF(text), findDigits(text)...)
		slices.SortStableFunc(here, func(a, b Found) int {
			return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.End, a.End))
		})
		for i := range here {
			here[i].Field, here[i].Text = f.Name, f.Text[here[i].Start:here[i].End]
		}
		found = append(found, here...)
	}
	return found
}

// digitRuns lists the rows of digits that stand apart from letters: those of an IBAN or of a word are no reference.
func digitRuns(text string) []run {
	var runs []run
	for i := 0; i < len(text); i++ {
		if !isDigit(text[i]) {
			continue
		}
		start := i
		for i < len(text) && isDigit(text[i]) {
			i++
		}
		runs = append(runs, run{start, i})
	}
	return runs
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80 }

// findDigits looks at every group of neighbouring rows that together could be a reference.
func findDigits(text string) []Found {
	runs := digitRuns(text)
	var found []Found
	for i := range runs {
		if runs[i].start > 0 && isLetter(text[runs[i].start-1]) && !labelled(text, runs[i].start) {
			continue
		}
		value := ""
		for j := i; j < len(runs); j++ {
			if j > i && !joins(text[runs[j-1].end:runs[j].start]) {
				break
			}
			value += text[runs[j].start:runs[j].end]
			if len(value) > 27 {
				break
			}
			if end := runs[j].end; end < len(text) && isLetter(text[end]) {
				break
			}
			found = append(found, judge(text, runs[i:j+1], value)...)
		}
	}
	return found
}

// joins reports whether what stands between two rows of digits may stand within one reference.
func joins(between string) bool {
	breaks := strings.Count(between, "\n")
	return len(between)-breaks <= 4 && strings.Trim(between, " +*/.-\n\r\t\u00a0") == ""
}

// judge says what the digits of some rows can be.
func judge(text string, rows []run, value string) []Found {
	start, end := rows[0].start, rows[len(rows)-1].end
	named := labelled(text, start)
	var found []Found
	add := func(kind Kind, marked bool) {
		valid := Valid(kind, value)
		if valid || marked {
			found = append(found, Found{Reference: Reference{kind, value, valid}, Start: start, End: end, Marked: marked})
		}
	}
	bare := len(rows) == 1
	if len(value) == 12 {
		add(OGM, writtenAsOGM(text, rows))
	}
	if len(value) == 27 {
		add(QRR, bare || grouped(rows, 2, 5))
	}
	if len(value) == 16 && (bare || grouped(rows, 4, 4)) || shaped(Kenmerk, value) && len(value) != 16 && (bare && len(value) != 7 || named) {
		add(Kenmerk, named)
	}
	if !bare && !grouped(rows, 0, 5) {
		return found
	}
	if len(value) == 15 {
		add(FIK, strings.HasSuffix(strings.TrimRight(text[:start], " "), "+71<"))
	}
	for _, kind := range [...]Kind{KID, OCR, Viite} {
		if shaped(kind, value) && len(value) >= 4 {
			add(kind, false)
		}
	}
	return found
}

// writtenAsOGM: between plus signs or stars, in the groups 3-4-5, or bare.
func writtenAsOGM(text string, rows []run) bool {
	if len(rows) == 1 {
		return true
	}
	lengths := make([]int, len(rows))
	for i, r := range rows {
		lengths[i] = r.end - r.start
	}
	if slices.Equal(lengths, []int{3, 4, 5}) {
		return true
	}
	if len(rows) == 2 && strings.Trim(text[rows[0].end:rows[1].start], "\r\n") == "" {
		return true // one row, broken by the end of a line
	}
	before := strings.TrimRight(text[:rows[0].start], " \n")
	return strings.HasSuffix(before, "++") || strings.HasSuffix(before, "**")
}

// grouped reports whether rows of digits are the groups of a printed reference: an optional first one (any length up to
// that of a group for 0), then full ones, and a last one that may be shorter unless the first has a fixed length.
func grouped(rows []run, first, size int) bool {
	for i, r := range rows {
		n := r.end - r.start
		switch {
		case i == 0 && first > 0 && n != first, n > size:
			return false
		case i > 0 && i < len(rows)-1 && n != size, first > 0 && i > 0 && n != size:
			return false
		}
	}
	return true
}

// creditor is the beginning of an ISO 11649 reference, and what may follow it.
var creditor = regexp.MustCompile(`(?i)\bRF[ \n]{0,4}[0-9][ \n]{0,4}[0-9](?:[ \n\r\x{a0}./-]{0,5}[A-Z0-9]+)+`)

// findRF tries every end of a creditor reference at which a group ends: words may follow it. The longest valid one in
// groups of four wins, then the longest valid one; if none holds, the one that is written best is reported as failing.
func findRF(text string) []Found {
	var found []Found
	if !strings.Contains(text, "RF") && !strings.Contains(strings.ToLower(text), "rf") {
		return nil
	}
	for _, at := range creditor.FindAllStringIndex(text, -1) {
		best := Found{}
		value, regular, size := "", true, 0
		for i := at[0]; i < at[1]; i++ {
			c := text[i]
			if isDigit(c) || isLetter(c) && c < 0x80 {
				value += Compact(text[i : i+1])
				size++
			}
			last := i+1 == at[1]
			if !last && (isDigit(text[i+1]) || isLetter(text[i+1])) || !isDigit(c) && !isLetter(c) {
				continue // a group ends only before something else
			}
			if len(value) > 25 {
				break
			}
			// In groups of four the last may be shorter; a longer one is a word that follows.
			tidy := regular && (size == len(value) || size <= 4)
			if shaped(RF, value) {
				f := Found{Reference: Reference{RF, value, Valid(RF, value)}, Start: at[0], End: i + 1, Marked: true}
				if best.Kind == None || f.Valid && (tidy || !best.Valid) || !best.Valid && tidy && isDigit(c) {
					best = f
				}
			}
			regular, size = regular && size == 4, 0
		}
		if best.Valid || len(best.Value) >= 8 {
			found = append(found, best)
		}
	}
	return found
}
