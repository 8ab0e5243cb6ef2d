package sandbox

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
	"math/big"
	"net"
	"time"
)

// Identity is the certificate material of one simulated vendor, PEM throughout: what the developer portal would give.
// The same certificate identifies the client and signs its requests, as the real service has it at this time.
type Identity struct {
	Authority    string // root that signed both sides
	Certificate  string // of the client
	PrivateKey   string // of the client, PKCS #8, not encrypted
	SigningKeyID string // what the Signature header's keyId must be

	server tls.Certificate
	roots  *x509.CertPool
	signer *rsa.PublicKey
}

// newIdentity makes a root, a server and a client certificate. They last longer than any virtual clock will run: what a
// test of expired certificates needs is a real service, not this one.
func newIdentity() (*Identity, error) {
	rootKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	root := certificateTemplate(1, "Simulated authority")
	root.IsCA, root.BasicConstraintsValid, root.KeyUsage = true, true, x509.KeyUsageCertSign
	rootDER, err := x509.CreateCertificate(rand.Reader, root, root, rootKey.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	server := certificateTemplate(2, "localhost")
	server.DNSNames, server.IPAddresses = []string{"localhost"}, []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	server.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	serverDER, err := x509.CreateCertificate(rand.Reader, server, root, serverKey.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	clientKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	client := certificateTemplate(3, "Simulated vendor")
	client.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	clientDER, err := x509.CreateCertificate(rand.Reader, client, root, clientKey.Public(), rootKey)
	if err != nil {
		return nil, err
	}
	return assemble(rootDER, serverDER, clientDER, serverKey, clientKey)
}

func assemble(rootDER, serverDER, clientDER []byte, serverKey crypto.Signer, clientKey *rsa.PrivateKey) (*Identity, error) {
	root, err := x509.ParseCertificate(rootDER)
	if err != nil {
		return nil, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(clientKey)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AddCert(root)
	return &Identity{
		Authority:   string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: rootDER})),
		Certificate: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: clientDER})),
		PrivateKey:  string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})),
		// The portal names certificates by UUID; any constant does, as long as both sides use the same.
		SigningKeyID: "3f1c9a52-7f0b-4b57-9a43-5d2c61e8a001",
		server:       tls.Certificate{Certificate: [][]byte{serverDER}, PrivateKey: serverKey},
		roots:        roots, signer: &clientKey.PublicKey,
	}, nil
}

func certificateTemplate(serial int64, name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, KeyUsage: x509.KeyUsageDigitalSignature,
		NotBefore: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2120, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

// serverConfig lets nobody in without a certificate of the simulated authority.
func (i *Identity) serverConfig() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{i.server},
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: i.roots}
}
