// Package core holds the words of the field: dossiers, connections, institutions, accounts, consents, transactions,
// exact amounts and days, and the errors that every part of Ferry speaks in.
//
// It knows nothing of terminals, HTTP or files. Everything else depends on it; it depends on the standard library.
package core
