package app

import (
	"context"
	"sync"

	"ferry/core"
	"ferry/core/fetch"
	"ferry/core/ponto"
)

// banks makes one client per connection and keeps it: all clients of a connection must share one authenticator, so that
// a refresh token is used once.
type banks struct {
	s        *Service
	mu       sync.Mutex
	clients  map[core.ConnectionID]*ponto.Client
	budget   *fetch.Budget // shared by all: Ponto counts requests per client program, whatever the dossier
	requests ring
}

func newBanks(s *Service) *banks {
	return &banks{s: s, clients: make(map[core.ConnectionID]*ponto.Client), budget: fetch.NewBudget(perSecond(s.store))}
}

// of returns the client of a connection.
func (b *banks) of(conn core.Connection) (*ponto.Client, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if client, ok := b.clients[conn.ID]; ok {
		return client, nil
	}
	client, err := b.client(conn, storedSecret{s: b.s, id: conn.ID})
	if err == nil {
		b.clients[conn.ID] = client
	}
	return client, err
}

// trial returns a client for credentials that are not saved.
func (b *banks) trial(conn core.Connection, secret *memorySecret) (*ponto.Client, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.client(conn, secret)
}

// forget drops a connection's client, after its credentials changed.
func (b *banks) forget(id core.ConnectionID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.clients, id)
}

// client builds a client; b.mu is held.
func (b *banks) client(conn core.Connection, secrets ponto.SecretStore) (*ponto.Client, error) {
	auth := ponto.ClientCredentials
	if conn.Door == core.PontoConnect {
		auth = ponto.RefreshToken
	}
	limit := b.budget.Wait
	if loopback(conn.API) {
		limit = nil // a simulator is this machine: nobody to be considerate of
	}
	var client *ponto.Client
	client, err := ponto.New(ponto.Config{
		API:       conn.API,
		Auth:      auth(conn.API, secrets),
		Transport: b.s.cfg.Transport,
		Limit:     limit,
		Now:       b.s.cfg.Now,
		Sleep:     b.s.cfg.Sleep,
		Rand:      b.s.cfg.Rand,
		UserAgent: b.s.cfg.UserAgent,
		OnExchange: func(x ponto.Exchange) {
			b.requests.put(Request{Exchange: x, Connection: conn.ID})
			if server, ok := client.ServerTime(); ok && conn.ID != "" {
				b.s.clock.observe(conn, server)
			}
		},
	})
	return client, err
}

func perSecond(store Store) int {
	if set, err := store.Settings(); err == nil && set.RequestsPerSecond > 0 {
		return set.RequestsPerSecond
	}
	return core.DefaultSettings().RequestsPerSecond
}

// storedSecret is one connection's secret in the file.
type storedSecret struct {
	s  *Service
	id core.ConnectionID
}

// Secret reads and unseals.
func (k storedSecret) Secret() (core.Secret, error) { return k.s.store.Secret(k.id) }

// SaveSecret is durable when it returns, even while the program is closing: a rotated refresh token that is lost locks
// the user out.
func (k storedSecret) SaveSecret(secret core.Secret) error {
	return k.s.store.PutSecret(context.WithoutCancel(k.s.ctx), k.id, secret)
}

// memorySecret is the secret of credentials that are only being tried.
type memorySecret struct {
	mu     sync.Mutex
	secret core.Secret
}

// Secret returns what was typed and what the trial obtained with it.
func (m *memorySecret) Secret() (core.Secret, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.secret, nil
}

// SaveSecret keeps a token until the trial is over.
func (m *memorySecret) SaveSecret(secret core.Secret) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.secret = secret
	return nil
}

// connection reads a connection and its client.
func (s *Service) connection(id core.ConnectionID) (core.Connection, *ponto.Client, error) {
	conn, err := s.store.Connection(id)
	if err != nil {
		return core.Connection{}, nil, err
	}
	client, err := s.banks.of(conn)
	return conn, client, err
}
