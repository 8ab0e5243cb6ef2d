package ponto

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ferry/core"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for address, ok := range map[string]bool{
		"https://api.myponto.com":               true,
		"https://api.ibanity.com/ponto-connect": true,
		"https://api.ibanity.com/":              true,
		"http://127.0.0.1:4001":                 true,
		"http://127.8.9.1":                      true,
		"http://[::1]:4001/ponto-connect":       true,
		"http://localhost:4001":                 true,
		"http://api.myponto.com":                false,
		"http://127.0.0.1.evil.example":         false,
		"http://localhost.evil.example":         false,
		"http://10.0.0.1":                       false,
		"ftp://127.0.0.1":                       false,
		"api.myponto.com":                       false,
		"":                                      false,
		"https://":                              false,
		"https://user:pass@api.myponto.com":     false,
		"https://api.myponto.com?x=1":           false,
		"https://api.myponto.com#x":             false,
	} {
		_, err := New(Config{API: address, Auth: ClientCredentials(address, withToken()), Now: time.Now})
		if (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
		if !ok {
			wantError(t, err, core.CodeInvalid)
		}
	}
	_, err := New(Config{API: "https://api.myponto.com", Auth: ClientCredentials("https://evil.example", withToken()), Now: time.Now})
	wantError(t, err, core.CodeInvalid)
	_, err = New(Config{API: "https://api.myponto.com", Now: time.Now})
	wantError(t, err, core.CodeInternal)
}

func TestCursors(t *testing.T) {
	t.Parallel()
	base, err := checkedAddress("https://api.ibanity.com/ponto-connect")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ next, after, want string }{
		{"", "", ""},
		{"", "b", "b"},
		{"https://api.ibanity.com/ponto-connect/accounts?after=a&limit=1", "", "a"},
		{"https://api.ibanity.com/ponto-connect/accounts?page[after]=a&page[limit]=1", "", "a"},
		{"https://api.ibanity.com/ponto-connect/accounts?page%5Bafter%5D=a%2Fb", "", "a/b"},
		{"https://API.ibanity.com:443/x?after=a", "", "a"},
		{"/ponto-connect/accounts?after=a", "", "a"},
		{"https://api.ibanity.com/ponto-connect/accounts", "b", "b"},
		{"https://api.ibanity.com/ponto-connect/accounts", "", "error"},
		{"http://api.ibanity.com/x?after=a", "a", "error"},
		{"https://api.ibanity.com.evil.example/x?after=a", "a", "error"},
		{"https://api.ibanity.com@evil.example/x?after=a", "a", "error"},
		{"https://api.ibanity.com:444/x?after=a", "a", "error"},
		{"http://api.ibanity.com:443/x?after=a", "a", "error"},
		{"javascript:alert(1)", "a", "error"},
	} {
		got, err := cursorOf(c.next, c.after, base)
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%q, %q: %q, %v", c.next, c.after, got, err)
		}
	}
}

// TestRequests checks what is asked of the bank, call by call.
func TestRequests(t *testing.T) {
	t.Parallel()
	var asked []string
	answer := emptyList
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		line := r.Method + " " + r.URL.Path
		if r.URL.RawQuery != "" {
			line += "?" + strings.NewReplacer("%5B", "[", "%5D", "]").Replace(r.URL.RawQuery)
		}
		if len(body) > 0 {
			line += " " + string(body)
		}
		asked = append(asked, line)
		_, _ = io.WriteString(w, answer)
	})
	c := serve(t, core.PontoConnect, withToken(), h)
	ctx := t.Context()
	try := func(body, want string, call func() error) {
		t.Helper()
		answer, asked = body, nil
		if err := call(); err != nil {
			t.Errorf("%s: %v", want, err)
		}
		if got := strings.Join(asked, "\n"); got != want {
			t.Errorf("asked %s\nwant  %s", got, want)
		}
	}
	try(emptyList, "GET /financial-institutions?filter[country][eq]=BE&filter[name][contains]=kbc+%26+co&page[limit]=100", func() error {
		_, err := c.Institutions(ctx, InstitutionFilter{Name: "kbc & co", Country: "BE"})
		return err
	})
	try(`{"data":{"id":"i","attributes":{"name":"B","timeZone":"Europe/Paris","maintenanceType":"internal","maintenanceFrom":"2026-11-22T00:00:00Z"}}}`,
		"GET /financial-institutions/i", func() error {
			i, err := c.Institution(ctx, "i")
			if i.Name != "B" || i.Zone().String() != "Europe/Paris" || !i.InMaintenance(noon) {
				t.Errorf("%+v", i)
			}
			return err
		})
	try(`{"data":{"id":"acc","attributes":{"reference":"BE1"}}}`, "GET /accounts/acc", func() error { _, err := c.Account(ctx, "acc"); return err })
	try(`{"data":{"type":"account","id":"acc"}}`, "DELETE /accounts/acc", func() error { return c.DeleteAccount(ctx, "acc") })
	try(emptyList, "GET /accounts/acc/pending-transactions?page[limit]=100", func() error { _, err := c.PendingTransactions(ctx, anAccount, ""); return err })
	try(emptyList, "GET /synchronizations/s/updated-transactions?page[after]=c&page[limit]=100", func() error {
		_, err := c.UpdatedTransactions(ctx, anAccount, "s", "c")
		return err
	})
	try(`{"data":{"id":"s","attributes":{"status":"error","errors":[{"code":"authorizationExpired","detail":"d"}]}}}`, "GET /synchronizations/s", func() error {
		s, err := c.Synchronization(ctx, "s")
		wantError(t, SynchronizationError(s), core.CodeConsentExpired)
		return err
	})
	try(`{"data":{"id":"r","type":"reauthorizationRequest","links":{"redirect":"https://authorize.myponto.com/x"},"attributes":{"sandbox":false}}}`,
		`POST /accounts/acc/reauthorization-requests {"data":{"attributes":{"redirectUri":"http://127.0.0.1/cb"},"type":"reauthorizationRequest"}}`, func() error {
			link, err := c.Reauthorize(ctx, "acc", "http://127.0.0.1/cb")
			if link != "https://authorize.myponto.com/x" {
				t.Error(link)
			}
			return err
		})
	try(`{"sub":"o","name":"Org","onboardingComplete":true}`, "GET /userinfo", func() error {
		u, err := c.UserInfo(ctx)
		if u != (UserInfo{Organization: "o", Name: "Org", OnboardingComplete: true}) {
			t.Errorf("%+v", u)
		}
		return err
	})
	custom := serve(t, core.CustomIntegration, withToken(), h)
	try(`{"data":{"id":"o","attributes":{"name":"Org","onboardingComplete":true}}}`, "GET /me", func() error {
		u, err := custom.UserInfo(ctx)
		if u != (UserInfo{Organization: "o", Name: "Org", OnboardingComplete: true}) {
			t.Errorf("%+v", u)
		}
		return err
	})
	_, err := custom.Reauthorize(ctx, "acc", "x")
	wantError(t, err, core.CodeInvalid)
	answer = `{"data":{"id":"r","links":{"redirect":"javascript:alert(1)"}}}`
	_, err = c.Reauthorize(ctx, "acc", "x")
	wantError(t, err, core.CodeProtocol)
}

// TestIDs: an id can never change the path that is asked.
func TestIDs(t *testing.T) {
	t.Parallel()
	c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was asked") }))
	for _, id := range []string{"", ".", "..", "a/b", "a?b", "a#b", "a%2fb", "a b", "é", strings.Repeat("x", 300)} {
		_, err := c.Account(t.Context(), core.AccountID(id))
		wantError(t, err, core.CodeInvalid)
		wantError(t, c.DeleteAccount(t.Context(), core.AccountID(id)), core.CodeInvalid)
		_, err = c.Transactions(t.Context(), TransactionsOf{Account: core.AccountID(id)}, "")
		wantError(t, err, core.CodeInvalid)
		_, err = c.Synchronization(t.Context(), id)
		wantError(t, err, core.CodeInvalid)
		_, err = c.Institution(t.Context(), core.InstitutionID(id))
		wantError(t, err, core.CodeInvalid)
	}
	for _, ip := range []string{"", "home", "300.1.1.1"} {
		_, err := c.StartSynchronization(t.Context(), "acc", "accountDetails", ip)
		wantError(t, err, core.CodeInvalid)
	}
}

// TestAllPages walks three pages in both spellings of the link.
func TestAllPages(t *testing.T) {
	t.Parallel()
	c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := map[string]string{
			"":  `{"data":[{"id":"1","attributes":{}}],"links":{"next":"http://` + r.Host + `/accounts?after=1&limit=1"}}`,
			"1": `{"data":[{"id":"2","attributes":{}}],"links":{"next":"http://` + r.Host + `/accounts?page[after]=2"}}`,
			"2": `{"data":[{"id":"3","attributes":{}}],"links":{"next":null},"meta":{"paging":{"after":null}}}`,
		}
		_, _ = io.WriteString(w, page[r.URL.Query().Get("page[after]")])
	}))
	got, err := c.Accounts(t.Context())
	if err != nil || len(got) != 3 || got[2].ID != "3" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status   int
		body     string
		code     core.Code
		requests string
	}{
		{400, `{"errors":[{"code":"accountRecentlySynchronized","detail":"d","meta":{"requestId":"body-id"}}]}`, core.CodeTooSoon, "body-id"},
		{404, `{"errors":[{"code":"resourceNotFound","detail":"d","meta":{"resource":"account"}}]}`, core.CodeWithdrawn, ""},
		{404, `{"errors":[{"code":"resourceNotFound","detail":"d","meta":{"resource":"synchronization"}}]}`, core.CodeNotFound, ""},
		{404, `<html>not here</html>`, core.CodeNotFound, ""},
		{403, `{"errors":[{"code":"insufficientScope","detail":"d"}]}`, core.CodeAuth, ""},
		{400, `{"errors":[{"code":"authorizationExpired"}]}`, core.CodeConsentExpired, ""},
		{400, `{"errors":[{"code":"authorizationRevokedByUser"}]}`, core.CodeConsentNeeded, ""},
		{400, `{"errors":[{"code":"accountInMaintenance"}]}`, core.CodeMaintenance, ""},
		{400, `{"errors":[{"code":"invalidSynchronizationResource"}]}`, core.CodeWithdrawn, ""},
		{409, `{}`, core.CodeConflict, ""},
		{422, `{"errors":[{"code":"new","detail":"The colour\u001b[2J is wrong.","source":{"pointer":"/data"}}]}`, core.CodeInvalid, ""},
		{400, `{"errors":"no list"}`, core.CodeInvalid, ""},
		{400, `[1,2`, core.CodeInvalid, ""},
		{500, `{"errors":[{"code":"invalidCredentials"}]}`, core.CodeBankDown, ""},
		{503, ``, core.CodeBankDown, ""},
		{429, `{"errors":[{"code":"tooManyRequests"}]}`, core.CodeRateLimited, ""},
		{304, ``, core.CodeProtocol, ""},
	} {
		client := serve(t, core.PontoConnect, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		_, err := client.Account(t.Context(), "acc")
		e := wantError(t, err, c.code)
		if e.RequestID != c.requests {
			t.Errorf("%d %s: request id %q", c.status, c.body, e.RequestID)
		}
		if strings.Contains(err.Error(), "\x1b") || strings.Contains(e.Err.Error(), "\x1b") {
			t.Errorf("a control character in %q", err)
		}
	}
}

// TestTokenRefusals: OAuth's own shape, in the words of each door, and never the server's sentence.
func TestTokenRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		door core.Door
		code string
		say  words
	}{
		{core.CustomIntegration, "invalid_client", refusedCustom},
		{core.PontoConnect, "invalid_client", refusedClient},
		{core.PontoConnect, "invalid_grant", refusedConnect},
	} {
		v := withToken()
		v.secret.AccessExpires = noon
		client := serve(t, c.door, v, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(400)
			_, _ = io.WriteString(w, `{"error":"`+c.code+`","error_description":"you sent refresh-0 and top-secret"}`)
		}))
		_, err := client.Accounts(t.Context())
		if e := wantError(t, err, core.CodeAuth); e.Msg != c.say.msg || e.Hint != c.say.hint {
			t.Errorf("%s, %s: %+v", c.door, c.code, e)
		}
	}
}

func TestSynchronizationErrors(t *testing.T) {
	t.Parallel()
	if err := SynchronizationError(core.SyncResult{Status: "success"}); err != nil {
		t.Error(err)
	}
	for code, want := range map[string]core.Code{
		"authorizationInvalid":        core.CodeConsentNeeded,
		"authorizationExpired":        core.CodeConsentExpired,
		"authorizationCodeInvalid":    core.CodeConsentNeeded, // of the bank's authorization, not of our token
		"somethingNew":                core.CodeBankDown,
		"":                            core.CodeBankDown,
		"accountRecentlySynchronized": core.CodeTooSoon,
		"institutionInMaintenance":    core.CodeMaintenance,
	} {
		wantError(t, SynchronizationError(core.SyncResult{Status: "error", Code: code, Detail: "d"}), want)
	}
}
