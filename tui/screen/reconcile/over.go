package reconcile

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
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

// beyond is by how many minor units an amount goes beyond what is open of an item.
func beyond(a core.Amount, i app.ItemView) int64 {
	open := i.Open()
	if open.Minor < 0 {
		return open.Minor - a.Minor
	}
	return a.Minor - open.Minor
}

// moreThanOpen says so. What is paid too much settles nothing: it is left over, and goes elsewhere.
func moreThanOpen(a core.Amount, i app.ItemView) string {
	return fmt.Sprintf(txtBeyond, words.Amount(core.Amount{Minor: beyond(a, i), Currency: a.Currency}), core.CleanText(i.Number))
}
