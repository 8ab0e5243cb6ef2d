package app

import (
	"context"
	"slices"
	"strings"

	"ferry/core"
)

const (
	txtDidDropChart  = "took %s off the chart"
	txtLedgerInUse   = "%s is used by %s"
	txtByRule        = "the rule %s"
	txtByMatches     = "matches of %s"
	txtLedgerUseHint = "Change or remove such rules, and take such matches apart first; nothing was removed."
)

// DropChart takes ledger accounts off the chart. One that a rule puts money on stays, and so does one that lines are coded to: without
// it neither could be read or done again.
func (s *Service) DropChart(ctx context.Context, d core.DossierID, numbers []string) (done core.Done, err error) {
	defer tell("take accounts off the chart", &err)
	if err := s.knownDossier(d); err != nil {
		return core.Done{}, err
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		users, err := s.usersOf(d, numbers)
		if err != nil {
			return core.Act{}, effect{}, err
		}
		for _, number := range numbers {
			if who := users[number].sentence(); who != "" {
				return core.Act{}, effect{}, refuse(core.CodeConflict, say(txtLedgerInUse, core.CleanText(number), who), txtLedgerUseHint)
			}
		}
		return core.Act{What: say(txtDidDropChart, core.CleanText(strings.Join(numbers, ", "))), DropChart: numbers}, effect{rules: true}, nil
	})
}

// users are what a ledger account is there for.
type users struct {
	rules []string // their names
	lines int      // that matches post to it
}

func (u *users) sentence() string {
	var by []string
	switch {
	case u == nil:
		return ""
	case len(u.rules) == 1:
		by = append(by, say(txtByRule, core.CleanText(u.rules[0])))
	case len(u.rules) > 1:
		by = append(by, count(len(u.rules), "rule"))
	}
	if u.lines > 0 {
		by = append(by, say(txtByMatches, count(u.lines, "line")))
	}
	return strings.Join(by, " and by ")
}

// usersOf finds who uses some ledger accounts, in the rules and in all matches.
func (s *Service) usersOf(d core.DossierID, numbers []string) (map[string]*users, error) {
	found := make(map[string]*users, len(numbers))
	for _, number := range numbers {
		found[number] = &users{}
	}
	rules, err := s.store.Rules(d)
	if err != nil {
		return nil, err
	}
	for _, r := range rules {
		for number, u := range found {
			if slices.ContainsFunc(r.Then, func(t core.RuleThen) bool { return t.Ledger == number }) {
				u.rules = append(u.rules, r.Name)
			}
		}
	}
	for before := uint64(0); ; {
		page, err := s.store.Matches(d, before, matchPage)
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			before = m.ID
			for number, u := range found {
				if slices.ContainsFunc(m.Why.Postings, func(p core.Posting) bool { return p.Ledger == number }) {
					u.lines += len(m.Lines)
				}
			}
		}
		if len(page) < matchPage {
			return found, nil
		}
	}
}
