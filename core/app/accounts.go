package app

import (
	"context"

	"ferry/core"
)

// Accounts lists the accounts of a dossier (empty: of all), each with its state.
func (s *Service) Accounts(ctx context.Context, dossier core.DossierID) ([]AccountView, error) {
	panic("todo")
}

// Account is one account with its state.
func (s *Service) Account(ctx context.Context, id core.AccountID) (AccountView, error) { panic("todo") }
