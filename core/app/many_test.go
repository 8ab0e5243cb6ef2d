package app_test

import (
	"reflect"
	"slices"
	"testing"

	"ferry/core"
	"ferry/core/match"
	"ferry/core/match/monthtest"
)

// TestProposalsOfManyLines: many at once say what each says alone, in the order in which they were asked for, before all lines
// were looked at, after, and after something was done.
func TestProposalsOfManyLines(t *testing.T) {
	t.Parallel()
	o := newOffice(t, monthtest.Busy(3, 12))
	ctx := t.Context()
	var keys []core.LineKey
	for _, l := range o.lines(core.WorkOpen) {
		keys = append(keys, l.Key())
	}
	slices.Reverse(keys)
	same := func(when string) {
		t.Helper()
		list, err := o.ProposalsOf(ctx, keys)
		o.must(err)
		if len(list) != len(keys) {
			t.Fatalf("%s: %d proposals for %d lines", when, len(list), len(keys))
		}
		for i, p := range list {
			if o.state(keys[i]).Match != 0 {
				if p.Line != keys[i] || len(p.Options) > 0 || p.Auto || p.Reason == "" {
					t.Errorf("%s: a matched line: %+v", when, p)
				}
			} else if one := o.propose(keys[i]); !reflect.DeepEqual(one, p) {
				t.Errorf("%s: line %d: %+v, alone %+v", when, keys[i].No, p, one)
			}
		}
	}
	same("nobody looked")
	preview := o.safe()
	same("looked")
	_, err := o.Accept(ctx, preview.Proposals[0].Line, preview.Proposals[0].Best())
	o.must(err)
	same("one accepted")
	if list, err := o.ProposalsOf(ctx, nil); err != nil || len(list) != 0 {
		t.Errorf("no lines: %v, %v", list, err)
	}
	if _, err := o.ProposalsOf(ctx, []core.LineKey{{Account: "a1", No: 1}}); core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("no such line: %v", err)
	}
	o.must(o.file.PutAccounts(ctx, []core.Account{{ID: "a9", Connection: "c", Currency: core.EUR, Reference: "BE62510007547061"}}, "user", ""))
	o.own = append(o.own, match.Own{ID: "a9"})
	lonely := payment(1, 100, "")
	lonely.Account = "a9"
	_, err = o.ProposalsOf(ctx, append(o.deliver(lonely), keys...))
	o.refused(err, core.CodeInvalid)
}

// TestLookWaits: afterwards a line says what it says beside the others.
func TestLookWaits(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101")}
	o := newOffice(t, m)
	key := o.names[m.Lines[0].Key()]
	if o.propose(key).Auto {
		t.Error("safe before all lines were looked at")
	}
	o.must(o.Look(t.Context(), o.dossier))
	if !o.propose(key).Auto {
		t.Error("not safe after all lines were looked at")
	}
	if err := o.Look(t.Context(), "nobody"); core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("an unknown dossier: %v", err)
	}
}
