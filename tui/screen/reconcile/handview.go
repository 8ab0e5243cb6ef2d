package reconcile

import (
	"fmt"
	"strings"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// viewHand paints the line, what was picked and what is left, above the open items.
func (s *Screen) viewHand(r layout.Box) string {
	h, t := s.hand, s.theme
	title := title(h.line)
	if n := len(h.lines); n > 1 {
		title = words.Plural(n, "line", "lines") + " together, beginning with " + title
	}
	picked := make([]string, len(h.picks))
	for i, p := range h.picks {
		a := h.views[p.Item].Effect()
		if p.Settles.Currency != "" {
			a = h.views[p.Item].EffectOf(p.Settles)
		}
		picked[i] = h.views[p.Item].Number + " " + words.Signed(a)
	}
	what := "Nothing is picked: space picks, / searches."
	if len(picked) > 0 {
		what = "Picked " + strings.Join(picked, " "+t.Glyph.Dot+" ")
	}
	clean := core.CleanText
	head := []string{t.Paint(theme.Strong, layout.Cut(" "+clean(title), r.W)), t.Paint(theme.Dim, layout.Cut(" "+clean(text(h.line.Line)), r.W)),
		layout.Cut(" "+clean(what), r.W)}
	head = append(head, s.balance(h, r.W)...)
	if h.field != nil {
		head = append(head, " /"+h.field.View(t, max(r.W-3, 1), true))
	} else if h.text != "" {
		head = append(head, " "+t.Paint(theme.Accent, layout.Cut("/"+clean(h.text), r.W-1)))
	}
	if h.more {
		head = append(head, s.wrapped(theme.Notice, fmt.Sprintf(txtHandMore, words.Count(manyItems)), r.W-2)...)
	}
	boxes := r.Rows(layout.Fixed(len(head)+1), layout.Fill(1))
	return layout.Above(layout.FitLines(head, boxes[0]), h.table.View(t, boxes[1]))
}
