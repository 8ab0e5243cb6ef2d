package app

import (
	"context"

	"ferry/core"
)

// Authorize starts a consent flow for an institution.
func (s *Service) Authorize(ctx context.Context, conn core.ConnectionID, institution core.InstitutionID) (core.Authorization, error) {
	panic("todo")
}

// Reauthorize starts the renewal of one account's consent.
func (s *Service) Reauthorize(ctx context.Context, account core.AccountID) (core.Authorization, error) {
	panic("todo")
}

// AwaitAuthorization waits for the redirect (Ponto Connect) or watches for new accounts or a new date (custom integration)
// until it is done, the deadline passes or ctx ends. The flow stays open and can be resumed in the latter cases.
func (s *Service) AwaitAuthorization(ctx context.Context, id string) (AuthResult, error) {
	panic("todo")
}

// CheckAuthorization looks once, now: the "nothing happened yet?" key.
func (s *Service) CheckAuthorization(ctx context.Context, id string) (AuthResult, error) {
	panic("todo")
}

// PasteRedirect finishes a flow with the address the browser ended on.
func (s *Service) PasteRedirect(ctx context.Context, id, address string) (AuthResult, error) {
	panic("todo")
}

// AbandonAuthorization forgets a flow; nothing else changes.
func (s *Service) AbandonAuthorization(ctx context.Context, id string) error { panic("todo") }

// OpenAuthorizations lists the flows that were started and did not come back.
func (s *Service) OpenAuthorizations(ctx context.Context) ([]core.Authorization, error) {
	panic("todo")
}

// OpenBrowser opens an address of Ponto in the user's browser.
func (s *Service) OpenBrowser(ctx context.Context, address string) error { panic("todo") }
