package exchange

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ferry/core"
)

func day(t testing.TB, text string) core.Date {
	t.Helper()
	d, err := core.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func eur(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }

// readFile reads a file of testdata.
func readFile(t testing.TB, name string, m *core.Mapping, ours Ours) Found {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	found, err := ReadItems(name, f, m, ours)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func read(t testing.TB, text string, m *core.Mapping) Found {
	t.Helper()
	found, err := ReadItems("items.csv", strings.NewReader(text), m, Ours{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantNoBad(t testing.TB, found Found) {
	t.Helper()
	for _, b := range found.Bad {
		t.Errorf("bad: %+v", b)
	}
	if found.Headings != nil {
		t.Errorf("headings %q are not known: %q wanted", found.Headings, found.Unmapped)
	}
}

func TestOwnTable(t *testing.T) {
	t.Parallel()
	found := readFile(t, "ferry.csv", nil, Ours{})
	wantNoBad(t, found)
	want := []core.OpenItem{
		{ID: "sale/2026-0001", Number: "2026-0001", Kind: core.Sale, Party: "Bakkerij De Smet BV", PartyIBAN: "BE68539007547034", PartyVAT: "BE0403170701", Date: day(t, "2026-10-01"), Due: day(t, "2026-10-31"), Amount: eur(120450), Reference: "+++090/9337/55493+++"},
		{ID: "sale-credit/2026-0002", Number: "2026-0002", Kind: core.SaleCredit, Party: "Bakkerij De Smet BV", PartyIBAN: "BE68539007547034", PartyVAT: "BE0403170701", Date: day(t, "2026-10-05"), Amount: eur(10450)},
		{ID: "purchase/vat:NL820098395B01/F-88@2026", Number: "F-88", Kind: core.Purchase, Party: `Café "De Ster"`, PartyIBAN: "NL57RABO0107307510", PartyVAT: "NL820098395B01", Date: day(t, "2026-10-07"), Due: day(t, "2026-11-06"), Amount: eur(7500), Reference: "RF18539007547034"},
		{ID: "purchase-credit/vat:FR732829320/9912@2026", Number: "9912", Kind: core.PurchaseCredit, Party: "Imprimerie Générale SARL", PartyVAT: "FR44732829320", Date: day(t, "2026-10-08"), Amount: eur(1200), Reference: "avoir 9912"},
		{ID: "purchase/name:tanaka kk/77@2026", Number: "77", Kind: core.Purchase, Party: "Tanaka KK", Date: day(t, "2026-10-09"), Amount: core.Amount{Minor: 15000, Currency: "JPY"}},
	}
	if !slices.Equal(found.Items, want) {
		t.Errorf("items\n%+v\nwant\n%+v", found.Items, want)
	}
}

// TestExports reads tables of other programs with the mapping that Suggest makes of their headings.
func TestExports(t *testing.T) {
	t.Parallel()
	first := readFile(t, "nl-export.csv", nil, Ours{})
	if len(first.Items) != 0 || len(first.Bad) != 0 || !slices.Equal(first.Unmapped, []string{"number", "kind", "party", "date", "amount"}) {
		t.Fatalf("without mapping: %+v", first)
	}
	if len(first.FirstRows) == 0 || !slices.Contains(first.Headings, "Klantnaam") {
		t.Fatalf("nothing to map: %q %q", first.Headings, first.FirstRows)
	}
	m := Suggest(first.Headings)
	found := readFile(t, "nl-export.csv", &m, Ours{})
	wantNoBad(t, found)
	var got []string
	for _, i := range found.Items {
		got = append(got, fmt.Sprint(i.ID, " ", i.Kind, " ", i.Party, " ", i.Date, " ", i.Due, " ", i.Amount, i.Amount.Currency, " ", i.Reference))
	}
	want := []string{
		"sale/202600417 sale Jansen Transport B.V. 2026-11-03 2026-11-17 1210.00EUR 5000056789012345",
		"sale/202600418 sale De Vries & Zonen 2026-11-04 2026-11-18 48.40EUR ",
		"sale-credit/202600419 sale-credit Jansen Transport B.V. 2026-11-05 2026-11-19 121.00EUR ",
		"sale/202600420 sale Smit Agro 2026-11-06 2026-11-20 2420.00EUR ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	var before []core.OpenItem
	for _, name := range []string{"fr-export-1252.txt", "fr-export-utf16.txt"} {
		m := Suggest(readFile(t, name, nil, Ours{}).Headings)
		found := readFile(t, name, &m, Ours{})
		wantNoBad(t, found)
		if len(found.Items) != 2 || found.Items[0].Party != "Établissements Durand" || found.Items[0].Kind != core.Purchase || found.Items[0].Amount != eur(120450) ||
			found.Items[1].Reference != "réf A-1042" || found.Items[1].PartyIBAN != "FR1420041010050500013M02606" {
			t.Errorf("%s: %+v", name, found.Items)
		}
		if before != nil && !slices.Equal(before, found.Items) {
			t.Errorf("the encoding changes the items: %+v, %+v", before, found.Items)
		}
		before = found.Items
	}
}

const head = "number,kind,party,date,amount,currency,due,party_iban,party_vat,reference\n"

// TestBadCells changes one cell of a good row and wants one bad row that names it.
func TestBadCells(t *testing.T) {
	t.Parallel()
	good := map[string]string{"number": "2026001", "kind": "sale", "party": "De Smet", "date": "2026-11-03", "amount": "10.50", "currency": "EUR"}
	for _, c := range []struct{ column, value, reason string }{
		{"number", "", "missing"}, {"number", " \u200b ", "missing"}, {"number", strings.Repeat("1", 65), "longer"},
		{"kind", "", "none of sale"}, {"kind", "factuur", "none of sale"},
		{"party", "", "missing"}, {"party", "-", "missing"}, {"party", strings.Repeat("a", 301), "longer"},
		{"date", "", "missing"}, {"date", "2026-02-29", "no such day"}, {"date", "03/04/26", "two digits"}, {"date", "46023", "not a day"},
		{"date", "31/31/2026", "no such day"}, {"date", "03/04-2026", "not a day"}, {"date", "0026-11-03", "year"}, {"date", "2026-11-03T12:00:00", "not a day"},
		{"due", "morgen", "not a day"},
		{"amount", "", "missing"}, {"amount", "0", "zero"}, {"amount", "0.00", "zero"}, {"amount", "abc", "not an amount"}, {"amount", "1.234", "decimal sign"}, {"amount", "'1,234'", "not an amount"},
		{"amount", "12.5051", "more decimals"}, {"amount", "1e3", "not an amount"}, {"amount", "12..5", "not an amount"}, {"amount", "1 23.50", "not an amount"},
		{"amount", "12.", "not an amount"}, {"amount", ".50", "not an amount"}, {"amount", "99999999999999999999", "too large"}, {"amount", "USD 12.50", "in USD"},
		{"amount", "£12.50", "in £"}, {"amount", "--5", "not an amount"}, {"amount", "(-5.00)", "not an amount"}, {"amount", "-5.00-", "not an amount"}, {"amount", "-(5.00)", "not an amount"}, {"amount", "12.50 DR", "not an amount"},
		{"amount", "1.234.56", "not an amount"}, {"amount", "0x10", "not an amount"}, {"amount", "٣", "not an amount"}, {"amount", "1.234.567,8.9", "not an amount"},
		{"currency", "", "missing"}, {"currency", "EURO", "no such currency"}, {"currency", "XYZ", "no such currency"}, {"currency", "D A", "no such currency"},
		{"party_iban", "BE68539007547035", "IBAN"}, {"party_iban", "123-456", "IBAN"}, {"party_vat", "NL123", "VAT"}, {"party_vat", "B1", "VAT"},
		{"reference", "+++090/9337/55494+++", "check digits"}, {"reference", "RF19539007547034", "check digits"}, {"reference", strings.Repeat("x", 141), "longer"},
	} {
		columns := strings.Split(strings.TrimSpace(head), ",")
		cells := make([]string, len(columns))
		for i, column := range columns {
			cells[i] = good[column]
			if column == c.column {
				cells[i] = c.value
			}
			cells[i] = `"` + strings.ReplaceAll(cells[i], `"`, `""`) + `"`
		}
		found := read(t, head+"\n2026000,sale,X,2026-11-01,7,EUR,,,,\n"+strings.Join(cells, ",")+"\n2026002,sale,Y,2026-11-02,8,EUR,,,,\n", nil)
		if len(found.Items) != 2 || len(found.Bad) != 1 {
			t.Errorf("%s %q: %d items, bad %+v", c.column, c.value, len(found.Items), found.Bad)
			continue
		}
		if b := found.Bad[0]; b.Line != 4 || b.Column != c.column || !strings.Contains(b.Reason, c.reason) || b.File != "items.csv" {
			t.Errorf("%s %q: %+v, want line 4 and %q", c.column, c.value, b, c.reason)
		}
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cell, currency string
		want           int64
	}{
		{"12", "EUR", 1200}, {"12.5", "EUR", 1250}, {"12,50", "EUR", 1250}, {"1.204,50", "EUR", 120450}, {"1,204.50", "EUR", 120450},
		{"1 204,50", "EUR", 120450}, {"1\u00a0204,50 €", "EUR", 120450}, {"1\u202f204.50", "EUR", 120450}, {"1'204.50", "EUR", 120450}, {"€ 1.204.567,00", "EUR", 120456700},
		{"1.204.567", "EUR", 120456700}, {"1,204,567", "EUR", 120456700}, {"0,500", "EUR", 50}, {"1234,500", "EUR", 123450}, {"EUR 12.50", "EUR", 1250},
		{"-12,50", "EUR", -1250}, {"12,50-", "EUR", -1250}, {"(12,50)", "EUR", -1250}, {"\u221212,50", "EUR", -1250}, {"- € 12,50", "EUR", -1250}, {"+12.50", "EUR", 1250},
		{"15000", "JPY", 15000}, {"15 000", "JPY", 15000}, {"1,5", "KWD", 1500}, {"12.0000", "EUR", 1200}, {"$5.25", "USD", 525}, {"-0.01", "EUR", -1},
	} {
		var n notation
		got, reason := n.amount(clean(c.cell), core.Currency(c.currency))
		if reason != "" || got.Minor != c.want {
			t.Errorf("%q: %d %q, want %d", c.cell, got.Minor, reason, c.want)
		}
	}
}

// TestDecimalSign: a figure that may be read in two ways is read as the others of the file prove, and not at all where they
// prove nothing, or both.
func TestDecimalSign(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		others  []string
		decimal string
		want    int64 // of 1.234 in BHD, which has three decimals; 0: refused
	}{
		{nil, "", 0}, {[]string{"5"}, "", 0}, {[]string{"2.345"}, "", 0},
		{[]string{"12,50"}, "", 1234000}, {[]string{"12.50"}, "", 1234}, {[]string{"12.50", "12,50"}, "", 0},
		{[]string{"1.000.000"}, "", 1234000}, {[]string{"1.000,5"}, "", 1234000}, {[]string{"7,5,1"}, "", 0}, {nil, ",", 1234000}, {nil, ".", 1234},
	} {
		text := "number;kind;party;date;amount;currency\n100001;sale;A;2026-11-01;1.234;BHD\n"
		for i, other := range c.others {
			text += fmt.Sprintf("20000%d;sale;A;2026-11-01;%s;BHD\n", i, other)
		}
		found := read(t, text, &core.Mapping{Decimal: c.decimal})
		got := int64(0)
		for _, item := range found.Items {
			if item.Number == "100001" {
				got = item.Amount.Minor
			}
		}
		if got != c.want {
			t.Errorf("beside %q, told %q: %d, want %d", c.others, c.decimal, got, c.want)
		}
	}
	if found := read(t, "number;kind;party;date;amount\n100001;sale;A;2026-11-01;12.50\n", &core.Mapping{Decimal: ","}); len(found.Items) != 0 || len(found.Bad) != 1 {
		t.Errorf("against the mapping: %+v", found)
	}
}

func TestDays(t *testing.T) {
	t.Parallel()
	want := day(t, "2026-03-09")
	for layout, cells := range map[string][]string{
		"":           {"2026-03-09", "2026/03/09", "09/03/2026", "9-3-2026", "09.03.2026", "20260309", "2026-03-09T00:00:00", "09/03/2026 00:00", "2026.3.9"},
		"dd/mm/yyyy": {"09/03/2026", "9/3/2026"}, "mm/dd/yyyy": {"03/09/2026"}, "dd-mm-yy": {"09-03-26"}, "ddmmyyyy": {"09032026"}, "d.m.yyyy": {"9.3.2026"}, "YYYYMMDD": {"20260309"},
	} {
		for _, cell := range cells {
			found := read(t, "number,kind,party,date,amount\n1,sale,A,"+cell+",5\n", &core.Mapping{Dates: layout})
			if len(found.Items) != 1 || found.Items[0].Date != want {
				t.Errorf("%q as %q: %+v %+v", cell, layout, found.Items, found.Bad)
			}
		}
	}
	// One date with the month first makes the others doubtful, but not those that read the same both ways or only one way.
	found := read(t, "number,kind,party,date,amount\n1,sale,A,03/09/2026,5\n2,sale,A,03/25/2026,5\n3,sale,A,25/03/2026,5\n4,sale,A,04/04/2026,5\n", nil)
	if len(found.Items) != 2 || len(found.Bad) != 2 || !strings.Contains(found.Bad[0].Reason, "month first") {
		t.Errorf("mixed: %+v %+v", found.Items, found.Bad)
	}
}

func TestMappingIsChecked(t *testing.T) {
	t.Parallel()
	for _, m := range []core.Mapping{
		{Columns: map[string]string{"total": "x"}}, {Fixed: map[string]string{"total": "x"}}, {Kinds: map[string]string{"x": "invoice"}}, {Decimal: "'"}, {Dates: "dd/mm"}, {Dates: "yyyy-yyyy"}, {Dates: "hello"}, {Separator: "::"},
	} {
		_, err := ReadItems("x.csv", strings.NewReader(head), &m, Ours{})
		if core.CodeOf(err) != core.CodeInvalid {
			t.Errorf("%+v: %v", m, err)
		}
	}
}

func TestMapping(t *testing.T) {
	t.Parallel()
	text := "Nr|Soort|Naam|Datum|Totaal|reference\nA1|Verkoop|X|2026-11-01|5,00|PO 7\nA2|Credit|X|2026-11-01|5,00|\n"
	m := core.Mapping{
		Columns: map[string]string{"number": "nr", "kind": "SOORT", "party": "naam", "date": " datum ", "amount": "Totaal", "reference": ""},
		Fixed:   map[string]string{"currency": "GBP"}, Kinds: map[string]string{"verkoop": "sale", "CREDIT": "sale-credit"},
	}
	found := read(t, text, &m)
	wantNoBad(t, found)
	if len(found.Items) != 2 || found.Items[0].Amount != (core.Amount{Minor: 500, Currency: "GBP"}) || found.Items[1].Kind != core.SaleCredit || found.Items[0].Reference != "" {
		t.Errorf("%+v", found.Items)
	}
	m.Columns["due"] = "Vervaldag"
	if found := read(t, text, &m); len(found.Items) != 0 || !slices.Equal(found.Unmapped, []string{"due"}) {
		t.Errorf("a heading that the mapping names and the file lacks: %+v", found)
	}
	if found := read(t, "number,number,kind,party,date,amount\n1,2,sale,A,2026-11-01,5\n", nil); len(found.Items) != 0 || len(found.Bad) != 1 || !strings.Contains(found.Bad[0].Reason, "twice") {
		t.Errorf("a heading twice: %+v", found)
	}
	if found := read(t, "number,kind,party,date,amount\n1,sale,A,2026-11-01,-5\n2,sale,A,2026-11-01,5\n3,purchase,B,2026-11-01,-5\n4,sale-credit,A,2026-11-01,-5\n", nil); len(found.Items) != 4 ||
		found.Note(0) != "a sale with a minus: taken as a sale-credit" || found.Note(1) != "" || found.Note(2) != "a purchase with a minus: taken as a purchase-credit" || found.Note(3) != "" {
		t.Errorf("%+v", found)
	}
	if found := read(t, "number,kind,party,date,amount\n1,Sale_Credit,A,2026-11-01,5\n2,purchase credit,A,2026-11-01,5\n", nil); len(found.Items) != 2 || found.Items[0].Kind != core.SaleCredit || found.Items[1].Kind != core.PurchaseCredit {
		t.Errorf("spelling of kinds: %+v", found)
	}
	// A fixed kind beats a column of the file, unless the mapping names that column: then it fills its empty cells.
	fixed := core.Mapping{Fixed: map[string]string{"kind": "purchase"}}
	if found := read(t, "number,kind,party,date,amount\n1,sale,A,2026-11-01,5\n", &fixed); len(found.Items) != 1 || found.Items[0].Kind != core.Purchase {
		t.Errorf("fixed: %+v", found)
	}
	fixed.Columns = map[string]string{"kind": "kind"}
	if found := read(t, "number,kind,party,date,amount\n1,sale,A,2026-11-01,5\n2,,A,2026-11-01,5\n", &fixed); len(found.Items) != 2 || found.Items[0].Kind != core.Sale || found.Items[1].Kind != core.Purchase {
		t.Errorf("fixed and named: %+v", found)
	}
}

func TestHeadingsAreTolerant(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		" Number ; KIND;Party;Party IBAN;Date;Amount\n1;sale;A;;2026-11-01;5\n", "sep=;\r\nnumber;kind;party;date;amount\r\n1; SALE ;A;2026-11-01;5\r\n",
		"\uFEFFamount\tdate\tparty\tkind\tnumber\textra\n5\t2026-11-01\tA\tsale\t1\tx\n", "number,kind,party,date,amount,,\r1,sale,A,2026-11-01,5,,\r\r",
		"Report\n\nnumber|kind|party|date|amount\n1|sale|A|2026-11-01|5", "number,kind,party,date,amount,reference\n1,sale,A,2026-11-01,5\n",
	} {
		found := read(t, text, nil)
		wantNoBad(t, found)
		if len(found.Items) != 1 || found.Items[0].Number != "1" || found.Items[0].Amount != eur(500) {
			t.Errorf("%q: %+v", text, found.Items)
		}
	}
}

func TestRefusedFiles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "empty", " \n ": "empty", "PK\x03\x04...": "spreadsheet", "%PDF-1.7": "PDF", "\xD0\xCF\x11\xE0": "Excel", "number,kind\x00": "not a text file",
	} {
		if found := read(t, text, nil); len(found.Bad) != 1 || !strings.Contains(found.Bad[0].Reason, want) {
			t.Errorf("%q: %+v", text, found.Bad)
		}
	}
	if found := read(t, strings.Repeat("a,b\n", maxTable/4+1), nil); len(found.Bad) != 1 || !strings.Contains(found.Bad[0].Reason, "larger") {
		t.Errorf("large: %d bad", len(found.Bad))
	}
	_, err := ReadItems("x.csv", strings.NewReader("number,kind,party,date,amount\n"+strings.Repeat("1,x,x,x,x\n", maxBad)), nil, Ours{})
	if core.CodeOf(err) != core.CodeInvalid || !errors.Is(err, errHopeless) {
		t.Errorf("hopeless: %v", err)
	}
}
