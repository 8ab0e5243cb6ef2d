package app_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
)

// TestUndoIsTheUsersOwn: what somebody else did to the books is not taken back, and what would be is told before.
func TestUndoIsTheUsersOwn(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101")}
	o := newOffice(t, m)
	ctx := t.Context()
	if next, reconciles, err := o.NextUndo(ctx, o.dossier); err != nil || next.What != "items" || reconciles {
		t.Errorf("an import: %+v, %v, %v", next, reconciles, err)
	}
	_, err := o.DropItems(app.SignedBy(ctx, "demo"), o.dossier, []core.ItemID{"2026-0102"})
	o.must(err)
	_, _, err = o.NextUndo(ctx, o.dossier)
	o.refused(err, core.CodeNotFound)
	if !strings.Contains(core.HintOf(err), "demo: removed the open item 2026-0102") {
		t.Errorf("the hint is %q", core.HintOf(err))
	}
	_, err = o.Undo(ctx, o.dossier)
	o.refused(err, core.CodeNotFound)
	if !strings.Contains(core.HintOf(err), "demo: removed the open item 2026-0102") {
		t.Errorf("the hint is %q", core.HintOf(err))
	}
	if _, err = o.Redo(ctx, o.dossier); core.CodeOf(err) != core.CodeNotFound || strings.Contains(core.HintOf(err), "removed") {
		t.Errorf("nothing to redo: %v (%s)", err, core.HintOf(err))
	}
	key := o.names[m.Lines[0].Key()]
	done, err := o.Accept(ctx, key, o.propose(key).Best())
	o.must(err)
	if next, reconciles, err := o.NextUndo(ctx, o.dossier); err != nil || next.ID != done.ID || !reconciles {
		t.Errorf("an acceptance: %+v, %v, %v", next, reconciles, err)
	}
	if back, err := o.Undo(ctx, o.dossier); err != nil || back.ID != done.ID {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestWhatALockWouldClose(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 500, ""), payment(3, 600, ""), payment(4, 700, "")}
	m.Lines[1].BookingDate = core.NewDate(2026, 9, 30)
	m.Lines[3].BookingDate = core.NewDate(2026, 11, 2)
	o := newOffice(t, m)
	ctx := t.Context()
	key := o.names[m.Lines[0].Key()]
	_, err := o.Accept(ctx, key, o.propose(key).Best())
	o.must(err)
	if open, ofMonth, err := o.LockPreview(ctx, "a1", core.NewDate(2026, 10, 31)); err != nil || open != 2 || ofMonth != 1 {
		t.Errorf("%d open, %d of the month, %v", open, ofMonth, err)
	}
	if _, _, err := o.LockPreview(ctx, "nobody", core.NewDate(2026, 10, 31)); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
	for _, l := range []core.Limits{{Rounding: 100_001}, {Fee: 1 << 40}, {DiscountDays: 1 << 40}, {TransferDays: 367}} {
		o.refused(o.PutLimits(ctx, o.dossier, l), core.CodeInvalid)
	}
}

// TestNothingToTakeBack: books in which nothing was done are not told as if something had gone.
func TestNothingToTakeBack(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = nil
	o := newOffice(t, m)
	ctx := t.Context()
	for name, err := range map[string]error{
		"undo": func() error { _, err := o.Undo(ctx, o.dossier); return err }(),
		"redo": func() error { _, err := o.Redo(ctx, o.dossier); return err }(),
		"look": func() error { _, _, err := o.NextUndo(ctx, o.dossier); return err }(),
	} {
		if core.CodeOf(err) != core.CodeNotFound || !strings.Contains(err.Error(), "there is nothing to") || strings.Contains(core.HintOf(err), "removed") || strings.Contains(err.Error(), "yours") {
			t.Errorf("%s: %v (%s)", name, err, core.HintOf(err))
		}
	}
}

// TestActsNameAmountsWithTheirCurrency: what the journal keeps can be read years later, and a screen writes it in its own form.
func TestActsNameAmountsWithTheirCurrency(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 123_456)}
	m.Lines = []core.Line{payment(1, 123_456, "2026-0101")}
	o := newOffice(t, m)
	ctx := t.Context()
	key := o.names[m.Lines[0].Key()]
	done, err := o.Reject(ctx, key, o.propose(key).Best())
	o.must(err)
	told := func(name string, d core.Done) {
		t.Helper()
		if !strings.Contains(d.What, " 1234.56 EUR ") || d.Told == nil || !strings.Contains(d.Told(func(core.Amount) string { return "+1 234,56 EUR" }), " +1 234,56 EUR ") {
			t.Errorf("%s: %+v", name, d)
		}
	}
	told("rejected", done)
	next, _, err := o.NextUndo(ctx, o.dossier)
	o.must(err)
	told("the next to undo", next)
	o.restart()
	acts, err := o.Acts(ctx, o.dossier, 1)
	o.must(err)
	told("the list", acts[0])
	done, err = o.Undo(ctx, o.dossier)
	o.must(err)
	told("undone", done)
}
