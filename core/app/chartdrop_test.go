package app_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
)

func TestAccountsTakenOffTheChart(t *testing.T) {
	t.Parallel()
	m := charges()
	o := newOffice(t, m)
	ctx := t.Context()
	numbers := func() (list []string) {
		chart, err := o.Chart(ctx, o.dossier)
		o.must(err)
		for _, a := range chart {
			list = append(list, a.Number)
		}
		return list
	}
	o.chart("657000")
	o.chart("610000")
	if _, err := o.DropChart(ctx, o.dossier, []string{"610000"}); err != nil || len(numbers()) != 1 {
		t.Fatal(numbers(), err)
	}
	if done, err := o.Undo(ctx, o.dossier); err != nil || len(numbers()) != 2 || done.What != "took 610000 off the chart" {
		t.Fatal(done, numbers(), err)
	}
	_, err := o.PutRules(ctx, o.dossier, []core.Rule{bankFees(core.RuleSuggest)})
	o.must(err)
	if _, err := o.DropChart(ctx, o.dossier, []string{"610000", "657000"}); core.CodeOf(err) != core.CodeConflict || core.HintOf(err) == "" || len(numbers()) != 2 {
		t.Error("an account that a rule puts money on:", err, numbers())
	}
	_, err = o.Code(ctx, []core.LineKey{o.names[m.Lines[0].Key()], o.names[m.Lines[1].Key()]}, []app.Coding{{Ledger: "657000"}})
	o.must(err)
	if _, err := o.DropChart(ctx, o.dossier, []string{"657000"}); err == nil || !strings.Contains(err.Error(), "657000 is used by the rule Bank charges and by matches of 2 lines") {
		t.Error("an account in use:", err)
	}
	if _, err := o.DropChart(ctx, o.dossier, []string{"9"}); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
	if _, err := o.DropChart(ctx, "nobody", []string{"9"}); core.CodeOf(err) != core.CodeNotFound {
		t.Error(err)
	}
}
