package app

import (
	"context"

	"ferry/core"
)

// Activities lists what happened, newest first, before the given number (0: from the newest).
func (s *Service) Activities(ctx context.Context, before uint64, n int) ([]core.Activity, error) {
	panic("todo")
}

// Settings are the user's choices.
func (s *Service) Settings(ctx context.Context) (core.Settings, error) { panic("todo") }

// SaveSettings checks and keeps the user's choices.
func (s *Service) SaveSettings(ctx context.Context, set core.Settings) error { panic("todo") }

// Verify checks every entry of the file and tells what it found.
func (s *Service) Verify(ctx context.Context, progress func(done, total int)) (VerifyReport, error) {
	panic("todo")
}

// Backup writes a copy of the file while it is in use.
func (s *Service) Backup(ctx context.Context, path string) error { panic("todo") }

// Requests are the last calls of the API, newest first (developer mode).
func (s *Service) Requests() []Request { panic("todo") }
