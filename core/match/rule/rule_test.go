package rule

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
)

func line(minor int64, text string) core.Line {
	l := core.Line{No: core.LineNo(len(text))}
	l.Account, l.Amount, l.Remittance = "a1", core.Amount{Minor: minor, Currency: core.EUR}, text
	l.CounterpartName, l.CounterpartReference, l.BankTransactionCode = "Energie Laagland NV", "BE68 5390 0754 7034", "PMNT-RDDT-ESDD"
	return l
}

func rest(ledger string) []Then { return []Then{{Ledger: ledger, Rest: true}} }

func TestConditions(t *testing.T) {
	t.Parallel()
	low, high := int64(1000), int64(2000)
	for _, c := range []struct {
		when  When
		holds bool
	}{
		{When{Direction: Out}, true}, {When{Direction: In}, false},
		{When{Accounts: []core.AccountID{"a1"}}, true}, {When{Accounts: []core.AccountID{"a2"}}, false},
		{When{Min: &low, Max: &high}, true}, {When{Min: &high}, false}, {When{Max: &low}, false},
		{When{Contains: []string{"ELEKTRICITEIT", "laagland"}}, true}, {When{Contains: []string{"elektriciteit", "gas"}}, false},
		{When{Regex: `\b10/2026\b`}, true}, {When{Regex: `^10/2026`}, false}, {When{Currency: "USD"}, false},
		{When{Counterpart: "laagland"}, true}, {When{Counterpart: "BE68539007547034"}, true}, {When{Counterpart: "NL91ABNA0417164300"}, false},
		{When{Codes: []string{"pmnt-rddt"}}, true}, {When{Codes: []string{"PMNT-RCDT"}}, false},
		{When{Reference: "ogm"}, true}, {When{Reference: "any"}, true}, {When{Reference: "none"}, false}, {When{Reference: "rf"}, false},
	} {
		s, err := Compile([]Rule{{ID: "r", Name: "r", When: c.when, Then: rest("61"), Mode: Suggest}})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, ok := s.Apply(line(-1500, "elektriciteit 10/2026 +++090/9337/55493+++")); ok != c.holds {
			t.Errorf("%+v: %v", c.when, ok)
		}
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	some := When{Direction: In}
	zero, most := int64(0), int64(math.MaxInt64)
	for _, always := range []When{{Min: &zero}, {Max: &most}, {Contains: []string{""}}, {Regex: ".*"}, {Regex: "x?"}, {Counterpart: "  "}, {Codes: []string{""}}} {
		if _, err := Compile([]Rule{{When: always, Then: rest("61"), Mode: Suggest}}); !errors.Is(err, ErrEmpty) {
			t.Errorf("%+v holds for every line: %v", always, err)
		}
	}
	for _, c := range []struct {
		rule Rule
		want error
	}{
		{Rule{Then: rest("61"), Mode: Suggest}, ErrEmpty}, {Rule{When: some, Mode: Suggest}, ErrPostings}, {Rule{When: some, Then: rest(""), Mode: Suggest}, ErrPostings},
		{Rule{When: some, Then: []Then{{Ledger: "61", Share: core.Ratio{Num: 1, Den: 2}}}, Mode: Suggest}, ErrPostings},
		{Rule{When: some, Then: rest("61")}, ErrMode}, {Rule{When: When{Reference: "x"}, Then: rest("61"), Mode: Suggest}, ErrReference},
	} {
		if _, err := Compile([]Rule{c.rule}); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c.rule, err)
		}
	}
	twin := Rule{ID: "a", When: some, Then: rest("61"), Mode: Suggest}
	if _, err := Compile([]Rule{twin, twin}); !errors.Is(err, ErrTwice) {
		t.Errorf("two rules of one id: %v", err)
	}
	if _, err := Compile([]Rule{{When: When{Regex: "("}, Then: rest("61"), Mode: Suggest}}); err == nil {
		t.Error("a broken pattern is taken")
	}
}

// TestPostingsAddUp: whatever the shares, the postings are the line to the cent.
func TestPostingsAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, 7).Draw(t, "parts")
		var then []Then
		for range n {
			then = append(then, Then{Ledger: "61", Share: core.Ratio{Num: 1, Den: n}})
		}
		if rapid.Bool().Draw(t, "fixed") {
			then = append(then[1:], Then{Ledger: "65", Amount: rapid.Int64Range(0, 500).Draw(t, "amount")}, Then{Ledger: "66", Rest: true})
		}
		if complete(then) != nil {
			t.Fatal("refused")
		}
		minor := rapid.Int64Range(-1<<40, 1<<40).Draw(t, "minor")
		var sum int64
		for _, p := range postings(then, core.Amount{Minor: minor, Currency: core.EUR}) {
			sum += p.Amount.Minor
		}
		if sum != minor {
			t.Fatalf("%d, want %d", sum, minor)
		}
	})
}

// TestRehearsalIsWhatHappens compares a rehearsal with applying the rules, and looks at conflicts.
func TestRehearsalIsWhatHappens(t *testing.T) {
	t.Parallel()
	s, err := Compile([]Rule{
		{ID: "off", When: When{Direction: Out}, Then: rest("99"), Mode: Automatic, Off: true},
		{ID: "power", Name: "Power", When: When{Contains: []string{"elektriciteit"}}, Then: rest("612"), Mode: Automatic},
		{ID: "out", Name: "Out", When: When{Direction: Out}, Then: rest("499"), Mode: OneKey},
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := []core.Line{line(-10, "elektriciteit"), line(-20, "elektriciteit nov"), line(-30, "huur"), line(40, "verkoop")}
	history := []Past{{Line: lines[0], Postings: postings(rest("612"), lines[0].Amount)}, {Line: lines[1], Postings: postings(rest("613"), lines[1].Amount)},
		{Line: lines[2], Matched: true}, {Line: lines[3]}}
	o := s.Rehearse(history)
	if len(o[0].Fired) != 0 || len(o[1].Fired) != 2 || len(o[1].Agreed) != 1 || len(o[1].Differs) != 1 || o[1].Sum[0].Minor != -30 {
		t.Errorf("%+v", o[1])
	}
	if len(o[2].Fired) != 0 || len(o[2].Matched) != 1 || o[2].Behind["power"] != 2 {
		t.Errorf("%+v", o[2])
	}
	for i, l := range lines {
		p, ok := s.Proposal(l)
		if ok != (i < 3) || ok && (p.Auto != (i < 2) || p.OneKey != (i == 2) || p.Reason == "") {
			t.Errorf("line %d: %+v", i, p)
		}
	}
}
