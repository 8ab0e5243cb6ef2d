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
	renewing map[core.ConnectionID]*sync.Mutex
	budget   *fetch.Budget // shared by all: Ponto counts requests per client program, whatever the dossier
	requests ring
}

func newBanks(s *Service) *banks {
	return &banks{s: s, clients: make(map[core.ConnectionID]*ponto.Client),
		renewing: make(map[core.ConnectionID]*sync.Mutex), budget: fetch.NewBudget(perSecond(s.store))}
}

// of returns the client of a connection.
func (b *banks) of(conn core.Connection) (*ponto.Client, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if client, ok := b.clients[conn.ID]; ok {
		return client, nil
	}
	client, err := b.client(conn, storedSecret{Locker: b.renewal(conn.ID), s: b.s, id: conn.ID})
	if err == nil {
		b.clients[conn.ID] = client
	}
	return client, err
}

// renewal is the lock under which a connection's secret is replaced. It outlives the clients: one that was dropped may
// still be renewing its token. b.mu is held.
func (b *banks) renewal(id core.ConnectionID) *sync.Mutex {
	if b.renewing[id] == nil {
		b.renewing[id] = new(sync.Mutex)
	}
	return b.renewing[id]
}

// hold keeps a connection's secret from being renewed until release is called.
func (b *banks) hold(id core.ConnectionID) (release func()) {
	b.mu.Lock()
	lock := b.renewal(id)
	b.mu.Unlock()
	lock.Lock()
	return lock.Unlock
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
	if core.Loopback(conn.API) {
		limit = nil // a simulator is this machine: nobody to be considerate of
	}
	return ponto.New(ponto.Config{
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
			// An exchange without an answer tells no time: the one before it is old by now.
			if !x.Served.IsZero() && conn.ID != "" {
				b.s.clock.observe(conn, x.Served)
			}
		},
	})
}

func perSecond(store Store) int {
	if set, err := store.Settings(); err == nil && set.RequestsPerSecond > 0 {
		return set.RequestsPerSecond
	}
	return core.DefaultSettings().RequestsPerSecond
}

// storedSecret is one connection's secret in the file.
type storedSecret struct {
	sync.Locker
	s  *Service
	id core.ConnectionID
}

// Secret reads and unseals.
func (k storedSecret) Secret() (core.Secret, error) { return k.s.store.Secret(k.id) }

// SaveSecret is durable when it returns, even while the program is closing: a rotated refresh token that is lost locks
// the user out. The secret of a connection that was removed meanwhile is not put back.
func (k storedSecret) SaveSecret(secret core.Secret) error {
	if _, err := k.s.store.Connection(k.id); err != nil {
		return err
	}
	return k.s.store.PutSecret(context.WithoutCancel(k.s.ctx), k.id, secret)
}

// memorySecret is the secret of credentials that are only being tried.
type memorySecret struct {
	sync.Mutex
	mu     sync.Mutex
	secret core.Secret
	keep   func(core.Secret) error // makes what was obtained durable; nil: it is forgotten with the trial
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
	if m.keep != nil {
		if err := m.keep(secret); err != nil {
			return err
		}
	}
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
