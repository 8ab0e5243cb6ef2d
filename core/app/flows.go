package app

import (
	"context"
	"sync"

	"ferry/core"
	"ferry/core/oauth"
)

// flows holds what an open consent flow has in this process: the listener on which its browser returns, and the news that
// it was finished by another way, so that a waiting wizard hears of a pasted address.
type flows struct {
	mu   sync.Mutex
	open map[string]*flow
}

type flow struct {
	listener *oauth.Listener // nil: only a pasted address can bring the answer
	finish   sync.Mutex      // one at a time: a code can be exchanged once
	over     chan struct{}   // closed when the flow ended
	result   AuthResult      // valid once over is closed
}

func newFlows() *flows { return &flows{open: make(map[string]*flow)} }

// of returns the flow of an authorization, with a listener where one can be had. After a restart the listener takes the
// same port again; when another program has it now, the address can still be pasted.
func (f *flows) of(ctx context.Context, a core.Authorization) *flow {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl, ok := f.open[a.ID]; ok {
		return fl
	}
	fl := &flow{over: make(chan struct{})}
	if oauth.Loopback(a.RedirectURI) {
		if l, err := oauth.Listen(ctx, a.RedirectURI, accepts(a), pages()); err == nil {
			fl.listener = l
		}
	}
	f.open[a.ID] = fl
	return fl
}

// add puts down a flow whose listener is already open.
func (f *flows) add(id string, l *oauth.Listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open[id] = &flow{listener: l, over: make(chan struct{})}
}

// accepts checks a browser's answer. A renewal's return carries nothing: it only says that the user is back.
func accepts(a core.Authorization) func(oauth.Redirect) bool {
	return func(r oauth.Redirect) bool {
		return a.State == "" || oauth.SameState(a.State, r.State)
	}
}

func pages() oauth.Pages {
	return oauth.Pages{Accepted: txtPageAccepted, Refused: txtPageRefused}
}

// end closes a flow with its result; whoever waits for it is told.
func (f *flows) end(id string, result AuthResult) {
	f.mu.Lock()
	fl := f.open[id]
	delete(f.open, id)
	f.mu.Unlock()
	if fl == nil {
		return
	}
	fl.result = result
	close(fl.over)
	if fl.listener != nil {
		_ = fl.listener.Close() // nothing was buffered: closing can lose nothing
	}
}

// arrived is ready when the browser has come back; nil, which is never ready, without a listener.
func (fl *flow) arrived() <-chan oauth.Redirect {
	if fl.listener == nil {
		return nil
	}
	return fl.listener.Arrived()
}

func (f *flows) closeAll() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, fl := range f.open {
		if fl.listener != nil {
			_ = fl.listener.Close()
		}
	}
	clear(f.open)
}
