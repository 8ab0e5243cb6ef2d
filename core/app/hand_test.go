package app_test

import (
	"errors"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/match"
)

func amount(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }

func TestSettleByHand(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000)}
	m.Lines = []core.Line{payment(1, 42_050, "samen"), payment(2, 100, "")}
	o := newOffice(t, m)
	ctx := t.Context()
	key := o.names[m.Lines[0].Key()]
	h := app.Hand{Lines: []core.LineKey{key}, Picks: []app.Pick{{Item: "2026-0101"}}}
	view, err := o.PreviewHand(ctx, h)
	if err != nil || view.Left != amount(29_950) {
		t.Errorf("one item: left %v, %v", view.Left, err)
	}
	_, err = o.Settle(ctx, h)
	o.refused(err, core.CodeInvalid)
	h.Picks = append(h.Picks, app.Pick{Item: "2026-0102"})
	if view, err = o.PreviewHand(ctx, h); err != nil || view.Left != amount(-50) && len(view.Partial) != 1 {
		t.Errorf("both: left %v, %v, %v", view.Left, view.Partial, err)
	}
	h.Codings = []app.Coding{{Ledger: "657000"}}
	_, err = o.Settle(ctx, h)
	o.refused(err, core.CodeInvalid)
	o.chart("657000", "613000")
	if view, err = o.PreviewHand(ctx, h); err != nil || !view.Left.IsZero() || view.Why.Kind != match.WrittenOff || view.Why.Postings[0].Amount != amount(-50) {
		t.Errorf("written off: %+v, %v", view, err)
	}
	books := o.books()
	done, err := o.Settle(ctx, h)
	o.must(err)
	if done.What != "accepted 2026-0101, 2026-0102, the rest to 657000" {
		t.Errorf("what was done is called %q", done.What)
	}
	kept, err := o.Match(ctx, o.dossier, done.Matches[0])
	if err != nil || !strings.HasPrefix(kept.Why.Reason, "By hand: ") || !o.item("2026-0102").Open().IsZero() {
		t.Errorf("%+v, %v", kept, err)
	}
	_, err = o.Settle(ctx, h)
	o.refused(err, core.CodeConflict)
	_, err = o.PreviewHand(ctx, app.Hand{Lines: []core.LineKey{o.names[m.Lines[1].Key()]}, Picks: []app.Pick{{Item: "2026-0101"}}})
	o.refused(err, core.CodeConflict)
	if _, err := o.Undo(ctx, o.dossier); err != nil || o.books() != books {
		t.Errorf("undo: %v", err)
	}
}

// TestRefusalsTellAmountsAsTheyAreWanted: scripts read one form of amounts, a screen writes its own.
func TestRefusalsTellAmountsAsTheyAreWanted(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100)}
	m.Lines = []core.Line{payment(1, 42_050, "samen")}
	o := newOffice(t, m)
	ctx := t.Context()
	key := o.names[m.Lines[0].Key()]
	o.chart("657000")
	check := func(err error, plain, told string) {
		t.Helper()
		e, ok := errors.AsType[*core.Error](err)
		if !ok || e.Told == nil || !strings.Contains(e.Msg, plain) {
			t.Fatalf("%v", err)
		}
		if got := e.Told(func(a core.Amount) string { return strings.Replace(a.String(), ".", ",", 1) }); got != strings.Replace(e.Msg, plain, told, 1) {
			t.Errorf("%q", got)
		}
	}
	_, err := o.Settle(ctx, app.Hand{Lines: []core.LineKey{key}, Picks: []app.Pick{{Item: "2026-0101"}}})
	check(err, "299.50 EUR", "299,50 EUR")
	_, err = o.Code(ctx, []core.LineKey{key}, []app.Coding{{Ledger: "657000"}})
	o.must(err)
	_, err = o.Code(ctx, []core.LineKey{key}, []app.Coding{{Ledger: "657000"}})
	check(err, " 420.50 ", " 420,50 ")
	check(o.PutLimits(ctx, o.dossier, core.Limits{Fee: 100_001}), "1000.00", "1000,00")
}

// TestCodeEachLineAlone: several lines in one act, one match each; and the coding is learned from.
func TestCodeEachLineAlone(t *testing.T) {
	t.Parallel()
	m := small()
	for no := 1; no <= 4; no++ {
		l := payment(no, int64(-1_000-no), "abonnement")
		l.CounterpartName, l.CounterpartReference = "Telecom Nord", "BE34001234567890"
		m.Lines = append(m.Lines, l)
	}
	o := newOffice(t, m)
	ctx := t.Context()
	keys := []core.LineKey{o.names[m.Lines[0].Key()], o.names[m.Lines[1].Key()], o.names[m.Lines[2].Key()]}
	_, err := o.Code(ctx, keys, []app.Coding{{Ledger: "616000"}})
	o.refused(err, core.CodeInvalid)
	o.chart("616000")
	_, err = o.Code(ctx, keys, nil)
	o.refused(err, core.CodeInvalid)
	_, err = o.Code(ctx, keys, []app.Coding{{Ledger: "616000", Amount: amount(-1_001)}})
	o.refused(err, core.CodeInvalid) // fits the first line only
	if len(o.lines(core.WorkDone)) != 0 {
		t.Fatal("a part was done")
	}
	last := o.names[m.Lines[3].Key()]
	if p := o.propose(last); len(p.Options) != 0 {
		t.Fatalf("something explains the line already: %+v", p)
	}
	done, err := o.Code(ctx, keys, []app.Coding{{Ledger: "616000", VATCode: "21", Text: "telefoon"}})
	if err != nil || len(done.Matches) != 3 || len(o.lines(core.WorkDone)) != 3 {
		t.Fatalf("%+v, %v", done, err)
	}
	for range 2 { // at once, and after all lines were looked at
		p := o.propose(last)
		if p.Auto || p.OneKey || p.Best().Kind != core.MatchLearned || p.Best().Postings[0].Ledger != "616000" || len(p.From) != 3 {
			t.Errorf("nothing was learned: %+v", p)
		}
		if len(o.safe().Lines) != 0 {
			t.Error("what was learned is accepted by itself")
		}
	}
	_, err = o.Accept(ctx, last, o.propose(last).Best())
	o.must(err)
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	o.safe()
	if p := o.propose(last); len(p.Options) != 0 {
		t.Errorf("what was taken back is still learned from: %+v", p.Best())
	}
}

func TestAcceptAllOrNothing(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), other(invoice("2026-0102", 30_000))}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 12_100, "2026-0101"), payment(3, 30_000, "2026-0102"), payment(4, -77, "kosten")}
	m.Lines[3].CounterpartName, m.Lines[3].CounterpartReference = "", ""
	o := newOffice(t, m)
	ctx := t.Context()
	var keys []core.LineKey
	for _, l := range m.Lines {
		keys = append(keys, o.names[l.Key()])
	}
	_, err := o.AcceptAll(ctx, keys[:3])
	o.refused(err, core.CodeConflict)
	if !strings.Contains(err.Error(), "2026-0101") {
		t.Errorf("the item is not named: %v", err)
	}
	_, err = o.AcceptAll(ctx, []core.LineKey{keys[0], keys[3]})
	o.refused(err, core.CodeConflict)
	_, err = o.AcceptAll(ctx, nil)
	o.refused(err, core.CodeInvalid)
	if len(o.lines(core.WorkDone)) != 0 {
		t.Fatal("something was done")
	}
	done, err := o.AcceptAll(ctx, []core.LineKey{keys[0], keys[2], keys[0]})
	if err != nil || len(done.Matches) != 2 {
		t.Fatalf("%+v, %v", done, err)
	}
	if _, err := o.Undo(ctx, o.dossier); err != nil || len(o.lines(core.WorkDone)) != 0 {
		t.Errorf("one undo: %v", err)
	}
}

// TestALineOfNothingCanBeExplained: the month would never be done.
func TestALineOfNothingCanBeExplained(t *testing.T) {
	t.Parallel()
	m := small()
	m.Lines = append(m.Lines, payment(1, 0, "afrekening rente"))
	o := newOffice(t, m)
	o.chart("650000")
	key := o.names[m.Lines[0].Key()]
	for range 2 { // before all lines were looked at, and after
		if p := o.propose(key); len(p.Options) > 0 || !strings.Contains(p.Reason, "Nothing was paid") {
			t.Errorf("%+v", p)
		}
		o.safe()
	}
	_, err := o.Code(t.Context(), []core.LineKey{key}, []app.Coding{{Ledger: "650000"}})
	o.must(err)
	months, err := o.Months(t.Context(), o.dossier, 0, 0)
	if err != nil || len(months) != 1 || months[0].Done != 1 || months[0].Lines != 1 {
		t.Errorf("%+v, %v", months, err)
	}
}

// TestTransferIsOneMatch: both sides are settled together, counted once, and rejected together.
func TestTransferIsOneMatch(t *testing.T) {
	t.Parallel()
	m := small()
	out, in := payment(1, -50_000, "naar spaar"), payment(2, 50_000, "van zicht")
	in.Account = "a2"
	out.CounterpartName, out.CounterpartReference = m.Own[1].Holder, m.Own[1].IBAN
	in.CounterpartName, in.CounterpartReference = m.Own[0].Holder, m.Own[0].IBAN
	m.Lines = []core.Line{out, in}
	o := newOffice(t, m)
	ctx := t.Context()
	a, b := o.names[out.Key()], o.names[in.Key()]
	preview, err := o.Safe(ctx, core.Query{Dossier: o.dossier, Accounts: []core.AccountID{"a1"}})
	if err != nil || len(preview.Lines) != 2 {
		t.Fatalf("one side shows %d lines, %v", len(preview.Lines), err)
	}
	// A side that somebody wants to look at again keeps both from being accepted with the rest.
	for _, key := range []core.LineKey{a, b} {
		_, err := o.MarkCheck(ctx, []core.LineKey{key}, true)
		o.must(err)
		if lines := o.safe().Lines; len(lines) != 0 {
			t.Errorf("%s is marked to check, and %d lines are safe", key.Account, len(lines))
		}
		looks, err := o.Outlooks(ctx, []core.LineKey{a, b})
		if err != nil || looks[0] != app.OutlookChoice || looks[1] != app.OutlookChoice {
			t.Errorf("%s is marked to check, and the rows say %v, %v", key.Account, looks, err)
		}
		if state, err := o.Proposals(ctx, o.dossier); err != nil || state.Safe != 0 || state.Choice != 2 {
			t.Errorf("%s is marked to check: %+v, %v", key.Account, state, err)
		}
		if p := o.propose(a); p.Auto {
			t.Errorf("%s is marked to check: %+v", key.Account, p)
		}
		_, err = o.MarkCheck(ctx, []core.LineKey{key}, false)
		o.must(err)
	}
	preview, err = o.Safe(ctx, core.Query{Dossier: o.dossier, Accounts: []core.AccountID{"a1"}})
	o.must(err)
	done, err := o.AcceptSafe(ctx, preview)
	if err != nil || len(done.Matches) != 1 || o.state(a).Match != o.state(b).Match || !o.state(b).Auto {
		t.Fatalf("%+v, %v", done, err)
	}
	report, err := o.Replay(ctx, o.dossier, done.Matches[0])
	if err != nil || !report.Same {
		t.Errorf("replay: %+v, %v", report, err)
	}
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	if p := o.propose(a); p.Best().Kind != core.MatchTransfer || p.Auto {
		t.Errorf("before the lines were looked at again: %+v", p)
	}
	o.safe()
	_, err = o.Reject(ctx, a, o.propose(a).Best())
	o.must(err)
	if len(o.propose(b).Options) != 0 || len(o.safe().Lines) != 0 {
		t.Error("the other side still offers the transfer")
	}
	// By hand the two sides are a transfer too.
	done, err = o.Settle(ctx, app.Hand{Lines: []core.LineKey{b, a}})
	if err != nil || len(done.Matches) != 1 || o.state(a).Kind != core.MatchTransfer {
		t.Errorf("by hand: %+v, %v", done, err)
	}
}

func TestReplayTellsWhatChanged(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 30_000, "2026-0102")}
	o := newOffice(t, m)
	ctx := t.Context()
	done, err := o.AcceptSafe(ctx, o.safe())
	o.must(err)
	for _, id := range done.Matches {
		report, err := o.Replay(ctx, o.dossier, id)
		if err != nil || !report.Same || report.Why != "The engine says the same today." {
			t.Errorf("match %d: %+v, %v", id, report, err)
		}
	}
	// A twin that is imported later makes the same match a question.
	twin := invoice("2026-0103", 12_100)
	twin.Reference = "2026-0101"
	o.items(twin)
	match := o.state(o.names[m.Lines[0].Key()]).Match
	if report, err := o.Replay(ctx, o.dossier, match); err != nil || report.Same || report.Why == "" {
		t.Errorf("%+v, %v", report, err)
	}
	_, err = o.Replay(ctx, o.dossier, 999)
	if core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
}
