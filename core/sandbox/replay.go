package sandbox

import (
	"bytes"
	"net/http"
	"sync"
)

// replaysKept bounds the answers kept for repeated idempotency keys. How long the real service keeps them is not known.
const replaysKept = 1000

// replays remembers the first answer to each idempotency key.
type replays struct {
	mu    sync.Mutex
	known shelf[*replay]
}

type replay struct {
	done   chan struct{} // closed when the first answer stands
	status int           // 0: the first request failed, nothing to repeat
	header http.Header
	body   []byte
}

// claim returns the entry of a key and whether the caller is the first and must answer it.
func (p *replays) claim(key string) (*replay, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r, ok := p.known.get(key); ok {
		return r, false
	}
	r := &replay{done: make(chan struct{})}
	p.known.put(key, r)
	return r, true
}

// drop forgets a key whose request came to nothing, so that it may be tried again.
func (p *replays) drop(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known.drop(key)
}

// once executes a request the first time its key is seen and repeats that answer, request id included, from then on.
func (c *call) once(key string, h handler) error {
	key = c.who.client + " " + c.who.integration + " " + c.r.Method + " " + c.path + " " + key
	entry, first := c.replays.claim(key)
	if !first {
		return c.repeat(entry, h)
	}
	defer close(entry.done)
	record := &recorder{header: http.Header{}}
	outer := c.x
	c.x = &exchange{ResponseWriter: record, entry: outer.entry}
	if err := h(c); err != nil {
		writeError(c.x, c.r, err)
	}
	outer.entry.Did = c.x.entry.Did
	c.x = outer
	if record.status >= http.StatusInternalServerError {
		c.replays.drop(key)
	} else {
		record.header.Set("Ibanity-Request-Id", outer.entry.RequestID)
		entry.status, entry.header, entry.body = record.status, record.header, record.body.Bytes()
	}
	record.send(outer)
	return nil
}

func (c *call) repeat(entry *replay, h handler) error {
	select {
	case <-entry.done:
	case <-c.r.Context().Done():
		return c.r.Context().Err()
	}
	if entry.status == 0 {
		return h(c)
	}
	c.did("repeated the first answer to an idempotency key")
	(&recorder{header: entry.header, status: entry.status, body: *bytes.NewBuffer(entry.body)}).send(c.x)
	return nil
}

// recorder holds an answer back.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is what will be sent.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader keeps the first status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write keeps the body.
func (r *recorder) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}

func (r *recorder) send(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body.Bytes())
}
