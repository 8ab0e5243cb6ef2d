package app_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/match/monthtest"
)

func (o *office) outlooks(keys ...core.LineKey) []app.Outlook {
	o.t.Helper()
	list, err := o.Outlooks(o.t.Context(), keys)
	o.must(err)
	if len(list) != len(keys) {
		o.t.Fatalf("%d outlooks for %d lines", len(list), len(keys))
	}
	return list
}

// TestOutlooks: a row's mark is that of the last look, and goes as soon as something changed on which the line rests.
func TestOutlooks(t *testing.T) {
	t.Parallel()
	m := small()
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), other(invoice("2026-0102", 30_000))}
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101"), payment(2, 12_100, "2026-0101"), payment(3, 30_000, "2026-0102"), payment(4, 777, "")}
	m.Lines[2].CounterpartName, m.Lines[2].CounterpartReference = "Garage Maes", m.Items[1].PartyIBAN
	m.Lines[3].CounterpartName, m.Lines[3].CounterpartReference = "", ""
	o := newOffice(t, m)
	ctx := t.Context()
	var keys []core.LineKey
	for _, l := range m.Lines {
		keys = append(keys, o.names[l.Key()])
	}
	keys = append(keys, core.LineKey{Account: "a1", No: 7})
	want := func(what string, list ...app.Outlook) {
		t.Helper()
		if got := o.outlooks(keys...); !slices.Equal(got, list) {
			t.Errorf("%s: %v, want %v", what, got, list)
		}
	}
	want("nobody looked", 0, 0, 0, 0, 0)
	o.safe()
	want("looked", app.OutlookChoice, app.OutlookChoice, app.OutlookSafe, app.OutlookNone, app.OutlookUnknown)
	_, err := o.Accept(ctx, keys[0], o.propose(keys[0]).Best())
	o.must(err)
	want("one of two payments accepted", app.OutlookUnknown, app.OutlookUnknown, app.OutlookSafe, app.OutlookNone, app.OutlookUnknown)
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	want("taken back", 0, 0, 0, 0, 0)
	o.safe()
	want("looked again", app.OutlookChoice, app.OutlookChoice, app.OutlookSafe, app.OutlookNone, app.OutlookUnknown)
	o.items(invoice("2026-0103", 777))
	want("items came", 0, 0, 0, 0, 0)
	if _, err := o.Outlooks(ctx, []core.LineKey{{Account: "nobody's", No: 1}}); core.CodeOf(err) != core.CodeNotFound {
		t.Errorf("an unknown account: %v", err)
	}
}

// TestOutlooksPromiseNothingUntrue: whatever is done, a row that is marked safe is safe when one asks for it.
func TestOutlooksPromiseNothingUntrue(t *testing.T) {
	t.Parallel()
	m := monthtest.Busy(5, 6)
	rapid.Check(t, func(r *rapid.T) {
		o := newOffice(t, m)
		defer o.close()
		o.safe()
		var keys []core.LineKey
		for _, l := range o.lines(core.WorkOpen) {
			keys = append(keys, l.Key())
		}
		for range 8 {
			o.step(r, keys)
			o.promisesHold(r, keys)
		}
	})
}

// step does something of what a user does all day. What is refused changes nothing.
func (o *office) step(r *rapid.T, keys []core.LineKey) {
	ctx := o.t.Context()
	key := rapid.SampledFrom(keys).Draw(r, "line")
	free := o.state(key).Match == 0
	switch act := rapid.SampledFrom([]string{"accept", "reject", "undo", "redo", "look", "mark"}).Draw(r, "act"); {
	case act == "accept" && free:
		_, _ = o.Accept(ctx, key, o.propose(key).Best())
	case act == "reject" && free:
		_, _ = o.Reject(ctx, key, o.propose(key).Best())
	case act == "undo":
		_, _ = o.Undo(ctx, o.dossier)
	case act == "redo":
		_, _ = o.Redo(ctx, o.dossier)
	case act == "mark":
		_, _ = o.MarkCheck(ctx, []core.LineKey{key}, true)
	default:
		o.safe()
	}
}

func (o *office) promisesHold(r *rapid.T, keys []core.LineKey) {
	for i, mark := range o.outlooks(keys...) {
		if mark == app.OutlookUnknown {
			continue
		}
		if o.state(keys[i]).Match != 0 {
			r.Fatalf("line %d is matched and marked %d", keys[i].No, mark)
		}
		p := o.propose(keys[i])
		if (mark == app.OutlookSafe) != p.Auto || (mark == app.OutlookNone) != (len(p.Options) == 0) {
			r.Fatalf("line %d is marked %d: %+v", keys[i].No, mark, p)
		}
	}
}
