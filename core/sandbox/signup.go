package sandbox

import (
	"errors"
	"net/http"
	"strings"

	"ferry/core/sandbox/world"
)

// The way of a new customer: sign up, create an organization, give billing information.

// signInForm asks who it is. The user that the demo starts with is filled in: this bank world has nothing to hide.
func (v *visit) signInForm(next, trouble string) Form {
	u, _ := v.world.UserOf(v.world.StarterIntegration().Organization)
	return Form{Title: "Sign in to the dashboard", Error: trouble, Submit: wordSignIn, Action: v.base + "/dashboard/sign-in",
		Fields: append(loginFields(u), Field{Name: "next", Kind: "hidden", Value: next}),
		Links:  []Link{{wordSignUp, v.base + "/dashboard/sign-up"}}}
}

func loginFields(u world.User) []Field {
	return []Field{
		{Name: "email", Label: "E-mail address", Kind: "text", Value: u.Email},
		{Name: "password", Label: "Password", Kind: "password", Value: u.Password},
	}
}

func (v *visit) openSignIn() (Form, error) { return v.signInForm("/dashboard", ""), nil }

func (v *visit) signIn() (Form, error) {
	u, err := v.world.SignIn(v.value("email"), v.value("password"))
	if err != nil {
		return v.signInForm(v.value("next"), wordWrongLogin), nil
	}
	v.begin(u)
	return Form{goTo: v.base + localPath(v.value("next"))}, nil
}

// localPath keeps a person on this server whatever the address they came with says.
func localPath(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.HasPrefix(path, `/\`) {
		return "/dashboard"
	}
	return path
}

func (v *visit) signOut() (Form, error) {
	if cookie, err := v.r.Cookie(sessionCookie); err == nil {
		v.desk.dropSession(cookie.Value)
	}
	http.SetCookie(v.x, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1, HttpOnly: true})
	return Form{goTo: v.base + "/dashboard"}, nil
}

func signUpForm(action string, known map[string]string, trouble string) Form {
	return Form{Title: "Create an account", Error: trouble, Submit: wordSignUp, Action: action, Fields: []Field{
		{Name: "email", Label: "E-mail address", Kind: "text", Value: known["email"]},
		{Name: "password", Label: "Password", Kind: "password"},
		{Name: "firstName", Label: "First name", Kind: "text", Value: known["firstName"]},
		{Name: "lastName", Label: "Last name", Kind: "text", Value: known["lastName"]},
	}}
}

func (v *visit) openSignUp() (Form, error) {
	return signUpForm(v.base+"/dashboard/sign-up", nil, ""), nil
}

func (v *visit) signUp() (Form, error) {
	u, trouble, err := v.newUser()
	if err != nil {
		return Form{}, err
	}
	if trouble != "" {
		return signUpForm(v.base+"/dashboard/sign-up", v.given("email", "firstName", "lastName"), trouble), nil
	}
	v.begin(u)
	return Form{goTo: v.base + "/dashboard/organizations/new"}, nil
}

// newUser makes a user of a sent sign-up form, or says in words why not.
func (v *visit) newUser() (world.User, string, error) {
	u, err := v.world.SignUp(v.value("email"), v.value("password"), v.value("firstName"), v.value("lastName"))
	switch {
	case errors.Is(err, world.ErrExists):
		return u, "Somebody has signed up with this e-mail address already.", nil
	case errors.Is(err, world.ErrInvalid):
		return u, "An e-mail address and a password are needed.", nil
	}
	return u, "", err
}

// given are the answers that came with a refused form, so that nobody types them again.
func (v *visit) given(names ...string) map[string]string {
	known := map[string]string{}
	for _, name := range names {
		known[name] = v.value(name)
	}
	return known
}

func organizationForm(action string, known map[string]string, trouble string) Form {
	return Form{Title: "Create an organization", Error: trouble, Submit: "Create", Action: action, Fields: []Field{
		{Name: "organizationName", Label: "Name of the company", Kind: "text", Value: known["organizationName"]},
		{Name: "addressCountry", Label: "Country", Kind: "select", Value: known["addressCountry"], Options: organizationCountries()},
		{Name: "enterpriseNumber", Label: "Enterprise number", Kind: "text", Value: known["enterpriseNumber"], Hint: "optional"},
	}}
}

func organizationCountries() []Option {
	return []Option{{"BE", "Belgium"}, {"NL", "Netherlands"}, {"FR", "France"}, {"LU", "Luxembourg"}, {"DE", "Germany"}, {"ES", "Spain"}}
}

func (v *visit) openOrganization() (Form, error) {
	if v.user.ID == "" {
		return v.signInForm(v.r.URL.Path, ""), nil
	}
	return organizationForm(v.base+v.r.URL.Path, nil, ""), nil
}

func (v *visit) createOrganization() (Form, error) {
	if v.user.ID == "" {
		return v.signInForm(v.r.URL.Path, ""), nil
	}
	o, trouble, err := v.newOrganization(v.user.ID)
	if err != nil {
		return Form{}, err
	}
	if trouble != "" {
		return organizationForm(v.base+v.r.URL.Path, v.given("addressCountry", "enterpriseNumber"), trouble), nil
	}
	return Form{goTo: v.organizationPage(o.ID) + "/billing"}, nil
}

func (v *visit) newOrganization(user string) (world.Organization, string, error) {
	country := v.value("addressCountry")
	if country == "" {
		country = organizationCountries()[0].Value
	}
	o, err := v.world.CreateOrganization(user, v.value("organizationName"), country, v.value("enterpriseNumber"))
	if errors.Is(err, world.ErrInvalid) {
		return o, "The organization needs a name.", nil
	}
	return o, "", err
}

func (v *visit) openBilling(o world.Organization) (Form, error) {
	return Form{Title: "Billing information of " + o.Name, Submit: "Save", Action: v.organizationPage(o.ID) + "/billing",
		Text: []string{"Live accounts can be added once this is known. Nothing is charged here."},
		Fields: []Field{
			{Name: "billingName", Label: "Name on the invoice", Kind: "text", Value: o.Name},
			{Name: "billingEmail", Label: "E-mail address for invoices", Kind: "text", Value: v.user.Email},
			{Name: "iban", Label: "Account for the direct debit", Kind: "text", Value: "BE68539007547034"},
		}}, nil
}

func (v *visit) giveBilling(o world.Organization) (Form, error) {
	if v.value("billingName") == "" || v.value("iban") == "" {
		f, err := v.openBilling(o)
		f.Error = "A name and an account are needed."
		return f, err
	}
	if err := v.world.SetBilling(o.ID); err != nil {
		return Form{}, err
	}
	v.did("gave billing information of organization " + o.ID)
	return Form{goTo: v.organizationPage(o.ID)}, nil
}
