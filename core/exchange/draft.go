package exchange

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ferry/core"
	"ferry/core/reference"
)

// Ferry's columns of a table of open items.
const (
	columnNumber    = "number"
	columnKind      = "kind"
	columnParty     = "party"
	columnIBAN      = "party_iban"
	columnVAT       = "party_vat"
	columnDate      = "date"
	columnDue       = "due"
	columnCurrency  = "currency"
	columnAmount    = "amount"
	columnReference = "reference"
)

// Longest texts. Longer ones are a file read wrongly, or an attack.
const (
	maxNumber = 64
	maxParty  = 300
	maxRef    = 140
)

// draft is an item in the making. Every setter says by itself what is wrong, so that all of a row's faults are told at once.
type draft struct {
	sheet *sheet
	line  int
	cells string // the whole row, also what is not read of it
	item  core.OpenItem
	note  string // what a person should know was made of it
	bad   bool
}

func (d *draft) wrong(column, value, reason string) {
	d.bad = true
	d.sheet.refuse(d.line, column, value, reason)
}

func (d *draft) text(column, value string, longest int) string {
	v := clean(value)
	if utf8.RuneCountInString(v) > longest {
		d.wrong(column, value, "this is longer than "+strconv.Itoa(longest)+" characters")
	}
	return v
}

func (d *draft) setNumber(column, value string) {
	d.item.Number = d.text(column, value, maxNumber)
	if foldNumber(value) == "" {
		d.wrong(column, value, "the number is missing")
	}
}

func (d *draft) setParty(column, value string) {
	d.item.Party = d.text(column, value, maxParty)
	if foldName(d.item.Party) == "" {
		d.wrong(column, value, "the name of the party is missing")
	}
}

func (d *draft) setIBAN(column, value string) {
	if noNumber(value) {
		return
	}
	iban, ok := reference.IBAN(value)
	if !ok {
		d.wrong(column, value, "this is not an account number (IBAN) whose length and check digits are right")
	}
	d.item.PartyIBAN = iban
}

func (d *draft) setVAT(column, value string) {
	vat, ok := vatNumber(value)
	if !ok {
		d.wrong(column, value, "this is not a VAT number, such as BE0123456749, NL123456789B01 or FR12345678901")
	}
	d.item.PartyVAT = vat
}

func (d *draft) setReference(column, value string) {
	d.item.Reference = d.text(column, value, maxRef)
	if ref, ok := reference.Parse(value); ok && !ref.Valid {
		d.wrong(column, value, "the check digits of this reference are wrong")
	}
}

// setCurrency keeps the code, and refuses what is none.
func (d *draft) setCurrency(column, value string) {
	code := core.Currency(strings.ToUpper(clean(value)))
	if of := signs[string(code)]; len(of) == 1 {
		code = of[0]
	}
	switch {
	case code == "":
		d.wrong(column, value, "the currency is missing")
	case !code.Valid() || !strings.Contains(currencies, string(code)):
		d.wrong(column, value, "there is no such currency")
	}
	d.item.Amount.Currency = code
}

// setAmount keeps what is to be paid without its sign: an invoice with a minus is a credit note, and a credit note is one
// whether a file writes it with a minus or without.
func (d *draft) setAmount(column, value string, amount core.Amount) {
	switch {
	case amount.Minor == 0:
		d.wrong(column, value, "the amount is zero: there is nothing to pay")
	case amount.Minor < 0:
		amount = amount.Neg()
		d.turn()
	}
	d.item.Amount = amount
}

// turn makes a credit note of an invoice. That is another kind than the file names, so it is told.
func (d *draft) turn() {
	was := d.item.Kind
	switch was {
	case core.Sale:
		d.item.Kind = core.SaleCredit
	case core.Purchase:
		d.item.Kind = core.PurchaseCredit
	default:
		return
	}
	d.tell("a " + was.String() + " with a minus: taken as a " + d.item.Kind.String())
}

// tell adds what a person should know was made of the row.
func (d *draft) tell(note string) {
	if d.note != "" {
		note = d.note + "; " + note
	}
	d.note = note
}

// finish adds the item to the sheet, unless something is wrong with it.
func (d *draft) finish() {
	if d.bad {
		return
	}
	d.item.ID = Identify(d.item)
	d.sheet.read = append(d.sheet.read, placed{place{d.sheet.file, d.line, d.note}, d.item, d.cells})
}

// currencies are those in use (ISO 4217), and those that left within the years that a correction may reach back.
const currencies = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD " +
	"CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ " +
	"GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD " +
	"LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR " +
	"PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY " +
	"TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG "
