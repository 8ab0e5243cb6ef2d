// Package store keeps everything Ferry knows in one bbolt file: dossiers, connections with their sealed secrets,
// accounts, the ledger of each account, the raw deliveries it came from, the books that the user makes of the lines, and a
// hash-chained journal of every change.
//
// The books change by acts, see [File.Do]: an act is checked to its end before anything is written, is done whole, and can be
// taken back and done again.
//
// One program holds the file at a time. Writes of concurrent callers are gathered into one transaction and are durable
// when the method returns; reads are short transactions of their own.
package store
