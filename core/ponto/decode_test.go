package ponto

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ferry/core"
)

func brussels(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestDays(t *testing.T) {
	t.Parallel()
	zone := brussels(t)
	for text, want := range map[string]string{
		"2026-03-10T00:00:00.000Z":      "2026-03-10",
		"2026-03-10T00:00:00Z":          "2026-03-10",
		"2026-03-09T23:00:00.000Z":      "2026-03-10", // local midnight in winter
		"2026-07-09T22:00:00.000Z":      "2026-07-10", // and in summer
		"2026-03-10T23:30:00.1Z":        "2026-03-11",
		"2026-03-10T00:00:00+01:00":     "2026-03-10",
		"2026-03-10T00:00:00.000+0100":  "2026-03-10",
		"2026-03-10T20:00:00-05:00":     "2026-03-11",
		"2026-03-10":                    "2026-03-10",
		"2026-03-10T23:59:59":           "2026-03-10", // names no offset: the day is the one written
		"2026-03-10 23:59:59":           "2026-03-10",
		"":                              "",
		"yesterday":                     "",
		"2026-13-45T00:00:00Z":          "",
		"2026-03-10T00:00:00.000Z\x00x": "",
	} {
		if got := day(text, zone).String(); got != want {
			t.Errorf("day(%q) = %q, want %q", text, got, want)
		}
	}
}

// lineWith is a page of one line with the given attributes.
func lineWith(attributes string) string {
	return `{"data":[{"type":"transaction","id":"t1","attributes":{` + attributes + `}}],"meta":{},"links":{}}`
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ attributes, amount, text string }{
		{`"amount":-84.4,"currency":"EUR"`, "-84.40", ""},
		{`"amount":1204,"currency":"EUR"`, "1204.00", ""},
		{`"amount":"1.5","currency":"EUR"`, "1.50", ""},
		{`"amount":1.5E2,"currency":"EUR"`, "150.00", ""},
		{`"amount":0.10000,"currency":"EUR"`, "0.10", ""},
		{`"amount":90071992547409.93,"currency":"EUR"`, "90071992547409.93", ""}, // a float64 loses this cent
		{`"amount":1.005,"currency":"EUR"`, "0.00", "1.005"},
		{`"amount":1.005,"currency":"TND"`, "1.005", ""},
		{`"amount":12,"currency":"JPY"`, "12", ""},
		{`"amount":12.5,"currency":"JPY"`, "0", "12.5"},
		{`"amount":1e999999999,"currency":"EUR"`, "0.00", "1e999999999"},
		{`"amount":99999999999999999999,"currency":"EUR"`, "0.00", "99999999999999999999"},
		{`"amount":7`, "7.00", ""}, // the account's currency
		{`"amount":null,"currency":"EUR"`, "0.00", "null"},
		{`"currency":"EUR"`, "0.00", "null"},
		{`"amount":{"value":1},"currency":"EUR"`, "0.00", `{"value":1}`},
	} {
		page, err := DecodePage([]byte(lineWith(c.attributes)), TransactionsOf{Currency: "USD"})
		if err != nil {
			t.Errorf("%s: %v", c.attributes, err)
			continue
		}
		line := page.Lines[0]
		if line.Amount.String() != c.amount || line.AmountText != c.text {
			t.Errorf("%s: %s, raw %q", c.attributes, line.Amount, line.AmountText)
		}
		if line.Amount.Currency == "" {
			t.Errorf("%s: no currency", c.attributes)
		}
	}
	page, err := DecodePage([]byte(lineWith(`"amount":1,"currency":"EUR","fee":0.123`)), TransactionsOf{})
	if err != nil || page.Lines[0].Fee != (core.Amount{}) {
		t.Errorf("a fee that is no amount: %v, %v", page.Lines, err)
	}
}

// TestTolerance: what a bank may get wrong without its page being lost.
func TestTolerance(t *testing.T) {
	t.Parallel()
	page, err := DecodePage([]byte(lineWith(
		`"amount":1,"currency":"EUR","counterpartName":null,"description":12.5,"remittanceInformation":["a"],"mandateId":true,`+
			`"newAttribute":{"deep":[1,2]},"digest":"d1","digest":"d2","creditorId":"caf`+"\xff"+`"`)), TransactionsOf{})
	if err != nil {
		t.Fatal(err)
	}
	line := page.Lines[0]
	if line.CounterpartName != "" || line.Description != "12.5" || line.Remittance != `["a"]` || line.MandateID != "true" ||
		line.Digest != "d2" || line.CreditorID != "caf\uFFFD" || line.Amount.String() != "1.00" {
		t.Errorf("%+v", line)
	}
	doc, err := decode[resource[institutionAttributes]]([]byte(
		`{"id":"i","attributes":{"name":"B","deprecated":"true","expectedAuthorizationLifetime":"90.0","pendingTransactionsAvailable":1,"logoUrl":"l"}}`))
	if err != nil {
		t.Fatal(err)
	}
	got, err := institution(doc)
	if err != nil || !got.Deprecated || got.LifetimeDays != 90 || got.Pending {
		t.Errorf("%+v, %v", got, err)
	}
	acc, err := decode[resource[accountAttributes]]([]byte(`{"id":"a","attributes":null,"meta":null,"relationships":null}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := account(acc); err != nil || got.BalanceKnown || got.ReadOnly {
		t.Errorf("%+v, %v", got, err)
	}
	acc, err = decode[resource[accountAttributes]]([]byte(`{"id":"a","attributes":{"currency":"EUR","currentBalance":"12.30"},"meta":{"availability":"readonly",
		"latestSynchronization":{"id":"s","attributes":{"status":"error","customerOnline":"true","errors":[{"code":"authorizationInvalid","detail":"d",
		"meta":{"financialInstitutionResponse":{"statusCode":401,"body":"<html>"}}}]}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := account(acc); err != nil || !got.ReadOnly || got.CurrentBalance.String() != "12.30" || got.LatestSync.Code != "authorizationInvalid" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestBadPages(t *testing.T) {
	t.Parallel()
	for name, raw := range map[string]string{
		"nothing":       ``,
		"html":          `<html><body>gateway</body></html>`,
		"no data":       `{"meta":{}}`,
		"null data":     `{"data":null}`,
		"not a list":    `{"data":{"id":"x"}}`,
		"without an id": `{"data":[{"type":"transaction","attributes":{"amount":1}}]}`,
		"null line":     `{"data":[null]}`,
		"cut":           `{"data":[{"id":"x","attributes":{"amount":1`,
		"deep":          `{"data":[],"x":` + strings.Repeat(`[`, 200_000) + strings.Repeat(`]`, 200_000) + `}`,
		"no cursor":     `{"data":[],"links":{"next":"https://api.ibanity.com/x"}}`,
		"bad link":      `{"data":[],"links":{"next":"http://[::1"}}`,
	} {
		if _, err := DecodePage([]byte(raw), TransactionsOf{}); core.CodeOf(err) != core.CodeProtocol {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := DecodeTransaction([]byte(`{"type":"transaction"}`), TransactionsOf{}); core.CodeOf(err) != core.CodeProtocol {
		t.Error(err)
	}
}

// pageOf is a page such as the API sends, with lines that have everything.
func pageOf(lines int) []byte {
	var b strings.Builder
	b.WriteString(`{"data":[`)
	for i := range lines {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"transaction","id":"a4a47c21-b606-464f-ae17-%012d","attributes":{"valueDate":"2020-06-19T00:00:00.000Z",
"remittanceInformationType":"unstructured","remittanceInformation":"Invoice %d of your order","purposeCode":"CASH","proprietaryBankTransactionCode":"63058",
"mandateId":null,"internalReference":"ae7976b0-78b7-492f-99d2-%012d","executionDate":"2020-06-19T22:00:00.000Z","endToEndId":"a965fa0788c241f3b13df3fbda744a07",
"digest":"2acc87e558b508f7b4bd21829adee7aaace14eedde2b65ec8459201ea7a76050","description":"Wire transfer","currency":"EUR","creditorId":null,
"counterpartReference":"BE62467153327786","counterpartName":"Rice Ltd %d","bankTransactionCode":"PMNT-IRCT-ESCT","amount":%d.76,"additionalInformation":null,
"cardReferenceType":null,"cardReference":null,"fee":null,"createdAt":"2020-06-20T06:00:00.000Z","updatedAt":"2020-06-20T06:00:00.000Z"},
"relationships":{"account":{"links":{"related":"https://api.ibanity.com/ponto-connect/accounts/8804e34f-12b0-4b70-86bf-265f013ca232"},
"data":{"type":"account","id":"8804e34f-12b0-4b70-86bf-265f013ca232"}}}}`, i, i, i, i, i)
	}
	b.WriteString(`],"links":{"next":"https://api.ibanity.com/ponto-connect/x?page[after]=c"},"meta":{"paging":{"limit":100,"after":"c"}}}`)
	return []byte(b.String())
}

func BenchmarkDecodePage(b *testing.B) {
	raw := pageOf(100)
	of := TransactionsOf{Account: "a", Currency: "EUR", Zone: brussels(b)}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		page, err := DecodePage(raw, of)
		if err != nil || len(page.Lines) != 100 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/100, "ns/line")
}
