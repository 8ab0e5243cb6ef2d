package reconcile

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// targets are the lines that an act is about: the marked ones, else the one under the cursor.
type targets struct {
	keys   []core.LineKey
	all    bool // everything in the list but keys
	list   rows
	marked int // 0: the line under the cursor
}

func (s *Screen) targets() targets {
	t := targets{list: s.list, marked: s.table.MarkedCount()}
	if t.marked > 0 {
		t.keys, t.all = s.table.Marked()
		return t
	}
	if r, ok := s.table.Selected(); ok {
		t.keys = []core.LineKey{r.Key()}
	}
	return t
}

// most is how many lines one act may be about: a write stays short.
const most = 1000

// lines lists the keys in the order of the list.
func (t targets) lines() ([]core.LineKey, error) {
	if n := max(t.marked, len(t.keys)); !t.all && n > most || t.all && t.marked > most {
		return nil, &core.Error{Code: core.CodeInvalid, Op: "mark lines", Msg: fmt.Sprintf(txtTooMany, words.Count(n), words.Count(most))}
	}
	if !t.all {
		keys := slices.Clone(t.keys)
		slices.SortFunc(keys, func(a, b core.LineKey) int {
			i, _ := t.list.IndexOf(a)
			j, _ := t.list.IndexOf(b)
			return i - j
		})
		return keys, nil
	}
	var keys []core.LineKey
	for from := 0; from < t.list.Len(); from += stride {
		lines, err := t.list.Listing.Window(from, min(stride, t.list.Len()-from))
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if !slices.Contains(t.keys, l.Key()) {
				keys = append(keys, l.Key())
			}
		}
	}
	return keys, nil
}

// onLines carries out a change on the targets; where everything in the list is marked it asks first.
func (s *Screen) onLines(where whither, verb string, do func(context.Context, []core.LineKey) (core.Done, error)) tea.Cmd {
	t := s.targets()
	if len(t.keys) == 0 && t.marked == 0 {
		return nil
	}
	run := func() tea.Cmd {
		return s.act(where, txtUndo, func(ctx context.Context) (core.Done, error) {
			keys, err := t.lines()
			if err != nil {
				return core.Done{}, err
			}
			return do(ctx, keys)
		})
	}
	if !t.all {
		return run()
	}
	return tui.Ask(confirm.Question{Title: verb + " " + words.Plural(t.marked, "line", "lines") + "?",
		Text: s.everything(verb), Yes: verb}, then(run))
}

// everything says what an act on all lines of the list is about.
func (s *Screen) everything(verb string) []string {
	text := []string{"Every line of the list is marked.", "It is one act: " + txtUndo}
	if s.filtered() {
		text[0] = "Everything that fits the filter is marked."
	}
	if verb == "Accept" {
		text = append([]string{"Only those that are safe are accepted; those to choose and those that nothing explains are skipped and counted."}, text...)
	}
	return text
}
