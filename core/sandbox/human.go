package sandbox

import (
	"errors"
	"net/http"
	"strings"

	"ferry/core/sandbox/world"
)

const (
	sessionCookie     = "ponto_session"
	authorizationPath = "/oauth2/auth"
)

// visit is one request of a person to one of the pages.
type visit struct {
	*Server
	x    *exchange
	r    *http.Request
	base string     // address of the server, without a slash at the end
	user world.User // zero when nobody is signed in
}

type pageHandler func(*visit) (Form, error)

// onPage registers a page.
func (s *Server) onPage(mux *http.ServeMux, pattern string, h pageHandler) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, bodyLimit)
		v := &visit{Server: s, x: w.(*exchange), r: r, base: serverAddress(r)}
		if cookie, err := r.Cookie(sessionCookie); err == nil {
			if id, ok := s.desk.session(cookie.Value); ok {
				v.user, _ = s.world.User(id) // a user never disappears
			}
		}
		f, err := h(v)
		v.show(f, err)
	})
}

// member is a page of an organization: only for who is signed in and acts for it.
func (s *Server) member(mux *http.ServeMux, pattern string, h func(*visit, world.Organization) (Form, error)) {
	s.onPage(mux, pattern, func(v *visit) (Form, error) {
		if v.user.ID == "" {
			return v.signInForm(v.r.URL.RequestURI(), ""), nil
		}
		id := v.r.PathValue("organization")
		if !actsFor(v.user, id) {
			return Form{}, notFound("organization")
		}
		o, err := v.world.Organization(id)
		if err != nil {
			return Form{}, err
		}
		return h(v, o)
	})
}

func actsFor(u world.User, organization string) bool {
	for _, id := range u.Organizations {
		if id == organization {
			return true
		}
	}
	return false
}

func (s *Server) humanRoutes() http.Handler {
	mux := http.NewServeMux()
	page := func(pattern string, h pageHandler) { s.onPage(mux, pattern, h) }
	member := func(pattern string, h func(*visit, world.Organization) (Form, error)) { s.member(mux, pattern, h) }
	const (
		organization = "/dashboard/organizations/{organization}"
		integration  = organization + "/integrations/{integration}"
	)
	page("/", func(*visit) (Form, error) { return Form{}, notFound("") })
	page("GET /dashboard", (*visit).home)
	page("GET /dashboard/sign-in", (*visit).openSignIn)
	page("POST /dashboard/sign-in", (*visit).signIn)
	page("GET /dashboard/sign-out", (*visit).signOut)
	page("GET /dashboard/sign-up", (*visit).openSignUp)
	page("POST /dashboard/sign-up", (*visit).signUp)
	page("GET /dashboard/organizations/new", (*visit).openOrganization)
	page("POST /dashboard/organizations/new", (*visit).createOrganization)
	page("GET /dashboard/add", (*visit).addFor)
	page("GET /dashboard/reauthorize", (*visit).reauthorizeFor)
	member("GET "+organization, (*visit).overview)
	member("GET "+organization+"/billing", (*visit).openBilling)
	member("POST "+organization+"/billing", (*visit).giveBilling)
	member("GET "+organization+"/live/accounts", (*visit).accounts)
	member("GET "+organization+"/live/accounts/add", (*visit).addAccount)
	member("GET "+organization+"/live/accounts/reauthorize", (*visit).reauthorizeAccount)
	member("GET "+organization+"/live/accounts/remove", (*visit).openRemoval)
	member("POST "+organization+"/live/accounts/remove", (*visit).removeAccount)
	member("GET "+organization+"/integrations", (*visit).integrations)
	member("GET "+organization+"/integrations/new", (*visit).openIntegration)
	member("POST "+organization+"/integrations/new", (*visit).createIntegration)
	member("GET "+integration, (*visit).integration)
	member("POST "+integration+"/secret", (*visit).renewSecret)
	member("GET "+integration+"/accounts", (*visit).openChoice)
	member("POST "+integration+"/accounts", (*visit).chooseAccounts)

	page("GET "+authorizationPath, (*visit).authorize)
	page("GET /authorize/organizations/{organization}/sandbox/integrations/{integration}/accounts/{account}"+
		"/reauthorization-requests/{request}", (*visit).followReauthorization)
	page("GET /consent/{flow}", (*visit).continueFlow)
	page("GET /consent/{flow}/refuse", (*visit).refuseFlow)
	page("POST /consent/{flow}/{step}", (*visit).answerFlow)
	return mux
}

// show writes a page as JSON or HTML. A browser is sent on at the end of an authorization; a program is told where to.
func (v *visit) show(f Form, err error) {
	status := http.StatusOK
	if err != nil {
		p, ok := errors.AsType[*problem](err)
		if !ok {
			p = problemOf(err)
		}
		status = p.status
		f = Form{Title: wordTrouble, Error: p.detail, Links: []Link{{wordDashboard, v.base + "/dashboard"}}}
	} else if f.Error != "" {
		status = http.StatusUnprocessableEntity
	}
	if f.goTo != "" {
		v.sendTo(f.goTo)
		return
	}
	v.x.Header().Set("Vary", "Accept, Cookie")
	if strings.Contains(v.r.Header.Get("Accept"), "application/json") {
		writeJSON(v.x, status, "application/json", encodeJSON(f))
		return
	}
	if f.Redirect != "" {
		v.sendTo(f.Redirect)
		return
	}
	v.render(status, f)
}

func (v *visit) sendTo(address string) {
	v.x.Header().Set("Location", address)
	v.x.WriteHeader(http.StatusSeeOther)
}

func (v *visit) did(what string) { v.x.entry.Did = what }

// begin signs a person in on this browser.
func (v *visit) begin(u world.User) {
	cookie := v.ids.token("session")
	v.desk.keepSession(cookie, u.ID)
	v.user = u
	http.SetCookie(v.x, &http.Cookie{Name: sessionCookie, Value: cookie, Path: "/", HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: v.r.TLS != nil})
}

// value is one answer of the form that was sent.
func (v *visit) value(name string) string { return strings.TrimSpace(v.r.PostFormValue(name)) }

// values are all answers under one name: the ticked boxes.
func (v *visit) values(name string) []string {
	_ = v.r.ParseForm() // a body that is no form has no values
	return v.r.PostForm[name]
}

// home is the first page: what a signed-in person acts for, or the way in.
func (v *visit) home() (Form, error) {
	if v.user.ID == "" {
		return v.signInForm("/dashboard", ""), nil
	}
	f := Form{Title: wordDashboard, Text: []string{"Signed in as " + v.user.Email + "."}}
	for _, id := range v.user.Organizations {
		if o, err := v.world.Organization(id); err == nil {
			f.Links = append(f.Links, Link{o.Name, v.organizationPage(id)})
		}
	}
	f.Links = append(f.Links, Link{wordNewOrganization, v.base + "/dashboard/organizations/new"},
		Link{"Sign out", v.base + "/dashboard/sign-out"})
	return f, nil
}

func (v *visit) organizationPage(id string) string { return v.base + "/dashboard/organizations/" + id }
