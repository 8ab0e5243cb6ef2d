package exchange

import "strings"

// ciiDocument is what Ferry takes from a UN/CEFACT Cross Industry Invoice, the XML of Factur-X too.
type ciiDocument struct {
	ID     words   `xml:"ExchangedDocument>ID"`
	Type   words   `xml:"ExchangedDocument>TypeCode"`
	Issued words   `xml:"ExchangedDocument>IssueDateTime>DateTimeString"`
	Notes  []words `xml:"ExchangedDocument>IncludedNote>Content"`

	Agreement struct {
		Seller ciiParty `xml:"SellerTradeParty"`
		Buyer  ciiParty `xml:"BuyerTradeParty"`
	} `xml:"SupplyChainTradeTransaction>ApplicableHeaderTradeAgreement"`

	Settlement struct {
		Reference words `xml:"PaymentReference"`
		Currency  words `xml:"InvoiceCurrencyCode"`
		Means     []struct {
			Note   []words `xml:"Information"`
			IBAN   words   `xml:"PayeePartyCreditorFinancialAccount>IBANID"`
			Other  words   `xml:"PayeePartyCreditorFinancialAccount>ProprietaryID"`
			Debtor words   `xml:"PayerPartyDebtorFinancialAccount>IBANID"`
		} `xml:"SpecifiedTradeSettlementPaymentMeans"`
		Terms []struct {
			Description words `xml:"Description"`
			Due         words `xml:"DueDateDateTime>DateTimeString"`
			Discount    []struct {
				Basis   words `xml:"BasisDateTime>DateTimeString"`
				Period  words `xml:"BasisPeriodMeasure"`
				Amount  words `xml:"BasisAmount"`
				Percent words `xml:"CalculationPercent"`
			} `xml:"ApplicableTradePaymentDiscountTerms"`
		} `xml:"SpecifiedTradePaymentTerms"`
		Total   words `xml:"SpecifiedTradeSettlementHeaderMonetarySummation>GrandTotalAmount"`
		Payable words `xml:"SpecifiedTradeSettlementHeaderMonetarySummation>DuePayableAmount"`
	} `xml:"SupplyChainTradeTransaction>ApplicableHeaderTradeSettlement"`
}

type ciiParty struct {
	IDs     []words `xml:"ID"`
	Globals []words `xml:"GlobalID"`
	Name    words   `xml:"Name"`
	Legal   struct {
		ID   words `xml:"ID"`
		Name words `xml:"TradingBusinessName"`
	} `xml:"SpecifiedLegalOrganization"`
	Address words `xml:"URIUniversalCommunication>URIID"`
	Taxes   []struct {
		ID words `xml:"ID"`
	} `xml:"SpecifiedTaxRegistration"`
}

var ciiElements = elements{
	number: "ram:ID", kind: "ram:TypeCode", seller: "ram:SellerTradeParty", buyer: "ram:BuyerTradeParty", currency: "ram:InvoiceCurrencyCode",
	date: "ram:IssueDateTime", due: "ram:DueDateDateTime", amount: "ram:DuePayableAmount", account: "ram:IBANID", reference: "ram:PaymentReference",
}

func (d ciiDocument) bill() bill {
	s := d.Settlement
	b := bill{
		path: ciiElements, number: d.ID.Text, typeCode: d.Type.String(), currency: s.Currency.Text, issued: d.Issued.stated(),
		seller: d.Agreement.Seller.trader(), buyer: d.Agreement.Buyer.trader(), reference: []string{s.Reference.String()},
		total: s.Total.stated(), payable: s.Payable.stated(),
	}
	for _, n := range d.Notes {
		b.notes = append(b.notes, n.Text)
	}
	for _, m := range s.Means {
		b.payees = append(b.payees, firstOf(m.IBAN.Text, m.Other.Text))
		b.payers = append(b.payers, m.Debtor.Text)
		for _, n := range m.Note {
			b.notes = append(b.notes, n.Text)
		}
	}
	for _, t := range s.Terms {
		b.due = append(b.due, t.Due.stated())
		b.notes = append(b.notes, t.Description.Text)
		b.terms = append(b.terms, termsIn(t.Description.Text)...)
		for _, d := range t.Discount {
			b.terms = append(b.terms, terms{percent: d.Percent.Text, days: d.Period.Text, unit: d.Period.Unit, basis: d.Basis.stated(), amount: d.Amount.String()})
		}
	}
	return b
}

func (w words) stated() stated {
	return stated{text: w.String(), format: w.Format, currency: w.Currency}
}

func (p ciiParty) trader() trader {
	t := trader{names: []string{p.Name.String(), p.Legal.Name.String()}}
	for _, tax := range p.Taxes {
		if strings.EqualFold(tax.ID.Scheme, "VA") && t.vat == "" {
			t.vat = tax.ID.String()
		}
		t.numbers = append(t.numbers, tax.ID.String())
	}
	ids := append(append([]words{p.Legal.ID}, p.IDs...), p.Globals...)
	for _, id := range append(ids, p.Address) {
		t.numbers = append(t.numbers, id.String())
		t.takeBelgian(id)
	}
	return t
}
