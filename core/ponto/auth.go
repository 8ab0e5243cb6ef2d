package ponto

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ferry/core"
)

// SecretStore keeps one connection's secret. SaveSecret is durable when it returns. The lock is the connection's, whoever
// opens the store: it is held from reading a secret until its successor is saved, so that a renewal and new credentials
// never overwrite each other.
type SecretStore interface {
	sync.Locker
	Secret() (core.Secret, error)
	SaveSecret(core.Secret) error
}

// Authenticator gets and renews the access tokens of one connection. All clients of a connection must share one, so that
// only one renewal is in flight. It is made by ClientCredentials or RefreshToken.
type Authenticator interface{ door() core.Door }

// ClientCredentials authenticates a custom integration: client id and secret buy an access token, time and again.
func ClientCredentials(api string, s SecretStore) Authenticator {
	return &authenticator{api: api, kind: core.CustomIntegration, store: s}
}

// RefreshToken authenticates Ponto Connect: a refresh token buys an access token and its own successor, which is saved
// before the access token is used.
func RefreshToken(api string, s SecretStore) Authenticator {
	return &authenticator{api: api, kind: core.PontoConnect, store: s}
}

type authenticator struct {
	api   string
	kind  core.Door
	store SecretStore

	flight singleflight.Group

	mu       sync.Mutex
	current  tokens // the last ones known to be durable: only these are used
	unsaved  tokens // bought but not yet durable, because saving failed
	replaces string // the refresh token that the unsaved one succeeds
	own      tokens // the application's own (Ponto Connect), kept in memory only
}

// tokens is the part of a secret that is renewed.
type tokens struct {
	access  string
	expires time.Time
	refresh string
}

func tokensOf(s core.Secret) tokens { return tokens{s.AccessToken, s.AccessExpires, s.RefreshToken} }

// in returns the secret with these tokens.
func (t tokens) in(s core.Secret) core.Secret {
	s.AccessToken, s.AccessExpires, s.RefreshToken = t.access, t.expires, t.refresh
	return s
}

// enoughLife is how long an access token must still be good to be used.
const enoughLife = time.Minute

// usable returns the access token when it will live long enough and is not the refused one.
func (t tokens) usable(now time.Time, refused string) string {
	if t.access == refused || t.expires.Sub(now) < enoughLife {
		return ""
	}
	return t.access
}

func (a *authenticator) door() core.Door { return a.kind }

// organizationToken returns the user's access token, renewed when it is old or was refused. Callers that come while it
// is being renewed wait for the same renewal.
func (a *authenticator) organizationToken(ctx context.Context, c *Client, op, refused string) (string, error) {
	a.mu.Lock()
	token := a.current.usable(c.cfg.Now(), refused)
	a.mu.Unlock()
	if token != "" {
		return token, nil
	}
	return a.apart(ctx, "renew", op, func(ctx context.Context) (string, error) {
		return a.renew(ctx, c, op, refused)
	})
}

// apart runs work that must not be cut short by the caller going away: a token that was bought and not saved is lost,
// and with it the connection. The caller itself is released at once.
func (a *authenticator) apart(ctx context.Context, key, op string, work func(context.Context) (string, error)) (string, error) {
	done := a.flight.DoChan(key, func() (any, error) { return work(context.WithoutCancel(ctx)) })
	select {
	case <-ctx.Done():
		return "", cancelled(op, ctx.Err())
	case result := <-done:
		if result.Err != nil {
			return "", located(result.Err, op, requestOf(result.Err))
		}
		return result.Val.(string), nil
	}
}

func requestOf(err error) string {
	if e, ok := errors.AsType[*core.Error](err); ok {
		return e.RequestID
	}
	return ""
}

// renew buys a new access token, unless another process or an earlier attempt has one.
func (a *authenticator) renew(ctx context.Context, c *Client, op, refused string) (string, error) {
	a.store.Lock()
	defer a.store.Unlock()
	stored, err := a.stored(op)
	if err != nil {
		return "", err
	}
	a.mu.Lock()
	held, replaces := tokensOf(stored), a.replaces
	late := a.unsaved.access != "" && stored.RefreshToken == replaces
	if late {
		held = a.unsaved
	}
	a.mu.Unlock()
	if late {
		if err := a.save(stored, held, op); err != nil {
			return "", err
		}
	}
	if token := held.usable(c.cfg.Now(), refused); token != "" {
		a.adopt(held)
		return token, nil
	}
	form := url.Values{"grant_type": {"client_credentials"}}
	if a.kind == core.PontoConnect {
		if held.refresh == "" {
			return "", &core.Error{Code: core.CodeAuth, Op: op, Msg: notSignedIn.msg, Hint: notSignedIn.hint}
		}
		form = url.Values{"grant_type": {"refresh_token"}, "refresh_token": {held.refresh}, "client_id": {stored.ClientID}}
	}
	bought, err := a.buy(ctx, c, op, stored, form)
	if err != nil {
		return "", err
	}
	if bought.refresh == "" {
		bought.refresh = held.refresh // a server that does not rotate
	}
	if err := a.save(held.in(stored), bought, op); err != nil {
		return "", err
	}
	return bought.access, nil
}

// stored reads the secret.
func (a *authenticator) stored(op string) (core.Secret, error) {
	s, err := a.store.Secret()
	if _, ours := errors.AsType[*core.Error](err); ours {
		return s, err
	}
	if err != nil {
		return s, unreadableSecret(op, err)
	}
	return s, nil
}

// buy asks the token endpoint. Only a request that uses nothing up is repeated: a refresh token or a code that is sent
// twice may cost the whole connection.
func (a *authenticator) buy(ctx context.Context, c *Client, op string, s core.Secret, form url.Values) (tokens, error) {
	sent := c.cfg.Now()
	got, err := c.persist(ctx, tokenRequest(op, "/oauth2/token", s, form), "")
	if err != nil {
		return tokens{}, err
	}
	doc, err := decode[tokenDocument](got.body)
	if err != nil || doc.AccessToken == "" {
		// The cause could quote the body, and with it a token.
		return tokens{}, located(protocolError(notJSON, nil), op, got.requestID)
	}
	return tokens{doc.AccessToken, sent.Add(doc.life()), doc.RefreshToken}, nil
}

// tokenRequest is a form for one of the OAuth endpoints.
func tokenRequest(op, path string, s core.Secret, form url.Values) request {
	return request{
		op: op, method: http.MethodPost, path: path, body: []byte(form.Encode()),
		contentType: "application/x-www-form-urlencoded", access: basic, id: s.ClientID, secret: s.ClientSecret,
		repeatable: form.Get("grant_type") == "client_credentials",
	}
}

// save makes tokens durable, and only then those that are used. What cannot be saved is kept for the next try: the
// server has already forgotten its predecessor.
func (a *authenticator) save(s core.Secret, t tokens, op string) error {
	if err := a.store.SaveSecret(t.in(s)); err != nil {
		a.mu.Lock()
		a.unsaved, a.replaces = t, s.RefreshToken
		a.mu.Unlock()
		return &core.Error{Code: core.CodeStorage, Op: op, Msg: secretUnsaved.msg, Hint: secretUnsaved.hint, Err: err}
	}
	a.adopt(t)
	return nil
}

func (a *authenticator) adopt(t tokens) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.current, a.unsaved, a.replaces = t, tokens{}, ""
}

// clientToken returns the application's own token. Behind the custom integration there is only one kind of token.
func (a *authenticator) clientToken(ctx context.Context, c *Client, op, refused string) (string, error) {
	if a.kind == core.CustomIntegration {
		return a.organizationToken(ctx, c, op, refused)
	}
	a.mu.Lock()
	token := a.own.usable(c.cfg.Now(), refused)
	a.mu.Unlock()
	if token != "" {
		return token, nil
	}
	return a.apart(ctx, "client", op, func(ctx context.Context) (string, error) {
		stored, err := a.stored(op)
		if err != nil {
			return "", err
		}
		bought, err := a.buy(ctx, c, op, stored, url.Values{"grant_type": {"client_credentials"}})
		if err != nil {
			return "", err
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		a.own = bought
		return bought.access, nil
	})
}
