// Package ponto is the HTTP client of the Ponto bank API: one resource client for both of its doors, the custom
// integration (api.myponto.com) and Ponto Connect (api.ibanity.com/ponto-connect), with an authenticator for each.
//
// It trusts nothing that comes back: bodies, depth, pages and waits are bounded, links and redirects to other hosts are
// refused so that the bearer token never leaves, and what a bank writes in an unexpected form is kept rather than
// dropped. Every failure is a *core.Error with the request id that Ponto's support asks for.
package ponto
