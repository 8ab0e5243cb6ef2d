package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// The namespaces of the documents that are understood.
const (
	nsInvoice    = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
	nsCreditNote = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
	nsCII        = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
	nsEnvelope   = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
)

// bill is an invoice or credit note, whichever syntax it came in.
type bill struct {
	path      elements
	number    string
	typeCode  string
	note      bool // the document itself is a credit note
	currency  string
	issued    stated
	due       []stated
	seller    trader
	buyer     trader
	total     stated // with VAT, before what was paid in advance
	payable   stated
	payees    []string // accounts that are to be paid
	payers    []string // accounts that will be debited
	reference []string
	notes     []string
	terms     []terms
}

// elements are where a syntax keeps things, for bad rows.
type elements struct{ number, kind, seller, buyer, currency, date, due, amount, account, reference string }

// stated is a value as it stands, with what its attributes say of it.
type stated struct{ text, format, currency string }

// trader is a party of a document.
type trader struct {
	names   []string // the registered one first
	vat     string   // as far as it is a VAT number, or tells it
	numbers []string // every number it is known by
}

// creditCodes are the types of credit notes (UNTDID 1001).
var creditCodes = map[string]bool{
	"81": true, "83": true, "261": true, "262": true, "296": true, "308": true, "381": true, "396": true, "420": true, "458": true,
	"502": true, "503": true, "532": true,
}

var errSecond = errors.New("it holds more than one document: save each as a file of its own")

// proForma asks for no money.
const proForma = "325"

// readDocument reads one electronic invoice.
func readDocument(s *sheet, src source, ours Ours) error {
	d := newXML(src)
	b, refused, err := decodeBill(d)
	switch {
	case err != nil:
		return s.refuseXML(err)
	case refused != "":
		s.refuse(0, "", "", refused)
		return nil
	}
	b.read(s, ours)
	return nil
}

// refuseXML tells a person why a document cannot be read; what failed outside of the document is handed on.
func (s *sheet) refuseXML(err error) error {
	syntax, isSyntax := errors.AsType[*xml.SyntaxError](err)
	reason := "the document is not well formed"
	switch {
	case isSyntax:
		reason += ": " + shown(syntax.Msg)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		reason += ": it ends too early"
	case errors.Is(err, errTooLarge):
		reason = fmt.Sprintf("the file is larger than %d MB, too large for an invoice", maxDocument>>20)
	case isRefusal(err):
		reason = "the document is refused: " + err.Error()
	case isUnmarshal(err):
		reason += ": " + shown(err.Error())
	default:
		return err
	}
	line := 0
	if isSyntax {
		line = syntax.Line
	}
	s.refuse(line, "", "", reason)
	return nil
}

func isRefusal(err error) bool {
	for _, why := range []error{errDeep, errMany, errLongTag, errDoctype, errCharset, errSecond} {
		if errors.Is(err, why) {
			return true
		}
	}
	return false
}

func isUnmarshal(err error) bool {
	_, ok := errors.AsType[xml.UnmarshalError](err)
	return ok || strings.Contains(err.Error(), "xml: ")
}

// decodeBill reads the document, also out of the envelope of a Peppol access point, and sees that no other follows it: half a
// file must not look whole.
func decodeBill(d *xml.Decoder) (b bill, refused string, err error) {
	for {
		token, err := d.Token()
		if err != nil {
			return b, "", err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch (xml.Name{Space: start.Name.Space, Local: start.Name.Local}) {
		case xml.Name{Space: nsInvoice, Local: "Invoice"}, xml.Name{Space: nsCreditNote, Local: "CreditNote"}:
			var doc ublDocument
			if err := d.DecodeElement(&doc, &start); err != nil {
				return b, "", err
			}
			return doc.bill(start.Name.Local), "", toEnd(d)
		case xml.Name{Space: nsCII, Local: "CrossIndustryInvoice"}:
			var doc ciiDocument
			if err := d.DecodeElement(&doc, &start); err != nil {
				return b, "", err
			}
			return doc.bill(), "", toEnd(d)
		case xml.Name{Space: nsEnvelope, Local: "StandardBusinessDocument"}:
			continue
		case xml.Name{Space: nsEnvelope, Local: "StandardBusinessDocumentHeader"}:
			if err := d.Skip(); err != nil {
				return b, "", err
			}
			continue
		}
		return b, notABill(start.Name), nil
	}
}

func toEnd(d *xml.Decoder) error {
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if _, another := token.(xml.StartElement); another {
			return errSecond
		}
		if err != nil {
			return err
		}
	}
}

// notABill says what a document is instead.
func notABill(name xml.Name) string {
	known := map[string]string{"Invoice": nsInvoice, "CreditNote": nsCreditNote, "CrossIndustryInvoice": nsCII}
	switch {
	case name.Local == "CrossIndustryDocument":
		return "this is an invoice in the old form ZUGFeRD 1.0: ask the sender for Factur-X, CII or UBL"
	case known[name.Local] != "" && name.Space == "":
		return "the element " + name.Local + " has no namespace: an invoice must have " + known[name.Local]
	case known[name.Local] != "":
		return "the element " + name.Local + " has the namespace " + shown(name.Space) + ", and an invoice must have " + known[name.Local]
	}
	return "this XML is not an invoice or credit note in UBL 2.1 or CII; it begins with the element " + shown(name.Local)
}

// read makes an item of a bill.
func (b bill) read(s *sheet, ours Ours) {
	d := &draft{sheet: s}
	d.setNumber(b.path.number, b.number)
	if b.typeCode == proForma {
		d.wrong(b.path.kind, b.typeCode, "a pro forma invoice asks for no money")
	}
	sale, column, reason := b.side(ours)
	if reason != "" {
		d.wrong(column, "", reason)
	} else if sale {
		d.item.Kind = core.Sale
	} else {
		d.item.Kind = core.Purchase
	}
	b.setAmount(d)
	b.setParty(d, sale, ours, reason == "")
	b.setDays(d)
	b.setReference(d)
	d.finish()
}

// setParty keeps the other side. Its account is the one to pay on a purchase; on a sale the account in the document is the
// dossier's own, unless it is the one to debit.
func (b bill) setParty(d *draft, sale bool, ours Ours, known bool) {
	if !known {
		return
	}
	who, column, accounts := b.seller, b.path.seller, b.payees
	if sale {
		who, column, accounts = b.buyer, b.path.buyer, b.payers
	}
	d.setParty(column, firstOf(who.names...))
	d.setVAT(column, who.vat)
	for _, account := range accounts {
		iban, ok := reference.IBAN(account)
		if !looksLikeIBAN(iban) || slices.Contains(ours.ibans(), iban) {
			continue // accounts of other lands, and one's own
		}
		if d.item.PartyIBAN == "" || !ok {
			d.setIBAN(b.path.account, account)
		}
		if !ok {
			return // said once is enough
		}
	}
}

func looksLikeIBAN(compact string) bool {
	return len(compact) >= 15 && compact[0] >= 'A' && compact[1] >= 'A' && isDigits(compact[2:4])
}

// setAmount takes what is due for payment. A document that owes the other way than its name says is the other thing: an
// invoice over less than was paid in advance is a credit note.
func (b bill) setAmount(d *draft) {
	d.setCurrency(b.path.currency, b.currency)
	currency := d.item.Amount.Currency
	if !currency.Valid() {
		return
	}
	if b.payable.text == "" {
		d.wrong(b.path.amount, "", "the amount due for payment is missing")
		return
	}
	if of := strings.ToUpper(b.payable.currency); of != "" && of != string(currency) {
		d.wrong(b.path.amount, b.payable.currency, "the amount due is in another currency than the document, "+string(currency))
		return
	}
	amount, err := core.ParseAmount(b.payable.text, currency)
	if reason := whyNoAmount(err, currency); reason != "" {
		d.wrong(b.path.amount, b.payable.text, reason)
		return
	}
	if b.credit() {
		total, err := core.ParseAmount(b.total.text, currency)
		switch {
		case amount.Minor < 0 && err == nil && total.Minor > 0:
			amount = amount.Neg() // more was paid back than is credited
		case d.item.Kind == core.Sale:
			d.item.Kind = core.SaleCredit
		default:
			d.item.Kind = core.PurchaseCredit
		}
	}
	d.setAmount(b.path.amount, b.payable.text, amount)
}

func (b bill) credit() bool { return b.note || creditCodes[b.typeCode] }

func (b bill) setDays(d *draft) {
	day, reason := b.issued.day()
	if reason != "" {
		d.wrong(b.path.date, b.issued.text, reason)
	}
	d.item.Date = day
	for _, s := range b.due {
		day, reason := s.day()
		switch {
		case s.text == "":
		case reason != "":
			d.wrong(b.path.due, s.text, reason)
		default:
			d.item.Due = max(d.item.Due, day) // of several instalments, the last
		}
	}
	for _, t := range b.terms {
		if discount := t.discount(d.item.Date, b.total.text); discount.PerTenThousand > d.item.Discount.PerTenThousand {
			d.item.Discount = discount
		}
	}
}

// setReference prefers a reference with check digits; programs also put one into a note.
func (b bill) setReference(d *draft) {
	given := firstOf(b.reference...)
	for _, text := range b.reference {
		if ref, ok := reference.Parse(text); ok && ref.Valid {
			given = text
			break
		}
	}
	if given == "" {
		for _, note := range b.notes {
			for _, ref := range reference.Find(reference.Field{Text: note}) {
				if ref.Marked && ref.Valid && given == "" {
					given = ref.Text
				}
			}
		}
	}
	d.setReference(b.path.reference, given)
}

// day reads the dates of both syntaxes: 2026-11-22, and 20261122 in the format 102.
func (s stated) day() (core.Date, string) {
	var n notation
	text := clean(s.text)
	switch {
	case text == "":
		return 0, "the date is missing"
	case s.format != "" && s.format != "102":
		return 0, "the date is in the format " + shown(s.format) + ", and only 102 (yyyymmdd) is allowed"
	case len(text) > 10 && yearFirst.MatchString(text[:10]):
		text = text[:10] // with a time zone: 2026-11-22+01:00
	}
	if len(text) != 8 && !yearFirst.MatchString(text) {
		return 0, notADay
	}
	return n.day(text)
}
