package app

import (
	"context"
	"net/url"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
)

// Sandbox reports whether a connection goes to a simulator, whose pages can be walked inside the terminal.
func (s *Service) Sandbox(ctx context.Context, conn core.ConnectionID) bool { panic("todo") }

// OpenForm opens one of the simulator's human pages.
func (s *Service) OpenForm(ctx context.Context, address string) (sandbox.Form, error) { panic("todo") }

// SubmitForm sends a filled-in page and returns the next one.
func (s *Service) SubmitForm(ctx context.Context, form sandbox.Form, values url.Values) (sandbox.Form, error) {
	panic("todo")
}

// MoveSandboxClock moves the simulator's virtual clock on.
func (s *Service) MoveSandboxClock(ctx context.Context, days int) error { panic("todo") }

// Now is the time a connection's dates are judged by: the simulator's own clock, elsewhere the machine's.
func (s *Service) Now(conn core.ConnectionID) time.Time { panic("todo") }
