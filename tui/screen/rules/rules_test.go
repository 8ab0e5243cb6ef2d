package rules_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/core/match/rule"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/rules"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// fake is a dossier that tests write on. Commands read it on other goroutines.
type fake struct {
	mu     sync.Mutex
	rules  []core.Rule
	past   []rule.Past
	since  []core.Date
	puts   int
	err    error // of PutRules
	limits core.Limits
	vat    string
	vatErr error
	events *event.Mailbox

	reconciled bool // the last act on the books was a reconciliation
}

func (f *fake) Rules(context.Context, core.DossierID) ([]core.Rule, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.rules), nil
}

func (f *fake) PutRules(_ context.Context, _ core.DossierID, list []core.Rule) (core.Done, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return core.Done{}, f.err
	}
	f.rules = list
	for i, r := range list {
		if r.ID == "" {
			f.rules[i].ID = "made"
		}
	}
	f.puts++
	return core.Done{What: "changed the rules"}, nil
}

func (f *fake) Rehearse(_ context.Context, _ core.DossierID, list []core.Rule, since core.Date) ([]app.RuleOutcome, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.since = append(f.since, since)
	set, err := rule.Compile(list)
	if err != nil {
		return nil, err
	}
	return set.Rehearse(f.past), nil
}

func (f *fake) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	return []app.AccountView{
		{Account: core.Account{ID: "a", Reference: "BE68539007547034"}, Bank: core.Institution{Name: "KBC"}},
		{Account: core.Account{ID: "b", Reference: "BE71096123456769"}, Bank: core.Institution{Name: "Belfius"}},
	}, nil
}

func (f *fake) Chart(context.Context, core.DossierID) ([]core.LedgerAccount, error) {
	return []core.LedgerAccount{{Number: "610000", Name: "Rent", VATCode: "V21"}, {Number: "657000", Name: "Bank costs"}, {Number: "411000", Name: "VAT to reclaim"}}, nil
}

func (f *fake) Line(_ context.Context, a core.AccountID, no core.LineNo) (app.LineDetail, error) {
	for _, p := range f.past {
		if p.Line.Account == a && p.Line.No == no {
			return app.LineDetail{Line: p.Line}, nil
		}
	}
	return app.LineDetail{}, &core.Error{Code: core.CodeNotFound, Msg: "no such line"}
}

func (f *fake) Dossiers(context.Context) ([]core.Dossier, error) {
	return []core.Dossier{{ID: "d", Name: "Bakkerij Peeters", VAT: f.vat}}, nil
}

func (f *fake) Undo(context.Context, core.DossierID) (core.Done, error) {
	return core.Done{What: "changed the rules"}, nil
}

func (f *fake) NextUndo(context.Context, core.DossierID) (core.Done, bool, error) {
	return core.Done{What: "accepted 3 lines"}, f.reconciled, nil
}

func (f *fake) Redo(context.Context, core.DossierID) (core.Done, error) {
	return core.Done{}, &core.Error{Code: core.CodeNotFound, Msg: "nothing was taken back"}
}

func (f *fake) Now(core.ConnectionID) time.Time { return tuitest.Start }

func (f *fake) Limits(context.Context, core.DossierID) (core.Limits, error) { return f.limits, nil }

func (f *fake) PutLimits(_ context.Context, _ core.DossierID, l core.Limits) error {
	f.limits = l
	return nil
}

func (f *fake) SetDossierVAT(_ context.Context, _ core.DossierID, vat string) error {
	if f.vatErr == nil {
		f.vat = vat
	}
	return f.vatErr
}

// sign is a page that does nothing.
type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return string(s.page.Kind) }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+s.page.String()+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

func open(t *testing.T, f *fake, looks theme.Options, kind nav.Kind) *tuitest.Driver {
	t.Helper()
	th := theme.New(looks)
	f.events = event.NewMailbox()
	return tuitest.New(t, tui.Options{Theme: th, Events: f.events, Home: nav.Page{Kind: place.Home}, Open: place.Of(kind, "d"),
		Actions: [][]action.Def{place.Defs(), rules.Actions()},
		Screens: map[nav.Kind]tui.Maker{
			place.Rules:  func(p nav.Page) tui.Screen { return rules.New(f, th, p) },
			place.Limits: func(p nav.Page) tui.Screen { return rules.NewLimits(f, th, p) },
			place.Home:   func(p nav.Page) tui.Screen { return sign{p} },
		}})
}

func size(minor int64) *int64 { return &minor }

func some() []core.Rule {
	return []core.Rule{
		{ID: "bank", Name: "Bank costs\x1b[2J", Mode: core.RuleAutomatic, When: core.RuleWhen{Contains: []string{"beheerskosten"}, Direction: core.DirectionOut, Max: size(2500)},
			Then: []core.RuleThen{{Ledger: "657000", Rest: true}}},
		{ID: "rent", Name: "Rent of the shop", Mode: core.RuleOneKey, When: core.RuleWhen{Counterpart: "Immo Zuid", Accounts: []core.AccountID{"a"}, Reference: "none", Codes: []string{"PMNT"}},
			Then: []core.RuleThen{{Ledger: "610000", Share: core.Ratio{Num: 100, Den: 121}, VATCode: "V21"}, {Ledger: "411000", Rest: true, Text: "VAT on rent"}}},
		{ID: "any", Name: "Everything small", Mode: core.RuleSuggest, When: core.RuleWhen{Max: size(5000)}, Then: []core.RuleThen{{Ledger: "657000", Rest: true}}, Off: true},
	}
}

// past are lines of bank costs and others: one coded so, one coded otherwise, one open, one settled with an invoice.
func past() []rule.Past {
	line := func(no int, minor int64, text string) core.Line {
		return core.Line{No: core.LineNo(no), Transaction: core.Transaction{Account: "a", BookingDate: core.NewDate(2026, 10, no), Amount: core.Amount{Minor: minor, Currency: "EUR"},
			CounterpartName: "KBC", Remittance: text}}
	}
	coded := func(ledger string, minor int64) []core.Posting {
		return []core.Posting{{Ledger: ledger, Amount: core.Amount{Minor: minor, Currency: "EUR"}}}
	}
	return []rule.Past{
		{Line: line(1, -1200, "Beheerskosten \x1b]0;x\x07"), Postings: coded("657000", -1200)},
		{Line: line(2, -1300, "Beheerskosten"), Postings: coded("610000", -1300)},
		{Line: line(3, -900, "Beheerskosten")},
		{Line: line(4, -700, "Beheerskosten"), Matched: true},
		{Line: line(5, -100, "parking")},
	}
}

func names(list []core.Rule) string {
	var parts []string
	for _, r := range list {
		parts = append(parts, r.ID)
	}
	return strings.Join(parts, " ")
}

func TestPictures(t *testing.T) {
	t.Parallel()
	open(t, &fake{}, theme.Options{}, place.Rules).Golden("empty")
	d := open(t, &fake{rules: some()}, theme.Options{}, place.Rules)
	d.GoldenSizes("some")
	if strings.Contains(d.Styled(), "\x1b[2J") {
		t.Error("what a user typed moves the terminal")
	}
	open(t, &fake{rules: some()}, theme.Options{NoColor: true, ASCII: true}, place.Rules).Golden("ascii")
	d.Press("j", "enter")
	d.GoldenSizes("form")
}

func TestOrderSwitchAndRemove(t *testing.T) {
	t.Parallel()
	f := &fake{rules: some()}
	d := open(t, f, theme.Options{}, place.Rules)
	d.Press("j", "<")
	d.See("Changed the rules. u takes it back.")
	if names(f.rules) != "rent bank any" {
		t.Fatal(names(f.rules))
	}
	d.Press("<") // the first stays the first
	d.Press(">", ">")
	if names(f.rules) != "bank any rent" {
		t.Fatal(names(f.rules))
	}
	d.Press("s")
	if !f.rules[2].Off {
		t.Error("it is still on")
	}
	d.Press("x")
	if names(f.rules) != "bank any" {
		t.Fatal(names(f.rules))
	}
	d.Press("u")
	d.See("Taken back: changed the rules.")
	d.Press("ctrl+r")
	d.See("Nothing was taken back.")
	d.Press("w")
	d.See("Small differences")
}

// TestUndoLeavesReconciliationsAlone presses the key on a page that did nothing last.
func TestUndoLeavesReconciliationsAlone(t *testing.T) {
	t.Parallel()
	d := open(t, &fake{rules: some(), reconciled: true}, theme.Options{}, place.Rules)
	d.Press("u")
	d.See("Take back a reconciliation?", "accepted 3 lines")
	d.Press("enter") // the safe button
	d.NotSee("Taken back")
	d.Press("u", "y")
	d.See("Taken back: changed the rules.")
}

func TestRehearsalComesBeforeARuleIsOn(t *testing.T) {
	t.Parallel()
	f := &fake{rules: some(), past: past()}
	d := open(t, f, theme.Options{}, place.Rules)
	d.Press("j", "j", "s")
	d.See("What the list would have done since 2026-08-01", "Nothing is saved yet. a saves Everything small and switches it on")
	d.See("It would have coded 1 line, -1,00 EUR.", "3 lines it holds for too, Bank costs[2J takes first.")
	d.GoldenSizes("pending")
	if f.puts != 0 || !f.rules[2].Off {
		t.Fatal("it is on already")
	}
	d.Press("k", "k")
	d.See("1 line you coded otherwise by hand", "1 line you coded the same way by hand.", "1 line was settled with invoices")
	d.Press("enter")
	d.See("differs  2026-10-02", "agrees   2026-10-01", "invoice  2026-10-04", "open     2026-10-03", "Beheerskosten")
	if strings.Contains(d.Styled(), "\x1b]0;x") {
		t.Error("what the bank says reaches the terminal")
	}
	d.Press("esc", "<")
	d.See("since 2026-07-01")
	d.Press("esc")
	d.See("Everything small")
	if f.puts != 0 {
		t.Fatal("saved without a yes")
	}
	d.Press("s", "a")
	d.See("Changed the rules.")
	if f.rules[2].Off {
		t.Error("it is off still")
	}
	d.Press("p")
	d.See("What the list would have done")
	d.NotSee("Nothing is saved yet")
	d.Press("a")
	d.See("nothing waits to be saved")
}

func TestNewRule(t *testing.T) {
	t.Parallel()
	f := &fake{rules: some()[:1], past: past()}
	d := open(t, f, theme.Options{}, place.Rules)
	d.Press("n")
	d.Press("ctrl+s")
	d.See("Please give the rule a name.")
	d.Type("Kosten van de bank")
	d.Press("ctrl+s")
	d.See("Please write at least one ledger account.")
	d.Type("999")
	d.Press("ctrl+s")
	d.See("The chart of this dossier has no account 999.")
	d.Press("ctrl+u", "ctrl+o")
	d.See("Ledger account of posting 1", "Bank costs")
	d.Type("rent")
	d.Press("enter")
	d.See("› How much")
	d.Type("a bit")
	d.Press("ctrl+s")
	d.See("Please write rest, a share such as 21 % or 1/3, or an amount such as 12,50.")
	d.Press("ctrl+u")
	d.Type("60 %")
	d.Press("ctrl+s")
	d.See("A rule without any condition would take every line")
	d.Type("kosten; beheers")
	d.Press("ctrl+s")
	d.See("The postings must take the whole amount")
	d.Press("ctrl+n") // room for a third, and what was typed stays
	d.See("Then: posting 3")
	d.Type("657000")
	d.Press("ctrl+s")
	d.See("Nothing is saved yet", "3 lines that Bank costs[2J holds for too, it takes first.")
	d.Press("a")
	d.See("Changed the rules.")
	want := core.Rule{ID: "made", Name: "Kosten van de bank", Mode: core.RuleSuggest, When: core.RuleWhen{Contains: []string{"kosten", "beheers"}, Codes: []string{}},
		Then: []core.RuleThen{{Ledger: "610000", Share: core.Ratio{Num: 3, Den: 5}, VATCode: "V21"}, {Ledger: "657000", Rest: true}}}
	if len(f.rules) != 2 || !reflect.DeepEqual(f.rules[0], want) {
		t.Errorf("%+v", f.rules)
	}
}

func TestARuleThatIsOnIsRehearsedBeforeItIsSaved(t *testing.T) {
	t.Parallel()
	f := &fake{rules: some()[:1], past: past(), err: &core.Error{Code: core.CodeConflict, Msg: "the books changed", Hint: "try again"}}
	d := open(t, f, theme.Options{}, place.Rules)
	d.Press("enter")
	d.Type(" 2")
	d.Press("ctrl+s")
	d.See("Nothing is saved yet", "It would have coded 3 lines")
	d.Press("esc")
	d.See("› Name", "Bank costs[2J 2") // back in the form, nothing lost
	d.Press("ctrl+s", "a")
	d.See("The books changed. Try again.", "Bank costs[2J 2")
	f.err = nil
	d.Press("ctrl+s", "a")
	d.See("Changed the rules.")
	if f.rules[0].Name != "Bank costs[2J 2" {
		t.Errorf("%q", f.rules[0].Name)
	}
	d.Press("enter")
	d.Type("x")
	d.Press("esc")
	d.See("What you changed is not saved.")
	d.Press("n")
	d.See("Bank costs[2J 2x")
	d.Press("esc", "y")
	d.See("1 of 1")
}

func TestConditionsAreReadBack(t *testing.T) {
	t.Parallel()
	f := &fake{rules: some()[1:2]}
	f.rules[0].Off = true
	f.rules[0].When.Min, f.rules[0].When.Regex, f.rules[0].When.Currency = size(123456), "(?:huur|rent) [0-9]+", "EUR"
	want := f.rules[0]
	d := open(t, f, theme.Options{}, place.Rules)
	d.Press("enter", "ctrl+s")
	d.See("Changed the rules.")
	if !reflect.DeepEqual(f.rules[0], want) {
		t.Errorf("saved\n%+v instead of\n%+v", f.rules[0], want)
	}
}

func TestWrongConditions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ ups, text, want string }{
		{"pattern", "(", "This pattern cannot be read"}, {"min", "12,345", "Please write an amount such as 12,50."},
		{"currency", "euro", "Please write a currency of three letters"}, {"max", "-3", "Please write an amount"},
	} {
		t.Run(tt.ups, func(t *testing.T) {
			t.Parallel()
			f := &fake{rules: some()[1:2]}
			d := open(t, f, theme.Options{}, place.Rules)
			d.Press("enter")
			for range map[string]int{"pattern": 9, "min": 6, "max": 7, "currency": 8}[tt.ups] {
				d.Press("down")
			}
			d.Type(tt.text)
			d.Press("ctrl+s")
			d.See(tt.want, tt.text)
			if f.puts != 0 {
				t.Error("it was saved")
			}
		})
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	f := &fake{limits: core.DefaultLimits(), vatErr: &core.Error{Code: core.CodeInvalid, Msg: "the check digits of BE1 do not hold"}}
	d := open(t, f, theme.Options{}, place.Limits)
	d.GoldenSizes("limits")
	d.Press("ctrl+u", "tab", "ctrl+u")
	d.Type("7.5.0")
	d.Press("ctrl+s")
	d.See("Please write an amount such as 12,50.")
	d.Type("0,10")
	d.Press("tab", "ctrl+u")
	d.Type("15")
	d.Press("tab", "ctrl+u")
	d.Type("2,5")
	d.Press("tab", "ctrl+u")
	d.Type("ten")
	d.Press("tab")
	d.Type("1 usd = 0,9215 eur; 1 JPY = 1/163 EUR")
	d.Press("ctrl+s")
	d.See("Please write a whole number of days.")
	d.Press("ctrl+u")
	d.Type("10")
	d.Press("up", "up", "up", "up", "up")
	d.Type("BE1")
	d.Press("ctrl+s")
	d.See("The check digits of BE1 do not hold.", "0,10", "1 usd = 0,9215 eur")
	f.vatErr = nil
	d.Press("ctrl+s")
	d.See("Saved.", "1 USD = 0,9215 EUR; 1 JPY = 1/163 EUR")
	want := core.Limits{Rounding: 10, Fee: 1500, Discount: 250, DiscountDays: 10, RateSlack: 300, TransferDays: 6, Rates: []core.Rate{
		{From: "USD", To: "EUR", Value: core.Ratio{Num: 1843, Den: 2000}}, {From: "JPY", To: "EUR", Value: core.Ratio{Num: 1, Den: 163}}}}
	if !reflect.DeepEqual(f.limits, want) || f.vat != "BE1" {
		t.Errorf("%+v %q", f.limits, f.vat)
	}
	d.Press("tab", "x", "esc")
	d.See("Leave the limits?")
	d.Press("y")
	d.See("This is home.")
}

func TestActions(t *testing.T) {
	t.Parallel()
	if err := action.Check(rules.Actions()); err != nil {
		t.Error(err)
	}
}
