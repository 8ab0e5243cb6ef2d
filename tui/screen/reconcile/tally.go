package reconcile

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/layout"
	"ferry/tui/words"
)

// tally is what an act is about: its lines and what they come to. It is said before the act and after it.
type tally struct {
	lines []core.Line
	name  string // of one line that is not marked; of marked ones their number is told
}

// keys names the lines in the order of the list.
func (t tally) keys() []core.LineKey {
	keys := make([]core.LineKey, len(t.lines))
	for i, l := range t.lines {
		keys[i] = l.Key()
	}
	return keys
}

// only is the part of a tally that some keys name.
func (t tally) only(keys []core.LineKey) tally {
	in := make(map[core.LineKey]bool, len(keys))
	for _, k := range keys {
		in[k] = true
	}
	t.lines = slices.DeleteFunc(slices.Clone(t.lines), func(l core.Line) bool { return !in[l.Key()] })
	return t
}

// text is "12 lines, -1 234,56 EUR"; of one line its amount and who it is with.
func (t tally) text() string {
	if t.name != "" {
		return t.name
	}
	return words.Plural(len(t.lines), "line", "lines") + ", " + t.sum()
}

// manySums is how many currencies a title has room for: a sum is never cut.
const manySums = 3

// sum adds the lines up by currency. What could not be read is in no sum, and that is said.
func (t tally) sum() string {
	var sums []core.Amount
	unread := 0
	for _, l := range t.lines {
		if l.AmountText != "" {
			unread++
			continue
		}
		sums = core.AddTo(sums, l.Amount)
	}
	parts := make([]string, len(sums))
	for i, a := range sums {
		parts[i] = signed(a)
	}
	if len(parts) > manySums {
		parts = []string{fmt.Sprintf(txtCurrencies, len(parts))}
	}
	if unread > 0 {
		parts = append(parts, fmt.Sprintf(txtUnread, words.Count(unread)))
	}
	return strings.Join(parts, ", ")
}

// out reports whether money goes out: on most of the lines, or all in all where there are as many of both.
func (t tally) out() bool {
	n, sum := 0, int64(0)
	for _, l := range t.lines {
		n += cmp.Compare(l.Amount.Minor, 0)
		sum += l.Amount.Minor
	}
	return cmp.Or(n, cmp.Compare(sum, 0)) < 0
}

// whoRoom is how much of a counterpart's name tells a line apart.
const whoRoom = 24

// lineName names a line in a sentence: its amount, and who it is with, or else what the bank says of it.
func lineName(l core.Line) string {
	name := signed(l.Amount)
	if l.AmountText != "" {
		name = "? " + core.CleanText(l.AmountText)
	}
	return strings.TrimSpace(name + " " + layout.Cut(core.CleanText(cmp.Or(counterpart(l), text(l))), whoRoom))
}

// tally reads what the targets come to, in the order of the list. A filter may hide some of them.
func (t targets) tally(ctx context.Context, svc reading) (tally, error) {
	if n := max(t.marked, len(t.keys)); !t.all && n > most || t.all && t.marked > most {
		return tally{}, &core.Error{Code: core.CodeInvalid, Op: "mark lines", Msg: fmt.Sprintf(txtTooMany, words.Count(n), words.Count(most))}
	}
	if t.all {
		return t.rest()
	}
	type placed struct {
		rank int
		line core.Line
	}
	list := make([]placed, 0, len(t.keys))
	for _, k := range t.keys {
		if i, ok := t.list.IndexOf(k); ok {
			window, err := t.list.Listing.Window(i, 1)
			if err != nil {
				return tally{}, err
			}
			list = append(list, placed{i, window[0]})
			continue
		}
		d, err := svc.Line(ctx, k.Account, k.No)
		if err != nil {
			return tally{}, err
		}
		list = append(list, placed{t.list.Len(), d.Line})
	}
	slices.SortStableFunc(list, func(a, b placed) int { return a.rank - b.rank })
	var sum tally
	for _, p := range list {
		sum.lines = append(sum.lines, p.line)
	}
	if t.marked == 0 && len(sum.lines) == 1 {
		sum.name = lineName(sum.lines[0])
	}
	return sum, nil
}

// rest reads everything in the list but what is excepted.
func (t targets) rest() (sum tally, err error) {
	for from := 0; from < t.list.Len(); from += stride {
		lines, err := t.list.Listing.Window(from, min(stride, t.list.Len()-from))
		if err != nil {
			return sum, err
		}
		for _, l := range lines {
			if !slices.Contains(t.keys, l.Key()) {
				sum.lines = append(sum.lines, l)
			}
		}
	}
	return sum, nil
}

// naming asks something that says what the act is about: the lines that it names, and no others, whatever the list shows when it is
// answered. Marked lines are added up first, and keys typed meanwhile wait: they are meant for what is asked then. ask runs beside
// the screen and must not look at it.
func (s *Screen) naming(ask func(targets, tally) tea.Cmd) tea.Cmd {
	t, svc := s.targets(), s.svc
	if r, ok := s.table.Selected(); t.marked == 0 {
		if !ok {
			return nil
		}
		return ask(t, tally{[]core.Line{r.Line}, lineName(r.Line)})
	}
	return tui.Write(func(ctx context.Context) tea.Msg {
		sum, err := t.tally(ctx, svc)
		if err != nil {
			return tui.Fail(err)()
		}
		return ask(t, sum)()
	})
}
