package developer

import "ferry/tui/action"

// Actions is the table of what can be done with requests and cursors.
func Actions() []action.Def {
	const group = "Developer"
	on := action.When(func(s *Screen) string {
		if !s.on {
			return "developer mode is off"
		}
		return ""
	})
	return []action.Def{
		{ID: open, Title: "detail", Help: "Show everything known of the row.", Scope: scope, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1, When: on},
		{ID: otherView, Title: "requests / cursors", Help: "Go to the other list.", Scope: scope, Group: group, Keys: []string{"tab", "shift+tab"}, Footer: 2, When: on},
		{ID: copyID, Title: "copy id", Help: "Copy the request id, or the account's id.", Scope: scope, Group: group, Keys: []string{"y"}, Footer: 3, When: on},
	}
}

// The words of the screen.
const (
	txtRequests       = "Requests"
	txtCursors        = "Cursors"
	txtNoRequests     = "Nothing was asked of Ponto since Ferry was started."
	txtNoRequestsHint = "f fetches."
	txtNoAccounts     = "No account is connected yet."
	txtNoAccountsHint = "c connects a bank."
	txtOff            = "Developer mode is off."
	txtOffHint        = "Switch it on in the settings (,): it shows requests, cursors and raw JSON."
)
