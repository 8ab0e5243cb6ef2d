package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ferry/core"
)

// authorize is the page to which a vendor's program sends its user. An institution in the query spares the choice.
func (v *visit) authorize() (Form, error) {
	q := v.r.URL.Query()
	f := flow{kind: connecting, client: q.Get("client_id"), redirect: q.Get("redirect_uri"), state: q.Get("state"),
		challenge: q.Get("code_challenge"), scope: strings.Join(strings.Fields(q.Get("scope")), " ")}
	// Nobody is sent to an address that the vendor did not register, not even with an error.
	if f.client != v.world.ConnectApplication().ClientID {
		return Form{}, &problem{status: http.StatusBadRequest, code: "invalid_client", detail: "No program with this client_id is known here."}
	}
	if !registeredRedirect(f.redirect) {
		return Form{}, &problem{status: http.StatusBadRequest, code: "invalid_request",
			detail: "The redirect_uri is not registered. Here every http address on the loopback interface is."}
	}
	if code, detail := checkAuthorization(q); code != "" {
		return Form{Title: wordTrouble, Error: detail, Redirect: refusal(f, code, detail)}, nil
	}
	f.institution = core.InstitutionID(q.Get("institution"))
	if id := q.Get("onboarding_details_id"); id != "" {
		f.known = v.desk.onboarding(id, v.world.Now())
		f.newcomer = f.known != nil
		if known := f.known["initialFinancialInstitutionId"]; known != "" && f.institution == "" {
			f.institution = core.InstitutionID(known)
		}
	}
	if v.user.ID != "" {
		f.claim(v.user)
	}
	return v.start(f)
}

// checkAuthorization returns OAuth2's code and a sentence for what is wrong with a request.
func checkAuthorization(q url.Values) (code, detail string) {
	scopes := strings.Fields(q.Get("scope"))
	switch {
	case q.Get("response_type") != "code":
		return "unsupported_response_type", "The response_type must be code."
	case q.Get("code_challenge_method") != "S256":
		return "invalid_request", "The code_challenge_method must be S256."
	case len(q.Get("code_challenge")) != len(challengeOf("")):
		return "invalid_request", "The code_challenge must be 43 characters of base64url."
	case !slices.Contains(scopes, "ai"):
		return "invalid_scope", "The scope must include ai."
	}
	for _, s := range scopes {
		if !slices.Contains([]string{"ai", "pi", "name", "offline_access"}, s) {
			return "invalid_scope", "The scope " + s + " is not known."
		}
	}
	return "", ""
}

// registeredRedirect tells which redirects the simulated vendor registered: any port and path on loopback, as RFC 8252
// has it for programs on a person's own machine.
func registeredRedirect(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.User != nil || u.Fragment != "" {
		return false
	}
	return core.LoopbackHost(u.Hostname())
}

// refusal is the vendor's address with an error instead of a code.
func refusal(f flow, code, detail string) string {
	if f.kind == renewing {
		return f.redirect
	}
	return withQuery(f.redirect, url.Values{"error": {code}, "error_description": {detail}, "state": {f.state}})
}

func withQuery(address string, more url.Values) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	for name, values := range more {
		if values[0] != "" {
			q[name] = values
		}
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// redirectWithCode ends a vendor's walk.
func (v *visit) redirectWithCode(f flow) string {
	g := grant{door: core.PontoConnect, client: f.client, scope: f.scope}
	for _, i := range v.targets(f) {
		g.integration = i.ID
	}
	code := v.tokens.newCode(g, f.challenge, f.redirect, v.world.Now())
	return withQuery(f.redirect, url.Values{"code": {code}, "state": {f.state}})
}

// followReauthorization is where links.redirect of a reauthorization request leads. The person who acts for the
// organization is taken as signed in: only they were sent here.
func (v *visit) followReauthorization() (Form, error) {
	asked, ok := v.desk.reauthorization(v.r.PathValue("request"))
	if !ok || string(asked.account) != v.r.PathValue("account") {
		return Form{}, notFound("reauthorizationRequest")
	}
	return v.startRenewal(asked.account, asked.redirect)
}

// startRenewal opens the bank's login for one account, as the person who acts for its organization.
func (v *visit) startRenewal(id core.AccountID, redirect string) (Form, error) {
	a, err := v.world.Account(id)
	if err != nil {
		return Form{}, refuse(err, "account")
	}
	if !actsFor(v.user, a.Organization) {
		u, err := v.world.UserOf(a.Organization)
		if err != nil {
			return Form{}, err
		}
		v.begin(u)
	}
	return v.start(flow{kind: renewing, user: v.user.ID, organization: a.Organization, integration: a.Integration,
		institution: a.Institution, account: id, redirect: redirect})
}
