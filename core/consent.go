package core

import "time"

// ConsentState is how an account's authorization at the bank stands.
type ConsentState string

// The states, from calm to alarming. Their texts are part of what scripts rely on.
const (
	ConsentUnknown   ConsentState = "unknown"
	ConsentOK        ConsentState = "ok"
	ConsentNotice    ConsentState = "notice"   // 30 days or less
	ConsentWarning   ConsentState = "warning"  // 14 days or less
	ConsentCritical  ConsentState = "critical" // 3 days or less
	ConsentExpired   ConsentState = "expired"
	ConsentWithdrawn ConsentState = "withdrawn" // the account left the integration
)

// Consent is the authorization of one account, judged at one instant.
type Consent struct {
	Account      AccountID
	State        ConsentState
	AuthorizedAt time.Time
	ExpiresAt    time.Time
	Estimated    bool // the bank gave no date: authorized + the expected lifetime
	DaysLeft     int  // started days; over: days of the calendar since, 0 or negative
}

// Reminder is a consent reminder that was given.
type Reminder struct {
	Account AccountID `json:"account"`
	Expires time.Time `json:"expires"` // the end it was given for
	Step    int       `json:"step"`    // of the ladder: 30, 14, 7, 3, 1, 0 days before, -1 after
	At      time.Time `json:"at"`
}
