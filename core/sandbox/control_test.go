package sandbox_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
)

func TestControlClock(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{Now: time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)})
	var clock struct{ Now time.Time }
	b.control("/clock", map[string]any{"advance": "170d12h"}, &clock)
	if want := time.Date(2026, 11, 22, 22, 0, 0, 0, time.UTC).AddDate(0, 0, 170); !clock.Now.Equal(want) {
		t.Errorf("%v, not %v", clock.Now, want)
	}
	b.control("/clock", map[string]any{"set": "2027-12-01T00:00:00Z"}, &clock)
	if a := b.do(http.MethodGet, b.at.Control+"/clock", "", nil); !strings.Contains(string(a.body), "2027-12-01T00:00:00Z") {
		t.Errorf("%s", a.body)
	}
	for _, bad := range []map[string]any{{}, {"advance": "soon"}, {"advance": "1d-"}, {"set": "2020-01-01T00:00:00Z"}, {"advance": "-1d"}} {
		if a := b.do(http.MethodPost, b.at.Control+"/clock", "", bad); a.status != http.StatusBadRequest {
			t.Errorf("%v: %d %s", bad, a.status, a.body)
		}
	}
}

type truth struct {
	ID       string
	Currency core.Currency
	Lines    int
	Sum      string
	Pending  int
}

func (b *bench) truth(account string) truth {
	b.Helper()
	var all []truth
	if err := json.Unmarshal(b.do(http.MethodGet, b.at.Control+"/truth", "", nil).body, &all); err != nil {
		b.Fatal(err)
	}
	for _, t := range all {
		if t.ID == account {
			return t
		}
	}
	b.Fatal("no truth about", account)
	return truth{}
}

func TestControlLines(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	account := b.get(b.at.API+"/accounts", token).items(t)[0].ID
	lines := b.at.API + "/accounts/" + account
	before := b.truth(account)
	var made struct{ ID string }
	b.control("/transactions", map[string]any{"account": account, "amount": "-12.30", "executionDate": "2026-01-31", "remittanceInformation": "late", "sync": true}, &made)
	if one := b.get(lines+"/transactions/"+made.ID, token).item(t); one.Attributes["executionDate"] != "2026-01-31T00:00:00.000Z" {
		t.Errorf("%+v", one)
	}
	b.control("/transactions/change", map[string]any{"account": account, "id": made.ID, "counterpartName": "Filled later", "sync": true}, nil)
	if one := b.get(lines+"/transactions/"+made.ID, token).item(t); one.Attributes["counterpartName"] != "Filled later" || one.Attributes["remittanceInformation"] != "late" {
		t.Errorf("%+v", one)
	}
	var pending, booked struct{ ID string }
	b.control("/transactions", map[string]any{"account": account, "amount": 5, "pending": true, "sync": true}, &pending)
	b.get(lines+"/pending-transactions/"+pending.ID, token)
	b.control("/book", map[string]any{"account": account, "id": pending.ID, "amount": "5.10", "sync": true}, &booked)
	b.refused(b.do(http.MethodGet, lines+"/pending-transactions/"+pending.ID, token, nil), 404)
	if one := b.get(lines+"/transactions/"+booked.ID, token).item(t); booked.ID == pending.ID || one.Attributes["amount"].(json.Number) != "5.1" {
		t.Errorf("%+v", one)
	}
	after := b.truth(account)
	sum := core.Amount{Currency: after.Currency}
	list := b.all(lines+"/transactions?limit=100", token)
	for _, l := range list {
		a, err := core.ParseAmount(l.Attributes["amount"].(json.Number).String(), after.Currency)
		if err != nil {
			t.Fatal(err)
		}
		if sum, err = sum.Add(a); err != nil {
			t.Fatal(err)
		}
	}
	if after.Lines != before.Lines+2 || after.Lines != len(list) || sum.String() != after.Sum {
		t.Errorf("%+v, then %+v, listed %d with %s", before, after, len(list), sum)
	}
	b.control("/reissue", map[string]any{"account": account}, nil)
	b.refused(b.do(http.MethodGet, lines+"/transactions/"+booked.ID, token, nil), 404)
	if again := b.truth(account); again.Lines != after.Lines || again.Sum != after.Sum {
		t.Errorf("%+v, not %+v", again, after)
	}
	for path, bad := range map[string]map[string]any{
		"/transactions":        {"account": account},
		"/transactions/change": {"account": account, "id": "x"},
		"/book":                {"account": account, "id": "x"},
		"/reissue":             {"account": "x"},
		"/consent":             {"account": account, "action": "bless"},
	} {
		if a := b.do(http.MethodPost, b.at.Control+path, "", bad); a.status < 400 || a.status >= 500 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestControlConsent(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	account := b.get(b.at.API+"/accounts", token).items(t)[0].ID
	b.control("/consent", map[string]any{"account": account, "action": "withdraw"}, nil)
	b.refused(b.do(http.MethodGet, b.at.API+"/accounts/"+account, token, nil), 404)
	var back struct{ Account string }
	b.control("/consent", map[string]any{"account": account, "action": "restore"}, &back)
	b.get(b.at.API+"/accounts/"+back.Account, token)
	if back.Account == account {
		t.Error("the account came back under its old id")
	}
	bank := b.get(b.at.API+"/accounts/"+back.Account, token).item(t).Relationships["financialInstitution"].(map[string]any)["data"].(map[string]any)["id"]
	b.control("/institution", map[string]any{"institution": bank, "kind": "financialInstitution"}, nil)
	if a := b.get(b.at.API+"/accounts/"+back.Account, token).item(t); a.Meta["availability"] != "readonly" {
		t.Errorf("%v", a.Meta)
	}
	b.control("/institution", map[string]any{"institution": bank, "kind": "internal"}, nil)
	if code := b.refused(b.do(http.MethodGet, b.at.API+"/accounts/"+back.Account+"/transactions", token, nil), 503); code != "financialInstitutionInMaintenance" {
		t.Error(code)
	}
}

func TestControlLog(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	b.fault(map[string]any{"name": "429", "times": 1})
	b.do(http.MethodGet, b.at.API+"/accounts?limit=5", token, nil)
	b.get(b.at.API+"/accounts?limit=5", token)
	var entries []sandbox.Request
	if err := json.Unmarshal(b.do(http.MethodGet, b.at.Control+"/requests?door=custom&path=/accounts", "", nil).body, &entries); err != nil {
		t.Fatal(err)
	}
	if len(entries) != 2 || entries[0].Fault != "429" || entries[0].Status != 429 || entries[1].Status != 200 ||
		entries[1].Query != "limit=5" || entries[1].Client != b.at.ClientID || entries[1].RequestID == "" || entries[1].Bytes == 0 {
		t.Errorf("%+v", entries)
	}
	raw, err := json.Marshal(b.server.Requests())
	if err != nil || strings.Contains(string(raw), token) || strings.Contains(string(raw), b.at.ClientSecret) {
		t.Error("the log holds a secret")
	}
	b.do(http.MethodDelete, b.at.Control+"/requests", "", nil)
	if n := len(b.server.Requests()); n != 1 { // the order to forget itself
		t.Errorf("%d entries", n)
	}
	var help map[string]any
	if err := json.Unmarshal(b.do(http.MethodGet, b.at.Control, "", nil).body, &help); err != nil || help["faults"] == nil {
		t.Error(help, err)
	}
	b.refused(b.do(http.MethodGet, b.at.Control+"/nothing", "", nil), 404)
}

func TestForeignNamesAreRefusedOnLoopback(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.at.Control, nil)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{"evil.example": 421, "localhost:1": 200, "127.0.0.1:99": 200, "[::1]:5": 200} {
		r.Host = host
		res, err := b.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d", host, res.StatusCode)
		}
	}
}

// TestOrdersAboutTheList: what the control address does to ids, order and size of an account's list.
func TestOrdersAboutTheList(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token, account := b.full(), string(b.server.World().Accounts(b.server.World().FullIntegration().ID)[0].ID)
	lines := b.at.API + "/accounts/" + account + "/transactions?limit=100"
	ids := func() (list []string) {
		for _, i := range b.all(lines, token) {
			list = append(list, i.ID)
		}
		return list
	}
	b.control("/pages", map[string]any{"most": 7}, nil)
	if page := b.get(lines, token); len(page.items(t)) != 7 || page.Links["next"] == "" {
		t.Errorf("a page of %d lines", len(page.items(t)))
	}
	before := ids()
	b.control("/pages", map[string]any{"most": 0}, nil)
	if !slices.Equal(before, ids()) {
		t.Error("short pages make another list")
	}
	var made struct{ ID string }
	post := func(day string) string {
		b.control("/transactions", map[string]any{"account": account, "amount": "1.00", "executionDate": day, "sync": true}, &made)
		return made.ID
	}
	one, two := post("2026-03-03"), post("2026-03-03")
	b.control("/renumber", map[string]any{"account": account, "day": "2026-03-03"}, nil)
	if got := ids()[:2]; !slices.Equal(got, []string{one, two}) {
		t.Errorf("after the renumbering: %v, want %v", got, []string{one, two})
	}
	b.control("/transactions/remove", map[string]any{"account": account, "id": one, "sync": true}, nil)
	b.control("/reuse", map[string]any{"account": account, "id": two, "gone": one}, nil)
	if got := ids()[0]; got != one {
		t.Errorf("the line has the id %s, want %s", got, one)
	}
	b.control("/arrival", map[string]any{"account": account}, nil)
	if late := post("2026-01-02"); ids()[0] != late {
		t.Error("the late line is not on top")
	}
	synced := b.truth(account)
	b.control("/transactions", map[string]any{"account": account, "amount": "5.00"}, nil)
	b.control("/sync", map[string]any{"account": account, "subtype": "accountDetails"}, nil)
	if got := b.truth(account); got.Lines != synced.Lines {
		t.Error("a synchronization of the balance brought lines")
	}
}

func TestControlItems(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	a := b.do(http.MethodGet, b.at.Control+"/items.csv", "", nil)
	rows, err := csv.NewReader(strings.NewReader(string(a.body))).ReadAll()
	if err != nil || len(rows) < 100 || rows[0][0] != "number" || len(rows[0]) != 10 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	a = b.do(http.MethodGet, b.at.Control+"/items.csv?client="+b.at.Starter.ClientID, "", nil)
	if strings.Count(string(a.body), "\n") != 1 {
		t.Errorf("an organization without accounts: %s", a.body)
	}
	if a = b.do(http.MethodGet, b.at.Control+"/items.csv?client=nobody", "", nil); a.status != http.StatusNotFound {
		t.Errorf("nobody's books: %d", a.status)
	}
}
