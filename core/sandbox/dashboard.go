package sandbox

import (
	"net/url"
	"slices"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The dashboard of an organization: its accounts, and the programs that may read them.

func (v *visit) overview(o world.Organization) (Form, error) {
	page := Form{Title: o.Name, Links: []Link{
		{wordAccounts, v.organizationPage(o.ID) + "/live/accounts"},
		{wordIntegrations, v.organizationPage(o.ID) + "/integrations"},
	}}
	if !o.Billing {
		page.Text = []string{"Billing information is missing: live accounts cannot be added yet."}
		page.Links = slices.Insert(page.Links, 0, Link{"Give billing information", v.organizationPage(o.ID) + "/billing"})
	}
	page.Links = append(page.Links, Link{wordDashboard, v.base + "/dashboard"})
	return page, nil
}

func (v *visit) accounts(o world.Organization) (Form, error) {
	page := Form{Title: wordAccounts + " of " + o.Name, Links: []Link{{wordAddAccount, v.organizationPage(o.ID) + "/live/accounts/add"}}}
	attached := map[string]bool{}
	for _, i := range v.world.Integrations(o.ID) {
		for _, a := range v.world.Accounts(i.ID) {
			attached[a.InternalReference] = true
			label := accountLabel(a.Reference, a.Description, a.Product, a.Currency)
			page.Text = append(page.Text, label+" — "+i.Name+". "+v.consentState(a))
			q := "?account=" + url.QueryEscape(string(a.ID))
			page.Links = append(page.Links,
				Link{"Re-authorize " + label, v.organizationPage(o.ID) + "/live/accounts/reauthorize" + q},
				Link{"Take out " + label, v.organizationPage(o.ID) + "/live/accounts/remove" + q})
		}
	}
	for _, id := range v.desk.consents(o.ID) {
		if a, err := v.world.BankAccount(id); err == nil && !attached[id] {
			page.Text = append(page.Text, accountLabel(a.Reference, a.Description, a.Product, a.Currency)+" — in no integration.")
		}
	}
	page.Links = append(page.Links, Link{o.Name, v.organizationPage(o.ID)})
	return page, nil
}

func (v *visit) consentState(a world.Account) string {
	if a.Revoked || (!a.ExpiresAt.IsZero() && !a.ExpiresAt.After(v.world.Now())) {
		return "The authorization has ended: re-authorize the account."
	}
	return validUntil(a)
}

// addAccount begins the walk to more accounts. The query may name the country and the institution already.
func (v *visit) addAccount(o world.Organization) (Form, error) {
	if !o.Billing {
		page, err := v.openBilling(o)
		page.Error = "Live accounts can be added after billing information was given."
		return page, err
	}
	f := flow{kind: adding, user: v.user.ID, organization: o.ID, integration: v.r.URL.Query().Get("integration"),
		institution: core.InstitutionID(v.r.URL.Query().Get("institution"))}
	if country := v.r.URL.Query().Get("country"); country != "" {
		f.country = &country
	}
	return v.start(f)
}

// addFor is Ferry's short way: the client id says which organization and integration, the person who acts for it is
// signed in, and the first page is the bank's login.
func (v *visit) addFor() (Form, error) {
	i, err := v.forClient()
	if err != nil {
		return Form{}, err
	}
	return v.start(flow{kind: adding, user: v.user.ID, organization: i.Organization, integration: i.ID,
		institution: core.InstitutionID(v.r.URL.Query().Get("institution"))})
}

// reauthorizeFor is the same for one account's renewal.
func (v *visit) reauthorizeFor() (Form, error) {
	i, err := v.forClient()
	if err != nil {
		return Form{}, err
	}
	a, err := v.world.Account(core.AccountID(v.r.URL.Query().Get("account")))
	if err != nil || a.Integration != i.ID {
		return Form{}, notFound("account")
	}
	return v.startRenewal(a.ID, "")
}

// forClient finds the custom integration of a client id and signs in who acts for its organization.
func (v *visit) forClient() (world.Integration, error) {
	i, err := v.world.IntegrationByClient(v.r.URL.Query().Get("client"))
	if err != nil {
		return i, refuse(err, "integration")
	}
	if actsFor(v.user, i.Organization) {
		return i, nil
	}
	u, err := v.world.UserOf(i.Organization)
	if err != nil {
		return i, err
	}
	v.begin(u)
	return i, nil
}

// ownAccount finds the account of the query among the organization's.
func (v *visit) ownAccount(o world.Organization, id string) (world.Account, error) {
	a, err := v.world.Account(core.AccountID(id))
	if err != nil || a.Organization != o.ID {
		return world.Account{}, notFound("account")
	}
	return a, nil
}

func (v *visit) reauthorizeAccount(o world.Organization) (Form, error) {
	a, err := v.ownAccount(o, v.r.URL.Query().Get("account"))
	if err != nil {
		return Form{}, err
	}
	return v.startRenewal(a.ID, "")
}

func (v *visit) openRemoval(o world.Organization) (Form, error) {
	a, err := v.ownAccount(o, v.r.URL.Query().Get("account"))
	if err != nil {
		return Form{}, err
	}
	return Form{Title: "Take an account out", Submit: "Take out", Action: v.organizationPage(o.ID) + "/live/accounts/remove",
		Text: []string{accountLabel(a.Reference, a.Description, a.Product, a.Currency),
			"The program that reads it loses it. When it is added again, it and its lines come back under new ids."},
		Fields: []Field{{Name: "account", Kind: "hidden", Value: string(a.ID)}},
		Links:  []Link{{wordAccounts, v.organizationPage(o.ID) + "/live/accounts"}}}, nil
}

func (v *visit) removeAccount(o world.Organization) (Form, error) {
	a, err := v.ownAccount(o, v.value("account"))
	if err != nil {
		return Form{}, err
	}
	if err := v.world.Withdraw(a.ID); err != nil {
		return Form{}, err
	}
	v.did("took account " + string(a.ID) + " out of the integration")
	return Form{goTo: v.organizationPage(o.ID) + "/live/accounts"}, nil
}
