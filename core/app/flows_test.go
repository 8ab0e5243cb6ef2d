package app_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
)

// wantError checks the code of an error, and that it can be read by a person.
func wantError(t *testing.T, err error, code core.Code) {
	t.Helper()
	told, ok := errors.AsType[*core.Error](err)
	if !ok || told.Code != code || told.Msg == "" || told.Hint == "" {
		t.Errorf("error %#v, want %s with a sentence and a hint", err, code)
	}
}

func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	steps, err := b.Checklist(ctx, conn.ID)
	if err != nil || !steps[0].Done || steps[len(steps)-1].Done {
		t.Errorf("checklist before the first account: %+v, %v", steps, err)
	}
	banks := b.banks(core.CustomIntegration, 2)
	found, err := b.SearchInstitutions(ctx, conn.ID, app.InstitutionQuery{Text: string([]rune(banks[0].Name)[:3])})
	if err != nil || len(found) == 0 {
		t.Fatalf("three letters of %s find %d, %v", banks[0].Name, len(found), err)
	}

	first := b.add(conn, banks[0])
	if first.NoneOfChosen || len(first.Groups) != 1 || !first.Groups[0].Accounts[0].New || first.Groups[0].Bank.ID != banks[0].ID {
		t.Errorf("first choice: %+v", first)
	}
	if b.fetch() == 0 {
		t.Error("the first fetch brought nothing")
	}
	n := len(ticked(first))
	b.equalsTruth(conn, n)
	if again := b.fetch(); again != 0 {
		t.Errorf("the second fetch brought %d new lines", again)
	}
	before := kept(b, first)

	second := b.add(conn, banks[1])
	if len(second.Groups) != 2 || second.Groups[0].Bank.ID != banks[1].ID || second.Groups[1].Accounts[0].New {
		t.Errorf("only accounts of the chosen institution are new: %+v", second)
	}
	if after := kept(b, first); !reflect.DeepEqual(before, after) {
		t.Errorf("adding a bank changed the first one's accounts:\n%+v\n%+v", before, after)
	}
	b.fetch()
	b.equalsTruth(conn, len(ticked(second)))

	if steps, err = b.Checklist(ctx, conn.ID); err != nil || !steps[len(steps)-1].Done {
		t.Errorf("checklist at the end: %+v, %v", steps, err)
	}
	for _, y := range b.sim.World().Synchronizations() {
		if y.By == "user" {
			t.Errorf("a synchronization was started: %+v", y)
		}
	}
	board, err := b.Board(ctx)
	if err != nil || len(board.Dossiers) != 1 || board.Dossiers[0].Lines == 0 || len(board.Resumable) != 0 {
		t.Errorf("board %+v, %v", board, err)
	}
	detail(t, b, conn)
}

// kept is all that Ferry itself knows of accounts, with the place where reading continues.
func kept(b *bench, c app.Choice) map[core.AccountID]any {
	all := make(map[core.AccountID]any)
	for _, id := range ticked(c) {
		v := b.view(id)
		feed := v.Feed
		all[id] = []any{v.Account, feed, v.Stats}
	}
	return all
}

// detail opens a line down to its raw bytes and writes a note on it.
func detail(t *testing.T, b *bench, conn core.Connection) {
	t.Helper()
	ctx := t.Context()
	list, err := b.Open(ctx, core.Query{Dossier: conn.Dossier})
	if err != nil || list.Len() == 0 {
		t.Fatalf("no lines: %v", err)
	}
	lines, err := list.Window(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	line := lines[0]
	raw, err := b.Raw(ctx, line.Account, line.No)
	if err != nil || !strings.Contains(string(raw), string(line.ID)) {
		t.Errorf("raw %q, %v", raw, err)
	}
	if err := b.SetNote(ctx, line.Account, line.No, "ask the client"); err != nil {
		t.Error(err)
	}
	told, err := b.Line(ctx, line.Account, line.No)
	if err != nil || told.Note != "ask the client" || told.Source == "" {
		t.Errorf("detail %+v, %v", told, err)
	}
	if len(b.Requests()) == 0 {
		t.Error("no request was kept for developer mode")
	}
}

func TestNothingOfTheChosenInstitution(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	banks := b.banks(core.CustomIntegration, 2)
	flow, err := b.Authorize(ctx, conn.ID, banks[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	address := strings.Replace(flow.URL, string(banks[0].ID), string(banks[1].ID), 1)
	b.consent(address, banks[1])
	if result, err := b.CheckAuthorization(ctx, flow.ID); err != nil || !result.Done || result.New == 0 {
		t.Fatalf("check: %+v, %v", result, err)
	}
	choice, err := b.Choices(ctx, conn.ID, banks[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if !choice.NoneOfChosen || !strings.Contains(choice.Sentence, banks[0].Name) || !strings.Contains(choice.Next, "Add account") {
		t.Errorf("choice %+v", choice)
	}
	for _, g := range choice.Groups {
		for _, a := range g.Accounts {
			if a.New {
				t.Errorf("%s of another institution is shown as new", a.Reference)
			}
		}
	}
}

func TestExpiryAndRenewal(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	bank := b.banks(core.CustomIntegration, 1)[0]
	b.add(conn, bank)
	b.fetch()
	id := b.one(conn)
	lines := b.view(id).Stats.Lines
	moved := 0
	for _, step := range []struct {
		day  int
		want core.ConsentState
	}{{0, core.ConsentOK}, {155, core.ConsentNotice}, {170, core.ConsentWarning}, {179, core.ConsentCritical}, {181, core.ConsentExpired}} {
		if err := b.MoveSandboxClock(ctx, step.day-moved); err != nil {
			t.Fatal(err)
		}
		moved = step.day
		if v := b.view(id); v.Consent.State != step.want {
			t.Errorf("day %d: %s with %d days left, want %s", step.day, v.Consent.State, v.Consent.DaysLeft, step.want)
		}
	}
	b.fetch(core.CodeConsentExpired)
	v := b.view(id)
	if v.Status.Code != core.CodeConsentExpired || !strings.Contains(v.Status.Sentence, "Syncing stopped") || v.Stats.Lines < lines {
		t.Errorf("expired: %+v, %d lines of %d", v.Status, v.Stats.Lines, lines)
	}
	soon, err := b.Consents(ctx, 30)
	if err != nil || len(soon) == 0 || soon[0].Consent.State != core.ConsentExpired || soon[0].WhoActs == "" {
		t.Errorf("consent board %+v, %v", soon, err)
	}
	letter, err := b.RenewalMessage(ctx, id, "nl")
	if err != nil || !strings.Contains(letter, v.Reference) || !strings.Contains(letter, "/reauthorize?") {
		t.Errorf("letter %q, %v", letter, err)
	}

	// After a restart the simulator's clock is still known, before anything was asked.
	b.close()
	b.open()
	if off := b.Now(conn.ID).Sub(b.sim.World().Now()); off.Abs() > time.Minute {
		t.Errorf("after a restart the simulator's clock is off by %v", off)
	}
	if v := b.view(id); v.Consent.State != core.ConsentExpired {
		t.Errorf("after a restart the consent is %s", v.Consent.State)
	}

	flow, err := b.Reauthorize(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if result, err := b.CheckAuthorization(ctx, flow.ID); err != nil || result.Done {
		t.Errorf("before the renewal: %+v, %v", result, err)
	}
	b.consent(flow.URL, bank)
	result, err := b.AwaitAuthorization(ctx, flow.ID)
	if err != nil || !result.Renewed || !strings.Contains(result.Sentence, "new end date was seen") {
		t.Errorf("renewal: %+v, %v", result, err)
	}
	b.fetch(core.CodeConsentExpired) // the others of the bank were not renewed
	if v := b.view(id); v.Status.Code != core.CodeOK || v.Consent.State != core.ConsentOK || !v.ExpiresAt.Equal(result.Expires) {
		t.Errorf("after the renewal: %+v", v.Consent)
	}
	truth, err := b.sim.World().Truth(id)
	if v := b.view(id); err != nil || v.Stats.Lines != truth.Lines || v.Stats.Sum != truth.Sum {
		t.Errorf("after the renewal %d lines, %v; the truth is %+v, %v", v.Stats.Lines, v.Stats.Sum, truth, err)
	}
}

func TestWrongSecretSavesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	dossier, err := b.CreateDossier(ctx, "Example BV")
	if err != nil {
		t.Fatal(err)
	}
	good, _ := b.SimulatorCredentials(dossier.ID, core.CustomIntegration)
	bad := good
	bad.Secret.ClientSecret = "wrong"
	_, err = b.TestCredentials(ctx, bad)
	wantError(t, err, core.CodeAuth)
	_, err = b.Connect(ctx, bad)
	wantError(t, err, core.CodeAuth)
	if list, err := b.Connections(ctx, ""); err != nil || len(list) != 0 {
		t.Errorf("%d connections, %v", len(list), err)
	}
	result, err := b.TestCredentials(ctx, good)
	if err != nil || len(result.Checklist) == 0 {
		t.Errorf("good credentials: %+v, %v", result, err)
	}
	if list, err := b.Connections(ctx, ""); err != nil || len(list) != 0 {
		t.Errorf("a test saved %d connections, %v", len(list), err)
	}
	conn, err := b.Connect(ctx, good)
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Connect(ctx, good)
	wantError(t, err, core.CodeConflict)
	err = b.UpdateCredentials(ctx, conn.ID, bad)
	wantError(t, err, core.CodeAuth)
	if _, err := b.Checklist(ctx, conn.ID); err != nil {
		t.Errorf("the refused update broke the connection: %v", err)
	}
	renewed, err := b.sim.World().RenewSecret(b.sim.World().StarterIntegration().ID)
	if err != nil {
		t.Fatal(err)
	}
	good.Secret.ClientSecret = renewed.ClientSecret
	if err := b.UpdateCredentials(ctx, conn.ID, good); err != nil {
		t.Error(err)
	}
	if _, err := b.Choices(ctx, conn.ID, ""); err != nil {
		t.Errorf("the new secret is not used: %v", err)
	}
}

func TestAbandonedFlowChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	banks := b.banks(core.CustomIntegration, 2)
	first := b.add(conn, banks[0])
	b.fetch()
	before := kept(b, first)
	flow, err := b.Authorize(ctx, conn.ID, banks[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.AbandonAuthorization(ctx, flow.ID); err != nil {
		t.Fatal(err)
	}
	if open, err := b.OpenAuthorizations(ctx); err != nil || len(open) != 0 {
		t.Errorf("%d flows open, %v", len(open), err)
	}
	if after := kept(b, first); !reflect.DeepEqual(before, after) {
		t.Errorf("abandoning changed:\n%+v\n%+v", before, after)
	}
	_, err = b.AwaitAuthorization(ctx, flow.ID)
	wantError(t, err, core.CodeNotFound)
}

func TestFlowSurvivesLeavingAndRestart(t *testing.T) {
	t.Parallel()
	for _, door := range []core.Door{core.CustomIntegration, core.PontoConnect} {
		b := newBench(t)
		ctx := t.Context()
		conn := b.connect(door)
		bank := b.banks(door, 1)[0]
		flow, err := b.Authorize(ctx, conn.ID, bank.ID)
		if err != nil {
			t.Fatal(err)
		}
		leaving, leave := context.WithCancel(ctx)
		leave()
		_, err = b.AwaitAuthorization(leaving, flow.ID)
		wantError(t, err, core.CodeCancelled)
		b.close()
		b.open()
		open, err := b.OpenAuthorizations(ctx)
		if err != nil || len(open) != 1 || open[0].ID != flow.ID || open[0].URL != flow.URL {
			t.Fatalf("%s: open after the restart: %+v, %v", door, open, err)
		}
		form := b.consent(flow.URL, bank)
		result, err := b.resume(ctx, flow.ID, form.Redirect)
		if err != nil || !result.Done || result.New == 0 {
			t.Errorf("%s: resumed: %+v, %v", door, result, err)
		}
	}
}

// resume waits for a flow, and lets the browser come back while it waits.
func (b *bench) resume(ctx context.Context, id, redirect string) (app.AuthResult, error) {
	if redirect != "" {
		// Taken up again, the flow listens on its old port.
		if _, err := b.CheckAuthorization(ctx, id); err != nil {
			return app.AuthResult{}, err
		}
		b.browse(redirect, http.StatusOK)
	}
	return b.AwaitAuthorization(ctx, id)
}

// browse goes where the authorization page sends the browser.
func (b *bench) browse(address string, want int) {
	b.t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		b.t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != want {
		b.t.Errorf("the browser is answered %d, want %d", answer.StatusCode, want)
	}
}

func TestConnectDoorByListener(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.PontoConnect)
	bank := b.banks(core.PontoConnect, 1)[0]
	flow, err := b.Authorize(ctx, conn.ID, bank.ID)
	if err != nil {
		t.Fatal(err)
	}
	if result, err := b.CheckAuthorization(ctx, flow.ID); err != nil || result.Done || result.Sentence == "" {
		t.Errorf("before the browser came back: %+v, %v", result, err)
	}
	form := b.consent(flow.URL, bank)
	wrong := with(t, form.Redirect, "state", "forged")
	b.browse(wrong, http.StatusBadRequest)
	b.browse(form.Redirect, http.StatusOK)
	result, err := b.AwaitAuthorization(ctx, flow.ID)
	if err != nil || !result.Done || result.New == 0 {
		t.Fatalf("%+v, %v", result, err)
	}
	list, err := b.Connections(ctx, conn.Dossier)
	if err != nil || list[0].Name != b.sim.World().ConnectOrganization().Name {
		t.Errorf("the connection is called %q, %v", list[0].Name, err)
	}
	choice, err := b.Choices(ctx, conn.ID, bank.ID)
	if err != nil || choice.NoneOfChosen {
		t.Fatalf("%+v, %v", choice, err)
	}
	if err := b.ChooseAccounts(ctx, conn.ID, ticked(choice), 0); err != nil {
		t.Fatal(err)
	}
	b.fetch()
	b.equalsTruth(conn, len(ticked(choice)))

	renewal, err := b.Reauthorize(ctx, b.one(conn))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.MoveSandboxClock(ctx, 3); err != nil {
		t.Fatal(err)
	}
	b.consent(renewal.URL, bank)
	if result, err := b.AwaitAuthorization(ctx, renewal.ID); err != nil || !result.Renewed || !result.Expires.After(b.Now(conn.ID)) {
		t.Errorf("renewal: %+v, %v", result, err)
	}
}

func TestConnectDoorByPasting(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.PontoConnect)
	bank := b.banks(core.PontoConnect, 1)[0]
	flow, err := b.Authorize(ctx, conn.ID, bank.ID)
	if err != nil {
		t.Fatal(err)
	}
	form := b.consent(flow.URL, bank)
	_, err = b.PasteRedirect(ctx, flow.ID, with(t, form.Redirect, "state", "forged"))
	wantError(t, err, core.CodeInvalid)
	_, err = b.PasteRedirect(ctx, flow.ID, "hello")
	wantError(t, err, core.CodeInvalid)

	// A wizard that waits meanwhile hears of it.
	waited := make(chan app.AuthResult, 1)
	go func() {
		result, err := b.AwaitAuthorization(ctx, flow.ID)
		if err != nil {
			t.Error(err)
		}
		waited <- result
	}()
	result, err := b.PasteRedirect(ctx, flow.ID, " "+form.Redirect+"\n")
	if err != nil || !result.Done || result.New == 0 {
		t.Errorf("pasted: %+v, %v", result, err)
	}
	select {
	case told := <-waited:
		if told != result {
			t.Errorf("the waiting wizard was told %+v", told)
		}
	case <-time.After(patience):
		t.Error("the waiting wizard was not told")
	}
	// Pasted once more it tells the same: the code is not used again.
	if again, err := b.PasteRedirect(ctx, flow.ID, form.Redirect); err != nil || again != result {
		t.Errorf("pasted twice: %+v, %v", again, err)
	}
	_, err = b.PasteRedirect(ctx, "unknown", form.Redirect)
	wantError(t, err, core.CodeNotFound)
}

func TestRefusalAtThePageChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.PontoConnect)
	flow, err := b.Authorize(ctx, conn.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	address := with(t, flow.RedirectURI, "error", "access_denied")
	_, err = b.PasteRedirect(ctx, flow.ID, with(t, address, "state", flow.State))
	wantError(t, err, core.CodeConsentNeeded)
	if open, err := b.OpenAuthorizations(ctx); err != nil || len(open) != 0 {
		t.Errorf("%d flows open after a refusal, %v", len(open), err)
	}
}

func with(t *testing.T, address, key, value string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set(key, value)
	u.RawQuery = query.Encode()
	return u.String()
}
