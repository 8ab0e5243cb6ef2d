package core

import "fmt"

// ItemID is Ferry's own name of an open item. Numbers alone are not enough: two suppliers may both send an invoice 1.
type ItemID string

// ItemKind says which way an open item is owed.
type ItemKind uint8

const (
	// Sale is an invoice to a customer: money comes in.
	Sale ItemKind = iota
	// SaleCredit is a credit note to a customer.
	SaleCredit
	// Purchase is an invoice of a supplier: money goes out.
	Purchase
	// PurchaseCredit is a credit note of a supplier.
	PurchaseCredit
)

// itemKinds are the words in files and on screens, by kind.
var itemKinds = [...]string{Sale: "sale", SaleCredit: "sale-credit", Purchase: "purchase", PurchaseCredit: "purchase-credit"}

// ParseItemKind reads the word of a file.
func ParseItemKind(text string) (ItemKind, error) {
	for kind, word := range itemKinds {
		if word == text {
			return ItemKind(kind), nil
		}
	}
	return 0, fmt.Errorf("%q is none of sale, sale-credit, purchase, purchase-credit", clip(text))
}

// String is the word that files use.
func (k ItemKind) String() string {
	if int(k) < len(itemKinds) {
		return itemKinds[k]
	}
	return "?"
}

// MarshalText writes the form of String.
func (k ItemKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads the form of String.
func (k *ItemKind) UnmarshalText(text []byte) error {
	parsed, err := ParseItemKind(string(text))
	if err == nil {
		*k = parsed
	}
	return err
}

// OpenItem is an invoice or credit note that is not yet settled.
type OpenItem struct {
	ID        ItemID   `json:"id"`
	Number    string   `json:"number"`
	Kind      ItemKind `json:"kind"`
	Party     string   `json:"party"`
	PartyIBAN string   `json:"partyIban,omitempty"`
	PartyVAT  string   `json:"partyVat,omitempty"`
	Date      Date     `json:"date"`
	Due       Date     `json:"due,omitzero"`
	Amount    Amount   `json:"amount"`            // as invoiced
	Settled   int64    `json:"settled,omitempty"` // minor units of Amount that earlier matches took
	Reference string   `json:"reference,omitempty"`
	Discount  Discount `json:"discount,omitzero"`
}

// Discount is what may be taken off when an item is paid early.
type Discount struct {
	PerTenThousand int64 `json:"perTenThousand,omitempty"` // 2 % is 200
	Until          Date  `json:"until,omitzero"`
}

// Open is what remains to be paid, in the item's own sense: positive for an ordinary invoice or credit note.
func (i OpenItem) Open() Amount {
	return Amount{Minor: i.Amount.Minor - i.Settled, Currency: i.Amount.Currency}
}

// EffectOf is what settling so much of the item does to the bank, whatever of it is open.
func (i OpenItem) EffectOf(settles Amount) Amount {
	i.Settled = i.Amount.Minor - settles.Minor
	effect := i.Effect()
	effect.Currency = settles.Currency
	return effect
}

// Effect is what settling the item in full does to the bank: positive for money that comes in. A credit note counts against
// its party whether a file writes it with a minus or without; an invoice with a minus is a credit note.
func (i OpenItem) Effect() Amount {
	open := i.Open()
	credit := i.Kind == SaleCredit || i.Kind == PurchaseCredit
	if credit && open.Minor > 0 {
		open.Minor = -open.Minor
	}
	if i.Kind == Purchase || i.Kind == PurchaseCredit {
		open.Minor = -open.Minor
	}
	return open
}
