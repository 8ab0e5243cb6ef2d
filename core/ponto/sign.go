package ponto

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"ferry/core"
)

// signer signs requests as draft-cavage-http-signatures-12 describes under the name hs2019, in the form that Ponto
// Connect demands of live applications.
type signer struct {
	keyID string
	key   *rsa.PrivateKey
}

// newSigner returns nil when the secret has no signing certificate: requests then go unsigned.
func newSigner(s core.Secret) (*signer, error) {
	if s.SigningCert == "" && s.SigningKey == "" {
		return nil, nil
	}
	if s.SigningKeyID == "" {
		return nil, errors.New("the signing certificate needs its id")
	}
	pair, err := keyPair(s.SigningCert, s.SigningKey, s.SigningKeyPass)
	if err != nil {
		return nil, fmt.Errorf("signing certificate: %w", err)
	}
	key, ok := pair.PrivateKey.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("the signing key is not an RSA key")
	}
	return &signer{keyID: s.SigningKeyID, key: key}, nil
}

// sign adds Digest and Signature. All other headers must be there already.
func (s *signer) sign(req *http.Request, body []byte, now time.Time, random io.Reader) error {
	digest := digestOf(body)
	text, names := signingString(req, digest, now.Unix())
	hashed := sha256.Sum256([]byte(text))
	options := &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	signature, err := rsa.SignPSS(random, s.key, crypto.SHA256, hashed[:], options)
	if err != nil {
		return err
	}
	req.Header.Set("Digest", digest)
	req.Header.Set("Signature", fmt.Sprintf(`keyId="%s",created=%d,algorithm="hs2019",headers="%s",signature="%s"`,
		s.keyID, now.Unix(), strings.Join(names, " "), base64.StdEncoding.EncodeToString(signature)))
	return nil
}

// digestOf is the Digest header of a body. Official clients disagree on the alphabet; the standard one is used here.
func digestOf(body []byte) string {
	sum := sha512.Sum512(body)
	return "SHA-512=" + base64.StdEncoding.EncodeToString(sum[:])
}

// signingString is what is signed and the names of its lines, in the order that Ponto expects.
func signingString(req *http.Request, digest string, created int64) (text string, names []string) {
	lines := []string{
		"(request-target): " + strings.ToLower(req.Method) + " " + req.URL.RequestURI(),
		"host: " + req.Host,
		"digest: " + digest,
		fmt.Sprintf("(created): %d", created),
	}
	names = []string{"(request-target)", "host", "digest", "(created)"}
	var more []string
	for name := range req.Header {
		if lower := strings.ToLower(name); lower == "authorization" || strings.HasPrefix(lower, "ibanity") {
			more = append(more, lower)
		}
	}
	slices.Sort(more) // authorization first, as it happens
	for _, name := range more {
		lines = append(lines, name+": "+req.Header.Get(name))
	}
	return strings.Join(lines, "\n"), append(names, more...)
}
