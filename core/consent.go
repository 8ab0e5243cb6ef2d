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
	DaysLeft     int  // started days; negative when it is over
}

// Reminder is one step of the ladder that was given for one end of a consent.
type Reminder struct {
	Expires time.Time `json:"expires"`
	Step    int       `json:"step"` // 30, 14, 7, 3, 1, 0 days before, -1 after
}
