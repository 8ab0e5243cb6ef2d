package match

import (
	"slices"
	"strings"

	"ferry/core"
)

// span is a row of numbers of which the text writes the first and the last, or some ends only: 2026-0828-0830, 2026-0153 t/m 0155.
type span struct {
	item   int   // of the first number
	values []int // the last rows of the numbers that are written
	until  bool  // a word or a mark says that all between are meant; a dash may stand in a list too
	text   string
}

const (
	// untilWords stand between the first and the last number of a row, each between bars.
	untilWords = "|T M|TM|TEM|TOT|TOT EN MET|TOT MET|AU|A|JUSQU A|JUSQU AU|BIS|TO|"
	maxSpan    = 200 // numbers
	maxValue   = 9   // digits of a last row
)

// readSpans notes the rows of numbers that begin with a known one.
func (x *index) readSpans(r *reading, text string, parts []segment, hits []hit) {
	for _, h := range hits {
		if h.other || !parts[h.end].digits || len(parts[h.end].text) > maxValue || h.start > 0 && parts[h.start-1].digits && text[parts[h.start].start-1] == '-' {
			continue
		}
		values, until, end := chain(text, parts, h)
		if len(values) < 2 {
			continue
		}
		for _, n := range h.items {
			_, own := x.items[n].series()
			shifted := make([]int, len(values))
			for k, v := range values {
				shifted[k] = v + own - values[0]
			}
			r.spans = append(r.spans, span{n, shifted, until, text[parts[h.start].start:end]})
		}
	}
}

// chain follows the last rows that are written behind a number: in full, or without what they have in common with it.
func chain(text string, parts []segment, h hit) (values []int, until bool, end int) {
	lead, last := parts[h.start:h.end], parts[h.end].text
	values, end = []int{number(last)}, parts[h.end].end
	for k := h.end + 1; k < len(parts); {
		var words []string
		at := k
		for at < len(parts) && !parts[at].digits && !(len(lead) > 0 && parts[at].text == lead[0].text) {
			words = append(words, parts[at].text)
			at++
		}
		mark := strings.Trim(text[end:parts[k].start], " \n")
		said := len(words) > 0 && strings.Contains(untilWords, "|"+strings.Join(words, " ")+"|") || len(words) == 0 && slices.Contains([]string{"..", "...", ">", "->"}, mark)
		if dash := len(words) == 0 && slices.Contains([]string{"-", "–", "—"}, mark); !said && !dash {
			break
		}
		whole := false // the number is written in full again, with its letters or without
		for _, lead := range [][]segment{lead, slices.DeleteFunc(slices.Clone(lead), func(p segment) bool { return !p.digits })} {
			if same := at + len(lead); !whole && len(lead) > 0 && same < len(parts) && slices.EqualFunc(lead, parts[at:same], func(a, b segment) bool { return a.text == b.text }) {
				at, whole = same, true
			}
		}
		if at >= len(parts) || !parts[at].digits || len(parts[at].text) < 2 || len(parts[at].text) > len(last) {
			break
		}
		row := parts[at].text
		next := number(last[:len(last)-len(row)] + row)
		if said && next <= values[len(values)-1] || at+1 < len(parts) && oneOf(units, parts[at+1].text) {
			break // a day or a count
		}
		if next < values[len(values)-1] && (whole || len(row) == len(last) && len(last) >= 5) {
			break // the one less the other
		}
		values, until, end, k = append(values, next), until || said, parts[at].end, at+1
	}
	return values, until, end
}

// series is what the item's number has in common with the others of its row, and where in the row it stands.
func (i *item) series() (name string, value int) {
	rows := segments(i.Number)
	var digits []string
	var places []int
	for k, p := range rows {
		if p.digits {
			digits, places = append(digits, p.text), append(places, k)
		}
	}
	if len(digits) == 0 {
		return i.Number, 0
	}
	at := places[tellingRow(digits, yearText(i.Date))]
	if len(rows[at].text) > maxValue {
		return i.Number, 0
	}
	for k, p := range rows {
		if k != at {
			name += p.text + "|"
		}
	}
	return name, number(rows[at].text)
}

// outOfSpan is the row of numbers in the text that an option is not; empty: it is, or there is none.
func (w *work) outOfSpan(o *option) string {
	for i := range w.r.spans {
		s := &w.r.spans[i]
		if w.items[s.item].party == w.items[o.items[0]].party && !w.isSpan(o, s) {
			return core.CleanText(s.text)
		}
	}
	return ""
}

// isSpan: the option is all that is open of the row, or of a list just what is listed.
func (w *work) isSpan(o *option, s *span) bool {
	name, _ := w.items[s.item].series()
	low, high := slices.Min(s.values), slices.Max(s.values)
	var all, listed []int
	for _, n := range w.parties[w.items[s.item].party].items {
		other, value := w.items[n].series()
		if other != name || w.items[n].open <= 0 || value < low || value > high {
			continue
		}
		all = append(all, n)
		if slices.Contains(s.values, value) {
			listed = append(listed, n)
		}
	}
	list := !s.until && len(listed) == len(s.values) && slices.Equal(o.items, listed)
	row := len(s.values) == 2 && s.values[0] < s.values[1] && high-low <= maxSpan && slices.Equal(o.items, all)
	return list || row
}
