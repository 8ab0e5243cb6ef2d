package sandbox

import (
	"net/http"
	"slices"
	"time"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The resources of a vendor, for its own token, behind the Ponto Connect door.

// onboardingLife is how long prefilled sign-up details can be used.
const onboardingLife = 5 * time.Minute

// onboardingFields are the attributes of a prefilled sign-up, as text.
var onboardingFields = []string{"email", "firstName", "lastName", "organizationName", "organizationType", "enterpriseNumber",
	"vatNumber", "addressStreetAddress", "addressPostalCode", "addressCountry", "addressCity", "phoneNumber",
	"initialFinancialInstitutionId", "partnerReference", "preferredOtpMethod", "requestedOrganisationId"}

// onboarding is what a vendor already knows of the person it sends to sign up.
type onboarding struct {
	fields  map[string]string
	expires time.Time
}

func (c *call) createOnboarding() error {
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	o := onboarding{fields: map[string]string{}, expires: c.world.Now().Add(onboardingLife)}
	for _, name := range onboardingFields {
		if value := textOf(attributes, name); value != "" {
			o.fields[name] = value
		}
	}
	id := c.ids.uuid("onboarding")
	c.desk.keepOnboarding(id, o)
	c.did("kept onboarding details " + id)
	return c.item(http.StatusCreated, func(j *jsonWriter) {
		j.identity("onboardingDetails", id)
		j.begin("attributes")
		for _, name := range onboardingFields {
			j.text(name, o.fields[name])
		}
		j.end()
	})
}

// connection finds the Ponto Connect integration of the organization in the path.
func (c *call) connection() (world.Integration, error) {
	for _, i := range c.world.Integrations(c.r.PathValue("organization")) {
		if i.Door == core.PontoConnect && i.ClientID == c.who.client {
			return i, nil
		}
	}
	return world.Integration{}, notFound("organization")
}

// deleteIntegration is the way out for a vendor who lost the refresh token.
func (c *call) deleteIntegration() error {
	i, err := c.connection()
	if err != nil {
		return err
	}
	c.tokens.forget(i.ID)
	if err := c.world.DeleteIntegration(i.ID); err != nil {
		return err
	}
	c.did("revoked integration " + i.ID)
	return c.item(http.StatusOK, func(j *jsonWriter) {
		j.identity("integration", i.ID)
		j.begin("relationships")
		j.related("organization", "organization", i.Organization, "")
		j.end()
	})
}

// usage tells what an organization's month costs the vendor. Payments are not part of this simulator.
func (c *call) usage() error {
	i, err := c.connection()
	if err != nil {
		return err
	}
	month := c.r.PathValue("month")
	start, err := time.Parse("2006-01", month)
	if err != nil {
		return notFound("usage")
	}
	// An account counts in whole for each month in which it is in the integration.
	count := 0
	if !start.After(c.world.Now()) {
		for _, a := range c.world.Accounts(i.ID) {
			if a.AuthorizedAt.Before(start.AddDate(0, 1, 0)) {
				count++
			}
		}
	}
	return c.item(http.StatusOK, func(j *jsonWriter) {
		j.identity("usage", month)
		j.begin("attributes")
		j.integer("accountCount", count)
		for _, name := range []string{"paymentCount", "paymentAccountCount", "bulkPaymentCount", "bulkPaymentBundleCount"} {
			j.integer(name, 0)
		}
		j.end()
		j.begin("relationships")
		j.related("organization", "organization", i.Organization, "")
		j.end()
	})
}

// listIntegrationAccounts lists every account of every organization that the vendor may see.
func (c *call) listIntegrationAccounts() error {
	var all []world.Account
	for _, i := range c.world.Integrations("") {
		if i.Door == core.PontoConnect && i.ClientID == c.who.client {
			all = append(all, c.world.Accounts(i.ID)...)
		}
	}
	return c.pageOfIntegrationAccounts(all)
}

func (c *call) pageOfIntegrationAccounts(all []world.Account) error {
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	// The link between an account and an integration has an id of its own at Ponto; it carries nothing else, so the
	// account's stands for it here.
	id := func(a world.Account) string { return string(a.ID) }
	page, err := world.PageOf(world.ListOf(all, id), asked.query())
	if err != nil {
		return err
	}
	return list(c, asked, page, c.writeIntegrationAccount, nil)
}

func (c *call) writeIntegrationAccount(j *jsonWriter, a world.Account) {
	j.identity("integrationAccount", string(a.ID))
	j.begin("attributes")
	j.instant("createdAt", a.AuthorizedAt)
	j.instant("lastAccessedAt", a.SynchronizedAt)
	j.end()
	j.begin("relationships")
	j.related("account", "account", string(a.ID), c.accountAddress(a.ID))
	j.related("financialInstitution", "financialInstitution", string(a.Institution),
		c.base+"/financial-institutions/"+string(a.Institution))
	j.related("organization", "organization", a.Organization, "")
	j.end()
}

// The resources of an organization about itself, behind the custom door. That they exist is known, their attributes are not.

func (c *call) me() error {
	i, err := c.world.Integration(c.who.integration)
	if err != nil {
		return refuse(err, "me")
	}
	o, err := c.world.Organization(i.Organization)
	if err != nil {
		return refuse(err, "me")
	}
	return c.item(http.StatusOK, func(j *jsonWriter) {
		j.identity("organization", o.ID)
		j.begin("attributes")
		j.text("name", o.Name)
		j.text("country", o.Country)
		j.text("enterpriseNumber", o.EnterpriseNumber)
		j.text("vatNumber", o.VATNumber)
		j.boolean("onboardingComplete", o.Billing)
		j.end()
	})
}

// ownIntegrations are all integrations of the caller's organization.
func (c *call) ownIntegrations() ([]world.Integration, error) {
	i, err := c.world.Integration(c.who.integration)
	if err != nil {
		return nil, refuse(err, "integration")
	}
	return c.world.Integrations(i.Organization), nil
}

func (c *call) listIntegrations() error {
	all, err := c.ownIntegrations()
	if err != nil {
		return err
	}
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	id := func(i world.Integration) string { return i.ID }
	page, err := world.PageOf(world.ListOf(all, id), asked.query())
	if err != nil {
		return err
	}
	return list(c, asked, page, c.writeIntegration, nil)
}

func (c *call) ownIntegration() (world.Integration, error) {
	all, err := c.ownIntegrations()
	if err != nil {
		return world.Integration{}, err
	}
	at := slices.IndexFunc(all, func(i world.Integration) bool { return i.ID == c.r.PathValue("integration") })
	if at < 0 {
		return world.Integration{}, notFound("integration")
	}
	return all[at], nil
}

func (c *call) getIntegration() error {
	i, err := c.ownIntegration()
	if err != nil {
		return err
	}
	return c.item(http.StatusOK, func(j *jsonWriter) { c.writeIntegration(j, i) })
}

func (c *call) listAccountsOfIntegration() error {
	i, err := c.ownIntegration()
	if err != nil {
		return err
	}
	return c.pageOfIntegrationAccounts(c.world.Accounts(i.ID))
}

func (c *call) writeIntegration(j *jsonWriter, i world.Integration) {
	j.identity("integration", i.ID)
	j.begin("attributes")
	j.text("name", i.Name)
	j.instant("createdAt", i.Created)
	j.end()
	j.begin("relationships")
	j.related("organization", "organization", i.Organization, "")
	j.relatedList("accounts", "integrationAccount", c.base+"/integrations/"+i.ID+"/accounts")
	j.end()
}
