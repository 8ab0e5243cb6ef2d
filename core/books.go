package core

import "time"

// LedgerAccount is one account of a dossier's chart.
type LedgerAccount struct {
	Number  string `json:"number"`
	Name    string `json:"name"`
	VATCode string `json:"vatCode,omitempty"` // the one that is usual on this account
}

// Work narrows a query by what the reconciliation still wants of a line.
type Work uint8

const (
	// WorkAny takes every line.
	WorkAny Work = iota
	// WorkOpen takes the lines that want an explanation: booked, exactly read, listed by the bank, in no match, and in no
	// locked period.
	WorkOpen
	// WorkDone takes the lines that are in a match.
	WorkDone
	// WorkCheck takes the lines that the user marked to look at again.
	WorkCheck
)

// LineState is where a line stands in the reconciliation.
type LineState struct {
	Line     LineKey     `json:"line"`
	Match    uint64      `json:"match,omitempty"` // 0: none
	Kind     MatchKind   `json:"kind,omitempty"`
	Auto     bool        `json:"auto,omitempty"`
	Changed  bool        `json:"changed,omitempty"` // the bank changed the line, or took it off its list, since it was matched
	Check    bool        `json:"check,omitempty"`
	Locked   bool        `json:"locked,omitempty"`
	Rejected []Rejection `json:"rejected,omitempty"`
}

// ToCheck are the lines, of some, that somebody wants to look at again: they are not accepted with others.
func ToCheck(states []LineState) map[LineKey]bool {
	marked := make(map[LineKey]bool)
	for _, s := range states {
		if s.Check {
			marked[s.Line] = true
		}
	}
	return marked
}

// Rejection is an explanation of a line that the user does not want to be offered again.
type Rejection struct {
	Line  LineKey   `json:"line"`
	Kind  MatchKind `json:"kind"`
	Items []ItemID  `json:"items,omitempty"` // in the order of their ids
	With  []LineKey `json:"with,omitempty"`
	Take  bool      `json:"take,omitempty"` // the user takes it back
}

// LineMark sets or takes away the mark "look at this again".
type LineMark struct {
	Line LineKey `json:"line"`
	On   bool    `json:"on"`
}

// LineNote is the user's note on a line.
type LineNote struct {
	Line LineKey `json:"line"`
	Text string  `json:"text"`
}

// Act is one thing the user does to the books of a dossier. It is done whole, written in the journal, and taken back whole.
// What it does not name stays as it is.
type Act struct {
	Dossier DossierID
	By      string
	What    string // a sentence, for the journal and for undo: "accepted 41 safe proposals"
	Why     string

	Match   []Match  // to make; the file gives the ids
	Unmatch []uint64 // to take apart
	Check   []LineMark
	Notes   []LineNote
	Reject  []Rejection

	Items     []OpenItem // added, or changed where the id is known; what is settled of them stays
	DropItems []ItemID   // only those of which nothing is settled

	Chart     []LedgerAccount // added or changed
	DropChart []string        // by number

	Rules    []Rule // the whole list, in its order
	SetRules bool

	// Expect, unless it is 0, is the revision of the books on which the act was decided: when they have changed since, it is
	// refused and nothing is done.
	Expect uint64
}

// Done is an act that was done, or taken back, or done again.
type Done struct {
	ID      uint64    `json:"id"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	What    string    `json:"what"`
	Undone  bool      `json:"undone,omitempty"`
	Matches []uint64  `json:"matches,omitempty"` // made by it, in the order of the act
	Lines   []LineKey `json:"lines,omitempty"`   // touched by it
	// Told is What with its amounts as write writes them, for screens; nil: What names none.
	Told func(write func(Amount) string) string `json:"-"`
}

// Lock closes the past of an account: up to and including the day nothing of its reconciliation changes.
type Lock struct {
	Account AccountID `json:"account"`
	Until   Date      `json:"until"`
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Why     string    `json:"why,omitempty"`
}

// MonthProgress is how far a month of an account is reconciled.
type MonthProgress struct {
	Account AccountID `json:"account"`
	Month   Date      `json:"month"` // its first day
	Lines   int       `json:"lines"`
	Done    int       `json:"done"`    // of them, in a match
	Check   int       `json:"check"`   // of them, marked to look at again
	Changed int       `json:"changed"` // of them, changed by the bank since they were matched
	Locked  bool      `json:"locked"`
}

// Limits are how far a payment may differ from what it pays, as the user set them for a dossier. The zero value allows not
// a cent.
type Limits struct {
	// Rounding is how many minor units a payment may differ either way.
	Rounding int64 `json:"rounding"`
	// Fee is how many minor units less may arrive because banks on the way took a fee.
	Fee int64 `json:"fee"`
	// Discount is what anybody may take off who pays within DiscountDays of the invoice; an item's own terms come first.
	Discount     int64 `json:"discountPerTenThousand"`
	DiscountDays int   `json:"discountDays"`
	// Rates are those stated by the user; RateSlack is how far, per ten thousand, a payment may lie from them.
	Rates     []Rate `json:"rates,omitempty"`
	RateSlack int64  `json:"rateSlackPerTenThousand"`
	// TransferDays is how many days may lie between the two sides of a transfer.
	TransferDays int `json:"transferDays"`
}

// DefaultLimits suit most books.
func DefaultLimits() Limits {
	return Limits{Rounding: 5, Fee: 0, RateSlack: 300, TransferDays: 6}
}

// Rate says that one unit (not minor unit) of From is Value units of To.
type Rate struct {
	From  Currency `json:"from"`
	To    Currency `json:"to"`
	Value Ratio    `json:"value"`
}

// Mapping says how the files of another program name what Ferry's own table of open items names its way.
type Mapping struct {
	Name      string            `json:"name"`
	Columns   map[string]string `json:"columns,omitempty"`   // Ferry's column -> heading in the file
	Fixed     map[string]string `json:"fixed,omitempty"`     // Ferry's column -> what stands in it for every row
	Kinds     map[string]string `json:"kinds,omitempty"`     // the file's word -> Ferry's
	Dates     string            `json:"dates,omitempty"`     // "yyyy-mm-dd", "dd/mm/yyyy"…; empty: whatever is clear
	Decimal   string            `json:"decimal,omitempty"`   // "," or "."; empty: whatever is clear
	Separator string            `json:"separator,omitempty"` // empty: found out
}

// BadRow is a row or document of a file that cannot be taken.
type BadRow struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`   // 1 is the first line of the file
	Column string `json:"column,omitempty"` // heading or element
	Value  string `json:"value,omitempty"`  // cleaned and cut
	Reason string `json:"reason"`
}
