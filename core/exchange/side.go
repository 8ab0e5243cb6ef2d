package exchange

import (
	"slices"
	"strings"

	"ferry/core/reference"
)

func (o Ours) empty() bool { return len(o.VAT)+len(o.IBANs)+len(o.Names) == 0 }

func (o Ours) ibans() []string {
	list := make([]string, len(o.IBANs))
	for i, iban := range o.IBANs {
		list[i] = reference.Compact(iban)
	}
	return list
}

// owns reports whether one of a party's numbers is the dossier's.
func (o Ours) owns(who trader) bool {
	for _, mine := range o.VAT {
		key := companyKey(mine)
		if key != "" && slices.ContainsFunc(who.numbers, func(number string) bool { return companyKey(number) == key }) {
			return true
		}
	}
	return false
}

// paid reports whether one of the accounts is the dossier's.
func (o Ours) paid(accounts []string) bool {
	mine := o.ibans()
	return slices.ContainsFunc(accounts, func(account string) bool {
		compact := reference.Compact(account)
		return compact != "" && slices.Contains(mine, compact)
	})
}

// called reports whether a party has the dossier's name. A name proves nothing against a number: where both are known and
// no number agrees, it is a namesake.
func (o Ours) called(who trader) bool {
	if len(o.VAT) > 0 && who.vat != "" {
		return false
	}
	for _, mine := range o.Names {
		folded := foldName(mine)
		if folded != "" && slices.ContainsFunc(who.names, func(name string) bool { return foldName(name) == folded }) {
			return true
		}
	}
	return false
}

// side tells a sale from a purchase: by number, else by account, else by name. The account to pay tells nothing on a credit
// note, where programs write either side's.
func (b bill) side(ours Ours) (sale bool, column, reason string) {
	if ours.empty() {
		return false, b.path.seller, "nothing tells whether this is a sale or a purchase: set the dossier's own VAT number"
	}
	for _, level := range []struct {
		by            string
		seller, buyer bool
	}{
		{"number", ours.owns(b.seller), ours.owns(b.buyer)},
		{"account", !b.credit() && ours.paid(b.payees), ours.paid(b.payers)},
		{"name", ours.called(b.seller), ours.called(b.buyer)},
	} {
		switch {
		case level.seller && level.buyer:
			return false, b.path.seller, "seller and buyer both have the dossier's " + level.by + ": " + b.sides() + "; enter it in a table, with the kind that is meant"
		case level.seller:
			return true, "", ""
		case level.buyer:
			return false, "", ""
		}
	}
	advice := "; the document belongs to another dossier, or the dossier's own VAT number wants correcting"
	if len(ours.VAT) == 0 {
		advice = "; set the dossier's own VAT number"
	}
	return false, b.path.seller, "neither side is the dossier: " + b.sides() + advice
}

// sides names the two parties with the numbers they carry.
func (b bill) sides() string {
	return "seller " + b.seller.describe() + ", buyer " + b.buyer.describe()
}

func (t trader) describe() string {
	name := firstOf(t.names...)
	if name == "" {
		name = "without name"
	}
	var numbers []string
	for _, n := range t.numbers {
		if n = shown(n); n != "" && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	if len(numbers) == 0 {
		return shown(name) + " (no number)"
	}
	return shown(name) + " (" + strings.Join(numbers, ", ") + ")"
}
