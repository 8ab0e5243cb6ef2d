package world

import (
	"cmp"
	"slices"
	"strings"

	"ferry/core"
)

// bankAccount is an account at the bank with its own list of lines.
type bankAccount struct {
	BankAccount
	institution  *institution
	organization *organization
	owner        uint64 // under which the bank's own list has its ids
	source       source
	transfers    bool // some of its lines go to or come from another account of the owner
	book         *book
	pending      []*row  // announced lines, newest first
	events       []event // what happened to the book since the world began; Ponto's copies follow it
	keys         uint64
	anchor       int64 // minor units: balance minus the book's delta, constant
}

// event is one change of a bank's list.
type event struct {
	key     uint64
	gone    bool
	content Content
}

// balance after all booked lines, in minor units.
func (b *bankAccount) balance() int64 { return b.anchor + b.book.delta }

// opening is the balance before the first line.
func (b *bankAccount) opening() int64 { return b.balance() - b.book.sum() }

func (b *bankAccount) newKey() uint64 {
	b.keys++
	return firstKey + b.keys
}

// complete fills in what a poster may leave out.
func (b *bankAccount) complete(c Content, today core.Date) Content {
	if c.ExecutionDate.IsZero() {
		c.ExecutionDate = b.source.instant(today, 0)
	}
	if c.ValueDate.IsZero() {
		c.ValueDate = c.ExecutionDate
	}
	if c.Amount.Currency == "" {
		c.Amount.Currency = b.Currency
	}
	if c.Fee.Minor != 0 && c.Fee.Currency == "" {
		c.Fee.Currency = b.Currency
	}
	return c
}

// describe is the account with its figures of now.
func (b *bankAccount) describe() BankAccount {
	d := b.BankAccount
	d.Lines = b.book.len()
	d.Balance = core.Amount{Minor: b.balance(), Currency: b.Currency}
	d.Available = d.Balance
	return d
}

// BankAccounts lists what the organization has at a bank: what the bank shows after its login.
func (w *World) BankAccounts(organization string, institution core.InstitutionID) ([]BankAccount, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	o, err := w.organization(organization)
	i, ok := w.byInstitution[institution]
	if err != nil || !ok {
		return nil, ErrNotFound
	}
	var list []BankAccount
	for _, b := range w.accountsAt(o, i) {
		list = append(list, b.describe())
	}
	return list, nil
}

// BankAccount finds one by its id, once it was listed.
func (w *World) BankAccount(id string) (BankAccount, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	b, ok := w.banks[id]
	if !ok {
		return BankAccount{}, ErrNotFound
	}
	return b.describe(), nil
}

// BankTransactions is a page of what the bank itself lists, synchronized or not: the sandbox resources of the API.
func (w *World) BankTransactions(bankAccount string, q Query) (Page[Line], error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	b, ok := w.banks[bankAccount]
	if !ok {
		return Page[Line]{}, ErrNotFound
	}
	return PageOf(w.bankView(b), q)
}

func (w *World) bankView(b *bankAccount) view { return view{w: w, book: b.book, owner: b.owner} }

// Post books a line at the bank. The id is the one under which Ponto will list it, unless ids are re-issued first.
func (w *World) Post(id core.AccountID, c Content) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.everAccount(id)
	if err != nil {
		return "", err
	}
	key, err := w.post(a.bank, c)
	return w.cipher.encode(a.owner(), key), err
}

// PostToBank books a line at a bank account that need not be in any integration.
func (w *World) PostToBank(bankAccount string, c Content) (Line, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b, ok := w.banks[bankAccount]
	if !ok {
		return Line{}, ErrNotFound
	}
	key, err := w.post(b, c)
	if err != nil {
		return Line{}, err
	}
	return w.bankLine(b, key)
}

func (w *World) bankLine(b *bankAccount, key uint64) (Line, error) {
	v := w.bankView(b)
	i, ok := b.book.position(key)
	if !ok {
		return Line{}, ErrNotFound
	}
	return v.At(i), nil
}

func (w *World) post(b *bankAccount, c Content) (uint64, error) {
	now := w.settle()
	c = b.complete(c, core.DateIn(now, b.institution.zone))
	if c.Amount.Currency != b.Currency {
		return 0, ErrInvalid
	}
	key := b.newKey()
	w.book(b, key, c)
	return key, nil
}

// book puts a line into the bank's list and remembers it for Ponto's copies.
func (w *World) book(b *bankAccount, key uint64, c Content) {
	b.book.put(key, c, w.clock.now())
	b.events = append(b.events, event{key: key, content: c})
}

// PostPending announces a line at the bank.
func (w *World) PostPending(id core.AccountID, c Content) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	a, err := w.everAccount(id)
	if err != nil {
		return "", err
	}
	now := w.settle()
	b := a.bank
	c = b.complete(c, core.DateIn(now, b.institution.zone))
	r := &row{key: b.newKey(), content: c, created: now, updated: now}
	b.pending = announce(b.pending, r)
	return w.cipher.encode(a.owner(), r.key), nil
}

// announce inserts a row, newest day and latest arrival first. The list itself is never written: copies share it.
func announce(list []*row, r *row) []*row {
	list = append([]*row{r}, list...)
	slices.SortStableFunc(list, func(x, y *row) int {
		return cmp.Compare(y.content.ExecutionDate.Unix(), x.content.ExecutionDate.Unix())
	})
	return list
}

// findPending finds an announced line of the bank.
func (b *bankAccount) findPending(key uint64) *row {
	for _, r := range b.pending {
		if r.key == key {
			return r
		}
	}
	return nil
}

func (b *bankAccount) dropPending(key uint64) {
	b.pending = slices.DeleteFunc(slices.Clone(b.pending), func(r *row) bool { return r.key == key })
}

// Change edits a booked line, or an announced one, at the bank.
func (w *World) Change(id core.AccountID, line string, edit func(*Content)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, key, err := w.find(id, line)
	if err != nil {
		return err
	}
	return w.change(a.bank, key, edit)
}

// ChangeAtBank edits a line found by its id in BankTransactions.
func (w *World) ChangeAtBank(bankAccount, line string, edit func(*Content)) (Line, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	b, ok := w.banks[bankAccount]
	if !ok {
		return Line{}, ErrNotFound
	}
	key, ok := w.bankView(b).key(line)
	if !ok {
		return Line{}, ErrNotFound
	}
	if err := w.change(b, key, edit); err != nil {
		return Line{}, err
	}
	return w.bankLine(b, key)
}

func (w *World) change(b *bankAccount, key uint64, edit func(*Content)) error {
	now := w.clock.now()
	if old := b.findPending(key); old != nil {
		next := *old
		edit(&next.content)
		next.updated = now
		b.dropPending(key)
		b.pending = announce(b.pending, &next)
		return nil
	}
	c, ok := b.book.content(key)
	if !ok {
		return ErrNotFound
	}
	edit(&c)
	if c.Amount.Currency != b.Currency {
		return ErrInvalid
	}
	w.book(b, key, c)
	return nil
}

// Book turns an announced line into a booked one under a new id, after edit (may be nil) changed it.
func (w *World) Book(id core.AccountID, pending string, edit func(*Content)) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, key, err := w.find(id, pending)
	if err != nil {
		return "", err
	}
	b := a.bank
	old := b.findPending(key)
	if old == nil {
		return "", ErrNotFound
	}
	c := old.content
	if edit != nil {
		edit(&c)
	}
	booked, err := w.post(b, c)
	if err != nil {
		return "", err
	}
	b.dropPending(key)
	return w.cipher.encode(a.owner(), booked), nil
}

// Remove makes a line vanish at the bank, booked or announced.
func (w *World) Remove(id core.AccountID, line string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	a, key, err := w.find(id, line)
	if err != nil {
		return err
	}
	b := a.bank
	if b.findPending(key) != nil {
		b.dropPending(key)
		return nil
	}
	if !b.book.remove(key) {
		return ErrNotFound
	}
	b.events = append(b.events, event{key: key, gone: true})
	return nil
}

// find turns an account's line id into the key of its bank.
func (w *World) find(id core.AccountID, line string) (*account, uint64, error) {
	a, err := w.everAccount(id)
	if err != nil {
		return nil, 0, err
	}
	key, ok := w.view(a).key(strings.ToLower(line))
	if !ok {
		return nil, 0, ErrNotFound
	}
	return a, key, nil
}
