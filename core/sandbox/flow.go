package sandbox

import (
	"slices"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// flow is one person's way through a bank's consent: to add accounts in the dashboard, to connect a vendor's program, or
// to renew one account. All three share the bank's pages and differ in how they begin and end.
type flow struct {
	id           string
	kind         flowKind
	user         string // who signed in; empty until then
	organization string
	integration  string // of a custom integration that gets the accounts; empty: asked, or Ponto Connect's own
	country      *string
	institution  core.InstitutionID
	account      core.AccountID // to renew
	loggedIn     bool           // at the bank

	client, redirect, state, challenge, scope string            // of Ponto Connect's authorization request
	newcomer                                  bool              // signs up instead of in
	known                                     map[string]string // what the vendor told of a newcomer
}

type flowKind int

const (
	adding flowKind = iota
	connecting
	renewing
)

// bankCode is what every bank of this world takes at its login.
const bankCode = "123456"

// start puts a new walk on the desk and shows its first page.
func (v *visit) start(f flow) (Form, error) {
	f.id = v.ids.uuid("flow")
	v.desk.keepFlow(f)
	return v.step(f, "")
}

// step shows the first page of a walk whose question is still open.
func (v *visit) step(f flow, trouble string) (Form, error) {
	page, err := v.openQuestion(f)
	if err != nil {
		return Form{}, err
	}
	if trouble != "" {
		page.Error = trouble
	}
	if page.Action != "" {
		page.Links = append(page.Links, Link{wordRefuse, v.flowPage(f, "refuse")})
	}
	return page, nil
}

func (v *visit) openQuestion(f flow) (Form, error) {
	switch {
	case f.user == "":
		return v.flowSignIn(f), nil
	case f.organization == "":
		return v.flowOrganization(f)
	case f.institution == "" && f.country == nil:
		return v.flowCountry(f), nil
	case f.institution == "":
		return v.flowInstitution(f), nil
	}
	bank, err := v.world.Institution(f.institution)
	if err != nil {
		return Form{}, refuse(err, "financialInstitution")
	}
	if f.kind != renewing && !v.connectable(f.institution) {
		return v.notConnectable(f, bank), nil
	}
	if !f.loggedIn {
		return v.bankLogin(f, bank), nil
	}
	return v.accountChoice(f, bank)
}

func (v *visit) flowPage(f flow, step string) string { return v.base + "/consent/" + f.id + "/" + step }

func (v *visit) currentFlow() (flow, error) {
	f, ok := v.desk.flow(v.r.PathValue("flow"))
	if !ok {
		return f, notFound("flow")
	}
	// Somebody else's walk is nobody's business: the address alone does not open it.
	if f.user != "" && f.user != v.user.ID {
		return f, notFound("flow")
	}
	return f, nil
}

func (v *visit) continueFlow() (Form, error) {
	f, err := v.currentFlow()
	if err != nil {
		return Form{}, err
	}
	if as := v.r.URL.Query().Get("as"); as != "" {
		f.newcomer = as == "newcomer"
		v.desk.keepFlow(f)
	}
	return v.step(f, "")
}

// answerFlow takes the answer to one page and shows the next.
func (v *visit) answerFlow() (Form, error) {
	f, err := v.currentFlow()
	if err != nil {
		return Form{}, err
	}
	trouble := ""
	switch v.r.PathValue("step") {
	case "sign-in", "sign-up":
		trouble, err = v.answerSignIn(&f)
	case "organization":
		trouble, err = v.answerOrganization(&f)
	case "country":
		country := v.value("country")
		f.country = &country
	case "institution":
		// Another bank has not seen its login yet.
		f.institution, f.loggedIn = core.InstitutionID(v.value("institution")), false
	case "bank":
		if v.value("code") != bankCode {
			trouble = wordWrongCode
			break
		}
		f.loggedIn = true
		if f.kind == renewing {
			return v.renew(f)
		}
	case "accounts":
		if f.loggedIn {
			return v.give(f)
		}
	default:
		err = notFound("")
	}
	if err != nil {
		return Form{}, err
	}
	v.desk.keepFlow(f)
	return v.step(f, trouble)
}

// refuseFlow is the person's no.
func (v *visit) refuseFlow() (Form, error) {
	f, err := v.currentFlow()
	if err != nil {
		return Form{}, err
	}
	if !v.desk.endFlow(f.id) {
		return Form{}, notFound("flow")
	}
	v.did("refused consent")
	page := Form{Title: "No consent was given", Text: []string{"Nothing was changed."},
		Links: []Link{{wordDashboard, v.base + "/dashboard"}}}
	if f.redirect != "" {
		page.Redirect = refusal(f, "access_denied", "The person refused.")
	}
	return page, nil
}

func (v *visit) connectable(id core.InstitutionID) bool {
	return slices.ContainsFunc(v.world.Connectable("all"), func(i world.Institution) bool { return i.ID == id })
}

func (v *visit) notConnectable(f flow, bank world.Institution) Form {
	page := Form{Title: bank.Name, Text: []string{"Nothing was changed."}, Submit: wordContinue,
		Error: "Accounts of this institution cannot be added now: it is in maintenance. Try again later.",
		// The way on is the list of those that can.
		Action: v.flowPage(f, "institution")}
	if bank.Deprecated {
		page.Error = "Accounts of this institution cannot be added any more."
		if next, err := v.world.Institution(bank.Replacement); err == nil {
			page.Error += " It was replaced by " + next.Name + "."
			page.Fields = []Field{{Name: "institution", Kind: "hidden", Value: string(next.ID)}}
			page.Submit = "Go on with " + next.Name
		}
	}
	return page
}

// renew ends the walk of one account: new dates, same id.
func (v *visit) renew(f flow) (Form, error) {
	a, err := v.world.Reauthorize(f.account)
	if err != nil {
		return Form{}, refuse(err, "account")
	}
	v.desk.endFlow(f.id)
	v.did("reauthorized account " + string(a.ID))
	page := Form{Title: wordConsentGiven, Done: true, Text: []string{accountLabel(a.Reference, a.Description, a.Product, a.Currency), validUntil(a)},
		Links: []Link{{wordDashboard, v.base + "/dashboard"}}, Redirect: f.redirect}
	return page, nil
}

func validUntil(a world.Account) string {
	if a.ExpiresAt.IsZero() {
		return "The bank does not say how long this consent lasts."
	}
	return "This consent is expected to last until " + a.ExpiresAt.UTC().Format("2 January 2006") + "."
}
