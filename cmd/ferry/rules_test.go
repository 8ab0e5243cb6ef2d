package main

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/match/rule"
)

// asThey takes names of accounts for ids.
func asThey(names []string) ([]core.AccountID, error) {
	ids := make([]core.AccountID, len(names))
	for i, name := range names {
		ids[i] = core.AccountID(name)
	}
	return ids, nil
}

// drawRule draws any rule that the file can hold.
func drawRule(t *rapid.T) core.Rule {
	word := rapid.StringMatching(`[a-z0-9 é"\\]{1,8}`)
	words := rapid.SliceOfN(word, 0, 3)
	bound := func(name string) *int64 {
		if !rapid.Bool().Draw(t, name) {
			return nil
		}
		n := rapid.Int64Range(0, 1<<40).Draw(t, name)
		return &n
	}
	r := core.Rule{ID: word.Draw(t, "id"), Name: word.Draw(t, "name"), Off: rapid.Bool().Draw(t, "off"),
		Mode: rapid.SampledFrom([]core.RuleMode{core.RuleSuggest, core.RuleOneKey, core.RuleAutomatic}).Draw(t, "mode")}
	r.When = core.RuleWhen{Direction: rapid.SampledFrom([]core.Direction{"", core.DirectionIn, core.DirectionOut}).Draw(t, "direction"),
		Min: bound("min"), Max: bound("max"), Currency: rapid.SampledFrom([]core.Currency{"", "EUR", "JPY", "TND"}).Draw(t, "currency"),
		Contains: words.Draw(t, "contains"), Regex: word.Draw(t, "regex"), Counterpart: word.Draw(t, "counterpart"), Codes: words.Draw(t, "codes")}
	r.When.Accounts, _ = asThey(words.Draw(t, "accounts"))
	for range rapid.IntRange(0, 3).Draw(t, "postings") {
		then := core.RuleThen{Ledger: word.Draw(t, "ledger"), VATCode: word.Draw(t, "vat"), Text: word.Draw(t, "text")}
		switch rapid.IntRange(0, 2).Draw(t, "how") {
		case 0:
			then.Rest = true
		case 1:
			den := rapid.Int64Range(1, 1000).Draw(t, "den")
			then.Share = core.Ratio{Num: rapid.Int64Range(1, 1000).Draw(t, "num"), Den: den}
		case 2:
			then.Amount = rapid.Int64Range(-1<<40, 1<<40).Draw(t, "amount")
		}
		r.Then = append(r.Then, then)
	}
	return r
}

// TestRulesSurviveTheirFile: what is printed is read again as the same rules; only fractions may be written shorter.
func TestRulesSurviveTheirFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SliceOfN(rapid.Custom(drawRule), 1, 4).Draw(t, "rules")
		var file strings.Builder
		var printed []ruleText
		for _, r := range rules {
			text := textOf("Demo", r)
			printed = append(printed, text)
			line, err := json.Marshal(text)
			if err != nil {
				t.Fatal(err)
			}
			file.Write(append(line, '\n'))
		}
		list, err := decodeRules([]byte(file.String()))
		if err != nil || len(list) != len(rules) {
			t.Fatal(err, len(list))
		}
		for i, text := range list {
			r, err := text.rule(asThey)
			if err != nil {
				t.Fatal(err)
			}
			if again := textOf("Demo", r); !reflect.DeepEqual(again, printed[i]) {
				t.Fatalf("%+v\nis read as %+v", printed[i], again)
			}
			for n, then := range rules[i].Then {
				got := r.Then[n]
				if got.Share.Num*then.Share.Den != then.Share.Num*got.Share.Den || got.Amount != then.Amount || got.Rest != then.Rest {
					t.Fatalf("posting %+v is read as %+v", then, got)
				}
			}
		}
	})
}

func TestRuleTexts(t *testing.T) {
	t.Parallel()
	for _, bad := range []ruleText{
		{Name: "a", Direction: "up"},
		{Name: "a", Min: "-1.00"},
		{Name: "a", Max: "1.005"},
		{Name: "a", Max: "1.5", Currency: "JPY"},
		{Name: "a", Then: []thenText{{Ledger: "1", Amount: "many%"}}},
		{Name: "a", Then: []thenText{{Ledger: "1", Amount: "1/0"}}},
		{Name: "a", Then: []thenText{{Ledger: "1", Amount: "1e99/3"}}},
		{Name: "a", Then: []thenText{{Ledger: "1", Amount: "12.345"}}},
	} {
		if r, err := bad.rule(asThey); core.CodeOf(err) != core.CodeInvalid || !strings.Contains(err.Error(), `"a"`) {
			t.Errorf("%+v: %+v, %v", bad, r, err)
		}
	}
	for _, bad := range []string{"{", "[{}", "[{}] more", `{"mode":1}`, `[{"nom":"x"}]`, "number,name\n"} {
		if list, err := decodeRules([]byte(bad)); err == nil {
			t.Errorf("%q is read as %v", bad, list)
		}
	}
	text := ruleText{Name: "x", Direction: "out", Contains: []string{`say "x"`}, Regex: "a|b", Then: []thenText{{Ledger: "6", Amount: theRest}}}
	if got := text.conditions(); got != `out, contains "say \"x\"", regex /a|b/` {
		t.Errorf("%s", got)
	}
}

func TestFreeID(t *testing.T) {
	t.Parallel()
	rules := []core.Rule{{ID: "bank-costs"}, {ID: "bank-costs-2"}}
	for name, want := range map[string]string{"Bank costs!": "bank-costs-3", "Énergie & eau": "énergie-eau", "…": "rule"} {
		if got := freeID(name, rules); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestDemoRulesAreRules(t *testing.T) {
	t.Parallel()
	var rules []core.Rule
	for _, text := range demoRules() {
		r, err := text.rule(asThey)
		if err != nil {
			t.Fatal(err)
		}
		r.ID = freeID(r.Name, rules)
		rules = append(rules, r)
	}
	if _, err := rule.Compile(rules); err != nil || len(rules) < 5 {
		t.Error(len(rules), err)
	}
}

func TestLimitsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(0, 10_000)
		want := core.Limits{Rounding: minor.Draw(t, "rounding"), Fee: minor.Draw(t, "fee"), Discount: minor.Draw(t, "discount"),
			DiscountDays: rapid.IntRange(0, 90).Draw(t, "days"), RateSlack: minor.Draw(t, "slack"), TransferDays: rapid.IntRange(0, 30).Draw(t, "transfer")}
		for range rapid.IntRange(0, 3).Draw(t, "rates") {
			rate := core.Rate{From: "USD", To: core.EUR, Value: core.Ratio{Num: 1, Den: 1}}
			rate.Value.Den = rapid.SampledFrom([]int64{1, 4, 125, 10_000}).Draw(t, "den")
			rate.Value.Num = rapid.SampledFrom([]int64{1, 3, 7}).Draw(t, "num")
			if rate.Value.Den == 10_000 || rate.Value.Num%rate.Value.Den != 0 || rate.Value.Den == 1 {
				want.Rates = append(want.Rates, rate)
			}
		}
		var got core.Limits
		for _, l := range allLimits() {
			if err := l.set(&got, l.get(want)); err != nil {
				t.Fatal(l.name, err)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
	for name, bad := range map[string]string{"rounding": "0.001", "fee": "-1", "discount": "101%", "rates": "USD/USD=1", "rate-slack": "x", "transfer-days": "-1"} {
		l, err := findLimit(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := l.set(new(core.Limits), bad); err == nil {
			t.Errorf("%s: %s is taken", name, bad)
		}
	}
}
