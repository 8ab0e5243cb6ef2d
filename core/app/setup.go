package app

import (
	"context"
	"strings"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/oauth"
	"ferry/core/ponto"
)

// Ponto's own addresses.
const (
	customAPI    = "https://api.myponto.com"
	connectAPI   = "https://api.ibanity.com/ponto-connect"
	authorizeURL = "https://authorization.myponto.com/oauth2/auth"
	dashboardURL = "https://dashboard.myponto.com"
)

// SimulatorCredentials are the ready credentials of the embedded simulator; ok is false outside the demo. The custom
// door's belong to an organization that has authorized nothing yet.
func (s *Service) SimulatorCredentials(dossier core.DossierID, door core.Door) (c Credentials, ok bool) {
	sim := s.cfg.Simulator
	if sim == nil {
		return Credentials{}, false
	}
	c = Credentials{Dossier: dossier, Door: door, API: sim.API, Authorize: sim.Authorization, Dashboard: sim.Dashboard, Sandbox: true}
	keys := sim.Starter
	if door == core.PontoConnect {
		c.API, keys = sim.Connect, sim.ConnectClient
	}
	c.Secret = core.Secret{ClientID: keys.ClientID, ClientSecret: keys.ClientSecret}
	return c, true
}

// TestCredentials tries credentials and saves nothing.
func (s *Service) TestCredentials(ctx context.Context, c Credentials) (result TestResult, err error) {
	defer tell("test the credentials", &err)
	t, err := s.try(ctx, c, nil)
	return t.result, err
}

// trial is what trying credentials brought.
type trial struct {
	client *ponto.Client
	conn   core.Connection
	secret core.Secret
	result TestResult
}

// try asks Ponto with credentials that are not saved. Behind the Connect door nothing of an organization can be read
// before its first authorization: reading the directory shows that address and certificate are right.
// keep makes the tokens that the trial obtains durable; nil: nothing is kept.
func (s *Service) try(ctx context.Context, c Credentials, keep func(core.Secret) error) (trial, error) {
	conn, err := s.connectionFrom(c)
	if err != nil {
		return trial{}, err
	}
	memory := &memorySecret{secret: c.Secret, keep: keep}
	client, err := s.banks.trial(conn, memory)
	if err != nil {
		return trial{}, err
	}
	t := trial{client: client, conn: conn}
	if conn.Door == core.PontoConnect && c.Secret.RefreshToken == "" {
		if _, err := client.Institutions(ctx, ponto.InstitutionFilter{Country: "BE"}); err != nil {
			return trial{}, err
		}
		t.result.Checklist = checklist(facts{credentials: true})
		t.secret, err = memory.Secret()
		return t, err
	}
	accounts, err := client.Accounts(ctx)
	if err != nil {
		return trial{}, err
	}
	t.result.Accounts = len(accounts)
	info, err := organization(ctx, client)
	if err != nil {
		return trial{}, err
	}
	t.conn.Organization, t.conn.Name = info.Organization, core.CleanText(info.Name)
	t.result.Organization = t.conn.Name
	t.result.Checklist = checklist(facts{credentials: true, onboarded: info.OnboardingComplete, accounts: len(accounts)})
	t.secret, err = memory.Secret()
	return t, err
}

// organization reads who is behind a connection. The custom door's answer is not documented, so that its absence or odd
// shape is not a failure; trouble on the way is.
func organization(ctx context.Context, client *ponto.Client) (ponto.UserInfo, error) {
	info, err := client.UserInfo(ctx)
	switch core.CodeOf(err) {
	case core.CodeNotFound, core.CodeProtocol, core.CodeInvalid, core.CodeInternal, core.CodeAuth:
		return ponto.UserInfo{}, nil
	}
	return info, err
}

// connectionFrom checks what was typed and fills in Ponto's own addresses.
func (s *Service) connectionFrom(c Credentials) (core.Connection, error) {
	conn := core.Connection{
		Dossier: c.Dossier, Door: c.Door, API: strings.TrimRight(strings.TrimSpace(c.API), "/"), Authorize: c.Authorize,
		Dashboard: strings.TrimRight(c.Dashboard, "/"), RedirectURI: strings.TrimSpace(c.Redirect), Sandbox: c.Sandbox,
	}
	switch c.Door {
	case core.CustomIntegration:
		conn.API = or(conn.API, customAPI)
	case core.PontoConnect:
		conn.API = or(conn.API, connectAPI)
		conn.Authorize = or(conn.Authorize, authorizeURL)
	default:
		return conn, refuse(core.CodeInvalid, txtNoDoor, txtNoDoorHint)
	}
	conn.Dashboard = or(conn.Dashboard, dashboardURL)
	if strings.TrimSpace(c.Secret.ClientID) == "" || strings.TrimSpace(c.Secret.ClientSecret) == "" {
		return conn, refuse(core.CodeInvalid, txtNoClient, txtNoClientHint)
	}
	return conn, nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// Connect tests credentials and, when they work, saves them as a new connection of the dossier. Without a dossier it makes
// one, with the name that was given or else the organization's.
func (s *Service) Connect(ctx context.Context, c Credentials) (conn core.Connection, err error) {
	defer tell("connect", &err)
	if err := s.refuseDouble(ctx, c); err != nil {
		return core.Connection{}, err
	}
	t, err := s.try(ctx, c, nil)
	if err != nil {
		return core.Connection{}, err
	}
	conn = t.conn
	conn.Name = or(conn.Name, txtUnnamedConnection)
	if conn.Dossier == "" {
		if conn.Dossier, err = s.dossierNamed(ctx, or(c.NewDossier, conn.Name)); err != nil {
			return core.Connection{}, err
		}
	}
	id, err := oauth.NewSecret(s.cfg.Rand)
	if err != nil {
		return core.Connection{}, err
	}
	conn.ID, conn.Created = core.ConnectionID(id[:shortID]), s.cfg.Now()
	if err := s.store.PutConnection(ctx, conn, byUser); err != nil {
		return core.Connection{}, err
	}
	if err := s.store.PutSecret(ctx, conn.ID, t.secret); err != nil {
		return core.Connection{}, err
	}
	if server, ok := t.client.ServerTime(); ok {
		s.clock.observe(conn, server)
	}
	s.events.Put(event.Connections, string(conn.Dossier))
	s.note(ctx, core.Activity{Dossier: conn.Dossier, Text: say(txtConnected, conn.Name)})
	return conn, nil
}

// dossierNamed makes the dossier of a new connection. An empty one of that name is left from an earlier try and is taken;
// one that has a connection is somebody else's.
func (s *Service) dossierNamed(ctx context.Context, name string) (core.DossierID, error) {
	dossiers, err := s.store.Dossiers()
	if err != nil {
		return "", err
	}
	for _, d := range dossiers {
		if fold(d.Name) != fold(name) {
			continue
		}
		if taken, err := s.Connections(ctx, d.ID); err != nil || len(taken) == 0 {
			return d.ID, err
		}
	}
	dossier, err := s.CreateDossier(ctx, name)
	return dossier.ID, err
}

// shortID is enough of a random name for one file's dossiers and connections: 72 bits.
const shortID = 12

// refuseDouble finds a connection with the same client, of whatever dossier: an account belongs to one, so that its lines
// would move from one client's books to another's.
func (s *Service) refuseDouble(ctx context.Context, c Credentials) error {
	wanted, err := s.connectionFrom(c)
	if err != nil || c.Door != core.CustomIntegration {
		return err
	}
	connections, err := s.Connections(ctx, "")
	if err != nil {
		return err
	}
	for _, other := range connections {
		secret, err := s.store.Secret(other.ID)
		if err == nil && other.API == wanted.API && secret.ClientID == c.Secret.ClientID {
			return refuse(core.CodeConflict, say(txtDouble, other.DossierName, other.Name), txtDoubleHint)
		}
	}
	return nil
}

// UpdateCredentials replaces the credentials of a connection after they were tested; accounts and lines stay as they are.
func (s *Service) UpdateCredentials(ctx context.Context, id core.ConnectionID, c Credentials) (err error) {
	defer tell("update the credentials", &err)
	conn, err := s.store.Connection(id)
	if err != nil {
		return err
	}
	// From here on the old secret is not renewed: its refresh token is tried, and with it used up, below.
	defer s.banks.hold(id)()
	old, err := s.store.Secret(id)
	var keep func(core.Secret) error
	if err == nil && conn.Door == core.PontoConnect && old.ClientID == c.Secret.ClientID {
		c.Secret.RefreshToken = old.RefreshToken // the organization's permission belongs to the client, not to its secret
		keep = func(renewed core.Secret) error {
			// The trial uses the refresh token up. Should it fail further on, the old credentials go on with the new one.
			old.AccessToken, old.AccessExpires, old.RefreshToken = renewed.AccessToken, renewed.AccessExpires, renewed.RefreshToken
			return s.store.PutSecret(context.WithoutCancel(ctx), id, old)
		}
	}
	c.Dossier, c.Door, c.Sandbox, c.Redirect = conn.Dossier, conn.Door, conn.Sandbox, or(c.Redirect, conn.RedirectURI)
	c.API, c.Authorize, c.Dashboard = or(c.API, conn.API), or(c.Authorize, conn.Authorize), or(c.Dashboard, conn.Dashboard)
	t, err := s.try(ctx, c, keep)
	if err != nil {
		return err
	}
	if conn.Organization != "" && t.conn.Organization != "" && conn.Organization != t.conn.Organization {
		return refuse(core.CodeConflict, say(txtOtherOrganization, t.conn.Name, conn.Name), txtOtherOrganizationHint)
	}
	if err := s.store.PutSecret(ctx, id, t.secret); err != nil {
		return err
	}
	s.banks.forget(id)
	renewed := t.conn
	renewed.ID, renewed.Created = conn.ID, conn.Created
	renewed.Name, renewed.Organization = or(renewed.Name, conn.Name), or(renewed.Organization, conn.Organization)
	if err := s.store.PutConnection(ctx, renewed, byUser); err != nil {
		return err
	}
	s.events.Put(event.Connections, string(conn.Dossier))
	s.note(ctx, core.Activity{Dossier: conn.Dossier, Text: say(txtUpdated, renewed.Name)})
	s.runner.Wake()
	return nil
}

// RemoveConnection forgets credentials and stops reading; the lines stay readable.
func (s *Service) RemoveConnection(ctx context.Context, id core.ConnectionID) (err error) {
	defer tell("remove the connection", &err)
	conn, err := s.store.Connection(id)
	if err != nil {
		return err
	}
	accounts, err := s.accountsOf(id)
	if err != nil {
		return err
	}
	var left []core.Account
	for _, a := range accounts {
		if a.Connected {
			a.Connected = false
			left = append(left, a)
		}
	}
	if err := s.store.PutAccounts(ctx, left, byUser, "connection removed"); err != nil {
		return err
	}
	open, err := s.store.Authorizations()
	if err != nil {
		return err
	}
	for _, a := range open {
		if a.Connection == id {
			if err := s.AbandonAuthorization(ctx, a.ID); err != nil {
				return err
			}
		}
	}
	defer s.banks.hold(id)() // a renewal in flight ends before, and none begins after
	if err := s.store.DeleteConnection(ctx, id, byUser); err != nil {
		return err
	}
	s.banks.forget(id)
	s.events.Put(event.Connections, string(conn.Dossier))
	s.events.Put(event.Accounts, string(conn.Dossier))
	s.note(ctx, core.Activity{Dossier: conn.Dossier, Text: say(txtRemoved, conn.Name)})
	s.runner.Wake()
	return nil
}
