package oauth

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestNewSecret(t *testing.T) {
	t.Parallel()
	secret, err := NewSecret(bytes.NewReader(make([]byte, secretBytes)))
	if err != nil || len(secret) != 43 {
		t.Errorf("NewSecret = %d characters, %v; want 43", len(secret), err)
	}
	if _, err := NewSecret(bytes.NewReader(nil)); err == nil {
		t.Error("a secret was made of no randomness")
	}
}

func TestSameState(t *testing.T) {
	t.Parallel()
	if SameState("", "") || SameState("a", "b") || SameState("a", "") || !SameState("abc", "abc") {
		t.Error("SameState must accept equal, non-empty states only")
	}
}

func TestParseRedirect(t *testing.T) {
	t.Parallel()
	want := Redirect{Code: "c1", State: "s1"}
	for _, address := range []string{
		"http://127.0.0.1:4000/ferry/authorized?code=c1&state=s1",
		"  \"https://example.test/x?state=s1&code=c1#top\"\n",
		"code=c1&state=s1",
		"?code=c1&state=s1",
	} {
		if got, err := ParseRedirect(address); err != nil || got != want {
			t.Errorf("ParseRedirect(%q) = %+v, %v", address, got, err)
		}
	}
	refused, err := ParseRedirect("http://127.0.0.1/x?error=access_denied&error_description=no&state=s1")
	if err != nil || refused.Error != "access_denied" || refused.Description != "no" {
		t.Errorf("a refusal reads as %+v, %v", refused, err)
	}
	for _, address := range []string{"", "hello", "http://127.0.0.1/x", "code=%zz", strings.Repeat("x", maxRedirect+1)} {
		if got, err := ParseRedirect(address); err == nil {
			t.Errorf("ParseRedirect(%.20q) = %+v, want an error", address, got)
		}
	}
}

func TestLoopback(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"http://127.0.0.1:8080/cb": true, "http://localhost:8080/cb": true, "http://[::1]:8080/cb": true,
		"https://127.0.0.1:8080/cb": false, "http://127.0.0.1/cb": false, "http://example.test:80/": false, "": false,
	} {
		if got := Loopback(address); got != want {
			t.Errorf("Loopback(%q) = %v", address, got)
		}
	}
}

func TestListenerTakesOneAnswerAndOnlyTheRightOne(t *testing.T) {
	t.Parallel()
	l, err := Listen(t.Context(), "", func(r Redirect) bool { return SameState("right", r.State) }, Pages{Accepted: "taken <b>", Refused: "no"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()

	get := func(address string) (int, string, http.Header) {
		t.Helper()
		answer := do(t, http.MethodGet, address, "")
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, string(body), answer.Header
	}
	uri := l.RedirectURI()
	if status, _, _ := get(uri + "?code=c&state=wrong"); status != http.StatusBadRequest {
		t.Errorf("a wrong state is answered %d", status)
	}
	other, _ := url.Parse(uri)
	other.Path = "/favicon.ico"
	if status, _, _ := get(other.String()); status != http.StatusNotFound {
		t.Errorf("another path is answered %d", status)
	}
	post := do(t, http.MethodPost, uri+"?code=c&state=right", "")
	post.Body.Close()
	if post.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("a POST is answered %d", post.StatusCode)
	}
	rebound := do(t, http.MethodGet, uri+"?code=c&state=right", "evil.example")
	rebound.Body.Close()
	if rebound.StatusCode != http.StatusNotFound {
		t.Errorf("a foreign Host header is answered %d", rebound.StatusCode)
	}
	select {
	case r := <-l.Arrived():
		t.Fatalf("%+v arrived before the right answer", r)
	default:
	}
	status, body, header := get(uri + "?code=c1&state=right")
	if status != http.StatusOK || !strings.Contains(body, "taken &lt;b&gt;") {
		t.Errorf("the right answer is answered %d %q", status, body)
	}
	if policy := header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") || header.Get("Cache-Control") != "no-store" {
		t.Errorf("the page may load or keep things: %v", header)
	}
	if r := <-l.Arrived(); r.Code != "c1" {
		t.Errorf("arrived %+v", r)
	}
	if status, _, _ := get(uri + "?code=c2&state=right"); status != http.StatusGone {
		t.Errorf("a second answer is answered %d", status)
	}
}

func TestListenRefusesOtherMachines(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://0.0.0.0:0/cb", "https://127.0.0.1:0/cb", "http://example.test:8080/cb"} {
		if l, err := Listen(t.Context(), address, nil, Pages{}); err == nil {
			l.Close()
			t.Errorf("listening on %s was not refused", address)
		}
	}
}

func do(t *testing.T, method, address, host string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = host
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}
