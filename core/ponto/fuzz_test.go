package ponto

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"ferry/core"
)

// FuzzDecodePage: whatever comes, lines have ids, are as many as Next and Raw say of them, and errors are ours.
func FuzzDecodePage(f *testing.F) {
	for _, name := range []string{"transactions.json", "updated-transactions.json", "pendingTransactions.json", "accounts.json"} {
		f.Add(recorded(f, name))
	}
	f.Add(pageOf(2))
	f.Add([]byte(lineWith(`"amount":1e99,"executionDate":"0000-00-00","fee":"x","description":{}`)))
	of := TransactionsOf{Account: "a", Currency: "EUR", Zone: brussels(f)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		page, err := DecodePage(raw, of)
		if err != nil {
			if core.CodeOf(err) != core.CodeProtocol {
				t.Fatalf("%v (%T)", err, err)
			}
			return
		}
		if string(page.Raw) != string(raw) {
			t.Fatal("the raw page changed")
		}
		for _, line := range page.Lines {
			if line.ID == "" || line.Account != "a" || line.AmountText != "" && line.Amount.Minor != 0 {
				t.Fatalf("%+v", line)
			}
			if !utf8.ValidString(line.Description) {
				t.Fatalf("%q", line.Description)
			}
		}
	})
}

// FuzzScanPage: what the fast reader accepts it reads as the general decoder does.
func FuzzScanPage(f *testing.F) {
	for _, name := range []string{"transactions.json", "updated-transactions.json", "pendingTransactions.json", "accounts.json"} {
		f.Add(recorded(f, name))
	}
	f.Add(pageOf(2))
	for _, text := range []string{
		`{"data":[]}`, `{"data":null}`, `{"data":[],"data":[]}`, `{"data":[{"id":"a","attributes":{"amount":-0.10e+1,"fee":"2"}}]} `,
		`{"data":[{"id":"a","id":null,"attributes":{"description":"é\u00e9\n","amount":00}}],"links":{"next":7}}`,
		`{"data":[{"attributes":{"currency":"E"},"attributes":{"digest":"d"},"x":[{},[],true,false,null,1]}]}`,
		"{\"data\":[{\"id\":\"\xff\"}],\"m\\u0065ta\":{}}", `{"data":[{"id":"\ud800"}]}`, `{"data":[{"id":1}],"meta":{"paging":{"after":"x"}}}x`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, _, ok := scanPage(raw); !ok {
			return
		}
		fast, err := decodeLines(raw)
		if err != nil {
			t.Fatalf("the general decoder refuses it: %v", err)
		}
		slow, err := decode[document[[]lineResource]](raw)
		if err != nil || !reflect.DeepEqual(fast, slow) {
			t.Fatalf("read as\n%+v\nand should be\n%+v\n%v", fast, slow, err)
		}
	})
}

// FuzzDecodeError: any body and any header become an error of ours with words, without control characters.
func FuzzDecodeError(f *testing.F) {
	f.Add(400, `{"errors":[{"code":"accountRecentlySynchronized","detail":"d","meta":{"requestId":"r"},"source":{"pointer":"/p"}}]}`, "17")
	f.Add(401, `{"error":"invalid_client","error_description":"d","error_hint":"h"}`, "")
	f.Add(500, `<html>`, "Sun, 22 Nov 2026 12:00:30 GMT")
	f.Add(429, `{"errors":[]}`, "-1")
	f.Add(302, `{"errors":[{"meta":[]}]}`, "99999999999999999999")
	c := &Client{auth: &authenticator{kind: core.PontoConnect}}
	c.cfg.Now = func() time.Time { return noon }
	f.Fuzz(func(t *testing.T, status int, body, wait string) {
		if status < 300 || status > 999 {
			return
		}
		header := http.Header{"Retry-After": {wait}}
		for _, secretive := range []bool{false, true} {
			r := refusalIn(status, header, []byte(body), secretive)
			e := c.refused("test", r, header)
			if e.Code == "" || e.Code == core.CodeOK || e.Msg == "" || e.RetryAfter < 0 || e.RetryAfter > longestAsked {
				t.Fatalf("%#v", e)
			}
			if text := e.Error() + r.Error(); strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) || !utf8.ValidString(text) {
				t.Fatalf("%q", text)
			}
		}
	})
}
