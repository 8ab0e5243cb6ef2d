package sandbox

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"io"
	"net/http"
	"slices"
	"strings"

	"ferry/core"
)

// checkSignature holds a request at the Ponto Connect door against its HTTP signature (draft-cavage-12, hs2019). Requests
// that change something must carry one; others are checked when they do. The token endpoint is exempt: there the
// certificate and the client's secret speak. Age is not checked, because the virtual clock is not the signer's.
func (c *call) checkSignature() error {
	if c.identity == nil || c.door != core.PontoConnect {
		return nil
	}
	header := c.r.Header.Get("Signature")
	if header == "" {
		if c.r.Method == http.MethodGet || c.r.Method == http.MethodHead || strings.HasPrefix(c.path, "/oauth2/") {
			return nil
		}
		return badSignature("The request is not signed.")
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.x, c.r.Body, bodyLimit))
	if err != nil {
		return badBody()
	}
	c.r.Body = io.NopCloser(bytes.NewReader(body))
	return verifySignature(c.identity, c.r, header, body)
}

func badSignature(detail string) *problem {
	return &problem{status: http.StatusUnauthorized, code: "invalidSignature", detail: detail}
}

// verifySignature rebuilds the signing string from what arrived.
func verifySignature(id *Identity, r *http.Request, header string, body []byte) error {
	p := signatureParameters(header)
	covered := strings.Fields(p["headers"])
	if p["keyId"] != id.SigningKeyID || p["algorithm"] != "hs2019" {
		return badSignature("The key or the algorithm is not known.")
	}
	if missing := uncovered(r.Header, covered); missing != "" {
		return badSignature("The signature does not cover " + missing + ".")
	}
	sum := sha512.Sum512(body)
	digest, ok := strings.CutPrefix(r.Header.Get("Digest"), "SHA-512=")
	if given, valid := decodeBase64(digest); !ok || !valid || subtle.ConstantTimeCompare(given, sum[:]) != 1 {
		return badSignature("The digest is not that of the body.")
	}
	signature, valid := decodeBase64(p["signature"])
	text := sha256.Sum256([]byte(signingString(r, p["created"], covered)))
	options := &rsa.PSSOptions{SaltLength: sha256.Size, Hash: crypto.SHA256}
	if !valid || rsa.VerifyPSS(id.signer, crypto.SHA256, text[:], signature, options) != nil {
		return badSignature("The signature does not match the request.")
	}
	return nil
}

// signatureParameters reads name="value" pairs. created stands with and without quotes in the official libraries.
func signatureParameters(header string) map[string]string {
	p := map[string]string{}
	for header != "" {
		name, rest, ok := strings.Cut(header, "=")
		if !ok {
			break
		}
		var value string
		if quoted, isQuoted := strings.CutPrefix(rest, `"`); isQuoted {
			value, rest, _ = strings.Cut(quoted, `"`)
			_, header, _ = strings.Cut(rest, ",")
		} else {
			value, header, _ = strings.Cut(rest, ",")
		}
		p[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	return p
}

// uncovered names the first part of the request that has to be signed and is not.
func uncovered(h http.Header, covered []string) string {
	required := []string{"(request-target)", "host", "digest", "(created)"}
	for name := range h {
		lower := strings.ToLower(name)
		if lower == "authorization" || strings.HasPrefix(lower, "ibanity") {
			required = append(required, lower)
		}
	}
	for _, name := range required {
		if !slices.Contains(covered, name) {
			return name
		}
	}
	return ""
}

func signingString(r *http.Request, created string, covered []string) string {
	lines := make([]string, 0, len(covered))
	for _, name := range covered {
		value := r.Header.Get(name)
		switch name {
		case "(request-target)":
			value = strings.ToLower(r.Method) + " " + r.RequestURI
		case "host":
			value = r.Host
		case "(created)":
			value = created
		}
		lines = append(lines, name+": "+value)
	}
	return strings.Join(lines, "\n")
}

// decodeBase64 takes the standard and the URL-safe alphabet, padded or not: the official libraries differ.
func decodeBase64(s string) ([]byte, bool) {
	s = strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(s), "=")
	b, err := base64.RawStdEncoding.DecodeString(s)
	return b, err == nil && len(b) > 0
}
