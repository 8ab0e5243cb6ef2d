package ponto

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"ferry/core"
)

var anAccount = TransactionsOf{Account: "acc", Currency: "EUR"}

// virtual is a client whose bank is a function and whose time is the bubble's.
func virtual(t *testing.T, bank transportOf, change ...func(*Config)) *Client {
	return connect(t, "https://ponto.test", core.CustomIntegration,
		&vault{secret: core.Secret{AccessToken: "token-0", AccessExpires: time.Now().Add(time.Hour)}},
		append([]func(*Config){func(c *Config) { c.Transport, c.Now, c.Sleep = bank, time.Now, nil }}, change...)...)
}

func TestRetries(t *testing.T) {
	for name, c := range map[string]struct {
		answers []func() (*http.Response, error)
		took    time.Duration
		code    core.Code
		asked   int
		after   time.Duration
	}{
		"5xx, then fine": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) { return reply(502, "<html>bad gateway</html>"), nil },
			func() (*http.Response, error) { return nil, errors.New("connection reset") },
			func() (*http.Response, error) { return reply(200, emptyList), nil },
		}, took: 3 * time.Second, code: core.CodeOK, asked: 3},
		"always 5xx": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) { return reply(503, ""), nil },
		}, took: 7 * time.Second, code: core.CodeBankDown, asked: 4},
		"429 with seconds": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) { return reply(429, "", "Retry-After", "17"), nil },
			func() (*http.Response, error) { return reply(200, emptyList), nil },
		}, took: 17 * time.Second, code: core.CodeOK, asked: 2},
		"429 with a date": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) {
				return reply(429, "", "Retry-After", "Sun, 22 Nov 2026 12:00:30 GMT", "Date", "Sun, 22 Nov 2026 12:00:00 GMT"), nil
			},
			func() (*http.Response, error) { return reply(200, emptyList), nil },
		}, took: 30 * time.Second, code: core.CodeOK, asked: 2},
		"429 for too long": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) { return reply(429, "", "Retry-After", "3600"), nil },
		}, took: 0, code: core.CodeRateLimited, asked: 1, after: time.Hour},
		"429 again and again": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) { return reply(429, "", "Retry-After", "50"), nil },
		}, took: 100 * time.Second, code: core.CodeRateLimited, asked: 3, after: 50 * time.Second},
		"400": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) { return reply(400, `{"errors":[{"code":"x","detail":"d"}]}`), nil },
		}, code: core.CodeInvalid, asked: 1},
		"cut body": {answers: []func() (*http.Response, error){
			func() (*http.Response, error) {
				r := reply(200, "")
				r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"da`), failing{io.ErrUnexpectedEOF}))
				return r, nil
			},
			func() (*http.Response, error) { return reply(200, emptyList), nil },
		}, took: time.Second, code: core.CodeOK, asked: 2},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				asked := 0
				client := virtual(t, func(*http.Request) (*http.Response, error) {
					asked++
					return c.answers[min(asked, len(c.answers))-1]()
				})
				start := time.Now()
				_, err := client.Transactions(t.Context(), anAccount, "")
				if took := time.Since(start); took != c.took || asked != c.asked || core.CodeOf(err) != c.code {
					t.Errorf("took %v, asked %d times, %v", took, asked, err)
				}
				if e, ok := errors.AsType[*core.Error](err); ok && e.RetryAfter != c.after {
					t.Errorf("RetryAfter %v", e.RetryAfter)
				}
			})
		})
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestRepeatedCreation: a synchronization is sent again only under the same idempotency key.
func TestRepeatedCreation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var keys, bodies []string
		c := virtual(t, func(r *http.Request) (*http.Response, error) {
			body, _ := io.ReadAll(r.Body)
			keys, bodies = append(keys, r.Header.Get("Ibanity-Idempotency-Key")), append(bodies, string(body))
			if len(keys) < 3 {
				return reply(500, ""), nil
			}
			return reply(201, `{"data":{"type":"synchronization","id":"s","attributes":{"status":"pending"}}}`), nil
		})
		if _, err := c.StartSynchronization(t.Context(), "acc", "accountDetails", "198.51.100.7"); err != nil {
			t.Fatal(err)
		}
		if len(slices.Compact(keys)) != 1 || len(keys[0]) != 36 {
			t.Errorf("keys %v", keys)
		}
		want := `{"data":{"attributes":{"resourceType":"account","resourceId":"acc","subtype":"accountDetails","customerIpAddress":"198.51.100.7"},"type":"synchronization"}}`
		if bodies[2] != want {
			t.Errorf("body %s", bodies[2])
		}
	})
}

func TestDeleteIsSentOnce(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.WriteHeader(500)
	}))
	wantError(t, c.DeleteAccount(t.Context(), "acc"), core.CodeBankDown)
	if asked.Load() != 1 {
		t.Errorf("%d times", asked.Load())
	}
}

// TestTimeouts: an answer that does not come, or does not end, is given up; a caller who leaves is let go at once.
func TestTimeouts(t *testing.T) {
	hang := func(r *http.Request) (*http.Response, error) {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	synctest.Test(t, func(t *testing.T) {
		c := virtual(t, hang)
		start := time.Now()
		_, err := c.Accounts(t.Context())
		e := wantError(t, err, core.CodeNetwork)
		if took := time.Since(start); took != 4*defaultTimeout+7*time.Second || e.Msg != tookTooLong.msg {
			t.Errorf("%v, %v", took, e)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		start := time.Now()
		_, err := virtual(t, hang).Accounts(ctx)
		wantError(t, err, core.CodeCancelled)
		if !errors.Is(err, context.Canceled) || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
	synctest.Test(t, func(t *testing.T) { // while waiting for the next attempt
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(1500*time.Millisecond, cancel)
		start := time.Now()
		_, err := virtual(t, func(*http.Request) (*http.Response, error) { return reply(500, ""), nil }).Accounts(ctx)
		wantError(t, err, core.CodeCancelled)
		if time.Since(start) != 1500*time.Millisecond {
			t.Error(time.Since(start))
		}
	})
}

func TestSlowServers(t *testing.T) {
	t.Parallel()
	quick := func(c *Config) { c.Timeout = 50 * time.Millisecond }
	release := make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/accounts/body" {
			_, _ = w.Write([]byte(`{"data":`))
			w.(http.Flusher).Flush()
		}
		<-release
	})
	c := serve(t, core.CustomIntegration, withToken(), slow, quick)
	defer close(release)
	for _, id := range []core.AccountID{"headers", "body"} {
		_, err := c.Account(t.Context(), id)
		wantError(t, err, core.CodeNetwork)
	}
}

func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write(bytes.Repeat([]byte(" "), maxBody+1))
	_ = z.Close()
	for name, h := range map[string]http.HandlerFunc{
		"huge, announced": func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Content-Length", "99999999999") },
		"huge, streamed": func(w http.ResponseWriter, r *http.Request) {
			for range 9 {
				_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
			}
		},
		"a gzip bomb": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(zipped.Bytes())
		},
		"deep": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat(`{"data":`, 100_000))
		},
		"html": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "<!doctype html><h1>Sign in</h1>")
		},
		"empty": func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) },
		"a link elsewhere": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":[],"links":{"next":"https://evil.example/accounts?after=x"}}`)
		},
		"a link to another scheme": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":[],"links":{"next":"https://`+r.Host+`/accounts?after=x"}}`)
		},
		"a link to another port": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":[],"links":{"next":"http://127.0.0.1:1/accounts?after=x"}}`)
		},
		"a link without scheme": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":[],"links":{"next":"//evil.example/?after=x"}}`)
		},
		"the same page for ever": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"data":[],"meta":{"paging":{"after":"x"}}}`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := serve(t, core.CustomIntegration, withToken(), h)
			_, err := c.Accounts(t.Context())
			code := core.CodeProtocol
			if name == "huge, announced" && core.CodeOf(err) == core.CodeNetwork {
				code = core.CodeNetwork // the server itself gives up first
			}
			wantError(t, err, code)
			_, err = c.Transactions(t.Context(), anAccount, "x")
			wantError(t, err, code)
		})
	}
}

// TestEndlessList: new cursors without end.
func TestEndlessList(t *testing.T) {
	t.Parallel()
	n := 0
	c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		fmt.Fprintf(w, `{"data":[],"meta":{"paging":{"after":"c%d"}}}`, n)
	}))
	_, err := c.Accounts(t.Context())
	wantError(t, err, core.CodeProtocol)
	if n != maxPages {
		t.Errorf("%d pages", n)
	}
	n = 0
	c = serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		fmt.Fprintf(w, `{"data":[],"meta":{"paging":{"after":"c%d"}}}`, n%3)
	}))
	_, err = c.Accounts(t.Context())
	wantError(t, err, core.CodeProtocol)
	if n != 4 {
		t.Errorf("a circle of three was noticed after %d pages", n)
	}
}

// TestTokenNeverLeaves: a redirect is not followed, wherever it leads.
func TestTokenNeverLeaves(t *testing.T) {
	t.Parallel()
	var visits atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/accounts", status)
		}))
		_, err := c.Accounts(t.Context())
		e := wantError(t, err, core.CodeProtocol)
		if e.Msg != redirected.msg {
			t.Error(e)
		}
	}
	if visits.Load() != 0 {
		t.Error("the other server was visited")
	}
}

func TestExchangesAreTold(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var told []Exchange
	calls := 0
	v := withToken()
	v.secret.AccessExpires = noon
	c := serve(t, core.CustomIntegration, v, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Mon, 23 Nov 2026 09:00:00 GMT")
		switch calls++; {
		case r.URL.Path == "/oauth2/token":
			_, _ = io.WriteString(w, `{"access_token":"token-1"}`)
		case calls == 2:
			problem(w, 500, "broken", "")
		default:
			w.Header().Set("Ibanity-Request-Id", "r\u202e3")
			_, _ = io.WriteString(w, emptyList)
		}
	}), func(c *Config) {
		c.OnExchange = func(x Exchange) {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, x)
		}
	})
	if _, known := c.ServerTime(); known {
		t.Error("a server time before the first answer")
	}
	if _, err := c.Transactions(t.Context(), anAccount, "cur"); err != nil {
		t.Fatal(err)
	}
	if at, _ := c.ServerTime(); at.Format(time.DateTime) != "2026-11-23 09:00:00" {
		t.Error(at)
	}
	if len(told) != 3 || told[0].Path != "/oauth2/token" || told[1].Status != 500 || told[1].RequestID != "req-broken" || told[1].Err == "" ||
		told[2].Path != "/accounts/acc/transactions?page%5Bafter%5D=cur&page%5Blimit%5D=100" || told[2].Status != 200 {
		t.Errorf("%+v", told)
	}
	if all := fmt.Sprintf("%+v", told); strings.Contains(all, "top-secret") || strings.Contains(all, "token-") || strings.Contains(all, "\u202e") {
		t.Errorf("a secret or a control character in %s", all)
	}
}

func TestLimitIsAskedForEveryRequest(t *testing.T) {
	t.Parallel()
	asked, limit := 0, 0
	c := serve(t, core.CustomIntegration, withToken(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked++; asked < 3 {
			w.WriteHeader(500)
			return
		}
		_, _ = io.WriteString(w, emptyList)
	}), func(c *Config) { c.Limit = func(context.Context) error { limit++; return nil } })
	if _, err := c.Accounts(t.Context()); err != nil || asked != 3 || limit != 3 {
		t.Error(err, asked, limit)
	}
}
