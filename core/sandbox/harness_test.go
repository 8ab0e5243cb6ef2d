package sandbox_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ferry/core/sandbox"
)

// bench is a simulator on loopback with a plain HTTP client: nothing of Ferry's own speaks to it here.
type bench struct {
	*testing.T
	server *sandbox.Server
	at     sandbox.Addresses
	client *http.Client
}

func start(t *testing.T, o sandbox.Options) *bench {
	t.Helper()
	if o.Seed == 0 {
		o.Seed = 7
	}
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	at, err := server.Start(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return &bench{T: t, server: server, at: at, client: &http.Client{Transport: transport, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type answer struct {
	status int
	header http.Header
	body   []byte
	err    error // of reading the body
}

// do sends a request; a string body is a form, anything else JSON.
func (b *bench) do(method, address, token string, body any, headers ...string) answer {
	b.Helper()
	a, err := b.try(method, address, token, body, headers...)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

func (b *bench) try(method, address, token string, body any, headers ...string) (answer, error) {
	b.Helper()
	var reader io.Reader
	contentType := ""
	switch v := body.(type) {
	case nil:
	case string:
		reader, contentType = strings.NewReader(v), "application/x-www-form-urlencoded"
	default:
		raw, err := json.Marshal(v)
		if err != nil {
			b.Fatal(err)
		}
		reader, contentType = bytes.NewReader(raw), "application/json"
	}
	r, err := http.NewRequestWithContext(b.Context(), method, address, reader)
	if err != nil {
		b.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := b.client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, got, err}, nil
}

// doc is any JSON:API answer.
type doc struct {
	Data   json.RawMessage   `json:"data"`
	Links  map[string]string `json:"links"`
	Meta   map[string]any    `json:"meta"`
	Errors []struct {
		Code   string            `json:"code"`
		Detail string            `json:"detail"`
		Meta   map[string]any    `json:"meta"`
		Source map[string]string `json:"source"`
	} `json:"errors"`
}

type item struct {
	Type          string         `json:"type"`
	ID            string         `json:"id"`
	Attributes    map[string]any `json:"attributes"`
	Meta          map[string]any `json:"meta"`
	Links         map[string]any `json:"links"`
	Relationships map[string]any `json:"relationships"`
}

func (a answer) doc(t testing.TB) doc {
	t.Helper()
	var d doc
	if err := json.Unmarshal(a.body, &d); err != nil {
		t.Fatalf("%v in %.300s", err, a.body)
	}
	return d
}

func (d doc) items(t testing.TB) []item {
	t.Helper()
	var list []item
	decoder := json.NewDecoder(bytes.NewReader(d.Data))
	decoder.UseNumber()
	if err := decoder.Decode(&list); err != nil {
		t.Fatalf("%v in %.300s", err, d.Data)
	}
	return list
}

func (d doc) item(t testing.TB) item {
	t.Helper()
	return doc{Data: []byte("[" + string(d.Data) + "]")}.items(t)[0]
}

// get reads a resource that must be there.
func (b *bench) get(address, token string) doc {
	b.Helper()
	a := b.do(http.MethodGet, address, token, nil)
	if a.status != http.StatusOK {
		b.Fatalf("GET %s: %d %s", address, a.status, a.body)
	}
	return a.doc(b)
}

// all walks every page of a list.
func (b *bench) all(address, token string) []item {
	b.Helper()
	var list []item
	for address != "" {
		d := b.get(address, token)
		list = append(list, d.items(b)...)
		address = d.Links["next"]
	}
	return list
}

// refused checks the shape of an error and returns its code.
func (b *bench) refused(a answer, status int) string {
	b.Helper()
	if a.status != status {
		b.Fatalf("status %d instead of %d: %s", a.status, status, a.body)
	}
	d := a.doc(b)
	if len(d.Errors) != 1 || d.Errors[0].Detail == "" {
		b.Fatalf("not an error: %s", a.body)
	}
	if id := a.header.Get("ibanity-request-id"); id == "" || d.Errors[0].Meta["requestId"] != id {
		b.Fatalf("request id %q, in the error %v", id, d.Errors[0].Meta["requestId"])
	}
	return d.Errors[0].Code
}

type tokenPair struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	Expires int    `json:"expires_in"`
	Type    string `json:"token_type"`
	Scope   string `json:"scope"`
	Error   string `json:"error"`
}

func (a answer) tokens(t testing.TB) tokenPair {
	t.Helper()
	var p tokenPair
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
	return p
}

// custom returns a token of a custom integration: the full one's, or the starter's.
func (b *bench) custom(id, secret string) string {
	b.Helper()
	r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.at.API+"/oauth2/token", strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(id, secret)
	res, err := b.client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	var p tokenPair
	if err := json.NewDecoder(res.Body).Decode(&p); err != nil || p.Access == "" {
		b.Fatal(err, res.Status)
	}
	return p.Access
}

func (b *bench) full() string { b.Helper(); return b.custom(b.at.ClientID, b.at.ClientSecret) }

// control sends an order and decodes the answer into out, which may be nil.
func (b *bench) control(path string, order map[string]any, out any) {
	b.Helper()
	a := b.do(http.MethodPost, b.at.Control+path, "", order)
	if a.status != http.StatusOK {
		b.Fatalf("control %s: %d %s", path, a.status, a.body)
	}
	if out != nil {
		if err := json.Unmarshal(a.body, out); err != nil {
			b.Fatal(err)
		}
	}
}

func (b *bench) fault(f map[string]any) { b.Helper(); b.control("/faults", f, nil) }

const (
	verifier = "a-verifier-that-is-long-enough-for-the-rules-of-pkce"
	redirect = "http://127.0.0.1:9/callback?from=test"
)

// consent walks Ponto Connect's authorization as a program would and returns the redirect's query.
func (b *bench) consent(institution string, answers url.Values) url.Values {
	b.Helper()
	v := sandbox.NewVisitor(*b.client)
	q := url.Values{"client_id": {b.at.ConnectClient.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"},
		"scope": {"offline_access ai name"}, "state": {"a state"}, "code_challenge": {challenge(verifier)},
		"code_challenge_method": {"S256"}, "institution": {institution}}
	f, err := v.Open(b.Context(), b.at.Authorization+"?"+q.Encode())
	for range 3 { // sign in, bank login, accounts
		if err != nil {
			b.Fatal(err)
		}
		given := url.Values(nil)
		if strings.HasSuffix(f.Action, "/accounts") {
			given = answers
		}
		f, err = v.Submit(b.Context(), f, given)
	}
	if err != nil || !f.Done || f.Redirect == "" {
		b.Fatalf("%+v %v", f, err)
	}
	u, err := url.Parse(f.Redirect)
	if err != nil {
		b.Fatal(err)
	}
	return u.Query()
}

func (b *bench) exchange(values url.Values) answer {
	b.Helper()
	values.Set("client_id", b.at.ConnectClient.ClientID)
	values.Set("client_secret", b.at.ConnectClient.ClientSecret)
	return b.do(http.MethodPost, b.at.Connect+"/oauth2/token", "", values.Encode())
}

// connected authorizes accounts through Ponto Connect and returns the tokens.
func (b *bench) connected() tokenPair {
	b.Helper()
	bank := string(b.server.World().Connectable("BE")[0].ID)
	code := b.consent(bank, nil).Get("code")
	a := b.exchange(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {redirect}, "code_verifier": {verifier}})
	if a.status != http.StatusOK {
		b.Fatalf("%d %s", a.status, a.body)
	}
	return a.tokens(b)
}

func challenge(verifier string) string {
	h := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(h[:])
}
