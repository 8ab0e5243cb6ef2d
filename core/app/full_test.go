package app_test

import (
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
)

// connectFull connects the organization whose integration holds accounts of every shape, all of them.
func (b *bench) connectFull() core.Connection {
	b.t.Helper()
	ctx := b.t.Context()
	credentials, _ := b.SimulatorCredentials("", core.CustomIntegration)
	credentials.Secret = core.Secret{ClientID: b.at.ClientID, ClientSecret: b.at.ClientSecret}
	conn, err := b.Connect(ctx, credentials)
	if err != nil {
		b.t.Fatal(err)
	}
	choice, err := b.Choices(ctx, conn.ID, "")
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.ChooseAccounts(ctx, conn.ID, ticked(choice), 0); err != nil {
		b.t.Fatal(err)
	}
	return conn
}

func TestAccountsOfEveryShape(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connectFull()
	if conn.Dossier == "" || conn.Name == "" {
		t.Errorf("a connection without a dossier gets one named after the organization: %+v", conn)
	}
	first, err := b.Fetch(ctx, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	b.equalsTruth(conn, len(first))
	second, err := b.Fetch(ctx, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range second {
		if r.New != 0 {
			t.Errorf("account %s: %d new at the second fetch", r.Account, r.New)
		}
		if (r.Err == nil) != (r.Outcome == core.CodeOK) {
			t.Errorf("account %s: outcome %s with error %v", r.Account, r.Outcome, r.Err)
		}
		if r.Err != nil {
			wantError(t, r.Err, r.Outcome)
		}
	}
	views, err := b.Accounts(ctx, conn.Dossier)
	if err != nil {
		t.Fatal(err)
	}
	codes := make(map[core.Code]bool)
	for _, v := range views {
		codes[v.Status.Code] = true
		if v.Status.Word == "" || v.Status.Sentence == "" || strings.Contains(v.Status.Sentence+v.Status.Next, "%!") {
			t.Errorf("%s: status %+v", v.Reference, v.Status)
		}
		for _, language := range []string{"nl", "fr", "en"} {
			if letter, err := b.RenewalMessage(ctx, v.ID, language); err != nil || strings.Contains(letter, "%!") {
				t.Errorf("%s: letter %q, %v", v.Reference, letter, err)
			}
		}
	}
	if !codes[core.CodeOK] || !codes[core.CodeConsentExpired] {
		t.Errorf("statuses %v", codes)
	}
	consents, err := b.Consents(ctx, -1)
	if err != nil || len(consents) != len(views) {
		t.Fatalf("%d consents of %d accounts, %v", len(consents), len(views), err)
	}
	dated := slices.DeleteFunc(slices.Clone(consents), func(v app.ConsentView) bool { return v.Consent.ExpiresAt.IsZero() })
	if !slices.IsSortedFunc(dated, func(a, b app.ConsentView) int { return a.Consent.ExpiresAt.Compare(b.Consent.ExpiresAt) }) {
		t.Error("consents are not soonest first")
	}
}

func TestBlockedInstitutionsNameTheWayOut(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	all, err := b.SearchInstitutions(ctx, conn.ID, app.InstitutionQuery{})
	if err != nil || len(all) < 60 {
		t.Fatalf("%d institutions, %v", len(all), err)
	}
	blocked := 0
	for _, v := range all {
		real, err := b.sim.World().Institution(v.ID)
		if err != nil {
			t.Fatal(err)
		}
		if real.Deprecated {
			next, err := b.sim.World().Institution(real.Replacement)
			if err != nil {
				t.Fatal(err)
			}
			// The API does not name the replacement: what is told is right or says where to look.
			if !strings.Contains(v.Replaces, next.Name) && !strings.Contains(v.Replaces, "Ponto's site") {
				t.Errorf("%s is replaced by %s; told %q", v.Name, next.Name, v.Replaces)
			}
		}
		if v.Blocked == "" {
			continue
		}
		blocked++
		_, err = b.Authorize(ctx, conn.ID, v.ID)
		if code := core.CodeOf(err); code != core.CodeMaintenance && code != core.CodeInvalid {
			t.Errorf("authorizing at %s, which is blocked (%s): %v", v.Name, v.Blocked, err)
		}
	}
	if blocked < 2 {
		t.Errorf("%d institutions are blocked; the test shows nothing", blocked)
	}
	if open, err := b.OpenAuthorizations(ctx); err != nil || len(open) != 0 {
		t.Errorf("%d flows open, %v", len(open), err)
	}
	countries, err := b.Countries(ctx, conn.ID)
	if err != nil || !slices.Contains(countries, "BE") || !slices.Contains(countries, "int") {
		t.Errorf("countries %v, %v", countries, err)
	}
	requests := len(b.Requests())
	if _, err := b.SearchInstitutions(ctx, conn.ID, app.InstitutionQuery{Text: "ban"}); err != nil || len(b.Requests()) != requests {
		t.Errorf("a second search asked Ponto again, %v", err)
	}
	if err := b.RefreshInstitutions(ctx, conn.ID); err != nil || len(b.Requests()) == requests {
		t.Errorf("the directory was not read on demand, %v", err)
	}
}
