package consents

import "ferry/tui/action"

const (
	scope   action.Name = "consents"
	reading action.Name = "consents-message"
)

// Ids of the actions.
const (
	open     action.ID = "consents.open"
	renew    action.ID = "consents.reauthorize"
	message  action.ID = "consents.write-message"
	language action.ID = "consents-message.switch-language"
)

// languages of the message to a client, in the order of the key that switches them.
var languages = []string{"nl", "fr", "en"}

// Actions is the table of what can be done with consents.
func Actions() []action.Def {
	const group = "Consents"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return "there is no account yet"
		}
		return ""
	})
	return []action.Def{
		{ID: open, Title: "account", Help: "Go to the account.", Scope: scope, Group: group, Keys: []string{"enter", "right", "l"}, Footer: 1, When: one},
		{ID: renew, Title: "re-authorize", Help: "Give the consent of this account again.", Scope: scope, Group: group, Keys: []string{"w"}, Footer: 2, When: one},
		{ID: message, Title: "message", Help: "A ready message for the client who must renew, in three languages.", Scope: scope, Group: group, Keys: []string{"m"}, Footer: 3, When: one},
		{ID: language, Title: "language", Help: "Dutch, French, English.", Scope: reading, Group: group, Keys: []string{"tab"}, Footer: 2},
	}
}

// The words of the page.
const (
	txtTitle       = "Consents"
	txtEmpty       = "No account is connected yet, so there is no consent to watch."
	txtEmptyHint   = "c connects a bank."
	txtAllFine     = "All consents are fine: none ends within two weeks."
	txtEstimate    = "(estimate: the bank gives no date)"
	txtLetter      = "message"
	txtLetterTitle = "Message to the client"
)
