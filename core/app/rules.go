package app

import (
	"context"
	"errors"
	"regexp/syntax"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/match/rule"
	"ferry/core/oauth"
)

// Rules lists the rules of a dossier in their order.
func (s *Service) Rules(_ context.Context, d core.DossierID) (rules []core.Rule, err error) {
	defer tell("read the rules", &err)
	return s.store.Rules(d)
}

// PutRules checks and keeps the whole list of rules. A rule without an id is new and gets one.
func (s *Service) PutRules(ctx context.Context, d core.DossierID, rules []core.Rule) (done core.Done, err error) {
	defer tell("keep the rules", &err)
	if err := s.knownDossier(d); err != nil {
		return core.Done{}, err
	}
	rules = slices.Clone(rules)
	for i := range rules {
		if rules[i].Name = strings.TrimSpace(core.CleanText(rules[i].Name)); rules[i].Name == "" {
			return core.Done{}, refuse(core.CodeInvalid, say(txtNoRuleName, i+1), txtNoRuleNameHint)
		}
		if rules[i].ID == "" {
			id, err := oauth.NewSecret(s.cfg.Rand)
			if err != nil {
				return core.Done{}, err
			}
			rules[i].ID = id[:shortID]
		}
	}
	if _, err := s.compiled(d, rules); err != nil {
		return core.Done{}, err
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		was, err := s.store.Rules(d)
		return core.Act{What: ruleSentence(was, rules), Rules: rules, SetRules: true}, effect{rules: true}, err
	})
}

// asWritten says what is wrong with rules in the words of who wrote them: that patterns are compiled without regard to case is
// written into them by the engine.
func asWritten(err error) string {
	if _, ok := errors.AsType[*syntax.Error](err); ok {
		return strings.ReplaceAll(err.Error(), "`(?i)", "`")
	}
	return err.Error()
}

// compiled checks rules, and that the accounts they name are there.
func (s *Service) compiled(d core.DossierID, rules []core.Rule) (*rule.Set, error) {
	set, err := rule.Compile(rules)
	if err != nil {
		sentence := strings.Join(strings.Fields(core.CleanText(strings.ReplaceAll(asWritten(err), "\n", "; "))), " ")
		return nil, &core.Error{Code: core.CodeInvalid, Msg: sentence, Hint: txtBadRuleHint, Err: err}
	}
	chart, err := s.store.Chart(d)
	if err != nil {
		return nil, err
	}
	accounts, err := s.accountsIn(d)
	if err != nil {
		return nil, err
	}
	for _, r := range rules {
		for _, t := range r.Then {
			known := slices.ContainsFunc(chart, func(a core.LedgerAccount) bool { return a.Number == t.Ledger })
			if len(chart) > 0 && !known {
				return nil, refuse(core.CodeInvalid, say(txtRuleLedger, r.Name, core.CleanText(t.Ledger)), txtNoLedgerHint)
			}
		}
		for _, id := range r.When.Accounts {
			if !slices.ContainsFunc(accounts, func(a core.Account) bool { return a.ID == id }) {
				return nil, refuse(core.CodeInvalid, say(txtRuleAccount, r.Name, core.CleanText(string(id))), txtRuleAccountHint)
			}
		}
	}
	return set, nil
}

// Rehearse says what rules would have done to the lines since a day, beside what was done with them.
func (s *Service) Rehearse(ctx context.Context, d core.DossierID, rules []core.Rule, since core.Date) (outcomes []RuleOutcome, err error) {
	defer tell("rehearse the rules", &err)
	if err := s.knownDossier(d); err != nil {
		return nil, err
	}
	set, err := s.compiled(d, rules)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Lines(ctx, core.Query{Dossier: d, Since: since})
	if err != nil {
		return nil, err
	}
	past := make([]rule.Past, 0, list.Len())
	for from := 0; from < list.Len(); from += lineWindow {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		window, err := list.Window(from, lineWindow)
		if err != nil {
			return nil, err
		}
		if past, err = s.pastOf(d, past, window); err != nil {
			return nil, err
		}
	}
	return set.Rehearse(past), nil
}

// pastOf adds lines with what was done to them.
func (s *Service) pastOf(d core.DossierID, past []rule.Past, lines []core.Line) ([]rule.Past, error) {
	keys := make([]core.LineKey, len(lines))
	for i := range lines {
		keys[i] = lines[i].Key()
	}
	states, err := s.store.States(keys)
	if err != nil {
		return nil, err
	}
	for i, state := range states {
		p := rule.Past{Line: lines[i]}
		if state.Match != 0 {
			m, err := s.store.Match(d, state.Match)
			if err != nil {
				return nil, err
			}
			p.Matched = len(m.Why.Parts) > 0 || len(m.Lines) > 1
			p.Postings = m.Why.Postings
		}
		past = append(past, p)
	}
	return past, nil
}
