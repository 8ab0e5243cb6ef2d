package items

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/widget/picker"
)

// askSide is the first question about a table that does not say it itself: everything else of an item hangs on it.
func askSide() tea.Cmd {
	return tui.Choose(txtSide, []picker.Item{
		{ID: core.Sale.String(), Title: "Sales", Detail: txtSideSales},
		{ID: core.Purchase.String(), Title: "Purchases", Detail: txtSidePurchases},
		{ID: "", Title: "A column says it", Detail: txtSideColumn},
	}, func(kind string) tea.Msg { return sideMsg{kind} })
}

// onSide fills in the answer, and goes on to what is still missing.
func (im *Import) onSide(kind string) {
	if im.columns == nil {
		return
	}
	if kind == "" {
		im.columns.Focus(columnKind)
		return
	}
	im.columns.SetValue(columnKind, fixed+kind)
	im.columns.SetError(columnKind, "")
	im.focusMissing(im.columns)
}
