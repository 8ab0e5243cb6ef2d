package reconcile

import (
	"fmt"
	"strings"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// stripLines is the room under a list in a narrow window: for the best candidate, what the bank line says, and the reason.
func stripLines(r layout.Box) int {
	if r.H < 18 {
		return 4
	}
	return 5
}

// strip is the candidate under the cursor, the line's own text where the list cuts it, and the reason, as far as there is room.
func (s *Screen) strip(r row, b layout.Box) []string {
	t, ok := s.current()
	if !ok {
		return []string{" " + s.theme.Paint(theme.Dim, "reading")}
	}
	in := b.W - 2
	head := []string{" " + s.theme.Paint(theme.Warn, txtNoOption)}
	tail := s.wrapped(theme.Dim, txtNoHint, in)
	some := len(t.options()) > 0
	if some {
		head = s.headline(t, len(t.options())-1, in)
		tail = s.reasons(t, t.options()[s.pick], in)
	}
	var facts []string
	for _, n := range s.notices(r) {
		facts = append(facts, s.wrapped(n.tone, n.text, in)...)
	}
	least := min(len(tail), 2)
	if said := core.CleanText(text(r.Line)); layout.Width(said) > max(b.W-listed, fewest) {
		room := max(b.H-len(head)-len(facts)-least, 1)
		facts = append(facts, clip(s.wrapped(theme.Plain, said, in), room, in+1)...)
	}
	if some {
		head = s.choice(t, in, b.H-len(facts)-least)
	}
	head = clip(append(head, facts...), b.H, in+1)
	if room := b.H - len(head); room > 0 {
		head = append(head, clip(tail, room, in+1)...)
	}
	return head
}

// choice is the candidate under the cursor, with as many of the others as there is room for, each whole.
func (s *Screen) choice(t told, w, room int) []string {
	whole := make([][]string, len(t.options()))
	for i := range whole {
		for _, l := range s.brieflyAt(t, i, w) {
			whole[i] = append(whole[i], " "+s.theme.Paint(theme.Plain, l))
		}
	}
	whole[s.pick] = s.headline(t, len(whole)-1, w)
	from, to := stretch(whole, s.pick, room)
	whole[s.pick] = s.headline(t, len(whole)-(to-from), w)
	var lines []string
	for i := from; i < to; i++ {
		s.see(i)
		lines = append(lines, whole[i]...)
	}
	return lines
}

// The text of a line has what the other columns leave in a narrow window, and at least so much.
const (
	listed = 60
	fewest = 8
)

// wrapped paints a text in as many lines as it needs.
func (s *Screen) wrapped(tok theme.Token, text string, w int) []string {
	lines := layout.Wrap(core.CleanText(text), max(w, 1))
	for i, l := range lines {
		lines[i] = " " + s.theme.Paint(tok, l)
	}
	return lines
}

// clip keeps the first n lines and says with the last of them that there are more.
func clip(lines []string, n, w int) []string {
	if len(lines) <= n {
		return lines
	}
	lines = lines[:n:n]
	lines[n-1] = layout.Cut(strings.TrimRight(lines[n-1], " ")+" …", w)
	return lines
}

// headline is the candidate under the cursor in two lines at most; hidden counts those that have no room. What it is made of is
// wrapped whole, or counted: no amount is cut.
func (s *Screen) headline(t told, hidden, w int) []string {
	more := ""
	if hidden > 0 {
		more = "  +" + words.Plural(hidden, "candidate", "candidates")
	}
	lines := []string{s.lead(t, s.pick)}
	parts := s.parts(t, t.options()[s.pick])
	if len(parts) == 1 {
		lines = spread(lines[0]+": "+parts[0], w-layout.Width(more), w-2)
	} else if len(parts) > 1 {
		if room := w - layout.Width(more) - layout.Width(lines[0]) - 2; layout.Width(parts[0]) > room { // then without its date and its party
			told := strings.Split(parts[0], "  ")
			parts[0] = strings.Join(told[:min(len(told), 2)], "  ")
		}
		lines = pack(lines[0]+":", parts, w-layout.Width(more), w)
	}
	for i, l := range lines {
		if i > 0 {
			l, more = "  "+l, ""
		}
		lines[i] = " " + s.theme.Paint(theme.Strong, layout.Cut(l, w-layout.Width(more))) + s.theme.Paint(theme.Dim, more)
	}
	return lines
}

// pack puts parts behind a title and in the line under it; those for which there is no room are counted.
func pack(title string, parts []string, first, second int) []string {
	lines, room := []string{title}, first
	for i, p := range parts {
		last, left := len(lines)-1, len(parts)-1-i
		others := fmt.Sprintf(txtMoreParts, left)
		lead := ", "
		if i == 0 {
			lead = " "
		}
		reserve := layout.Width(others)
		if left == 0 {
			reserve = 0
		}
		switch {
		case layout.Width(lines[last]+lead+p)+last*reserve <= room:
			lines[last] += lead + p
		case last == 0:
			lines[0] += strings.TrimRight(lead, " ")
			room = second - 2
			lines = append(lines, layout.Cut(p, room-reserve))
		default:
			lines[last] += fmt.Sprintf(txtMoreParts, left+1)
			return lines
		}
	}
	return lines
}

// spread breaks a part between the things it tells, which stand two blanks apart, where it is too long for one line.
func spread(part string, first, second int) []string {
	if layout.Width(part) <= first {
		return []string{part}
	}
	told := strings.Split(part, "  ")
	line, n := told[0], 1
	for n < len(told) && layout.Width(line+"  "+told[n]) <= first {
		line, n = line+"  "+told[n], n+1
	}
	if n == len(told) {
		return []string{line}
	}
	return []string{line, layout.Cut(strings.Join(told[n:], "  "), second)}
}
