package app_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/core/match/monthtest"
)

func bankFees(mode core.RuleMode) core.Rule {
	return core.Rule{Name: "Bank charges", When: core.RuleWhen{Contains: []string{"kosten"}}, Then: []core.RuleThen{{Ledger: "657000", Rest: true}}, Mode: mode}
}

func charges() monthtest.Month {
	m := small()
	for no := 1; no <= 3; no++ {
		l := payment(no, int64(-100*no), "kosten rekening")
		l.CounterpartName, l.CounterpartReference = "", ""
		l.BookingDate = core.NewDate(2026, 8, 31).AddDays(30 * no)
		m.Lines = append(m.Lines, l)
	}
	return m
}

func TestRulesByMode(t *testing.T) {
	t.Parallel()
	m := charges()
	o := newOffice(t, m)
	ctx := t.Context()
	key := o.names[m.Lines[0].Key()]
	_, err := o.PutRules(ctx, o.dossier, []core.Rule{bankFees(core.RuleAutomatic)})
	o.must(err) // without a chart there is nothing to check against
	if p := o.safe(); len(p.Lines) != 0 {
		t.Error("an account that no chart knows is safe to post to")
	}
	o.chart("657000")
	wrong := bankFees(core.RuleSuggest)
	wrong.Then[0].Ledger = "999999"
	for name, list := range map[string][]core.Rule{
		"another account": {wrong}, "no name": {{Mode: core.RuleSuggest}}, "no condition": {{Name: "x", Then: wrong.Then, Mode: core.RuleSuggest}},
		"another dossier": {{Name: "x", When: core.RuleWhen{Accounts: []core.AccountID{"zz"}}, Then: []core.RuleThen{{Ledger: "657000", Rest: true}}, Mode: core.RuleSuggest}},
	} {
		if _, err := o.PutRules(ctx, o.dossier, list); core.CodeOf(err) != core.CodeInvalid || core.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, mode := range []core.RuleMode{core.RuleSuggest, core.RuleOneKey, core.RuleAutomatic} {
		_, err := o.PutRules(ctx, o.dossier, []core.Rule{bankFees(mode)})
		o.must(err)
		if p := o.propose(key); p.Auto || p.Best().Kind != core.MatchRule {
			t.Errorf("%s, at once: %+v", mode, p)
		}
		safe := o.safe()
		p := o.propose(key)
		if p.Auto != (mode == core.RuleAutomatic) || p.OneKey != (mode == core.RuleOneKey) || p.Rule == "" || len(safe.Lines) > 0 != p.Auto {
			t.Errorf("%s: %+v, %d safe", mode, p, len(safe.Lines))
		}
	}
	done, err := o.AcceptSafe(ctx, o.safe())
	if err != nil || len(done.Lines) != 3 {
		t.Errorf("%+v, %v", done, err)
	}
	kept, err := o.Match(ctx, o.dossier, done.Matches[0])
	if err != nil || !kept.Auto || !strings.Contains(kept.Why.Reason, "Bank charges") || kept.Why.Postings[0].Amount.Minor >= 0 {
		t.Errorf("%+v, %v", kept, err)
	}
	if report, err := o.Replay(ctx, o.dossier, kept.ID); err != nil || !report.Same {
		t.Errorf("%+v, %v", report, err)
	}
	rules, err := o.Rules(ctx, o.dossier)
	if err != nil || len(rules) != 1 || rules[0].ID == "" {
		t.Errorf("%+v, %v", rules, err)
	}
}

func TestRehearseAgainstWhatWasDone(t *testing.T) {
	t.Parallel()
	m := charges()
	o := newOffice(t, m)
	ctx := t.Context()
	o.chart("657000", "658000")
	code := func(line int, ledger string) {
		_, err := o.Code(ctx, []core.LineKey{o.names[m.Lines[line].Key()]}, []app.Coding{{Ledger: ledger}})
		o.must(err)
	}
	code(0, "657000")
	code(1, "658000")
	rule := bankFees(core.RuleSuggest)
	rule.ID = "r"
	outcomes, err := o.Rehearse(ctx, o.dossier, []core.Rule{rule}, 0)
	if err != nil || len(outcomes) != 1 || len(outcomes[0].Fired) != 3 || len(outcomes[0].Agreed) != 1 || len(outcomes[0].Differs) != 1 {
		t.Fatalf("%+v, %v", outcomes, err)
	}
	if outcomes, err = o.Rehearse(ctx, o.dossier, []core.Rule{rule}, core.NewDate(2026, 11, 1)); err != nil || len(outcomes[0].Fired) != 1 {
		t.Errorf("since November: %+v, %v", outcomes, err)
	}
	if rules, err := o.Rules(ctx, o.dossier); err != nil || len(rules) != 0 {
		t.Errorf("a rehearsal kept rules: %v, %v", rules, err)
	}
}

// TestManyAtOnce: screens, commands and the background ask and act at the same time; in the end the books add up and
// undoing everything brings back what was there.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	m := monthtest.New(11, 1)
	o := newOffice(t, m)
	ctx := t.Context()
	before := o.books()
	lines := o.lines(core.WorkOpen)
	var work sync.WaitGroup
	for worker := range 4 {
		work.Go(func() {
			for i := worker; i < len(lines); i += 4 {
				key := lines[i].Key()
				p, err := o.Proposal(ctx, key)
				if err != nil && core.CodeOf(err) != core.CodeConflict {
					t.Error(err)
				}
				if len(p.Options) > 0 {
					if _, err := o.Accept(ctx, key, p.Best()); err != nil && core.CodeOf(err) != core.CodeConflict {
						t.Error(err)
					}
				}
				if _, err := o.Proposals(ctx, o.dossier); err != nil {
					t.Error(err)
				}
				if _, err := o.Items(ctx, o.dossier, app.ItemQuery{For: &key, Limit: 5}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	work.Go(func() {
		for range 5 {
			p, err := o.Safe(ctx, core.Query{Dossier: o.dossier})
			if err != nil {
				t.Error(err)
			}
			if _, err := o.AcceptSafe(ctx, p); err != nil && core.CodeOf(err) != core.CodeConflict && core.CodeOf(err) != core.CodeInvalid {
				t.Error(err)
			}
		}
	})
	work.Wait()
	acts := 0
	for {
		_, err := o.Undo(ctx, o.dossier)
		if core.CodeOf(err) == core.CodeNotFound {
			break
		}
		o.must(err)
		acts++
	}
	// The first act brought the items.
	for range acts {
		_, err := o.Redo(ctx, o.dossier)
		o.must(err)
	}
	for range acts - 1 {
		_, err := o.Undo(ctx, o.dossier)
		o.must(err)
	}
	if acts < 2 || o.books() != before {
		t.Errorf("%d acts undone, and the books are not what they were", acts)
	}
}

// TestClosingStopsTheLook: a program that ends does not wait for proposals, and whoever waits for them is told.
func TestClosingStopsTheLook(t *testing.T) {
	t.Parallel()
	o := newOffice(t, monthtest.New(3, 10))
	state, err := o.Proposals(t.Context(), o.dossier)
	if err != nil || state.Fresh {
		t.Fatalf("%+v, %v", state, err)
	}
	o.must(o.Service.Close())
	if _, err := o.Safe(t.Context(), core.Query{Dossier: o.dossier}); core.CodeOf(err) != core.CodeCancelled {
		t.Errorf("after closing: %v", err)
	}
}

func TestNotesMarksAndTheBoard(t *testing.T) {
	t.Parallel()
	m := charges()
	o := newOffice(t, m)
	ctx := t.Context()
	keys := []core.LineKey{o.names[m.Lines[0].Key()], o.names[m.Lines[1].Key()]}
	o.Events().Drain()
	_, err := o.MarkCheck(ctx, keys, true)
	o.must(err)
	changes := o.Events().Drain()
	if !slices.Contains(changes, event.Change{Topic: event.Books, Scope: string(o.dossier)}) || !slices.Contains(changes, event.Change{Topic: event.Transactions, Scope: "a1"}) {
		t.Errorf("told %v", changes)
	}
	_, err = o.NoteLines(ctx, keys, " vraag\x1b de klant ")
	o.must(err)
	if l, err := o.Line(ctx, keys[0].Account, keys[0].No); err != nil || strings.Contains(l.Note, "\x1b") || !strings.HasPrefix(l.Note, "vraag") {
		t.Errorf("%q, %v", l.Note, err)
	}
	board, err := o.Board(ctx)
	if err != nil || board.Dossiers[0].Open != 3 || board.Dossiers[0].Check != 2 {
		t.Errorf("%+v, %v", board.Dossiers, err)
	}
	_, err = o.MarkCheck(ctx, keys[:1], false)
	o.must(err)
	if got := o.lines(core.WorkCheck); len(got) != 1 || got[0].Key() != keys[1] {
		t.Errorf("%d lines are marked", len(got))
	}
	for _, l := range []core.Limits{{Rounding: -1}, {Discount: 10_000}, {Rates: []core.Rate{{From: "USD", To: "USD", Value: core.Ratio{Num: 1, Den: 1}}}}} {
		o.refused(o.PutLimits(ctx, o.dossier, l), core.CodeInvalid)
	}
	o.must(o.PutLimits(ctx, o.dossier, core.Limits{Rounding: 9}))
	if l, err := o.Limits(ctx, o.dossier); err != nil || fmt.Sprint(l) != fmt.Sprint(core.Limits{Rounding: 9}) {
		t.Errorf("%+v, %v", l, err)
	}
}
