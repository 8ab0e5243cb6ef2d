package tui

import (
	"fmt"
	"strings"

	"ferry/core"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// maxMessage is how many lines a message may take. The end of a sentence says what to do, so it is shown whole; what takes more
// lines than this would hide too much of the page, and is read in the detail.
const maxMessage = 4

// message is what stands above the footer: a toast, else the last error, else what runs, else what the screen wants to say. A
// toast and an error may be longer than a line: they grow upwards, over the page, which does not move for them.
func (m *Model) message() []string {
	t, w := m.o.Theme, m.size.W
	if m.toast.text != "" {
		tok, glyph := t.Level(m.toast.level)
		return m.spread(tok, glyph, m.toast.text, "")
	}
	if m.fault.shown {
		what, next := words.Error(m.fault.err)
		return m.spread(theme.Bad, t.Glyph.Bad, strings.TrimSpace(what+" "+next), m.faultKeys())
	}
	if task, more := m.running(); task != nil {
		return []string{layout.Left(m.work(task, more), w)}
	}
	if len(m.typed) > 0 {
		doing := "reading"
		if m.writing > 0 {
			doing = "saving"
		}
		return []string{t.Paint(theme.Dim, layout.Left(fmt.Sprintf(" %s; %d keys wait", doing, len(m.typed)), w))}
	}
	if h, ok := m.scope().State.(Hinter); ok && h.Hint() != "" {
		return []string{t.Paint(theme.Dim, layout.Left(" "+core.CleanText(h.Hint()), w))}
	}
	return []string{layout.Spaces(w)}
}

// spread paints a sentence behind its sign in as many lines as it needs, with the keys for it at the end of the last.
func (m *Model) spread(tok theme.Token, glyph, text, keys string) []string {
	t, w := m.o.Theme, m.size.W
	indent := layout.Width(glyph) + 2
	lines := m.wrapped(text, w-indent-1, layout.Width(keys))
	for i, line := range lines {
		lead := layout.Spaces(indent)
		if i == 0 {
			lead = " " + glyph + " "
		}
		tail := ""
		if i == len(lines)-1 && keys != "" {
			tail = keys + " "
		}
		lines[i] = t.Paint(tok, layout.Left(lead+line, max(w-layout.Width(tail), 0))+tail)
	}
	return lines
}

// wrapped breaks a sentence into lines of which the last leaves room; of a very long one the rest is cut.
func (m *Model) wrapped(text string, w, room int) []string {
	lines := layout.Wrap(text, max(w, 1))
	most := min(maxMessage, max(m.body().H, 1))
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], layout.Cut(strings.Join(lines[most-1:], " "), max(w-room, 1)))
	}
	if last := len(lines) - 1; layout.Width(lines[last]) > w-room {
		if len(lines) == most {
			lines[last] = layout.Cut(lines[last], max(w-room, 1))
		} else {
			lines = append(lines, "")
		}
	}
	return lines
}

// faultKeys says what can be done about an error; nothing while the keys would only be text.
func (m *Model) faultKeys() string {
	if m.scope().Text {
		return ""
	}
	keys := " " + m.actions.KeyOf(action.Detail) + " detail"
	if m.fault.again != nil {
		keys = " " + m.actions.KeyOf(action.Reload) + " tries again " + keys
	}
	return keys
}
