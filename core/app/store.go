package app

import (
	"context"
	"time"

	"ferry/core"
	"ferry/core/fetch"
)

// Store is the file as the use cases need it; store.File satisfies it.
type Store interface {
	dossierStore
	connectionStore
	accountStore
	ledgerStore
	noteStore
	bookStore
	fetch.Store
}

type dossierStore interface {
	Dossiers() ([]core.Dossier, error)
	PutDossier(ctx context.Context, d core.Dossier, by string) error
}

type connectionStore interface {
	Connections() ([]core.Connection, error)
	Connection(id core.ConnectionID) (core.Connection, error)
	PutConnection(ctx context.Context, c core.Connection, by string) error
	DeleteConnection(ctx context.Context, id core.ConnectionID, by string) error
	Secret(id core.ConnectionID) (core.Secret, error)
	PutSecret(ctx context.Context, id core.ConnectionID, s core.Secret) error
	ClockOffset(id core.ConnectionID) (time.Duration, error)
	PutClockOffset(ctx context.Context, id core.ConnectionID, d time.Duration) error
	Institutions(api string) ([]core.Institution, error)
	PutInstitutions(ctx context.Context, api string, list []core.Institution) error
	Institution(id core.InstitutionID) (core.Institution, error)
	Authorizations() ([]core.Authorization, error)
	PutAuthorization(ctx context.Context, a core.Authorization) error
	DeleteAuthorization(ctx context.Context, id string) error
}

type accountStore interface {
	Accounts() ([]core.Account, error)
	Account(id core.AccountID) (core.Account, error)
	PutAccounts(ctx context.Context, list []core.Account, by, why string) error
	MoveAccount(ctx context.Context, from, to core.AccountID, by, why string) error
	FeedState(id core.AccountID) (core.FeedState, error)
	Stats(id core.AccountID) (core.AccountStats, error)
}

type ledgerStore interface {
	Lines(ctx context.Context, q core.Query) (core.Listing, error)
	Line(account core.AccountID, no core.LineNo) (core.Line, error)
	History(account core.AccountID, no core.LineNo) ([]core.Line, error)
	SetNote(ctx context.Context, account core.AccountID, no core.LineNo, text, by string) error
}

type noteStore interface {
	AddActivity(ctx context.Context, a core.Activity) error
	Activities(before uint64, n int) ([]core.Activity, error)
	Settings() (core.Settings, error)
	PutSettings(ctx context.Context, s core.Settings, by string) error
	Backup(ctx context.Context, path string, overwrite bool) error
}

// byUser signs what a person did in the journal.
const byUser = "user"

// signature is the key under which a context says who acts.
type signature struct{}

// SignedBy lets the acts on the books that are asked for with a context be somebody else's than the user's: undo takes back
// only what the user did.
func SignedBy(ctx context.Context, who string) context.Context {
	return context.WithValue(ctx, signature{}, who)
}

// signedBy is who acts.
func signedBy(ctx context.Context) string {
	if who, ok := ctx.Value(signature{}).(string); ok {
		return who
	}
	return byUser
}
