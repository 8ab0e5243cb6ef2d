package world

import (
	"fmt"
	"strings"

	"ferry/core"
)

// flavour is what kind of account a list of lines belongs to.
type flavour uint8

const (
	current flavour = iota
	savings
	creditCard
	processor // a payment service
	custody
	flavours
)

// kind is one sort of line: how large, which way, and what the bank writes of it.
type kind struct {
	least, most int64 // minor units
	out         bool
	fill        func(*draft)
}

// draft is a line while its texts are written.
type draft struct {
	Content
	source *source
	h      uint64
	day    core.Date
}

// draw gives the n-th independent number of a line.
func (d *draft) draw(n uint64) uint64 { return hash(d.h, n) }

// The kinds of lines, by number.
const (
	kindOGM = iota
	kindOGMInText
	kindOGMWrong
	kindRF
	kindDutchReference
	kindInvoice
	kindSupplier
	kindSalary
	kindDebit
	kindDebitReturned
	kindCardPayment
	kindCardBatch
	kindFees
	kindRefund
	kindForeign
	kindInstant
	kindNoCounterpart
	kindInterest
	kindVAT
	kindSocial
	kindRent
	kindSecurities
)

var kinds = [...]kind{
	kindOGM:            {4000, 420000, false, (*draft).ogm},
	kindOGMInText:      {4000, 300000, false, (*draft).ogmInText},
	kindOGMWrong:       {4000, 200000, false, (*draft).ogmWrong},
	kindRF:             {9000, 600000, false, (*draft).creditorReference},
	kindDutchReference: {3000, 250000, false, (*draft).dutchReference},
	kindInvoice:        {2500, 500000, false, (*draft).invoice},
	kindSupplier:       {3000, 480000, true, (*draft).supplier},
	kindSalary:         {165000, 340000, true, (*draft).salary},
	kindDebit:          {1900, 95000, true, (*draft).directDebit},
	kindDebitReturned:  {1900, 95000, false, (*draft).debitReturned},
	kindCardPayment:    {350, 24000, true, (*draft).cardPayment},
	kindCardBatch:      {12000, 380000, false, (*draft).cardBatch},
	kindFees:           {150, 2900, true, (*draft).fees},
	kindRefund:         {900, 60000, true, (*draft).refund},
	kindForeign:        {1200, 90000, true, (*draft).foreign},
	kindInstant:        {500, 150000, false, (*draft).instantly},
	kindNoCounterpart:  {5000, 200000, false, (*draft).noCounterpart},
	kindInterest:       {12, 8000, false, (*draft).interest},
	kindVAT:            {60000, 900000, true, (*draft).vat},
	kindSocial:         {40000, 420000, true, (*draft).social},
	kindRent:           {85000, 260000, true, (*draft).rent},
	kindSecurities:     {50000, 900000, true, (*draft).securities},
}

// kindsOf are the kinds that an account of a flavour shows at all, commonOf those that make up most of it.
var (
	kindsOf = [flavours][]int{
		current: {kindOGM, kindOGMInText, kindOGMWrong, kindRF, kindDutchReference, kindInvoice, kindSupplier, kindSalary, kindDebit,
			kindDebitReturned, kindCardPayment, kindCardBatch, kindFees, kindRefund, kindForeign, kindInstant, kindNoCounterpart, kindVAT, kindSocial, kindRent},
		savings:    {kindInterest, kindNoCounterpart, kindFees, kindInstant},
		creditCard: {kindCardPayment, kindForeign, kindFees, kindRefund},
		processor:  {kindCardBatch, kindFees, kindInstant, kindRefund, kindForeign},
		custody:    {kindSecurities, kindInterest, kindFees},
	}
	commonOf = [flavours][]int{
		current: {kindOGM, kindOGM, kindOGMInText, kindInvoice, kindInvoice, kindRF, kindSupplier, kindSupplier, kindSupplier, kindCardPayment,
			kindCardPayment, kindDebit, kindCardBatch, kindSalary, kindInstant, kindFees, kindDutchReference},
		savings:    {kindInterest, kindNoCounterpart},
		creditCard: {kindCardPayment, kindCardPayment, kindCardPayment, kindForeign},
		processor:  {kindCardBatch, kindInstant, kindInstant, kindFees},
		custody:    {kindSecurities, kindInterest},
	}
)

const (
	structured   = "structured"
	unstructured = "unstructured"
	notProvided  = "NOTPROVIDED"
)

// say sets the bank's label, the communication and the ISO 20022 code.
func (d *draft) say(label word, communication, code string) {
	d.Description = label[d.source.lang]
	d.Remittance, d.RemittanceType = communication, unstructured
	if communication == "" {
		d.RemittanceType = ""
	}
	d.BankTransactionCode = code
	if d.h%3 == 0 {
		d.ProprietaryCode = digits(d.h, 8)
	}
}

// with sets the counterpart. Banks that join everything with <br> repeat it in the text.
func (d *draft) with(name string) { d.withReference(name, d.source.numbers.of(d.source.lang, name)) }

func (d *draft) withReference(name, reference string) {
	d.CounterpartName, d.CounterpartReference = name, reference
	if d.h%7 == 3 {
		d.CounterpartName = strings.ToUpper(name)
	}
	if !d.source.breaks || d.RemittanceType == structured {
		return
	}
	day := d.day.Time().Format("02-01-2006")
	d.Remittance = "Naam: " + name + "<br>Omschrijving: " + d.Remittance + "<br>IBAN: " + d.CounterpartReference +
		"<br>Datum: " + day + "<br>Valutadatum: " + day
}

// numbers remembers the account numbers of counterparts, which are few and slow to compute.
type numbers map[counterpart]string

type counterpart struct {
	lang language
	name string
}

// of gives the same number at every payment of one counterpart.
func (n numbers) of(l language, name string) string {
	who := counterpart{l, name}
	number, ok := n[who]
	if !ok {
		h := hashText(name)
		number = iban(l.country(h), h)
		n[who] = number
	}
	return number
}

// customer is mostly one of the account's language; in Belgium every third speaks the other one.
func (d *draft) customer() string {
	l := d.source.lang
	if l <= french && d.draw(9)%3 == 0 {
		l = french - l
	}
	return l.company(d.draw(1))
}

// ogmDigits are those of the invoice that this customer pays.
func (d *draft) ogmDigits() string { return ogm(digits(d.draw(2), 10)) }

func (d *draft) invoiceNumber() string {
	year, _, _ := d.day.Time().Date()
	return fmt.Sprintf("%d-%04d", year, d.draw(3)%2400+1)
}

func (d *draft) ogm() {
	d.say(wordTransferIn, spellOGM(d.ogmDigits(), d.draw(4)), "PMNT-RCDT-ESCT")
	if d.draw(5)%3 > 0 {
		d.RemittanceType = structured
	}
	d.with(d.customer())
	d.EndToEndID = notProvided
}

func (d *draft) ogmInText() {
	text := wordInvoice[d.source.lang] + " " + d.invoiceNumber() + " " + spellOGM(d.ogmDigits(), d.draw(4))
	if d.draw(5)%4 == 0 {
		text += " / " + wordCustomer[d.source.lang] + " " + digits(d.draw(6), 4)
	}
	d.say(wordTransferIn, text, "PMNT-RCDT-ESCT")
	d.with(d.customer())
}

func (d *draft) ogmWrong() {
	d.say(wordTransferIn, spellOGM(wrongDigit(d.ogmDigits()), d.draw(4)), "PMNT-RCDT-ESCT")
	d.with(d.customer())
}

// creditorText is the creditor reference of the invoice that this customer pays.
func (d *draft) creditorText() string {
	if d.draw(5)%2 == 0 {
		return creditorReference(digits(d.draw(2), 12))
	}
	return creditorReference("INV" + digits(d.draw(2), 9))
}

func (d *draft) creditorReference() {
	d.say(wordTransferIn, spellRF(d.creditorText(), d.draw(4)), "PMNT-RCDT-ESCT")
	if d.draw(6)%2 == 0 {
		d.RemittanceType = structured
	}
	d.with(d.customer())
	d.EndToEndID = "E2E-" + digits(d.draw(7), 10)
}

// dutchDigits are the Dutch reference of the invoice that this customer pays.
func (d *draft) dutchDigits() string { return paymentReference(digits(d.draw(2), 15)) }

func (d *draft) dutchReference() {
	reference := d.dutchDigits()
	text := reference
	if d.draw(4)%2 == 0 {
		text = "Betalingskenmerk: " + inFours(reference)
	}
	d.say(wordTransferIn, text, "PMNT-RCDT-ESCT")
	if d.draw(4)%2 == 1 {
		d.RemittanceType = structured
	}
	d.with(dutch.company(d.draw(1)))
}

func (d *draft) invoice() {
	number := d.invoiceNumber()
	var text string
	switch d.draw(4) % 6 {
	case 0:
		text = wordInvoice[d.source.lang] + " " + number
	case 1:
		text = "F" + strings.ReplaceAll(number, "-", "") + " + CN " + digits(d.draw(6), 3)
	case 2:
		text = strings.ToUpper(wordInvoice[d.source.lang]) + " " + strings.ReplaceAll(number, "-", "/") + " " + d.source.holder
	case 3:
		text = number + ", " + d.source.lang.person(d.draw(8))
	case 4:
		text = "inv " + number + "\n" + wordCustomer[d.source.lang] + " " + digits(d.draw(6), 5)
	case 5:
		text = digits(d.draw(6), 6)
	}
	d.say(wordTransferIn, text, "PMNT-RCDT-ESCT")
	d.with(d.customer())
}

// supplierNumber is the number of the supplier's invoice that is paid.
func (d *draft) supplierNumber() string { return digits(d.draw(2), 7) }

// byReference: the supplier's invoice asked for a structured reference.
func (d *draft) byReference() bool { return d.draw(4)%3 == 0 }

func (d *draft) supplier() {
	text := wordInvoice[d.source.lang] + " " + d.supplierNumber()
	if d.byReference() {
		text = spellOGM(d.ogmDigits(), 0)
	}
	d.say(wordTransferOut, text, "PMNT-ICDT-ESCT")
	if d.byReference() {
		d.RemittanceType = structured
	}
	d.with(d.source.lang.company(d.draw(1)))
	d.EndToEndID = notProvided
}

func (d *draft) salary() {
	d.say(wordSalary, wordSalary[d.source.lang]+" "+d.day.Time().Format("01/2006"), "PMNT-ICDT-SALA")
	d.with(d.source.lang.person(d.draw(1)))
	d.PurposeCode = "SALA"
	d.EndToEndID = "SAL-" + d.day.Time().Format("200601") + "-" + digits(d.draw(2), 3)
}

// mandate of a collecting company: creditor id with right check digits, and a mandate of our own with it.
func (d *draft) mandate(name string) {
	h := uint64(len(name))*7919 + uint64(name[0])
	national := digits(mix(h), 10)
	country := d.source.lang.country(0)
	d.CreditorID = fmt.Sprintf("%s%02dZZZ%s", country, 98-mod97(national+country+"00"), national)
	d.MandateID = "MND-" + digits(mix(h+1), 8)
}

func (d *draft) directDebit() {
	name := d.source.lang.utility(d.draw(1))
	d.say(wordDebit, d.invoiceNumber()+" "+d.day.Time().Format("01/2006"), "PMNT-RDDT-ESDD")
	d.with(name)
	d.mandate(name)
	d.EndToEndID = digits(d.draw(2), 14)
}

func (d *draft) debitReturned() {
	name := d.source.lang.utility(d.draw(1))
	d.say(wordReturned, "AM04 "+name, "PMNT-RDDT-UPDD")
	d.with(name)
	d.mandate(name)
	d.AdditionalInformation = "AM04"
}
