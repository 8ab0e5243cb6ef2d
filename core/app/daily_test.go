package app_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
)

func TestTakenOutIsNotExpired(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	bank := b.banks(core.CustomIntegration, 1)[0]
	b.add(conn, bank)
	b.fetch()
	id := b.one(conn)
	lines := b.view(id).Stats.Lines
	if err := b.sim.World().Withdraw(id); err != nil {
		t.Fatal(err)
	}
	choice, err := b.Choices(ctx, conn.ID, "")
	if err != nil || len(choice.Warnings) != 1 || !strings.Contains(choice.Warnings[0], "no longer authorized") {
		t.Errorf("warnings %q, %v", choice.Warnings, err)
	}
	if slices.Contains(ticked(choice), id) {
		t.Error("an account that was taken out is offered")
	}
	v := b.view(id)
	if v.Status.Code != core.CodeWithdrawn || v.Consent.State != core.ConsentWithdrawn || v.Stats.Lines != lines {
		t.Errorf("%+v with %d lines of %d", v.Status, v.Stats.Lines, lines)
	}
	// Leaving the others ticked does not untick what was taken out.
	if err := b.ChooseAccounts(ctx, conn.ID, ticked(choice), 0); err != nil {
		t.Fatal(err)
	}
	if v := b.view(id); v.Status.Code != core.CodeWithdrawn {
		t.Errorf("after choosing: %+v", v.Status)
	}
	board, err := b.Board(ctx)
	if err != nil || len(board.Attention) == 0 || board.Attention[0].Code != core.CodeWithdrawn {
		t.Errorf("board %+v, %v", board.Attention, err)
	}
}

func TestUntickingKeepsTheLines(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	b.add(conn, b.banks(core.CustomIntegration, 1)[0])
	b.fetch()
	id := b.one(conn)
	lines := b.view(id).Stats.Lines
	warning, err := b.UntickWarning(ctx, id)
	if err != nil || !strings.Contains(warning, "stay readable") {
		t.Errorf("warning %q, %v", warning, err)
	}
	b.Events().Drain()
	if err := b.ChooseAccounts(ctx, conn.ID, nil, 0); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(b.Events().Drain(), event.Change{Topic: event.Accounts, Scope: string(id)}) {
		t.Error("no screen was told")
	}
	v := b.view(id)
	if v.Connected || v.Stats.Lines != lines || !strings.Contains(v.Status.Sentence, "You unticked") {
		t.Errorf("unticked: %+v, %d lines of %d", v.Status, v.Stats.Lines, lines)
	}
	err = b.ChooseAccounts(ctx, conn.ID, []core.AccountID{"nobody"}, 0)
	wantError(t, err, core.CodeNotFound)
	if err := b.ChooseAccounts(ctx, conn.ID, []core.AccountID{id}, 0); err != nil {
		t.Fatal(err)
	}
	if v := b.view(id); !v.Connected || v.Stats.Lines != lines {
		t.Errorf("ticked again: %+v, %d lines of %d", v.Status, v.Stats.Lines, lines)
	}
	if err := b.RemoveConnection(ctx, conn.ID); err != nil {
		t.Fatal(err)
	}
	if v := b.view(id); v.Connected || v.Stats.Lines != lines || !strings.Contains(v.Status.Sentence, "was removed") {
		t.Errorf("removed: %+v, %d lines of %d", v.Status, v.Stats.Lines, lines)
	}
	list, err := b.Open(ctx, core.Query{Accounts: []core.AccountID{id}})
	if err != nil || list.Len() != lines {
		t.Errorf("the lines of a removed connection: %v", err)
	}
}

func TestSynchronizingNeedsAnAddress(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	b.add(conn, b.banks(core.CustomIntegration, 1)[0])
	b.fetch()
	_, err := b.Synchronize(ctx, nil, nil)
	wantError(t, err, core.CodeInvalid)
	if !strings.Contains(core.HintOf(err), "in your name") {
		t.Errorf("the hint does not say why: %s", core.HintOf(err))
	}
	set, err := b.Settings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	set.CustomerIP = "192.168.0.3"
	wantError(t, b.SaveSettings(ctx, set), core.CodeInvalid)
	set.CustomerIP, set.LookUpIP = "", true
	if err := b.SaveSettings(ctx, set); err != nil {
		t.Fatal(err)
	}
	results, err := b.Synchronize(ctx, nil, nil)
	if err != nil || len(results) == 0 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	asked := 0
	for _, y := range b.sim.World().Synchronizations() {
		if y.By == "user" {
			asked++
			if y.CustomerIP != "81.82.83.84" {
				t.Errorf("asked with the address %s", y.CustomerIP)
			}
		}
	}
	if asked == 0 {
		t.Error("no synchronization reached the simulator")
	}
	again, err := b.Synchronize(ctx, nil, nil)
	if err != nil || again[0].Outcome != core.CodeTooSoon || again[0].SyncNext.IsZero() {
		t.Errorf("at once again: %+v, %v", again, err)
	}
}

func TestDossiersHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	one, err := b.CreateDossier(ctx, " Bakkerij Éclair ")
	if err != nil || one.Name != "Bakkerij Éclair" {
		t.Fatalf("%+v, %v", one, err)
	}
	_, err = b.CreateDossier(ctx, "bakkerij eclair")
	wantError(t, err, core.CodeConflict)
	_, err = b.CreateDossier(ctx, " \x1b ")
	wantError(t, err, core.CodeInvalid)
	if err := b.RenameDossier(ctx, one.ID, "Bakkerij Soleil"); err != nil {
		t.Error(err)
	}
	wantError(t, b.OpenBrowser(ctx, "javascript:alert(1)"), core.CodeInvalid)
	_, err = b.OpenForm(ctx, "https://dashboard.example/")
	wantError(t, err, core.CodeInvalid)
}

// TestBackgroundReadsAndNeverAsksABank: what was chosen is read without anybody asking, and the screens are told.
func TestBackgroundReadsAndNeverAsksABank(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	conn := b.connect(core.CustomIntegration)
	b.Start(t.Context())
	choice := b.add(conn, b.banks(core.CustomIntegration, 1)[0])
	late := time.After(patience)
	for _, id := range ticked(choice) {
		for b.view(id).Feed.LastGood.IsZero() {
			select {
			case <-b.Events().Wake():
				b.Events().Drain()
			case <-late:
				t.Fatalf("account %s was not read: %+v", id, b.view(id).Feed)
			}
		}
	}
	b.equalsTruth(conn, len(ticked(choice)))
	for _, y := range b.sim.World().Synchronizations() {
		if y.By == "user" {
			t.Errorf("background work asked a bank: %+v", y)
		}
	}
}

// TestWaitingWizardSeesTheConsent: the wizard waits while the user is at the bank.
func TestWaitingWizardSeesTheConsent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	bank := b.banks(core.CustomIntegration, 1)[0]
	flow, err := b.Authorize(ctx, conn.ID, bank.ID)
	if err != nil {
		t.Fatal(err)
	}
	type answer struct {
		done bool
		err  error
	}
	waited := make(chan answer, 1)
	go func() {
		result, err := b.AwaitAuthorization(ctx, flow.ID)
		waited <- answer{result.Done && result.New > 0, err}
	}()
	form, err := b.OpenForm(ctx, flow.URL)
	for err == nil && !form.Done {
		form, err = b.SubmitForm(ctx, form, url.Values{})
	}
	if err != nil {
		t.Fatal(err)
	}
	if a := <-waited; a.err != nil || !a.done {
		t.Errorf("done %v, %v", a.done, a.err)
	}
	if open, err := b.OpenAuthorizations(ctx); err != nil || len(open) != 0 {
		t.Errorf("%d flows open, %v", len(open), err)
	}
	// Who looked in the same moment comes second, and hears the same.
	if result, err := b.CheckAuthorization(ctx, flow.ID); err != nil || !result.Done || result.New == 0 {
		t.Errorf("the second to see the end is told %+v, %v", result, err)
	}
}

// TestAccountContinuesAtTheReplacingInstitution: Ponto replaces its connection to a bank; the account is authorized there
// again under another id, and its lines go on without a second ledger.
func TestAccountContinuesAtTheReplacingInstitution(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connectFull()
	choice, err := b.Choices(ctx, conn.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	old, renewed := twins(choice)
	if old == "" {
		t.Fatal("the simulator has no account at a replaced institution")
	}
	if !slices.ContainsFunc(choice.Warnings, func(w string) bool { return strings.Contains(w, "same account") }) {
		t.Errorf("nobody warns that an account stands twice: %q", choice.Warnings)
	}
	// The user had only the old one.
	only := slices.DeleteFunc(ticked(choice), func(id core.AccountID) bool { return id == renewed })
	if err := b.ChooseAccounts(ctx, conn.ID, only, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Fetch(ctx, []core.AccountID{old}, nil); err != nil {
		t.Fatal(err)
	}
	list, err := b.Open(ctx, core.Query{Accounts: []core.AccountID{old}})
	if err != nil {
		t.Fatal(err)
	}
	lines := list.Len()

	if choice, err = b.Choices(ctx, conn.ID, ""); err != nil {
		t.Fatal(err)
	}
	if err := b.ChooseAccounts(ctx, conn.ID, ticked(choice), 0); err != nil {
		t.Fatal(err)
	}
	results, err := b.Fetch(ctx, []core.AccountID{renewed}, nil)
	if err != nil || len(results) != 1 || results[0].Outcome != core.CodeOK {
		t.Fatalf("%+v, %v", results, err)
	}
	v := b.view(renewed)
	truth, err := b.sim.World().Truth(renewed)
	if err != nil || v.Stats.Lines != truth.Lines || v.Stats.Sum != truth.Sum || v.Stats.Lines < lines {
		t.Errorf("%d lines, %v, of %d before; the truth is %+v, %v", v.Stats.Lines, v.Stats.Sum, lines, truth, err)
	}
	if !slices.Equal(v.Replaces, []core.AccountID{old}) {
		t.Errorf("replaces %v", v.Replaces)
	}
	if choice, err = b.Choices(ctx, conn.ID, ""); err != nil || slices.Contains(ticked(choice), old) {
		t.Errorf("the old account is offered again, %v", err)
	}
}

// twins finds an account at a deprecated institution and the same one where it goes on.
func twins(c app.Choice) (old, renewed core.AccountID) {
	for _, g := range c.Groups {
		for _, a := range g.Accounts {
			for _, h := range c.Groups {
				for _, b := range h.Accounts {
					if a.Deprecated && !b.Deprecated && a.Reference == b.Reference && a.Currency == b.Currency {
						return a.ID, b.ID
					}
				}
			}
		}
	}
	return "", ""
}
