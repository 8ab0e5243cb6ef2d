package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ferry/core"
)

// midi is the dossier of the documents in testdata.
var midi = Ours{VAT: []string{"BE 0403.170.701"}, IBANs: []string{"BE62 5100 0754 7061"}, Names: []string{"Ateliers du Midi"}}

func TestDocuments(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]core.OpenItem{
		"ubl-purchase-be.xml": {
			ID: "purchase/vat:BE0842936273/VF26/01873", Number: "VF26/01873", Kind: core.Purchase, Party: "Houthandel Verbeeck & Zonen BV", PartyIBAN: "BE68539007547034",
			PartyVAT: "BE0842936273", Date: day(t, "2026-10-28"), Due: day(t, "2026-11-27"), Amount: eur(101250), Reference: "+++090/9337/55493+++",
			Discount: core.Discount{PerTenThousand: 200, Until: day(t, "2026-11-05")},
		},
		"ubl-credit-nl.xml": {
			ID: "purchase-credit/vat:NL820098395B01/CN-2026-0044", Number: "CN-2026-0044", Kind: core.PurchaseCredit, Party: "Van Dijk Verpakkingen B.V.",
			PartyIBAN: "NL57RABO0107307510", PartyVAT: "NL820098395B01", Date: day(t, "2026-11-03"), Due: day(t, "2026-12-03"), Amount: eur(12100),
		},
		"cii-sale-fr.xml": {
			ID: "sale/FA-2026-1107", Number: "FA-2026-1107", Kind: core.Sale, Party: "Menuiserie Lefèvre SARL", PartyVAT: "FR44732829320",
			Date: day(t, "2026-11-07"), Due: day(t, "2026-12-07"), Amount: eur(200000), Reference: "RF18539007547034",
			Discount: core.Discount{PerTenThousand: 150, Until: day(t, "2026-11-17")},
		},
	} {
		found := readFile(t, name, nil, midi)
		wantNoBad(t, found)
		if len(found.Items) != 1 || found.Items[0] != want {
			t.Errorf("%s:\n%+v\nwant\n%+v", name, found.Items, want)
		}
	}
}

// changed reads a document of testdata with texts replaced, each of which must be there.
func changed(t *testing.T, name string, ours Ours, pairs ...string) Found {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%s has no %q", name, pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	found, err := ReadItems(name, strings.NewReader(text), nil, ours)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestSides(t *testing.T) {
	t.Parallel()
	const file = "ubl-purchase-be.xml"
	for _, c := range []struct {
		name  string
		ours  Ours
		pairs []string
		kind  string // or a part of the reason
	}{
		{"enterprise number", Ours{VAT: []string{"0403170701"}}, nil, "purchase"},
		{"without zero", Ours{VAT: []string{"BE403170701"}}, nil, "purchase"},
		{"seller", Ours{VAT: []string{"BE0842936273"}}, nil, "sale"},
		{"endpoint alone", Ours{VAT: []string{"BE0403170701"}}, []string{"<cbc:CompanyID>BE0403170701</cbc:CompanyID>", ""}, "purchase"},
		{"account", Ours{IBANs: []string{"be68539007547034"}}, nil, "sale"},
		{"name", Ours{Names: []string{"ateliers du midi s.a."}}, nil, "purchase"},
		{"namesake", Ours{VAT: []string{"BE0999999922"}, Names: []string{"Ateliers du Midi SA"}}, nil, "neither side"},
		{"number before account", Ours{VAT: []string{"BE0403170701"}, IBANs: []string{"BE68539007547034"}}, nil, "purchase"},
		{"nobody", Ours{VAT: []string{"NL820098395B01"}}, nil, "BE0842936273"},
		{"only a name", Ours{Names: []string{"Midi"}}, nil, "set the dossier's own VAT number"},
		{"nothing known", Ours{}, nil, "set the dossier's own VAT number"},
		{"both", Ours{VAT: []string{"BE0403170701", "BE0842936273"}}, nil, "seller and buyer both"},
	} {
		found := changed(t, file, c.ours, c.pairs...)
		switch {
		case len(found.Items) == 1 && found.Items[0].Kind.String() == c.kind:
		case len(found.Items) == 0 && len(found.Bad) == 1 && strings.Contains(found.Bad[0].Reason, c.kind):
		default:
			t.Errorf("%s: %+v, bad %+v, want %s", c.name, found.Items, found.Bad, c.kind)
		}
	}
	// The account on a credit note may be either side's: it neither tells the side nor becomes the party's when it is ours.
	credit := changed(t, "ubl-credit-nl.xml", Ours{VAT: midi.VAT, IBANs: []string{"NL57RABO0107307510"}})
	if len(credit.Items) != 1 || credit.Items[0].Kind != core.PurchaseCredit || credit.Items[0].PartyIBAN != "" {
		t.Errorf("credit note with our account: %+v %+v", credit.Items, credit.Bad)
	}
	// SIREN, SIRET and VAT number of a French company are one.
	for _, number := range []string{"732829320", "73282932000074", "FR44732829320", "FR 44 732 829 320"} {
		if found := changed(t, "cii-sale-fr.xml", Ours{VAT: []string{number}}); len(found.Items) != 1 || found.Items[0].Kind != core.Purchase {
			t.Errorf("%s: %+v %+v", number, found.Items, found.Bad)
		}
	}
}

func TestAmountsOfDocuments(t *testing.T) {
	t.Parallel()
	const payable, total = `<cbc:PayableAmount currencyID="EUR">`, `<cbc:TaxInclusiveAmount currencyID="EUR">`
	for _, c := range []struct {
		name, file string
		pairs      []string
		kind       core.ItemKind
		amount     int64
		reason     string
	}{
		{"negative invoice", "ubl-purchase-be.xml", []string{payable, payable + "-"}, core.PurchaseCredit, 101250, ""},
		{"credit with minus", "ubl-credit-nl.xml", []string{payable, payable + "-", total, total + "-"}, core.PurchaseCredit, 12100, ""},
		{"credit overpaid", "ubl-credit-nl.xml", []string{payable, payable + "-"}, core.Purchase, 12100, ""},
		{"381 as invoice", "cii-sale-fr.xml", []string{"<ram:TypeCode>380<", "<ram:TypeCode>381<"}, core.SaleCredit, 200000, ""},
		{"corrected", "cii-sale-fr.xml", []string{"<ram:TypeCode>380<", "<ram:TypeCode>384<"}, core.Sale, 200000, ""},
		{"factored credit", "cii-sale-fr.xml", []string{"<ram:TypeCode>380<", "<ram:TypeCode>396<"}, core.SaleCredit, 200000, ""},
		{"pro forma", "cii-sale-fr.xml", []string{"<ram:TypeCode>380<", "<ram:TypeCode>325<"}, 0, 0, "pro forma"},
		{"paid", "ubl-purchase-be.xml", []string{payable + "1012.50", payable + "0.00"}, 0, 0, "zero"},
		{"precise", "ubl-purchase-be.xml", []string{payable + "1012.50", payable + "1012.505"}, 0, 0, "more decimals"},
		{"padded", "ubl-purchase-be.xml", []string{payable + "1012.50", payable + "\n 1012.500 \n"}, core.Purchase, 101250, ""},
		{"comma", "ubl-purchase-be.xml", []string{payable + "1012.50", payable + "1012,50"}, 0, 0, "not an amount"},
		{"missing", "ubl-purchase-be.xml", []string{"cbc:PayableAmount", "cbc:OtherAmount"}, 0, 0, "missing"},
		{"other currency", "ubl-purchase-be.xml", []string{`PayableAmount currencyID="EUR"`, `PayableAmount currencyID="USD"`}, 0, 0, "another currency"},
		{"no currency", "ubl-purchase-be.xml", []string{"<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>"}, 0, 0, "currency is missing"},
		{"no number", "ubl-purchase-be.xml", []string{"<cbc:ID>VF26/01873", "<cbc:ID>"}, 0, 0, "number is missing"},
		{"no date", "ubl-purchase-be.xml", []string{"2026-10-28", ""}, 0, 0, "date is missing"},
		{"odd date", "ubl-purchase-be.xml", []string{"2026-10-28", "28/10/2026"}, 0, 0, "not a day"},
		{"date with zone", "ubl-purchase-be.xml", []string{"2026-10-28", "2026-10-28+01:00"}, core.Purchase, 101250, ""},
		{"date format", "cii-sale-fr.xml", []string{`format="102">20261107`, `format="203">20261107`}, 0, 0, "format 203"},
		{"wrong account", "ubl-purchase-be.xml", []string{"BE68 5390 0754 7034", "BE68 5390 0754 7035"}, 0, 0, "IBAN"},
		{"foreign account", "ubl-purchase-be.xml", []string{"BE68 5390 0754 7034", "021000021 / 123456"}, core.Purchase, 101250, ""},
		{"wrong reference", "ubl-purchase-be.xml", []string{"090/9337/55493", "090/9337/55494"}, 0, 0, "check digits"},
	} {
		found := changed(t, c.file, midi, c.pairs...)
		switch {
		case c.reason == "" && len(found.Items) == 1 && found.Items[0].Kind == c.kind && found.Items[0].Amount == eur(c.amount):
		case c.reason != "" && len(found.Items) == 0 && len(found.Bad) == 1 && strings.Contains(found.Bad[0].Reason, c.reason) && found.Bad[0].Column != "":
		default:
			t.Errorf("%s: %+v, bad %+v", c.name, found.Items, found.Bad)
		}
	}
}

func TestReferencesAndTerms(t *testing.T) {
	t.Parallel()
	// A reference with check digits in a note, where programs put it that know no better field.
	found := changed(t, "ubl-purchase-be.xml", midi, "<cbc:PaymentID>+++090/9337/55493+++</cbc:PaymentID>", "<cbc:InstructionNote>Gelieve +++090/9337/55493+++ te vermelden</cbc:InstructionNote>")
	if len(found.Items) != 1 || found.Items[0].Reference != "090/9337/55493" {
		t.Errorf("note: %+v %+v", found.Items, found.Bad)
	}
	found = changed(t, "ubl-purchase-be.xml", midi, "<cbc:PaymentID>+++090", "<cbc:PaymentID>Klant 881</cbc:PaymentID><cbc:PaymentID>+++090")
	if len(found.Items) != 1 || found.Items[0].Reference != "+++090/9337/55493+++" {
		t.Errorf("two ids: %+v %+v", found.Items, found.Bad)
	}
	found = changed(t, "cii-sale-fr.xml", midi, "<ram:DueDateDateTime>", "<ram:Description>#SKONTO#TAGE=7#PROZENT=3.00#\n</ram:Description><ram:DueDateDateTime>")
	if len(found.Items) != 1 || found.Items[0].Discount != (core.Discount{PerTenThousand: 300, Until: day(t, "2026-11-14")}) {
		t.Errorf("skonto: %+v %+v", found.Items, found.Bad)
	}
	for _, pairs := range [][]string{
		{"<ram:CalculationPercent>1.5<", "<ram:CalculationPercent>1.555<"}, {"<ram:CalculationPercent>1.5<", "<ram:BasisAmount>100.00</ram:BasisAmount><ram:CalculationPercent>1.5<"},
		{`unitCode="DAY">10`, `unitCode="XXX">10`}, {`unitCode="DAY">10`, `unitCode="DAY">later`},
	} {
		if found := changed(t, "cii-sale-fr.xml", midi, pairs...); len(found.Items) != 1 || found.Items[0].Discount != (core.Discount{}) {
			t.Errorf("%q: %+v %+v", pairs, found.Items, found.Bad)
		}
	}
	if got := monthsLater(day(t, "2026-01-31"), 1); got != day(t, "2026-02-28") {
		t.Errorf("a month after 31 January is %s", got)
	}
}

func TestDocumentsThatAreNone(t *testing.T) {
	t.Parallel()
	const invoice = `<Invoice xmlns="` + nsInvoice + `">`
	for text, want := range map[string]string{
		"<html><body/></html>":      "not an invoice",
		"<Invoice/>":                "no namespace",
		`<Invoice xmlns="urn:x"/>`:  "has the namespace urn:x",
		"<CrossIndustryDocument/>":  "ZUGFeRD 1.0",
		invoice:                     "not well formed",
		invoice + "<ID>1</Invoice>": "not well formed",
		invoice + "<ID>&bomb;</ID>": "not well formed",
		"<":                         "not well formed",
		"<?xml version='1.0'?>":     "too early",
		"<!DOCTYPE x [<!ENTITY a 'b'>]>" + invoice + "</Invoice>":                                   "document type declaration",
		`<?xml version="1.0" encoding="ebcdic"?>` + invoice + "</Invoice>":                          "encoding",
		invoice + strings.Repeat("<a>", maxDepth) + strings.Repeat("</a>", maxDepth) + "</Invoice>": "too deeply",
		invoice + strings.Repeat("<a/>", maxElements) + "</Invoice>":                                "more elements",
		invoice + `<a b="` + strings.Repeat("x", 2*maxRun) + `"/></Invoice>`:                        "too long",
		invoice + "</Invoice>" + invoice + "</Invoice>":                                             "more than one document",
	} {
		found := read(t, text, nil)
		if len(found.Items) != 0 || len(found.Bad) != 1 || !strings.Contains(found.Bad[0].Reason, want) {
			t.Errorf("%.60q: %+v, want %q", text, found.Bad, want)
		}
	}
}

// TestEncodings reads the same document in other encodings, with a mark, and in the envelope of an access point.
func TestEncodings(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/cii-sale-fr.xml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	latin := strings.ReplaceAll(strings.Replace(text, `encoding="UTF-8"`, `encoding="ISO-8859-1"`, 1), "è", "\xe8")
	wide := strings.Replace(text, `encoding="UTF-8"`, `encoding="UTF-16"`, 1)
	little, big := []byte{0xFF, 0xFE}, []byte{}
	for _, r := range wide {
		little, big = append(little, byte(r), byte(r>>8)), append(big, byte(r>>8), byte(r))
	}
	_, body, _ := strings.Cut(text, "?>")
	envelope := `<StandardBusinessDocument xmlns="` + nsEnvelope + `"><StandardBusinessDocumentHeader><HeaderVersion>1.0</HeaderVersion></StandardBusinessDocumentHeader>` + body + "</StandardBusinessDocument>"
	for name, content := range map[string]string{"utf-8": text, "mark": "\uFEFF" + text, "latin": latin, "utf-16le": string(little), "utf-16be": string(big), "envelope": envelope} {
		found, err := ReadItems(name, strings.NewReader(content), nil, midi)
		if err != nil || len(found.Items) != 1 || found.Items[0].Party != "Menuiserie Lefèvre SARL" {
			t.Errorf("%s: %+v %+v %v", name, found.Items, found.Bad, err)
		}
	}
}

// TestAttachments: an attached file is passed over, however long it is, as text or as CDATA, and nothing else is lost.
func TestAttachments(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("JVBERi0xLjQK", 4*maxRun/12)
	for _, pairs := range [][]string{
		{"JVBERi0xLjQKJcOk", long}, {"JVBERi0xLjQKJcOk", "<![CDATA[" + long + "]]>"}, {"JVBERi0xLjQKJcOk", "<!-- a > b " + long + " -->"}, {"JVBERi0xLjQKJcOk", strings.Repeat("é", maxRun)},
		{"2 % contant", strings.Repeat("ééé", maxRun)},
	} {
		found := changed(t, "ubl-purchase-be.xml", midi, pairs...)
		if len(found.Items) != 1 || found.Items[0].Amount != eur(101250) || len(found.Bad) != 0 {
			t.Errorf("%.20q: %+v %+v", pairs[1], found.Items, found.Bad)
		}
	}
	s := shortRuns{}
	if kept, ok := s.keep([]byte("<a>" + long + "</a>")); !ok || kept > maxRun+16 {
		t.Errorf("%d bytes of %d were kept", kept, len(long))
	}
}
