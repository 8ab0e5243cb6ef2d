package sandbox

import (
	"encoding/json"
	"math"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The hand-written JSON says what encoding/json reads back, whatever the bank's texts hold.
func TestWriterAgreesWithEncodingJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "text")
		currency := rapid.SampledFrom([]core.Currency{"EUR", "JPY", "TND", "CLF"}).Draw(t, "currency")
		amount := core.Amount{Minor: rapid.Int64Min(-math.MaxInt64).Draw(t, "minor"), Currency: currency}
		at := time.UnixMilli(rapid.Int64Range(0, 4e12).Draw(t, "at"))
		line := world.Content{Amount: amount, ExecutionDate: at, Remittance: text, Fee: core.Amount{Minor: 5, Currency: "EUR"}}
		j := jsonWriter{b: []byte("{"), omitNulls: rapid.Bool().Draw(t, "omit")}
		writeContent(&j, line)
		j.end()
		var got struct {
			Amount        json.Number
			ExecutionDate string
			Remittance    *string `json:"remittanceInformation"`
		}
		if err := json.Unmarshal(j.b, &got); err != nil {
			t.Fatalf("%v in %q", err, j.b)
		}
		if back, err := core.ParseAmount(got.Amount.String(), currency); err != nil || back != amount {
			t.Fatalf("%s became %s (%v)", amount, got.Amount, err)
		}
		if got.ExecutionDate != at.UTC().Format("2006-01-02T15:04:05.000Z") {
			t.Fatalf("%s is not %s", got.ExecutionDate, at.UTC())
		}
		standard, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		var want string
		if err := json.Unmarshal(standard, &want); err != nil {
			t.Fatal(err)
		}
		if (text == "" && got.Remittance != nil) || (text != "" && *got.Remittance != want) {
			t.Fatalf("%q became %v", text, got.Remittance)
		}
	})
}

func TestAppendAmount(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]core.Amount{
		"-84.4": {Minor: -8440, Currency: "EUR"}, "12": {Minor: 1200, Currency: "EUR"}, "0.05": {Minor: 5, Currency: "EUR"},
		"-0.005": {Minor: -5, Currency: "TND"}, "0": {Currency: "EUR"}, "1500": {Minor: 1500, Currency: "JPY"},
		"-92233720368547758.08": {Minor: math.MinInt64, Currency: "EUR"},
	} {
		if got := string(appendAmount(nil, a)); got != want {
			t.Errorf("%s instead of %s", got, want)
		}
	}
}

// A page of a hundred lines, everything between the request and the written answer, without the network.
func BenchmarkPage(b *testing.B) {
	s, err := New(Options{Seed: 1, Transactions: 100_000})
	if err != nil {
		b.Fatal(err)
	}
	full := s.world.FullIntegration()
	token := s.tokens.issue(grant{door: core.CustomIntegration, client: full.ClientID, integration: full.ID, scope: "ai"}, s.world.Now())
	a := s.world.Accounts(full.ID)[0]
	page, err := s.world.Transactions(a.ID, world.Query{Limit: 100, LimitGiven: true})
	if err != nil {
		b.Fatal(err)
	}
	serve := func(b *testing.B) {
		r := httptest.NewRequestWithContext(b.Context(), "GET", "/accounts/"+string(a.ID)+"/transactions?page[limit]=100&page[after]="+page.After, nil)
		r.Header.Set("Authorization", "Bearer "+token.Access)
		b.ReportAllocs()
		for b.Loop() {
			w := httptest.NewRecorder()
			w.Body = nil
			s.ServeHTTP(w, r)
			if w.Code != 200 {
				b.Fatal(w.Code)
			}
		}
	}
	b.Run("served", serve)
	b.Run("written", func(b *testing.B) {
		c := &call{Server: s, base: "http://127.0.0.1:4001"}
		write := c.lineWriter(bookedType, a)
		b.ReportAllocs()
		for b.Loop() {
			j := c.writer()
			for _, l := range page.Items {
				j.beginItem()
				write(j, l)
				j.end()
			}
			c.buffers.Put(j)
		}
	})
}

func TestLogIsARing(t *testing.T) {
	t.Parallel()
	var l requestLog
	for i := range logSize + 5 {
		l.add(Request{Status: i})
	}
	all := l.all()
	if len(all) != logSize || all[0].Status != 5 || all[logSize-1].Status != logSize+4 {
		t.Errorf("%d entries from %d to %d", len(all), all[0].Status, all[len(all)-1].Status)
	}
}

func TestShelfForgetsTheOldest(t *testing.T) {
	t.Parallel()
	s := newShelf[int](2)
	for i, id := range strings.Fields("a b a c") {
		s.put(id, i)
	}
	if _, ok := s.get("a"); ok || len(s.items) != 2 || len(s.order) != 2 {
		t.Errorf("%+v", s)
	}
}
