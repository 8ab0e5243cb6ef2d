package app_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
)

func TestOpenItemsAreRemoved(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000), invoice("2026-0103", 5_000)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 30_000, "2026-0102")}
	o := newOffice(t, m)
	ctx := t.Context()
	paid, line := o.names[m.Lines[0].Key()], o.names[m.Lines[1].Key()]
	_, err := o.Accept(ctx, paid, o.propose(paid).Best())
	o.must(err)
	o.safe()
	all := func() int {
		list, err := o.Items(ctx, o.dossier, app.ItemQuery{All: true})
		o.must(err)
		return len(list)
	}
	if all() != 3 || o.propose(line).Best().Kind != core.MatchExact {
		t.Fatal(all(), o.propose(line))
	}
	_, err = o.DropItems(ctx, o.dossier, []core.ItemID{"2026-0102", "2026-0101"})
	o.refused(err, core.CodeConflict)
	if all() != 3 || !strings.Contains(err.Error(), "matches settle 121.00 of 2026-0101") {
		t.Errorf("an item that is settled: %d left, %v", all(), err)
	}
	done, err := o.DropItems(ctx, o.dossier, []core.ItemID{"2026-0102", "2026-0102"})
	if err != nil || done.What != "removed the open item 2026-0102" || all() != 2 {
		t.Errorf("%+v, %v, %d left", done, err, all())
	}
	for what, p := range map[string]core.Proposal{"kept": o.propose(line), "after a look": func() core.Proposal { o.safe(); return o.propose(line) }()} {
		for _, x := range p.Options {
			for _, part := range x.Parts {
				if part.Item == "2026-0102" {
					t.Errorf("%s: a removed item is offered: %+v", what, x)
				}
			}
		}
	}
	if found, err := o.Items(ctx, o.dossier, app.ItemQuery{Text: "0102", All: true}); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	if _, err := o.Undo(ctx, o.dossier); err != nil || all() != 3 || o.propose(line).Best().Kind != core.MatchExact {
		t.Errorf("taken back: %d, %v", all(), err)
	}
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	if done, err := o.DropItems(ctx, o.dossier, []core.ItemID{"2026-0101", "2026-0103"}); err != nil || done.What != "removed 2 open items" || all() != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	_, err = o.DropItems(ctx, o.dossier, nil)
	o.refused(err, core.CodeInvalid)
	_, err = o.DropItems(ctx, o.dossier, []core.ItemID{"nothing"})
	if core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("an unknown item: %v", err)
	}
	_, err = o.DropItems(ctx, "nobody", []core.ItemID{"2026-0102"})
	if core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("an unknown dossier: %v", err)
	}
}

// TestWhatIsDoneToRulesNamesThem: undo and the list of acts say which rule it was.
func TestWhatIsDoneToRulesNamesThem(t *testing.T) {
	t.Parallel()
	o := newOffice(t, charges())
	ctx := t.Context()
	o.chart("657000", "610000")
	did := func(want string, rules ...core.Rule) {
		t.Helper()
		if done, err := o.PutRules(ctx, o.dossier, rules); err != nil || done.What != want {
			t.Errorf("%q, %v; want %q", done.What, err, want)
		}
	}
	fees := bankFees(core.RuleSuggest)
	fees.ID = "fees"
	rent := fees
	rent.ID, rent.Name = "rent", "Rent\x1b"
	did("added the rule "+fees.Name, fees)
	did("added the rule Rent", fees, rent)
	rent.Name = "Rent"
	did("put the rules in another order", rent, fees)
	fees.Off = true
	did("switched the rule "+fees.Name+" off", rent, fees)
	fees.Off = false
	did("switched the rule "+fees.Name+" on", rent, fees)
	fees.Mode = core.RuleOneKey
	did("changed the rule "+fees.Name, rent, fees)
	did("kept 2 rules as they were", rent, fees)
	did("removed the rule Rent", fees)
	tax, wages := rent, rent
	tax.ID, tax.Name, wages.ID, wages.Name = "tax", "Tax", "wages", "Wages"
	did("added the rules Tax, Wages; removed the rule "+fees.Name, tax, wages)
	tax.Off = true
	did("switched the rule Tax off; added the rule Rent; removed the rule Wages", tax, rent)
}
