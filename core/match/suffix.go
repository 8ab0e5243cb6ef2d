package match

import (
	"slices"
	"strings"
)

// suffixWords stand behind a number of which there is a second or a third.
const suffixWords = " BIS TER QUATER "

// withoutSuffixed takes from hits the items that the text names with something behind their number: 2026-0425B, 2026-0425 bis and
// 2026-0425-2 are other invoices than 2026-0425.
func (x *index) withoutSuffixed(r *reading, text string, parts []segment, hits []hit) []hit {
	var kept []hit
	for _, h := range hits {
		if suffix := suffixOf(text, parts, h.end); suffix != "" {
			said := text[parts[h.start].start:parts[h.end+1].end]
			h.items = slices.DeleteFunc(slices.Clone(h.items), func(n int) bool {
				own := segments(x.items[n].Number)
				if len(own) > 0 && own[len(own)-1].text == suffix {
					return false
				}
				r.others = append(r.others, otherItem{n, said})
				return true
			})
		}
		if len(h.items) > 0 {
			kept = append(kept, h)
		}
	}
	return kept
}

// suffixOf is what is written behind a number as a part of it: a letter or a figure that is joined to it, or such a word.
func suffixOf(text string, parts []segment, at int) string {
	if at+1 >= len(parts) {
		return ""
	}
	next := parts[at+1]
	between := text[parts[at].end:next.start]
	joined := between == "" || between == "-" || between == "/" || between == "."
	alone := next.end == len(text) || strings.IndexByte(" \n,;)", text[next.end]) >= 0
	switch {
	case !alone || !joined && between != " ":
	case !next.digits && oneOf(suffixWords, next.text),
		!next.digits && len(next.text) == 1 && joined,
		!next.digits && (text[next.start:next.end] == "B" || text[next.start:next.end] == "C"),
		next.digits && joined && (len(next.text) == 1 || len(next.text) == 2 && next.text[0] == '0'):
		return next.text
	}
	return ""
}
