package world

import (
	"time"

	"ferry/core"
)

// expiryFrom is when a consent given at an instant is expected to end; zero where the bank gives no date.
func (i *institution) expiryFrom(given time.Time) time.Time {
	if i.lifetime == 0 {
		return time.Time{}
	}
	return given.AddDate(0, 0, i.lifetime)
}

// Authorize gives an integration access to bank accounts of one institution. Accounts that it already has at that bank
// get a new consent when ticked; every other account is kept: what a user unticked must be withdrawn by Withdraw.
func (w *World) Authorize(integration string, institution core.InstitutionID, bankAccounts []string) ([]Account, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	in, err := w.integration(integration)
	if err != nil {
		return nil, err
	}
	i, ok := w.byInstitution[institution]
	if !ok {
		return nil, ErrNotFound
	}
	if !i.connectable(now) {
		return nil, ErrNotConnectable
	}
	var banks []*bankAccount
	for _, id := range bankAccounts {
		b, ok := w.banks[id]
		if !ok || b.institution != i || b.Organization != in.Organization {
			return nil, ErrNotFound
		}
		banks = append(banks, b)
	}
	var list []Account
	for _, b := range banks {
		a := w.linked(in, b)
		if a == nil {
			a = w.link(in, b, now, i.expiryFrom(now), now)
		} else {
			w.renew(a, now)
		}
		list = append(list, a.describe(now))
	}
	select {
	case w.added <- struct{}{}:
	default: // told already
	}
	return list, nil
}

// linked is the account under which an integration has a bank account now.
func (w *World) linked(in *integration, b *bankAccount) *account {
	for _, a := range w.accounts {
		if a.live() && a.integration == in && a.bank == b {
			return a
		}
	}
	return nil
}

// renew gives new dates under the same id; Ponto then fetches what it missed.
func (w *World) renew(a *account, now time.Time) {
	a.authorized, a.expires = now, a.bank.institution.expiryFrom(now)
	a.promised, a.revoked = time.Time{}, false
	w.runNow(a, AccountDetails, byPonto, now)
	w.runNow(a, a.transactionsSubtype(), byPonto, now)
}

// Reauthorize gives new dates under the same id and lets Ponto fetch what it missed. A deprecated institution gives no
// new consent: its accounts must be authorized at the replacement.
func (w *World) Reauthorize(id core.AccountID) (Account, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return Account{}, err
	}
	if !a.bank.institution.connectable(now) {
		return Account{}, ErrNotConnectable
	}
	w.renew(a, now)
	return a.describe(now), nil
}

// Expire ends a consent now: its date becomes the present instant.
func (w *World) Expire(id core.AccountID) error {
	return w.withLive(id, func(a *account, now time.Time) {
		if a.expires.IsZero() || now.Before(a.expires) {
			a.promised, a.expires = a.expires, now
		}
	})
}

// Revoke makes the bank end a consent although its date lies ahead.
func (w *World) Revoke(id core.AccountID) error {
	return w.withLive(id, func(a *account, _ time.Time) { a.revoked = true })
}

// Withdraw takes an account out of its integration.
func (w *World) Withdraw(id core.AccountID) error {
	return w.withLive(id, func(a *account, _ time.Time) { a.withdrawn = true })
}

// Reissue gives every line of an account a new id in Ponto's list, at once.
func (w *World) Reissue(id core.AccountID) error {
	return w.withLive(id, func(a *account, _ time.Time) { a.generation++ })
}

func (w *World) withLive(id core.AccountID, do func(*account, time.Time)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	a, err := w.liveAccount(id)
	if err == nil {
		do(a, now)
	}
	return err
}

// Restore mends what Expire, Revoke or Withdraw did. An account that was taken out comes back under a new id, with new
// line ids; id may be any id that it ever had. A consent whose own date has passed needs Reauthorize.
func (w *World) Restore(id core.AccountID) (Account, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	a, err := w.everAccount(id)
	if err != nil {
		return Account{}, err
	}
	if a.integration.ended {
		return Account{}, ErrNotFound
	}
	expires := a.expires
	if !a.promised.IsZero() {
		expires = a.promised
	} else if a.bank.institution.lifetime == 0 {
		expires = time.Time{} // Expire gave a date to a bank that has none
	}
	if !a.live() {
		again := w.linked(a.integration, a.bank)
		if again == nil {
			again = w.link(a.integration, a.bank, a.authorized, expires, now)
		}
		return again.describe(now), nil
	}
	a.expires, a.promised, a.revoked = expires, time.Time{}, false
	return a.describe(now), nil
}
