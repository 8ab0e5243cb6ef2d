// Package store keeps everything Ferry knows in one bbolt file: dossiers, connections with their sealed secrets,
// accounts, the ledger of each account, the raw deliveries it came from, and a hash-chained journal of every change.
//
// One program holds the file at a time. Writes of concurrent callers are gathered into one transaction and are durable
// when the method returns; reads are short transactions of their own.
package store
