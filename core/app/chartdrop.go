package app

import (
	"context"
	"strings"

	"ferry/core"
)

const (
	txtDidDropChart   = "took %s off the chart"
	txtLedgerInRule   = "rule %s puts money on %s"
	txtLedgerRuleHint = "change the rule first, or remove it"
)

// DropChart takes ledger accounts off the chart. One that a rule puts money on stays; what is coded already keeps its number.
func (s *Service) DropChart(ctx context.Context, d core.DossierID, numbers []string) (done core.Done, err error) {
	defer tell("take accounts off the chart", &err)
	if err := s.knownDossier(d); err != nil {
		return core.Done{}, err
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		rules, err := s.store.Rules(d)
		if err != nil {
			return core.Act{}, effect{}, err
		}
		for _, r := range rules {
			for _, t := range r.Then {
				for _, number := range numbers {
					if t.Ledger == number {
						return core.Act{}, effect{}, refuse(core.CodeConflict, say(txtLedgerInRule, core.CleanText(r.Name), core.CleanText(number)), txtLedgerRuleHint)
					}
				}
			}
		}
		return core.Act{What: say(txtDidDropChart, core.CleanText(strings.Join(numbers, ", "))), DropChart: numbers}, effect{rules: true}, nil
	})
}
