package app

import (
	"context"

	"ferry/core"
)

// SearchInstitutions searches the directory of a connection; the directory is read once and kept in the file.
func (s *Service) SearchInstitutions(ctx context.Context, conn core.ConnectionID, q InstitutionQuery) ([]InstitutionView, error) {
	panic("todo")
}

// RefreshInstitutions reads the directory again now.
func (s *Service) RefreshInstitutions(ctx context.Context, conn core.ConnectionID) error {
	panic("todo")
}
