package app

import (
	"sync"
	"time"

	"ferry/core"
	"ferry/core/event"
)

// A Date header counts whole seconds, so that two readings of one clock differ by up to this much.
const clockGrain = 2 * time.Second

// clockSkew is how far this machine's clock may be off before the user is told: certificates, signatures and the days
// that consents have left are judged by it.
const clockSkew = 5 * time.Minute

// clocks knows, per connection, how far the clock that dates are judged by is ahead of this machine's. Only a simulator
// on loopback has one of its own: its time can be moved.
type clocks struct {
	s       *Service
	mu      sync.Mutex
	offsets map[core.ConnectionID]time.Duration
	warned  map[core.ConnectionID]bool
}

func newClocks(s *Service) *clocks {
	return &clocks{s: s, offsets: make(map[core.ConnectionID]time.Duration), warned: make(map[core.ConnectionID]bool)}
}

// Now is the time a connection's dates are judged by: the simulator's own clock, elsewhere the machine's.
func (s *Service) Now(conn core.ConnectionID) time.Time { return s.cfg.Now().Add(s.clock.offset(conn)) }

func (c *clocks) offset(conn core.ConnectionID) time.Duration {
	if conn == "" {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if d, ok := c.offsets[conn]; ok {
		return d
	}
	d, err := c.s.store.ClockOffset(conn)
	if err != nil {
		return 0 // not stored yet: the machine's clock
	}
	c.offsets[conn] = d
	return d
}

// observe takes notice of the time a server gave.
func (c *clocks) observe(conn core.Connection, server time.Time) {
	ahead := server.Sub(c.s.cfg.Now())
	if !core.Loopback(conn.API) {
		c.warn(conn, ahead)
		return
	}
	if d := ahead - c.offset(conn.ID); d.Abs() <= clockGrain {
		return
	}
	c.mu.Lock()
	c.offsets[conn.ID] = ahead
	c.mu.Unlock()
	if err := c.s.store.PutClockOffset(c.s.ctx, conn.ID, ahead); err != nil {
		c.s.log.Warn("clock offset not kept", "connection", conn.ID, "error", err)
	}
	// Every consent is judged anew.
	c.s.events.Put(event.Accounts, "")
}

func (c *clocks) warn(conn core.Connection, ahead time.Duration) {
	c.mu.Lock()
	tell := ahead.Abs() > clockSkew && !c.warned[conn.ID]
	if tell {
		c.warned[conn.ID] = true
	}
	c.mu.Unlock()
	if tell {
		c.s.note(c.s.ctx, core.Activity{Level: core.Warning, Dossier: conn.Dossier, Text: clockText(ahead), Hint: txtClockHint})
	}
}
