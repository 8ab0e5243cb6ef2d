package core

// Rule codes bank lines that no open item explains: when its conditions hold, the postings say where the amount goes.
type Rule struct {
	ID   string     `json:"id"`
	Name string     `json:"name"`
	When RuleWhen   `json:"when"`
	Then []RuleThen `json:"then"`
	Mode RuleMode   `json:"mode"`
	Off  bool       `json:"off,omitempty"`
}

// RuleMode says what happens when a rule fires.
type RuleMode string

// The modes of rules.
const (
	RuleSuggest   RuleMode = "suggest"   // shown among the options
	RuleOneKey    RuleMode = "one-key"   // accepted with one key
	RuleAutomatic RuleMode = "automatic" // accepted by itself
)

// Direction is which way money goes.
type Direction string

// The directions; the empty one is both.
const (
	DirectionIn  Direction = "in"
	DirectionOut Direction = "out"
)

// RuleWhen are a rule's conditions. Those that are empty always hold.
type RuleWhen struct {
	Accounts    []AccountID `json:"accounts,omitempty"`
	Direction   Direction   `json:"direction,omitempty"`
	Min         *int64      `json:"min,omitempty"` // minor units, without sign
	Max         *int64      `json:"max,omitempty"`
	Currency    Currency    `json:"currency,omitempty"`
	Contains    []string    `json:"contains,omitempty"`    // every one of them somewhere in the texts, whatever the case
	Regex       string      `json:"regex,omitempty"`       // RE2, searched for anywhere in the texts
	Counterpart string      `json:"counterpart,omitempty"` // an account number, or a part of the name
	Codes       []string    `json:"codes,omitempty"`       // beginnings of the bank transaction code, any of them
	Reference   string      `json:"reference,omitempty"`   // a reference kind, "any" or "none"
}

// RuleThen is one counterpart posting. Exactly one of Share, Amount and Rest says how much.
type RuleThen struct {
	Ledger  string `json:"ledger"`
	Share   Ratio  `json:"share,omitzero"`   // of the line's amount
	Amount  int64  `json:"amount,omitempty"` // minor units, with the line's sign
	Rest    bool   `json:"rest,omitempty"`   // what the others leave
	VATCode string `json:"vatCode,omitempty"`
	Text    string `json:"text,omitempty"`
}
