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

// TrueLine is a line of Ponto's list with what no client is told.
type TrueLine struct {
	Line
	Payment uint64    // which payment it is, whatever ids it had and has
	Day     core.Date // on which the bank booked it
}

// TrueLines walks Ponto's list, newest first, as it stood at the call of TrueLines.
func (w *World) TrueLines(id core.AccountID) iter.Seq[TrueLine] {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return func(func(TrueLine) bool) {}
	}
	list := w.view(a)
	list.book = a.book.clone()
	return func(yield func(TrueLine) bool) {
		for i := range list.Len() {
			key := list.book.keyAt(i)
			if !yield(TrueLine{list.At(i), key, list.book.dayOf(key)}) {
				return
			}
		}
	}
}

// TrueIDs walks the ids of Ponto's list, newest first, as it stood at the call of TrueIDs. It computes no contents.
func (w *World) TrueIDs(id core.AccountID) iter.Seq[string] {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return func(func(string) bool) {}
	}
	list, owner, numbers := a.book.clone(), a.owner(), a.numbers
	return func(yield func(string) bool) {
		for i := range list.len() {
			if !yield(w.cipher.encode(owner, numbers.show(list.keyAt(i)))) {
				return
			}
		}
	}
}
