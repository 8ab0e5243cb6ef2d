package reconcile

import (
	"slices"

	"ferry/core"
)

// whither says where the cursor goes after an act.
type whither uint8

const (
	toNext  whither = iota // the next line that needs a person
	toSame                 // stays
	toThere                // to the lines that the act was about
)

// Bounds of the search for the next line: how many rows are read at once, and how many at most.
const (
	stride   = 128
	farthest = 4096
)

// goal lists where the cursor goes, best first: lines that the fresh list may no longer have are passed over.
func (l looker) goal(where whither, fresh rows, done core.Done) []core.LineKey {
	near := l.near()
	switch where {
	case toSame:
		return near
	case toThere:
		there := slices.Clone(done.Lines)
		slices.SortFunc(there, func(a, b core.LineKey) int {
			i, _ := fresh.IndexOf(a)
			j, _ := fresh.IndexOf(b)
			return i - j
		})
		return append(there, near...)
	}
	if l.old.Listing == nil {
		return near
	}
	read, start := 0, l.rank+1
	if l.marked {
		start = l.rank // the cursor need not stand on one of the lines
	}
	for _, stretch := range [][2]int{{start, l.old.Len()}, {0, start}} {
		for from := stretch[0]; from < stretch[1] && read < farthest; from += stride {
			n := min(stride, stretch[1]-from)
			read += n
			list, err := l.old.Window(from, n)
			if err != nil {
				return near
			}
			for _, r := range list {
				if _, in := fresh.IndexOf(r.Key()); in && r.wanted() {
					return append([]core.LineKey{r.Key()}, near...)
				}
			}
		}
	}
	return near
}

// near lists the line under the cursor and those after and before it.
func (l looker) near() []core.LineKey {
	if l.old.Listing == nil || l.old.Len() == 0 {
		return nil
	}
	from := max(l.rank-stride/4, 0)
	lines, err := l.old.Listing.Window(from, min(stride, l.old.Len()-from))
	if err != nil {
		return nil
	}
	var keys []core.LineKey
	for _, line := range lines[min(l.rank-from, len(lines)):] {
		keys = append(keys, line.Key())
	}
	for i := min(l.rank-from, len(lines)) - 1; i >= 0; i-- {
		keys = append(keys, lines[i].Key())
	}
	return keys
}
