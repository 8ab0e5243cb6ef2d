package reconcile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// safeSums are what all safe proposals come to: by kind, the most frequent first, and what their lines differ from the items.
type safeSums struct {
	kinds   []kindSum
	differ  int // explanations with a difference
	amounts []core.Amount
}

// kindSum is the lines of one kind.
type kindSum struct {
	name  string
	lines int
	sums  []core.Amount
}

func (k kindSum) text() string { return words.Count(k.lines) + " " + k.name + " " + briefly(k.sums) }

// briefly leaves the euro out, as the list below does.
func briefly(sums []core.Amount) string {
	return strings.ReplaceAll(sumsText(sums), " "+string(core.EUR), "")
}

// sumsText writes sums by currency, with their signs.
func sumsText(sums []core.Amount) string {
	list := make([]string, len(sums))
	for i, a := range sums {
		list[i] = signed(a)
	}
	return strings.Join(list, ", ")
}

// sumSafe adds a preview up. Lines that one explanation ties together differ once.
func sumSafe(p app.SafePreview) (all safeSums) {
	at := make(map[core.MatchKind]int)
	told := make(map[core.LineKey]bool)
	for i, proposal := range p.Proposals {
		why := proposal.Best()
		n, known := at[why.Kind]
		if !known {
			n = len(all.kinds)
			at[why.Kind] = n
			all.kinds = append(all.kinds, kindSum{name: kindOf(why)})
		}
		k := &all.kinds[n]
		if k.lines++; i < len(p.Lines) {
			k.sums = core.AddTo(k.sums, p.Lines[i].Amount)
		}
		if told[proposal.Line] {
			continue
		}
		for _, other := range why.With {
			told[other] = true
		}
		if !why.Difference.IsZero() {
			all.differ++
			all.amounts = core.AddTo(all.amounts, why.Difference)
		}
	}
	slices.SortStableFunc(all.kinds, func(a, b kindSum) int { return cmp.Or(b.lines-a.lines, strings.Compare(a.name, b.name)) })
	return all
}

// view paints the sums in few lines; kinds for which there is no room are added up. Only many currencies take more.
func (all safeSums) view(t *theme.Theme, w, few int) []string {
	for n := len(all.kinds); ; n-- {
		if lines := all.flow(t, n, w); len(lines) <= few || n == 0 {
			return lines
		}
	}
}

// flow lays out the first n kinds, the others as one, and the differences; no sum is broken.
func (all safeSums) flow(t *theme.Theme, n, w int) []string {
	var pieces []string
	other := kindSum{name: txtOtherKinds}
	for i, k := range all.kinds {
		if i < n {
			pieces = append(pieces, k.text())
			continue
		}
		other.lines += k.lines
		for _, a := range k.sums {
			other.sums = core.AddTo(other.sums, a)
		}
	}
	if other.lines > 0 {
		pieces = append(pieces, other.text())
	}
	differ := txtNoneDiffers
	if all.differ > 0 {
		differ = fmt.Sprintf(txtDiffer, words.Plural(all.differ, "differs", "differ"), briefly(all.amounts))
	}
	dot := " " + t.Glyph.Dot + " "
	var lines []string
	line, used := "", 0
	for i, piece := range append(pieces, differ) {
		width := layout.Width(piece)
		if used > 0 && used+len(" . ")+width > w-1 {
			lines, line, used = append(lines, line), "", 0
		}
		if used > 0 {
			line, used = line+dot, used+layout.Width(dot)
		} else {
			line, used = " ", 1
		}
		if i == len(pieces) && all.differ > 0 {
			piece = t.Paint(theme.Notice, piece)
		}
		line, used = line+piece, used+width
	}
	return append(lines, line)
}
