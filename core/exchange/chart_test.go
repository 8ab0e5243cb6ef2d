package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ferry/core"
)

// TestUsualCharts wants of every chart what a reconciliation posts to, under the number that the country gives it.
func TestUsualCharts(t *testing.T) {
	t.Parallel()
	for country, want := range map[string]map[string]string{
		"BE": {"400000": "Clients", "440000": "Leveranciers", "550000": "compte courant", "580000": "Interne overboekingen / Virements internes", "451000": "btw", "453000": "bedrijfsvoorheffing", "454000": "Sociale Zekerheid",
			"455000": "Bezoldigingen", "499000": "Wachtrekening", "610000": "Huur", "612000": "Elektriciteit", "650000": "Rente", "657100": "Betalingsverschillen", "658000": "Bankkosten", "700000": "Verkopen", "751000": "rente"},
		"nl": {"1100": "Bank", "1300": "Debiteuren", "1600": "Crediteuren", "1710": "loonheffingen", "1700": "nettolonen", "2000": "Kruisposten", "2100": "Vraagposten", "4100": "Huur", "4110": "elektriciteit", "4550": "Bankkosten", "4570": "Betalingsverschillen", "8000": "Omzet", "9020": "Rente"},
		" FR ": {"401000": "Fournisseurs", "411000": "Clients", "512000": "Banques", "580000": "Virements internes", "421000": "Rémunérations", "431000": "Urssaf", "445510": "TVA à décaisser", "445660": "TVA déductible", "471000": "attente",
			"606100": "énergie", "613200": "Locations", "627000": "Services bancaires", "658900": "Écarts de règlement", "661100": "Intérêts", "706000": "Prestations"},
	} {
		chart, err := UsualChart(country)
		if err != nil || len(chart) < 80 {
			t.Fatalf("%s: %d accounts, %v", country, len(chart), err)
		}
		names := map[string]string{}
		for i, a := range chart {
			names[a.Number] = a.Name
			if i > 0 && chart[i-1].Number >= a.Number || len(a.Number) != len(chart[0].Number) || clean(a.Name) != a.Name {
				t.Errorf("%s: %+v", country, a)
			}
		}
		for number, name := range want {
			if !strings.Contains(names[number], name) {
				t.Errorf("%s %s is %q, want %q", country, number, names[number], name)
			}
		}
	}
	for _, country := range []string{"DE", "", "../be", "B*"} {
		if _, err := UsualChart(country); core.CodeOf(err) != core.CodeNotFound {
			t.Errorf("%q: %v", country, err)
		}
	}
}

func chartOf(t testing.TB, text string) (accounts, bad []string) {
	t.Helper()
	list, rows, err := ReadChart("chart.csv", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		accounts = append(accounts, strings.TrimSuffix(a.Number+"="+a.Name+"="+a.VATCode, "="))
	}
	for _, b := range rows {
		bad = append(bad, fmt.Sprint(b.Line, b.Column))
	}
	return accounts, bad
}

func TestReadChart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text          string
		accounts, bad []string
	}{
		{"number,name,vat code\n2,B,V21\n1,A,\n", []string{"1=A", "2=B=V21"}, nil},
		{"580000;Virements internes\n550000;Banque\n", []string{"550000=Banque", "580000=Virements internes"}, nil},
		{"Omschrijving;Rekening;Soort\nKas;1000;balans\n", []string{"1000=Kas"}, nil},
		{"CompteNum|CompteLib\r\n512000|\"Banque | BNP\"\r\n", []string{"512000=Banque | BNP"}, nil},
		{"Onbekend\tKop\n1000\tKas\n", []string{"1000=Kas"}, nil},
		{"1000,Kas\n1000,Kas\n2000,X\n2000,Y\n", []string{"1000=Kas"}, []string{"2number", "3number", "4number"}},
		{"1000,Kas\n,Leeg\n3000,\n4 000,Spatie\n5000\n\"6000,x\n7000,ja\n", []string{"1000=Kas", "7000=ja"}, []string{"2number", "3name", "4number", "5", "6"}},
		{"", nil, []string{"0"}}, {"number,name\n", nil, []string{"1"}}, {"<chart/>", nil, []string{"0"}},
	} {
		accounts, bad := chartOf(t, c.text)
		if !slices.Equal(accounts, c.accounts) || !slices.Equal(bad, c.bad) {
			t.Errorf("%q: %q bad %q, want %q bad %q", c.text, accounts, bad, c.accounts, c.bad)
		}
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		headings       string
		columns, fixed map[string]string
	}{
		{"Invoice No|Type|Customer|Invoice Date|Due Date|Currency|Amount Due|IBAN|VAT number|Payment reference",
			map[string]string{"number": "Invoice No", "kind": "Type", "party": "Customer", "date": "Invoice Date", "due": "Due Date", "currency": "Currency", "amount": "Amount Due", "party_iban": "IBAN", "party_vat": "VAT number", "reference": "Payment reference"}, nil},
		{"Factuurnummer|Leverancier|Factuurdatum|Vervaldatum|Bedrag excl. btw|Bedrag incl. btw|Gestructureerde mededeling",
			map[string]string{"number": "Factuurnummer", "party": "Leverancier", "date": "Factuurdatum", "due": "Vervaldatum", "amount": "Bedrag incl. btw", "reference": "Gestructureerde mededeling"}, map[string]string{"kind": "purchase", "currency": "EUR"}},
		{"N° de facture|Client|Date de facture|Date d'échéance|Montant HT|Montant TTC|Reste dû|Communication structurée",
			map[string]string{"number": "N° de facture", "party": "Client", "date": "Date de facture", "due": "Date d'échéance", "amount": "Montant TTC", "reference": "Communication structurée"}, map[string]string{"kind": "sale", "currency": "EUR"}},
		{"foo|bar", nil, map[string]string{"currency": "EUR"}},
		{"Klant|Leverancier", map[string]string{"party": "Klant"}, map[string]string{"currency": "EUR"}},
	} {
		m := Suggest(strings.Split(c.headings, "|"))
		if fmt.Sprint(m.Columns) != fmt.Sprint(c.columns) || fmt.Sprint(m.Fixed) != fmt.Sprint(c.fixed) {
			t.Errorf("%s:\n%v %v\nwant\n%v %v", c.headings, m.Columns, m.Fixed, c.columns, c.fixed)
		}
		if _, err := rulesOf(&m); err != nil {
			t.Error(err)
		}
	}
	if m := Suggest([]string{"Klant", "Type"}); m.Kinds["factuur"] != "sale" || m.Kinds["creditnota"] != "sale-credit" || m.Kinds["aankoop"] != "purchase" {
		t.Errorf("kinds: %v", m.Kinds)
	}
	// No heading may name two columns: the first in the list would always win.
	seen := map[string]string{}
	for _, field := range headingWords {
		for _, word := range field.words {
			if other := seen[word]; other != "" || foldHeading(word) != word {
				t.Errorf("%q of %s is also of %q, or not folded", word, field.column, other)
			}
			seen[word] = field.column
		}
	}
}
