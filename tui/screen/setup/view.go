package setup

import (
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

func (s *Screen) lines(w, h int) []string {
	switch {
	case s.err != nil:
		what, next := words.Error(s.err)
		return append(layout.Wrap(s.theme.Glyph.Bad+" "+what, w), layout.Wrap(next, w)...)
	case s.stage == doors:
		lines := append(layout.Wrap(txtWhichDoor, w), "")
		return append(lines, s.doors.Lines(s.theme, w, h-len(lines))...)
	case s.stage == typing:
		return strings.Split(s.form().View(s.theme, layout.Box{W: w, H: h}), "\n")
	case s.stage == tested:
		return s.checklist(w, h)
	}
	return []string{s.theme.Paint(theme.Dim, txtReading)}
}

// checklist tells what Ponto's own site still wants, and offers to save. The ways on stay in sight where there is little room.
func (s *Screen) checklist(w, h int) []string {
	head := txtWorks
	if s.result.Organization != "" {
		head = say(txtWorksFor, s.result.Organization)
	}
	if s.result.Accounts > 0 {
		head += " " + say(txtAuthorized, words.Plural(s.result.Accounts, "account is", "accounts are"))
	}
	var lines []string
	for _, l := range layout.Wrap(s.theme.Glyph.Good+" "+core.CleanText(head), w) {
		lines = append(lines, s.theme.Paint(theme.Good, l))
	}
	ways := append([]string{""}, s.ways.Lines(s.theme, w, min(h/3, 6))...)
	steps := append([]string{"", s.theme.Paint(theme.Title, txtSteps)}, s.steps(w)...)
	room := h - len(lines) - len(ways)
	if len(steps) > room {
		steps = steps[:max(room, 0)]
	}
	return append(append(lines, steps...), ways...)
}

// steps are the steps on Ponto's site; the first that is to be done tells how.
func (s *Screen) steps(w int) []string {
	var lines []string
	told := false
	for _, step := range s.result.Checklist {
		tok, glyph, word := mark(s.theme, step)
		lines = append(lines, s.theme.Paint(tok, " "+glyph+" "+layout.Left(word, 8))+" "+layout.Cut(step.Title, max(w-13, 0)))
		if step.Known && !step.Done && !told {
			told = true
			for _, l := range layout.Wrap(step.Help, max(w-12, 20)) {
				lines = append(lines, layout.Spaces(12)+s.theme.Paint(theme.Dim, l))
			}
		}
	}
	return lines
}

// mark tells how a step stands: done, to do, or not visible to Ferry.
func mark(t *theme.Theme, step app.Step) (tok theme.Token, glyph, word string) {
	switch {
	case !step.Known:
		return theme.Dim, t.Glyph.Unknown, txtUnseen
	case step.Done:
		return theme.Good, t.Glyph.Good, txtDone
	}
	return theme.Notice, t.Glyph.Right, txtToDo
}
