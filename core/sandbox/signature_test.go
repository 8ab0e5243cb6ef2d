package sandbox_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ferry/core/sandbox"
)

// vendor is a client with the simulated developer portal's certificate.
type vendor struct {
	*bench
	key *rsa.PrivateKey
}

func startTLS(t *testing.T) vendor {
	t.Helper()
	b := start(t, sandbox.Options{ConnectTLS: true})
	id := b.server.Identity()
	pair, err := tls.X509KeyPair([]byte(id.Certificate), []byte(id.PrivateKey))
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(id.Authority))
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}}}
	t.Cleanup(transport.CloseIdleConnections)
	b.client.Transport = transport
	block, _ := pem.Decode([]byte(id.PrivateKey))
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return vendor{b, key.(*rsa.PrivateKey)}
}

// sign makes the headers of a signed request by hand, after the description of the real service. encoding and quoted are
// the ways in which the official libraries differ.
func (v vendor) sign(method, address, token, body string, encoding *base64.Encoding, quoted bool) []string {
	v.Helper()
	u, err := url.Parse(address)
	if err != nil {
		v.Fatal(err)
	}
	sum := sha512.Sum512([]byte(body))
	digest := "SHA-512=" + encoding.EncodeToString(sum[:])
	text := strings.Join([]string{"(request-target): " + strings.ToLower(method) + " " + u.RequestURI(), "host: " + u.Host,
		"digest: " + digest, "(created): 1548841917", "authorization: Bearer " + token, "ibanity-idempotency-key: k"}, "\n")
	hash := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPSS(rand.Reader, v.key, crypto.SHA256, hash[:], &rsa.PSSOptions{SaltLength: 32})
	if err != nil {
		v.Fatal(err)
	}
	created := "1548841917"
	if quoted {
		created = `"` + created + `"`
	}
	return []string{"Digest", digest, "Ibanity-Idempotency-Key", "k", "Signature", `keyId="` + v.server.Identity().SigningKeyID + `",created=` + created +
		`,algorithm="hs2019",headers="(request-target) host digest (created) authorization ibanity-idempotency-key",signature="` +
		encoding.EncodeToString(signature) + `"`}
}

func TestConnectDoorWantsCertificateAndSignature(t *testing.T) {
	t.Parallel()
	v := startTLS(t)
	token := v.exchange(url.Values{"grant_type": {"client_credentials"}}).tokens(t).Access
	v.get(v.at.Connect+"/financial-institutions", token)
	address := v.at.Connect + "/onboarding-details?a=b"
	body := `{"data":{"type":"onboardingDetails","attributes":{"email":"a@example.com"}}}`
	post := func(headers []string, body string) answer {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		res, err := v.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		got, err := io.ReadAll(res.Body)
		return answer{res.StatusCode, res.Header, got, err}
	}
	for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
		for _, quoted := range []bool{false, true} {
			if a := post(v.sign("POST", address, token, body, encoding, quoted), body); a.status != http.StatusCreated {
				t.Errorf("quoted %v: %d %s", quoted, a.status, a.body)
			}
		}
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {v.at.ConnectClient.ClientID}, "client_secret": {v.at.ConnectClient.ClientSecret}}.Encode()
	signed := v.sign("POST", v.at.Connect+"/oauth2/token", token, form, base64.StdEncoding, false)
	if a := v.do(http.MethodPost, v.at.Connect+"/oauth2/token", token, form, signed...); a.status != http.StatusOK {
		t.Errorf("a signed token request: %d %s", a.status, a.body)
	}
	good := v.sign("POST", address, token, body, base64.StdEncoding, false)
	for name, a := range map[string]answer{
		"unsigned":     post(nil, body),
		"other body":   post(good, strings.Replace(body, "a@", "b@", 1)),
		"other target": post(v.sign("POST", address+"c", token, body, base64.StdEncoding, false), body),
		"other token":  post(v.sign("POST", address, token+"x", body, base64.StdEncoding, false), body),
		"not covered":  post(append(good, "Ibanity-Extra", "1"), body),
		"unknown key":  post([]string{good[0], good[1], good[4], strings.Replace(good[5], "keyId=\"", "keyId=\"x", 1)}, body),
		"bad":          post([]string{"Signature", `keyId="`, "Digest", "x"}, body),
	} {
		if code := v.refused(a, http.StatusUnauthorized); code != "invalidSignature" {
			t.Errorf("%s: %s", name, code)
		}
	}
	plain := http.Transport{}
	defer plain.CloseIdleConnections()
	without := bench{T: t, client: &http.Client{Transport: &plain}}
	without.refused(without.do(http.MethodGet, v.at.API+"/ponto-connect/financial-institutions", "", nil), http.StatusForbidden)
	bare := v.client.Transport.(*http.Transport).Clone()
	bare.TLSClientConfig.Certificates = nil
	defer bare.CloseIdleConnections()
	if _, err := (&bench{T: t, client: &http.Client{Transport: bare}}).try(http.MethodGet, v.at.Connect, "", nil); err == nil {
		t.Error("let in without a certificate")
	}
}
