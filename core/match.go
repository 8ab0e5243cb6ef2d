package core

import "time"

// LineKey names a line of the ledger.
type LineKey struct {
	Account AccountID `json:"account"`
	No      LineNo    `json:"no"`
}

// Key is the line's name.
func (l Line) Key() LineKey { return LineKey{Account: l.Account, No: l.No} }

// MatchKind is how a line is explained.
type MatchKind string

// The kinds of explanations.
const (
	MatchNone     MatchKind = "none"     // nothing explains the line
	MatchExact    MatchKind = "exact"    // one item, to the cent
	MatchSet      MatchKind = "set"      // several items, also netted, to the cent
	MatchDiscount MatchKind = "discount" // less the early-payment discount
	MatchFee      MatchKind = "fee"      // less what a bank withheld
	MatchRounding MatchKind = "rounding" // within the tolerance
	MatchCurrency MatchKind = "currency" // items in another currency, at a stated rate
	MatchPartial  MatchKind = "partial"  // less than the item
	MatchOver     MatchKind = "over"     // more than the item
	MatchLines    MatchKind = "lines"    // several lines that settle one item together
	MatchTransfer MatchKind = "transfer" // between own accounts
	MatchReversal MatchKind = "reversal" // a payment and its return
	MatchRule     MatchKind = "rule"     // coded by a rule
	MatchLearned  MatchKind = "learned"  // coded as similar lines were
)

// Part is what a line settles of one item.
type Part struct {
	Item    ItemID `json:"item"`
	Number  string `json:"number"`
	Settles Amount `json:"settles"` // in the item's currency and sense; what remains stays open
}

// Evidence is one fact that speaks for an explanation, or against it.
type Evidence struct {
	Item    ItemID `json:"item,omitempty"`
	Field   string `json:"field,omitempty"` // of the bank line
	Text    string `json:"text,omitempty"`  // as it stands there; untrusted
	What    string `json:"what"`            // "reference", "number", "iban", "name", "amount", "date", …
	Against bool   `json:"against,omitempty"`
}

// Posting is one counterpart line in the books.
type Posting struct {
	Ledger  string `json:"ledger"` // number of the account in the chart
	Amount  Amount `json:"amount"` // of the line's amount, with its sign
	VATCode string `json:"vatCode,omitempty"`
	Text    string `json:"text,omitempty"`
}

// Explanation is one way to account for a line.
type Explanation struct {
	Kind       MatchKind  `json:"kind"`
	Parts      []Part     `json:"parts,omitempty"`
	With       []LineKey  `json:"with,omitempty"`      // the other lines that belong to it
	Postings   []Posting  `json:"postings,omitempty"`  // for lines that are coded
	Difference Amount     `json:"difference,omitzero"` // line less items, in the line's currency: discount, fee, rounding, overpayment
	Evidence   []Evidence `json:"evidence,omitempty"`
	Grade      Grade      `json:"grade"`
	Reason     string     `json:"reason"`
}

// Numbers lists the items' numbers, for scripts and screens.
func (e Explanation) Numbers() []string {
	numbers := make([]string, len(e.Parts))
	for i, p := range e.Parts {
		numbers[i] = p.Number
	}
	return numbers
}

// Grade orders explanations by the strength of what speaks for them. Lower is stronger; the table is in core/match.
type Grade uint8

// Proposal is what the engine says of one line.
type Proposal struct {
	Line LineKey `json:"line"`
	// Auto is true where the first option is safe to accept without asking.
	Auto bool `json:"auto"`
	// Options are the explanations that were found, best first; empty where nothing explains the line.
	Options []Explanation `json:"options,omitempty"`
	// Reason says in one sentence why the first option stands first, by how much, and why it is or is not safe.
	Reason string `json:"reason"`
	Rule   string `json:"rule,omitempty"` // id of the rule that fired
	// OneKey marks a rule's coding that the user accepts with one key.
	OneKey bool `json:"oneKey,omitempty"`
	// Confidence is how often lines like this were coded so, for learned codings; From are those lines.
	Confidence Ratio     `json:"confidence,omitzero"`
	From       []LineKey `json:"from,omitempty"`
}

// Best is the first option, or an explanation of kind MatchNone.
func (p Proposal) Best() Explanation {
	if len(p.Options) == 0 {
		return Explanation{Kind: MatchNone, Reason: p.Reason}
	}
	return p.Options[0]
}

// Alternatives are the options besides the accepted one; where the user has to choose, all of them.
func (p Proposal) Alternatives() []Explanation {
	if p.Auto && len(p.Options) > 0 {
		return p.Options[1:]
	}
	return p.Options
}

// Ratio is an exact fraction.
type Ratio struct {
	Num int64 `json:"num"`
	Den int64 `json:"den"`
}

// Match is an accepted explanation, as it is kept.
type Match struct {
	ID    uint64      `json:"id"`
	At    time.Time   `json:"at"`
	By    string      `json:"by"`
	Auto  bool        `json:"auto"` // accepted without a person
	Lines []LineKey   `json:"lines"`
	Why   Explanation `json:"why"`
}
