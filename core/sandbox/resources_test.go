package sandbox_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ferry/core/sandbox"
)

func TestRootTemplatesLeadToTheResources(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	p := b.connected()
	for base, token := range map[string]string{b.at.API: b.full(), b.at.Connect: p.Access, b.at.Connect + "/": p.Access} {
		var root struct {
			Links map[string]json.RawMessage `json:"links"`
		}
		if err := json.Unmarshal(b.do(http.MethodGet, base, "", nil).body, &root); err != nil {
			t.Fatal(err)
		}
		var accounts string
		if err := json.Unmarshal(root.Links["accounts"], &accounts); err != nil {
			t.Fatal(err)
		}
		list := b.get(strings.Replace(accounts, "{accountId}", "", 1), token).items(t)
		var of map[string]string
		if err := json.Unmarshal(root.Links["account"], &of); err != nil {
			t.Fatal(err)
		}
		lines := strings.Replace(strings.Replace(of["transactions"], "{accountId}", list[0].ID, 1), "{transactionId}", "", 1)
		line := b.get(lines, token).items(t)[0]
		if one := b.get(lines+line.ID, token).item(t); one.Attributes["digest"] != line.Attributes["digest"] {
			t.Errorf("%v is not %v", one, line)
		}
	}
}

func TestInstitutions(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	list := b.at.API + "/financial-institutions"
	all := b.all(list+"?limit=100", "")
	if len(all) < 60 {
		t.Errorf("%d institutions", len(all))
	}
	own := b.all(list+"?limit=100", b.full())
	if len(own) == 0 || len(own) >= len(all) {
		t.Errorf("%d of the organization, %d in all", len(own), len(all))
	}
	name, _ := all[3].Attributes["name"].(string)
	for filter, check := range map[string]func(item) bool{
		"filter[country][eq]=BE":    func(i item) bool { return i.Attributes["country"] == "BE" },
		"filter[country][in]=NL,FR": func(i item) bool { c := i.Attributes["country"]; return c == "NL" || c == "FR" },
		"filter[name][like]=" + strings.ToLower(name[:4]): func(i item) bool {
			return strings.Contains(strings.ToLower(i.Attributes["name"].(string)), strings.ToLower(name[:4]))
		},
		"filter[name][contains]=" + name[:4]:           func(i item) bool { return true },
		"filter[deprecated][eq]=true":                  func(i item) bool { return i.Attributes["deprecated"] == true },
		"filter[expectedAuthorizationLifetime][eq]=90": func(i item) bool { return i.Attributes["expectedAuthorizationLifetime"].(json.Number) == "90" },
	} {
		found := b.all(list+"?limit=5&"+strings.ReplaceAll(filter, " ", "%20"), "")
		want := 0
		for _, i := range all {
			if f, ok := i.Attributes["name"].(string); ok && f != "" && strings.Contains(filter, "contains") {
				if strings.Contains(strings.ToLower(f), strings.ToLower(name[:4])) {
					want++
				}
			}
		}
		if len(found) == 0 || len(found) == len(all) || (want > 0 && len(found) != want) {
			t.Errorf("%s: %d found", filter, len(found))
		}
		for _, i := range found {
			if !check(i) {
				t.Errorf("%s: %v", filter, i.Attributes)
			}
		}
	}
	b.get(list+"/"+all[0].ID, "")
	b.refused(b.do(http.MethodGet, list+"/unknown", "", nil), http.StatusNotFound)
}

func TestUnknownAndForeign(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	full, other := b.full(), b.connected()
	account := b.get(b.at.API+"/accounts", full).items(t)[0].ID
	for _, path := range []string{"/nothing", "/accounts/" + account + "/synchronizations", "/accounts/x", "/accounts//transactions",
		"/accounts/" + account + "/transactions/x", "/synchronizations/x", "/userinfo"} {
		if code := b.refused(b.do(http.MethodGet, b.at.API+path, full, nil), http.StatusNotFound); code != "resourceNotFound" {
			t.Errorf("%s: %s", path, code)
		}
	}
	// A token of one organization does not open another's account, nor does a token of one door open the other.
	b.refused(b.do(http.MethodGet, b.at.Connect+"/accounts/"+account, other.Access, nil), http.StatusNotFound)
	b.refused(b.do(http.MethodGet, b.at.API+"/accounts", other.Access, nil), http.StatusUnauthorized)
	b.refused(b.do(http.MethodGet, b.at.API+"/accounts", "", nil), http.StatusUnauthorized)
	b.refused(b.do(http.MethodDelete, b.at.API+"/accounts/"+account, full, nil), http.StatusNotFound)

	mine := b.get(b.at.Connect+"/accounts", other.Access).items(t)
	gone := b.do(http.MethodDelete, b.at.Connect+"/accounts/"+mine[0].ID, other.Access, nil)
	if i := gone.doc(t).item(t); gone.status != 200 || i.Type != "account" || i.ID != mine[0].ID {
		t.Errorf("%d %s", gone.status, gone.body)
	}
	if left := b.get(b.at.Connect+"/accounts", other.Access).items(t); len(left) != len(mine)-1 {
		t.Errorf("%d of %d accounts left", len(left), len(mine))
	}
}

func syncBody(account, subtype, ip string) map[string]any {
	attributes := map[string]any{"resourceType": "account", "resourceId": account, "subtype": subtype}
	if ip != "" {
		attributes["customerIpAddress"] = ip
	}
	return map[string]any{"data": map[string]any{"type": "synchronization", "attributes": attributes}}
}

func TestSynchronizationLifeCycle(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	account := b.get(b.at.API+"/accounts", token).items(t)[0].ID
	lines := b.at.API + "/accounts/" + account + "/transactions"
	post := func(body any, headers ...string) answer {
		return b.do(http.MethodPost, b.at.API+"/synchronizations", token, body, headers...)
	}
	missing := post(syncBody(account, "accountTransactions", ""))
	b.refused(missing, http.StatusBadRequest)
	if e := missing.doc(t).Errors[0]; e.Source["pointer"] != "/data/attributes/customerIpAddress" || e.Meta["attribute"] != "customerIpAddress" {
		t.Errorf("%s", missing.body)
	}
	b.refused(post(syncBody(account, "accountTransactions", "not an address")), http.StatusBadRequest)
	b.refused(post(syncBody(account, "everything", "198.51.100.7")), http.StatusBadRequest)
	if code := b.refused(post(syncBody("unknown", "accountDetails", "198.51.100.7")), 400); code != "invalidSynchronizationResource" {
		t.Error(code)
	}
	b.refused(post(map[string]any{"data": 1}), http.StatusBadRequest)

	var posted struct{ ID string }
	b.control("/transactions", map[string]any{"account": account, "amount": "-12.30", "executionDate": "2026-01-31", "counterpartName": "Bakker"}, &posted)
	before := len(b.all(lines+"?limit=100", token))
	created := post(syncBody(account, "accountTransactions", "198.51.100.7"), "Ibanity-Idempotency-Key", "key-1")
	run := created.doc(t).item(t)
	if created.status != http.StatusCreated || run.Attributes["status"] != "pending" || run.Attributes["customerOnline"] != true {
		t.Fatalf("%d %s", created.status, created.body)
	}
	again := post(syncBody(account, "accountTransactions", "198.51.100.7"), "Ibanity-Idempotency-Key", "key-1")
	if string(again.body) != string(created.body) || again.status != created.status ||
		again.header.Get("ibanity-request-id") != created.header.Get("ibanity-request-id") {
		t.Errorf("the key was not honoured: %d %s", again.status, again.body)
	}
	if code := b.refused(post(syncBody(account, "accountTransactions", "198.51.100.7")), 400); code != "accountRecentlySynchronized" {
		t.Error(code)
	}
	status := ""
	for range 5 {
		i := b.get(b.at.API+"/synchronizations/"+run.ID, token).item(t)
		if status, _ = i.Attributes["status"].(string); status == "success" {
			break
		}
	}
	updated := b.all(b.at.API+"/synchronizations/"+run.ID+"/updated-transactions", token)
	if status != "success" || len(updated) != 1 || updated[0].ID != posted.ID || updated[0].Attributes["amount"].(json.Number) != "-12.3" {
		t.Errorf("%s: %+v, posted %s", status, updated, posted.ID)
	}
	if after := len(b.all(lines+"?limit=100", token)); after != before+1 {
		t.Errorf("%d lines before, %d after", before, after)
	}
	if d := b.get(lines, token); d.Meta["latestSynchronization"].(map[string]any)["id"] != run.ID || d.Meta["synchronizedAt"] == nil {
		t.Errorf("meta %v", d.Meta)
	}
	var runs []struct{ ID, By, CustomerIP string }
	if err := json.Unmarshal(b.do(http.MethodGet, b.at.Control+"/synchronizations?by=user", "", nil).body, &runs); err != nil || len(runs) != 1 || runs[0].ID != run.ID {
		t.Errorf("%v %v", runs, err)
	}
}

func TestExpiredConsentFailsTheRunAndKeepsReading(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	account := b.get(b.at.API+"/accounts", token).items(t)[0].ID
	b.control("/consent", map[string]any{"account": account, "action": "expire"}, nil)
	run := b.do(http.MethodPost, b.at.API+"/synchronizations", token, syncBody(account, "accountDetails", "198.51.100.7")).doc(t).item(t)
	for range 3 {
		run = b.get(b.at.API+"/synchronizations/"+run.ID, token).item(t)
	}
	errors, _ := run.Attributes["errors"].([]any)
	if run.Attributes["status"] != "error" || len(errors) != 1 {
		t.Fatalf("%+v", run.Attributes)
	}
	e := errors[0].(map[string]any)
	if !strings.HasPrefix(e["code"].(string), "authorization") || e["meta"].(map[string]any)["financialInstitutionResponse"] == nil {
		t.Errorf("%v", e)
	}
	if len(b.get(b.at.API+"/accounts/"+account+"/transactions", token).items(t)) == 0 {
		t.Error("reading stopped")
	}
	b.control("/consent", map[string]any{"account": account, "action": "reauthorize"}, nil)
	if a := b.get(b.at.API+"/accounts/"+account, token).item(t); a.Attributes["authorizedAt"] == nil {
		t.Errorf("%v", a)
	}
}

func TestBankOfTheSandbox(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	a := b.get(b.at.API+"/accounts", token).items(t)[0]
	bank := a.Relationships["financialInstitution"].(map[string]any)["data"].(map[string]any)["id"].(string)
	accounts := b.at.API + "/sandbox/financial-institutions/" + bank + "/financial-institution-accounts"
	var at string
	for _, f := range b.all(accounts, token) {
		if f.Attributes["reference"] == a.Attributes["reference"] {
			at = accounts + "/" + f.ID + "/financial-institution-transactions"
		}
	}
	body := func(attributes map[string]any) any {
		return map[string]any{"data": map[string]any{"type": "financialInstitutionTransaction", "attributes": attributes}}
	}
	made := b.do(http.MethodPost, at, token, body(map[string]any{"amount": json.Number("84.42"), "currency": "EUR",
		"executionDate": "2026-05-25T00:00:00Z", "valueDate": "2026-05-22T00:00:00Z", "remittanceInformation": "new \"shoes\" <b>"}))
	line := made.doc(t).item(t)
	if made.status != 201 || line.Attributes["amount"].(json.Number) != "84.42" || line.Attributes["remittanceInformation"] != "new \"shoes\" <b>" {
		t.Fatalf("%d %s", made.status, made.body)
	}
	changed := b.do(http.MethodPatch, at+"/"+line.ID, token, body(map[string]any{"counterpartName": "Otto", "amount": json.Number("1")})).doc(t).item(t)
	if changed.Attributes["counterpartName"] != "Otto" || changed.Attributes["amount"].(json.Number) != "84.42" {
		t.Errorf("%+v", changed)
	}
	changed = b.do(http.MethodPatch, at+"/"+line.ID, token, body(map[string]any{"counterpartName": "Anna"})).doc(t).item(t)
	if changed.Attributes["counterpartName"] != "Otto" {
		t.Errorf("a counterpart was replaced: %+v", changed)
	}
	b.get(at+"/"+line.ID, token)
	b.refused(b.do(http.MethodPost, at, token, body(map[string]any{"currency": "EUR"})), 400)
	b.refused(b.do(http.MethodPost, at, token, body(map[string]any{"amount": json.Number("1.234")})), 400)
	b.refused(b.do(http.MethodGet, at+"/unknown", token, nil), 404)
}

func TestVendorResources(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	p := b.connected()
	vendor := b.exchange(map[string][]string{"grant_type": {"client_credentials"}}).tokens(t)
	if vendor.Scope != "" || vendor.Refresh != "" {
		t.Errorf("%+v", vendor)
	}
	organization := b.server.World().ConnectOrganization().ID
	b.refused(b.do(http.MethodGet, b.at.Connect+"/accounts", vendor.Access, nil), http.StatusForbidden)
	accounts := b.all(b.at.Connect+"/accounts", p.Access)
	links := b.all(b.at.Connect+"/integration-accounts?page[limit]=2", vendor.Access)
	if len(links) != len(accounts) || links[0].Type != "integrationAccount" {
		t.Errorf("%d links, %d accounts", len(links), len(accounts))
	}
	usage := b.get(b.at.Connect+"/organizations/"+organization+"/usage/"+b.server.World().Now().Format("2006-01"), vendor.Access).item(t)
	if n, _ := usage.Attributes["accountCount"].(json.Number).Int64(); int(n) != len(accounts) {
		t.Errorf("%+v", usage)
	}
	details := b.do(http.MethodPost, b.at.Connect+"/onboarding-details", vendor.Access,
		map[string]any{"data": map[string]any{"type": "onboardingDetails", "attributes": map[string]any{"email": "new@example.com"}}})
	if i := details.doc(t).item(t); details.status != 201 || i.Attributes["email"] != "new@example.com" {
		t.Errorf("%d %s", details.status, details.body)
	}
	gone := b.do(http.MethodDelete, b.at.Connect+"/organizations/"+organization+"/integration", vendor.Access, nil)
	if i := gone.doc(t).item(t); gone.status != 200 || i.Type != "integration" {
		t.Errorf("%d %s", gone.status, gone.body)
	}
	b.refused(b.do(http.MethodGet, b.at.Connect+"/accounts", p.Access, nil), http.StatusUnauthorized)

	full := b.full()
	if me := b.get(b.at.API+"/me", full).item(t); me.Attributes["name"] == "" {
		t.Errorf("%+v", me)
	}
	own := b.get(b.at.API+"/integrations", full).items(t)
	if n := len(b.all(b.at.API+"/integrations/"+own[0].ID+"/accounts", full)); n == 0 {
		t.Error("no accounts in the integration")
	}
}
