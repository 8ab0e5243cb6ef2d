package world

import (
	"fmt"
	"strings"
)

// card sets the card that paid: banks give the masked number or the last four digits.
func (d *draft) card() {
	last := digits(d.source.seed, 4)
	d.CardReference, d.CardReferenceType = "XXXXXXXXXXXX"+last, "MASKEDPAN"
	if d.source.seed%2 == 0 {
		d.CardReference, d.CardReferenceType = last, "PAN"
	}
}

func (d *draft) cardPayment() {
	shop := shops[d.draw(1)%uint64(len(shops))]
	till := d.day.AddDays(-1).Time() // the bank books a day later
	d.say(wordCard, shop+" "+till.Format("02/01")+" "+fmt.Sprintf("%02d:%02d", 7+d.draw(2)%13, d.draw(3)%60), "PMNT-CCRD-POSD")
	d.CounterpartName = shop
	d.card()
	d.ValueDate = d.ValueDate.AddDate(0, 0, -1)
}

func (d *draft) cardBatch() {
	count := d.draw(1)%60 + 1
	d.say(wordBatch, fmt.Sprintf("TERM %s BATCH %s #%d", digits(d.source.seed, 8), digits(d.draw(2), 6), count), "PMNT-MCRD-POSP")
	d.CounterpartName = "Kassa & Klik Payments"
	d.CounterpartReference = d.source.numbers.of(english, d.CounterpartName)
	d.Fee = d.Amount
	d.Fee.Minor = d.Amount.Minor*12/1000 + 5*int64(count) // 1.2 % and five cents a payment
	d.ValueDate = d.ValueDate.AddDate(0, 0, 1)
}

func (d *draft) fees() {
	d.say(wordFees, wordFees[d.source.lang]+" "+d.day.Time().Format("01/2006"), "ACMT-MDOP-CHRG")
	if d.h%2 == 0 {
		d.Remittance, d.RemittanceType = "", ""
	}
}

func (d *draft) refund() {
	d.say(wordRefund, wordRefund[d.source.lang]+" "+wordInvoice[d.source.lang]+" "+d.invoiceNumber(), "PMNT-ICDT-ESCT")
	d.with(d.customer())
}

// foreign is a payment in another currency that the bank converted.
func (d *draft) foreign() {
	currency := [...]string{"USD", "GBP", "CHF", "SEK"}[d.draw(1)%4]
	rate := 8000 + d.draw(2)%9000
	d.say(wordCard, english.company(d.draw(3))+" "+currency, "PMNT-CCRD-POSD")
	d.CounterpartName = english.company(d.draw(3))
	d.AdditionalInformation = fmt.Sprintf("%s %d.%02d @ 0.%04d", currency, d.draw(4)%900, d.draw(5)%100, rate%10000)
	d.Fee = d.Amount
	d.Fee.Minor = -d.Amount.Minor * 2 / 100
	d.card()
}

func (d *draft) instantly() {
	name := d.source.lang.person(d.draw(1))
	text := name + "\n" + wordInvoice[d.source.lang] + " " + d.invoiceNumber()
	if d.draw(2)%4 == 0 {
		text = "Merci ☺ — " + name
	}
	d.say(wordInstant, text, "PMNT-RRCT-ESCT")
	d.with(name)
	d.EndToEndID = "INST" + strings.ToUpper(digits(d.draw(3), 16))
}

func (d *draft) noCounterpart() {
	d.say(wordCash, "", "PMNT-CNTR-CDPT")
	if d.h%2 == 0 {
		d.Description = ""
	}
}

func (d *draft) interest() {
	d.say(wordInterest, wordInterest[d.source.lang]+" "+d.day.Time().Format("2006"), "ACMT-MCOP-INTR")
}

// vat is paid under the classic Belgian reference: the VAT number and its check digits.
func (d *draft) vat() {
	d.say(wordVAT, spellOGM(ogm("0"+digits(d.source.seed, 9)), 0), "PMNT-ICDT-TAXS")
	d.RemittanceType = structured
	d.withReference("FOD FINANCIËN – INNING", iban("BE", 679))
	d.PurposeCode = "TAXS"
}

func (d *draft) social() {
	d.say(wordSocial, spellOGM(d.ogmDigits(), 1), "PMNT-ICDT-SSBE")
	d.RemittanceType = structured
	d.withReference("Sociaal Fonds De Brug", iban("BE", 4011))
}

func (d *draft) rent() {
	d.say(wordRent, wordRent[d.source.lang]+" "+d.day.Time().Format("01/2006"), "PMNT-ICDT-STDO")
	d.with(d.source.lang.person(d.source.seed))
	d.PurposeCode = "RENT"
}

func (d *draft) securities() {
	d.say(wordSecurities, fmt.Sprintf("ISIN BE%s x %d", digits(d.draw(1), 10), d.draw(2)%90+1), "SECU-SETT-TRAD")
	d.ValueDate = d.ValueDate.AddDate(0, 0, 2)
}
