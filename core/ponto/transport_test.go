package ponto

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/youmark/pkcs8"

	"ferry/core"
)

const passphrase = "top-secret passphrase"

// clientKey is an RSA key with a self-signed certificate.
func clientKey(t *testing.T) (*rsa.PrivateKey, string, *x509.Certificate) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "client"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return key, pemText("CERTIFICATE", der), cert
}

func pemText(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func encrypted(t *testing.T, key any) string {
	t.Helper()
	der, err := pkcs8.MarshalPrivateKey(key, []byte(passphrase), nil)
	if err != nil {
		t.Fatal(err)
	}
	return pemText("ENCRYPTED PRIVATE KEY", der)
}

// TestClientCertificate: Ponto Connect asks for a certificate; its key is protected by a passphrase.
func TestClientCertificate(t *testing.T) {
	t.Parallel()
	key, certPEM, cert := clientKey(t)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.TLS == nil || len(r.TLS.PeerCertificates) != 1 || r.TLS.PeerCertificates[0].Subject.CommonName != "client" {
			t.Error("no client certificate")
		}
		if r.URL.Path == "/ponto-connect/oauth2/token" {
			_, _ = io.WriteString(w, `{"access_token":"t","refresh_token":"r","expires_in":1799}`)
			return
		}
		_, _ = io.WriteString(w, emptyList)
	}))
	pool := x509.NewCertPool()
	pool.AddCert(cert)
	server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: pool}
	server.Config.ErrorLog = nil
	server.StartTLS()
	t.Cleanup(server.Close)
	v := withToken()
	v.secret.AccessExpires = noon
	v.secret.Certificate, v.secret.PrivateKey, v.secret.KeyPassphrase = certPEM, encrypted(t, key), passphrase
	v.secret.TrustedAuthority = pemText("CERTIFICATE", server.Certificate().Raw)
	if _, err := connect(t, server.URL+"/ponto-connect", core.PontoConnect, v).Accounts(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.secret.TrustedAuthority = "" // a server that nobody vouches for
	v.secret.AccessExpires = noon.Add(time.Hour)
	_, err := connect(t, server.URL+"/ponto-connect", core.PontoConnect, v).Accounts(t.Context())
	wantError(t, err, core.CodeNetwork)
}

func TestPrivateKeys(t *testing.T) {
	t.Parallel()
	key, certPEM, _ := clientKey(t)
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	open, _ := x509.MarshalPKCS8PrivateKey(key)
	curveDER, _ := x509.MarshalECPrivateKey(curve)
	//lint:ignore SA1019 nothing else writes such keys
	old, err := x509.EncryptPEMBlock(rand.Reader, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), []byte(passphrase), x509.PEMCipherAES256)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		text, pass string
		want       crypto.PrivateKey
	}{
		"PKCS #8":                   {pemText("PRIVATE KEY", open), "", key},
		"PKCS #8, encrypted":        {encrypted(t, key), passphrase, key},
		"PKCS #8 EC, encrypted":     {encrypted(t, curve), passphrase, curve},
		"PKCS #1":                   {pemText("RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key)), "", key},
		"PKCS #1, encrypted":        {string(pem.EncodeToMemory(old)), passphrase, key},
		"EC":                        {pemText("EC PRIVATE KEY", curveDER), "", curve},
		"behind the certificate":    {certPEM + encrypted(t, key), passphrase, key},
		"wrong passphrase":          {encrypted(t, key), "wrong", nil},
		"no passphrase":             {encrypted(t, key), "", nil},
		"PKCS #1, wrong passphrase": {string(pem.EncodeToMemory(old)), "wrong", nil},
		"nothing":                   {"", "", nil},
		"no key in it":              {certPEM, "", nil},
	} {
		got, err := privateKey([]byte(c.text), []byte(c.pass))
		if c.want == nil {
			if err == nil {
				t.Errorf("%s: no error", name)
			}
			continue
		}
		if err != nil || !c.want.(interface{ Equal(crypto.PrivateKey) bool }).Equal(got) {
			t.Errorf("%s: %v", name, err)
		}
	}
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, err = NewTransport(core.Secret{Certificate: certPEM, PrivateKey: encrypted(t, other), KeyPassphrase: passphrase})
	wantError(t, err, core.CodeInvalid) // a key that does not belong to the certificate
	_, err = NewTransport(core.Secret{TrustedAuthority: "nonsense"})
	wantError(t, err, core.CodeInvalid)
}
