package ponto

import "ferry/core"

// SecretStore keeps one connection's secret. SaveSecret is durable when it returns.
type SecretStore interface {
	Secret() (core.Secret, error)
	SaveSecret(core.Secret) error
}

// Authenticator gets and renews the access tokens of one connection. All clients of a connection must share one, so that
// only one renewal is in flight. It is made by ClientCredentials or RefreshToken.
type Authenticator interface{ door() core.Door }

type authenticator struct{}

func (*authenticator) door() core.Door { return "" }

// ClientCredentials authenticates a custom integration: client id and secret buy an access token, time and again.
func ClientCredentials(api string, s SecretStore) Authenticator { return &authenticator{} }

// RefreshToken authenticates Ponto Connect: a refresh token buys an access token and its own successor, which is saved
// before the access token is used.
func RefreshToken(api string, s SecretStore) Authenticator { return &authenticator{} }
