package sandbox

import (
	"crypto/subtle"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ferry/core"
)

// token is the token endpoint. Parameters are taken from the body or the query, as a client in production sends them,
// and the client authenticates by header or in the body.
func (c *call) token() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	id, err := c.client(form)
	if err != nil {
		return err
	}
	c.x.entry.Client = id
	now := c.world.Now()
	var p pair
	switch form.Get("grant_type") {
	case "client_credentials":
		p = c.tokens.issue(c.ownGrant(id), now)
		c.did("issued a token")
	case "authorization_code":
		g, why := c.tokens.takeCode(form.Get("code"), id, form.Get("redirect_uri"), form.Get("code_verifier"), now)
		if why != "" {
			return invalidGrant(why)
		}
		p = c.tokens.issue(g, now)
		c.did("redeemed an authorization code")
	case "refresh_token":
		var ok bool
		if p, ok = c.tokens.rotate(form.Get("refresh_token"), id, now); !ok {
			return invalidGrant("unknown or used refresh token")
		}
		c.did("rotated a refresh token")
	default:
		return &oauthProblem{status: http.StatusBadRequest, Code: "unsupported_grant_type",
			Description: "The grant type is missing or not one of those that this server knows."}
	}
	writeJSON(c.x, http.StatusOK, "application/json", encodeJSON(p))
	return nil
}

// ownGrant is what a client gets for its own credentials: a custom integration its organization, a vendor nobody.
func (c *call) ownGrant(client string) grant {
	g := grant{door: c.door, client: client}
	if c.door == core.CustomIntegration {
		if i, err := c.world.IntegrationByClient(client); err == nil {
			g.integration, g.scope = i.ID, "ai"
		}
	}
	return g
}

// revoke ends the integration of a refresh token: all access of this application to that organization.
func (c *call) revoke() error {
	form, err := c.form()
	if err != nil {
		return err
	}
	client, err := c.client(form)
	if err != nil {
		return err
	}
	// An unknown token is answered as a known one (RFC 7009): the caller wanted it dead, and it is.
	if integration, ok := c.tokens.owner(form.Get("token"), client); ok {
		c.tokens.forget(integration)
		if err := c.world.DeleteIntegration(integration); err != nil {
			return err
		}
		c.did("revoked integration " + integration)
	}
	writeJSON(c.x, http.StatusOK, "application/json", []byte("{}"))
	return nil
}

func (c *call) form() (url.Values, error) {
	c.r.Body = http.MaxBytesReader(c.x, c.r.Body, bodyLimit)
	if err := c.r.ParseForm(); err != nil {
		return nil, invalidRequest("the body is not a form")
	}
	return c.r.Form, nil
}

// client checks the client's id and secret at this door.
func (c *call) client(form url.Values) (string, error) {
	id, secret, ok := c.r.BasicAuth()
	if ok {
		// RFC 6749 wants both form-encoded inside the header; few clients do it, and neither value needs it.
		id, secret = unescape(id), unescape(secret)
	} else {
		id, secret = form.Get("client_id"), form.Get("client_secret")
	}
	want := ""
	if c.door == core.PontoConnect {
		if app := c.world.ConnectApplication(); app.ClientID == id {
			want = app.ClientSecret
		}
	} else if i, err := c.world.IntegrationByClient(id); err == nil {
		want = i.ClientSecret
	}
	if want == "" || subtle.ConstantTimeCompare([]byte(want), []byte(secret)) != 1 {
		return "", invalidClient()
	}
	return id, nil
}

func unescape(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// userInfo tells the organization behind a Ponto Connect token, in flat JSON.
func (c *call) userInfo() error {
	i, err := c.world.Integration(c.who.integration)
	if err != nil {
		return refuse(err, "integration")
	}
	o, err := c.world.Organization(i.Organization)
	if err != nil {
		return refuse(err, "organization")
	}
	j := c.writer()
	defer c.buffers.Put(j)
	j.b, j.omitNulls = append(j.b, '{'), true
	j.text("sub", o.ID)
	if hasScope(c.who.scope, "name") {
		j.text("name", o.Name)
	}
	j.boolean("paymentsActivated", false)
	j.boolean("paymentsActivationRequested", false)
	j.boolean("paymentRequestsActivated", false)
	j.boolean("paymentRequestsActivationRequested", false)
	j.boolean("onboardingComplete", o.Billing)
	j.end()
	writeJSON(c.x, http.StatusOK, "application/json", j.b)
	return nil
}

// hasScope looks for one word of a space-separated scope.
func hasScope(scope, word string) bool { return slices.Contains(strings.Fields(scope), word) }
