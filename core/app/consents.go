package app

import (
	"context"

	"ferry/core"
)

// Consents lists all dossiers' consents, soonest first; within in days, or negative for all.
func (s *Service) Consents(ctx context.Context, within int) ([]ConsentView, error) { panic("todo") }

// RenewalMessage is a ready text for the client who must renew: language "nl", "fr" or "en".
func (s *Service) RenewalMessage(ctx context.Context, account core.AccountID, language string) (string, error) {
	panic("todo")
}
