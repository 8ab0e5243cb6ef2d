package ponto

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ferry/core"
)

// tokenServer is a bank that rotates refresh tokens and accepts only the newest access token.
type tokenServer struct {
	mu      sync.Mutex
	n       int // tokens given
	grants  []url.Values
	refuse  int // refuse this many resource requests
	reads   int
	asked   chan struct{} // told of each token request when barrier is set
	barrier chan struct{} // when set, the token endpoint waits for it
}

func (s *tokenServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/oauth2/token" {
		if s.barrier != nil {
			s.asked <- struct{}{}
			<-s.barrier
		}
		s.token(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	if s.refuse > 0 || r.Header.Get("Authorization") != "Bearer "+numbered("token", s.n) {
		s.refuse--
		problem(w, http.StatusUnauthorized, "invalidAccessToken", "Your access token is invalid.")
		return
	}
	_, _ = w.Write([]byte(emptyList))
}

func (s *tokenServer) token(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = r.ParseForm()
	s.grants = append(s.grants, r.PostForm)
	id, secret, _ := r.BasicAuth()
	refresh := r.PostForm.Get("grant_type") == "refresh_token"
	if id != "id" || secret != "top-secret" || refresh && r.PostForm.Get("refresh_token") != numbered("refresh", s.n) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant","error_description":"no such refresh-0 token-0 top-secret"}`))
		return
	}
	s.n++
	_, _ = w.Write([]byte(`{"access_token":"` + numbered("token", s.n) + `","refresh_token":"` + numbered("refresh", s.n) + `","expires_in":1799,"token_type":"bearer"}`))
}

func numbered(word string, n int) string { return word + "-" + string(rune('0'+n)) }

// TestOneRefreshForAll: twenty callers whose token was refused share one renewal, which is saved before it is used.
func TestOneRefreshForAll(t *testing.T) {
	t.Parallel()
	for _, door := range []core.Door{core.CustomIntegration, core.PontoConnect} {
		t.Run(string(door), func(t *testing.T) {
			t.Parallel()
			bank := &tokenServer{barrier: make(chan struct{}), asked: make(chan struct{}, 20)}
			v := withToken()
			v.secret.AccessExpires = noon // all must renew
			var readsAtSave int
			v.saved = func(core.Secret) { readsAtSave = bank.reads }
			c := serve(t, door, v, bank)
			var started, done sync.WaitGroup
			errs := make(chan error, 20)
			for range 20 {
				started.Add(1)
				done.Go(func() {
					started.Done()
					_, err := c.Accounts(t.Context())
					errs <- err
				})
			}
			started.Wait()
			close(bank.barrier)
			done.Wait()
			close(errs)
			for err := range errs {
				if err != nil {
					t.Error(err)
				}
			}
			if len(bank.grants) != 1 || v.saves != 1 || bank.reads != 20 {
				t.Errorf("%d renewals, %d saves, %d reads", len(bank.grants), v.saves, bank.reads)
			}
			if readsAtSave != 0 {
				t.Error("the token was used before it was saved")
			}
			if v.secret.RefreshToken != "refresh-1" || v.secret.AccessToken != "token-1" || !v.secret.AccessExpires.Equal(noon.Add(1799*time.Second)) {
				t.Error("the saved secret is not the new one")
			}
		})
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	t.Parallel()
	bank := &tokenServer{refuse: 1}
	v := withToken()
	c := serve(t, core.PontoConnect, v, bank)
	if _, err := c.Accounts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(bank.grants) != 1 || bank.reads != 2 {
		t.Errorf("%d renewals, %d reads", len(bank.grants), bank.reads)
	}
	want := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"refresh-0"}, "client_id": {"id"}}
	if got := bank.grants[0].Encode(); got != want.Encode() {
		t.Errorf("form %s", got)
	}
	bank.refuse = 100
	_, err := c.Accounts(t.Context())
	e := wantError(t, err, core.CodeAuth)
	if bank.reads != 4 || len(bank.grants) != 2 {
		t.Errorf("a second refusal was followed by %d reads, %d renewals", bank.reads-2, len(bank.grants)-1)
	}
	if e.RequestID != "req-invalidAccessToken" || e.Hint == "" {
		t.Errorf("%#v", e)
	}
}

// TestOldSpellingOfARefusedToken: 2019's code came with a 4xx that is not 401.
func TestOldSpellingOfARefusedToken(t *testing.T) {
	t.Parallel()
	var tokens atomic.Int32
	c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/oauth2/token":
			tokens.Add(1)
			_, _ = w.Write([]byte(`{"access_token":"token-1","expires_in":"1799"}`))
		case r.Header.Get("Authorization") != "Bearer token-1":
			problem(w, http.StatusBadRequest, "authorizationCodeInvalid", "")
		default:
			_, _ = w.Write([]byte(emptyList))
		}
	}))
	if _, err := c.Accounts(t.Context()); err != nil || tokens.Load() != 1 {
		t.Error(err, tokens.Load())
	}
}

// TestSaveFails: what cannot be saved is not used; the old secret stands; the bought token is not lost.
func TestSaveFails(t *testing.T) {
	t.Parallel()
	bank := &tokenServer{}
	v := withToken()
	v.secret.AccessExpires = noon
	v.broken = errors.New("disk full")
	c := serve(t, core.PontoConnect, v, bank)
	_, err := c.Accounts(t.Context())
	wantError(t, err, core.CodeStorage)
	if bank.reads != 0 || v.secret.RefreshToken != "refresh-0" || v.secret.AccessToken != "token-0" {
		t.Errorf("%d reads, secret changed", bank.reads)
	}
	v.now(func(v *vault) { v.broken = nil })
	if _, err := c.Accounts(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(bank.grants) != 1 || v.secret.RefreshToken != "refresh-1" {
		t.Errorf("%d renewals, refresh token %q", len(bank.grants), v.secret.RefreshToken)
	}
}

// TestCrashBetweenRefreshAndSave: the process dies in SaveSecret; the next one finds the old secret and says who must act.
func TestCrashBetweenRefreshAndSave(t *testing.T) {
	t.Parallel()
	bank := &tokenServer{}
	v := withToken()
	v.secret.AccessExpires = noon
	v.broken = errors.New("killed")
	server := httptest.NewServer(bank)
	t.Cleanup(server.Close)
	_, err := connect(t, server.URL, core.PontoConnect, v).Accounts(t.Context())
	wantError(t, err, core.CodeStorage)
	v.broken = nil
	_, err = connect(t, server.URL, core.PontoConnect, v).Accounts(t.Context()) // a new process
	wantError(t, err, core.CodeAuth)
	if bank.reads != 0 || v.saves != 0 || v.secret.RefreshToken != "refresh-0" || len(bank.grants) != 2 {
		t.Errorf("%d reads, %d saves, %d grants", bank.reads, v.saves, len(bank.grants))
	}
}

// TestCallerLeavesDuringRefresh: the caller is released at once, the renewal still ends in the file.
func TestCallerLeavesDuringRefresh(t *testing.T) {
	t.Parallel()
	bank := &tokenServer{barrier: make(chan struct{}), asked: make(chan struct{}, 20)}
	v := withToken()
	v.secret.AccessExpires = noon
	saved := make(chan struct{})
	v.saved = func(core.Secret) { close(saved) }
	c := serve(t, core.PontoConnect, v, bank)
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error)
	go func() {
		_, err := c.Accounts(ctx)
		result <- err
	}()
	<-bank.asked
	cancel()
	wantError(t, <-result, core.CodeCancelled)
	close(bank.barrier)
	select {
	case <-saved:
	case <-time.After(30 * time.Second):
		t.Error("the renewal was cut short")
	}
}

// TestDroppedAfterRefresh: a refresh token is never sent twice by itself.
func TestDroppedAfterRefresh(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	v := withToken()
	v.secret.AccessExpires = noon
	c := serve(t, core.PontoConnect, v, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		panic(http.ErrAbortHandler)
	}))
	_, err := c.Accounts(t.Context())
	wantError(t, err, core.CodeNetwork)
	if asked.Load() != 1 || v.saves != 0 {
		t.Errorf("asked %d times", asked.Load())
	}
}

func TestNobodySignedIn(t *testing.T) {
	t.Parallel()
	v := withToken()
	v.secret.AccessToken, v.secret.RefreshToken = "", ""
	c := serve(t, core.PontoConnect, v, http.NotFoundHandler())
	_, err := c.Accounts(t.Context())
	wantError(t, err, core.CodeAuth)
	wantError(t, c.Revoke(t.Context()), core.CodeAuth)
}

// TestDirectoryAccess: the directory is read without a token; where that is refused, with the application's own.
func TestDirectoryAccess(t *testing.T) {
	t.Parallel()
	for _, guarded := range []bool{false, true} {
		var mu sync.Mutex
		var seen []string
		v := withToken()
		c := serve(t, core.PontoConnect, v, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			defer mu.Unlock()
			if r.URL.Path == "/oauth2/token" {
				_ = r.ParseForm()
				seen = append(seen, r.PostForm.Get("grant_type"))
				_, _ = w.Write([]byte(`{"access_token":"own","expires_in":1799,"scope":""}`))
				return
			}
			seen = append(seen, r.Header.Get("Authorization"))
			if guarded && r.Header.Get("Authorization") != "Bearer own" {
				problem(w, http.StatusUnauthorized, "invalidAccessToken", "")
				return
			}
			_, _ = w.Write([]byte(emptyList))
		}))
		if _, err := c.Institutions(t.Context(), InstitutionFilter{}); err != nil {
			t.Fatal(err)
		}
		want := ""
		if guarded {
			want = ",client_credentials,Bearer own"
		}
		if got := strings.Join(seen, ","); got != want {
			t.Errorf("guarded %v: %q", guarded, got)
		}
		if v.saves != 0 {
			t.Error("the application's token is nobody's secret to keep")
		}
	}
}

func TestExchangeCodeAndRevoke(t *testing.T) {
	t.Parallel()
	var forms []url.Values
	var paths []string
	refresh := `,"refresh_token":"refresh-1"`
	v := withToken()
	c := serve(t, core.PontoConnect, v, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		forms, paths = append(forms, r.PostForm), append(paths, r.URL.Path)
		if r.URL.Path == "/oauth2/token" {
			_, _ = w.Write([]byte(`{"access_token":"token-1","expires_in":1799` + refresh + `}`))
		}
	}))
	if err := c.ExchangeCode(t.Context(), "code", "verifier", "http://127.0.0.1:1/back"); err != nil {
		t.Fatal(err)
	}
	want := "client_id=id&code=code&code_verifier=verifier&grant_type=authorization_code&redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fback"
	if forms[0].Encode() != want || v.secret.RefreshToken != "refresh-1" || v.secret.ClientSecret != "top-secret" {
		t.Errorf("%s", forms[0].Encode())
	}
	refresh = ""
	wantError(t, c.ExchangeCode(t.Context(), "code2", "verifier", "x"), core.CodeProtocol)
	if v.secret.RefreshToken != "refresh-1" {
		t.Error("an answer without a refresh token replaced one")
	}
	if err := c.Revoke(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := forms[2].Encode(); got != "token=refresh-1" || paths[2] != "/oauth2/revoke" {
		t.Error(paths[2], got)
	}
	if v.secret.RefreshToken != "" || v.secret.AccessToken != "" || v.secret.ClientID != "id" {
		t.Error("tokens are kept after the end of the connection")
	}
	custom := serve(t, core.CustomIntegration, withToken(), http.NotFoundHandler())
	wantError(t, custom.Revoke(t.Context()), core.CodeInvalid)
	wantError(t, custom.ExchangeCode(t.Context(), "c", "v", "r"), core.CodeInvalid)
}

func TestAuthorizationURL(t *testing.T) {
	t.Parallel()
	r := AuthorizationRequest{ClientID: "id", RedirectURI: "http://127.0.0.1:7/cb", State: "s", Challenge: Challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")}
	got, err := AuthorizationURL("https://authorization.myponto.com/oauth2/auth?x=1", r)
	if err != nil {
		t.Fatal(err)
	}
	// The challenge of this verifier is the example of RFC 7636.
	want := "https://authorization.myponto.com/oauth2/auth?client_id=id&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256" +
		"&redirect_uri=http%3A%2F%2F127.0.0.1%3A7%2Fcb&response_type=code&scope=ai+name+offline_access&state=s&x=1"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, page := range []string{"http://ponto.example/auth", "javascript:alert(1)", "", "https://", "https://u:p@host/"} {
		_, err := AuthorizationURL(page, r)
		wantError(t, err, core.CodeInvalid)
	}
	r.State = ""
	_, err = AuthorizationURL("https://authorization.myponto.com/oauth2/auth", r)
	wantError(t, err, core.CodeInvalid)
	if a, b := NewVerifier(), NewVerifier(); a == b || len(a) < 43 {
		t.Error("a verifier must be long and new each time")
	}
}
