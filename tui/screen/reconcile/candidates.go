package reconcile

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// digits is how many candidates have a key of their own.
const digits = 9

// sight is what the user can see: which candidates of a line were on the screen when it was last painted.
type sight struct {
	line core.LineKey
	n    [digits]bool
}

// see notes that a candidate is on the screen.
func (s *Screen) see(n int) {
	if s.sight.line != s.told.key {
		s.sight = sight{line: s.told.key}
	}
	if n < digits {
		s.sight.n[n] = true
	}
}

// unseen reports whether a candidate is there but not on the screen. The one under the cursor is what every other key takes, too.
func (s *Screen) unseen(n int) bool {
	t, ok := s.current()
	return ok && t.match == nil && n != s.pick && n < len(t.options()) && (s.sight.line != t.key || !s.sight.n[n])
}

// bringUp shows a candidate that was asked for and is not on the screen: nobody takes what they have not seen.
func (s *Screen) bringUp(n int) tea.Cmd {
	s.front, s.moved, s.pick = true, true, n
	return tui.Warn(fmt.Sprintf(txtBroughtUp, n+1, n+1))
}

// candidates paints as many options as there is room for, each whole, and counts the others.
func (s *Screen) candidates(t told, w, room int) []string {
	whole := make([][]string, len(t.options()))
	total := 0
	for i := range whole {
		whole[i] = s.option(t, i, w)
		total += len(whole[i])
	}
	if total > room { // what the others are made of stands closer then
		total = 0
		for i := range whole {
			if i != s.pick {
				whole[i] = s.brieflyAt(t, i, w)
			}
			total += len(whole[i])
		}
	}
	from, to := 0, len(whole)
	if total > room {
		from, to = stretch(whole, s.pick, room-1)
	}
	var lines []string
	for i := from; i < to; i++ {
		s.see(i)
		for n, l := range whole[i] {
			lines = append(lines, " "+s.theme.Paint(s.optionTone(t, i, n), layout.Left(l, w)))
		}
	}
	if to-from < len(whole) {
		lines = append(clip(lines, max(room-1, 1), w+1), " "+s.theme.Paint(theme.Dim, layout.Cut(s.others(from, len(whole)-to), w)))
	}
	return clip(lines, room, w+1)
}

// optionTone is the tone of a line of a candidate.
func (s *Screen) optionTone(t told, i, line int) theme.Token {
	switch {
	case line > 0:
		return theme.Dim
	case i == s.pick && t.match == nil && s.front:
		return theme.Selected
	case i == s.pick && t.match == nil:
		return theme.Strong
	}
	return theme.Plain
}

// others counts the candidates before and after those that are shown.
func (s *Screen) others(before, after int) string {
	var list []string
	if before > 0 {
		list = append(list, s.theme.Glyph.Up+" "+words.Count(before))
	}
	if after > 0 {
		list = append(list, s.theme.Glyph.Down+" "+words.Count(after))
	}
	word := txtMoreOne
	if before+after > 1 {
		word = txtMoreMany
	}
	return strings.Join(list, " ") + " " + word
}

// stretch chooses which candidates stand in so many lines, each whole: from the first on, as far as the one under the cursor is among
// them.
func stretch(whole [][]string, pick, room int) (from, to int) {
	used := 0
	for _, lines := range whole[:pick+1] {
		used += len(lines)
	}
	for ; used > room && from < pick; from++ {
		used -= len(whole[from])
	}
	for to = pick + 1; to < len(whole) && used+len(whole[to]) <= room; to++ {
		used += len(whole[to])
	}
	return from, to
}

// lead begins the headline of a candidate: its number, where that is a key, and its kind.
func (s *Screen) lead(t told, i int) string {
	lead := strconv.Itoa(i+1) + " "
	if t.match != nil {
		lead = s.theme.Glyph.Good + " "
	} else if i >= digits {
		lead = "  "
	}
	return lead + kindOf(t.options()[i])
}

// option is a candidate in lines: its number, kind and items, and below what it is made of.
func (s *Screen) option(t told, i, w int) []string {
	e := t.options()[i]
	parts, head := s.parts(t, e), s.lead(t, i)
	if len(parts) > 0 && len(e.Parts) < 2 {
		head, parts = head+": "+parts[0], parts[1:]
	} else if len(e.Parts) > 1 {
		head += ": " + core.CleanText(strings.Join(e.Numbers(), ", "))
	}
	lines := []string{layout.Cut(head, w)}
	for _, p := range parts {
		lines = append(lines, layout.Cut("    "+p, w))
	}
	return lines
}

// brieflyAt is a candidate in as few lines as it needs.
func (s *Screen) brieflyAt(t told, i, w int) []string {
	parts := s.parts(t, t.options()[i])
	if len(parts) == 0 {
		return []string{layout.Cut(s.lead(t, i), w)}
	}
	lines := []string{s.lead(t, i) + ":"}
	for n, p := range parts {
		last, sep := len(lines)-1, ", "
		if n == 0 {
			sep = " "
		}
		switch told := spread(lines[last]+sep+p, w, w-4); {
		case len(told) == 1:
			lines[last] = told[0]
			continue
		case n == 0: // an amount is never cut: its date and its party stand below
			lines = append(told[:1], "    "+told[1])
			continue
		}
		lines[last] += strings.TrimRight(sep, " ")
		lines = append(lines, layout.Cut("    "+p, w))
	}
	return lines
}
