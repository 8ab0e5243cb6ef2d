package main

import (
	"bytes"
	"go/build"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

// demoConnections runs what "ferry demo" does before its first screen, and returns the connections it then has, the
// addresses of its simulator and the folder of its file.
func demoConnections(t *testing.T) (connections []core.Connection, a sandbox.Addresses, folder string) {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Transactions: 200, Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	if a, err = server.Start(t.Context(), "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	c := &cli{in: os.Stdin, out: new(bytes.Buffer), err: new(bytes.Buffer)}
	d, forget, err := c.demoDesk(t.Context(), &a)
	if err != nil {
		t.Fatal(err)
	}
	folder = filepath.Dir(d.log.path)
	if _, err := os.Stat(filepath.Join(folder, "ferry.db")); err != nil {
		t.Fatal(err)
	}
	if err := settleDemo(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	views, err := d.Connections(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		connections = append(connections, v.Connection)
	}
	choice, err := d.Choices(t.Context(), connections[0].ID, "")
	if err != nil || len(choice.Groups) > 0 {
		t.Fatalf("the demo starts with accounts: %+v, %v", choice, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := forget(); err != nil {
		t.Fatal(err)
	}
	return connections, a, folder
}

func TestDemoLeavesNothingBehind(t *testing.T) {
	t.Setenv("FERRY_DATA", "")
	t.Setenv("TMPDIR", t.TempDir())
	connections, a, folder := demoConnections(t)
	if len(connections) != 1 || connections[0].API != a.API || !connections[0].Sandbox {
		t.Errorf("%+v", connections)
	}
	if _, err := os.Stat(folder); !os.IsNotExist(err) {
		t.Errorf("%s is still there", folder)
	}
}

func TestDemoInAFolderThatIsKept(t *testing.T) {
	t.Setenv("FERRY_DATA", filepath.Join(t.TempDir(), "kept"))
	t.Setenv("FERRY_PASSPHRASE", "correct horse")
	first, _, folder := demoConnections(t)
	second, a, _ := demoConnections(t)
	if len(first) != 1 || len(second) != 1 || second[0].ID != first[0].ID || second[0].API != a.API {
		t.Errorf("first %+v\nsecond %+v\naddress %s", first, second, a.API)
	}
	if _, err := os.Stat(filepath.Join(folder, "ferry.db")); err != nil {
		t.Error(err)
	}
}

// TestDemoHasBooks: with the first bank come the invoices that its lines pay, and what is safe can be accepted.
func TestDemoHasBooks(t *testing.T) {
	t.Setenv("FERRY_DATA", "")
	t.Setenv("TMPDIR", t.TempDir())
	ctx := t.Context()
	server, err := sandbox.New(sandbox.Options{Now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	a, err := server.Start(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cli{in: os.Stdin, out: new(bytes.Buffer), err: new(bytes.Buffer)}
	d, forget, err := c.demoDesk(ctx, &a)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = d.Close(), forget() }()
	if err := settleDemo(ctx, d); err != nil {
		t.Fatal(err)
	}
	dossier, err := oneDossier(ctx, d, "")
	if err != nil {
		t.Fatal(err)
	}
	connection := authorizeStarter(t, server.World(), d)
	if err := handOver(ctx, d, server.World()); err != nil {
		t.Fatal(err)
	}
	ids, err := authorized(ctx, d, connection, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.ChooseAccounts(ctx, connection, ids, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Fetch(ctx, nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Undo(ctx, dossier.ID); core.CodeOf(err) != core.CodeNotFound || !strings.Contains(core.HintOf(err), "of demo: imported open items") {
		t.Errorf("the demo's own import is the user's to undo: %v (%s)", err, core.HintOf(err))
	}
	preview, err := d.Safe(ctx, core.Query{Dossier: dossier.ID})
	if err != nil {
		t.Fatal(err)
	}
	state, err := d.Proposals(ctx, dossier.ID)
	if err != nil {
		t.Fatal(err)
	}
	coded := 0
	for _, p := range preview.Proposals {
		if p.Best().Kind == core.MatchRule {
			coded++
		}
	}
	t.Logf("%d safe, %d of them coded, %d to choose, %d unexplained", state.Safe, coded, state.Choice, state.None)
	if state.Safe < 100 || coded < 5 || state.Choice < 10 || state.None < 10 {
		t.Error("the demo does not show every kind of work")
	}
	if err := handOver(ctx, d, server.World()); err != nil {
		t.Error("the second time:", err)
	}
	if acts, err := d.Acts(ctx, dossier.ID, 10); err != nil || len(acts) != 3 {
		t.Errorf("%d acts, want the chart, the rules and the invoices once: %v", len(acts), err)
	}
}

// authorizeStarter gives the demo's connection all accounts at a bank, as its user does.
func authorizeStarter(t *testing.T, w *world.World, d *desk) core.ConnectionID {
	t.Helper()
	views, err := d.Connections(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	starter := w.StarterIntegration()
	for _, i := range w.Connectable("BE") {
		banks, err := w.BankAccounts(starter.Organization, i.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(banks) < 2 {
			continue
		}
		if _, err := w.Authorize(starter.ID, i.ID, []string{banks[0].ID, banks[1].ID}); err != nil {
			t.Fatal(err)
		}
		return views[0].ID
	}
	t.Fatal("no bank")
	return ""
}

// TestZonesAreBuiltIn: days are counted where the bank is, also on a machine without a zone database.
func TestZonesAreBuiltIn(t *testing.T) {
	t.Parallel()
	program, err := build.ImportDir(".", 0)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(program.Imports, "time/tzdata") {
		t.Error("time/tzdata is not built in")
	}
}
