package world

import (
	"iter"

	"ferry/core"
)

// Truth is what Ponto and the bank hold of an account.
func (w *World) Truth(id core.AccountID) (Truth, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return Truth{}, err
	}
	return a.truth(), nil
}

// Truths are those of all accounts of an integration, or of every integration when it is empty.
func (w *World) Truths(integration string) []Truth {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	var list []Truth
	for _, a := range w.accounts {
		if a.live() && (integration == "" || a.integration.ID == integration) {
			list = append(list, a.truth())
		}
	}
	return list
}

func (a *account) truth() Truth {
	b := a.bank
	money := func(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: b.Currency} }
	return Truth{Account: a.id, Organization: a.integration.Organization, Integration: a.integration.ID,
		Lines: a.book.len(), Sum: money(a.book.sum()), Pending: len(a.pending),
		BankLines: b.book.len(), BankSum: money(b.book.sum()), BankBalance: money(b.balance()), Opening: money(b.opening())}
}

// TrueIDs walks the ids of Ponto's list, newest first, as it stood at the call of TrueIDs.
func (w *World) TrueIDs(id core.AccountID) iter.Seq[string] {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return func(func(string) bool) {}
	}
	list, owner := a.book.clone(), a.owner()
	return func(yield func(string) bool) {
		for i := range list.len() {
			key := uint64(0)
			if r, base := list.at(i); r != nil {
				key = r.key
			} else {
				key = uint64(base)
			}
			if !yield(w.cipher.encode(owner, key)) {
				return
			}
		}
	}
}
