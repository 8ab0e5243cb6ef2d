package app_test

import (
	"slices"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/core/match"
	"ferry/core/match/monthtest"
)

// TestMonthsThroughTheService: through file and service the engine says of a labelled month what it says alone, accepts
// nothing wrong, and what --auto does is what its dry run showed, line for line.
func TestMonthsThroughTheService(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		m := monthtest.New(seed, 2)
		o := newOffice(t, m)
		lines := o.lines(core.WorkOpen)
		alone := map[core.LineKey]core.Proposal{}
		for _, p := range match.New(m.Items, m.Own, m.Settings).Propose(lines, nil) {
			alone[p.Line] = p
		}
		preview := o.safe()
		labels := monthtest.Month{Labels: map[core.LineKey]monthtest.Label{}}
		for key, label := range m.Labels {
			for i, other := range label.With {
				label.With[i] = o.names[other]
			}
			labels.Labels[o.names[key]] = label
		}
		var proposals []core.Proposal
		shown := map[core.LineKey]core.Proposal{}
		for _, p := range preview.Proposals {
			shown[p.Line] = p
		}
		for _, l := range lines {
			p := o.propose(l.Key())
			proposals = append(proposals, p)
			want := alone[l.Key()]
			if p.Auto != want.Auto || p.Reason != want.Reason || !slices.EqualFunc(p.Options, want.Options, match.SameOption) {
				t.Errorf("seed %d line %d: %v %q, alone %v %q", seed, l.No, p.Auto, p.Reason, want.Auto, want.Reason)
			}
			if one, ok := shown[l.Key()]; ok != p.Auto || ok && one.Reason != p.Reason {
				t.Errorf("seed %d line %d: auto %v, in the preview %v", seed, l.No, p.Auto, ok)
			}
		}
		report := monthtest.Judge(labels, proposals)
		if len(report.Wrong) > 0 || report.Taken*100 < report.Unique*98 {
			t.Errorf("seed %d: %d of %d unique taken, wrong: %q", seed, report.Taken, report.Unique, report.Wrong)
		}
		done, err := o.AcceptSafe(t.Context(), preview)
		o.must(err)
		if len(done.Lines) != len(preview.Lines) || len(preview.Lines) == 0 {
			t.Errorf("seed %d: %d lines accepted, %d shown", seed, len(done.Lines), len(preview.Lines))
		}
		for _, l := range lines {
			s := o.state(l.Key())
			if p, ok := shown[l.Key()]; ok != (s.Match != 0) || ok && (!s.Auto || s.Kind != p.Best().Kind) {
				t.Errorf("seed %d line %d: state %+v, shown %v", seed, l.No, s, ok)
			}
		}
		// Once the safe ones are settled, a second look makes no question into a wrong answer.
		if report := monthtest.Judge(labels, o.safe().Proposals); len(report.Wrong) > 0 {
			t.Errorf("seed %d, second look: %q", seed, report.Wrong)
		}
	}
}

// TestBusyMonthsThroughTheService lets the cases meet in few parties' books: what is accepted is right there too.
func TestBusyMonthsThroughTheService(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		m := monthtest.Busy(seed, 40)
		o := newOffice(t, m)
		labels := monthtest.Month{Labels: map[core.LineKey]monthtest.Label{}}
		for key, label := range m.Labels {
			labels.Labels[o.names[key]] = label
		}
		preview := o.safe()
		if report := monthtest.Judge(labels, preview.Proposals); len(report.Wrong) > 0 || len(preview.Lines) == 0 {
			t.Errorf("seed %d: %d lines, wrong: %q", seed, len(preview.Lines), report.Wrong)
		}
		_, err := o.AcceptSafe(t.Context(), preview)
		o.must(err)
		// What is left is judged again, now that the safe ones are settled.
		if report := monthtest.Judge(labels, o.safe().Proposals); len(report.Wrong) > 0 {
			t.Errorf("seed %d, second look: %q", seed, report.Wrong)
		}
	}
}

// TestAFullDay: import, safe ones, undo, redo, and the program started again: the books are where they were.
func TestAFullDay(t *testing.T) {
	t.Parallel()
	o := newOffice(t, monthtest.New(7, 1))
	ctx := t.Context()
	before := o.books()
	open := len(o.lines(core.WorkOpen))
	state, err := o.Proposals(ctx, o.dossier)
	o.must(err)
	if state.Fresh {
		t.Error("proposals are fresh before anybody looked")
	}
	o.Events().Drain()
	preview := o.safe()
	if !o.told(event.Proposals, string(o.dossier)) {
		t.Error("no screen was told that the proposals are there")
	}
	if state, err = o.Proposals(ctx, o.dossier); err != nil || !state.Fresh || state.Safe != len(preview.Lines) || state.Safe+state.Choice+state.None != open {
		t.Errorf("%+v, %v; %d safe of %d", state, err, len(preview.Lines), open)
	}
	// What is marked to check is not counted as safe, and counted again without the mark.
	for i, want := range []int{len(preview.Lines) - 1, len(preview.Lines)} {
		_, err := o.MarkCheck(ctx, []core.LineKey{preview.Lines[0].Key()}, i == 0)
		o.must(err)
		if state, err = o.Proposals(ctx, o.dossier); err != nil || state.Safe != want || state.Safe+state.Choice+state.None != open {
			t.Errorf("%+v, %v; want %d safe", state, err, want)
		}
	}
	preview = o.safe()
	done, err := o.AcceptSafe(ctx, preview)
	o.must(err)
	if !o.told(event.Books, string(o.dossier)) {
		t.Error("no screen was told of the books")
	}
	after := o.books()
	if after == before || len(o.lines(core.WorkDone)) != len(preview.Lines) {
		t.Error("nothing was accepted")
	}
	back, err := o.Undo(ctx, o.dossier)
	if err != nil || back.ID != done.ID || !back.Undone || o.books() != before {
		t.Errorf("undo: %+v, %v", back, err)
	}
	o.restart()
	again, err := o.Redo(ctx, o.dossier)
	if err != nil || again.Undone || o.books() != after {
		t.Errorf("redo after a restart: %+v, %v", again, err)
	}
	_, err = o.Redo(ctx, o.dossier)
	o.refused(err, core.CodeNotFound)
	acts, err := o.Acts(ctx, o.dossier, 10)
	if err != nil || len(acts) == 0 || acts[0].What != done.What {
		t.Errorf("acts %+v, %v", acts, err)
	}
	// What is left is explained as before, and nothing of it is safe that was not.
	if left := o.safe(); len(left.Lines) > len(preview.Lines)/4 {
		t.Errorf("%d safe lines after all safe ones were accepted", len(left.Lines))
	}
}

func TestAcceptOneLine(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), other(invoice("2026-0102", 30_000))}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 12_100, "2026-0101"), payment(3, 30_000, "2026-0102")}
	m.Lines[2].CounterpartName, m.Lines[2].CounterpartReference = "Garage Maes", m.Items[1].PartyIBAN
	o := newOffice(t, m)
	ctx := t.Context()
	first, second, third := o.names[m.Lines[0].Key()], o.names[m.Lines[1].Key()], o.names[m.Lines[2].Key()]
	p := o.propose(first)
	if p.Auto || len(p.Options) == 0 || p.Best().Numbers()[0] != "2026-0101" {
		t.Fatalf("before all lines were looked at: %+v", p)
	}
	stale := o.propose(second)
	o.safe()
	if p := o.propose(first); p.Auto {
		t.Errorf("one of two payments of one invoice is safe: %s", p.Reason)
	}
	safe := o.propose(third)
	if !safe.Auto {
		t.Errorf("not safe: %s", safe.Reason)
	}
	done, err := o.Accept(ctx, first, p.Best())
	o.must(err)
	kept, err := o.Match(ctx, o.dossier, done.Matches[0])
	if err != nil || kept.Auto || kept.Why.Reason == "" || o.item("2026-0101").Settled != 12_100 {
		t.Errorf("%+v, %v", kept, err)
	}
	// What rests on nothing that changed stays safe, what does is looked at again.
	if p := o.propose(third); !p.Auto {
		t.Errorf("another payment made a line unsafe: %s", p.Reason)
	}
	if p := o.propose(second); p.Auto || len(p.Options) > 0 && p.Best().Numbers()[0] == "2026-0101" {
		t.Errorf("a settled invoice is offered: %+v", p.Best())
	}
	_, err = o.Accept(ctx, second, stale.Best())
	o.refused(err, core.CodeConflict)
	_, err = o.Accept(ctx, first, p.Best())
	o.refused(err, core.CodeConflict)
	_, err = o.Proposal(ctx, first)
	o.refused(err, core.CodeConflict)
	_, err = o.Accept(ctx, third, core.Explanation{Kind: core.MatchExact, Parts: []core.Part{{Item: "2026-0102", Number: "2026-0102", Settles: core.Amount{Minor: 29_999, Currency: core.EUR}}}})
	o.refused(err, core.CodeConflict)
	if _, err := o.Unmatch(ctx, o.dossier, done.Matches); err != nil || o.item("2026-0101").Settled != 0 {
		t.Errorf("unmatch: %v", err)
	}
	if p := o.propose(second); len(p.Options) == 0 || p.Best().Numbers()[0] != "2026-0101" || p.Auto {
		t.Errorf("after unmatching: %+v", p)
	}
	_, err = o.Unmatch(ctx, o.dossier, []uint64{999})
	if core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("unmatch nothing: %v", err)
	}
}

func TestStalePreviewIsRefused(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 30_000, "2026-0102")}
	o := newOffice(t, m)
	ctx := t.Context()
	preview := o.safe()
	if len(preview.Lines) != 2 {
		t.Fatalf("%d safe lines", len(preview.Lines))
	}
	// A second payment of one invoice arrives: which is it?
	o.deliver(payment(3, 12_100, "2026-0101"))
	_, err := o.AcceptSafe(ctx, preview)
	o.refused(err, core.CodeConflict)
	if len(o.lines(core.WorkDone)) != 0 {
		t.Error("something was accepted")
	}
	preview = o.safe()
	if len(preview.Lines) != 1 {
		t.Errorf("%d safe lines with two payments of one invoice", len(preview.Lines))
	}
	_, err = o.MarkCheck(ctx, []core.LineKey{preview.Proposals[0].Line}, true)
	o.must(err)
	// What was shown is what is done; and what somebody wants to look at again is not accepted with the rest.
	_, err = o.AcceptSafe(ctx, preview)
	o.refused(err, core.CodeConflict)
	_, err = o.AcceptSafe(ctx, o.safe())
	o.refused(err, core.CodeInvalid)
	_, err = o.MarkCheck(ctx, []core.LineKey{preview.Proposals[0].Line}, false)
	o.must(err)
	_, err = o.AcceptSafe(ctx, o.safe())
	o.must(err)
	_, err = o.AcceptSafe(ctx, app.SafePreview{Dossier: o.dossier})
	o.refused(err, core.CodeInvalid)
}

func TestRejectedIsNotOfferedAgain(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101")}
	o := newOffice(t, m)
	ctx := t.Context()
	key := o.names[m.Lines[0].Key()]
	preview := o.safe()
	if len(preview.Lines) != 1 {
		t.Fatal("nothing is safe")
	}
	best := o.propose(key).Best()
	_, err := o.Reject(ctx, key, best)
	o.must(err)
	offered := func() bool {
		p := o.propose(key)
		return p.Auto || slices.ContainsFunc(p.Options, func(x core.Explanation) bool { return match.SameOption(x, best) })
	}
	if offered() {
		t.Error("offered again at once")
	}
	if len(o.safe().Lines) != 0 || offered() {
		t.Error("offered again after all lines were looked at")
	}
	o.restart()
	if len(o.safe().Lines) != 0 || offered() {
		t.Error("offered again after a restart")
	}
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	if len(o.safe().Lines) != 1 {
		t.Error("the rejection was taken back, and the line is not safe")
	}
}

func TestLockedIsRefusedEverywhere(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), invoice("2026-0102", 30_000)}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 30_000, "2026-0102")}
	o := newOffice(t, m)
	ctx := t.Context()
	o.chart("613000")
	open, done := o.names[m.Lines[0].Key()], o.names[m.Lines[1].Key()]
	why := o.propose(open).Best()
	settled, err := o.Accept(ctx, done, o.propose(done).Best())
	o.must(err)
	o.must(o.SetLock(ctx, "a1", core.NewDate(2026, 10, 31), "VAT return filed"))
	books := o.books()
	tries := map[string]func() error{
		"accept":     func() error { _, err := o.Accept(ctx, open, why); return err },
		"accept all": func() error { _, err := o.AcceptAll(ctx, []core.LineKey{open}); return err },
		"reject":     func() error { _, err := o.Reject(ctx, open, why); return err },
		"code": func() error {
			_, err := o.Code(ctx, []core.LineKey{open}, []app.Coding{{Ledger: "613000"}})
			return err
		},
		"settle": func() error {
			_, err := o.Settle(ctx, app.Hand{Lines: []core.LineKey{open}, Picks: []app.Pick{{Item: "2026-0101"}}})
			return err
		},
		"preview": func() error { _, err := o.PreviewHand(ctx, app.Hand{Lines: []core.LineKey{open}}); return err },
		"unmatch": func() error { _, err := o.Unmatch(ctx, o.dossier, settled.Matches); return err },
		"mark":    func() error { _, err := o.MarkCheck(ctx, []core.LineKey{open}, true); return err },
		"note":    func() error { _, err := o.NoteLines(ctx, []core.LineKey{open}, "x"); return err },
		"undo":    func() error { _, err := o.Undo(ctx, o.dossier); return err },
	}
	for name, try := range tries {
		if err := try(); core.CodeOf(err) != core.CodeConflict || core.HintOf(err) == "" {
			t.Errorf("%s: %v (%s)", name, err, core.HintOf(err))
		}
	}
	if p := o.propose(open); len(p.Options) > 0 || p.Auto || p.Reason == "" {
		t.Errorf("a locked line has options: %+v", p)
	}
	if len(o.safe().Lines) != 0 || o.books() != books {
		t.Error("a locked line is safe, or changed")
	}
	months, err := o.Months(ctx, o.dossier, core.NewDate(2026, 10, 1), core.NewDate(2026, 10, 31))
	if err != nil || len(months) != 1 || !months[0].Locked || months[0].Lines != 2 || months[0].Done != 1 {
		t.Errorf("%+v, %v", months, err)
	}
	o.must(o.SetLock(ctx, "a1", 0, "corrected"))
	if len(o.safe().Lines) != 1 {
		t.Error("unlocked, and nothing is safe")
	}
}
