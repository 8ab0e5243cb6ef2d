package app

import (
	"context"
	"net/url"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/oauth"
	"ferry/core/ponto"
)

// flowLife is how long a wizard waits for the user to come back from the bank. The flow itself stays open after it.
const flowLife = 30 * time.Minute

// Authorize starts a consent flow for an institution.
func (s *Service) Authorize(ctx context.Context, conn core.ConnectionID, institution core.InstitutionID) (a core.Authorization, err error) {
	defer tell("authorize", &err)
	c, err := s.store.Connection(conn)
	if err != nil {
		return a, err
	}
	if institution != "" {
		if err := s.allowed(ctx, c, institution); err != nil {
			return a, err
		}
	}
	a = core.Authorization{Connection: conn, Institution: institution}
	if c.Door == core.CustomIntegration {
		if _, err := s.refresh(ctx, c); err != nil { // what is there before, as it is now
			return a, err
		}
		a.URL, err = dashboardLink(c, s.clientID(conn), "add", "institution", string(institution))
		if err != nil {
			return a, err
		}
		return s.begin(ctx, c, a, nil)
	}
	listener, redirect, err := s.redirect(ctx, c, &a)
	if err != nil {
		return a, err
	}
	a.RedirectURI = redirect
	a.URL, err = ponto.AuthorizationURL(c.Authorize, ponto.AuthorizationRequest{
		ClientID: s.clientID(conn), RedirectURI: redirect, State: a.State, Challenge: ponto.Challenge(a.Verifier),
	})
	if err != nil {
		closeListener(listener)
		return a, err
	}
	return s.begin(ctx, c, a, listener)
}

// allowed refuses an institution that cannot be authorized now.
func (s *Service) allowed(ctx context.Context, c core.Connection, id core.InstitutionID) error {
	inst := s.bank(id)
	x, err := s.institutions(ctx, c)
	if err != nil {
		return err
	}
	if v := x.view(inst, s.Now(c.ID)); v.Blocked != "" {
		code := core.CodeMaintenance
		if inst.Deprecated {
			code = core.CodeInvalid
		}
		return refuse(code, v.Blocked, txtBlockedHint)
	}
	return nil
}

// Reauthorize starts the renewal of one account's consent.
func (s *Service) Reauthorize(ctx context.Context, account core.AccountID) (a core.Authorization, err error) {
	defer tell("re-authorize", &err)
	acc, err := s.store.Account(account)
	if err != nil {
		return a, err
	}
	c, client, err := s.connection(acc.Connection)
	if err != nil {
		return a, err
	}
	if !acc.WithdrawnAt.IsZero() {
		// Taken out: only a new consent brings it back.
		return s.Authorize(ctx, c.ID, acc.Institution)
	}
	a = core.Authorization{Connection: c.ID, Institution: acc.Institution, Account: account}
	if c.Door == core.CustomIntegration {
		if a.URL, err = dashboardLink(c, s.clientID(c.ID), "reauthorize", "account", string(account)); err != nil {
			return a, err
		}
		return s.begin(ctx, c, a, nil)
	}
	listener, redirect, err := s.redirect(ctx, c, &a)
	if err != nil {
		return a, err
	}
	a.RedirectURI, a.State, a.Verifier = redirect, "", "" // a renewal brings no code: Ponto renews on its own side
	if a.URL, err = client.Reauthorize(ctx, account, redirect); err != nil {
		closeListener(listener)
		return a, err
	}
	return s.begin(ctx, c, a, listener)
}

// redirect makes the flow's secrets and opens the address to which the browser returns. A registered address elsewhere
// cannot be listened on: there the user pastes it back.
func (s *Service) redirect(ctx context.Context, c core.Connection, a *core.Authorization) (*oauth.Listener, string, error) {
	var err error
	if a.State, err = oauth.NewSecret(s.cfg.Rand); err != nil {
		return nil, "", err
	}
	if a.Verifier, err = oauth.NewSecret(s.cfg.Rand); err != nil {
		return nil, "", err
	}
	if c.RedirectURI != "" && !oauth.Loopback(c.RedirectURI) {
		return nil, c.RedirectURI, nil
	}
	check := *a
	if a.Account != "" {
		check.State = ""
	}
	listener, err := oauth.Listen(ctx, c.RedirectURI, accepts(check), pages())
	if err != nil {
		if c.RedirectURI != "" {
			return nil, c.RedirectURI, nil // the port is taken: paste it back
		}
		return nil, "", &core.Error{Code: core.CodeInternal, Msg: txtNoListener, Hint: txtNoListenerHint, Err: err}
	}
	return listener, listener.RedirectURI(), nil
}

func closeListener(l *oauth.Listener) {
	if l != nil {
		_ = l.Close()
	}
}

// begin keeps the flow in the file, so that it survives leaving the wizard and the program. An older flow for the same
// thing is replaced: the user has started again.
func (s *Service) begin(ctx context.Context, c core.Connection, a core.Authorization, l *oauth.Listener) (core.Authorization, error) {
	err := s.replaceFlow(ctx, a)
	var id string
	if err == nil {
		id, err = oauth.NewSecret(s.cfg.Rand)
	}
	var accounts []core.Account
	if err == nil {
		accounts, err = s.accountsOf(c.ID)
	}
	if err != nil {
		closeListener(l)
		return core.Authorization{}, err
	}
	a.ID, a.Consents = id[:shortID], make(map[core.AccountID]time.Time)
	for _, acc := range accounts {
		if acc.WithdrawnAt.IsZero() {
			a.Before = append(a.Before, acc.ID)
			a.Consents[acc.ID] = consentDate(acc)
		}
	}
	// The start is told beside the bank's dates, so it is on the bank's clock; the deadline is for whoever waits here.
	a.Started, a.Deadline = s.Now(c.ID), s.cfg.Now().Add(flowLife)
	if err := s.store.PutAuthorization(ctx, a); err != nil {
		closeListener(l)
		return core.Authorization{}, err
	}
	s.flows.add(a.ID, l)
	s.events.Put(event.Connections, string(c.Dossier))
	return a, nil
}

func (s *Service) replaceFlow(ctx context.Context, a core.Authorization) error {
	open, err := s.store.Authorizations()
	if err != nil {
		return err
	}
	for _, old := range open {
		if old.Connection == a.Connection && old.Institution == a.Institution && old.Account == a.Account {
			if err := s.AbandonAuthorization(ctx, old.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) clientID(conn core.ConnectionID) string {
	secret, err := s.store.Secret(conn)
	if err != nil {
		return ""
	}
	return secret.ClientID
}

// dashboardLink is where the user goes on Ponto's own site. The simulator has deep links that sign the demo's user in;
// of the real dashboard only the front door is known.
func dashboardLink(c core.Connection, client, page, key, value string) (string, error) {
	if !core.Loopback(c.Dashboard) {
		return c.Dashboard + "/", nil
	}
	u, err := url.Parse(c.Dashboard)
	if err != nil {
		return "", refuse(core.CodeInvalid, txtBadDashboard, "")
	}
	query := url.Values{"client": {client}}
	if value != "" {
		query.Set(key, value)
	}
	u = u.JoinPath(page)
	u.RawQuery = query.Encode()
	return u.String(), nil
}

// AbandonAuthorization forgets a flow; nothing else changes.
func (s *Service) AbandonAuthorization(ctx context.Context, id string) (err error) {
	defer tell("abandon the authorization", &err)
	if err := s.store.DeleteAuthorization(ctx, id); err != nil {
		return err
	}
	s.flows.end(id, AuthResult{Sentence: txtAbandoned})
	s.events.Put(event.Connections, "")
	return nil
}

// OpenAuthorizations lists the flows that were started and did not come back.
func (s *Service) OpenAuthorizations(_ context.Context) (list []core.Authorization, err error) {
	defer tell("read the open authorizations", &err)
	return s.store.Authorizations()
}

// OpenBrowser opens an address of Ponto in the user's browser.
func (s *Service) OpenBrowser(ctx context.Context, address string) (err error) {
	defer tell("open the browser", &err)
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && !(u.Scheme == "http" && core.Loopback(address))) {
		return refuse(core.CodeInvalid, txtNoBrowse, txtNoBrowserHint)
	}
	if s.cfg.Browse == nil {
		return refuse(core.CodeNotFound, txtNoBrowser, txtNoBrowserHint)
	}
	if err := s.cfg.Browse(ctx, address); err != nil {
		return &core.Error{Code: core.CodeNotFound, Msg: txtNoBrowser, Hint: txtNoBrowserHint, Err: err}
	}
	return nil
}
