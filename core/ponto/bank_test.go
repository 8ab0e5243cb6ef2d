package ponto

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"ferry/core"
)

// vault is a SecretStore in memory that can be told to fail.
type vault struct {
	sync.Mutex
	mu     sync.Mutex
	secret core.Secret
	broken error
	saves  int
	saved  func(core.Secret) // called within SaveSecret, before it returns
}

func (v *vault) Secret() (core.Secret, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secret, nil
}

func (v *vault) SaveSecret(s core.Secret) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.broken != nil {
		return v.broken
	}
	if v.saved != nil {
		v.saved(s)
	}
	v.secret = s
	v.saves++
	return nil
}

func (v *vault) now(change func(*vault)) {
	v.mu.Lock()
	defer v.mu.Unlock()
	change(v)
}

// noon is the time of all tests that do not let time pass.
var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// withToken is a secret whose access token is good for an hour after noon.
func withToken() *vault {
	return &vault{secret: core.Secret{
		ClientID: "id", ClientSecret: "top-secret", AccessToken: "token-0", AccessExpires: noon.Add(time.Hour),
		RefreshToken: "refresh-0",
	}}
}

// impatient never waits, and counts.
type impatient struct {
	mu    sync.Mutex
	waits []time.Duration
}

func (i *impatient) sleep(ctx context.Context, d time.Duration) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waits = append(i.waits, d)
	return ctx.Err()
}

// serve starts a bank and a client of it. change may adapt the configuration.
func serve(t *testing.T, door core.Door, v *vault, h http.Handler, change ...func(*Config)) *Client {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return connect(t, server.URL, door, v, change...)
}

func connect(t *testing.T, api string, door core.Door, v *vault, change ...func(*Config)) *Client {
	t.Helper()
	auth := ClientCredentials
	if door == core.PontoConnect {
		auth = RefreshToken
	}
	cfg := Config{API: api, Auth: auth(api, v), Now: func() time.Time { return noon }, Sleep: new(impatient).sleep, UserAgent: "ferry-test"}
	for _, c := range change {
		c(&cfg)
	}
	client, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.CloseIdleConnections)
	return client
}

// transportOf answers requests without a network, so that it works under a virtual clock.
type transportOf func(*http.Request) (*http.Response, error)

func (f transportOf) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func reply(status int, body string, header ...string) *http.Response {
	r := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func problem(w http.ResponseWriter, status int, code, detail string) {
	w.Header().Set("Ibanity-Request-Id", "req-"+code)
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{"code": code, "detail": detail, "meta": map[string]any{}}}})
}

const emptyList = `{"data":[],"links":{"first":"x"},"meta":{"paging":{"limit":100}}}`

// wantError asserts what every failure must have.
func wantError(t *testing.T, err error, code core.Code) *core.Error {
	t.Helper()
	e, ok := errors.AsType[*core.Error](err)
	if !ok {
		t.Fatalf("got %v (%T), want a *core.Error with code %s", err, err, code)
	}
	if e.Code != code {
		t.Fatalf("got code %s (%v, cause %v), want %s", e.Code, err, e.Err, code)
	}
	if e.Msg == "" || e.Op == "" {
		t.Errorf("an error without words: %#v", e)
	}
	for _, secret := range []string{"top-secret", "token-", "refresh-"} {
		if strings.Contains(err.Error(), secret) || e.Err != nil && strings.Contains(e.Err.Error(), secret) {
			t.Errorf("a secret in an error: %v / %v", err, e.Err)
		}
	}
	return e
}
