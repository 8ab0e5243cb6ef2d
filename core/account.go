package core

import (
	"strings"
	"time"
)

// AccountID is Ponto's id of an account. It stays over a renewal and changes when the account is taken out and put back.
type AccountID string

// Account is a bank account that the user authorized, as last read.
type Account struct {
	ID                AccountID     `json:"id"`
	Connection        ConnectionID  `json:"connection"`
	Dossier           DossierID     `json:"dossier"`
	Institution       InstitutionID `json:"institution"`
	Subtype           string        `json:"subtype,omitempty"`
	Reference         string        `json:"reference"`
	ReferenceType     string        `json:"referenceType,omitempty"`
	InternalReference string        `json:"internalReference,omitempty"`
	Currency          Currency      `json:"currency"`
	Holder            string        `json:"holderName,omitempty"`
	Description       string        `json:"description,omitempty"`
	Product           string        `json:"product,omitempty"`
	Deprecated        bool          `json:"deprecated,omitempty"`
	ReadOnly          bool          `json:"readOnly,omitempty"` // meta.availability "readonly": the bank is in maintenance

	CurrentBalance   Amount    `json:"currentBalance"`
	AvailableBalance Amount    `json:"availableBalance"`
	BalanceKnown     bool      `json:"balanceKnown,omitempty"`
	BalanceDate      time.Time `json:"balanceDate,omitzero"`    // the day the bank gives for the balance
	BalanceChanged   time.Time `json:"balanceChanged,omitzero"` // when Ponto saw it move
	SynchronizedAt   time.Time `json:"synchronizedAt,omitzero"`

	AuthorizedAt time.Time `json:"authorizedAt,omitzero"`
	ExpiresAt    time.Time `json:"authorizationExpirationExpectedAt,omitzero"`

	LatestSync SyncResult `json:"latestSync,omitzero"`

	// What Ferry itself knows of the account.
	Connected   bool        `json:"connected"` // the user chose it: it is read
	ConnectedAt time.Time   `json:"connectedAt,omitzero"`
	HistoryFrom Date        `json:"historyFrom,omitzero"` // zero: everything Ponto holds
	WithdrawnAt time.Time   `json:"withdrawnAt,omitzero"` // no longer in the integration since
	Replaces    []AccountID `json:"replaces,omitempty"`   // earlier ids of the same account, after it was taken out and put back
}

// SyncResult is how a synchronization at the bank ended, Ponto's own or the user's.
type SyncResult struct {
	ID      string    `json:"id,omitempty"`
	Subtype string    `json:"subtype,omitempty"`
	Status  string    `json:"status,omitempty"` // pending, running, success, error
	Updated time.Time `json:"updated,omitzero"`
	Code    string    `json:"code,omitempty"`   // of the first error
	Detail  string    `json:"detail,omitempty"` // Ponto's sentence, untrusted
}

// Name is what screens call the account: its description, else its product, else its reference.
func (a Account) Name() string {
	for _, s := range []string{a.Description, a.Product, a.Holder} {
		if s != "" {
			return CleanText(s)
		}
	}
	return CleanText(a.Reference)
}

// Told names the account unmistakably: number and, because one number may hold several currencies, the currency.
func (a Account) Told() string {
	return strings.TrimSpace(AccountNumber(a.Reference) + " " + CleanText(string(a.Currency)))
}

// AccountNumber writes the number of an account as people do, safe to paint: an IBAN in groups of four, anything else as it came.
func AccountNumber(reference string) string {
	reference = CleanText(reference)
	if !isIBAN(reference) {
		return reference
	}
	closed := strings.ReplaceAll(reference, " ", "")
	var b strings.Builder
	for i, r := range []rune(closed) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// isIBAN tells an IBAN by its shape: country, two digits, and letters or digits of a length that the standard allows.
func isIBAN(s string) bool {
	s = strings.ReplaceAll(s, " ", "")
	if len(s) < 15 || len(s) > 34 {
		return false
	}
	for i := range len(s) {
		letter, digit := s[i] >= 'A' && s[i] <= 'Z', s[i] >= '0' && s[i] <= '9'
		switch {
		case i < 2 && !letter, i >= 2 && i < 4 && !digit, !letter && !digit:
			return false
		}
	}
	return true
}
