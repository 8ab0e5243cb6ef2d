package words

import (
	"time"

	"ferry/core"
)

// Account writes the number of an account: an IBAN in groups of four, anything else as it came.
func Account(reference string) string { return core.AccountNumber(reference) }

// Signed writes a sum with its sign, also a plus, for columns of movements.
func Signed(a core.Amount) string {
	if a.Minor > 0 {
		return "+" + Number(a)
	}
	return Number(a)
}

// Effect is Signed with the currency: what something does to the bank. "+1 204,50 EUR" comes in.
func Effect(a core.Amount) string {
	if a.Currency == "" {
		return Signed(a)
	}
	return Signed(a) + " " + core.CleanText(string(a.Currency))
}

// Act is the sentence of an act, with the amounts that it names in the form of the screens.
func Act(d core.Done) string {
	if d.Told == nil {
		return core.CleanText(d.What)
	}
	return core.CleanText(d.Told(Effect))
}

// ItemKind tells a person what an open item is.
func ItemKind(k core.ItemKind) string {
	return [...]string{core.Sale: "invoice to a customer", core.SaleCredit: "credit note to a customer",
		core.Purchase: "invoice of a supplier", core.PurchaseCredit: "credit note of a supplier"}[k]
}

// Day writes a day: "21 Nov 2026". The zero time is nothing.
func Day(at, now time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(now.Location()).Format("2 Jan 2006")
}

// Left says how long a consent still lasts, in a few cells: "170 days", "today", "3 days ago". An estimate begins with "~".
func Left(c core.Consent) string {
	if c.ExpiresAt.IsZero() {
		return "no date"
	}
	text := Days(c.DaysLeft)
	if c.Estimated {
		return "~" + text
	}
	return text
}

// Ends is the day on which a consent ends; an estimate begins with "~".
func Ends(c core.Consent, now time.Time) string {
	text := Day(c.ExpiresAt, now)
	if c.Estimated && text != "" {
		return "~" + text
	}
	return text
}
