package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/consent"
	"ferry/core/event"
)

// Choices lists what a connection may read, for the tick boxes; institution is the one searched for, or empty.
func (s *Service) Choices(ctx context.Context, conn core.ConnectionID, institution core.InstitutionID) (c Choice, err error) {
	defer tell("list the accounts", &err)
	connection, err := s.store.Connection(conn)
	if err != nil {
		return Choice{}, err
	}
	offered, accounts, err := s.offered(ctx, connection)
	if err != nil {
		return Choice{}, err
	}
	c = Choice{Connection: conn}
	if institution != "" {
		bank := s.bank(institution)
		c.Institution = &bank
	}
	now := s.Now(conn)
	ofChosen, fresh := 0, 0
	groups := make(map[core.InstitutionID]*ChoiceGroup)
	for _, a := range offered {
		g := groups[a.Institution]
		if g == nil {
			g = &ChoiceGroup{Bank: s.bank(a.Institution)}
			groups[a.Institution] = g
		}
		choice := AccountChoice{Account: a, Ticked: true, Consent: consent.Judge(a, g.Bank.LifetimeDays, now)}
		choice.New = !a.Connected && (institution == "" || a.Institution == institution)
		if !a.Connected {
			choice.Replaces = s.predecessor(a, accounts)
		}
		g.Accounts = append(g.Accounts, choice)
		if a.Institution == institution {
			ofChosen++
		}
		if choice.New {
			fresh++
		}
	}
	c.Groups = ordered(groups, institution)
	c.NoneOfChosen = institution != "" && ofChosen == 0
	c.Sentence, c.Next = choiceText(connection, c, fresh)
	c.Warnings = append(takenOut(accounts, s.bank), doubled(offered, s.bank)...)
	return c, nil
}

// offered reads what a connection may read now: offered are its authorized accounts, accounts all that the file knows.
func (s *Service) offered(ctx context.Context, conn core.Connection) (offered, accounts []core.Account, err error) {
	refreshed, err := s.refresh(ctx, conn)
	if err != nil {
		return nil, nil, err
	}
	accounts, err = s.accountsOf(conn.ID)
	if err != nil {
		return nil, nil, err
	}
	replaced := make(map[core.AccountID]bool)
	for _, a := range accounts {
		for _, old := range a.Replaces {
			replaced[old] = true
		}
	}
	for _, a := range refreshed.Accounts {
		// An account whose lines went on under another id must not be connected a second time.
		if a.WithdrawnAt.IsZero() && !replaced[a.ID] {
			offered = append(offered, a)
		}
	}
	return offered, accounts, nil
}

// predecessor finds the connected account that a new one continues although its id and perhaps its institution differ:
// the same number and currency, where the old one was taken out or its institution was replaced. One that has lines of its
// own continues nothing: two ledgers cannot become one.
func (s *Service) predecessor(a core.Account, accounts []core.Account) *core.Account {
	if own, err := s.store.Stats(a.ID); err == nil && own.Lines+own.Pending > 0 {
		return nil
	}
	for _, old := range accounts {
		over := !old.WithdrawnAt.IsZero() || old.Deprecated
		if over && old.Connected && !a.Deprecated && old.ID != a.ID && old.Currency == a.Currency && a.Reference != "" && old.Reference == a.Reference {
			return &old
		}
	}
	return nil
}

// ordered puts the chosen institution first, the others by name, and accounts by number.
func ordered(groups map[core.InstitutionID]*ChoiceGroup, chosen core.InstitutionID) []ChoiceGroup {
	list := make([]ChoiceGroup, 0, len(groups))
	for _, g := range groups {
		slices.SortFunc(g.Accounts, func(a, b AccountChoice) int {
			return cmp.Or(strings.Compare(a.Reference, b.Reference), cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.ID, b.ID))
		})
		list = append(list, *g)
	}
	slices.SortFunc(list, func(a, b ChoiceGroup) int {
		if (a.Bank.ID == chosen) != (b.Bank.ID == chosen) {
			if a.Bank.ID == chosen {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(fold(a.Bank.Name), fold(b.Bank.Name)), cmp.Compare(a.Bank.ID, b.Bank.ID))
	})
	return list
}

// takenOut warns of connected accounts that were left out when others were added.
func takenOut(accounts []core.Account, bank func(core.InstitutionID) core.Institution) []string {
	var list []string
	for _, a := range accounts {
		if a.Connected && !a.WithdrawnAt.IsZero() {
			list = append(list, say(txtLeftOut, bankName(bank(a.Institution)), accountName(a)))
		}
	}
	return list
}

// doubled warns of an account that stands twice, at an institution that is being replaced and at the one that replaces it:
// both ticked, its lines would be read twice.
func doubled(offered []core.Account, bank func(core.InstitutionID) core.Institution) []string {
	var list []string
	for _, old := range offered {
		if !old.Deprecated {
			continue
		}
		for _, a := range offered {
			if !a.Deprecated && a.Reference != "" && a.Reference == old.Reference && a.Currency == old.Currency && a.Connected == old.Connected {
				list = append(list, say(txtTwins, accountName(a), bankName(bank(old.Institution)), bankName(bank(a.Institution))))
			}
		}
	}
	return list
}

// ChooseAccounts connects the given accounts and disconnects those of the connection that are not among them. Accounts
// that stay as they are are not written at all.
func (s *Service) ChooseAccounts(ctx context.Context, conn core.ConnectionID, ids []core.AccountID, from core.Date) (err error) {
	defer tell("choose the accounts", &err)
	connection, err := s.store.Connection(conn)
	if err != nil {
		return err
	}
	offered, accounts, err := s.offered(ctx, connection)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.ContainsFunc(offered, func(a core.Account) bool { return a.ID == id }) {
			return refuse(core.CodeNotFound, txtNotOffered, txtNotOfferedHint)
		}
	}
	var changed []core.Account
	for _, a := range offered {
		ticked := slices.Contains(ids, a.ID)
		if ticked == a.Connected {
			continue
		}
		if ticked {
			if old := s.predecessor(a, accounts); old != nil {
				if err := s.continueAccount(ctx, *old, &a); err != nil {
					return err
				}
			}
			if a.ConnectedAt.IsZero() {
				a.ConnectedAt, a.HistoryFrom = s.Now(conn), from
			}
		}
		a.Connected, a.Dossier, a.Connection = ticked, connection.Dossier, conn
		changed = append(changed, a)
	}
	if len(changed) == 0 {
		return nil
	}
	if err := s.store.PutAccounts(ctx, changed, byUser, "accounts chosen"); err != nil {
		return err
	}
	for _, a := range changed {
		text := txtAccountConnected
		if !a.Connected {
			text = txtAccountUnticked
		}
		s.events.Put(event.Accounts, string(a.ID))
		s.note(ctx, core.Activity{Dossier: a.Dossier, Account: a.ID, Text: say(text, bankName(s.bank(a.Institution)), accountName(a))})
	}
	s.events.Put(event.Dossiers, string(connection.Dossier))
	s.runner.Wake()
	return nil
}

// continueAccount carries an account's ledger over to the id under which it now comes, and has it read whole: its lines
// have new ids as well.
func (s *Service) continueAccount(ctx context.Context, old core.Account, a *core.Account) error {
	if err := s.store.MoveAccount(ctx, old.ID, a.ID, byUser, "the same account under a new id"); err != nil {
		return err
	}
	state, err := s.store.FeedState(a.ID)
	if err != nil {
		return err
	}
	state.Account, state.Full, state.NextTry, state.SeenSync = a.ID, time.Time{}, time.Time{}, ""
	if err := s.store.PutFeedState(ctx, state); err != nil {
		return err
	}
	moved, err := s.store.Account(a.ID)
	if err != nil {
		return err
	}
	*a = moved
	return nil
}

// UntickWarning is what must be said before a connected account is left out; empty when nothing is lost.
func (s *Service) UntickWarning(_ context.Context, account core.AccountID) (warning string, err error) {
	defer tell("read the account", &err)
	a, err := s.store.Account(account)
	if err != nil || !a.Connected {
		return "", err
	}
	return say(txtUntickWarning, accountName(a)), nil
}
