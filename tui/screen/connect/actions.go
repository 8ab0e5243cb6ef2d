package connect

import "ferry/tui/action"

// The scopes of the wizard's steps.
const (
	scopeSearch    action.Name = "connect-search"
	scopeStep      action.Name = "connect"
	scopeAuthorize action.Name = "connect-authorize"
	scopeWalk      action.Name = "connect-walk"
)

// Ids of the wizard's actions.
const (
	nextStep    action.ID = "connect.next"
	nextCountry action.ID = "connect.next-country"
	prevCountry action.ID = "connect.previous-country"
	takeWay     action.ID = "connect.take-way"
	pasteBack   action.ID = "connect.paste-address"
	copyAddress action.ID = "connect.copy-address"
	showQR      action.ID = "connect.show-qr"
	abandon     action.ID = "connect.abandon"
	followLink  action.ID = "connect.follow-link"
)

// Actions is the table of what can be done in the wizard.
func Actions() []action.Def {
	const group = "Connect a bank"
	pasteable := action.When(func(s *Screen) string {
		if s.flow.State == "" {
			return "here Ferry sees by itself when you are done"
		}
		return ""
	})
	return []action.Def{
		{ID: nextStep, Title: "go on", Help: "Go on to the next step.", Scope: scopeStep, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1},
		{ID: nextCountry, Title: "country", Help: "Show the banks of the next country only; at the end, of all.", Scope: scopeSearch, Group: group,
			Keys: []string{"tab"}, Footer: 2},
		{ID: prevCountry, Title: "previous country", Help: "Show the banks of the country before.", Scope: scopeSearch, Group: group, Keys: []string{"shift+tab"}},
		{ID: takeWay, Title: "go this way", Help: "Do what the cursor is on.", Scope: scopeAuthorize, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1},
		{ID: copyAddress, Title: "copy address", Help: "Copy the address, to open it where there is a browser.", Scope: scopeAuthorize, Group: group,
			Keys: []string{"y"}, Footer: 2},
		{ID: showQR, Title: "QR code", Help: "Show the address as a QR code, to open it on a phone.", Scope: scopeAuthorize, Group: group, Keys: []string{"u"}, Footer: 3},
		{ID: pasteBack, Title: "paste", Help: "Paste the address on which the browser ended.", Scope: scopeAuthorize, Group: group, Keys: []string{"p"}, Footer: 4,
			When: pasteable},
		{ID: abandon, Title: "abandon", Help: "Give this authorization up. Nothing else changes.", Scope: scopeAuthorize, Group: group, Keys: []string{"x"}, Footer: 5},
		{ID: followLink, Title: "other ways on", Help: "Follow one of the page's links: refuse, go to the dashboard.", Scope: scopeWalk, Group: group,
			Keys: []string{"ctrl+o"}, Footer: 5},
	}
}
