package activity

import (
	"ferry/core"
	"ferry/tui/action"
)

const scope action.Name = "activity"

// Ids of the actions.
const (
	open      action.ID = "activity.open"
	account   action.ID = "activity.open-account"
	copyEntry action.ID = "activity.copy-entry"
)

// Actions is the table of what can be done with entries.
func Actions() []action.Def {
	const group = "Activity"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return "nothing has happened yet"
		}
		return ""
	})
	about := action.When(func(s *Screen) string {
		switch e, ok := s.table.Selected(); {
		case !ok || e.Account == "":
			return "this is not about an account"
		case len(e.others) > 0:
			return "this is about several accounts; enter lists them"
		}
		return ""
	})
	return []action.Def{
		{ID: open, Title: "details", Help: "Show the whole entry, with the request id for Ponto's support.", Scope: scope, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1, When: one},
		{ID: account, Title: "account", Help: "Go to the account that the entry is about.", Scope: scope, Group: group, Keys: []string{"a"}, Footer: 2, When: about},
		{ID: copyEntry, Title: "copy", Help: "Copy the entry.", Scope: scope, Group: group, Keys: []string{"y"}, Footer: 3, When: one},
	}
}

// The words of the page.
const (
	txtEmpty     = "Nothing has happened yet."
	txtEmptyHint = "c connects a bank; what Ferry does for it is told here."
	txtEntry     = "entry"
)

func level(l core.Level) string {
	switch l {
	case core.Alarm:
		return "stopped"
	case core.Warning:
		return "warning"
	}
	return "fact"
}
