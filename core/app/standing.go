package app

import (
	"context"

	"ferry/core"
)

// Standing is what a list of a dossier's lines, their states and what explains them is read from: two readings with the same
// Standing say the same. A screen that is told of its own acts need not read again what it has read after them.
type Standing struct {
	Books, Lines uint64
	Looks        uint64 // how often all open lines were looked at
}

// Standing says how things stand.
func (s *Service) Standing(ctx context.Context, d core.DossierID) (at Standing, err error) {
	defer tell("look how the books stand", &err)
	if at.Lines, err = s.ledgerRevision(ctx, d); err != nil {
		return at, err
	}
	at.Books = s.store.BooksRevision(d)
	w := s.bench(d)
	w.mu.Lock()
	defer w.mu.Unlock()
	at.Looks = w.looks
	return at, nil
}
