package exchange

import (
	"strings"

	"ferry/core/reference"
)

// ublDocument is what Ferry takes from a UBL 2.1 invoice or credit note. What it does not name is passed over.
type ublDocument struct {
	ID             words
	IssueDate      words
	DueDate        words
	InvoiceType    words      `xml:"InvoiceTypeCode"`
	CreditNoteType words      `xml:"CreditNoteTypeCode"`
	Currency       words      `xml:"DocumentCurrencyCode"`
	Notes          []words    `xml:"Note"`
	Supplier       ublParty   `xml:"AccountingSupplierParty>Party"`
	Customer       ublParty   `xml:"AccountingCustomerParty>Party"`
	Means          []ublMeans `xml:"PaymentMeans"`
	Terms          []ublTerms `xml:"PaymentTerms"`
	Total          words      `xml:"LegalMonetaryTotal>TaxInclusiveAmount"`
	Payable        words      `xml:"LegalMonetaryTotal>PayableAmount"`
}

type ublParty struct {
	Endpoint words   `xml:"EndpointID"`
	IDs      []words `xml:"PartyIdentification>ID"`
	Names    []words `xml:"PartyName>Name"`
	Taxes    []struct {
		Company words `xml:"CompanyID"`
		Scheme  words `xml:"TaxScheme>ID"`
	} `xml:"PartyTaxScheme"`
	Legal []struct {
		Name    words `xml:"RegistrationName"`
		Company words `xml:"CompanyID"`
	} `xml:"PartyLegalEntity"`
	Person struct {
		First words `xml:"FirstName"`
		Last  words `xml:"FamilyName"`
	} `xml:"Person"`
}

type ublMeans struct {
	Due     words   `xml:"PaymentDueDate"`
	Note    []words `xml:"InstructionNote"`
	IDs     []words `xml:"PaymentID"`
	Account words   `xml:"PayeeFinancialAccount>ID"`
	Payer   words   `xml:"PaymentMandate>PayerFinancialAccount>ID"`
}

type ublTerms struct {
	Notes       []words `xml:"Note"`
	Percent     words   `xml:"SettlementDiscountPercent"`
	Due         words   `xml:"PaymentDueDate"`
	Instalment  words   `xml:"InstallmentDueDate"`
	PeriodEnd   words   `xml:"SettlementPeriod>EndDate"`
	PeriodStart words   `xml:"SettlementPeriod>StartDate"`
	Duration    words   `xml:"SettlementPeriod>DurationMeasure"`
}

var ublElements = elements{
	number: "cbc:ID", kind: "cbc:InvoiceTypeCode", seller: "cac:AccountingSupplierParty", buyer: "cac:AccountingCustomerParty",
	currency: "cbc:DocumentCurrencyCode", date: "cbc:IssueDate", due: "cbc:DueDate", amount: "cac:LegalMonetaryTotal/cbc:PayableAmount",
	account: "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", reference: "cac:PaymentMeans/cbc:PaymentID",
}

func (d ublDocument) bill(root string) bill {
	b := bill{
		path: ublElements, number: d.ID.Text, typeCode: firstOf(d.InvoiceType.Text, d.CreditNoteType.Text), note: root == "CreditNote",
		currency: d.Currency.Text, issued: stated{text: d.IssueDate.String()}, seller: d.Supplier.trader(), buyer: d.Customer.trader(),
		total: stated{text: d.Total.String()}, payable: stated{text: d.Payable.String(), currency: d.Payable.Currency},
		due: []stated{{text: d.DueDate.String()}},
	}
	for _, n := range d.Notes {
		b.notes = append(b.notes, n.Text)
	}
	var termDays []stated
	for _, t := range d.Terms {
		termDays = append(termDays, stated{text: t.Due.String()}, stated{text: t.Instalment.String()})
		b.terms = append(b.terms, terms{
			percent: t.Percent.Text, until: stated{text: t.PeriodEnd.String()}, basis: stated{text: t.PeriodStart.String()},
			days: t.Duration.Text, unit: t.Duration.Unit,
		})
		for _, n := range t.Notes {
			b.notes = append(b.notes, n.Text)
			b.terms = append(b.terms, termsIn(n.Text)...)
		}
	}
	var meansDays []stated
	for _, m := range d.Means {
		meansDays = append(meansDays, stated{text: m.Due.String()})
		b.payees = append(b.payees, m.Account.Text)
		b.payers = append(b.payers, m.Payer.Text)
		for _, id := range m.IDs {
			b.reference = append(b.reference, id.String())
		}
		for _, n := range m.Note {
			b.notes = append(b.notes, n.Text)
		}
	}
	// The day of the document itself comes first; credit notes have none, and then the means of payment say it.
	for _, more := range [][]stated{meansDays, termDays} {
		if !anyStated(b.due) {
			b.due = more
		}
	}
	return b
}

func anyStated(list []stated) bool {
	for _, s := range list {
		if s.text != "" {
			return true
		}
	}
	return false
}

// Schemes under which Peppol knows Belgian enterprise and VAT numbers.
const (
	schemeKBO   = "0208"
	schemeBEVAT = "9925"
)

func (p ublParty) trader() trader {
	var t trader
	for _, tax := range p.Taxes {
		if scheme := strings.ToUpper(tax.Scheme.String()); t.vat == "" && (scheme == "VAT" || scheme == "") {
			t.vat = tax.Company.String()
		}
		t.numbers = append(t.numbers, tax.Company.String())
	}
	for _, legal := range p.Legal {
		t.names = append(t.names, legal.Name.String())
		t.numbers = append(t.numbers, legal.Company.String())
		t.takeBelgian(legal.Company)
	}
	for _, n := range p.Names {
		t.names = append(t.names, n.String())
	}
	t.names = append(t.names, clean(p.Person.First.Text+" "+p.Person.Last.Text))
	for _, id := range append(p.IDs, p.Endpoint) {
		t.numbers = append(t.numbers, id.String())
		t.takeBelgian(id)
	}
	return t
}

// takeBelgian: in Belgium the enterprise number is the VAT number.
func (t *trader) takeBelgian(id words) {
	v := reference.Compact(id.Text)
	if t.vat == "" && (id.Scheme == schemeKBO || id.Scheme == schemeBEVAT) && belgian(strings.TrimPrefix(v, "BE")) {
		t.vat = v
	}
}
