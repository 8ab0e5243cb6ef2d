package ponto

import (
	"net/url"
	"testing"
	"time"

	"ferry/core"
)

// FuzzResources: whatever stands where accounts, institutions, synchronizations, tokens and people are expected, there is a
// value with an id or an error of ours.
func FuzzResources(f *testing.F) {
	for _, name := range []string{"accounts.json", "account.json", "financial_institutions.json", "synchronization.json",
		"userinfo.json", "create_access_token.json", "create_reauthorization_request.json"} {
		f.Add(recorded(f, name))
	}
	f.Add([]byte(`{"access_token":1,"refresh_token":null,"expires_in":"1799"}`))
	f.Add([]byte(`{"data":{"id":"a","attributes":{"currency":7,"currentBalance":"x","deprecated":"yes"},"meta":{"latestSynchronization":[]}}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if doc, err := decode[tokenDocument](raw); err == nil && (doc.life() <= 0 || doc.life() > 24*time.Hour) {
			t.Fatalf("a token lives %v", doc.life())
		}
		_, _ = decode[userInfoDocument](raw)
		checkAll(t, raw, account, func(a core.Account) string { return string(a.ID) })
		checkAll(t, raw, institution, func(i core.Institution) string { return string(i.ID) })
		checkAll(t, raw, synchronization, func(s core.SyncResult) string { return s.ID })
	})
}

func checkAll[A, T any](t *testing.T, raw []byte, convert func(resource[A]) (T, error), id func(T) string) {
	t.Helper()
	var all []resource[A]
	if doc, err := decode[document[[]resource[A]]](raw); err == nil && doc.Data != nil {
		all = *doc.Data
	}
	if doc, err := decode[document[resource[A]]](raw); err == nil && doc.Data != nil {
		all = append(all, *doc.Data)
	}
	for _, r := range all {
		got, err := convert(r)
		if err != nil && core.CodeOf(err) != core.CodeProtocol || err == nil && id(got) == "" {
			t.Fatalf("%+v, %v", got, err)
		}
	}
}

// FuzzCursor: whatever a link says, the next request goes to the same server, and a next page that cannot be asked for is
// an error, never the end.
func FuzzCursor(f *testing.F) {
	for _, next := range []string{
		"", "https://api.myponto.com/accounts?after=x", "/accounts?page[after]=x&page[limit]=100", "https://evil.example/accounts?after=x",
		"//evil.example/?after=x", "http://api.myponto.com/?after=x", "https://api.myponto.com:443/?after=x", "https://user@api.myponto.com/?after=x",
		"?after=", "javascript:alert(1)", "https://api.myponto.com\\@evil.example/?after=x", "%zz",
	} {
		f.Add(next, "")
		f.Add(next, "b4b2a3b4-0000-4000-8000-000000000000")
	}
	base, err := url.Parse("https://api.myponto.com")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next, after string) {
		cursor, err := cursorOf(next, after, base)
		if err != nil {
			if cursor != "" || core.CodeOf(err) != core.CodeProtocol {
				t.Fatalf("%q and %v", cursor, err)
			}
			return
		}
		if next != "" && cursor == "" {
			t.Fatalf("%q is taken for the end", next)
		}
		if link, err := url.Parse(next); next != "" && (err != nil || !sameServer(base.ResolveReference(link), base)) {
			t.Fatalf("%q leads elsewhere", next)
		}
		if asked := paging(url.Values{}, cursor); asked.Get("page[after]") != cursor {
			t.Fatalf("%q is asked for as %v", cursor, asked)
		}
	})
}
