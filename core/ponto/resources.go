package ponto

import (
	"context"
	"time"

	"ferry/core"
)

// InstitutionFilter narrows the directory; empty fields do not.
type InstitutionFilter struct {
	Name    string // part of the name
	Country string // ISO 3166-1
}

// TransactionsOf says whose lines are read and how their days and amounts are to be taken.
type TransactionsOf struct {
	Account  core.AccountID
	Currency core.Currency  // of the account, for lines that carry none
	Zone     *time.Location // of the institution; nil: Brussels
}

// TransactionPage is one page of lines, newest first as the API gives them.
type TransactionPage struct {
	Lines          []core.Transaction
	Next           string // cursor for the next call, "" at the end
	Raw            []byte // the body as it came
	SynchronizedAt time.Time
	Latest         core.SyncResult // the account's latest completed synchronization
}

// Institutions reads the whole public directory, all pages.
func (c *Client) Institutions(ctx context.Context, filter InstitutionFilter) ([]core.Institution, error) {
	return nil, errNotYet
}

// Institution reads one institution of the directory.
func (c *Client) Institution(ctx context.Context, id core.InstitutionID) (core.Institution, error) {
	return core.Institution{}, errNotYet
}

// Accounts reads all accounts of the integration, all pages. Only what the API says is filled in.
func (c *Client) Accounts(ctx context.Context) ([]core.Account, error) { return nil, errNotYet }

// Account reads one account. An account that left the integration fails with core.CodeWithdrawn.
func (c *Client) Account(ctx context.Context, id core.AccountID) (core.Account, error) {
	return core.Account{}, errNotYet
}

// DeleteAccount takes an account out of this integration. The user gets it back only by a new authorization.
func (c *Client) DeleteAccount(ctx context.Context, id core.AccountID) error { return errNotYet }

// Transactions reads a page of up to 100 booked lines, from the newest or behind a cursor.
func (c *Client) Transactions(ctx context.Context, of TransactionsOf, cursor string) (TransactionPage, error) {
	return TransactionPage{}, errNotYet
}

// PendingTransactions reads a page of announced lines.
func (c *Client) PendingTransactions(ctx context.Context, of TransactionsOf, cursor string) (TransactionPage, error) {
	return TransactionPage{}, errNotYet
}

// UpdatedTransactions reads a page of the lines that a synchronization brought or changed.
func (c *Client) UpdatedTransactions(ctx context.Context, of TransactionsOf, syncID, cursor string) (TransactionPage, error) {
	return TransactionPage{}, errNotYet
}

// StartSynchronization asks the bank for news in the name of a present user, whose public address Ponto demands.
func (c *Client) StartSynchronization(ctx context.Context, account core.AccountID, subtype, customerIP string) (core.SyncResult, error) {
	return core.SyncResult{}, errNotYet
}

// Synchronization reads how a synchronization stands.
func (c *Client) Synchronization(ctx context.Context, id string) (core.SyncResult, error) {
	return core.SyncResult{}, errNotYet
}

// Reauthorize asks for the page on which the account holder renews the consent (Ponto Connect only).
func (c *Client) Reauthorize(ctx context.Context, account core.AccountID, redirectURI string) (link string, err error) {
	return "", errNotYet
}

// SynchronizationError says in words why a synchronization failed, or nil when it did not.
func SynchronizationError(r core.SyncResult) error { return nil }

// DecodePage reads a list of transactions or pending transactions as it came from the API.
func DecodePage(raw []byte, of TransactionsOf) (TransactionPage, error) {
	return TransactionPage{}, errNotYet
}

// DecodeTransaction reads one line: a resource object, or a document that holds one.
func DecodeTransaction(raw []byte, of TransactionsOf) (core.Transaction, error) {
	return core.Transaction{}, errNotYet
}
