package core

import "time"

// TransactionID is the provider's id of a line. Ponto may re-issue ids when an account is taken out and put back, so
// nothing of the user's hangs on it: see LineNo.
type TransactionID string

// LineNo is Ferry's own number of a line within its account. It never changes and is never given twice, whatever happens
// to the provider's ids and to the line's date.
type LineNo uint64

// State says whether the bank has booked a line.
type State uint8

const (
	// Booked lines make the ledger.
	Booked State = iota
	// Pending lines are announcements: shown apart, in no balance, never matched.
	Pending
)

// String is the word scripts see.
func (s State) String() string {
	if s == Pending {
		return "pending"
	}
	return "booked"
}

// Transaction is one bank line as the bank tells it.
type Transaction struct {
	ID      TransactionID
	Account AccountID
	State   State

	BookingDate Date // executionDate, as a day in the institution's time zone
	ValueDate   Date
	// The raw instants, so that a doubtful day can be explained.
	ExecutionInstant, ValueInstant string

	Amount Amount
	// AmountText is the raw number when it could not be taken exactly; Amount is then zero and the line needs a person.
	AmountText string
	Fee        Amount // withheld by the bank; zero without currency when there is none

	Description           string // the bank's label: "Wire transfer"
	Remittance            string // communication
	RemittanceType        string // structured or unstructured
	CounterpartName       string
	CounterpartReference  string
	BankTransactionCode   string // ISO 20022
	ProprietaryCode       string
	EndToEndID            string
	MandateID             string
	CreditorID            string
	PurposeCode           string
	AdditionalInformation string
	CardReference         string
	CardReferenceType     string
	Digest                string // the bank's fingerprint; not unique, decides nothing
	InternalReference     string
	CreatedAt, UpdatedAt  time.Time
}

// Line is a transaction as the ledger keeps it.
type Line struct {
	Transaction
	No        LineNo
	Revision  int       // 0 as first delivered, +1 for each change by the bank
	Delivery  uint64    // the raw delivery that brought this revision
	FirstSeen time.Time // when Ferry stored it
	Late      bool      // arrived below lines that were already there
	Missing   time.Time // since when the bank no longer lists it; zero when it does
	Note      string    // the user's
}
