package items

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// meant are the ids of the marked items; without marks that of the one under the cursor.
func (s *Screen) meant() []core.ItemID {
	keys, all := s.table.Marked()
	switch {
	case all:
		var ids []core.ItemID
		for _, i := range s.rows {
			if !slices.Contains(keys, i.ID) {
				ids = append(ids, i.ID)
			}
		}
		return ids
	case len(keys) > 0:
		return keys
	}
	if i, ok := s.table.Selected(); ok {
		return []core.ItemID{i.ID}
	}
	return nil
}

// askDrop asks before items are removed. What it would take away is said in words and in money, also of marked items that the
// search hides.
func (s *Screen) askDrop() tea.Cmd {
	ids := s.meant()
	if len(ids) == 0 {
		return tui.Warn(words.Sentence(txtNone))
	}
	wanted := make(map[core.ItemID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var seen []app.ItemView
	for _, i := range s.rows {
		if wanted[i.ID] {
			seen = append(seen, i)
		}
	}
	what := words.Plural(len(ids), "open item", "open items")
	var text []string
	if len(ids) == 1 && len(seen) == 1 {
		what = core.CleanText(seen[0].Number)
		text = append(text, words.Sentence(words.ItemKind(seen[0].Kind)+", "+core.CleanText(seen[0].Party)+", "+words.Effect(invoiced(seen[0].OpenItem))))
	} else {
		for _, t := range totals(seen) {
			text = append(text, words.Sentence(t.text()))
		}
	}
	if hidden := len(ids) - len(seen); hidden > 0 {
		text = append(text, say(txtDropHidden, words.Plural(hidden, "of them is", "of them are")))
	}
	return tui.Ask(confirm.Question{Title: say(txtDrop, what), Text: append(text, txtDropText), Yes: "Remove", No: "Keep"}, dropMsg{ids})
}
