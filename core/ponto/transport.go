package ponto

import (
	"net/http"

	"ferry/core"
)

// NewTransport is the default transport with the client certificate and the extra root of the secret, where it has them.
func NewTransport(s core.Secret) (*http.Transport, error) { return nil, errNotYet }
