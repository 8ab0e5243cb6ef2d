package oauth

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// secretBytes gives 43 characters of base64url: the shortest verifier RFC 7636 allows, and 256 bits of it.
const secretBytes = 32

// NewSecret reads a fresh PKCE verifier, state or other unguessable name from a source of randomness.
func NewSecret(random io.Reader) (string, error) {
	var b [secretBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("read randomness: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b[:]), nil
}

// SameState compares the state that came back with the one that was sent, in a time that tells nothing about it.
// An empty state never matches.
func SameState(want, got string) bool {
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}

// Redirect is what the authorization page sends back through the browser.
type Redirect struct {
	Code, State        string
	Error, Description string // when the user or Ponto refused
}

// maxRedirect bounds a pasted address; a real one has some hundreds of characters.
const maxRedirect = 8 << 10

// ParseRedirect reads the address on which the browser ended. People paste what they see, so the part behind the
// question mark alone will do as well.
func ParseRedirect(address string) (Redirect, error) {
	address = strings.Trim(strings.TrimSpace(address), `"'<>`)
	if address == "" || len(address) > maxRedirect {
		return Redirect{}, fmt.Errorf("an address of %d characters", len(address))
	}
	query := address
	if _, after, found := strings.Cut(address, "?"); found {
		query, _, _ = strings.Cut(after, "#")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return Redirect{}, fmt.Errorf("query of the address: %w", err)
	}
	r := redirectOf(values)
	if r.Code == "" && r.Error == "" {
		return Redirect{}, fmt.Errorf("no code in the address")
	}
	return r, nil
}

func redirectOf(values url.Values) Redirect {
	return Redirect{Code: values.Get("code"), State: values.Get("state"), Error: values.Get("error"), Description: values.Get("error_description")}
}
