package sandbox

import (
	"slices"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// give ends a walk: what is ticked at the bank gets a consent, what is no longer ticked is taken out, the rest is kept.
func (v *visit) give(f flow) (Form, error) {
	list, err := v.candidates(f, f.institution)
	if err != nil {
		return Form{}, err
	}
	ticked := v.values("account")
	// Only one answer counts: a form sent twice must not authorize twice.
	if !v.desk.endFlow(f.id) {
		return Form{}, notFound("flow")
	}
	var shown, chosen []string
	for _, c := range list {
		if c.here {
			shown = append(shown, c.bankAccount)
			if slices.Contains(ticked, c.bankAccount) {
				chosen = append(chosen, c.bankAccount)
			}
		}
	}
	targets := v.targets(f)
	if f.kind == adding {
		v.desk.consent(f.organization, shown, chosen)
		if f.integration == "" {
			asked := v.values("integration")
			targets = slices.DeleteFunc(targets, func(i world.Integration) bool { return !slices.Contains(asked, i.ID) })
		}
	} else if len(targets) == 0 {
		i, err := v.world.ConnectIntegration(f.organization)
		if err != nil {
			return Form{}, err
		}
		targets = []world.Integration{i}
	}
	for _, i := range targets {
		if err := v.apply(i, f.institution, list, chosen, ticked); err != nil {
			return Form{}, err
		}
	}
	v.did("gave consent for accounts of institution " + string(f.institution))
	return v.consentPage(f, list, chosen), nil
}

// apply brings one integration to what was ticked.
func (v *visit) apply(i world.Integration, bank core.InstitutionID, list []candidate, chosen, ticked []string) error {
	if len(chosen) > 0 {
		if _, err := v.world.Authorize(i.ID, bank, chosen); err != nil {
			return err
		}
	}
	for _, a := range v.world.Accounts(i.ID) {
		wasShown := slices.ContainsFunc(list, func(c candidate) bool { return c.bankAccount == a.InternalReference })
		if wasShown && !slices.Contains(ticked, a.InternalReference) {
			if err := v.world.Withdraw(a.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// consentPage is the last one. A vendor's walk ends with a code for its redirect.
func (v *visit) consentPage(f flow, list []candidate, chosen []string) Form {
	page := Form{Title: wordConsentGiven, Done: true, Links: []Link{{wordDashboard, v.organizationPage(f.organization)}}}
	for _, c := range list {
		if slices.Contains(chosen, c.bankAccount) {
			page.Text = append(page.Text, c.label)
		}
	}
	if len(chosen) == 0 {
		page.Title, page.Text = "No account was ticked", []string{"No account of this institution can be read."}
	}
	if f.kind == connecting {
		page.Redirect = v.redirectWithCode(f)
	}
	return page
}
