package ponto

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"ferry/core"
)

func rubyFile(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile("testdata/ibanity-ruby/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestDigestVectors(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"":                "SHA-512=z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
		`{"msg":"hello"}`: "SHA-512=pX9+OFjSGF4KFWUh8fv1Ihh4PuSb2KnyobO/hr228nkET5vRUhi0Qj2Ai5OcBXtzmzgII18sZiaEH4PoxkYqew==",
	} {
		if got := digestOf([]byte(body)); got != want {
			t.Errorf("%q: %s", body, got)
		}
	}
}

func TestSigningStringVector(t *testing.T) {
	t.Parallel()
	req, err := http.NewRequest("POST", "https://api.ibanity.com/xs2a/customer-access-tokens?test=1&test=2", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Ibanity-Idempotency-Key", "61f02718-eeee-46e1-b5eb-e8fd6e799c2d")
	req.Header.Set("Accept", "application/json")
	digest := digestOf([]byte(`{"msg":"hello"}`))
	want := `(request-target): post /xs2a/customer-access-tokens?test=1&test=2
host: api.ibanity.com
digest: SHA-512=pX9+OFjSGF4KFWUh8fv1Ihh4PuSb2KnyobO/hr228nkET5vRUhi0Qj2Ai5OcBXtzmzgII18sZiaEH4PoxkYqew==
(created): 1548841917
ibanity-idempotency-key: 61f02718-eeee-46e1-b5eb-e8fd6e799c2d`
	text, names := signingString(req, digest, 1548841917)
	if text != want {
		t.Errorf("got\n%s", text)
	}
	if got := strings.Join(names, " "); got != "(request-target) host digest (created) ibanity-idempotency-key" {
		t.Error(got)
	}
	req.Header.Set("Authorization", "Bearer t")
	text, names = signingString(req, digest, 1548841917)
	if !strings.Contains(text, "(created): 1548841917\nauthorization: Bearer t\nibanity-idempotency-key: ") || names[4] != "authorization" {
		t.Errorf("got\n%s", text)
	}
}

func signingSecret(t testing.TB) core.Secret {
	s := withToken().secret
	s.SigningCert, s.SigningKey, s.SigningKeyID = rubyFile(t, "test-certificate.pem"), rubyFile(t, "test-private_key.pem"), "75b5d796-de5c-400a-81ce-e72371b01cbc"
	return s
}

// TestSignedRequests verifies, with the public key alone, what a server receives.
func TestSignedRequests(t *testing.T) {
	t.Parallel()
	block, _ := pem.Decode([]byte(rubyFile(t, "test-public_key.pem")))
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^keyId="75b5d796-de5c-400a-81ce-e72371b01cbc",created=(\d+),algorithm="hs2019",headers="([^"]+)",signature="([^"]+)"$`)
	signed := 0
	v := &vault{secret: signingSecret(t)}
	c := serve(t, core.PontoConnect, v, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		signed++
		body, _ := io.ReadAll(r.Body)
		parts := form.FindStringSubmatch(r.Header.Get("Signature"))
		if parts == nil || parts[1] != "1795348800" || r.Header.Get("Digest") != digestOf(body) {
			t.Errorf("Signature %q, Digest %q", r.Header.Get("Signature"), r.Header.Get("Digest"))
			return
		}
		var lines []string
		for _, name := range strings.Split(parts[2], " ") {
			value := map[string]string{
				"(request-target)": strings.ToLower(r.Method) + " " + r.RequestURI, "host": r.Host, "(created)": parts[1],
			}[name]
			if value == "" {
				value = r.Header.Get(name)
			}
			lines = append(lines, name+": "+value)
		}
		if !strings.Contains(parts[2], "authorization") || r.Method == "POST" && !strings.Contains(parts[2], "ibanity-idempotency-key") {
			t.Errorf("signed headers: %s", parts[2])
		}
		signature, err := base64.StdEncoding.DecodeString(parts[3])
		hashed := sha256.Sum256([]byte(strings.Join(lines, "\n")))
		if err == nil {
			err = rsa.VerifyPSS(public.(*rsa.PublicKey), crypto.SHA256, hashed[:], signature, &rsa.PSSOptions{SaltLength: 32})
		}
		if err != nil {
			t.Errorf("%s %s: %v", r.Method, r.RequestURI, err)
		}
		_, _ = io.WriteString(w, `{"data":{"id":"s","attributes":{}}}`)
	}))
	if _, err := c.Account(t.Context(), "acc"); err != nil {
		t.Error(err)
	}
	if _, err := c.StartSynchronization(t.Context(), "acc", "accountDetails", "198.51.100.7"); err != nil {
		t.Error(err)
	}
	if signed != 2 {
		t.Errorf("%d requests", signed)
	}
}

func TestUnusableSigningMaterial(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*core.Secret){
		"no id":    func(s *core.Secret) { s.SigningKeyID = "" },
		"no key":   func(s *core.Secret) { s.SigningKey = "" },
		"no cert":  func(s *core.Secret) { s.SigningCert = "" },
		"nonsense": func(s *core.Secret) { s.SigningKey = "nonsense" },
	} {
		s := signingSecret(t)
		change(&s)
		_, err := New(Config{API: "https://a.test", Auth: RefreshToken("https://a.test", &vault{secret: s}), Now: time.Now})
		if e := wantError(t, err, core.CodeInvalid); e.Msg != badCertificate.msg {
			t.Errorf("%s: %v", name, e)
		}
	}
}

func BenchmarkSign(b *testing.B) {
	s, err := newSigner(signingSecret(b))
	if err != nil {
		b.Fatal(err)
	}
	req, _ := http.NewRequest("POST", "https://api.ibanity.com/x", nil)
	body := bytes.Repeat([]byte("x"), 500)
	for b.Loop() {
		if err := s.sign(req, body, noon, rand.Reader); err != nil {
			b.Fatal(err)
		}
	}
}
