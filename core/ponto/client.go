package ponto

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"ferry/core"
)

// Config is what a client needs from outside.
type Config struct {
	API       string            // base address, e.g. https://api.myponto.com; plain http reaches loopback only
	Auth      Authenticator     // required, made for the same address
	Transport http.RoundTripper // nil: NewTransport with the certificates of the connection's secret
	// Limit is asked before every request that leaves, retries included: the budget shared by all clients. May be nil.
	Limit      func(context.Context) error
	Now        func() time.Time                           // required
	Sleep      func(context.Context, time.Duration) error // nil: a timer that ends with the context
	Rand       io.Reader                                  // for idempotency keys and signatures; nil: crypto/rand
	UserAgent  string
	Timeout    time.Duration  // of one attempt, body included; 0: 30 s
	OnExchange func(Exchange) // told of every exchange, also failed ones; may be nil
}

// Exchange is one request and its answer as the request log shows it: no secret, no body.
type Exchange struct {
	At        time.Time
	Method    string
	Path      string    // with its query
	Status    int       // 0 when no answer came
	Served    time.Time // what the server's clock said with the answer; zero when it did not
	RequestID string
	Took      time.Duration
	Err       string
}

// Client reads one connection's resources. It is safe for concurrent use.
type Client struct {
	cfg    Config
	base   *url.URL
	auth   *authenticator
	http   *http.Client
	signer *signer // nil: requests go unsigned
	served atomic.Pointer[time.Time]
}

const defaultTimeout = 30 * time.Second

// New checks the address and the certificates and returns a client. It sends nothing.
func New(cfg Config) (*Client, error) {
	const op = "set up the connection to Ponto"
	base, err := checkedAddress(cfg.API)
	if err != nil {
		return nil, invalid(op, badAddress, err)
	}
	auth, ok := cfg.Auth.(*authenticator)
	if !ok || cfg.Now == nil {
		return nil, &core.Error{Code: core.CodeInternal, Op: op, Msg: "an authenticator and a clock are required"}
	}
	if address, err := checkedAddress(auth.api); err != nil || *address != *base {
		return nil, invalid(op, badAddress, err) // or the client secret would go to one server and its token to another
	}
	secret, err := auth.stored(op)
	if err != nil {
		return nil, err
	}
	signer, err := newSigner(secret)
	if err != nil {
		return nil, invalid(op, badCertificate, err)
	}
	if cfg.Transport == nil {
		if cfg.Transport, err = NewTransport(secret); err != nil {
			return nil, err
		}
	}
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Rand == nil {
		cfg.Rand = rand.Reader
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = defaultTimeout
	}
	return &Client{
		cfg: cfg, base: base, auth: auth, signer: signer,
		// The API has no reason to redirect, and the token must not follow one.
		http: &http.Client{Transport: cfg.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		}},
	}, nil
}

// ServerTime is the Date header of the last answer: the simulator's virtual clock, elsewhere a measure of clock skew.
func (c *Client) ServerTime() (time.Time, bool) {
	if t := c.served.Load(); t != nil {
		return *t, true
	}
	return time.Time{}, false
}

// CloseIdleConnections lets go of connections that wait for a next request.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
