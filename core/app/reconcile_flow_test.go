package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"ferry/core"
	"ferry/core/sandbox"
)

// TestReconcileWhatTheBankBrought: lines fetched from the simulator against the invoices behind them, as a table: read,
// import, accept what is safe, look into it, start the program again, take it back.
func TestReconcileWhatTheBankBrought(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ctx := t.Context()
	conn := b.connect(core.CustomIntegration)
	b.add(conn, b.banks(core.CustomIntegration, 1)[0])
	b.fetch()
	path := filepath.Join(t.TempDir(), "items.csv")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	items := b.sim.World().OpenItems(b.organization(core.CustomIntegration))
	if err := sandbox.WriteItems(out, items); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	preview, err := b.ReadItems(ctx, conn.Dossier, []string{path}, "")
	if err != nil || len(preview.Changes) == 0 || len(preview.Changes)+len(preview.Bad) != len(items) {
		t.Fatalf("%d changes, %d bad of %d items, %v", len(preview.Changes), len(preview.Bad), len(items), err)
	}
	if _, err := b.ImportItems(ctx, preview, true); err != nil {
		t.Fatal(err)
	}
	safe, err := b.Safe(ctx, core.Query{Dossier: conn.Dossier})
	if err != nil || len(safe.Lines) == 0 {
		t.Fatalf("%d safe lines, %v", len(safe.Lines), err)
	}
	done, err := b.AcceptSafe(ctx, safe)
	if err != nil || len(done.Lines) != len(safe.Lines) {
		t.Fatalf("%+v, %v", done, err)
	}
	report, err := b.Replay(ctx, conn.Dossier, done.Matches[0])
	if err != nil || !report.Same {
		t.Errorf("replay: %s, %v", report.Why, err)
	}
	if added := b.fetch(); added != 0 {
		t.Errorf("a second fetch brought %d lines", added)
	}
	b.close()
	b.open()
	matched := func() int {
		list, err := b.Open(ctx, core.Query{Dossier: conn.Dossier, Work: core.WorkDone})
		if err != nil {
			t.Fatal(err)
		}
		return list.Len()
	}
	if matched() != len(safe.Lines) {
		t.Errorf("after a restart %d lines are matched, of %d", matched(), len(safe.Lines))
	}
	if _, err := b.Undo(ctx, conn.Dossier); err != nil || matched() != 0 {
		t.Errorf("%d lines are matched after undo, %v", matched(), err)
	}
	again, err := b.Safe(ctx, core.Query{Dossier: conn.Dossier})
	if err != nil || len(again.Lines) != len(safe.Lines) {
		t.Errorf("%d safe lines again, of %d, %v", len(again.Lines), len(safe.Lines), err)
	}
	t.Logf("%d items, %d lines safe", len(items), len(safe.Lines))
}
