package core

import "time"

// Change is one effect of a delivery on the ledger of an account, decided by core/feed and applied by the store.
type Change struct {
	Kind ChangeKind
	Line LineNo        // of the stored line; for Insert the number the new line gets
	New  Transaction   // the line as delivered; unused by Unlist
	Late bool          // for Insert
	Item int           // position of the line in the raw delivery, for tracing; -1 when it is not from this delivery
	Was  TransactionID // for Rebind: the id that the provider gave up
}

// ChangeKind is what a Change does.
type ChangeKind uint8

const (
	// Insert adds a line.
	Insert ChangeKind = iota
	// Revise replaces what the bank says of a line; the earlier revision stays readable.
	Revise
	// Rebind gives a stored line the id under which the provider now lists it, with the text it now has.
	Rebind
	// Unlist marks a line that the bank no longer lists.
	Unlist
	// Relist takes that mark away.
	Relist
)

// Delivery is what one write brings: pages as they came, what they change, and where reading continues. It is stored
// whole or not at all.
type Delivery struct {
	Account AccountID
	Raw     [][]byte // response bodies, in order
	Source  string   // "transactions", "updated-transactions", "pending-transactions"
	At      time.Time
	By      string // who: "background", "user"
	Changes []Change
	// Pending, when ReplacePending is set, is the full list of announced lines.
	Pending        []Transaction
	ReplacePending bool
	State          FeedState
}

// LedgerView is one account's ledger as the feed sees it, frozen for the length of one decision.
type LedgerView interface {
	// ByID finds the booked line that now has this provider id.
	ByID(TransactionID) (Line, bool, error)
	// OnDay lists all booked lines of a day, also those the bank no longer lists.
	OnDay(Date) ([]Line, error)
	// Stats are the account's figures.
	Stats() (AccountStats, error)
}

// Listing is the result of a query: rows by rank, read window by window. It stays valid while the ledger grows; Revision
// tells that it has become old.
type Listing interface {
	Len() int
	Window(from, n int) ([]Line, error)
	// IndexOf finds a line again after a change, to keep the user's place.
	IndexOf(AccountID, LineNo) (int, bool)
	Totals() Totals
	Revision() uint64
}

// Sealer encrypts secrets before they reach the file.
type Sealer interface {
	Seal(clear []byte) ([]byte, error)
	Unseal(sealed []byte) ([]byte, error)
}

// JournalEntry is one act on the file: who, when, what, why. Entries are chained by hash.
type JournalEntry struct {
	No      uint64    `json:"no"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Kind    string    `json:"kind"` // "delivery", "account", "connection", "setting", "note"…
	Subject string    `json:"subject,omitempty"`
	What    string    `json:"what"`
	Why     string    `json:"why,omitempty"`
	Data    []byte    `json:"data,omitempty"`
	Hash    [32]byte  `json:"hash"`
}

// Activity is one line of what happened, for the activity screen: kept for a while, not for ever.
type Activity struct {
	No        uint64    `json:"no"`
	At        time.Time `json:"at"`
	Level     Level     `json:"level"`
	Dossier   DossierID `json:"dossier,omitempty"`
	Account   AccountID `json:"account,omitempty"`
	Code      Code      `json:"code,omitempty"`
	Text      string    `json:"text"`
	Hint      string    `json:"hint,omitempty"`
	RequestID string    `json:"requestId,omitempty"`
}

// Level says how much a message matters.
type Level uint8

const (
	// Info is a fact.
	Info Level = iota
	// Warning asks for attention soon.
	Warning
	// Alarm means that something stopped.
	Alarm
)

// Query chooses lines for a list.
type Query struct {
	Dossier  DossierID   // empty: all
	Accounts []AccountID // empty: all of the dossier
	Text     string      // words and field:value filters
	Since    Date
	Until    Date
	Pending  bool // also announced lines
	Work     Work // what the reconciliation still wants of them
	Limit    int  // 0: all
}

// Totals sums a listing per currency.
type Totals struct {
	Lines    int
	Sums     []Amount
	TooLarge []Currency // those whose sum fits in no amount
}

// AccountStats is what the file knows of an account's lines without reading them.
type AccountStats struct {
	Lines, Pending, Missing, Unreadable int
	Newest, Oldest                      Date
	Open, Check                         int    // lines that want an explanation, and those marked to look at again
	Sum                                 Amount // of booked lines the bank lists
	SumTooLarge                         bool   // their sum fits in no amount; then Sum is empty
}

// Settings are the user's choices that belong to the file.
type Settings struct {
	FetchEvery        time.Duration `json:"fetchEvery"`   // how often each account is read
	CustomerIP        string        `json:"customerIp"`   // sent with a synchronization; empty: not set
	LookUpIP          bool          `json:"lookUpIp"`     // opt-in look-up of the public address
	WarnDays          int           `json:"warnDays"`     // consent window for exit code 3
	SyncCooldown      time.Duration `json:"syncCooldown"` // between synchronizations of one account
	RequestsPerSecond int           `json:"requestsPerSecond"`
	DeveloperMode     bool          `json:"developerMode"`

	// Looks and keys of the program on the screen.
	Theme      string        `json:"theme,omitempty"`      // a name of tui/theme; empty: dark
	ASCII      bool          `json:"ascii,omitempty"`      // signs that every font has
	Still      bool          `json:"still,omitempty"`      // reduced motion
	EscapeWait time.Duration `json:"escapeWait,omitempty"` // for the rest of a key that comes in pieces; 0: the default
	Keymap     string        `json:"keymap,omitempty"`     // file with the user's own keys
}

// DefaultSettings are those of a new file.
func DefaultSettings() Settings {
	return Settings{FetchEvery: 15 * time.Minute, WarnDays: 14, SyncCooldown: 5 * time.Minute, RequestsPerSecond: 20}
}
