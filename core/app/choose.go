package app

import (
	"context"

	"ferry/core"
)

// Choices lists what a connection may read, for the tick boxes; institution is the one searched for, or empty.
func (s *Service) Choices(ctx context.Context, conn core.ConnectionID, institution core.InstitutionID) (Choice, error) {
	panic("todo")
}

// ChooseAccounts connects the given accounts and disconnects those of the connection that are not among them.
func (s *Service) ChooseAccounts(ctx context.Context, conn core.ConnectionID, ids []core.AccountID, from core.Date) error {
	panic("todo")
}

// UntickWarning is what must be said before a connected account is left out; empty when nothing is lost.
func (s *Service) UntickWarning(ctx context.Context, account core.AccountID) (string, error) {
	panic("todo")
}
