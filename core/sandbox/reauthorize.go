package sandbox

import (
	"net/http"

	"ferry/core"
)

// createReauthorization makes the page on which the account's holder gives the bank's consent again.
func (c *call) createReauthorization() error {
	a, err := c.account()
	if err != nil {
		return err
	}
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	redirect := textOf(attributes, "redirectUri")
	if !registeredRedirect(redirect) {
		return invalid("invalidAttribute", "redirectUri", "The redirect address is missing or not registered.")
	}
	id := c.ids.uuid("reauthorization")
	c.desk.keepReauthorization(id, a.ID, redirect)
	// The page stands on the plain address also when the request came through TLS: a browser has no client certificate.
	link := c.humanAddress(c.r) + "/authorize/organizations/" + a.Organization + "/sandbox/integrations/" + a.Integration +
		"/accounts/" + string(a.ID) + "/reauthorization-requests/" + id
	c.did("made reauthorization request " + id + " for account " + string(a.ID))
	return c.item(http.StatusCreated, func(j *jsonWriter) {
		j.identity("reauthorizationRequest", id)
		j.begin("links")
		j.text("redirect", link)
		j.end()
		j.begin("attributes")
		j.boolean("sandbox", true)
		j.end()
	})
}

// reauthorization is a request that waits for its holder.
type reauthorization struct {
	account  core.AccountID
	redirect string
}
