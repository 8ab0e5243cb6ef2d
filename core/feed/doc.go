// Package feed turns delivered pages into ledger changes.
package feed
