package app

import (
	"context"

	"ferry/core"
	"ferry/core/event"
)

// Service is the desk at which every request of a screen or a command is handed in.
type Service struct{}

func (s *Service) Events() *event.Mailbox                   { panic("todo") }
func (s *Service) Board(ctx context.Context) (Board, error) { panic("todo") }
func (s *Service) CreateDossier(ctx context.Context, name string) (core.Dossier, error) {
	panic("todo")
}
func (s *Service) RenameDossier(ctx context.Context, id core.DossierID, name string) error {
	panic("todo")
}
func (s *Service) TestCredentials(ctx context.Context, c Credentials) (TestResult, error) {
	panic("todo")
}
func (s *Service) Connect(ctx context.Context, c Credentials) (core.Connection, error) { panic("todo") }
func (s *Service) UpdateCredentials(ctx context.Context, id core.ConnectionID, c Credentials) error {
	panic("todo")
}
func (s *Service) Connections(ctx context.Context, dossier core.DossierID) ([]ConnectionView, error) {
	panic("todo")
}
func (s *Service) RemoveConnection(ctx context.Context, id core.ConnectionID) error    { panic("todo") }
func (s *Service) Checklist(ctx context.Context, id core.ConnectionID) ([]Step, error) { panic("todo") }

// SearchInstitutions searches the directory of a connection; the directory is read once and kept in the file.
func (s *Service) SearchInstitutions(ctx context.Context, conn core.ConnectionID, q InstitutionQuery) ([]InstitutionView, error) {
	panic("todo")
}

// Authorize starts a consent flow for an institution; Reauthorize renews one account's consent.
func (s *Service) Authorize(ctx context.Context, conn core.ConnectionID, institution core.InstitutionID) (core.Authorization, error) {
	panic("todo")
}
func (s *Service) Reauthorize(ctx context.Context, account core.AccountID) (core.Authorization, error) {
	panic("todo")
}

// AwaitAuthorization waits for the redirect (Ponto Connect) or watches for new accounts or a new date (custom integration)
// until it is done, the deadline passes or ctx ends. The flow stays open and can be resumed in the latter cases.
func (s *Service) AwaitAuthorization(ctx context.Context, id string) (AuthResult, error) {
	panic("todo")
}

// CheckAuthorization looks once, now: the "nothing happened yet?" key.
func (s *Service) CheckAuthorization(ctx context.Context, id string) (AuthResult, error) {
	panic("todo")
}

// PasteRedirect finishes a flow with the address the browser ended on.
func (s *Service) PasteRedirect(ctx context.Context, id, address string) (AuthResult, error) {
	panic("todo")
}
func (s *Service) AbandonAuthorization(ctx context.Context, id string) error { panic("todo") }
func (s *Service) OpenAuthorizations(ctx context.Context) ([]core.Authorization, error) {
	panic("todo")
}
func (s *Service) OpenBrowser(ctx context.Context, address string) error { panic("todo") }

// Form and SubmitForm walk the simulator's human pages inside the terminal; ok is false for a real Ponto.
// (They use the sandbox Form type through the small copy in this package: see form.go.)
// Choices lists what a connection may read, for the tick boxes; institution is the one searched for, or empty.
func (s *Service) Choices(ctx context.Context, conn core.ConnectionID, institution core.InstitutionID) (Choice, error) {
	panic("todo")
}

// ChooseAccounts connects the given accounts and disconnects those of the connection that are not among them.
func (s *Service) ChooseAccounts(ctx context.Context, conn core.ConnectionID, ids []core.AccountID, from core.Date) error {
	panic("todo")
}
func (s *Service) Accounts(ctx context.Context, dossier core.DossierID) ([]AccountView, error) {
	panic("todo")
}
func (s *Service) Account(ctx context.Context, id core.AccountID) (AccountView, error) { panic("todo") }

// Fetch reads accounts (none: all connected), each with its own outcome. It asks no bank for anything.
func (s *Service) Fetch(ctx context.Context, ids []core.AccountID, progress func(Progress)) ([]FetchResult, error) {
	panic("todo")
}

// Synchronize asks the banks, in the user's name, waits, then fetches.
func (s *Service) Synchronize(ctx context.Context, ids []core.AccountID, progress func(Progress)) ([]FetchResult, error) {
	panic("todo")
}
func (s *Service) Open(ctx context.Context, q core.Query) (core.Listing, error) { panic("todo") }
func (s *Service) Line(ctx context.Context, account core.AccountID, no core.LineNo) (LineDetail, error) {
	panic("todo")
}

// Raw is the line's own JSON out of the delivery that brought it (developer mode).
func (s *Service) Raw(ctx context.Context, account core.AccountID, no core.LineNo) ([]byte, error) {
	panic("todo")
}
func (s *Service) SetNote(ctx context.Context, account core.AccountID, no core.LineNo, text string) error {
	panic("todo")
}

// Consents lists all dossiers' consents, soonest first; within in days, or negative for all.
func (s *Service) Consents(ctx context.Context, within int) ([]ConsentView, error) { panic("todo") }

// RenewalMessage is a ready text for the client who must renew: language "nl", "fr" or "en".
func (s *Service) RenewalMessage(ctx context.Context, account core.AccountID, language string) (string, error) {
	panic("todo")
}
func (s *Service) Activities(ctx context.Context, before uint64, n int) ([]core.Activity, error) {
	panic("todo")
}
func (s *Service) Settings(ctx context.Context) (core.Settings, error)       { panic("todo") }
func (s *Service) SaveSettings(ctx context.Context, set core.Settings) error { panic("todo") }
