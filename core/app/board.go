package app

import (
	"context"

	"ferry/core"
)

// Board is the home screen: what needs a person, per dossier and over all.
func (s *Service) Board(ctx context.Context) (Board, error) { panic("todo") }

// CreateDossier adds a client file.
func (s *Service) CreateDossier(ctx context.Context, name string) (core.Dossier, error) {
	panic("todo")
}

// RenameDossier gives a client file another name.
func (s *Service) RenameDossier(ctx context.Context, id core.DossierID, name string) error {
	panic("todo")
}
