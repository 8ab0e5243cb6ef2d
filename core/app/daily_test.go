package app_test

import (
	"slices"
	"strings"
	"testing"

	"ferry/core"
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
	if err := b.RemoveConnection(ctx, conn.ID); err != nil {
		t.Fatal(err)
	}
	if v := b.view(id); v.Stats.Lines != lines || !strings.Contains(v.Status.Sentence, "was removed") {
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
