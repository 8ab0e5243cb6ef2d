package ponto

import "context"

// AuthorizationRequest is what the authorization page of Ponto Connect is asked.
type AuthorizationRequest struct {
	ClientID    string
	RedirectURI string   // must be registered with Ponto
	State       string   // comes back with the code; compare it in constant time
	Challenge   string   // PKCE S256, see Challenge
	Scopes      []string // empty: DefaultScopes
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
func NewVerifier() string { return "" }

// Challenge is the S256 challenge of a verifier.
func Challenge(verifier string) string { return "" }

// AuthorizationURL is where the user must go to authorize accounts.
func AuthorizationURL(authorize string, r AuthorizationRequest) (string, error) { return "", errNotYet }

// ExchangeCode turns the code of the redirect into tokens and saves them before it returns.
func (c *Client) ExchangeCode(ctx context.Context, code, verifier, redirectURI string) error {
	return errNotYet
}

// UserInfo reads which organization the connection belongs to.
func (c *Client) UserInfo(ctx context.Context) (UserInfo, error) { return UserInfo{}, errNotYet }

// Revoke ends the integration: all access of this application to the organization, and forgets the tokens.
func (c *Client) Revoke(ctx context.Context) error { return errNotYet }
