package ponto

import (
	"context"
	"io"
	"net/http"
	"time"

	"ferry/core"
)

// Config is what a client needs from outside.
type Config struct {
	API       string            // base address, e.g. https://api.myponto.com; plain http reaches loopback only
	Auth      Authenticator     // required
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
	Path      string // with its query
	Status    int    // 0 when no answer came
	RequestID string
	Took      time.Duration
	Err       string
}

// Client reads one connection's resources. It is safe for concurrent use.
type Client struct{}

// New checks the address and the certificates and returns a client. It sends nothing.
func New(Config) (*Client, error) { return nil, errNotYet }

// ServerTime is the Date header of the last answer: the simulator's virtual clock, elsewhere a measure of clock skew.
func (c *Client) ServerTime() (time.Time, bool) { return time.Time{}, false }

var errNotYet = &core.Error{Code: core.CodeInternal}
