package sandbox

import (
	"slices"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The pages on which an organization makes a custom integration and chooses what it may read.

func (v *visit) integrations(o world.Organization) (Form, error) {
	page := Form{Title: wordIntegrations + " of " + o.Name,
		Links: []Link{{"Create a custom integration", v.organizationPage(o.ID) + "/integrations/new"}}}
	for _, i := range v.world.Integrations(o.ID) {
		page.Links = append(page.Links, Link{i.Name + " (" + doorName(i.Door) + ")", v.integrationPage(i)})
	}
	page.Links = append(page.Links, Link{o.Name, v.organizationPage(o.ID)})
	return page, nil
}

func doorName(d core.Door) string {
	if d == core.PontoConnect {
		return "Ponto Connect"
	}
	return "custom integration"
}

func (v *visit) integrationPage(i world.Integration) string {
	return v.organizationPage(i.Organization) + "/integrations/" + i.ID
}

func (v *visit) ownIntegration(o world.Organization) (world.Integration, error) {
	i, err := v.world.Integration(v.r.PathValue("integration"))
	if err != nil || i.Organization != o.ID {
		return world.Integration{}, notFound("integration")
	}
	return i, nil
}

func (v *visit) integration(o world.Organization) (Form, error) {
	i, err := v.ownIntegration(o)
	if err != nil {
		return Form{}, err
	}
	page := Form{Title: i.Name + " (" + doorName(i.Door) + ")", Text: []string{"Accounts:"}}
	for _, a := range v.world.Accounts(i.ID) {
		page.Text = append(page.Text, accountLabel(a.Reference, a.Description, a.Product, a.Currency)+". "+v.consentState(a))
	}
	if i.Door == core.CustomIntegration {
		page.Text = append(page.Text, "Client id: "+i.ClientID, "The client secret was shown when it was made. A new one ends the old one at once.")
		page.Action, page.Submit = v.integrationPage(i)+"/secret", "Make a new client secret"
		page.Links = []Link{{"Choose accounts", v.integrationPage(i) + "/accounts"}}
	}
	page.Links = append(page.Links, Link{wordIntegrations, v.organizationPage(o.ID) + "/integrations"})
	return page, nil
}

// credentialsPage is the only one that shows a secret.
func (v *visit) credentialsPage(i world.Integration) Form {
	return Form{Title: "Credentials of " + i.Name, Text: []string{"Copy the secret now: it is not shown again."},
		Fields: []Field{
			{Name: "clientId", Label: "Client id", Kind: "text", Value: i.ClientID},
			{Name: "clientSecret", Label: "Client secret", Kind: "text", Value: i.ClientSecret},
		},
		Links: []Link{{i.Name, v.integrationPage(i)}}}
}

func (v *visit) renewSecret(o world.Organization) (Form, error) {
	i, err := v.ownIntegration(o)
	if err != nil {
		return Form{}, err
	}
	if i, err = v.world.RenewSecret(i.ID); err != nil {
		return Form{}, err
	}
	v.did("made a new client secret for integration " + i.ID)
	return v.credentialsPage(i), nil
}

// consented are the bank accounts that the organization authorized, in an integration or not.
func (v *visit) consented(o world.Organization) []world.BankAccount {
	ids := v.desk.consents(o.ID)
	for _, i := range v.world.Integrations(o.ID) {
		for _, a := range v.world.Accounts(i.ID) {
			if !slices.Contains(ids, a.InternalReference) {
				ids = append(ids, a.InternalReference)
			}
		}
	}
	var list []world.BankAccount
	for _, id := range ids {
		if a, err := v.world.BankAccount(id); err == nil {
			list = append(list, a)
		}
	}
	return list
}

func choiceFields(list []world.BankAccount, ticked func(world.BankAccount) bool) []Field {
	fields := make([]Field, 0, len(list)+1)
	for _, a := range list {
		fields = append(fields, Field{Name: "account", Kind: "checkbox", Value: a.ID, Checked: ticked(a),
			Label: accountLabel(a.Reference, a.Description, a.Product, a.Currency)})
	}
	return fields
}

func (v *visit) openIntegration(o world.Organization) (Form, error) {
	fields := []Field{{Name: "name", Label: "Name", Kind: "text", Value: v.world.ConnectApplication().Name}}
	all := func(world.BankAccount) bool { return true }
	return Form{Title: "Create a custom integration", Submit: "Create", Action: v.organizationPage(o.ID) + "/integrations/new",
		Text:   []string{"Choose which accounts it may read."},
		Fields: append(fields, choiceFields(v.consented(o), all)...),
		Links:  []Link{{wordIntegrations, v.organizationPage(o.ID) + "/integrations"}}}, nil
}

func (v *visit) createIntegration(o world.Organization) (Form, error) {
	name := v.value("name")
	if name == "" {
		page, err := v.openIntegration(o)
		page.Error = "The integration needs a name."
		return page, err
	}
	i, err := v.world.CreateIntegration(o.ID, name)
	if err != nil {
		return Form{}, err
	}
	if err := v.attach(o, i); err != nil {
		return Form{}, err
	}
	v.did("created integration " + i.ID)
	return v.credentialsPage(i), nil
}

func (v *visit) openChoice(o world.Organization) (Form, error) {
	i, err := v.ownIntegration(o)
	if err != nil {
		return Form{}, err
	}
	held := v.world.Accounts(i.ID)
	ticked := func(b world.BankAccount) bool {
		return slices.ContainsFunc(held, func(a world.Account) bool { return a.InternalReference == b.ID })
	}
	return Form{Title: "Accounts of " + i.Name, Submit: "Save", Action: v.integrationPage(i) + "/accounts",
		Fields: choiceFields(v.consented(o), ticked), Links: []Link{{i.Name, v.integrationPage(i)}}}, nil
}

func (v *visit) chooseAccounts(o world.Organization) (Form, error) {
	i, err := v.ownIntegration(o)
	if err != nil {
		return Form{}, err
	}
	if err := v.attach(o, i); err != nil {
		return Form{}, err
	}
	return Form{goTo: v.integrationPage(i)}, nil
}

// attach brings an integration to the accounts that were ticked. Those it has keep their consent; Authorize would renew it.
func (v *visit) attach(o world.Organization, i world.Integration) error {
	ticked := v.values("account")
	held := map[string]bool{}
	for _, a := range v.world.Accounts(i.ID) {
		held[a.InternalReference] = true
		if !slices.Contains(ticked, a.InternalReference) {
			if err := v.world.Withdraw(a.ID); err != nil {
				return err
			}
		}
	}
	for _, b := range v.consented(o) {
		if slices.Contains(ticked, b.ID) && !held[b.ID] {
			if _, err := v.world.Authorize(i.ID, b.Institution, []string{b.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}
