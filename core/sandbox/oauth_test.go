package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ferry/core/sandbox"
)

func TestClientCredentials(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	in := url.Values{"client_id": {b.at.ClientID}, "client_secret": {b.at.ClientSecret}}.Encode()
	token := b.at.API + "/oauth2/token"
	for name, a := range map[string]answer{
		"body":  b.do(http.MethodPost, token, "", "grant_type=client_credentials&"+in),
		"query": b.do(http.MethodPost, token+"?grant_type=client_credentials&"+in, "", nil),
		"mixed": b.do(http.MethodPost, token+"?grant_type=client_credentials", "", in),
	} {
		p := a.tokens(t)
		if a.status != http.StatusOK || p.Expires != 1799 || p.Type != "bearer" || p.Scope != "ai" || p.Refresh != "" || len(p.Access) != 87 {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		b.get(b.at.API+"/accounts", p.Access)
	}
	if a := b.do(http.MethodPost, token, "", "grant_type=client_credentials&client_id="+b.at.ClientID+"&client_secret=wrong"); a.status != 401 || a.tokens(t).Error != "invalid_client" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := b.do(http.MethodPost, token, "", "grant_type=password&"+in); a.status != 400 || a.tokens(t).Error != "unsupported_grant_type" {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, r := range b.server.Requests() {
		if strings.Contains(r.Query, "secret") {
			t.Errorf("the log holds a secret: %+v", r)
		}
	}
}

func TestTokensExpireOnTheVirtualClock(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	b.control("/clock", map[string]any{"advance": "29m59s"}, nil)
	b.get(b.at.API+"/accounts", token)
	b.control("/clock", map[string]any{"advance": "1s"}, nil)
	a := b.do(http.MethodGet, b.at.API+"/accounts", token, nil)
	if code := b.refused(a, http.StatusUnauthorized); code != "credentialsInvalid" {
		t.Error(code)
	}
	b.control("/codes", map[string]any{"oldCodes": true}, nil)
	if code := b.refused(b.do(http.MethodGet, b.at.API+"/accounts", token, nil), 401); code != "authorizationCodeInvalid" {
		t.Error(code)
	}
	if code := b.refused(b.do(http.MethodGet, b.at.Connect+"/accounts", token, nil), 401); code != "invalidAccessToken" {
		t.Error(code)
	}
	date, err := http.ParseTime(a.header.Get("Date"))
	if now := b.server.World().Now(); err != nil || now.Sub(date) >= time.Second || date.After(now) {
		t.Errorf("Date %v, virtual clock %v, %v", date, now, err)
	}
}

func TestCodeIsForOneUseWithItsVerifier(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	bank := string(b.server.World().Connectable("BE")[0].ID)
	redeem := func(code, verifier, redirect string) answer {
		return b.exchange(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier}})
	}
	back := b.consent(bank, nil)
	if back.Get("state") != "a state" || back.Get("from") != "test" {
		t.Errorf("redirect %v", back)
	}
	good := redeem(back.Get("code"), verifier, redirect)
	p := good.tokens(t)
	if good.status != 200 || p.Refresh == "" || p.Scope != "offline_access ai name" {
		t.Fatalf("%d %s", good.status, good.body)
	}
	for name, a := range map[string]answer{
		"used":           redeem(back.Get("code"), verifier, redirect),
		"wrong verifier": redeem(b.consent(bank, nil).Get("code"), verifier+"x", redirect),
		"no verifier":    redeem(b.consent(bank, nil).Get("code"), "", redirect),
		"other redirect": redeem(b.consent(bank, nil).Get("code"), verifier, "http://127.0.0.1:9/other"),
		"invented":       redeem("code", verifier, redirect),
	} {
		if a.status != 400 || a.tokens(t).Error != "invalid_grant" {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	var info map[string]any
	if err := json.Unmarshal(b.do(http.MethodGet, b.at.Connect+"/userinfo", p.Access, nil).body, &info); err != nil {
		t.Fatal(err)
	}
	if o := b.server.World().ConnectOrganization(); info["sub"] != o.ID || info["name"] != o.Name || info["onboardingComplete"] != true {
		t.Errorf("userinfo %v", info)
	}
}

func TestRefreshRotatesAndRevokeEnds(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	p := b.connected()
	refresh := func(token string) answer {
		return b.exchange(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
	}
	next := refresh(p.Refresh)
	q := next.tokens(t)
	if next.status != 200 || q.Refresh == "" || q.Refresh == p.Refresh {
		t.Fatalf("%d %s", next.status, next.body)
	}
	if a := refresh(p.Refresh); a.status != 400 || a.tokens(t).Error != "invalid_grant" {
		t.Errorf("the old token: %d %s", a.status, a.body)
	}
	if n := len(b.get(b.at.Connect+"/accounts", q.Access).items(t)); n == 0 {
		t.Error("no accounts")
	}
	secret := url.Values{"token": {q.Refresh}, "client_id": {b.at.ConnectClient.ClientID}, "client_secret": {b.at.ConnectClient.ClientSecret}}
	if a := b.do(http.MethodPost, b.at.Connect+"/oauth2/revoke", "", secret.Encode()); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if code := b.refused(b.do(http.MethodGet, b.at.Connect+"/accounts", q.Access, nil), 401); code != "invalidAccessToken" {
		t.Error(code)
	}
	if a := refresh(q.Refresh); a.status != 400 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestLostRefresh(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	p := b.connected()
	b.fault(map[string]any{"name": sandbox.FaultLostRefresh})
	body := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {p.Refresh},
		"client_id": {b.at.ConnectClient.ClientID}, "client_secret": {b.at.ConnectClient.ClientSecret}}.Encode()
	if a, err := b.try(http.MethodPost, b.at.Connect+"/oauth2/token", "", body); err == nil {
		t.Fatalf("an answer arrived: %d", a.status)
	}
	if a := b.do(http.MethodPost, b.at.Connect+"/oauth2/token", "", body); a.status != 400 || a.tokens(t).Error != "invalid_grant" {
		t.Errorf("the refresh did not happen: %d %s", a.status, a.body)
	}
}

func TestAuthorizationPageRefusesBadRequests(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	good := url.Values{"client_id": {b.at.ConnectClient.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"},
		"scope": {"ai"}, "state": {"s"}, "code_challenge": {challenge(verifier)}, "code_challenge_method": {"S256"}}
	for _, c := range []struct{ name, value, want string }{
		{"response_type", "token", "unsupported_response_type"},
		{"code_challenge_method", "plain", "invalid_request"},
		{"code_challenge", "", "invalid_request"},
		{"scope", "pi", "invalid_scope"},
		{"scope", "ai root", "invalid_scope"},
		{"client_id", "unknown", ""},
		{"redirect_uri", "https://elsewhere.example/callback", ""},
		{"redirect_uri", "http://127.0.0.1@elsewhere.example/", ""},
	} {
		q := url.Values{}
		for name, values := range good {
			q[name] = values
		}
		q.Set(c.name, c.value)
		a := b.do(http.MethodGet, b.at.Authorization+"?"+q.Encode(), "", nil)
		if c.want == "" {
			if a.status != http.StatusBadRequest || a.header.Get("Location") != "" {
				t.Errorf("%s=%s: %d %s", c.name, c.value, a.status, a.header.Get("Location"))
			}
			continue
		}
		to, err := url.Parse(a.header.Get("Location"))
		if err != nil || a.status != http.StatusSeeOther || to.Query().Get("error") != c.want || to.Query().Get("state") != "s" || to.Host != "127.0.0.1:9" {
			t.Errorf("%s=%s: %d %v", c.name, c.value, a.status, to)
		}
	}
}
