package sandbox_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"ferry/core/sandbox"
)

// walker submits forms and fails the test when a page is not there.
type walker struct {
	*bench
	v *sandbox.Visitor
}

func (b *bench) walker() walker { return walker{b, sandbox.NewVisitor(*b.client)} }

func (w walker) open(address string) sandbox.Form {
	w.Helper()
	f, err := w.v.Open(w.Context(), address)
	if err != nil {
		w.Fatal(err)
	}
	return f
}

func (w walker) submit(f sandbox.Form, answers url.Values) sandbox.Form {
	w.Helper()
	f, err := w.v.Submit(w.Context(), f, answers)
	if err != nil {
		w.Fatal(err)
	}
	return f
}

func link(t testing.TB, f sandbox.Form, label string) string {
	t.Helper()
	for _, l := range f.Links {
		if strings.HasPrefix(l.Label, label) {
			return l.URL
		}
	}
	t.Fatalf("no link %q on %+v", label, f)
	return ""
}

func TestShortWayOfTheDemo(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	w, token := b.walker(), b.custom(b.at.Starter.ClientID, b.at.Starter.ClientSecret)
	if n := len(b.get(b.at.API+"/accounts", token).items(t)); n != 0 {
		t.Fatalf("the starter has %d accounts", n)
	}
	banks, total := b.server.World().Connectable("BE"), 0
	for _, bank := range banks[:2] {
		login := w.open(b.at.Dashboard + "/add?client=" + b.at.Starter.ClientID + "&institution=" + string(bank.ID))
		if len(login.Fields) != 1 || login.Fields[0].Value != "123456" {
			t.Fatalf("%+v", login)
		}
		wrong := w.submit(login, url.Values{"code": {"654321"}})
		if wrong.Error == "" || wrong.Action != login.Action {
			t.Errorf("%+v", wrong)
		}
		choice := w.submit(wrong, url.Values{"code": {"123456"}})
		own := 0
		for _, f := range choice.Fields {
			if f.Kind != "checkbox" || !f.Checked {
				t.Errorf("not ticked: %+v", f)
			}
			if f.Hint == "" {
				own++
			}
		}
		total += own
		if own == 0 || len(choice.Fields) != total {
			t.Errorf("%d own accounts, %d in all, %d expected", own, len(choice.Fields), total)
		}
		if done := w.submit(choice, nil); !done.Done || done.Error != "" {
			t.Errorf("%+v", done)
		}
		if _, err := w.v.Submit(t.Context(), choice, nil); err != nil {
			t.Error(err)
		}
	}
	if n := len(b.all(b.at.API+"/accounts", token)); n != total {
		t.Errorf("%d accounts of %d", n, total)
	}
	// Unticking an account of the other bank takes it out; the rest stays.
	choice := w.submit(w.open(b.at.Dashboard+"/add?client="+b.at.Starter.ClientID+"&institution="+string(banks[1].ID)), nil)
	var keep []string
	for _, f := range choice.Fields[:len(choice.Fields)-1] {
		keep = append(keep, f.Value)
	}
	w.submit(choice, url.Values{"account": keep})
	if n := len(b.all(b.at.API+"/accounts", token)); n != total-1 {
		t.Errorf("%d accounts of %d", n, total-1)
	}
}

func TestReauthorizationPages(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	account := b.get(b.at.API+"/accounts", token).items(t)[0]
	b.control("/consent", map[string]any{"account": account.ID, "action": "expire"}, nil)
	w := b.walker()
	done := w.submit(w.open(b.at.Dashboard+"/reauthorize?client="+b.at.ClientID+"&account="+account.ID), nil)
	if !done.Done {
		t.Errorf("%+v", done)
	}
	after := b.get(b.at.API+"/accounts/"+account.ID, token).item(t).Attributes
	if after["authorizationExpirationExpectedAt"] == nil || after["authorizedAt"] == account.Attributes["authorizedAt"] {
		t.Errorf("%v", after)
	}
	if f := w.open(b.at.Dashboard + "/reauthorize?client=" + b.at.Starter.ClientID + "&account=" + account.ID); f.Error == "" {
		t.Errorf("another client's account: %+v", f)
	}

	p := b.connected()
	mine := b.get(b.at.Connect+"/accounts", p.Access).items(t)[0]
	request := func(to string) answer {
		return b.do(http.MethodPost, b.at.Connect+"/accounts/"+mine.ID+"/reauthorization-requests", p.Access,
			map[string]any{"data": map[string]any{"type": "reauthorizationRequest", "attributes": map[string]any{"redirectUri": to}}})
	}
	made := request(redirect).doc(t).item(t)
	done = w.submit(w.open(made.Links["redirect"].(string)), nil)
	if !done.Done || done.Redirect != redirect {
		t.Errorf("%+v", done)
	}
	b.refused(request("https://elsewhere.example/"), http.StatusBadRequest)
}

// page is a form as a browser without scripts sees it.
type page struct {
	title, action string
	values        url.Values // what pressing the button would send
	names         []string   // every named field in order
	links         []string
}

func parsePage(t testing.TB, r io.Reader) page {
	t.Helper()
	root, err := html.Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	p := page{values: url.Values{}}
	for n := range root.Descendants() {
		attribute := map[string]string{}
		for _, a := range n.Attr {
			attribute[a.Key] = a.Val
		}
		switch n.Data {
		case "script":
			t.Error("a script")
		case "h1":
			p.title = n.FirstChild.Data
		case "form":
			p.action = attribute["action"]
		case "a":
			p.links = append(p.links, attribute["href"])
		case "input":
			p.names = append(p.names, attribute["name"])
			if _, checked := attribute["checked"]; checked || attribute["type"] != "checkbox" {
				p.values.Add(attribute["name"], attribute["value"])
			}
		case "select":
			p.names = append(p.names, attribute["name"])
		case "option":
			if _, selected := attribute["selected"]; selected {
				p.values.Add(p.names[len(p.names)-1], attribute["value"])
			}
		}
	}
	return p
}

// browser is net/http with cookies, following redirects on this host.
func (b *bench) browser() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Transport: b.client.Transport, Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(b.at.API, "http://"+r.URL.Host) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

func TestBrowserAuthorizes(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	c := b.browser()
	q := url.Values{"client_id": {b.at.ConnectClient.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"},
		"scope": {"ai offline_access"}, "state": {"s"}, "code_challenge": {challenge(verifier)}, "code_challenge_method": {"S256"}}
	res, err := c.Get(b.at.Authorization + "?" + q.Encode())
	var titles []string
	for range 6 {
		if err != nil {
			t.Fatal(err)
		}
		if res.StatusCode == http.StatusSeeOther {
			break
		}
		p := parsePage(t, res.Body)
		res.Body.Close()
		titles = append(titles, p.title)
		res, err = c.PostForm(p.action, p.values)
	}
	defer res.Body.Close()
	to, err := url.Parse(res.Header.Get("Location"))
	if err != nil || to.Query().Get("code") == "" || to.Query().Get("state") != "s" || len(titles) != 5 {
		t.Fatalf("%v after %q, %v", to, titles, err)
	}
	a := b.exchange(url.Values{"grant_type": {"authorization_code"}, "code": {to.Query().Get("code")}, "redirect_uri": {redirect}, "code_verifier": {verifier}})
	if a.status != 200 {
		t.Errorf("%s", a.body)
	}
	// The other answer: no.
	res2, err := c.Get(b.at.Authorization + "?" + q.Encode())
	if err != nil {
		t.Fatal(err)
	}
	p := parsePage(t, res2.Body)
	res2.Body.Close()
	refuse := p.links[slices.IndexFunc(p.links, func(l string) bool { return strings.HasSuffix(l, "/refuse") })]
	res3, err := c.Get(refuse)
	if err != nil {
		t.Fatal(err)
	}
	res3.Body.Close()
	if to, _ := url.Parse(res3.Header.Get("Location")); to.Query().Get("error") != "access_denied" || to.Query().Get("state") != "s" {
		t.Errorf("%v", to)
	}
}

// The whole way of a new customer, page by page, with each page compared with what a browser is shown.
func TestNewCustomer(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	w := b.walker()
	w.sameInHTML(b.at.Dashboard)
	f := w.open(link(t, w.open(b.at.Dashboard), "Sign up"))
	if bad := w.submit(f, url.Values{"email": {"nobody"}}); bad.Error == "" {
		t.Errorf("%+v", bad)
	}
	f = w.submit(f, url.Values{"email": {"ada@example.com"}, "password": {"secret"}, "firstName": {"Ada"}, "lastName": {"L"}})
	f = w.submit(f, url.Values{"organizationName": {"Ada & Zonen <BV>"}})
	if add := w.open(strings.Replace(f.Action, "/billing", "/live/accounts/add", 1)); add.Error == "" {
		t.Errorf("accounts before billing: %+v", add)
	}
	f = w.submit(f, nil)
	if f.Title != "Ada & Zonen <BV>" {
		t.Fatalf("%+v", f)
	}
	organization := f
	accounts := w.open(link(t, organization, "Accounts"))
	country := w.open(link(t, accounts, "Add account"))
	institution := w.submit(country, url.Values{"country": {"NL"}})
	choice := w.submit(w.submit(institution, nil), nil)
	done := w.submit(choice, nil)
	if !done.Done || len(done.Text) != len(choice.Fields) {
		t.Fatalf("%+v", done)
	}
	create := w.open(link(t, w.open(link(t, organization, "Integrations")), "Create"))
	credentials := w.submit(create, url.Values{"name": {"Books"}, "account": {create.Fields[1].Value}})
	id, secret := credentials.Fields[0].Value, credentials.Fields[1].Value
	token := b.custom(id, secret)
	if got := b.get(b.at.API+"/accounts", token).items(t); len(got) != 1 {
		t.Errorf("%d accounts", len(got))
	}
	overview := w.open(link(t, credentials, "Books"))
	if strings.Contains(strings.Join(overview.Text, " "), secret) {
		t.Error("the secret is shown again")
	}
	all := w.open(link(t, overview, "Choose accounts"))
	w.submit(all, url.Values{"account": {all.Fields[0].Value, all.Fields[len(all.Fields)-1].Value}})
	list := b.get(b.at.API+"/accounts", token).items(t)
	renewed := w.submit(w.open(link(t, credentials, "Books")), nil)
	if a := b.do(http.MethodPost, b.at.API+"/oauth2/token", "", "grant_type=client_credentials&client_id="+id+"&client_secret="+secret); a.status != 401 {
		t.Errorf("the old secret: %d", a.status)
	}
	b.custom(id, renewed.Fields[1].Value)

	removal := w.open(link(t, w.open(link(t, organization, "Accounts")), "Take out"))
	w.submit(removal, nil)
	if left := b.get(b.at.API+"/accounts", b.custom(id, renewed.Fields[1].Value)).items(t); len(left) != len(list)-1 {
		t.Errorf("%d of %d left", len(left), len(list))
	}
	again := w.submit(w.open(link(t, w.open(link(t, organization, "Accounts")), "Re-authorize")), nil)
	if !again.Done {
		t.Errorf("%+v", again)
	}
}

// sameInHTML compares a page in both forms.
func (w walker) sameInHTML(address string) {
	w.Helper()
	f := w.open(address)
	res, err := w.browser().Get(address)
	if err != nil {
		w.Fatal(err)
	}
	defer res.Body.Close()
	p := parsePage(w, res.Body)
	names := make([]string, 0, len(f.Fields))
	for _, field := range f.Fields {
		names = append(names, field.Name)
	}
	if p.title != f.Title || p.action != f.Action || !slices.Equal(p.names, names) || len(p.links) != len(f.Links) {
		w.Errorf("%+v\n%+v", p, f)
	}
}

func TestVisitorStaysOnItsHost(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	w := b.walker()
	f := w.open(b.at.Dashboard)
	f.Action = "http://127.0.0.1:9/steal"
	if _, err := w.v.Submit(t.Context(), f, nil); !errors.Is(err, sandbox.ErrForeignHost) {
		t.Error(err)
	}
	if _, err := w.v.Open(t.Context(), b.at.API+"/financial-institutions"); err == nil {
		t.Error("a list was taken for a form")
	}
}

func TestSomebodyElsesWalkStaysShut(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	f := b.walker().open(b.at.Dashboard + "/add?client=" + b.at.ClientID)
	if got := b.walker().submit(f, nil); got.Error == "" || got.Submit != "" {
		t.Errorf("%+v", got)
	}
	a := b.do(http.MethodPost, b.at.Control+"/clock", "", map[string]any{"advance": "1d"}, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
	if a.status != http.StatusForbidden {
		t.Errorf("a foreign page moved the clock: %d", a.status)
	}
}

// A vendor sends somebody new, whose details it knows already.
func TestNewcomerOfAVendor(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	vendor := b.exchange(url.Values{"grant_type": {"client_credentials"}}).tokens(t)
	bank := string(b.server.World().Connectable("FR")[0].ID)
	details := b.do(http.MethodPost, b.at.Connect+"/onboarding-details", vendor.Access, map[string]any{"data": map[string]any{"attributes": map[string]any{
		"email": "new@example.com", "organizationName": "Nieuw BV", "initialFinancialInstitutionId": bank}}}).doc(t).item(t)
	q := url.Values{"client_id": {b.at.ConnectClient.ClientID}, "redirect_uri": {redirect}, "response_type": {"code"}, "scope": {"ai"},
		"code_challenge": {challenge(verifier)}, "code_challenge_method": {"S256"}, "onboarding_details_id": {details.ID}}
	w := b.walker()
	signUp := w.open(b.at.Authorization + "?" + q.Encode())
	if signUp.Fields[0].Value != "new@example.com" {
		t.Fatalf("%+v", signUp)
	}
	if known := w.open(link(t, signUp, "Sign in")); known.Fields[0].Value == "new@example.com" {
		t.Errorf("%+v", known)
	}
	organization := w.submit(w.open(link(t, w.open(link(t, signUp, "Sign in")), "Sign up")), url.Values{"password": {"x"}})
	if organization.Fields[0].Value != "Nieuw BV" {
		t.Fatalf("%+v", organization)
	}
	done := w.submit(w.submit(w.submit(organization, nil), nil), nil)
	if !done.Done || !strings.Contains(done.Redirect, "code=") {
		t.Errorf("%+v", done)
	}
	b.control("/clock", map[string]any{"advance": "6m"}, nil)
	if late := b.walker().open(b.at.Authorization + "?" + q.Encode()); strings.HasSuffix(late.Action, "/sign-up") {
		t.Errorf("old details were used: %+v", late)
	}
}
