package ponto

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	json2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"ferry/core"
)

// MarshalJSONTo writes the number as it came, to compare what was read with what was sent.
func (n number) MarshalJSONTo(enc *jsontext.Encoder) error {
	if jsontext.Value(n).IsValid() {
		return enc.WriteValue(jsontext.Value(n))
	}
	return enc.WriteToken(jsontext.String(string(n)))
}

// anyAttributes keeps all attributes of a resource that Ferry has no use for.
type anyAttributes struct {
	Unknown jsontext.Value `json:",embed"`
}

func recorded(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "ibanity-java", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestRecordedAttributesAreKept reads every recorded answer into the types of this package and writes it again: no
// attribute may be missing or different.
func TestRecordedAttributesAreKept(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/ibanity-java/*.json")
	if err != nil || len(files) != 33 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	resources := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			raw := recorded(t, filepath.Base(file))
			var doc map[string]json.RawMessage
			if err := json.Unmarshal(raw, &doc); err != nil {
				t.Fatal(err)
			}
			var list []json.RawMessage
			if json.Unmarshal(doc["data"], &list) != nil {
				list = []json.RawMessage{doc["data"]}
			}
			if doc["data"] == nil {
				return // flat: TestRecordedFlatAnswers
			}
			for _, item := range list {
				resources++
				checkAttributes(t, item)
			}
		})
	}
	if resources < 30 {
		t.Errorf("only %d resources were looked at", resources)
	}
}

func checkAttributes(t *testing.T, item []byte) {
	t.Helper()
	var head struct {
		Type       string
		Attributes map[string]any
	}
	if err := json.Unmarshal(item, &head); err != nil {
		t.Fatal(err)
	}
	var again []byte
	switch head.Type {
	case "transaction", "pendingTransaction":
		again = rewrite[lineResource](t, item)
	case "account":
		again = rewrite[resource[accountAttributes]](t, item)
	case "financialInstitution":
		again = rewrite[resource[institutionAttributes]](t, item)
	case "synchronization":
		again = rewrite[resource[synchronizationAttributes]](t, item)
	default:
		again = rewrite[resource[anyAttributes]](t, item)
	}
	var got struct{ Attributes map[string]any }
	if err := json.Unmarshal(again, &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range head.Attributes {
		if want != nil && !reflect.DeepEqual(got.Attributes[name], want) {
			t.Errorf("%s.%s: %v became %v", head.Type, name, want, got.Attributes[name])
		}
	}
	for name, value := range got.Attributes {
		if _, sent := head.Attributes[name]; !sent && value != false && fmt.Sprint(value) != "[]" {
			t.Errorf("%s.%s: %v was never sent", head.Type, name, value)
		}
	}
}

func rewrite[T any](t *testing.T, item []byte) []byte {
	t.Helper()
	v, err := decode[T](item)
	if err != nil {
		t.Fatal(err)
	}
	again, err := json2.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// TestRecordedLinesReachTheLedger checks that each attribute of a recorded line stands in core.Transaction.
func TestRecordedLinesReachTheLedger(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"transactions.json", "updated-transactions.json", "pendingTransactions.json", "updatedPendingTransactions.json"} {
		raw := recorded(t, name)
		page, err := DecodePage(raw, TransactionsOf{Account: "a"})
		if err != nil || len(page.Lines) != 1 {
			t.Fatalf("%s: %v, %d lines", name, err, len(page.Lines))
		}
		var doc struct {
			Data []struct{ Attributes map[string]any }
		}
		if err := json.Unmarshal(raw, &doc); err != nil {
			t.Fatal(err)
		}
		line := page.Lines[0]
		have := []string{line.Amount.String(), line.Fee.String(), string(line.Amount.Currency)}
		v := reflect.ValueOf(line)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String {
				have = append(have, v.Field(i).String())
			}
		}
		for attribute, value := range doc.Data[0].Attributes {
			if !slices.Contains(have, fmt.Sprint(value)) {
				t.Errorf("%s: %s (%v) is not in the line", name, attribute, value)
			}
		}
		if wantPending := strings.Contains(strings.ToLower(name), "pending"); (line.State == core.Pending) != wantPending {
			t.Errorf("%s: state %v", name, line.State)
		}
		if page.SynchronizedAt.IsZero() {
			t.Errorf("%s: no synchronizedAt", name)
		}
	}
	page, _ := DecodePage(recorded(t, "transactions.json"), TransactionsOf{})
	if page.Next != "dbf7c5d4-0d55-449d-9661-1edc10bc36bd" || page.Latest.Status != "success" || page.Latest.Subtype != "accountTransactions" {
		t.Errorf("next %q, latest %+v", page.Next, page.Latest)
	}
	line, err := DecodeTransaction(recorded(t, "transaction.json"), TransactionsOf{Zone: time.UTC})
	if err != nil || line.Amount.String() != "2.76" || line.BookingDate.String() != "2020-06-19" {
		t.Errorf("%+v, %v", line, err)
	}
}

func TestRecordedAccount(t *testing.T) {
	t.Parallel()
	doc, err := decode[document[resource[accountAttributes]]](recorded(t, "account.json"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := account(*doc.Data)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time {
		t, _ := time.Parse(time.RFC3339, s)
		return t
	}
	want := core.Account{
		ID: "8804e34f-12b0-4b70-86bf-265f013ca232", Institution: "953934eb-229a-4fd2-8675-07794078cc7d", Subtype: "checking",
		Reference: "BE53586671384412", ReferenceType: "IBAN", InternalReference: "99f0c729-c51a-4b4c-a4e4-abb8a52c1e12",
		Currency: "EUR", Holder: "Malvina Dibbert", Description: "Repellat voluptatem aut.", Product: "Current account",
		CurrentBalance: core.Amount{Minor: 638604, Currency: "EUR"}, AvailableBalance: core.Amount{Minor: 638604, Currency: "EUR"},
		BalanceKnown: true, BalanceDate: at("2020-06-20T00:00:00Z"), BalanceChanged: at("2020-09-17T12:30:23.467Z"),
		SynchronizedAt: at("2019-09-02T11:28:36.551Z"), AuthorizedAt: at("2020-07-15T12:01:44.166Z"), ExpiresAt: at("2020-10-13T12:01:44.166Z"),
		LatestSync: core.SyncResult{ID: "1b3e3011-d018-4785-bbba-9aa75ba14d45", Subtype: "accountDetails", Status: "success", Updated: at("2019-09-02T11:28:36.551Z")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	// What Ferry has no field for is kept, and is exactly this.
	var rest map[string]any
	if err := json.Unmarshal(doc.Data.Attributes.Unknown, &rest); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"currentBalanceChangedAt", "availableBalanceVariationObservedAt", "availableBalanceReferenceDate", "availableBalanceChangedAt"} {
		if rest[name] == nil {
			t.Errorf("%s was dropped", name)
		}
		delete(rest, name)
	}
	if len(rest) != 0 {
		t.Errorf("not taken: %v", rest)
	}
}

func TestRecordedFlatAnswers(t *testing.T) {
	t.Parallel()
	token, err := decode[tokenDocument](recorded(t, "create_access_token.json"))
	if err != nil || len(token.AccessToken) != 87 || len(token.RefreshToken) != 87 || token.life() != 1799*time.Second {
		t.Errorf("token: %v, %v", token.life(), err)
	}
	user, err := decode[userInfoDocument](recorded(t, "userinfo.json"))
	want := userInfoDocument{
		Sub: "6680437c-8ed8-425b-84b7-2c31e5ca625d", Name: "New documentation", Representative: "Awesome accountant",
		RepresentativeID: "6680437c-8ed8-425b-84b7-2c31e5ca628f", PaymentsActivated: true, OnboardingComplete: true,
	}
	if err != nil || user != want {
		t.Errorf("%+v, %v", user, err)
	}
}
