package world

import (
	"slices"
	"time"

	"ferry/core"
)

// account is an account in an integration: Ponto's copy of what the bank has, and the consent.
type account struct {
	id          core.AccountID
	number      uint64
	generation  uint64 // of the ids of its lines
	numbers     numbering
	bank        *bankAccount
	integration *integration
	withdrawn   bool

	authorized, expires, promised time.Time // promised: the date that Expire overwrote
	revoked                       bool

	book     *book
	pending  []*row
	followed int // events of the bank that the copy has
	loaded   time.Time

	current                      int64
	balanceChanged, balanceAsked time.Time
	synced                       time.Time
	latest                       *run
	own                          map[string]*run      // Ponto's last run of each subtype
	asked                        map[string]time.Time // the user's last start of each subtype
}

func (a *account) live() bool { return !a.withdrawn }

// owner is what the ids of its lines are made with.
func (a *account) owner() uint64 { return a.number | a.generation<<20 }

func (w *World) view(a *account) view {
	return view{w: w, book: a.book, owner: a.owner(), loaded: a.loaded, numbers: a.numbers}
}

// everAccount finds an account, also one that was taken out.
func (w *World) everAccount(id core.AccountID) (*account, error) {
	if a, ok := w.byAccount[id]; ok {
		return a, nil
	}
	return nil, ErrNotFound
}

func (w *World) liveAccount(id core.AccountID) (*account, error) {
	if a, ok := w.byAccount[id]; ok && a.live() {
		return a, nil
	}
	return nil, ErrNotFound
}

// readable finds an account whose data can be given now.
func (w *World) readable(id core.AccountID) (*account, error) {
	now := w.settle()
	a, err := w.liveAccount(id)
	if err == nil && a.bank.institution.inMaintenance(now, core.MaintenanceInternal) {
		return nil, ErrMaintenance
	}
	return a, err
}

// Accounts lists an integration's accounts, oldest first.
func (w *World) Accounts(integration string) []Account {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	var list []Account
	for _, a := range w.accounts {
		if a.live() && a.integration.ID == integration {
			list = append(list, a.describe(now))
		}
	}
	return list
}

// Account finds an account that is in an integration.
func (w *World) Account(id core.AccountID) (Account, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	a, err := w.liveAccount(id)
	if err != nil {
		return Account{}, err
	}
	return a.describe(now), nil
}

func (a *account) describe(now time.Time) Account {
	b, i := a.bank, a.bank.institution
	d := Account{ID: a.id, Integration: a.integration.ID, Organization: a.integration.Organization, Institution: i.id,
		Subtype: b.Subtype, Reference: b.Reference, ReferenceType: b.ReferenceType, InternalReference: b.ID, Currency: b.Currency,
		Holder: b.Holder, Description: b.Description, Product: b.Product,
		Deprecated: i.has(isDeprecated), ReadOnly: i.inMaintenance(now, ""),
		Current: core.Amount{Minor: a.current, Currency: b.Currency}, CurrentChangedAt: a.balanceChanged, CurrentVariationObservedAt: a.balanceChanged,
		AuthorizedAt: a.authorized, ExpiresAt: a.expires, Revoked: a.revoked, SynchronizedAt: a.synced,
		PendingAvailable: i.has(hasPending), OmitNulls: i.has(omitsNulls)}
	if !a.balanceAsked.IsZero() {
		d.CurrentReferenceDate = core.DateIn(a.balanceAsked, i.zone).Time()
	}
	d.Available = d.Current
	for _, r := range a.pending {
		d.Available.Minor += r.content.Amount.Minor
	}
	if a.latest != nil {
		latest := a.latest.describe()
		d.Latest = &latest
	}
	return d
}

// link brings a bank account into an integration: Ponto reads everything at once.
func (w *World) link(in *integration, b *bankAccount, authorized, expires, at time.Time) *account {
	n := uint64(len(w.accounts))
	a := &account{id: core.AccountID(w.fixedID(idAccount, n)), number: n, bank: b, integration: in, authorized: authorized, expires: expires,
		book: b.book.clone(), followed: len(b.events), loaded: at, own: map[string]*run{}, asked: map[string]time.Time{}}
	a.balanceChanged = core.DateIn(at, b.institution.zone).AddDays(-1).Time().Add(20 * time.Hour)
	w.accounts = append(w.accounts, a)
	w.byAccount[a.id] = a
	a.current = b.balance()
	w.runNow(a, AccountDetails, byPonto, at)
	first := w.runNow(a, a.transactionsSubtype(), byPonto, at)
	first.all = first.Status == Success
	first.Updated = a.book.len()
	return a
}

// Transactions is a page of what Ponto lists of an account, newest first.
func (w *World) Transactions(id core.AccountID, q Query) (Page[Line], error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.readable(id)
	if err != nil {
		return Page[Line]{}, err
	}
	return PageOf(w.view(a), q)
}

// Transaction finds one line in Ponto's list.
func (w *World) Transaction(id core.AccountID, line string) (Line, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.readable(id)
	if err != nil {
		return Line{}, err
	}
	return itemOf(w.view(a), line)
}

// PendingTransactions is a page of the announced lines that Ponto lists.
func (w *World) PendingTransactions(id core.AccountID, q Query) (Page[Line], error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.readable(id)
	if err != nil {
		return Page[Line]{}, err
	}
	return PageOf(w.announced(a, nil), q)
}

// PendingTransaction finds one announced line.
func (w *World) PendingTransaction(id core.AccountID, line string) (Line, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.readable(id)
	if err != nil {
		return Line{}, err
	}
	return itemOf(w.announced(a, nil), line)
}

// announced lists Ponto's copy of the announced lines, only those with the keys unless there are none.
func (w *World) announced(a *account, keys []uint64) List[Line] {
	v := w.view(a)
	lines := make([]Line, 0, len(a.pending))
	for _, r := range a.pending {
		if keys == nil || slices.Contains(keys, r.key) {
			lines = append(lines, v.line(r))
		}
	}
	return ListOf(lines, v.ID)
}

func itemOf(list List[Line], id string) (Line, error) {
	i, ok := list.Index(id)
	if !ok {
		return Line{}, ErrNotFound
	}
	return list.At(i), nil
}
