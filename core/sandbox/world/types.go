package world

import (
	"errors"
	"time"

	"ferry/core"
)

// Errors that the methods of World return.
var (
	ErrNotFound             = errors.New("no such thing in this world")
	ErrBackwards            = errors.New("the virtual clock does not run backwards")
	ErrRecentlySynchronized = errors.New("this account was synchronized less than five minutes ago") // accountRecentlySynchronized
	ErrSubtype              = errors.New("unknown synchronization subtype")
	ErrMaintenance          = errors.New("the institution is in internal maintenance: no data can be given")
	ErrNotConnectable       = errors.New("accounts of this institution cannot be added now")
	ErrCredentials          = errors.New("wrong credentials")
	ErrExists               = errors.New("it exists already")
	ErrInvalid              = errors.New("invalid value")
)

// Institution is a bank in Ponto's directory.
type Institution struct {
	core.Institution
	LogoURL, PrimaryColor, SecondaryColor string
	Replacement                           core.InstitutionID // where accounts of a deprecated one must be authorized again
	Sparse                                bool               // the API gives only name and deprecated
	Down                                  bool               // the bank fails every synchronization (control switch)
	Payments, BulkPayments                bool
	// OmitNulls: this bank's lines leave attributes without value out; other banks' lines give null.
	OmitNulls bool
}

// User is a person with a login at Ponto. Organizations lists what the person may act for.
type User struct {
	ID, Email, Password, FirstName, LastName string
	Organizations                            []string
}

// Organization is a customer of Ponto.
type Organization struct {
	ID, Name, Country, EnterpriseNumber, VATNumber string
	Billing                                        bool // billing information was given: live accounts may be added
}

// Integration is one program's access to some accounts of an organization.
type Integration struct {
	ID, Name, Organization string
	Door                   core.Door
	// ClientID and ClientSecret are the integration's own for a custom one, the application's for Ponto Connect.
	ClientID, ClientSecret string
	Created                time.Time
}

// Application is a software vendor's registration for Ponto Connect.
type Application struct {
	ClientID, ClientSecret, Name string
}

// BankAccount is an account at the bank, whether or not it was ever authorized for Ponto.
type BankAccount struct {
	ID                                string // its internalReference at Ponto too: it survives everything
	Organization                      string
	Institution                       core.InstitutionID
	Subtype, Reference, ReferenceType string
	Currency                          core.Currency
	Holder, Description, Product      string // empty: null
	Lines                             int
	Balance, Available                core.Amount
}

// Account is an account in an integration, as Ponto shows it.
type Account struct {
	ID                                     core.AccountID
	Integration, Organization              string
	Institution                            core.InstitutionID
	Subtype, Reference, ReferenceType      string
	InternalReference                      string
	Currency                               core.Currency
	Holder, Description, Product           string // empty: null
	Deprecated, ReadOnly                   bool
	Current, Available                     core.Amount
	CurrentChangedAt, CurrentReferenceDate time.Time // zero: null
	CurrentVariationObservedAt             time.Time
	AuthorizedAt, ExpiresAt                time.Time // zero: null
	Revoked                                bool      // the bank ended the consent before its date (not visible in the API)
	SynchronizedAt                         time.Time
	Latest                                 *Synchronization // most recent completed one; nil: none
	PendingAvailable                       bool
	OmitNulls                              bool
}

// Content is what the bank says of a line. Empty texts are null in the API.
type Content struct {
	Amount                                                  core.Amount
	ExecutionDate, ValueDate                                time.Time
	Description, Remittance, RemittanceType                 string
	CounterpartName, CounterpartReference                   string
	BankTransactionCode, ProprietaryCode                    string
	EndToEndID, MandateID, CreditorID, PurposeCode          string
	AdditionalInformation, CardReference, CardReferenceType string
	Fee                                                     core.Amount // without currency when the bank withheld none
}

// Line is a line as Ponto lists it.
type Line struct {
	Content
	ID, InternalReference, Digest string
	CreatedAt, UpdatedAt          time.Time
}

// The subtypes of a synchronization.
const (
	AccountDetails                   = "accountDetails"
	AccountTransactions              = "accountTransactions"
	AccountTransactionsWithUnsettled = "accountTransactionsWithUnsettled"
)

// The statuses of a synchronization.
const (
	Pending = "pending"
	Running = "running"
	Success = "success"
	Failed  = "error"
)

// Synchronization is one run that asks the bank for news.
type Synchronization struct {
	ID                   string
	Account              core.AccountID
	Subtype, Status      string
	CustomerOnline       bool   // a user started it; false for Ponto's own
	CustomerIP, By       string // By: "ponto", "user" or "control"
	Errors               []SyncError
	CreatedAt, UpdatedAt time.Time
	Updated              int // created and changed lines that it brought
	UpdatedPending       int
}

// SyncError is one entry of a failed synchronization, with what the bank answered.
type SyncError struct {
	Code, Detail string
	StatusCode   int
	Body         string // JSON text, or HTML when BodyHTML
	BodyHTML     bool
	RequestID    string
	RequestURI   string
	Timestamp    time.Time
}

// Truth is what a client must hold of an account once it has read all that Ponto lists.
type Truth struct {
	Account      core.AccountID
	Organization string
	Integration  string
	Lines        int
	Sum          core.Amount
	Pending      int
	// What the bank has, synchronized or not.
	BankLines   int
	BankSum     core.Amount
	BankBalance core.Amount
	Opening     core.Amount // BankBalance - BankSum
}
