package core

import "time"

// ConnectionID names a connection. Ferry makes it.
type ConnectionID string

// Door says through which of Ponto's two doors a connection goes. Resources are the same behind both.
type Door string

const (
	// CustomIntegration is api.myponto.com: the organization's own client id and secret, no certificate. Accounts are
	// chosen and re-authorized in Ponto's dashboard.
	CustomIntegration Door = "custom"
	// PontoConnect is api.ibanity.com/ponto-connect: OAuth per organization, client certificate, signed requests.
	PontoConnect Door = "connect"
)

// Connection is a dossier's access to one organization at Ponto. It holds no secret: see Secret.
type Connection struct {
	ID           ConnectionID `json:"id"`
	Dossier      DossierID    `json:"dossier"`
	Door         Door         `json:"door"`
	Name         string       `json:"name"` // the organization's name, where Ponto tells it
	Organization string       `json:"organization,omitempty"`
	API          string       `json:"api"`                   // base address, e.g. https://api.myponto.com
	Authorize    string       `json:"authorize,omitempty"`   // Ponto Connect's page where the user signs in
	Dashboard    string       `json:"dashboard,omitempty"`   // Ponto's own site, for what only the user can do there
	RedirectURI  string       `json:"redirectUri,omitempty"` // registered redirect; empty for the loopback listener
	Sandbox      bool         `json:"sandbox,omitempty"`     // the embedded simulator
	Created      time.Time    `json:"created"`
	Broken       Code         `json:"broken,omitempty"` // why no request can succeed (auth), until mended
	BrokenSince  time.Time    `json:"brokenSince,omitzero"`
}

// Secret is what must never be stored in clear, logged or printed. Its String forms say so.
type Secret struct {
	ClientID      string    `json:"clientId"`
	ClientSecret  string    `json:"clientSecret"`
	AccessToken   string    `json:"accessToken,omitempty"`
	AccessExpires time.Time `json:"accessExpires,omitzero"`
	RefreshToken  string    `json:"refreshToken,omitempty"`
	// Certificate material of Ponto Connect, PEM; keys may be passphrase-protected.
	Certificate      string `json:"certificate,omitempty"`
	PrivateKey       string `json:"privateKey,omitempty"`
	KeyPassphrase    string `json:"keyPassphrase,omitempty"`
	SigningCert      string `json:"signingCert,omitempty"`
	SigningKey       string `json:"signingKey,omitempty"`
	SigningKeyID     string `json:"signingKeyId,omitempty"`
	SigningKeyPass   string `json:"signingKeyPass,omitempty"`
	TrustedAuthority string `json:"trustedAuthority,omitempty"` // extra root, for a simulator with its own certificate
}

const hidden = "[secret]"

// String hides the secret from %v and %s.
func (Secret) String() string { return hidden }

// GoString hides the secret from %#v.
func (Secret) GoString() string { return hidden }

// Authorization is a consent flow that was started and has not come back: it survives leaving the wizard and the program.
type Authorization struct {
	ID          string        `json:"id"`
	Connection  ConnectionID  `json:"connection"`
	Institution InstitutionID `json:"institution,omitempty"` // chosen in the search
	Account     AccountID     `json:"account,omitempty"`     // set when one account is re-authorized
	URL         string        `json:"url"`                   // where the user must go
	RedirectURI string        `json:"redirectUri,omitempty"`
	State       string        `json:"state,omitempty"`
	Verifier    string        `json:"verifier,omitempty"` // PKCE; worthless after use
	HistoryFrom Date          `json:"historyFrom,omitzero"`
	Before      []AccountID   `json:"before,omitempty"` // accounts already seen when it started, to tell the new ones
	// Consents holds the consent date of each of them, to tell a renewal from what was so before.
	Consents map[AccountID]time.Time `json:"consents,omitempty"`
	Started  time.Time               `json:"started"`
	Deadline time.Time               `json:"deadline"`
}
