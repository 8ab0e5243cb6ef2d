package ponto

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/uuid"

	"ferry/core"
)

// Bounds of what one answer may be.
const (
	maxBody      = 8 << 20 // a page of 100 lines is some 80 KB
	maxErrorBody = 64 << 10
)

// Bounds of patience: what does not answer by then is tried again by the schedule, not here.
const (
	maxAttempts = 4                // with waits of 1, 2 and 4 s between them
	maxWait     = 60 * time.Second // a longer Retry-After ends the call and is handed to the caller
	maxWaiting  = 2 * time.Minute  // of all waits of a call together
)

// access says with whose right a request is made.
type access uint8

const (
	organization access = iota // the user's access token
	public                     // without one; the directory of institutions, as the official clients read it
	client                     // the application's own token
	basic                      // client id and secret, at the token endpoint
)

// request is one call of the API.
type request struct {
	op          string // what is being done, for errors
	method      string
	path        string // below the base address
	query       url.Values
	body        []byte
	contentType string
	access      access
	id, secret  string // for basic
	// repeatable requests may be sent twice: reads, and what carries an idempotency key.
	repeatable bool
	key        string // idempotency key
}

// answer is a successful response, read to the end.
type answer struct {
	body      []byte
	requestID string
}

// get is a read of the API.
func get(op, path string, query url.Values) request {
	return request{op: op, method: http.MethodGet, path: path, query: query, repeatable: true}
}

// post is a creation; its idempotency key makes Ponto execute it once however often it arrives.
func (c *Client) post(op, path string, body []byte) (request, error) {
	key, err := uuid.NewRandomFromReader(c.cfg.Rand)
	if err != nil {
		return request{}, &core.Error{Code: core.CodeInternal, Op: op, Msg: "no randomness", Err: err}
	}
	return request{
		op: op, method: http.MethodPost, path: path, body: body, contentType: "application/vnd.api+json",
		repeatable: true, key: key.String(),
	}, nil
}

// call sends a request under its access token. A token that is refused is replaced once, and the request repeated once:
// it was not executed, so this is safe for every method.
func (c *Client) call(ctx context.Context, r request) (answer, error) {
	token, err := c.token(ctx, r, "")
	if err != nil {
		return answer{}, err
	}
	a, err := c.persist(ctx, r, token)
	if no, ok := errors.AsType[*refusal](err); !ok || !no.unauthorized() {
		return a, err
	}
	if r.access == public {
		r.access = client // some installations guard the directory
	}
	if token, err = c.token(ctx, r, token); err != nil {
		return answer{}, err
	}
	return c.persist(ctx, r, token)
}

// token is the bearer token for a request, other than the refused one.
func (c *Client) token(ctx context.Context, r request, refused string) (string, error) {
	switch r.access {
	case organization:
		return c.auth.organizationToken(ctx, c, r.op, refused)
	case client:
		return c.auth.clientToken(ctx, c, r.op, refused)
	default:
		return "", nil
	}
}

// persist sends a request until it is answered, refused or not worth repeating.
func (c *Client) persist(ctx context.Context, r request, token string) (answer, error) {
	// Without jitter: the schedule spreads accounts already, and runs can be repeated exactly.
	curve := backoff.ExponentialBackOff{InitialInterval: time.Second, Multiplier: 2, MaxInterval: 8 * time.Second}
	var waited time.Duration
	for attempt := 1; ; attempt++ {
		a, err := c.attempt(ctx, r, token)
		if err == nil || !r.repeatable || attempt == maxAttempts || !transient(err) {
			return a, err
		}
		wait := curve.NextBackOff()
		if e, ok := errors.AsType[*core.Error](err); ok {
			wait = max(wait, e.RetryAfter)
		}
		if wait > maxWait || waited+wait > maxWaiting {
			return a, err
		}
		waited += wait
		if err := c.cfg.Sleep(ctx, wait); err != nil {
			return answer{}, cancelled(r.op, err)
		}
	}
}

// transient reports whether the same request may succeed a little later.
func transient(err error) bool {
	switch core.CodeOf(err) {
	case core.CodeRateLimited, core.CodeBankDown, core.CodeNetwork:
		return true
	}
	return false
}

// attempt sends a request once and tells OnExchange of it.
func (c *Client) attempt(ctx context.Context, r request, token string) (answer, error) {
	if c.cfg.Limit != nil {
		if err := c.cfg.Limit(ctx); err != nil {
			return answer{}, cancelled(r.op, err)
		}
	}
	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	req, err := c.build(limited, r, token)
	if err != nil {
		return answer{}, err
	}
	x := Exchange{At: c.cfg.Now(), Method: r.method, Path: req.URL.RequestURI()}
	a, err := c.exchange(ctx, r, req, &x)
	if c.cfg.OnExchange != nil {
		x.Took = c.cfg.Now().Sub(x.At)
		if err != nil {
			x.Err = err.Error()
		}
		c.cfg.OnExchange(x)
	}
	return a, err
}

// build makes the HTTP request, signed where the connection has a signing key.
func (c *Client) build(ctx context.Context, r request, token string) (*http.Request, error) {
	u := *c.base
	u.Path += r.path
	u.RawQuery = r.query.Encode()
	req, err := http.NewRequestWithContext(ctx, r.method, u.String(), bytes.NewReader(r.body))
	if err != nil {
		return nil, &core.Error{Code: core.CodeInternal, Op: r.op, Err: err}
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.cfg.UserAgent)
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	if r.key != "" {
		req.Header.Set("Ibanity-Idempotency-Key", r.key)
	}
	switch {
	case r.access == basic:
		req.SetBasicAuth(r.id, r.secret)
	case token != "":
		req.Header.Set("Authorization", "Bearer "+token)
	}
	if c.signer != nil {
		if err := c.signer.sign(req, r.body, c.cfg.Now(), c.cfg.Rand); err != nil {
			return nil, invalid(r.op, badCertificate, err)
		}
	}
	return req, nil
}

// exchange sends the request and reads the answer within bounds. ctx is the caller's, without the timeout.
func (c *Client) exchange(ctx context.Context, r request, req *http.Request, x *Exchange) (answer, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, unreachable(ctx, r.op, err)
	}
	defer resp.Body.Close()
	x.Status, x.RequestID = resp.StatusCode, requestID(resp.Header)
	if t, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		x.Served = t
		c.served.Store(&t)
	}
	if resp.StatusCode/100 != 2 {
		// What cannot be read of an error's body is missed less than its status.
		body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
		no := refusalIn(resp.StatusCode, resp.Header, body, r.access == basic)
		x.RequestID = no.requestID
		return answer{}, c.refused(r.op, no, resp.Header)
	}
	body, err := readAll(resp)
	if err != nil {
		if _, ours := errors.AsType[*core.Error](err); !ours {
			err = unreachable(ctx, r.op, err)
		}
		return answer{}, located(err, r.op, x.RequestID)
	}
	return answer{body: body, requestID: x.RequestID}, nil
}

// readAll reads a body up to the bound, which counts what was unpacked, not what came over the wire.
func readAll(resp *http.Response) ([]byte, error) {
	if resp.ContentLength > maxBody {
		return nil, protocolError(tooLarge, nil)
	}
	// One byte more than announced lets the last read see the end without growing the buffer.
	var body bytes.Buffer
	body.Grow(int(max(resp.ContentLength, 0)) + bytes.MinRead)
	n, err := body.ReadFrom(io.LimitReader(resp.Body, maxBody+1))
	if err != nil {
		return nil, err
	}
	if n > maxBody {
		return nil, protocolError(tooLarge, nil)
	}
	return body.Bytes(), nil
}
