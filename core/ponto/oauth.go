package ponto

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"ferry/core"
)

// AuthorizationRequest is what the authorization page of Ponto Connect is asked.
type AuthorizationRequest struct {
	ClientID    string
	RedirectURI string   // must be registered with Ponto
	State       string   // comes back with the code; compare it in constant time
	Challenge   string   // PKCE S256, see Challenge
	Scopes      []string // empty: account information, the organization's name, and access that lasts
}

// UserInfo is the organization behind a connection.
type UserInfo struct {
	Organization                 string // its id
	Name                         string // when the scope "name" was given
	OnboardingComplete           bool
	PaymentsActivated            bool
	RepresentativeOrganization   string // set when an accountant set the organization up
	RepresentativeOrganizationID string
}

// NewVerifier makes a PKCE verifier: kept until the code comes back.
func NewVerifier() string { return oauth2.GenerateVerifier() }

// Challenge is the S256 challenge of a verifier.
func Challenge(verifier string) string { return oauth2.S256ChallengeFromVerifier(verifier) }

// AuthorizationURL is where the user must go to authorize accounts.
func AuthorizationURL(authorize string, r AuthorizationRequest) (string, error) {
	const op = "prepare the page to sign in at Ponto"
	u, err := userPage(authorize)
	if err != nil {
		return "", invalid(op, badRedirect, err)
	}
	for _, needed := range []string{r.ClientID, r.RedirectURI, r.State, r.Challenge} {
		if needed == "" {
			return "", invalid(op, badID, nil)
		}
	}
	if len(r.Scopes) == 0 {
		r.Scopes = []string{"ai", "name", "offline_access"}
	}
	query := u.Query()
	for name, value := range map[string]string{
		"response_type": "code", "client_id": r.ClientID, "redirect_uri": r.RedirectURI, "state": r.State,
		"scope": strings.Join(r.Scopes, " "), "code_challenge": r.Challenge, "code_challenge_method": "S256",
	} {
		query.Set(name, value)
	}
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// ExchangeCode turns the code of the redirect into tokens and saves them before it returns.
func (c *Client) ExchangeCode(ctx context.Context, code, verifier, redirectURI string) error {
	const op = "finish the authorization"
	if c.auth.kind != core.PontoConnect {
		return invalid(op, onlyConnect, nil)
	}
	a := c.auth
	_, err := a.apart(ctx, "code "+code, op, func(ctx context.Context) (string, error) {
		a.store.Lock()
		defer a.store.Unlock()
		stored, err := a.stored(op)
		if err != nil {
			return "", err
		}
		bought, err := a.buy(ctx, c, op, stored, url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "client_id": {stored.ClientID},
			"redirect_uri": {redirectURI}, "code_verifier": {verifier},
		})
		if err != nil {
			return "", err
		}
		if bought.refresh == "" {
			return "", protocolError(noLastingToken, nil)
		}
		return "", a.save(stored, bought, op)
	})
	return err
}

// UserInfo reads which organization the connection belongs to.
func (c *Client) UserInfo(ctx context.Context) (UserInfo, error) {
	path := "/userinfo"
	if c.auth.kind == core.CustomIntegration {
		path = "/me"
	}
	r := get("read the organization", path, nil)
	a, err := c.call(ctx, r)
	if err != nil {
		return UserInfo{}, err
	}
	doc, err := decode[userInfoDocument](a.body)
	if err != nil {
		return UserInfo{}, located(protocolError(notJSON, err), r.op, a.requestID)
	}
	me := doc.Data
	return UserInfo{
		Organization:               cmp.Or(doc.Sub, me.ID),
		Name:                       cmp.Or(doc.Name, me.Attributes.Name),
		OnboardingComplete:         doc.OnboardingComplete || me.Attributes.OnboardingComplete,
		PaymentsActivated:          doc.PaymentsActivated,
		RepresentativeOrganization: doc.Representative, RepresentativeOrganizationID: doc.RepresentativeID,
	}, nil
}

// Revoke ends the integration: all access of this application to the organization, and forgets the tokens.
func (c *Client) Revoke(ctx context.Context) error {
	const op = "end the connection at Ponto"
	if c.auth.kind != core.PontoConnect {
		return invalid(op, onlyConnect, nil)
	}
	a := c.auth
	_, err := a.apart(ctx, "revoke", op, func(ctx context.Context) (string, error) {
		a.store.Lock()
		defer a.store.Unlock()
		stored, err := a.stored(op)
		if err != nil {
			return "", err
		}
		if stored.RefreshToken == "" {
			return "", &core.Error{Code: core.CodeAuth, Op: op, Msg: notSignedIn.msg, Hint: notSignedIn.hint}
		}
		if _, err := c.persist(ctx, tokenRequest(op, "/oauth2/revoke", stored, url.Values{"token": {stored.RefreshToken}}), ""); err != nil {
			return "", err
		}
		return "", a.save(stored, tokens{}, op)
	})
	return err
}
