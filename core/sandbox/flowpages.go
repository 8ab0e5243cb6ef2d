package sandbox

import (
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The pages of a walk in their order.

func (v *visit) flowSignIn(f flow) Form {
	page := v.base + "/consent/" + f.id
	if f.newcomer {
		form := signUpForm(v.flowPage(f, "sign-up"), f.known, "")
		form.Links = []Link{{wordSignIn, page + "?as=known"}}
		return form
	}
	return Form{Title: "Sign in to authorize " + v.world.ConnectApplication().Name, Submit: wordSignIn,
		Action: v.flowPage(f, "sign-in"), Fields: loginFields(v.world.ConnectUser()),
		Links: []Link{{wordSignUp, page + "?as=newcomer"}}}
}

func (v *visit) answerSignIn(f *flow) (string, error) {
	var u world.User
	var err error
	if v.r.PathValue("step") == "sign-up" {
		var trouble string
		if u, trouble, err = v.newUser(); trouble != "" || err != nil {
			return trouble, err
		}
	} else if u, err = v.world.SignIn(v.value("email"), v.value("password")); err != nil {
		return wordWrongLogin, nil
	}
	v.begin(u)
	f.claim(u)
	return "", nil
}

// claim makes the walk one person's. Who acts for one organization only is not asked for which.
func (f *flow) claim(u world.User) {
	f.user = u.ID
	if len(u.Organizations) == 1 {
		f.organization = u.Organizations[0]
	}
}

func (v *visit) flowOrganization(f flow) (Form, error) {
	action := v.flowPage(f, "organization")
	if len(v.user.Organizations) == 0 {
		return organizationForm(action, f.known, ""), nil
	}
	options := make([]Option, 0, len(v.user.Organizations))
	for _, id := range v.user.Organizations {
		o, err := v.world.Organization(id)
		if err != nil {
			return Form{}, err
		}
		options = append(options, Option{o.ID, o.Name})
	}
	return Form{Title: "For which organization?", Submit: wordContinue, Action: action,
		Fields: []Field{{Name: "organization", Label: "Organization", Kind: "select", Value: options[0].Value, Options: options}}}, nil
}

func (v *visit) answerOrganization(f *flow) (string, error) {
	if id := v.value("organization"); id != "" {
		if !actsFor(v.user, id) {
			return "", notFound("organization")
		}
		f.organization = id
		return "", nil
	}
	o, trouble, err := v.newOrganization(f.user)
	if err == nil && trouble == "" {
		f.organization = o.ID
	}
	return trouble, err
}

// international stands for the institutions of no country in a form, where an empty value could not be told from none.
const international = "international"

func (v *visit) flowCountry(f flow) Form {
	seen := map[string]bool{}
	for _, i := range v.world.Connectable("all") {
		seen[i.Country] = true
	}
	options := slices.DeleteFunc(organizationCountries(), func(o Option) bool { return !seen[o.Value] })
	if seen[""] {
		options = append(options, Option{international, "International"})
	}
	return Form{Title: wordAddAccount + ": country", Submit: wordContinue, Action: v.flowPage(f, "country"),
		Fields: []Field{{Name: "country", Label: "Country of the bank", Kind: "select", Value: options[0].Value, Options: options}}}
}

func (v *visit) flowInstitution(f flow) Form {
	country := *f.country
	if country == international {
		country = ""
	}
	page := Form{Title: wordAddAccount + ": institution", Submit: wordContinue, Action: v.flowPage(f, "institution")}
	var options []Option
	for _, i := range v.world.Connectable(country) {
		label := i.Name
		if i.Status != core.Stable && i.Status != "" {
			label += " (" + string(i.Status) + ")"
		}
		options = append(options, Option{string(i.ID), label})
	}
	if len(options) == 0 {
		page.Action, page.Submit, page.Error = "", "", "No institution of this country can be added now."
		return page
	}
	page.Fields = []Field{{Name: "institution", Label: "Institution", Kind: "select", Value: options[0].Value, Options: options}}
	return page
}

func (v *visit) bankLogin(f flow, bank world.Institution) Form {
	page := Form{Title: bank.Name + ": log in", Submit: "Log in", Action: v.flowPage(f, "bank"),
		Text:   []string{"This is your bank's own page. " + v.world.ConnectApplication().Name + " does not see what you enter here."},
		Fields: []Field{{Name: "code", Label: "Code of your card reader", Kind: "text", Value: bankCode, Hint: "in this sandbox always " + bankCode}}}
	if bank.Status == core.Beta || bank.Status == core.Experimental {
		page.Text = append(page.Text, "The connection to this institution is "+string(bank.Status)+": it may fail or give less than others.")
	}
	return page
}

// candidate is a line of the account choice.
type candidate struct {
	bankAccount string
	label, hint string
	here        bool // at the bank that was chosen; others are already connected and are kept unless unticked
	connected   bool
}

// candidates are the accounts at the chosen bank and, after them, those of other banks that the integrations hold.
func (v *visit) candidates(f flow, bank core.InstitutionID) ([]candidate, error) {
	here, err := v.world.BankAccounts(f.organization, bank)
	if err != nil {
		return nil, err
	}
	held := map[string]world.Account{}
	var order []string
	for _, integration := range v.targets(f) {
		for _, a := range v.world.Accounts(integration.ID) {
			if _, known := held[a.InternalReference]; !known {
				order = append(order, a.InternalReference)
			}
			held[a.InternalReference] = a
		}
	}
	var list []candidate
	for _, a := range here {
		_, connected := held[a.ID]
		c := candidate{bankAccount: a.ID, label: accountLabel(a.Reference, a.Description, a.Product, a.Currency), here: true, connected: connected}
		if connected {
			c.hint = "connected already, its consent is renewed"
		}
		list = append(list, c)
	}
	for _, id := range order {
		if a := held[id]; a.Institution != bank {
			name := ""
			if i, err := v.world.Institution(a.Institution); err == nil {
				name = i.Name
			}
			list = append(list, candidate{bankAccount: id, label: accountLabel(a.Reference, a.Description, a.Product, a.Currency),
				hint: "connected already at " + name + "; taken out when unticked", connected: true})
		}
	}
	return list, nil
}

func accountLabel(reference, description, product string, currency core.Currency) string {
	parts := []string{reference}
	for _, s := range []string{description, product} {
		if s != "" {
			parts = append(parts, s)
			break
		}
	}
	return strings.Join(append(parts, string(currency)), " · ")
}

// targets are the integrations that get what is ticked.
func (v *visit) targets(f flow) []world.Integration {
	return slices.DeleteFunc(v.world.Integrations(f.organization), func(i world.Integration) bool {
		if f.kind == connecting {
			return i.Door != core.PontoConnect || i.ClientID != f.client
		}
		return i.Door != core.CustomIntegration || (f.integration != "" && i.ID != f.integration)
	})
}

func (v *visit) accountChoice(f flow, bank world.Institution) (Form, error) {
	list, err := v.candidates(f, bank.ID)
	if err != nil {
		return Form{}, err
	}
	page := Form{Title: bank.Name + ": choose accounts", Submit: "Give consent", Action: v.flowPage(f, "accounts"),
		Text: []string{"Ticked accounts can be read. Accounts that are connected already stay ticked to keep them."}}
	for _, c := range list {
		page.Fields = append(page.Fields, Field{Name: "account", Kind: "checkbox", Value: c.bankAccount, Checked: true, Label: c.label, Hint: c.hint})
	}
	if f.kind == adding && f.integration == "" {
		for _, i := range v.targets(f) {
			page.Fields = append(page.Fields, Field{Name: "integration", Kind: "checkbox", Value: i.ID, Checked: true, Label: "Show them to " + i.Name})
		}
	}
	return page, nil
}
