package sandbox

import (
	"net/http"

	"ferry/core"
)

// apiRoutes are the resources behind one door. Most are the same behind both.
func (s *Server) apiRoutes(door core.Door) http.Handler {
	mux := http.NewServeMux()
	on := func(pattern string, needs access, h handler) { s.on(mux, door, pattern, needs, h) }
	const (
		account = "/accounts/{account}"
		sync    = "/synchronizations/{sync}"
		bank    = "/sandbox/financial-institutions/{institution}"
		at      = bank + "/financial-institution-accounts/{bankAccount}"
		lines   = at + "/financial-institution-transactions"
	)
	on("/", anyone, func(*call) error { return notFound("") })
	on("GET /{$}", anyone, (*call).root)
	on("POST /oauth2/token", anyone, (*call).token)
	on("POST /oauth2/revoke", anyone, (*call).revoke)

	on("GET /financial-institutions", optional, (*call).listInstitutions)
	on("GET /financial-institutions/{institution}", optional, (*call).getInstitution)
	on("GET /accounts", organization, (*call).listAccounts)
	on("GET "+account, organization, (*call).getAccount)
	on("GET "+account+"/transactions", organization, (*call).listTransactions)
	on("GET "+account+"/transactions/{id}", organization, (*call).getTransaction)
	on("GET "+account+"/pending-transactions", organization, (*call).listPending)
	on("GET "+account+"/pending-transactions/{id}", organization, (*call).getPending)
	on("POST /synchronizations", organization, (*call).createSynchronization)
	on("GET "+sync, organization, (*call).getSynchronization)
	on("GET "+sync+"/updated-transactions", organization, (*call).listUpdated)
	on("GET "+sync+"/updated-pending-transactions", organization, (*call).listUpdatedPending)

	on("GET /sandbox/financial-institutions", optional, (*call).listSandboxInstitutions)
	on("GET "+bank, optional, (*call).getInstitution)
	on("GET "+bank+"/financial-institution-accounts", either, (*call).listBankAccounts)
	on("GET "+at, either, (*call).getBankAccount)
	on("GET "+lines, either, (*call).listBankTransactions)
	on("POST "+lines, either, (*call).createBankTransaction)
	on("GET "+lines+"/{id}", either, (*call).getBankTransaction)
	on("PATCH "+lines+"/{id}", either, (*call).changeBankTransaction)

	if door == core.PontoConnect {
		on("DELETE "+account, organization, (*call).deleteAccount)
		on("GET /userinfo", organization, (*call).userInfo)
		on("POST "+account+"/reauthorization-requests", organization, (*call).createReauthorization)
		on("POST /onboarding-details", application, (*call).createOnboarding)
		on("GET /organizations/{organization}/usage/{month}", application, (*call).usage)
		on("DELETE /organizations/{organization}/integration", application, (*call).deleteIntegration)
		on("GET /integration-accounts", application, (*call).listIntegrationAccounts)
	} else {
		on("GET /me", organization, (*call).me)
		on("GET /integrations", organization, (*call).listIntegrations)
		on("GET /integrations/{integration}", organization, (*call).getIntegration)
		on("GET /integrations/{integration}/accounts", organization, (*call).listAccountsOfIntegration)
	}
	return mux
}
