package sandbox

import (
	"net/http"

	"ferry/core"
)

// root lists the URI templates from which the official Ruby and Elixir clients build every address.
func (c *call) root() error {
	b := c.base
	account := b + "/accounts/{accountId}"
	sandbox := b + "/sandbox/financial-institutions/{financialInstitutionId}"
	bankAccount := sandbox + "/financial-institution-accounts/{financialInstitutionAccountId}"
	accountLinks := map[string]any{
		"transactions":        account + "/transactions/{transactionId}",
		"pendingTransactions": account + "/pending-transactions/{pendingTransactionId}",
	}
	links := map[string]any{
		"oauth2":                map[string]any{"token": b + "/oauth2/token", "revoke": b + "/oauth2/revoke"},
		"financialInstitutions": b + "/financial-institutions/{financialInstitutionId}",
		"accounts":              account,
		"account":               accountLinks,
		"synchronizations":      b + "/synchronizations/{synchronizationId}",
		"synchronization": map[string]any{
			"updatedTransactions":        b + "/synchronizations/{synchronizationId}/updated-transactions",
			"updatedPendingTransactions": b + "/synchronizations/{synchronizationId}/updated-pending-transactions",
		},
		"sandbox": map[string]any{
			"financialInstitutions": sandbox,
			"financialInstitution": map[string]any{
				"financialInstitutionAccounts": bankAccount,
				"financialInstitutionAccount": map[string]any{
					"financialInstitutionTransactions": bankAccount + "/financial-institution-transactions/{financialInstitutionTransactionId}",
				},
			},
		},
	}
	if c.door == core.PontoConnect {
		accountLinks["reauthorizationRequests"] = account + "/reauthorization-requests"
		links["userinfo"] = b + "/userinfo"
		links["onboardingDetails"] = b + "/onboarding-details"
		links["integrationAccounts"] = b + "/integration-accounts"
		links["organizations"] = map[string]any{
			"integration": b + "/organizations/{organizationId}/integration",
			"usage":       b + "/organizations/{organizationId}/usage/{month}",
		}
	} else {
		links["me"] = b + "/me"
		links["integrations"] = b + "/integrations/{integrationId}"
		links["integration"] = map[string]any{"accounts": b + "/integrations/{integrationId}/accounts/{accountId}"}
	}
	writeJSON(c.x, http.StatusOK, mediaType(c.r), encodeJSON(map[string]any{"links": links}))
	return nil
}
