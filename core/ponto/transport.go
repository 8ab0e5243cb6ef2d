package ponto

import (
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"time"

	"github.com/youmark/pkcs8"

	"ferry/core"
)

// NewTransport is the default transport with the client certificate and the extra root of the secret, where it has them.
func NewTransport(s core.Secret) (*http.Transport, error) {
	settings := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.Certificate != "" || s.PrivateKey != "" {
		pair, err := keyPair(s.Certificate, s.PrivateKey, s.KeyPassphrase)
		if err != nil {
			return nil, invalid("read the client certificate", badCertificate, err)
		}
		settings.Certificates = []tls.Certificate{pair}
	}
	if s.TrustedAuthority != "" {
		roots, err := x509.SystemCertPool()
		if err != nil {
			roots = x509.NewCertPool()
		}
		if !roots.AppendCertsFromPEM([]byte(s.TrustedAuthority)) {
			return nil, invalid("read the trusted authority", badCertificate, errors.New("no certificate in it"))
		}
		settings.RootCAs = roots
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            dialer.DialContext,
		TLSClientConfig:        settings,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxIdleConnsPerHost:    8,
		IdleConnTimeout:        90 * time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}, nil
}

// keyPair reads a certificate chain and its key, which may be protected by a passphrase, and checks that they belong
// together.
func keyPair(certPEM, keyPEM, passphrase string) (tls.Certificate, error) {
	key, err := privateKey([]byte(keyPEM), []byte(passphrase))
	if err != nil {
		return tls.Certificate{}, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return tls.Certificate{}, err
	}
	open := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	return tls.X509KeyPair([]byte(certPEM), open)
}

// privateKey reads the first private key of a PEM text in the forms that OpenSSL writes.
func privateKey(text, passphrase []byte) (crypto.PrivateKey, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "ENCRYPTED PRIVATE KEY":
			if len(passphrase) == 0 {
				return nil, errors.New("the private key needs its passphrase")
			}
			key, err := pkcs8.ParsePKCS8PrivateKey(block.Bytes, passphrase)
			if err != nil {
				return nil, errors.New("the passphrase does not open the private key, or the key is damaged")
			}
			return key, nil
		case "PRIVATE KEY":
			return x509.ParsePKCS8PrivateKey(block.Bytes)
		case "RSA PRIVATE KEY", "EC PRIVATE KEY":
			return traditionalKey(block, passphrase)
		}
	}
	return nil, errors.New("there is no private key in the text")
}

// traditionalKey reads a key in the form that OpenSSL wrote before PKCS #8, which old instructions still produce.
func traditionalKey(block *pem.Block, passphrase []byte) (crypto.PrivateKey, error) {
	der := block.Bytes
	if block.Headers["DEK-Info"] != "" {
		// Weak protection at rest, and deprecated for it; but the key is what it is, and only read here.
		//lint:ignore SA1019 nothing else reads such keys
		clear, err := x509.DecryptPEMBlock(block, passphrase)
		if err != nil {
			return nil, errors.New("the passphrase does not open the private key, or the key is damaged")
		}
		der = clear
	}
	if block.Type == "EC PRIVATE KEY" {
		return x509.ParseECPrivateKey(der)
	}
	return x509.ParsePKCS1PrivateKey(der)
}
