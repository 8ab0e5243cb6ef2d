package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"ferry/core"
)

// gate holds back the answers of the token endpoint.
type gate struct {
	arrived, release chan struct{}
}

func (g gate) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(r)
	if strings.HasSuffix(r.URL.Path, "/oauth2/token") {
		select {
		case g.arrived <- struct{}{}:
			<-g.release
		default: // only the first one is waited for
		}
	}
	return answer, err
}

// TestNewCredentialsSurviveARenewalInFlight: a token that was asked for with the old secret arrives after the new one was
// entered.
func TestNewCredentialsSurviveARenewalInFlight(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	b.close()
	g := gate{arrived: make(chan struct{}), release: make(chan struct{})}
	b.wire = g
	b.open()
	if err := b.sim.World().Advance(time.Hour); err != nil { // the stored token is old
		t.Fatal(err)
	}
	reading := make(chan error, 1)
	go func() { _, err := b.Choices(ctx, conn.ID, ""); reading <- err }()
	<-g.arrived
	renewed, err := b.sim.World().RenewSecret(b.sim.World().StarterIntegration().ID)
	if err != nil {
		t.Fatal(err)
	}
	good, _ := b.SimulatorCredentials(conn.Dossier, core.CustomIntegration)
	good.Secret.ClientSecret = renewed.ClientSecret
	updated := make(chan error, 1)
	go func() { updated <- b.UpdateCredentials(ctx, conn.ID, good) }()
	select { // an update that does not wait for the renewal is let through before it: that is the fault looked for
	case err = <-updated:
		updated <- err
	case <-time.After(100 * time.Millisecond):
	}
	close(g.release)
	<-reading // whether it succeeds depends on which secret its token was bought with
	if err := <-updated; err != nil {
		t.Fatal(err)
	}
	if kept, err := b.file.Secret(conn.ID); err != nil || kept.ClientSecret != renewed.ClientSecret {
		t.Errorf("the renewal overwrote the new secret, %v", err)
	}
	if _, err := b.Choices(ctx, conn.ID, ""); err != nil {
		t.Error(err)
	}
}

// TestARefusedUpdateCostsNoPermission: trying new credentials of Ponto Connect uses the refresh token up. When Ponto fails
// right after, the connection goes on with its successor.
func TestARefusedUpdateCostsNoPermission(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.PontoConnect)
	b.add(conn, b.banks(core.PontoConnect, 1)[0])
	body := strings.NewReader(`{"name":"500","times":20,"path":"/ponto-connect/accounts"}`)
	answer, err := http.Post(b.at.Control+"/faults", "application/json", body)
	if err != nil || answer.StatusCode/100 != 2 {
		t.Fatalf("%v, %v", answer, err)
	}
	answer.Body.Close()
	good, _ := b.SimulatorCredentials(conn.Dossier, core.PontoConnect)
	wantError(t, b.UpdateCredentials(ctx, conn.ID, good), core.CodeBankDown)
	request, err := http.NewRequestWithContext(ctx, http.MethodDelete, b.at.Control+"/faults", nil)
	if err != nil {
		t.Fatal(err)
	}
	if answer, err = http.DefaultClient.Do(request); err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	b.close()
	b.open()
	if err := b.sim.World().Advance(time.Hour); err != nil { // the access token is over, the refresh token is needed
		t.Fatal(err)
	}
	if _, err := b.Choices(ctx, conn.ID, ""); err != nil {
		t.Errorf("the permission is lost: %v", err)
	}
}

// TestAFailedTryLeavesTheNameFree: a connection that was taken back must not make the next one impossible, nor may the
// next one be a double.
func TestAFailedTryLeavesTheNameFree(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	good, _ := b.SimulatorCredentials("", core.CustomIntegration)
	first, err := b.Connect(ctx, good)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.RemoveConnection(ctx, first.ID); err != nil {
		t.Fatal(err)
	}
	second, err := b.Connect(ctx, good)
	if err != nil || second.Dossier != first.Dossier {
		t.Errorf("%+v, %v", second, err)
	}
	// In another dossier it would take the accounts, and with them the lines, out of the first.
	for _, again := range []string{"", "Another client"} {
		good.NewDossier = again
		_, err = b.Connect(ctx, good)
		wantError(t, err, core.CodeConflict)
	}
	if dossiers, err := b.Dossiers(ctx); err != nil || len(dossiers) != 1 {
		t.Errorf("%d dossiers, %v", len(dossiers), err)
	}
}

// TestCredentialsAreNotedWithoutThem: that they changed is in the activity and in the journal, they are not.
func TestCredentialsAreNotedWithoutThem(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	renewed, err := b.sim.World().RenewSecret(b.sim.World().StarterIntegration().ID)
	if err != nil {
		t.Fatal(err)
	}
	good, _ := b.SimulatorCredentials(conn.Dossier, core.CustomIntegration)
	good.Secret.ClientSecret = renewed.ClientSecret
	if err := b.UpdateCredentials(ctx, conn.ID, good); err != nil {
		t.Fatal(err)
	}
	told, err := b.Activities(ctx, 0, 100)
	if err != nil || len(told) == 0 || !strings.Contains(told[0].Text, "redentials") {
		t.Errorf("activity %+v, %v", told, err)
	}
	journal, err := b.file.Journal(0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	noted := 0
	for _, entry := range journal {
		if entry.Kind == "credentials" && entry.Subject == string(conn.ID) {
			noted++
		}
		for _, text := range []string{entry.What, entry.Why} {
			if strings.Contains(text, renewed.ClientSecret) {
				t.Error("the secret is in the journal")
			}
		}
	}
	if noted != 2 {
		t.Errorf("%d journal entries on credentials, want 2", noted)
	}
}
