package books

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// Form paints a form with a margin, no wider than is comfortable to read.
func Form(r layout.Box, paint func(layout.Box) string) string {
	const margin, maxWidth = 2, 100
	lines := []string{""}
	for l := range strings.SplitSeq(paint(layout.Box{W: min(r.W-2*margin, maxWidth), H: r.H - 1}), "\n") {
		lines = append(lines, layout.Spaces(margin)+l)
	}
	return layout.FitLines(lines, r)
}

// FormPage paints a page that is one form, which is nil until what it shows is read; err is why it could not be.
func FormPage(t *theme.Theme, r layout.Box, f *form.Model, err error) string {
	return Form(r, func(in layout.Box) string {
		switch {
		case err != nil:
			what, next := words.Error(err)
			return strings.Join(layout.Wrap(t.Glyph.Bad+" "+what+" "+next, in.W), "\n")
		case f != nil:
			return f.View(t, in)
		}
		return ""
	})
}

// DoForm carries out an action in a form that is the page. What was changed and not saved is asked about before the page is left;
// left is the message when it is left all the same.
func DoForm(f *form.Model, inv action.Invoke, title string, left tea.Msg, save func() tea.Cmd) (tea.Cmd, bool) {
	if f == nil {
		return nil, false
	}
	if (inv.ID == action.Back || inv.ID == action.Close) && f.Dirty() {
		return tui.Ask(Unsaved(title), left), true
	}
	switch f.Do(inv) {
	case form.Submitted:
		return save(), true
	case form.Nothing:
		return nil, false
	}
	return nil, true
}

// Unsaved asks before a changed form is left.
func Unsaved(title string) confirm.Question {
	return confirm.Question{Title: title, Text: []string{txtUnsaved}, Yes: "Leave without saving", No: "Stay"}
}

const txtUnsaved = "What you changed is not saved."
