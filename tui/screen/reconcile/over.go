package reconcile

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// askOver asks before more is taken than is open: what is left over of the line is then on no account.
func askOver(why core.Explanation, accept func() tea.Cmd) tea.Cmd {
	left := words.Signed(why.Difference) + " " + string(why.Difference.Currency)
	return tui.Ask(confirm.Question{
		Title: "Accept, with " + left + " left over?",
		Text: []string{"More was paid than is open of " + core.CleanText(strings.Join(why.Numbers(), ", ")) +
			". The line counts as explained then, and " + left + " of it is on no account.", "w settles the same and books what is left over."},
		Yes: "Leave it over",
	}, then(accept))
}
