package store

import (
	"context"
	"time"

	"ferry/core"
)

var errSoon = &core.Error{Code: core.CodeInternal, Op: "store", Msg: "not there yet"}

type File struct{}

func Open(ctx context.Context, o Options) (*File, error) { return nil, errSoon }
func (f *File) Close() error                             { return errSoon }
func (f *File) Revision() uint64                         { return 0 }

func (f *File) Dossiers() ([]core.Dossier, error)                               { return nil, errSoon }
func (f *File) PutDossier(ctx context.Context, d core.Dossier, by string) error { return errSoon }

func (f *File) Connections() ([]core.Connection, error) { return nil, errSoon }
func (f *File) Connection(id core.ConnectionID) (core.Connection, error) {
	return core.Connection{}, errSoon
}
func (f *File) PutConnection(ctx context.Context, c core.Connection, by string) error { return errSoon }
func (f *File) DeleteConnection(ctx context.Context, id core.ConnectionID, by string) error {
	return errSoon
}
func (f *File) Secret(id core.ConnectionID) (core.Secret, error) { return core.Secret{}, errSoon }
func (f *File) PutSecret(ctx context.Context, id core.ConnectionID, s core.Secret) error {
	return errSoon
}
func (f *File) ClockOffset(id core.ConnectionID) (time.Duration, error) { return 0, errSoon }
func (f *File) PutClockOffset(ctx context.Context, id core.ConnectionID, d time.Duration) error {
	return errSoon
}

func (f *File) Institutions(api string) ([]core.Institution, error) { return nil, errSoon }
func (f *File) PutInstitutions(ctx context.Context, api string, list []core.Institution) error {
	return errSoon
}
func (f *File) Institution(id core.InstitutionID) (core.Institution, error) {
	return core.Institution{}, errSoon
}

func (f *File) Accounts() ([]core.Account, error)               { return nil, errSoon }
func (f *File) Account(id core.AccountID) (core.Account, error) { return core.Account{}, errSoon }
func (f *File) PutAccounts(ctx context.Context, list []core.Account, by, why string) error {
	return errSoon
}
func (f *File) MoveAccount(ctx context.Context, from, to core.AccountID, by, why string) error {
	return errSoon
}

func (f *File) FeedStates() ([]core.FeedState, error)                             { return nil, errSoon }
func (f *File) FeedState(id core.AccountID) (core.FeedState, error)               { return core.FeedState{}, errSoon }
func (f *File) PutFeedState(ctx context.Context, s core.FeedState) error          { return errSoon }
func (f *File) Authorizations() ([]core.Authorization, error)                     { return nil, errSoon }
func (f *File) PutAuthorization(ctx context.Context, a core.Authorization) error  { return errSoon }
func (f *File) DeleteAuthorization(ctx context.Context, id string) error          { return errSoon }
func (f *File) Settings() (core.Settings, error)                                  { return core.Settings{}, errSoon }
func (f *File) PutSettings(ctx context.Context, s core.Settings, by string) error { return errSoon }
func (f *File) Reminders(account core.AccountID) ([]Reminder, error)              { return nil, errSoon }

// PutReminder notes that a reminder was given. A second one for the same account, expiry and step changes nothing.
func (f *File) PutReminder(ctx context.Context, account core.AccountID, expires time.Time, step int) error {
	return errSoon
}
func (f *File) AddActivity(ctx context.Context, a core.Activity) error { return errSoon }

// Activities lists the newest n with a number below before (0: from the newest).
func (f *File) Activities(before uint64, n int) ([]core.Activity, error) { return nil, errSoon }

func (f *File) Apply(ctx context.Context, deliveries ...core.Delivery) error { return errSoon }
func (f *File) View(account core.AccountID, read func(core.LedgerView) error) error {
	return errSoon
}
func (f *File) Stats(account core.AccountID) (core.AccountStats, error) {
	return core.AccountStats{}, errSoon
}
func (f *File) Lines(ctx context.Context, q core.Query) (core.Listing, error) { return nil, errSoon }
func (f *File) Line(account core.AccountID, no core.LineNo) (core.Line, error) {
	return core.Line{}, errSoon
}
func (f *File) FindLine(id core.TransactionID) (core.AccountID, core.LineNo, bool, error) {
	return "", 0, false, errSoon
}

// History lists the earlier revisions of a line, newest first.
func (f *File) History(account core.AccountID, no core.LineNo) ([]core.Line, error) {
	return nil, errSoon
}
func (f *File) Pending(account core.AccountID) ([]core.Line, error) { return nil, errSoon }
func (f *File) SetNote(ctx context.Context, account core.AccountID, no core.LineNo, text, by string) error {
	return errSoon
}
func (f *File) Delivery(no uint64) (RawDelivery, error) { return RawDelivery{}, errSoon }

// Origin finds the delivery that brought the current revision of a line, and the line's position in it (-1: none).
func (f *File) Origin(account core.AccountID, no core.LineNo) (RawDelivery, int, error) {
	return RawDelivery{}, 0, errSoon
}

// Journal lists n entries, oldest first, from the given number on.
func (f *File) Journal(from uint64, n int) ([]core.JournalEntry, error) { return nil, errSoon }
func (f *File) Verify(ctx context.Context, o VerifyOptions) (Report, error) {
	return Report{}, errSoon
}

// Backup writes a consistent copy while the file is in use. It replaces an existing file only when overwrite is set.
func (f *File) Backup(ctx context.Context, path string, overwrite bool) error { return errSoon }

// Restore verifies the backup and puts it in the place of to.Path, which no program may hold; the file that was there is
// kept aside under the returned name (empty when there was none).
func Restore(ctx context.Context, from string, to Options, v VerifyOptions) (aside string, err error) {
	return "", errSoon
}
