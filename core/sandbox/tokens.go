package sandbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"sync"
	"time"

	"ferry/core"
)

const (
	accessLife = 1800 * time.Second
	expiresIn  = 1799             // what the answer says, one second less than the truth as with the real service
	codeLife   = 10 * time.Minute // of an authorization code
	tokenBound = 4096             // access tokens held before expired ones are thrown away
)

// grant is what a token stands for.
type grant struct {
	door        core.Door
	client      string // client id
	integration string // empty: the vendor's own token
	scope       string
}

// offline reports whether a refresh token belongs to the grant.
func (g grant) offline() bool { return hasScope(g.scope, "offline_access") }

type issued struct {
	grant
	expires time.Time
}

// authorizationCode is what the authorization page handed out and the token endpoint has not seen yet.
type authorizationCode struct {
	issued
	challenge, redirect string
}

// tokens is the memory of the authorization server. Expiry follows the virtual clock.
type tokens struct {
	ids     *source
	mu      sync.Mutex
	issued  map[string]issued
	refresh map[string]grant // valid ones only: a rotated token is forgotten at once
	codes   map[string]authorizationCode
}

func newTokens(ids *source) *tokens {
	return &tokens{ids: ids, issued: map[string]issued{}, refresh: map[string]grant{}, codes: map[string]authorizationCode{}}
}

// access tells what an access token stands for at an instant.
func (t *tokens) access(token string, now time.Time) (grant, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	a, ok := t.issued[token]
	if !ok || !now.Before(a.expires) {
		return grant{}, false
	}
	return a.grant, true
}

// pair is the answer of the token endpoint.
type pair struct {
	Access  string `json:"access_token"`
	Expires int    `json:"expires_in"`
	Refresh string `json:"refresh_token,omitempty"`
	Scope   string `json:"scope"`
	Type    string `json:"token_type"`
}

// issue makes a new access token, and a refresh token where the grant has one.
func (t *tokens) issue(g grant, now time.Time) pair {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.issueLocked(g, now)
}

func (t *tokens) issueLocked(g grant, now time.Time) pair {
	if len(t.issued) >= tokenBound {
		for token, a := range t.issued {
			if !now.Before(a.expires) {
				delete(t.issued, token)
			}
		}
	}
	p := pair{Access: t.ids.token("access"), Expires: expiresIn, Scope: g.scope, Type: "bearer"}
	t.issued[p.Access] = issued{g, now.Add(accessLife)}
	if g.offline() && g.integration != "" {
		p.Refresh = t.ids.token("refresh")
		t.refresh[p.Refresh] = g
	}
	return p
}

// rotate trades a refresh token for a new pair. The old one is dead from here on, whether or not the answer arrives.
func (t *tokens) rotate(token, client string, now time.Time) (pair, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g, ok := t.refresh[token]
	if !ok || g.client != client {
		return pair{}, false
	}
	delete(t.refresh, token)
	return t.issueLocked(g, now), true
}

// newCode hands out a single-use code.
func (t *tokens) newCode(g grant, challenge, redirect string, now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for code, c := range t.codes {
		if !now.Before(c.expires) {
			delete(t.codes, code)
		}
	}
	code := t.ids.token("code")
	t.codes[code] = authorizationCode{issued{g, now.Add(codeLife)}, challenge, redirect}
	return code
}

// takeCode redeems a code. It is spent by the first attempt, also by one with the wrong verifier.
func (t *tokens) takeCode(code, client, redirect, verifier string, now time.Time) (grant, string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	c, ok := t.codes[code]
	delete(t.codes, code)
	switch {
	case !ok:
		return grant{}, "unknown or used code"
	case c.client != client:
		return grant{}, "the code was given to another client"
	case !now.Before(c.expires):
		return grant{}, "the code is too old"
	case c.redirect != redirect:
		return grant{}, "redirect_uri differs from the one of the authorization request"
	case subtle.ConstantTimeCompare([]byte(challengeOf(verifier)), []byte(c.challenge)) != 1:
		return grant{}, "the PKCE code verifier does not match the challenge"
	}
	return c.grant, ""
}

// owner tells to which integration a refresh token gives access.
func (t *tokens) owner(refresh, client string) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	g, ok := t.refresh[refresh]
	return g.integration, ok && g.client == client
}

// forget kills every token of an integration.
func (t *tokens) forget(integration string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for token, a := range t.issued {
		if a.integration == integration {
			delete(t.issued, token)
		}
	}
	for token, g := range t.refresh {
		if g.integration == integration {
			delete(t.refresh, token)
		}
	}
}

// challengeOf is the S256 challenge of a PKCE verifier.
func challengeOf(verifier string) string {
	h := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(h[:])
}
