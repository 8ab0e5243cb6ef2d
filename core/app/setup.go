package app

import (
	"context"

	"ferry/core"
)

// SimulatorCredentials are the ready credentials of the embedded simulator; ok is false outside the demo.
func (s *Service) SimulatorCredentials(dossier core.DossierID, door core.Door) (c Credentials, ok bool) {
	panic("todo")
}

// TestCredentials tries credentials and saves nothing.
func (s *Service) TestCredentials(ctx context.Context, c Credentials) (TestResult, error) {
	panic("todo")
}

// Connect tests credentials and, when they work, saves them as a new connection of the dossier.
func (s *Service) Connect(ctx context.Context, c Credentials) (core.Connection, error) { panic("todo") }

// UpdateCredentials replaces the credentials of a connection after they were tested; accounts and lines stay as they are.
func (s *Service) UpdateCredentials(ctx context.Context, id core.ConnectionID, c Credentials) error {
	panic("todo")
}

// Connections lists the connections of a dossier (empty: of all), each with its state.
func (s *Service) Connections(ctx context.Context, dossier core.DossierID) ([]ConnectionView, error) {
	panic("todo")
}

// RemoveConnection forgets credentials and stops reading; the lines stay readable.
func (s *Service) RemoveConnection(ctx context.Context, id core.ConnectionID) error { panic("todo") }

// Checklist says what must be done on Ponto's own site, ticked where the API shows it.
func (s *Service) Checklist(ctx context.Context, id core.ConnectionID) ([]Step, error) { panic("todo") }
