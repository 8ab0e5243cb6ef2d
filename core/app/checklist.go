package app

import (
	"context"

	"ferry/core"
)

// facts are what the API lets us see of what was done on Ponto's own site.
type facts struct {
	credentials bool // Ponto took them: so there is a user and an organization that made an integration
	onboarded   bool // Ponto says that the organization's set-up is complete
	accounts    int  // authorized and in the integration
}

// checklist ticks Ponto's own steps in the order in which its site asks them. Billing and the steps inside one consent
// leave no trace of their own: they are known to be done once an account came out of them, and unknown before.
func checklist(f facts) []Step {
	through := f.accounts > 0
	return []Step{
		{Title: txtStepAccount, Help: txtStepAccountHelp, Done: f.credentials, Known: true},
		{Title: txtStepOrganization, Help: txtStepOrganizationHelp, Done: f.credentials, Known: true},
		{Title: txtStepBilling, Help: txtStepBillingHelp, Done: through || f.onboarded, Known: through || f.onboarded},
		{Title: txtStepAdd, Help: txtStepAddHelp, Done: through, Known: true},
		{Title: txtStepCountry, Help: txtStepCountryHelp, Done: through, Known: through},
		{Title: txtStepInstitution, Help: txtStepInstitutionHelp, Done: through, Known: through},
		{Title: txtStepConsent, Help: txtStepConsentHelp, Done: through, Known: true},
	}
}

// Checklist says what must be done on Ponto's own site, ticked where the API shows it. Without a connection nothing is
// ticked: it is what a newcomer reads.
func (s *Service) Checklist(ctx context.Context, id core.ConnectionID) (steps []Step, err error) {
	defer tell("check the set-up", &err)
	if id == "" {
		return checklist(facts{}), nil
	}
	_, client, err := s.connection(id)
	if err != nil {
		return nil, err
	}
	accounts, err := client.Accounts(ctx)
	switch core.CodeOf(err) {
	case core.CodeOK:
	case core.CodeAuth, core.CodeConsentNeeded:
		return checklist(facts{}), nil
	default:
		return nil, err
	}
	info, err := organization(ctx, client)
	if err != nil {
		return nil, err
	}
	return checklist(facts{credentials: true, onboarded: info.OnboardingComplete, accounts: len(accounts)}), nil
}
