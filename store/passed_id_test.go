package store_test

import (
	"testing"

	"ferry/core"
	"ferry/store/storetest"
)

// TestAnIDThatWasPassedOn: a line that the bank no longer lists keeps the id under which it was known, also when the bank
// gives that id to another line. The listed one is found by it, and the file is sound; of two listed ones it is not.
func TestAnIDThatWasPassedOn(t *testing.T) {
	t.Parallel()
	f := storetest.Open(t)
	ctx := t.Context()
	must(t, f.PutAccounts(ctx, []core.Account{account("a")}, "user", ""))
	bk := newBank(6)
	gone, listed := bk.line(day(20)), bk.line(day(20))
	d := delivery("a", 1, 0, []core.Transaction{gone, listed})
	must(t, f.Apply(ctx, d))
	goneNo, listedNo := d.Changes[0].Line, d.Changes[1].Line
	renamed := listed
	renamed.ID = gone.ID
	verified := func() bool {
		report, err := f.Verify(ctx, thorough)
		must(t, err)
		return report.OK()
	}
	unlist := core.Change{Kind: core.Unlist, Line: goneNo, New: gone, Item: -1}
	rebind := func(to core.Transaction, was core.TransactionID) core.Delivery {
		return core.Delivery{Account: "a", Source: "transactions", Raw: [][]byte{body([]core.Transaction{to})},
			Changes: []core.Change{{Kind: core.Rebind, Line: listedNo, New: to, Was: was, Item: 0}}}
	}
	must(t, f.Apply(ctx, rebind(renamed, listed.ID)))
	if verified() {
		t.Error("two listed lines have one id, and the file is called sound")
	}
	must(t, f.Apply(ctx, core.Delivery{Account: "a", Changes: []core.Change{unlist}}))
	if !verified() {
		t.Error("the file is not sound once the other line is gone")
	}
	must(t, f.View("a", func(v core.LedgerView) error {
		line, ok, err := v.ByID(gone.ID)
		if !ok || line.No != listedNo {
			t.Errorf("the id leads to %+v, %v", line, ok)
		}
		return err
	}))
	must(t, f.Apply(ctx, rebind(listed, gone.ID)))
	if !verified() {
		t.Error("the file is not sound once the id belongs to nobody")
	}
}
