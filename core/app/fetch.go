package app

import (
	"context"

	"ferry/core"
)

// Fetch reads accounts (none: all connected), each with its own outcome. It asks no bank for anything.
func (s *Service) Fetch(ctx context.Context, ids []core.AccountID, progress func(Progress)) ([]FetchResult, error) {
	panic("todo")
}

// Synchronize asks the banks, in the user's name, waits, then fetches.
func (s *Service) Synchronize(ctx context.Context, ids []core.AccountID, progress func(Progress)) ([]FetchResult, error) {
	panic("todo")
}
