// Package books is what the pages about a dossier's books have in common: its name, names of files as people type them, the line
// of a search, and how a form stands on a page.
package books

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/input"
	"ferry/tui/words"
)

// Dossiers is what Dossier needs; *app.Service has it.
type Dossiers interface {
	Dossiers(context.Context) ([]core.Dossier, error)
}

// Dossier is the dossier that a page is about; a zero one when it is no longer there.
func Dossier(ctx context.Context, svc Dossiers, id core.DossierID) (core.Dossier, error) {
	list, err := svc.Dossiers(ctx)
	for _, d := range list {
		if d.ID == id {
			return d, err
		}
	}
	return core.Dossier{}, err
}

// Title is a breadcrumb: what the page shows, and of whom once that is read.
func Title(dossier, what string) string {
	if dossier == "" {
		return strings.ToUpper(what[:1]) + what[1:]
	}
	return core.CleanText(dossier) + ": " + what
}

// Undoer is what Undo needs; *app.Service has it.
type Undoer interface {
	NextUndo(context.Context, core.DossierID) (next core.Done, reconciles bool, err error)
	Undo(context.Context, core.DossierID) (core.Done, error)
}

// UndoAsked comes back from Undo, with nothing done, when the last act was a reconciliation: the key was meant for this page, and
// must not take back unseen what was done on another.
type UndoAsked struct{ Next core.Done }

// Ask puts the question, and sends the screen the message yes.
func (u UndoAsked) Ask(yes tea.Msg) tea.Cmd {
	return tui.Ask(confirm.Question{Title: "Take back a reconciliation?",
		Text: []string{"The last thing done to these books: " + words.Act(u.Next) + ".", "Nothing of this page was done after it."}, Yes: "Take it back", No: "Keep it"}, yes)
}

// Undo takes back the last act on the books, unless that was a reconciliation: see UndoAsked. What becomes of it is told.
func Undo(svc Undoer, d core.DossierID, told func(core.Done, error) tea.Msg) tea.Cmd {
	return tui.Write(func(ctx context.Context) tea.Msg {
		next, reconciles, err := svc.NextUndo(ctx, d)
		switch {
		case err != nil:
			return told(core.Done{}, err)
		case reconciles:
			return UndoAsked{next}
		}
		return told(svc.Undo(ctx, d))
	})
}

// AtHome puts the user's home folder in place of a leading ~, as a shell does.
func AtHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// Search paints the line above a list: the search at the left, open in field or kept as text, and at the right what the list
// comes to.
func Search(t *theme.Theme, w int, field *input.Model, text, what string) string {
	what = layout.Cut(what, w-2)
	room := max(w-layout.Width(what)-4, w/2)
	switch {
	case field != nil:
		return " /" + field.View(t, room-1, true) + " " + t.Paint(theme.Dim, layout.Right(what, max(w-room-3, 0)))
	case text != "":
		return " " + t.Paint(theme.Accent, layout.Left("/"+core.CleanText(text), room)) + " " + layout.Right(what, max(w-room-3, 0))
	}
	return " " + layout.Right(what, w-2)
}
