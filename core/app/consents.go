package app

import (
	"cmp"
	"context"
	"slices"

	"ferry/core"
)

// Consents lists all dossiers' consents, soonest first; within in days, or negative for all. Accounts without an end date
// are last: nothing can be said of them.
func (s *Service) Consents(ctx context.Context, within int) (views []ConsentView, err error) {
	defer tell("read the consents", &err)
	accounts, err := s.Accounts(ctx, "")
	if err != nil {
		return nil, err
	}
	doors := make(map[core.ConnectionID]core.Door)
	connections, err := s.store.Connections()
	if err != nil {
		return nil, err
	}
	for _, c := range connections {
		doors[c.ID] = c.Door
	}
	for _, a := range accounts {
		if !a.Connected || (within >= 0 && !ends(a.Consent, within)) {
			continue
		}
		views = append(views, ConsentView{AccountView: a, WhoActs: perDoor(doors[a.Connection], say(txtWhoCustom, bankName(a.Bank)), say(txtWhoConnect, bankName(a.Bank)))})
	}
	slices.SortStableFunc(views, func(a, b ConsentView) int {
		return cmp.Or(cmp.Compare(rankOf(a.Consent), rankOf(b.Consent)), a.Consent.ExpiresAt.Compare(b.Consent.ExpiresAt))
	})
	return views, nil
}

// ends reports whether a consent is over or ends within so many days.
func ends(c core.Consent, within int) bool {
	switch c.State {
	case core.ConsentUnknown:
		return false
	case core.ConsentWithdrawn, core.ConsentExpired:
		return true
	}
	return c.DaysLeft <= within
}

// rankOf puts what was withdrawn first, what has a date next and what has none last.
func rankOf(c core.Consent) int {
	switch c.State {
	case core.ConsentWithdrawn:
		return 0
	case core.ConsentUnknown:
		return 2
	}
	return 1
}

// RenewalMessage is a ready text for the client who must renew: language "nl", "fr" or "en".
func (s *Service) RenewalMessage(ctx context.Context, account core.AccountID, language string) (text string, err error) {
	defer tell("write the message", &err)
	letter, ok := letters[language]
	if !ok {
		return "", refuse(core.CodeInvalid, say(txtNoLanguage, language), txtNoLanguageHint)
	}
	v, err := s.Account(ctx, account)
	if err != nil {
		return "", err
	}
	conn, err := s.store.Connection(v.Connection)
	if err != nil {
		return "", err
	}
	link := or(conn.Dashboard, dashboardURL) + "/"
	if conn.Door == core.CustomIntegration {
		if link, err = dashboardLink(conn, s.clientID(conn.ID), "reauthorize", "account", string(account)); err != nil {
			return "", err
		}
	}
	return letter.write(v, link, s.cfg.Now()), nil
}
