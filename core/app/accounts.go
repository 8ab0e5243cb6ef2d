package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/consent"
)

// accountsOf lists what the file knows of a connection's accounts, in any state.
func (s *Service) accountsOf(conn core.ConnectionID) ([]core.Account, error) {
	all, err := s.store.Accounts()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(a core.Account) bool { return a.Connection != conn }), nil
}

// Accounts lists the accounts of a dossier (empty: of all), each with its state. Accounts that were never chosen are not
// among them: see Choices.
func (s *Service) Accounts(_ context.Context, dossier core.DossierID) (views []AccountView, err error) {
	defer tell("read the accounts", &err)
	accounts, err := s.store.Accounts()
	if err != nil {
		return nil, err
	}
	b, err := s.backdrop()
	if err != nil {
		return nil, err
	}
	for _, a := range accounts {
		if (dossier != "" && a.Dossier != dossier) || (!a.Connected && a.ConnectedAt.IsZero()) {
			continue
		}
		v, err := s.accountView(a, b)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b AccountView) int {
		return cmp.Or(strings.Compare(fold(a.DossierName), fold(b.DossierName)), strings.Compare(fold(a.Bank.Name), fold(b.Bank.Name)),
			strings.Compare(a.Reference, b.Reference), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.ID, b.ID))
	})
	return views, nil
}

// Account is one account with its state.
func (s *Service) Account(_ context.Context, id core.AccountID) (view AccountView, err error) {
	defer tell("read the account", &err)
	a, err := s.store.Account(id)
	if err != nil {
		return AccountView{}, err
	}
	b, err := s.backdrop()
	if err != nil {
		return AccountView{}, err
	}
	return s.accountView(a, b)
}

// backdrop is what accounts are seen against, read once for a whole list.
type backdrop struct {
	dossiers    map[core.DossierID]core.Dossier
	connections map[core.ConnectionID]core.Connection
	banks       map[core.InstitutionID]core.Institution
}

func (s *Service) backdrop() (backdrop, error) {
	b := backdrop{dossiers: make(map[core.DossierID]core.Dossier), connections: make(map[core.ConnectionID]core.Connection), banks: make(map[core.InstitutionID]core.Institution)}
	dossiers, err := s.store.Dossiers()
	if err != nil {
		return b, err
	}
	for _, d := range dossiers {
		b.dossiers[d.ID] = d
	}
	connections, err := s.store.Connections()
	if err != nil {
		return b, err
	}
	for _, c := range connections {
		b.connections[c.ID] = c
	}
	return b, nil
}

func (b backdrop) bank(s *Service, id core.InstitutionID) core.Institution {
	if inst, ok := b.banks[id]; ok {
		return inst
	}
	inst := s.bank(id)
	b.banks[id] = inst
	return inst
}

func (s *Service) accountView(a core.Account, b backdrop) (AccountView, error) {
	v := AccountView{Account: a, DossierName: b.dossiers[a.Dossier].Name, Bank: b.bank(s, a.Institution)}
	var err error
	if v.Feed, err = s.store.FeedState(a.ID); err != nil && core.CodeOf(err) != core.CodeNotFound {
		return AccountView{}, err
	}
	if v.Stats, err = s.store.Stats(a.ID); err != nil && core.CodeOf(err) != core.CodeNotFound {
		return AccountView{}, err
	}
	if p, ok := s.runner.Progress(a.ID); ok {
		told := progressOf(p)
		v.Progress = &told
	}
	now := s.Now(a.Connection)
	v.Consent = consent.Judge(a, v.Bank.LifetimeDays, now)
	conn, known := b.connections[a.Connection]
	v.Status = accountStatus(v, conn, known, now)
	return v, nil
}

// title is what a list calls the account: its bank and number.
func (v AccountView) title() string { return bankName(v.Bank) + " " + accountName(v.Account) }

func bankName(i core.Institution) string { return or(i.Name, txtUnknownBank) }

// accountName names an account unmistakably, also one that has neither number nor currency.
func accountName(a core.Account) string {
	return or(a.Told(), a.Name())
}

// Connections lists the connections of a dossier (empty: of all), each with its state.
func (s *Service) Connections(_ context.Context, dossier core.DossierID) (views []ConnectionView, err error) {
	defer tell("read the connections", &err)
	b, err := s.backdrop()
	if err != nil {
		return nil, err
	}
	accounts, err := s.store.Accounts()
	if err != nil {
		return nil, err
	}
	for _, c := range b.connections {
		if dossier != "" && c.Dossier != dossier {
			continue
		}
		v := ConnectionView{Connection: c, DossierName: b.dossiers[c.Dossier].Name}
		var good time.Time
		for _, a := range accounts {
			if a.Connection != c.ID || !a.Connected {
				continue
			}
			v.Accounts++
			if f, err := s.store.FeedState(a.ID); err == nil && f.LastGood.After(good) {
				good = f.LastGood
			}
		}
		v.Status = connectionStatus(v, good, s.Now(c.ID))
		views = append(views, v)
	}
	slices.SortFunc(views, func(a, b ConnectionView) int {
		return cmp.Or(strings.Compare(fold(a.DossierName), fold(b.DossierName)), strings.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return views, nil
}
