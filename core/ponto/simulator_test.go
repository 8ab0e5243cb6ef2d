package ponto

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
)

// simulator starts a small simulated Ponto on loopback.
func simulator(t *testing.T, o sandbox.Options) (*sandbox.Server, sandbox.Addresses) {
	t.Helper()
	o.Seed, o.Transactions = 7, 1500
	server, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	at, err := server.Start(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server, at
}

// byTheServer is a client whose clock is the simulator's.
func byTheServer(s *sandbox.Server) func(*Config) {
	return func(c *Config) { c.Now = s.World().Now }
}

// TestWalkTheSimulator reads everything that an integration holds and asks a bank for news.
func TestWalkTheSimulator(t *testing.T) {
	t.Parallel()
	server, at := simulator(t, sandbox.Options{})
	v := &vault{secret: core.Secret{ClientID: at.ClientID, ClientSecret: at.ClientSecret}}
	c := connect(t, at.API, core.CustomIntegration, v, byTheServer(server))
	ctx := t.Context()

	banks, err := c.Institutions(ctx, InstitutionFilter{})
	if err != nil || len(banks) < 60 {
		t.Fatalf("%d institutions, %v", len(banks), err)
	}
	belgian, err := c.Institutions(ctx, InstitutionFilter{Country: "BE"})
	if err != nil || len(belgian) == 0 || len(belgian) >= len(banks) || slices.ContainsFunc(belgian, func(i core.Institution) bool { return i.Country != "BE" }) {
		t.Errorf("%d Belgian institutions, %v", len(belgian), err)
	}
	if info, err := c.UserInfo(ctx); err != nil || info.Organization == "" || info.Name == "" {
		t.Errorf("%+v, %v", info, err)
	}
	accounts, err := c.Accounts(ctx)
	if err != nil || len(accounts) == 0 {
		t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	truth := truthOf(t, at.Control)
	for _, a := range accounts {
		bank, err := c.Institution(ctx, a.Institution)
		if err != nil {
			t.Fatal(err)
		}
		of := TransactionsOf{Account: a.ID, Currency: a.Currency, Zone: bank.Zone()}
		lines, sum := readAllLines(t, c, of)
		if want := truth[a.ID]; lines != want.Lines || sum.String() != want.Sum {
			t.Errorf("%s: %d lines of %s, the simulator holds %d of %s", a.ID, lines, sum, want.Lines, want.Sum)
		}
	}
	synchronize(t, server, c, accounts)
	if _, ok := c.ServerTime(); !ok {
		t.Error("no server time")
	}
}

type accountTruth struct {
	ID    core.AccountID `json:"id"`
	Lines int            `json:"lines"`
	Sum   string         `json:"sum"`
}

// truthOf asks the simulator itself what it holds.
func truthOf(t *testing.T, control string) map[core.AccountID]accountTruth {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, control+"/truth", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var list []accountTruth
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil {
		t.Fatal(err)
	}
	out := map[core.AccountID]accountTruth{}
	for _, a := range list {
		out[a.ID] = a
	}
	return out
}

// readAllLines counts and sums the lines of an account, and checks that none comes twice.
func readAllLines(t *testing.T, c *Client, of TransactionsOf) (int, core.Amount) {
	t.Helper()
	sum := core.Amount{Currency: of.Currency}
	seen := map[core.TransactionID]bool{}
	for cursor, first := "", true; first || cursor != ""; first = false {
		page, err := c.Transactions(t.Context(), of, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range page.Lines {
			if seen[line.ID] || line.BookingDate.IsZero() || line.AmountText != "" || line.State != core.Booked {
				t.Errorf("%+v", line)
			}
			seen[line.ID] = true
			if sum, err = sum.Add(line.Amount); err != nil {
				t.Fatal(err)
			}
		}
		cursor = page.Next
	}
	return len(seen), sum
}

// synchronize asks one bank for news and follows it to the end.
func synchronize(t *testing.T, server *sandbox.Server, c *Client, accounts []core.Account) {
	t.Helper()
	now := server.World().Now()
	i := slices.IndexFunc(accounts, func(a core.Account) bool {
		return !a.ReadOnly && !a.Deprecated && a.ExpiresAt.After(now) && a.LatestSync.Status == "success"
	})
	if i < 0 {
		t.Fatal("no account can be synchronized")
	}
	started, err := c.StartSynchronization(t.Context(), accounts[i].ID, "accountTransactionsWithUnsettled", "198.51.100.7")
	if err != nil || started.Status != "pending" || started.ID == "" {
		t.Fatalf("%+v, %v", started, err)
	}
	_, err = c.StartSynchronization(t.Context(), accounts[i].ID, "accountTransactionsWithUnsettled", "198.51.100.7")
	if e := wantError(t, err, core.CodeTooSoon); e.RequestID == "" {
		t.Error("a refusal without a request id")
	}
	server.World().Advance(time.Minute)
	ended, err := c.Synchronization(t.Context(), started.ID)
	if err != nil || ended.Status != "success" || SynchronizationError(ended) != nil {
		t.Errorf("%+v, %v", ended, err)
	}
	of := TransactionsOf{Account: accounts[i].ID, Currency: accounts[i].Currency}
	if _, err := c.UpdatedTransactions(t.Context(), of, started.ID, ""); err != nil {
		t.Error(err)
	}
	if _, err := c.PendingTransactions(t.Context(), of, ""); err != nil {
		t.Error(err)
	}
	_, err = c.Transactions(t.Context(), TransactionsOf{Account: "00000000-0000-4000-8000-000000000000"}, "")
	wantError(t, err, core.CodeWithdrawn)
}

// TestOAuthAgainstTheSimulator walks Ponto Connect's consent pages as a person does, with a certificate and signed
// requests, then reads, renews, and ends the connection.
func TestOAuthAgainstTheSimulator(t *testing.T) {
	t.Parallel()
	server, at := simulator(t, sandbox.Options{ConnectTLS: true})
	identity := server.Identity()
	v := &vault{secret: core.Secret{
		ClientID: at.ConnectClient.ClientID, ClientSecret: at.ConnectClient.ClientSecret,
		Certificate: identity.Certificate, PrivateKey: identity.PrivateKey, TrustedAuthority: identity.Authority,
		SigningCert: identity.Certificate, SigningKey: identity.PrivateKey, SigningKeyID: identity.SigningKeyID,
	}}
	c := connect(t, at.Connect, core.PontoConnect, v, byTheServer(server))
	ctx := t.Context()
	if banks, err := c.Institutions(ctx, InstitutionFilter{Name: "a"}); err != nil || len(banks) == 0 {
		t.Fatalf("the directory before anybody signed in: %d, %v", len(banks), err)
	}
	_, err := c.Accounts(ctx)
	wantError(t, err, core.CodeAuth)

	verifier, redirect := NewVerifier(), "http://127.0.0.1:5999/back"
	page, err := AuthorizationURL(at.Authorization, AuthorizationRequest{
		ClientID: at.ConnectClient.ClientID, RedirectURI: redirect, State: "the-state", Challenge: Challenge(verifier),
	})
	if err != nil {
		t.Fatal(err)
	}
	back := giveConsent(t, page)
	if back.Get("state") != "the-state" || back.Get("code") == "" {
		t.Fatalf("came back with %v", back)
	}
	wantError(t, c.ExchangeCode(ctx, back.Get("code"), NewVerifier(), redirect), core.CodeAuth) // somebody else's code
	back = giveConsent(t, page)
	if err := c.ExchangeCode(ctx, back.Get("code"), verifier, redirect); err != nil {
		t.Fatal(err)
	}
	accounts, err := c.Accounts(ctx)
	if err != nil || len(accounts) == 0 {
		t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	if info, err := c.UserInfo(ctx); err != nil || info.Organization == "" {
		t.Errorf("%+v, %v", info, err)
	}
	if link, err := c.Reauthorize(ctx, accounts[0].ID, redirect); err != nil || link == "" {
		t.Errorf("%q, %v", link, err)
	}
	before := v.secret.RefreshToken
	server.World().Advance(time.Hour) // the access token dies
	if _, err := c.Accounts(ctx); err != nil || v.secret.RefreshToken == before {
		t.Errorf("%v, rotated: %v", err, v.secret.RefreshToken != before)
	}
	if err := c.DeleteAccount(ctx, accounts[0].ID); err != nil {
		t.Error(err)
	}
	_, err = c.Account(ctx, accounts[0].ID)
	wantError(t, err, core.CodeWithdrawn)
	if err := c.Revoke(ctx); err != nil {
		t.Error(err)
	}
	_, err = c.Accounts(ctx)
	wantError(t, err, core.CodeAuth)
}

// giveConsent accepts what each page proposes until the browser would be sent back.
func giveConsent(t *testing.T, page string) url.Values {
	t.Helper()
	visitor := sandbox.NewVisitor(http.Client{})
	form, err := visitor.Open(t.Context(), page)
	for range 10 {
		if err != nil || form.Error != "" {
			t.Fatalf("%s: %s, %v", form.Title, form.Error, err)
		}
		if form.Redirect != "" {
			u, err := url.Parse(form.Redirect)
			if err != nil {
				t.Fatal(err)
			}
			return u.Query()
		}
		form, err = visitor.Submit(t.Context(), form, nil)
	}
	t.Fatalf("no end of the pages: %q", form.Title)
	return nil
}
