package world

import (
	"iter"
	"time"

	"ferry/core"
)

// Options choose a world.
type Options struct {
	Seed         uint64
	Transactions int       // lines over all accounts of the full organization; 0: 1,000
	Now          time.Time // start of the virtual clock; zero: a fixed day
	// Elapsed is a monotonic source that the clock follows. Nil freezes the clock: only Advance and Set move it.
	Elapsed func() time.Duration
}

// World is safe for concurrent use.
type World struct{}

// New makes a world. It does no work per line.
func New(o Options) *World { return &World{} }

// Now is the virtual time.
func (w *World) Now() time.Time { return time.Time{} }

// Advance moves the clock on; everything that happens in between happens, in order.
func (w *World) Advance(d time.Duration) error { return nil }

// Set moves the clock to a later instant.
func (w *World) Set(t time.Time) error { return nil }

// NewID makes a fresh id, shaped as UUID v4, repeatable for one seed and order of calls.
func (w *World) NewID() string { return "" }

// Institutions is the whole directory.
func (w *World) Institutions() []Institution { return nil }

// Institution finds one institution.
func (w *World) Institution(id core.InstitutionID) (Institution, error) { return Institution{}, nil }

// InstitutionsOf lists the institutions of an integration's accounts.
func (w *World) InstitutionsOf(integration string) []Institution { return nil }

// SetMaintenance opens a maintenance window, or closes it with an empty kind.
func (w *World) SetMaintenance(id core.InstitutionID, kind core.MaintenanceKind, from, to time.Time) error {
	return nil
}

// SetDown makes every synchronization at a bank fail, or lets them succeed again.
func (w *World) SetDown(id core.InstitutionID, down bool) error { return nil }

// FullIntegration is the custom integration whose accounts cover every shape and consent state.
func (w *World) FullIntegration() Integration { return Integration{} }

// StarterIntegration is the custom integration that holds no account yet.
func (w *World) StarterIntegration() Integration { return Integration{} }

// ConnectApplication is the vendor's registration for Ponto Connect.
func (w *World) ConnectApplication() Application { return Application{} }

// ConnectOrganization is the organization reachable through Ponto Connect, ConnectUser its user.
func (w *World) ConnectOrganization() Organization { return Organization{} }

// ConnectUser signs in for the Ponto Connect organization.
func (w *World) ConnectUser() User { return User{} }

// Organizations lists all, in the order they came to be.
func (w *World) Organizations() []Organization { return nil }

// Organization finds one.
func (w *World) Organization(id string) (Organization, error) { return Organization{}, nil }

// UserOf is the person who acts for an organization.
func (w *World) UserOf(organization string) (User, error) { return User{}, nil }

// SignUp makes a user.
func (w *World) SignUp(email, password, firstName, lastName string) (User, error) { return User{}, nil }

// SignIn checks a login.
func (w *World) SignIn(email, password string) (User, error) { return User{}, nil }

// User finds a person.
func (w *World) User(id string) (User, error) { return User{}, nil }

// CreateOrganization makes a customer for which the user may act. Bank accounts wait for it at every connectable bank.
func (w *World) CreateOrganization(user, name, country, enterpriseNumber string) (Organization, error) {
	return Organization{}, nil
}

// SetBilling marks that billing information was given.
func (w *World) SetBilling(organization string) error { return nil }

// CreateIntegration makes a custom integration with its own client id and secret.
func (w *World) CreateIntegration(organization, name string) (Integration, error) {
	return Integration{}, nil
}

// ConnectIntegration is the Ponto Connect integration of an organization, made when it is not there yet.
func (w *World) ConnectIntegration(organization string) (Integration, error) {
	return Integration{}, nil
}

// RenewSecret gives a custom integration a new client secret.
func (w *World) RenewSecret(integration string) (Integration, error) { return Integration{}, nil }

// DeleteIntegration ends an integration with all its accounts.
func (w *World) DeleteIntegration(integration string) error { return nil }

// Integrations lists all integrations, of one organization unless it is empty.
func (w *World) Integrations(organization string) []Integration { return nil }

// Integration finds one by id.
func (w *World) Integration(id string) (Integration, error) { return Integration{}, nil }

// IntegrationByClient finds a custom integration by its client id.
func (w *World) IntegrationByClient(clientID string) (Integration, error) {
	return Integration{}, nil
}

// Connectable lists the institutions where accounts can be added now, of one country unless it is "all"; an empty
// country means the international ones.
func (w *World) Connectable(country string) []Institution { return nil }

// BankAccounts lists what the organization has at a bank: what the bank shows after its login.
func (w *World) BankAccounts(organization string, institution core.InstitutionID) ([]BankAccount, error) {
	return nil, nil
}

// BankAccount finds one by its id.
func (w *World) BankAccount(id string) (BankAccount, error) { return BankAccount{}, nil }

// Authorize gives an integration access to bank accounts of one institution. Accounts that it already has at that bank
// get a new consent when ticked; every other account is kept.
func (w *World) Authorize(integration string, institution core.InstitutionID, bankAccounts []string) ([]Account, error) {
	return nil, nil
}

// Accounts lists an integration's accounts, oldest first.
func (w *World) Accounts(integration string) []Account { return nil }

// Account finds an account that is in an integration.
func (w *World) Account(id core.AccountID) (Account, error) { return Account{}, nil }

// Withdraw takes an account out of its integration.
func (w *World) Withdraw(id core.AccountID) error { return nil }

// Restore mends what Expire, Revoke or Withdraw did. An account that was taken out comes back under a new id, with new
// line ids; id may be any id that it ever had.
func (w *World) Restore(id core.AccountID) (Account, error) { return Account{}, nil }

// Expire ends a consent now: its date becomes the present instant.
func (w *World) Expire(id core.AccountID) error { return nil }

// Revoke makes the bank end a consent although its date lies ahead.
func (w *World) Revoke(id core.AccountID) error { return nil }

// Reauthorize gives new dates under the same id and lets Ponto fetch what it missed.
func (w *World) Reauthorize(id core.AccountID) (Account, error) { return Account{}, nil }

// Transactions is a page of what Ponto lists of an account, newest first.
func (w *World) Transactions(id core.AccountID, q Query) (Page[Line], error) {
	return Page[Line]{}, nil
}

// Transaction finds one line in Ponto's list.
func (w *World) Transaction(id core.AccountID, line string) (Line, error) { return Line{}, nil }

// PendingTransactions is a page of the announced lines that Ponto lists.
func (w *World) PendingTransactions(id core.AccountID, q Query) (Page[Line], error) {
	return Page[Line]{}, nil
}

// PendingTransaction finds one announced line.
func (w *World) PendingTransaction(id core.AccountID, line string) (Line, error) {
	return Line{}, nil
}

// StartSynchronization asks for news in a user's name.
func (w *World) StartSynchronization(id core.AccountID, subtype, customerIP string) (Synchronization, error) {
	return Synchronization{}, nil
}

// Synchronization reads a run. Each reading moves it a step, so that a frozen clock cannot keep a client waiting.
func (w *World) Synchronization(id string) (Synchronization, error) { return Synchronization{}, nil }

// Synchronizations lists the runs that are still known, oldest first: all that users started, and of Ponto's own the
// latest and those that brought something.
func (w *World) Synchronizations() []Synchronization { return nil }

// UpdatedTransactions is a page of the lines that a synchronization created or changed.
func (w *World) UpdatedTransactions(synchronization string, q Query) (Page[Line], error) {
	return Page[Line]{}, nil
}

// UpdatedPendingTransactions is the same for announced lines.
func (w *World) UpdatedPendingTransactions(synchronization string, q Query) (Page[Line], error) {
	return Page[Line]{}, nil
}

// Sync lets Ponto synchronize an account at once, as one of its own runs would.
func (w *World) Sync(id core.AccountID) error { return nil }

// Post books a line at the bank. The id is the one under which Ponto will list it, unless ids are re-issued first.
func (w *World) Post(id core.AccountID, c Content) (string, error) { return "", nil }

// PostPending announces a line at the bank.
func (w *World) PostPending(id core.AccountID, c Content) (string, error) { return "", nil }

// Change edits a booked line, or an announced one, at the bank.
func (w *World) Change(id core.AccountID, line string, edit func(*Content)) error { return nil }

// Book turns an announced line into a booked one under a new id, after edit (may be nil) changed it.
func (w *World) Book(id core.AccountID, pending string, edit func(*Content)) (string, error) {
	return "", nil
}

// Remove makes a line vanish at the bank, booked or announced.
func (w *World) Remove(id core.AccountID, line string) error { return nil }

// Reissue gives every line of an account a new id in Ponto's list, at once.
func (w *World) Reissue(id core.AccountID) error { return nil }

// BankTransactions is a page of what the bank itself lists: the sandbox resources of the API. Ids are those that a first
// Ponto account of it would show.
func (w *World) BankTransactions(bankAccount string, q Query) (Page[Line], error) {
	return Page[Line]{}, nil
}

// PostToBank books a line at a bank account that need not be in any integration.
func (w *World) PostToBank(bankAccount string, c Content) (Line, error) { return Line{}, nil }

// ChangeAtBank edits a line found by its id in BankTransactions.
func (w *World) ChangeAtBank(bankAccount, line string, edit func(*Content)) (Line, error) {
	return Line{}, nil
}

// Truth is what Ponto and the bank hold of an account.
func (w *World) Truth(id core.AccountID) (Truth, error) { return Truth{}, nil }

// Truths are those of all accounts of an integration, or of every integration when it is empty.
func (w *World) Truths(integration string) []Truth { return nil }

// TrueIDs walks the ids of Ponto's list, newest first. The world must not change meanwhile.
func (w *World) TrueIDs(id core.AccountID) iter.Seq[string] { return func(func(string) bool) {} }
