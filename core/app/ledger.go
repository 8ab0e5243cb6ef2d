package app

import (
	"context"

	"ferry/core"
)

// Open lists lines.
func (s *Service) Open(ctx context.Context, q core.Query) (core.Listing, error) { panic("todo") }

// Line is everything known of one line.
func (s *Service) Line(ctx context.Context, account core.AccountID, no core.LineNo) (LineDetail, error) {
	panic("todo")
}

// Raw is the line's own JSON out of the delivery that brought it (developer mode).
func (s *Service) Raw(ctx context.Context, account core.AccountID, no core.LineNo) ([]byte, error) {
	panic("todo")
}

// SetNote writes the user's note on a line.
func (s *Service) SetNote(ctx context.Context, account core.AccountID, no core.LineNo, text string) error {
	panic("todo")
}
