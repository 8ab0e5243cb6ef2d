package app

import (
	"context"

	"ferry/core"
)

// bookStore is the part of the file that holds the books of the dossiers: open items, matches, rules, locks, and the acts
// that changed them.
type bookStore interface {
	itemStore
	matchStore
	actStore
	Chart(d core.DossierID) ([]core.LedgerAccount, error)
	Rules(d core.DossierID) ([]core.Rule, error)
	Limits(d core.DossierID) (core.Limits, error)
	PutLimits(ctx context.Context, d core.DossierID, l core.Limits, by string) error
	Locks() (map[core.AccountID]core.Lock, error)
	HeldItems(d core.DossierID) (map[core.ItemID]core.Lock, error)
	SetLock(ctx context.Context, account core.AccountID, until core.Date, by, why string) error
	Mappings() ([]core.Mapping, error)
	PutMapping(ctx context.Context, m core.Mapping, by string) error
	DeleteMapping(ctx context.Context, name, by string) error
}

type itemStore interface {
	Items(d core.DossierID, openOnly bool) ([]core.OpenItem, error)
	Item(d core.DossierID, id core.ItemID) (core.OpenItem, error)
}

type matchStore interface {
	Matches(d core.DossierID, before uint64, n int) ([]core.Match, error)
	Match(d core.DossierID, id uint64) (core.Match, error)
	States(keys []core.LineKey) ([]core.LineState, error)
	Progress(ctx context.Context, accounts []core.AccountID, from, until core.Date) ([]core.MonthProgress, error)
}

type actStore interface {
	Do(ctx context.Context, a core.Act) (core.Done, error)
	Undo(ctx context.Context, d core.DossierID, by string) (core.Done, error)
	Redo(ctx context.Context, d core.DossierID, by string) (core.Done, error)
	Acts(d core.DossierID, n int) ([]core.Done, error)
	BooksRevision(d core.DossierID) uint64
}
