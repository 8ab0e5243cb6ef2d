package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"
	"strings"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// access says whose token a resource wants.
type access int

const (
	anyone       access = iota
	optional            // nobody's, or any
	either              // any
	organization        // a custom integration's, or a Ponto Connect customer's
	application         // the vendor's own, Ponto Connect only
)

// call is one request to the API behind one of the doors.
type call struct {
	*Server
	x    *exchange
	r    *http.Request
	door core.Door
	base string // absolute address of the door, without a slash at the end
	path string // below the door, without a slash at the end
	who  grant  // whose token it carries; zero without one
}

type handler func(*call) error

// serveAPI strips the door off the path and lets faults and the certificate check have their turn before the routes.
func (s *Server) serveAPI(routes http.Handler, prefix string, x *exchange, r *http.Request) {
	if strings.HasPrefix(strings.TrimPrefix(r.URL.Path, prefix), "/oauth2/") {
		x.entry.Query = "" // some clients put their secret there
	}
	if s.identity != nil && prefix != "" && r.TLS == nil {
		writeError(x, r, &problem{status: http.StatusForbidden, code: "clientCertificateRequired",
			detail: "This door is open to clients with a certificate only."})
		return
	}
	below := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, prefix), "/")
	if below == "" {
		below = "/"
	}
	// The official Ruby client asks for lists with a slash at the end; an empty id in the middle is no such thing.
	if path.Clean(below) != below {
		writeError(x, r, notFound(""))
		return
	}
	inner := r.Clone(r.Context())
	inner.URL.Path, inner.URL.RawPath = below, ""
	s.misbehave(x, inner, prefix+below, routes)
}

// on registers a resource of one door.
func (s *Server) on(mux *http.ServeMux, door core.Door, pattern string, needs access, h handler) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		x, ok := w.(*exchange)
		if !ok {
			x = &exchange{ResponseWriter: w}
		}
		c := &call{Server: s, x: x, r: r, door: door, base: serverAddress(r), path: r.URL.Path}
		if door == core.PontoConnect {
			c.base += "/ponto-connect"
		}
		if err := c.serve(needs, h); err != nil {
			writeError(x, r, err)
		}
	})
}

func (c *call) serve(needs access, h handler) error {
	if err := c.checkSignature(); err != nil {
		return err
	}
	if err := c.authenticate(needs); err != nil {
		return err
	}
	key := c.r.Header.Get("Ibanity-Idempotency-Key")
	if key == "" || (c.r.Method != http.MethodPost && c.r.Method != http.MethodPatch) {
		return h(c)
	}
	return c.once(key, h)
}

// authenticate finds out who asks. A wrong token is refused even where none is needed: a client must not take the
// public list for its own.
func (c *call) authenticate(needs access) error {
	token := strings.TrimSpace(strings.TrimPrefix(c.r.Header.Get("Authorization"), "Bearer"))
	if needs == anyone || (needs == optional && token == "") {
		return nil
	}
	who, ok := c.tokens.access(token, c.world.Now())
	if !ok || who.door != c.door {
		return c.badToken()
	}
	if who.integration != "" {
		if _, err := c.world.Integration(who.integration); err != nil {
			return c.badToken() // revoked meanwhile
		}
	}
	c.who, c.x.entry.Client = who, who.client
	if (needs == organization && who.integration == "") || (needs == application && who.integration != "") {
		return &problem{status: http.StatusForbidden, code: "insufficientScope",
			detail: "This kind of access token does not give access to the resource."}
	}
	return nil
}

// badToken spells the refusal as the door does today, or as it did in 2019 when the switch is set.
func (c *call) badToken() *problem {
	p := &problem{status: http.StatusUnauthorized, code: "invalidAccessToken", detail: "Your access token is invalid.",
		challenge: "Bearer"}
	if c.door == core.CustomIntegration {
		p.code, p.detail = "credentialsInvalid", "Your credentials are invalid."
		if c.oldCodes.Load() {
			p.code, p.detail = "authorizationCodeInvalid", "The authorization code is invalid."
		}
	}
	return p
}

// account finds an account that the caller may see. Another organization's is as unknown as one that never was.
func (c *call) account() (world.Account, error) {
	a, err := c.world.Account(core.AccountID(c.r.PathValue("account")))
	if err != nil || a.Integration != c.who.integration {
		return world.Account{}, notFound("account")
	}
	return a, nil
}

func (c *call) did(what string) { c.x.entry.Did = what }

// document is what clients post: JSON:API's envelope around attributes.
type document struct {
	Data struct {
		Type       string                     `json:"type"`
		Attributes map[string]json.RawMessage `json:"attributes"`
	} `json:"data"`
}

// bodyLimit bounds what a client may post.
const bodyLimit = 1 << 20

func (c *call) attributes() (map[string]json.RawMessage, error) {
	body, err := io.ReadAll(http.MaxBytesReader(c.x, c.r.Body, bodyLimit))
	if err != nil {
		return nil, badBody()
	}
	var d document
	if err := json.Unmarshal(body, &d); err != nil || d.Data.Attributes == nil {
		return nil, badBody()
	}
	return d.Data.Attributes, nil
}

// textOf reads a string attribute; anything else is as good as absent.
func textOf(attributes map[string]json.RawMessage, name string) string {
	var s string
	if err := json.Unmarshal(attributes[name], &s); err != nil {
		return ""
	}
	return s
}

// refuse turns the world's "not found" into a 404 that names the resource.
func refuse(err error, resource string) error {
	if errors.Is(err, world.ErrNotFound) {
		return notFound(resource)
	}
	return err
}

func encodeJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("cannot happen: " + err.Error()) // only own types of plain fields come here
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
