// Package consent judges how an account's authorization at the bank stands, which reminders are due and what to do next.
// It is pure: the clock is an argument.
package consent

import (
	"time"

	"ferry/core"
)

// Judge says how an account's authorization stands at an instant. lifetimeDays is what the institution expects of an
// authorization, 0 when it does not say.
func Judge(account core.Account, lifetimeDays int, now time.Time) core.Consent {
	return core.Consent{Account: account.ID, State: core.ConsentUnknown}
}

// Due returns the reminder to give now: the most urgent step that has been reached and not been given. given are the steps
// already given for this end date.
func Due(given []int, c core.Consent) (step int, ok bool) { return 0, false }

// Word is the state in one word, for a narrow column.
func Word(s core.ConsentState) string { return string(s) }

// Advice is what a screen says of a consent: what is the matter, and what to do next. bank is the institution's name.
func Advice(door core.Door, c core.Consent, bank string) (sentence, next string) { return "", "" }

// Reminder is the text of a step of the ladder, for the activity list. name is the account's.
func Reminder(step int, c core.Consent, name, bank string) string { return "" }
