package app

import (
	"context"
	"sync"

	"ferry/core"
	"ferry/core/oauth"
)

// flows holds what a consent flow has in this process: the listener on which its browser returns, and the news that it was
// finished by another way, so that a waiting wizard hears of a pasted address. One that ended stays with its result: who looks
// while another sees the end must be told it, too, and must not use a code a second time.
type flows struct {
	mu    sync.Mutex
	known map[string]*flow
}

type flow struct {
	listener *oauth.Listener // nil: only a pasted address can bring the answer
	finish   sync.Mutex      // one at a time: a code can be exchanged once
	over     chan struct{}   // closed when the flow ended
	result   AuthResult      // valid once over is closed
}

func newFlows() *flows { return &flows{known: make(map[string]*flow)} }

// of returns the flow of an authorization, with a listener where one can be had. After a restart the listener takes the
// same port again; when another program has it now, the address can still be pasted.
func (f *flows) of(ctx context.Context, a core.Authorization) *flow {
	f.mu.Lock()
	defer f.mu.Unlock()
	if fl, ok := f.known[a.ID]; ok {
		return fl
	}
	fl := &flow{over: make(chan struct{})}
	if oauth.Loopback(a.RedirectURI) {
		if l, err := oauth.Listen(ctx, a.RedirectURI, accepts(a), pages()); err == nil {
			fl.listener = l
		}
	}
	f.known[a.ID] = fl
	return fl
}

// add puts down a flow whose listener is already open.
func (f *flows) add(id string, l *oauth.Listener) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.known[id] = &flow{listener: l, over: make(chan struct{})}
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
	defer f.mu.Unlock()
	fl := f.known[id]
	if fl == nil || fl.isOver() {
		return
	}
	fl.result = result
	close(fl.over)
	if fl.listener != nil {
		_ = fl.listener.Close() // nothing was buffered: closing can lose nothing
	}
}

// ended returns a flow that something came of, once whoever is seeing its end has done so; nil when there is none.
func (f *flows) ended(id string) *flow {
	f.mu.Lock()
	fl := f.known[id]
	f.mu.Unlock()
	if fl == nil {
		return nil
	}
	fl.finish.Lock()
	defer fl.finish.Unlock()
	if !fl.isOver() || !fl.result.Done {
		return nil
	}
	return fl
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
	for _, fl := range f.known {
		if fl.listener != nil {
			_ = fl.listener.Close()
		}
	}
	clear(f.known)
}
